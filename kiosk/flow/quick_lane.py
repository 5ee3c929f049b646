"""The quick lane of a number: asked once it is proved whose it is, and shown until the visit ends (features.md F14).

No page waits for it. Without an answer the hall's lane stays, and nobody is told; the reason is in the log of the question.
"""

from dataclasses import replace

from kiosk.catalogue import QuickLane, Scope
from kiosk.events import CentreAnswered
from kiosk.flow.asking import with_question
from kiosk.flow.decision import Decision, Moment
from kiosk.flow.states import State
from kiosk.questions import AskQuickLane


def asked(decision: Decision, moment: Moment) -> Decision:
    """``decision``, and the question if it is not answered yet: a second proof ends the token of the first one's."""
    enquirer = decision.state.enquirer
    if enquirer is None or enquirer.lane is not None or Scope.BALANCE not in enquirer.scopes:
        return decision
    ticket = f"{moment.uid}-lane"
    asking = replace(decision, state=replace(decision.state, enquirer=replace(enquirer, lane_ticket=ticket)))
    return with_question(asking, AskQuickLane(enquirer.asker), ticket)


def is_answer(state: State, event: CentreAnswered) -> bool:
    enquirer = state.enquirer
    return enquirer is not None and enquirer.lane_ticket != "" and enquirer.lane_ticket == event.ticket


def answered(state: State, event: CentreAnswered, _moment: Moment) -> Decision:
    """No progress of the customer's: the countdown goes on."""
    assert state.enquirer is not None
    lane = event.answer.own if isinstance(event.answer, QuickLane) else None
    return Decision(replace(state, enquirer=replace(state.enquirer, lane=lane, lane_ticket="")))
