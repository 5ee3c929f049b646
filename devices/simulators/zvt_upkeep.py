"""End of day, diagnosis, initialisation, reset, clock and speed of a ZVT terminal (ZVT specification, section 5.1)."""

from collections.abc import Callable
from datetime import datetime

from devices.simulators.zvt_fields import BadFieldsError, fields
from devices.simulators.zvt_frames import negative
from devices.simulators.zvt_messages import day_totals, host_clock
from devices.simulators.zvt_print import REPORT, report
from devices.simulators.zvt_script import Pause, Script, ask, reach, reply
from devices.simulators.zvt_state import READY, STORED, Registration, State
from devices.simulators.zvt_telling import complete, print_report, show, undo_first

END_OF_DAY, DIAGNOSIS, INITIALISATION, RESET = 0x0650, 0x0670, 0x0693, 0x0618
CURED_BY = {0x51: INITIALISATION, 0xC2: DIAGNOSIS, 0xF0: END_OF_DAY}
"""Terminal status to the command that is allowed in it and ends it."""
SETTLING, DIAGNOSING, INITIALISING = 0x0F, 0xC9, 0xCA
VERSION = "1.0.SIM"
BAUDS = {0: 9_600, 1: 19_200, 6: 57_600, 7: 115_200}
BAUD_CANNOT, BAUD_UNKNOWN = 0x7D, 0xFD


def _cure(state: State, by: int) -> None:
    if CURED_BY.get(state.status) == by:
        state.status = READY


def end_of_day(state: State, _data: bytes) -> Script[None]:
    """The day is closed before its totals are told; a closed day's charges can't be reversed any more."""
    yield from reply()
    yield from undo_first(state)
    yield from show(state, SETTLING)
    yield Pause(state.timings.maintenance)
    today = [entry for entry in state.books.entries.values() if entry.id > state.day_from]
    sales = [entry for entry in today if entry.kind == "sale" and entry.state == STORED]
    trace = f"{state.next_number('trace', 999_999):06d}"
    if today:
        state.books.remember(day_from=today[-1].id)
    yield from reach("day_closed")
    _cure(state, END_OF_DAY)
    yield from ask(day_totals(state, sales, trace), state.timings.t3)
    total = sum(sale.amount for sale in sales)
    lines = [f"{len(sales)} x CNY {total // 100}.{total % 100:02d}"]
    yield from print_report(state, report(state, "END OF DAY", lines), REPORT)
    yield from complete(state)


def _maintain(code: int, text: int, title: str) -> Callable[[State, bytes], Script[None]]:
    def script(state: State, _data: bytes) -> Script[None]:
        yield from reply()
        yield from show(state, text)
        yield Pause(state.timings.maintenance)
        _cure(state, code)
        if code == DIAGNOSIS:
            yield from ask(host_clock(state.time()), state.timings.t3)
        yield from print_report(state, report(state, title, [VERSION]), REPORT)
        yield from complete(state)
        if code == RESET:
            state.registration = Registration()
            state.deaf_until = state.now + state.timings.boot

    return script


diagnose = _maintain(DIAGNOSIS, DIAGNOSING, "DIAGNOSIS")
initialise = _maintain(INITIALISATION, INITIALISING, "INITIALISATION")
reset = _maintain(RESET, DIAGNOSING, "RESET")


def set_clock(state: State, data: bytes) -> Script[None]:
    found = fields(data)
    try:
        to = datetime.strptime(found[0xAA].hex() + found[0x0C].hex(), "%y%m%d%H%M%S")  # noqa: DTZ007 - local time by the spec
    except (KeyError, ValueError) as error:
        raise BadFieldsError("the clock needs date AA and time 0C") from error
    state.set_time(to)
    yield from reply()


def change_baud(state: State, data: bytes) -> Script[None]:
    """Answered at the old speed; the line takes up the new one a little later."""
    baud = BAUDS.get(data[0]) if len(data) == 1 else None
    if baud is None:
        yield from reply(negative(BAUD_UNKNOWN))
    elif state.options.fixed_baud:
        yield from reply(negative(BAUD_CANNOT))
    else:
        yield from reply()
        yield Pause(state.timings.baud)
        state.baud = baud
