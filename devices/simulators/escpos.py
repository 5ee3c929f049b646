"""A simulated ESC/POS receipt printer with its own books (specs/escpos.md 14; control commands in ``escpos_controls.py``).

Bytes come in at the speed of the wire and wait in the receive buffer; paper moves in its own time and lags behind. No real
printer was used to make it: where the specification says *inferred* or *not verified*, so is what happens here.
"""

from dataclasses import asdict

from devices.simulators.device import Answer, Command, DeviceOptions, Line
from devices.simulators.escpos_answers import Answers, MarkerFault
from devices.simulators.escpos_conditions import Conditions
from devices.simulators.escpos_controls import Action, Schedule, carry_out
from devices.simulators.escpos_font import Glyphs
from devices.simulators.escpos_intake import CLEAR, XON, Flow, Intake
from devices.simulators.escpos_interpreter import Interpreter, Motion
from devices.simulators.escpos_line import Findings
from devices.simulators.escpos_line_faults import LineFaults
from devices.simulators.escpos_mechanism import Faults, Mechanism
from devices.simulators.escpos_options import DOTS_PER_MM, PrinterOptions
from devices.simulators.escpos_paper import CutPiece, Paper
from devices.simulators.escpos_parser import Parser, Token
from devices.simulators.escpos_presenter import Presenter
from devices.simulators.escpos_tray import OUT, Tray

_TCP_BUFFER = 65_536
"""Bytes that the network board of a TCP printer holds besides the printer's own buffer."""

_TCP_STOP = 32_768


class EscposPrinter:
    """The device model; see :class:`~devices.simulators.device.SimulatedDevice`."""

    def __init__(self, line: Line, options: DeviceOptions, now: float) -> None:
        self._line = line
        self._glyphs = Glyphs()
        self.tray: Tray = Tray(options.state, options.out)
        self.findings = Findings()
        self.faults: Faults = Faults()
        self.line_faults: LineFaults = LineFaults()
        self.marker_fault: MarkerFault = MarkerFault()
        self.schedule = Schedule()
        self.received_bytes = 0
        self._ready_at: float | None = now
        self._starting = False
        self.install(PrinterOptions(), now)

    # set up and power

    def install(self, options: PrinterOptions, now: float) -> None:
        """Become a printer of this kind: switches are read at power-up, so everything electronic starts anew."""
        self.options = options
        rows = self.tray.rows_left
        if rows is None:
            rows = round(options.roll_mm * DOTS_PER_MM)
        self.paper = Paper(options.dots, rows, round(options.cutter_gap_mm * DOTS_PER_MM))
        self.mechanism = Mechanism(options, self.paper, self.faults, self._line_printed, self._piece_came_off)
        self.presenter = Presenter(options, self.tray, self.faults, self._say)
        self._power_up(now)

    def power_off(self) -> None:
        """Buffers, modes, automatic status and everything half said are lost; the paper stays where it is."""
        self._line.discard()
        self._ready_at = None
        self.mechanism.drop_motion()

    def power_on(self, now: float) -> None:
        """Online again after the self-test."""
        if self._ready_at is None:
            self._power_up(now)
            self._ready_at, self._starting = now + self.options.boot_s, True

    def _power_up(self, now: float) -> None:
        options = self.options
        self.faults.power_up()
        self._parser = self._new_parser()
        self._intake = Intake(self._real_time, self._new_parser(), options.buffer_bytes, options.real_time_in_data)
        self._flow = Flow(options.xoff_left, options.xon_left, busy_when_offline=options.busy_when_offline)
        self._interpreter = Interpreter(options, self._glyphs, self.findings)
        self._now = now
        self._conditions = self._sensed()
        self._answers = Answers(options, self._conditions, self.marker_fault, self._say)

    def _new_parser(self) -> Parser:
        options = self.options
        return Parser(chinese_at_start=options.chinese_at_start, chinese_from_next_line=options.chinese_from_next_line)

    @property
    def power(self) -> str:
        """ "on", "off" or "starting"."""
        return "off" if self._ready_at is None else "starting" if self._starting else "on"

    # the calls of the station

    def received(self, data: bytes, now: float) -> None:
        """Take bytes from the wire. Switched off or starting up, the printer hears nothing."""
        self.tick(now)
        for byte in data:
            self.received_bytes += 1
            self._do_scheduled(self.schedule.at_byte(self.received_bytes), now)
            heard = self.line_faults.incoming(byte)
            if heard is not None and self.power == "on":
                self._intake.capacity = self.options.buffer_bytes + (_TCP_BUFFER if self._line.over_tcp else 0)
                self._intake.push(heard)
        self.tick(now)

    def tick(self, now: float) -> float | None:
        """Move paper, answer, tell changes; when to be called again."""
        self._now = now
        if self._ready_at is not None and self._starting and self._ready_at <= now:
            self._finish_start()
        self._do_scheduled(self.schedule.at_time(now), now)
        deadline = self._work(now)
        hot_until = self.faults.hot_until
        due = [deadline, self.schedule.next_time(), self._answers.due()]
        due.append(self._ready_at if self._starting else None)
        due.append(hot_until if hot_until is not None and hot_until > now else None)
        return min((at for at in due if at is not None), default=None)

    def control(self, command: Command, now: float) -> Answer:
        """Do one command of ``escpos_controls.py``. Raises ``ControlError``."""
        self.tick(now)
        answer = carry_out(self, command, now)
        self.tick(now)
        return answer

    def close(self) -> None:
        """Give the books back."""
        self.tray.close()

    def state(self) -> Answer:
        """The books, the condition of the printer and what it noticed."""
        sensed, findings = self._conditions, self.findings
        out, near = self.paper.rows_left <= 0, self.paper.rows_left <= self.options.near_end_mm * DOTS_PER_MM
        return {
            **self.tray.state(),
            "paper": "out" if out else "near_end" if near else "ok",
            "paper_mm_left": round(self.paper.rows_left / DOTS_PER_MM, 1),
            "cover": "open" if sensed.cover_open else "closed",
            "power": self.power,
            "online": self.power == "on" and not sensed.offline,
            "status": {str(n): f"{sensed.dle_eot(n):02X}" for n in (1, 2, 3, 4)},
            "printing": self.mechanism.moving,
            "hanging_text": self.paper.hanging_text,
            "hanging_mm": self.paper.hanging_rows / DOTS_PER_MM,
            "received_bytes": self.received_bytes,
            "buffered_bytes": len(self._intake.buffer),
            "dropped_bytes": self._intake.dropped,
            "inside_command": self._parser.inside,
            "missing_bytes": self._parser.missing,
            "busy": self._flow.busy,
            "unknown_commands": list(findings.unknown),
            "unsupported_commands": list(findings.unsupported),
            "missing_glyphs": list(findings.missing_glyphs),
            "overwide_lines": list(findings.overwide_lines),
            "line_faults": asdict(self.line_faults),
            "options": asdict(self.options),
        }

    # for the control commands

    def load_roll(self, mm: float) -> None:
        """A new roll of ``mm``: what still hangs from the old one comes off with it, torn."""
        self.tear_off()
        self.set_paper_left(mm)

    def set_paper_left(self, mm: float) -> None:
        """The roll is ``mm`` long from now on."""
        self.paper.rows_left = round(mm * DOTS_PER_MM)
        self.tray.roll(self.paper.rows_left)

    def tear_off(self) -> None:
        """Somebody pulls off what hangs there."""
        piece = self.paper.tear()
        if piece is not None:
            self._piece_came_off(piece)

    def send_raw(self, data: bytes) -> None:
        """Say something nobody asked for."""
        self._say(data)

    # inside

    def _finish_start(self) -> None:
        self._starting = False
        self._tell_changes()
        if not self._conditions.offline and self.options.busy_when_offline:
            self._say_flow(XON)

    def _work(self, now: float) -> float | None:
        """Move, then tell what has changed; again, as long as a fault set at a dot row comes due."""
        while True:
            self.mechanism.stop_row = self.schedule.next_row()
            self.mechanism.stop_stroke = self.schedule.next_stroke()
            deadline = self.mechanism.run(now, self._next_motion, self._stopped)
            self._tell_changes()
            if not self._stopped():
                self._answers.tick(now)
            due = self.schedule.at_row(self.mechanism.rows_printed)
            due += self.schedule.at_stroke(self.mechanism.strokes_begun)
            if not due:
                return deadline
            self._do_scheduled(due, now)

    def _do_scheduled(self, actions: list[Action], now: float) -> None:
        for act in actions:
            act(now)
            self._tell_changes()

    def _stopped(self) -> bool:
        return self.power != "on" or self._sensed().offline

    def _sensed(self) -> Conditions:
        newest = self.tray.in_exit
        return self.mechanism.conditions(self._now, piece_out=newest is not None and newest.where == OUT)

    def _next_motion(self) -> Motion | None:
        """Interpret the receive buffer up to the next thing that moves."""
        while not self._interpreter.motions:
            if not self._intake.buffer:
                return None
            token = self._parser.push(self._intake.buffer.pop(0))
            if token is not None:
                self._execute(token)
        return self._interpreter.motions.popleft()

    def _execute(self, token: Token) -> None:
        conditions = self._sensed()
        if not (self._answers.execute(token, conditions, self._now) or self.presenter.execute(token, conditions)):
            self._interpreter.execute(token)

    def _real_time(self, command: bytes) -> None:
        """DLE EOT, DLE ENQ, DLE DC4: at once, whatever waits in the buffer."""
        if command == CLEAR:
            if self.options.clear:
                self._clear_buffers()
                self._say(b"\x37\x25\x00")
        elif command[1] == 5:
            self._recover(clear=command[2] == 2)
        elif command[2] == 20:
            self.presenter.full_status(self._sensed())
        else:
            status = self._sensed().dle_eot(command[2])
            if status is not None:
                self._say(bytes((status,)))

    def _recover(self, *, clear: bool) -> None:
        if self.options.enquiry and self.faults.recover() and clear:
            self._clear_buffers()
        self._tell_changes()

    def _clear_buffers(self) -> None:
        self._intake.clear()
        self._parser.reset()
        self._interpreter.clear()
        self.mechanism.drop_motion()
        self._answers.clear()

    def _tell_changes(self) -> None:
        if self.power != "on":
            return
        sensed = self._sensed()
        if sensed != self._conditions:
            self._conditions = sensed
            self._answers.changed(sensed)
        flow = self._flow.update(self._intake.free, offline=sensed.offline)
        if flow is not None:
            self._say_flow(flow)
        self._hold_line()

    def _say_flow(self, flow: int) -> None:
        if self.options.flow == "xonxoff" and not self._line.over_tcp and not self.line_faults.loses(flow):
            self._say(bytes((flow,)))

    def _hold_line(self) -> None:
        """Stop the host by the wire itself: the DTR line when busy, the TCP window when the network board is full."""
        held = self._flow.busy if self.options.flow == "line" else False
        full = self._line.over_tcp and len(self._intake.buffer) > _TCP_STOP
        self._line.listen(on=self.line_faults.reading and not held and not full)

    def _say(self, data: bytes) -> None:
        told = self.line_faults.outgoing(data)
        if told and self.power == "on":
            self._line.send(told)

    def _line_printed(self, text: str) -> None:
        self.tray.printed(text, self.paper.rows_left)

    def _piece_came_off(self, piece: CutPiece) -> None:
        self.tray.came_off(piece, self.options)
        self.tray.roll(self.paper.rows_left)
