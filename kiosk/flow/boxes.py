"""A swap of the sealed cash box: what is recorded of it, whoever is at the screen (field.md X11; trust.md S4).

From its opening to its end no cash is taken, over a restart too. The device's word that the box is out, and that it is
back, is taken whichever page is shown. What is in a box is counted by the ledger and told to nobody here.
"""

from dataclasses import replace
from typing import Final

from kiosk import acts
from kiosk.approval import Approval
from kiosk.collection import BoxStep, OpenCollection, collection_id, next_text, text_problem
from kiosk.commands import PrintPaper, StopAccepting
from kiosk.events import CollectionAnswered
from kiosk.facts import (
    AnyFact,
    CaseOpened,
    CashStopped,
    CollectionClosed,
    CollectionDisputed,
    CollectionGivenUp,
    CollectionOpened,
    CollectionStepped,
    CollectionTold,
    ReceiptStarted,
)
from kiosk.flow.box_states import ClosedCollection, Collecting, SecondPerson
from kiosk.flow.decision import Decision, Moment
from kiosk.flow.staff_states import Console
from kiosk.flow.states import Closed, Home, State, Terminal
from kiosk.flow.stops import shut_slot, stop_service
from kiosk.messages import Message
from kiosk.paper import Document, PrintJob
from kiosk.papers.box_slip import box_slip
from kiosk.views import StepState

BOX_OUT: Final = "BV-BOX-OUT"
DIFFERS: Final = "BV-BOX-DIFFERS"  # the centre has another story of a swap than this ledger: persons must look
STAFF_PAPER: Final = "staff"  # in place of a payment's id, of what is printed for staff

# Why a swap can't be opened, as a message id → the sentence of the command word.
SENTENCES: Final[dict[str, str]] = {
    "box_is_open": "a swap of the cash box is open already",
    "box_visit": "a customer, or somebody else of the staff, is at the screen",
    "box_note_moving": "a note is on its way to the box",
    "box_card_moving": "a card is being charged",
    "box_none": "no swap of the cash box is open",
    "box_not_out": "the acceptor has not said that the box is out",
    "box_was_out": "the acceptor has said that the box was out: only closing ends this swap",
    "box_not_back": "the acceptor does not say that a box is in and that it works",
    "box_texts": "serial numbers and seals are not complete",
    "box_same_seal": "the new seal has the old one's number",
}


def problem_of_opening(state: State) -> str:
    """Why a swap can't be opened now, as a message id; empty when it can. A charge that waits for two persons' word for
    days is nothing that moves."""
    terminal, attempt = state.terminal, state.terminal.attempt
    if terminal.collection is not None:
        return "box_is_open"
    if not isinstance(state.visit, Home | Closed | Console | Collecting | SecondPerson):
        return "box_visit"
    if terminal.intent is not None:
        return "box_note_moving"
    return "box_card_moving" if attempt is not None and not attempt.undecided else ""


def why_not_open(state: State, _act: acts.OpenCollection) -> str:
    return SENTENCES.get(problem_of_opening(state), "")


def opened(state: State, _act: acts.OpenCollection, approval: Approval, moment: Moment) -> Decision:
    terminal = state.terminal
    name = collection_id(terminal.policy.kiosk_id, terminal.next_collection)
    begun = OpenCollection(name, approval.first, approval.second, approval.how, moment.at)
    terminal = replace(terminal, collection=begun, next_collection=terminal.next_collection + 1)
    fact = CollectionOpened(name, approval.first, approval.second, approval.how)
    return watched(Decision(replace(state, terminal=terminal), (fact,), (StopAccepting(),)))


def watched(decision: Decision) -> Decision:
    """``decision``, and what the acceptor says of the box by now, if a swap is open: the first word of each kind counts."""
    state = decision.state
    swap, acceptor = state.terminal.collection, state.terminal.acceptor
    if swap is None:
        return decision
    if not swap.box_was_out and acceptor.code == BOX_OUT:
        swap, step = replace(swap, box_was_out=True), BoxStep.BOX_OUT
    elif swap.box_was_out and not swap.box_came_back and acceptor.usable:
        swap, step = replace(swap, box_came_back=True), BoxStep.BOX_BACK
    else:
        return decision
    terminal = replace(state.terminal, collection=swap)
    visit = state.visit
    if isinstance(visit, Collecting) and visit.field is None and visit.closed is None:
        visit = replace(visit, field=next_text(swap), problem=None)
    known = replace(decision, state=replace(state, terminal=terminal, visit=visit))
    return known.also((CollectionStepped(swap.collection_id, step, "", ""),))


def texts_taken(
    state: State, swap: OpenCollection, texts: tuple[tuple[BoxStep, str], ...], staff_id: str
) -> tuple[Terminal, tuple[AnyFact, ...]]:
    """Texts that were found sound. A box that is not the one that went in last time is a case for a person."""
    facts: list[AnyFact] = []
    for step, text in texts:
        swap = swap.with_text(step, text)
        facts.append(CollectionStepped(swap.collection_id, step, text, staff_id))
        expected = state.terminal.box_serial
        if step is BoxStep.SERIAL_OUT and expected and text != expected:
            facts.append(CaseOpened("box_differs", f"box {text} came out, {expected} went in last time"))
    return replace(state.terminal, collection=swap), tuple(facts)


def problem_of_text(swap: OpenCollection, step: BoxStep, text: str) -> str:
    """As a message id; empty when it is sound. A seal's number exists once."""
    other = {BoxStep.SEAL_OUT: swap.seal_in, BoxStep.SEAL_IN: swap.seal_out}.get(step)
    return text_problem(step, text) or ("box_same_seal" if text and text == other else "")


# ---- the end -------------------------------------------------------------------------------------------------------


def problem_of_closing(state: State) -> str:
    """As a message id; empty when it can be closed now. The box must be in at this moment, not only have come back."""
    swap = state.terminal.collection
    if swap is None:
        return "box_none"
    if not swap.box_was_out:
        return "box_not_out"
    if next_text(swap) is not None:
        return "box_texts"
    return "" if swap.box_came_back and state.terminal.acceptor.usable else "box_not_back"


def closed(state: State, staff_id: str, moment: Moment) -> Decision:
    """Cash opens again; the slip goes with the box, and says nothing of what is in it."""
    swap, terminal = state.terminal.collection, state.terminal
    assert swap is not None
    slip = box_slip(terminal.policy, swap, closed_by=staff_id, closed_at=moment.at, language=state.look.language)
    facts: list[AnyFact] = [CollectionClosed(swap.collection_id, staff_id)]
    terminal = replace(terminal, collection=None, box_serial=swap.serial_in or "")
    visit = state.visit
    printing, printed_facts, orders = slip_ordered(terminal, slip, moment.uid)
    if isinstance(visit, Collecting):
        done = ClosedCollection(swap.collection_id, slip, moment.uid, printing)
        visit = Collecting(visit.member, closed=done)
    return Decision(replace(state, terminal=terminal, visit=visit), (*facts, *printed_facts), orders)


def slip_ordered(
    terminal: Terminal, slip: Document, job_id: str
) -> tuple[StepState, tuple[AnyFact, ...], tuple[PrintPaper, ...]]:
    """A printer that is out keeps no swap open: the slip is printed once it works."""
    if not terminal.printer.usable:
        return StepState.FAILED, (), ()
    return StepState.WAITING, (ReceiptStarted(job_id, STAFF_PAPER),), (PrintPaper(PrintJob(job_id, slip)),)


def given_up(state: State, staff_id: str) -> Decision:
    swap = state.terminal.collection
    assert swap is not None
    ended = replace(state, terminal=replace(state.terminal, collection=None))
    return Decision(ended, (CollectionGivenUp(swap.collection_id, staff_id),))


def problem_of_giving_up(state: State) -> str:
    swap = state.terminal.collection
    if swap is None:
        return "box_none"
    return "box_was_out" if swap.box_was_out else ""


# ---- by command word -----------------------------------------------------------------------------------------------


def why_not_close(state: State, act: acts.CloseCollection) -> str:
    swap = state.terminal.collection
    if swap is None or not swap.box_was_out:
        return SENTENCES["box_none" if swap is None else "box_not_out"]
    for step, text in act.texts:
        problem = problem_of_text(swap, step, text)
        if problem:
            return SENTENCES.get(problem, f"{step.value} must be 1 to 40 of A-Z, 0-9 and -")
        swap = swap.with_text(step, text)
    told = replace(state, terminal=replace(state.terminal, collection=swap))
    return SENTENCES.get(problem_of_closing(told), "")


def closed_by_word(state: State, act: acts.CloseCollection, approval: Approval, moment: Moment) -> Decision:
    assert state.terminal.collection is not None
    terminal, facts = texts_taken(state, state.terminal.collection, act.texts, approval.first)
    ended = closed(replace(state, terminal=terminal), approval.first, moment)
    return replace(ended, facts=(*facts, *ended.facts))


def why_not_give_up(state: State, _act: acts.GiveUpCollection) -> str:
    return SENTENCES.get(problem_of_giving_up(state), "")


def given_up_by_word(state: State, _act: acts.GiveUpCollection, approval: Approval, _moment: Moment) -> Decision:
    return given_up(state, approval.first)


# ---- the centre's answer -------------------------------------------------------------------------------------------


def collection_answered(state: State, event: CollectionAnswered, _moment: Moment) -> Decision:
    """Told; or the centre has another story, or wants none: then money stops until a person has looked, and the swap is
    kept."""
    if not event.problem:
        return Decision(state, (CollectionTold(event.collection_id),))
    detail = f"the centre does not take swap {event.collection_id}: {event.problem}"
    stopped, facts = stop_service(state, DIFFERS, detail)
    shut = shut_slot(stopped, DIFFERS)
    said: tuple[CashStopped | AnyFact, ...] = facts or (CaseOpened("box_disputed_again", detail),)
    return shut.also((CollectionDisputed(event.collection_id, event.problem), *said))


def problem_message(problem: str) -> Message | None:
    return Message(problem) if problem else None
