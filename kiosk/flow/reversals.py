"""Taking a charge back: the centre has refused its payment (trust.md M7). Tried until the terminal has answered, or two
persons have decided."""

from dataclasses import replace
from typing import Final

from kiosk.card import CardPart, ReversalOutcome
from kiosk.commands import ReverseCard
from kiosk.events import CardReversalDelayed, CardReversalEnded
from kiosk.facts import CardReversalFailed, CardReversalIntended, CardReversed, CaseOpened
from kiosk.flow.decision import Decision, Moment, refuse, stay
from kiosk.flow.states import ShowResult, State
from kiosk.recollection import OpenReversal
from kiosk.views import StepState

OTHER_REVERSED: Final = "TRACE"  # code of a reversal whose answer names another transaction
ALARM_AFTER_TRIES: Final = 6  # (trust.md M6); it is tried on all the same


def take_back(state: State, payment_id: str, card: CardPart) -> Decision:
    """The centre has refused the payment: the charge goes back to the card, its intent on the disk first (trust.md M7)."""
    reversals = (*state.terminal.reversals, OpenReversal(card, payment_id))
    taking = replace(state, terminal=replace(state.terminal, reversals=reversals, card_identity=None))
    return Decision(taking, (CardReversalIntended(card.attempt_id),), (ReverseCard(card),))


def card_reversal_delayed(state: State, event: CardReversalDelayed, _moment: Moment) -> Decision:
    if event.tries != ALARM_AFTER_TRIES:
        return Decision(state)
    detail = f"the reversal of charge {event.attempt_id} got no answer {event.tries} times: {event.reason}"
    return Decision(state, (CaseOpened("card_reversal_delayed", detail),))


def card_reversal_ended(state: State, event: CardReversalEnded, _moment: Moment) -> Decision:
    if all(reversal.card.attempt_id != event.attempt_id for reversal in state.terminal.reversals):
        if event.outcome is not ReversalOutcome.REVERSED:
            return refuse(state, "the end of a reversal that nobody waits for")
        detail = f"charge {event.attempt_id} went back to the card ({event.code}) after persons had decided it"
        return Decision(state, (CaseOpened("card_reversed_after_all", detail),))
    if event.outcome is ReversalOutcome.REVERSED:
        back = without_reversal(state, event.attempt_id, StepState.DONE)
        return Decision(back, (CardReversed(event.attempt_id, event.code),))
    kept = without_reversal(state, event.attempt_id, StepState.FAILED)
    failed = CardReversalFailed(event.attempt_id, event.code)
    if event.code != OTHER_REVERSED:
        return Decision(kept, (failed,))
    detail = f"asked for charge {event.attempt_id}, the terminal took another one back: somebody's credit has no charge"
    return Decision(kept, (failed, CaseOpened("card_other_reversed", detail)))


def without_reversal(state: State, attempt_id: str, done: StepState) -> State:
    left = tuple(other for other in state.terminal.reversals if other.card.attempt_id != attempt_id)
    state = replace(state, terminal=replace(state.terminal, reversals=left))
    visit = state.visit
    if isinstance(visit, ShowResult) and visit.card is not None and visit.card.attempt_id == attempt_id:
        return stay(state, replace(visit, card_back=done))
    return state
