"""The last page: it waits for answers, prints without them if they are late, and lets the customer go at any time."""

from kiosk.commands import StopFollowing
from kiosk.events import BackPressed, FinishPressed, HomePressed, ServiceChosen, TimePassed
from kiosk.flow.decision import Decision, Moment, proceed
from kiosk.flow.identify import service_chosen
from kiosk.flow.payments import keep_slip, print_slip
from kiosk.flow.states import Home, ShowResult, State


def leave_result(state: State, _event: FinishPressed | HomePressed | BackPressed, moment: Moment) -> Decision:
    """The slip that is still due is printed first; then nothing of the customer remains."""
    printed = print_slip(state, moment)
    home = proceed(keep_slip(printed.state), Home(), moment)
    return Decision(home.state, printed.facts, (*printed.commands, StopFollowing()))


def next_service(state: State, event: ServiceChosen, moment: Moment) -> Decision:
    """The quick lane from the last page: this visit ends, the next begins."""
    left = leave_result(state, FinishPressed(), moment)
    begun = service_chosen(left.state, event, moment)
    return Decision(begun.state, left.facts, left.commands)


def result_time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    result = state.visit
    assert isinstance(result, ShowResult)
    if result.slip_at_s is not None and moment.monotonic_s >= result.slip_at_s:
        return print_slip(state, moment)
    return leave_result(state, FinishPressed(), moment)
