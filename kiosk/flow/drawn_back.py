"""A slip that nobody took, and that the presenter drew back: said to whom it belonged, as long as that visit lasts.

Whether the customer has it after all (pulled out while it moved) no printer can tell: printed again, it is a copy. After
the visit nothing of it is offered to anybody: a copy of a receipt is had by its number or by code, as ever.
"""

from dataclasses import replace
from typing import Final

from kiosk.enquiry_views import PaperStep
from kiosk.events import SlipDrawnBack
from kiosk.facts import ReceiptEnded
from kiosk.flow.decision import Decision, Moment, proceed, stay
from kiosk.flow.enquiry_states import Enquiring, Previewing
from kiosk.flow.reprinting import marked_anew
from kiosk.flow.states import ShowResult, State
from kiosk.messages import Message
from kiosk.paper import PrintOutcome
from kiosk.views import StepState

RETRACTED: Final = "PRN-RETRACTED"
STUCK_IN_THE_MOUTH: Final = "PRN-EXIT"  # it could not be drawn back: its customer may still pull it out


def slip_drawn_back(state: State, event: SlipDrawnBack, moment: Moment) -> Decision:
    """A later word on a job that has ended: in the journal, whoever is at the screen."""
    word = ReceiptEnded(event.job_id, PrintOutcome.PRINTED.value, RETRACTED)
    return _told(state, event.job_id, moment).also((word,))


def _wanted_again(state: State, job_id: str) -> State:
    """What was on it is wanted on paper again; nothing of an earlier visit's."""
    enquirer = state.enquirer
    if enquirer is None or enquirer.slip is None or enquirer.slip.job_id != job_id:
        return state
    return replace(state, enquirer=enquirer.with_papers_back())


def _told(before: State, job_id: str, moment: Moment) -> Decision:
    state = _wanted_again(before, job_id)
    visit = state.visit
    if isinstance(visit, ShowResult) and visit.job_id == job_id and visit.receipt is StepState.DONE:
        back = replace(visit, receipt=StepState.FAILED, drawn_back=True, copies=visit.copies + 1)
        return proceed(state, back, moment)
    if isinstance(visit, Previewing) and visit.job_id == job_id and visit.step is PaperStep.PRINTED:
        told = replace(visit, step=PaperStep.DRAWN_BACK, problem=Message("slip_drawn_back"))
        return proceed(state, marked_anew(state, told, moment), moment)
    if isinstance(visit, Enquiring) and state is not before:
        return Decision(stay(state, replace(visit, problem=Message("slip_drawn_back"))))
    return Decision(state)
