"""The control commands of the simulated printer, one function each, and faults that wait for their moment.

Any command but ``state`` and ``options`` may carry ``"at": {"seconds": S}``, ``{"bytes": N}`` or ``{"rows": N}``: it is
then done S seconds, N received bytes or N printed dot rows (8 a millimetre) from now.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from devices.simulators.device import Answer, Command, ControlError, choice, flag, hex_bytes, integer, number
from devices.simulators.escpos_answers import MARKER_MODES
from devices.simulators.escpos_intake import XOFF
from devices.simulators.escpos_options import changed

if TYPE_CHECKING:
    from devices.simulators.escpos import EscposPrinter


class Schedule:
    """Commands that wait for a time, a byte or a row (all absolute counts)."""

    def __init__(self) -> None:
        self._times: list[tuple[float, Command]] = []
        self._bytes: list[tuple[float, Command]] = []
        self._rows: list[tuple[float, Command]] = []

    def add(self, command: Command, at: object, *, now: float, received: int, rows: int) -> None:
        """Put a command off. Raises :class:`ControlError` if ``at`` is not one of the three forms."""
        if not isinstance(at, dict) or len(at) != 1 or not at.keys() <= {"seconds", "bytes", "rows"}:
            raise ControlError('"at" must be {"seconds": S}, {"bytes": N} or {"rows": N}')
        if "seconds" in at:
            self._times.append((now + number(at, "seconds"), command))
        elif "bytes" in at:
            self._bytes.append((received + integer(at, "bytes", low=1), command))
        else:
            self._rows.append((rows + integer(at, "rows", low=1), command))

    def next_time(self) -> float | None:
        return min((at for at, _ in self._times), default=None)

    def next_row(self) -> int | None:
        return min((int(at) for at, _ in self._rows), default=None)

    def at_time(self, now: float) -> list[Command]:
        return _due(self._times, now)

    def at_byte(self, received: int) -> list[Command]:
        return _due(self._bytes, received)

    def at_row(self, rows: int) -> list[Command]:
        return _due(self._rows, rows)


def _due(waiting: list[tuple[float, Command]], reached: float) -> list[Command]:
    """Take out and return what is due."""
    due = [command for at, command in waiting if at <= reached]
    waiting[:] = [entry for entry in waiting if entry[0] > reached]
    return due


def carry_out(printer: "EscposPrinter", command: Command, now: float) -> Answer:
    """Do one command, or put it off. Raises :class:`ControlError` for an unknown name or a bad parameter."""
    name = command.get("command")
    if not isinstance(name, str) or name not in COMMANDS:
        raise ControlError(f'unknown command "{name}"; the printer knows: {", ".join(sorted(COMMANDS))}')
    at = command.get("at")
    if at is not None and name not in ("state", "options"):
        later = {key: value for key, value in command.items() if key != "at"}
        rows = printer.mechanism.rows_printed
        printer.schedule.add(later, at, now=now, received=printer.received_bytes, rows=rows)
        return {"scheduled": True}
    return COMMANDS[name](printer, command, now) or {}


def _paper_near_end(printer: "EscposPrinter", command: Command, _now: float) -> None:
    if printer.paper.rows_left <= 0:
        raise ControlError("there is no paper; use paper_in first")
    printer.set_paper_left(number(command, "mm", printer.options.near_end_mm))


def _paper_in(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.load_roll(number(command, "mm", printer.options.roll_mm))


def _cutter_jam(printer: "EscposPrinter", command: Command, _now: float) -> None:
    """The blade sticks at the next cut, or at once."""
    printer.faults.cutter_jammed = True
    printer.faults.cutter_error |= flag(command, "now", default=False)


def _head_hot(printer: "EscposPrinter", command: Command, now: float) -> None:
    printer.faults.hot_until = now + number(command, "seconds", 5.0)


def _error(printer: "EscposPrinter", command: Command, _now: float) -> None:
    faults = printer.faults
    if choice(command, "kind", ("recoverable", "unrecoverable"), "recoverable") == "recoverable":
        faults.broken = faults.recoverable = True
    else:
        faults.unrecoverable = True


def _stop_reading(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.line_faults.reading = False
    if flag(command, "xoff", default=False):
        printer.send_raw(bytes((XOFF,)))


def _start_reading(printer: "EscposPrinter", _command: Command, _now: float) -> None:
    printer.line_faults.reading = True


def _marker(printer: "EscposPrinter", command: Command, _now: float) -> None:
    mode, seconds = choice(command, "mode", MARKER_MODES), number(command, "seconds", 5.0)
    printer.marker_fault.mode, printer.marker_fault.seconds = mode, seconds


def _lose_flow(printer: "EscposPrinter", command: Command, _now: float) -> None:
    count = integer(command, "count", 1, low=1, high=10_000)
    if choice(command, "byte", ("xoff", "xon")) == "xoff":
        printer.line_faults.lost_xoff = count
    else:
        printer.line_faults.lost_xon = count


def _line_error(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.line_faults.error_prints = choice(command, "mode", ("lost", "question"), "lost") == "question"
    printer.line_faults.line_errors = integer(command, "count", 1, low=1, high=10_000)


def _take_paper(printer: "EscposPrinter", _command: Command, _now: float) -> Answer:
    return {"taken": printer.tray.take()}


def _options(printer: "EscposPrinter", command: Command, now: float) -> None:
    changes = {key: value for key, value in command.items() if key != "command"}
    options = changed(printer.options, changes)
    printer.tear_off()
    printer.install(options, now)


def _mute(printer: "EscposPrinter", command: Command, _now: float) -> None:
    """Reads and prints but says nothing (``silence``, of the wire, is deaf as well)."""
    printer.line_faults.mute = flag(command, "on", default=True)


def _wrong_speed(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.line_faults.wrong_speed = flag(command, "on", default=True)


def _presenter_jam(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.presenter.jammed = flag(command, "on", default=True)


def _retract_fails(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.presenter.retract_fails = flag(command, "on", default=True)


def _cover(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.faults.cover_open = command["command"] == "cover_open"


def _feed_button(printer: "EscposPrinter", command: Command, _now: float) -> None:
    printer.faults.feed_button = command["command"] == "feed_press"


def _drawer(printer: "EscposPrinter", command: Command, _now: float) -> None:
    """The drawer's switch: pin 3 high or low."""
    printer.faults.drawer_high = flag(command, "high")


Handler = Callable[["EscposPrinter", Command, float], Answer | None]

COMMANDS: dict[str, Handler] = {
    "state": lambda printer, *_: printer.state(),
    "options": _options,
    "paper_out": lambda printer, *_: printer.set_paper_left(0.0),
    "paper_near_end": _paper_near_end,
    "paper_in": _paper_in,
    "tear_paper": lambda printer, *_: printer.tear_off(),
    "take_paper": _take_paper,
    "cover_open": _cover,
    "cover_close": _cover,
    "feed_press": _feed_button,
    "feed_release": _feed_button,
    "drawer": _drawer,
    "presenter_jam": _presenter_jam,
    "retract_fails": _retract_fails,
    "mute": _mute,
    "wrong_speed": _wrong_speed,
    "cutter_jam": _cutter_jam,
    "head_hot": _head_hot,
    "error": _error,
    "clear": lambda printer, *_: printer.faults.remove_causes(),
    "power_off": lambda printer, *_: printer.power_off(),
    "power_on": lambda printer, _, now: printer.power_on(now),
    "stop_reading": _stop_reading,
    "start_reading": _start_reading,
    "garbage": lambda printer, command, _: printer.send_raw(hex_bytes(command, "bytes", "ff 80 00")),
    "marker": _marker,
    "lose_flow": _lose_flow,
    "line_error": _line_error,
}
