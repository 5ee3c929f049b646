"""The console: which page is open, and when it logs off (trust.md S3). What a page does has a file of its own."""

from dataclasses import replace
from typing import Final

from kiosk.device_status import DeviceState
from kiosk.events import BackPressed, ConsolePageChosen, LogOffPressed, TimePassed, Touched
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse
from kiosk.flow.staff_states import Console
from kiosk.flow.states import Home, State, Terminal
from kiosk.staff import Role
from kiosk.staff_facts import StaffLoggedOff
from kiosk.staff_views import ConsolePage

NEEDS: Final[dict[ConsolePage, Role]] = {
    ConsolePage.OVERVIEW: Role.VIEW,
    ConsolePage.DEVICE: Role.VIEW,
    ConsolePage.RECORDS: Role.VIEW,
    ConsolePage.PAPER: Role.VIEW,
    ConsolePage.DIAGNOSIS: Role.OPERATE,
    ConsolePage.READINESS: Role.OPERATE,
    ConsolePage.COLLECTION: Role.CASH,
    ConsolePage.OPEN_MONEY: Role.CASH,
}


def touched(state: State, _event: Touched, moment: Moment) -> Decision:
    """Any touch extends: no customer waits behind a console, and its person may be reading."""
    return Decision(go(state, state.visit, moment))


def page_chosen(state: State, event: ConsolePageChosen, moment: Moment) -> Decision:
    console = _console(state)
    if not console.member.may(NEEDS[event.page]):
        return refuse(state, f"{console.member.staff_id} may not open {event.page}")
    return proceed(state, replace(console, page=event.page, sheet=None), moment)


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    console = _console(state)
    if console.page is ConsolePage.OVERVIEW:
        return refuse(state, "the overview is left by logging off")
    return proceed(state, replace(console, page=ConsolePage.OVERVIEW, sheet=None), moment)


def log_off_pressed(state: State, _event: LogOffPressed, moment: Moment) -> Decision:
    return proceed(state, Home(), moment).also((StaffLoggedOff(_console(state).member.staff_id, "pressed"),))


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    """Not while somebody's hands are inside (X13)."""
    if hands_inside(state.terminal):
        return Decision(go(state, state.visit, moment))
    return proceed(state, Home(), moment).also((StaffLoggedOff(_console(state).member.staff_id, "idle"),))


def hands_inside(terminal: Terminal) -> bool:
    """The box is out, or a cover is open: the only doors that this terminal's devices tell of."""
    devices = (terminal.acceptor, terminal.printer)
    return any(device.state is DeviceState.USER_ERROR and device.code in _OPEN for device in devices)


_OPEN: Final = frozenset({"BV-BOX-OUT", "PRN-COVER"})


def _console(state: State) -> Console:
    assert isinstance(state.visit, Console)
    return state.visit
