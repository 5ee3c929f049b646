"""The CCNET bill acceptor on its wire: frames in and out, acknowledgements, and the control commands.

``insert`` answers at once with the note's id; what becomes of the note is read with ``state``.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import fields

from devices.simulators import ccnet_bills
from devices.simulators.books import WHERE, NoteBooks, Place
from devices.simulators.ccnet_codec import DamagedFrame, FrameReader, HostFrame, Identity, frame
from devices.simulators.ccnet_model import CcnetModel
from devices.simulators.ccnet_states import NAK, VERIFICATION
from devices.simulators.device import (
    Answer,
    Command,
    ControlError,
    DeviceOptions,
    Line,
    choice,
    flag,
    integer,
    number,
    text,
)
from devices.simulators.note_path import JAM_POINTS, Timings

GAP_S = 0.1
"""A partial frame is dropped after so long a pause (section 2: 50 to 100 ms on a pty)."""
REPLY_S = 0.002
ACK_WINDOW_S = 1.0
"""An acknowledgement later than this is taken for noise, and the event repeats."""

TAPE_FRAMES = 2000

OWN_TIMINGS = ("initialise", "reply", "gap", "ack_window")
HOST_ACK, HOST_NAK, POLL = 0x00, 0xFF, 0x33
FATES = {"returned": Place.RETURNED, "stacked": Place.CASSETTE, "lost": Place.LOST}


class CcnetAcceptor:
    """A CCNET acceptor with its books; implements :class:`~devices.simulators.device.SimulatedDevice`."""

    def __init__(self, line: Line, options: DeviceOptions, now: float) -> None:
        self._line = line
        self._timings = Timings()
        self._model = CcnetModel(NoteBooks(options.state), self._timings)
        self._reader = FrameReader(GAP_S)
        self._reply_s = REPLY_S
        self._ack_window_s = ACK_WINDOW_S
        self._last_reply: bytes | None = None
        self._event_sent_at: float | None = None
        self._tape: deque[tuple[float, str, str]] = deque(maxlen=TAPE_FRAMES)
        self._model.tick(now)

    def received(self, data: bytes, now: float) -> None:
        """Answer the frames in ``data``; a damaged frame is answered with NAK if no good one came with it."""
        if not self._model.powered:
            return
        found = self._reader.feed(data, now)
        good = [item for item in found if isinstance(item, HostFrame)]
        for item in good:
            self._tape.append((now, "from_host", bytes([item.command, *item.data]).hex(" ")))
            self._model.tick(now)
            self._host_says(item, now)
        if not good and DamagedFrame() in found:
            self._reply(NAK, now)

    def tick(self, now: float) -> float | None:
        """Move notes; see :class:`~devices.simulators.device.SimulatedDevice`."""
        return self._model.tick(now)

    def control(self, command: Command, now: float) -> Answer:
        """Do one of :data:`COMMANDS`. Raises :class:`ControlError`."""
        name = command.get("command")
        if not isinstance(name, str) or name not in COMMANDS:
            raise ControlError(f'unknown command "{name}"; an acceptor knows {", ".join(sorted(COMMANDS))}')
        self._model.tick(now)
        answer = COMMANDS[name](self, command, now)
        self._model.tick(now)
        return answer

    def close(self) -> None:
        """Give the books back; see :class:`~devices.simulators.device.SimulatedDevice`."""
        self._model.books.close()

    # the wire

    def _host_says(self, said: HostFrame, now: float) -> None:
        event_sent_at, self._event_sent_at = self._event_sent_at, None
        if said == HostFrame(HOST_ACK, b""):
            if event_sent_at is not None and now - event_sent_at <= self._ack_window_s:
                self._model.acknowledged()
        elif said == HostFrame(HOST_NAK, b""):
            self._event_sent_at = event_sent_at
            if self._last_reply is not None:
                self._line.send(self._last_reply, self._reply_s)
        else:
            event = said.command == POLL and self._model.reports_event(now)
            body = self._model.answer(said.command, said.data, now)
            if body is not None:
                self._reply(body, now)
                self._event_sent_at = now if event else None

    def _reply(self, body: bytes, now: float) -> None:
        self._tape.append((now, "to_host", body.hex(" ")))
        self._last_reply = frame(body)
        self._line.send(self._last_reply, self._reply_s)

    # the control commands; see COMMANDS

    def _state(self, command: Command, now: float) -> Answer:
        return {
            **self._model.books.state(integer(command, "since", 0)),
            "powered": self._model.powered,
            "reports": self._model.state(now).hex(" ") if self._model.powered else None,
            "unacknowledged": self._model.unacknowledged,
            "enabled_fen": [
                bill.fen for kind, bill in enumerate(self._model.table) if bill.value and self._model.enabled >> kind & 1
            ],
        }

    def _tell_tape(self, _command: Command, _now: float) -> Answer:
        """The frames of the last minutes as ``[monotonic seconds, "from_host" or "to_host", bytes without envelope]``."""
        return {"tape": list(self._tape)}

    def _insert(self, command: Command, now: float) -> Answer:
        note = self._model.insert(integer(command, "denomination", low=1), now)
        reason = self._model.rejecting_reason(note)
        outcome = "waiting" if note.place is Place.MOUTH else "accepting"
        answer: Answer = {"id": note.id, "where": WHERE[note.place], "outcome": outcome}
        return answer if reason is None else {**answer, "outcome": "rejected", "reason": reason}

    def _reject_next(self, command: Command, _now: float) -> Answer:
        count = integer(command, "count", 1, low=1, high=10_000)
        self._model.faults.reject_reasons.extend([_code(command, "reason", VERIFICATION)] * count)
        return {}

    def _jam(self, command: Command, _now: float) -> Answer:
        at = choice(command, "at", tuple(JAM_POINTS.values()))
        self._model.path.jam(at, next_note=flag(command, "next_note", default=False))
        return {}

    def _clear(self, command: Command, now: float) -> Answer:
        fate = None if command.get("note") is None else FATES[choice(command, "note", tuple(FATES))]
        self._model.clear(now, fate)
        return {}

    def _remove_box(self, _command: Command, now: float) -> Answer:
        self._model.remove_box(now)
        return {}

    def _return_box(self, command: Command, now: float) -> Answer:
        self._model.return_box(now, emptied=flag(command, "emptied", default=True))
        return {}

    def _box_full(self, _command: Command, _now: float) -> Answer:
        self._model.box_capacity = self._model.books.box_count
        return {}

    def _box_capacity(self, command: Command, _now: float) -> Answer:
        self._model.box_capacity = integer(command, "notes")
        return {}

    def _power_off(self, _command: Command, _now: float) -> Answer:
        self._model.power_off()
        self._line.discard()
        self._reader.clear()
        self._last_reply = self._event_sent_at = None
        return {}

    def _power_on(self, _command: Command, _now: float) -> Answer:
        if not self._model.powered:
            self._model.power_on()
        return {}

    def _drop_next_ack(self, command: Command, _now: float) -> Answer:
        self._model.faults.ignored_acks += integer(command, "count", 1, low=1, high=10_000)
        return {}

    def _failure(self, command: Command, _now: float) -> Answer:
        self._model.faults.failure = _code(command, "code")
        return {}

    def _cheat(self, command: Command, _now: float) -> Answer:
        fished = self._model.books.fish() if flag(command, "fish", default=False) else None
        self._model.cheat()
        return {"fished": None if fished is None else fished.id}

    def _pause(self, command: Command, _now: float) -> Answer:
        self._model.faults.paused = flag(command, "on", default=True)
        return {}

    def _busy(self, command: Command, now: float) -> Answer:
        tenths = integer(command, "tenths", 5, low=1, high=255)
        self._model.faults.busy_tenths, self._model.faults.busy_until = tenths, now + tenths / 10
        return {}

    def _bill_table(self, command: Command, _now: float) -> Answer:
        self._model.table = ccnet_bills.table_of(command)
        return {"denominations": [bill.fen for bill in self._model.table if bill.value]}

    def _identity(self, command: Command, _now: float) -> Answer:
        old = self._model.identity
        part, serial = text(command, "part_number", old.part_number), text(command, "serial", old.serial)
        if not (part + serial).isascii() or len(part) > 15 or len(serial) > 12:
            raise ControlError('"part_number" has at most 15 ASCII characters, "serial" at most 12')
        self._model.identity = Identity(part, serial, old.asset)
        return {}

    def _set_timings(self, command: Command, _now: float) -> Answer:
        mechanical = tuple(item.name for item in fields(Timings))
        asked = {key: number(command, key) for key in command if key != "command"}
        unknown = sorted(set(asked) - {*mechanical, *OWN_TIMINGS})
        if unknown:
            raise ControlError(f"no timing {', '.join(unknown)}; known: {', '.join((*mechanical, *OWN_TIMINGS))}")
        for key in set(mechanical) & set(asked):
            setattr(self._timings, key, asked[key])
        self._model.initialise_s = asked.get("initialise", self._model.initialise_s)
        self._reply_s = asked.get("reply", self._reply_s)
        self._reader.gap_s = asked.get("gap", self._reader.gap_s)
        self._ack_window_s = asked.get("ack_window", self._ack_window_s)
        return {}

    def _lose_stacked_report(self, command: Command, _now: float) -> Answer:
        self._model.faults.lost_reports += integer(command, "count", 1, low=1, high=10_000)
        return {}

    def _no_credit_after_power_up(self, command: Command, _now: float) -> Answer:
        self._model.faults.no_credit_after_power_up = flag(command, "on", default=True)
        return {}

    def _silent_after_reset(self, command: Command, _now: float) -> Answer:
        self._model.faults.silent_polls_after_reset = integer(command, "polls", 1, high=10_000)
        return {}

    def _reset_drops_events(self, command: Command, _now: float) -> Answer:
        self._model.faults.reset_drops_events = flag(command, "on", default=True)
        return {}


def _code(command: Command, key: str, default: int | None = None) -> int:
    """A protocol code: a number, or a string in hexadecimal as the specification prints it ("68", "5F")."""
    value = command.get(key, default)
    if not isinstance(value, str):
        return integer(command, key, default, high=255)
    try:
        return bytes.fromhex(value)[0]
    except (ValueError, IndexError):
        raise ControlError(f'"{key}" must be a number from 0 to 255 or two hexadecimal digits, not "{value}"') from None


COMMANDS: dict[str, Callable[[CcnetAcceptor, Command, float], Answer]] = {
    "state": CcnetAcceptor._state,
    "tape": CcnetAcceptor._tell_tape,
    "insert": CcnetAcceptor._insert,
    "reject_next": CcnetAcceptor._reject_next,
    "jam": CcnetAcceptor._jam,
    "clear": CcnetAcceptor._clear,
    "remove_box": CcnetAcceptor._remove_box,
    "return_box": CcnetAcceptor._return_box,
    "box_full": CcnetAcceptor._box_full,
    "box_capacity": CcnetAcceptor._box_capacity,
    "power_off": CcnetAcceptor._power_off,
    "power_on": CcnetAcceptor._power_on,
    "drop_next_ack": CcnetAcceptor._drop_next_ack,
    "failure": CcnetAcceptor._failure,
    "cheat": CcnetAcceptor._cheat,
    "pause": CcnetAcceptor._pause,
    "busy": CcnetAcceptor._busy,
    "bill_table": CcnetAcceptor._bill_table,
    "identity": CcnetAcceptor._identity,
    "timings": CcnetAcceptor._set_timings,
    "lose_stacked_report": CcnetAcceptor._lose_stacked_report,
    "no_credit_after_power_up": CcnetAcceptor._no_credit_after_power_up,
    "silent_after_reset": CcnetAcceptor._silent_after_reset,
    "reset_drops_events": CcnetAcceptor._reset_drops_events,
}
"""What an acceptor's control socket takes besides the commands of every wire (see ``README.md`` beside this file)."""
