"""The last page: it waits for answers, prints without them if they are late, and lets the customer go at any time."""

from dataclasses import replace

from kiosk.commands import AskCentre, StopFollowing
from kiosk.events import BackPressed, FinishPressed, HomePressed, RatingGiven, ServiceChosen, TimePassed
from kiosk.flow.decision import Decision, Moment, extend, proceed, refuse, stay
from kiosk.flow.identify import service_chosen
from kiosk.flow.payments import keep_slip, print_slip
from kiosk.flow.result_screen import may_rate
from kiosk.flow.states import Home, ShowResult, State
from kiosk.questions import Rate


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


def rating_given(state: State, event: RatingGiven, moment: Moment) -> Decision:
    """One tap (features.md F42). Whether the centre keeps it is not waited for, and its silence not spoken of."""
    result = state.visit
    assert isinstance(result, ShowResult)
    if not 1 <= event.score <= 5:
        return refuse(state, f"a score of {event.score}: 1 to 5")
    if not may_rate(state, result) or result.score:
        return refuse(state, "not rated now, or rated already")
    rated = extend(stay(state, replace(result, score=event.score)), moment)
    return Decision(rated, commands=(AskCentre(moment.uid, Rate(result.visit_id, event.score, moment.at)),))
