"""A staff page is left: by its key, or because nobody touches it; never with somebody's hands inside (trust.md S3; X13).

The same for every page behind a log-in; a test that is under way, and a second person's page, have their own ends.
"""

from typing import Final, Literal

from kiosk.device_status import DeviceState
from kiosk.events import LogOffPressed, TimePassed, Touched
from kiosk.flow.decision import Decision, Moment, go, proceed
from kiosk.flow.staff_states import Collecting, Console, Settling, Tracing
from kiosk.flow.states import Home, State, Terminal
from kiosk.staff import StaffMember
from kiosk.staff_facts import StaffLoggedOff

_OPEN: Final = frozenset({"BV-BOX-OUT", "PRN-COVER"})


def touched(state: State, _event: Touched, moment: Moment) -> Decision:
    """Any touch extends: no customer waits behind a console, and its person may be reading."""
    return Decision(go(state, state.visit, moment))


def log_off_pressed(state: State, _event: LogOffPressed, moment: Moment) -> Decision:
    return log_off(state, _member(state), "pressed", moment)


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    """What was begun stays as it is; a swap of the box ends by nobody's leaving."""
    if hands_inside(state.terminal):
        return Decision(go(state, state.visit, moment))
    return log_off(state, _member(state), "idle", moment)


def log_off(state: State, member: StaffMember, why: Literal["pressed", "idle"], moment: Moment) -> Decision:
    return proceed(state, Home(), moment).also((StaffLoggedOff(member.staff_id, why),))


def hands_inside(terminal: Terminal) -> bool:
    """The box is out, or a cover is open: the only doors that this terminal's devices tell of."""
    devices = (terminal.acceptor, terminal.printer)
    return any(device.state is DeviceState.USER_ERROR and device.code in _OPEN for device in devices)


def _member(state: State) -> StaffMember:
    assert isinstance(state.visit, Console | Collecting | Settling | Tracing)
    return state.visit.member
