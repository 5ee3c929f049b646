"""The control commands of the simulated printer, one function each, and faults that wait for their moment.

Any command but ``state`` and ``options`` may carry ``"at": {"seconds": S}``, ``{"bytes": N}``, ``{"rows": N}`` or
``{"cuts": N}``: it is then done S seconds, N received bytes or N printed dot rows (8 a millimetre) from now, or while the
blade makes its N-th stroke from now.

Paper: ``paper_out``, ``paper_near_end`` [mm], ``paper_in`` [mm], ``tear_paper``, ``take_paper``.
Body: ``cover_open``, ``cover_close``, ``feed_press``, ``feed_release``, ``drawer`` {high}, ``power_off``, ``power_on``.
Faults: ``cutter_jam`` [now], ``head_hot`` [seconds], ``error`` [kind: recoverable, unrecoverable], ``presenter_jam`` [on],
``retract_fails`` [on], ``slow`` {mm_s}; ``clear`` removes their causes.
Talk: ``mute`` [on], ``wrong_speed`` [on], ``stop_reading`` [xoff], ``start_reading``, ``garbage`` [bytes], ``marker``
{mode: normal, never, late, previous} [seconds], ``lose_flow`` {byte: xoff, xon} [count], ``line_error`` [mode: lost,
question] [count].
Kind of printer: ``options`` (fields of ``PrinterOptions``) sets it up anew, as switches are read at power-up. Report:
``state``. The commands that every wire has are in ``wire_faults.py``.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from devices.simulators.device import Answer, Command, ControlError, choice, flag, hex_bytes, integer, number
from devices.simulators.escpos_answers import MARKER_MODES
from devices.simulators.escpos_intake import XOFF
from devices.simulators.escpos_options import changed

if TYPE_CHECKING:
    from devices.simulators.escpos import EscposPrinter


Action = Callable[[float], Answer | None]
"""Something to be done to the printer; takes the time at which it is done."""


class Schedule:
    """Actions that wait for a time, a byte, a row or a stroke of the blade (all absolute counts)."""

    def __init__(self) -> None:
        self._times: list[tuple[float, Action]] = []
        self._bytes: list[tuple[float, Action]] = []
        self._rows: list[tuple[float, Action]] = []
        self._strokes: list[tuple[float, Action]] = []

    def add(self, action: Action, at: object, *, now: float, received: int, rows: int, strokes: int) -> None:
        """Put an action off. Raises :class:`ControlError` if ``at`` is not one of the four forms."""
        if not isinstance(at, dict) or len(at) != 1 or not at.keys() <= {"seconds", "bytes", "rows", "cuts"}:
            raise ControlError('"at" must be {"seconds": S}, {"bytes": N}, {"rows": N} or {"cuts": N}')
        if "seconds" in at:
            self._times.append((now + number(at, "seconds"), action))
        elif "bytes" in at:
            self._bytes.append((received + integer(at, "bytes", low=1), action))
        elif "rows" in at:
            self._rows.append((rows + integer(at, "rows", low=1), action))
        else:
            self._strokes.append((strokes + integer(at, "cuts", low=1), action))

    def next_time(self) -> float | None:
        return min((at for at, _ in self._times), default=None)

    def next_row(self) -> int | None:
        return min((int(at) for at, _ in self._rows), default=None)

    def next_stroke(self) -> int | None:
        return min((int(at) for at, _ in self._strokes), default=None)

    def at_time(self, now: float) -> list[Action]:
        return _due(self._times, now)

    def at_byte(self, received: int) -> list[Action]:
        return _due(self._bytes, received)

    def at_row(self, rows: int) -> list[Action]:
        return _due(self._rows, rows)

    def at_stroke(self, strokes: int) -> list[Action]:
        return _due(self._strokes, strokes)


def _due(waiting: list[tuple[float, Action]], reached: float) -> list[Action]:
    """Take out and return what is due."""
    due = [action for at, action in waiting if at <= reached]
    waiting[:] = [entry for entry in waiting if entry[0] > reached]
    return due


def carry_out(printer: "EscposPrinter", command: Command, now: float) -> Answer:
    """Do one command, or put it off. Raises :class:`ControlError` for an unknown name or a bad parameter."""
    name = command.get("command")
    if isinstance(name, str) and name in AT_ONCE:
        return AT_ONCE[name](printer, command, now)
    if not isinstance(name, str) or name not in COMMANDS:
        known = ", ".join(sorted(COMMANDS.keys() | AT_ONCE.keys()))
        raise ControlError(f'unknown command "{name}"; the printer knows: {known}')
    action = COMMANDS[name](printer, command)
    at = command.get("at")
    if at is None:
        return action(now) or {}
    printer.schedule.add(
        action,
        at,
        now=now,
        received=printer.received_bytes,
        rows=printer.mechanism.rows_printed,
        strokes=printer.mechanism.strokes_begun,
    )
    return {"scheduled": True}


def _set(target: object, **values: object) -> Action:
    """The action that gives attributes of ``target`` new values."""

    def act(_now: float) -> None:
        for name, value in values.items():
            setattr(target, name, value)

    return act


def _paper_near_end(printer: "EscposPrinter", command: Command) -> Action:
    if printer.paper.rows_left <= 0:
        raise ControlError("there is no paper; use paper_in first")
    mm = number(command, "mm", printer.options.near_end_mm)
    return lambda _: printer.set_paper_left(mm)


def _paper_in(printer: "EscposPrinter", command: Command) -> Action:
    mm = number(command, "mm", printer.options.roll_mm)
    return lambda _: printer.load_roll(mm)


def _cutter_jam(printer: "EscposPrinter", command: Command) -> Action:
    """The blade sticks at the next cut, or at once."""
    if flag(command, "now", default=False):
        return _set(printer.faults, cutter_jammed=True, cutter_error=True)
    return _set(printer.faults, cutter_jammed=True)


def _head_hot(printer: "EscposPrinter", command: Command) -> Action:
    seconds = number(command, "seconds", 5.0)
    return lambda now: _set(printer.faults, hot_until=now + seconds)(now)


def _error(printer: "EscposPrinter", command: Command) -> Action:
    if choice(command, "kind", ("recoverable", "unrecoverable"), "recoverable") == "recoverable":
        return _set(printer.faults, broken=True, recoverable=True)
    return _set(printer.faults, unrecoverable=True)


def _slow(printer: "EscposPrinter", command: Command) -> Action:
    return _set(printer.faults, slow_mm_s=max(1.0, number(command, "mm_s")))


def _stop_reading(printer: "EscposPrinter", command: Command) -> Action:
    xoff = flag(command, "xoff", default=False)

    def act(_now: float) -> None:
        printer.line_faults.reading = False
        if xoff:
            printer.send_raw(bytes((XOFF,)))

    return act


def _marker(printer: "EscposPrinter", command: Command) -> Action:
    mode, seconds = choice(command, "mode", MARKER_MODES), number(command, "seconds", 5.0)
    return _set(printer.marker_fault, mode=mode, seconds=seconds)


def _lose_flow(printer: "EscposPrinter", command: Command) -> Action:
    count = integer(command, "count", 1, low=1, high=10_000)
    which = choice(command, "byte", ("xoff", "xon"))
    return _set(printer.line_faults, **{f"lost_{which}": count})


def _line_error(printer: "EscposPrinter", command: Command) -> Action:
    prints = choice(command, "mode", ("lost", "question"), "lost") == "question"
    return _set(printer.line_faults, error_prints=prints, line_errors=integer(command, "count", 1, low=1, high=10_000))


def _garbage(printer: "EscposPrinter", command: Command) -> Action:
    noise = hex_bytes(command, "bytes", "ff 80 00")
    return lambda _: printer.send_raw(noise)


def _fault_switch(name: str) -> "Handler":
    """A handler for one physical fault that takes ``on``, true unless it says otherwise."""
    return lambda printer, command: _set(printer.faults, **{name: flag(command, "on", default=True)})


def _line_switch(name: str) -> "Handler":
    """The same for a fault of the line."""
    return lambda printer, command: _set(printer.line_faults, **{name: flag(command, "on", default=True)})


def _options(printer: "EscposPrinter", command: Command, now: float) -> Answer:
    changes = {key: value for key, value in command.items() if key != "command"}
    options = changed(printer.options, changes)
    printer.tear_off()
    printer.install(options, now)
    return {}


Handler = Callable[["EscposPrinter", Command], Action]
"""Checks the parameters now and returns what is to be done, now or later."""

COMMANDS: dict[str, Handler] = {
    "paper_out": lambda printer, _: lambda _: printer.set_paper_left(0.0),
    "paper_near_end": _paper_near_end,
    "paper_in": _paper_in,
    "tear_paper": lambda printer, _: lambda _: printer.tear_off(),
    "take_paper": lambda printer, _: lambda _: {"taken": printer.tray.take()},
    "cover_open": lambda printer, _: _set(printer.faults, cover_open=True),
    "cover_close": lambda printer, _: _set(printer.faults, cover_open=False),
    "feed_press": lambda printer, _: _set(printer.faults, feed_button=True),
    "feed_release": lambda printer, _: _set(printer.faults, feed_button=False),
    "drawer": lambda printer, command: _set(printer.faults, drawer_high=flag(command, "high")),
    "cutter_jam": _cutter_jam,
    "head_hot": _head_hot,
    "error": _error,
    "slow": _slow,
    "presenter_jam": _fault_switch("presenter_jammed"),
    "retract_fails": _fault_switch("retract_fails"),
    "clear": lambda printer, _: lambda _: printer.faults.remove_causes(),
    "power_off": lambda printer, _: lambda _: printer.power_off(),
    "power_on": lambda printer, _: printer.power_on,
    "mute": _line_switch("mute"),
    "wrong_speed": _line_switch("wrong_speed"),
    "stop_reading": _stop_reading,
    "start_reading": lambda printer, _: _set(printer.line_faults, reading=True),
    "garbage": _garbage,
    "marker": _marker,
    "lose_flow": _lose_flow,
    "line_error": _line_error,
}
"""``mute`` reads and prints but says nothing; ``silence``, a command of every wire, is deaf as well."""

AT_ONCE: dict[str, Callable[["EscposPrinter", Command, float], Answer]] = {
    "state": lambda printer, *_: printer.state(),
    "options": _options,
}
