"""The one place where a note becomes money. True in every state of a visit: whoever is at the screen, a note's evidence
is recorded first and explained second (design.md 4.2a)."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.commands import ReturnNote, StackNote, StopAccepting
from kiosk.events import (
    NoteCheated,
    NoteEscrowed,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    StackRefused,
)
from kiosk.facts import (
    AnyFact,
    CaseOpened,
    NoteDoubted,
    NoteGivenBack,
    NoteIntended,
    NoteReturnedFact,
    NoteStackedFact,
    NoteTurnedBack,
    StackedReportRepeated,
)
from kiosk.flow.cash import accepting_again, cash_limit, open_slot_again, settle_if_finishing
from kiosk.flow.decision import Decision, Moment, go, refuse, stay
from kiosk.flow.health import why_no_cash
from kiosk.flow.inside import visit_id_of
from kiosk.flow.lingering import credit_left, end_left, lingering_visit
from kiosk.flow.states import HeldNote, MovingNote, State, TakingCash, cash_of, with_cash
from kiosk.flow.stops import CHEATED, stop_service
from kiosk.money import Fen, price_text
from kiosk.money_reasons import MoneyReason
from kiosk.recollection import OpenIntent, StackedNote
from kiosk.views import Message, NoteStep

AFTER_ALL = "evidence_after_settlement"

# ---- escrow: may we? -----------------------------------------------------------------------------------------------


def why_return(state: State, denomination: Fen) -> Message | None:
    """Why this note must go back to the payer; None when it may be stacked."""
    visit, terminal = state.visit, state.terminal
    if not isinstance(visit, TakingCash) or visit.finishing is not None or terminal.intent is not None:
        return Message("note_returned_closing")
    if why_no_cash(terminal):
        return Message("cash_trouble", (("code", why_no_cash(terminal)),))
    limit = cash_limit(visit, terminal)
    if visit.inserted + denomination > limit or len(visit.notes) >= terminal.policy.visit_notes:
        return Message("note_returned_limit", (("limit", price_text(limit)),))
    if denomination not in visit.accepting:
        return Message("note_returned_unknown")
    return None


def note_escrowed(state: State, event: NoteEscrowed, moment: Moment) -> Decision:
    """Escrow, may we?, intent on the disk, and only then stack."""
    reason = why_return(state, event.denomination)
    return heard_out(
        state, moment, lambda heard: _back(heard, event, reason, moment) if reason else _intend(heard, event, moment)
    )


def _intend(state: State, event: NoteEscrowed, moment: Moment) -> Decision:
    """The intent's id is the note's identity."""
    visit = state.visit
    assert isinstance(visit, TakingCash)
    intent = OpenIntent(note_id=moment.uid, visit_id=visit.visit_id, denomination=event.denomination)
    stacking = replace(visit, moving=MovingNote(NoteStep.STACKING, event.denomination), message=None)
    decided = go(state, stacking, moment)
    decided = replace(decided, terminal=replace(decided.terminal, intent=intent))
    return Decision(decided, (NoteIntended(intent.note_id, intent.visit_id, intent.denomination),), (StackNote(),))


def _back(state: State, event: NoteEscrowed, reason: Message, moment: Moment) -> Decision:
    visit = state.visit
    back = turned_back(state, event, moment)
    if not isinstance(visit, TakingCash):
        return back
    returning = replace(visit, moving=MovingNote(NoteStep.RETURNING, event.denomination), message=reason)
    return replace(back, state=stay(back.state, returning))


def turned_back(state: State, event: NoteEscrowed, moment: Moment) -> Decision:
    """Not to be stacked. If the device does it all the same, even after a restart, it is nobody's other note."""
    cash = cash_of(state.visit)
    fact = NoteTurnedBack(moment.uid, None if cash is None else cash.visit_id, event.denomination)
    going = replace(state, terminal=replace(state.terminal, going_back=event.denomination))
    return Decision(going, (fact,), (ReturnNote(),))


def heard_out(state: State, moment: Moment, decide: Callable[[State], Decision]) -> Decision:
    """The device reports in order: with a note in escrow, nothing that it says from now on is word of an earlier one, a
    repeat or late evidence. An intent still open is in doubt; and then ``decide`` on the new note."""
    intent = state.terminal.intent
    heard = Decision(state) if intent is None else _doubt(state, intent, moment)
    terminal = replace(heard.state.terminal, doubted=None, last_stacked=None, going_back=None, gone_back=None)
    return decide(replace(heard.state, terminal=terminal)).after(heard)


# ---- stacked: the evidence -----------------------------------------------------------------------------------------


def note_stacked(state: State, event: NoteStacked, moment: Moment) -> Decision:
    """The report closes the open intent; or it is the late evidence of the note in doubt; the same report again is a
    repeat; anything else is unassigned."""
    terminal = replace(state.terminal, going_back=None, gone_back=None)
    state = replace(state, terminal=terminal)
    intent = terminal.intent
    if intent is not None:
        return _intent_fulfilled(state, intent, event.denomination or intent.denomination, moment)
    doubted = terminal.doubted
    if doubted is not None and event.denomination in (None, doubted.denomination):
        return _doubt_resolved(state, doubted, moment)
    last = terminal.last_stacked
    if event.latched and last is not None and event.denomination in (None, last.denomination):
        return Decision(state, (StackedReportRepeated(last.note_id),))
    if event.denomination is None:
        case = CaseOpened("stacked_without_value", "a stacked report without a value and without an open intent")
        return Decision(state, (case,))
    stacked = StackedNote(moment.uid, event.denomination)
    # It is the newest note now, and the device reports in order: no later word is of the one in doubt.
    decided = replace(state, terminal=replace(terminal, last_stacked=stacked, doubted=None))
    return Decision(decided, (NoteStackedFact(moment.uid, None, event.denomination),))


def _intent_fulfilled(state: State, intent: OpenIntent, denomination: Fen, moment: Moment) -> Decision:
    facts: list[AnyFact] = [NoteStackedFact(intent.note_id, intent.visit_id, denomination)]
    if denomination != intent.denomination:
        detail = f"note {intent.note_id}: {intent.denomination} fen in escrow, {denomination} fen stacked"
        facts.append(CaseOpened("denomination_differs", detail))
    stacked = StackedNote(intent.note_id, denomination)
    decided = replace(state, terminal=replace(state.terminal, intent=None, last_stacked=stacked))
    held = HeldNote(intent.note_id, denomination, moment.at)
    cash = cash_of(decided.visit)
    if cash is not None and cash.visit_id == intent.visit_id:
        return _credit(decided, cash, held, facts, moment)
    return _credit_lingering(decided, intent, denomination, facts, moment)


def _doubt_resolved(state: State, doubted: OpenIntent, moment: Moment) -> Decision:
    """The note in doubt is in the box after all. While its visit is open it is credited; else a person does that."""
    stacked = StackedNote(doubted.note_id, doubted.denomination)
    decided = replace(state, terminal=replace(state.terminal, doubted=None, last_stacked=stacked))
    facts: list[AnyFact] = [NoteStackedFact(doubted.note_id, doubted.visit_id, doubted.denomination)]
    if doubted.settled:  # persons have decided it: they must hear of this, and nobody is credited once more
        facts.append(CaseOpened(AFTER_ALL, f"note {doubted.note_id} is in the box after two persons had settled it"))
        return Decision(decided, tuple(facts))
    cash = cash_of(decided.visit)
    if cash is not None and cash.visit_id == doubted.visit_id:
        held = HeldNote(doubted.note_id, doubted.denomination, moment.at)
        cash = replace(cash, open_notes=tuple(note for note in cash.open_notes if note.note_id != doubted.note_id))
        return _credit(decided, cash, held, facts, moment)
    waiting = lingering_visit(decided.terminal, doubted.visit_id)
    if waiting is not None:  # its payer is gone, but it still waits for a charge
        return credit_left(decided, replace(waiting, notes=(stacked,), doubted=()), facts, moment)
    facts.append(
        CaseOpened("late_evidence", f"note {doubted.note_id} was stacked after its visit {doubted.visit_id} ended")
    )
    return Decision(decided, tuple(facts))


def _credit(state: State, cash: TakingCash, held: HeldNote, facts: list[AnyFact], moment: Moment) -> Decision:
    """The amount is raised by the same step that commits the note; then the next note is let in, if the slot is open: it is
    not while the payer is asked to confirm, or pays the rest by card."""
    if not isinstance(state.visit, TakingCash):
        shut = replace(cash, notes=(*cash.notes, held), moving=None)
        return Decision(stay(state, with_cash(state.visit, shut)), tuple(facts))
    policy = state.terminal.policy
    cash = replace(cash, notes=(*cash.notes, held), moving=None, confirmations_left=policy.confirmations)
    cash, commands = accepting_again(state, cash)
    if not cash.accepting and cash.finishing is None and not why_no_cash(state.terminal):
        cash = replace(cash, message=Message("limit_reached", (("limit", price_text(cash_limit(cash, state.terminal))),)))
    credited = stay(state, cash) if cash.finishing else go(state, cash, moment)
    return settle_if_finishing(Decision(credited, tuple(facts), commands), moment)


def _credit_lingering(
    state: State, intent: OpenIntent, denomination: Fen, facts: list[AnyFact], moment: Moment
) -> Decision:
    """The payer is gone: the note is a payment of its own to the number they confirmed."""
    visit = lingering_visit(state.terminal, intent.visit_id)
    if visit is None:
        facts.append(CaseOpened("visit_unknown", f"note {intent.note_id}: visit {intent.visit_id} is not open"))
        return Decision(state, tuple(facts))
    return credit_left(state, replace(visit, notes=(StackedNote(intent.note_id, denomination),)), facts, moment)


# ---- returned, refused, nowhere ------------------------------------------------------------------------------------


def gone_back(state: State, event: NoteReturned) -> State:
    """The device has said that a note went back: the one that was to go, if there was one."""
    return replace(state, terminal=replace(state.terminal, going_back=None, gone_back=event.denomination or Fen(0)))


def _may_be(kept: Fen | None, told: Fen | None) -> bool:
    """May the device's word be about the note that is remembered? A value that nobody gave fits any."""
    return kept is not None and (not kept or told in (None, kept))


def note_returned(state: State, event: NoteReturned, moment: Moment) -> Decision:
    """It closes the open intent; or it is the end of the note turned back last; or its repeat. Any other was given back by
    the driver without a question, and is written down, whoever is at the screen."""
    terminal, intent = state.terminal, state.terminal.intent
    repeated = event.latched and _may_be(terminal.gone_back, event.denomination)
    known = repeated or _may_be(terminal.going_back, event.denomination)
    state = gone_back(state, event)
    if intent is None:
        visit, doubted = state.visit, state.terminal.doubted
        if doubted is not None and doubted.settled and not known and not isinstance(visit, TakingCash):
            told = f"the acceptor says that a note went back; note {doubted.note_id} was settled by two persons before"
            return Decision(state, (CaseOpened(AFTER_ALL, told),))
        facts = () if known else (NoteGivenBack(visit_id_of(visit) or None, event.denomination),)
        if isinstance(visit, TakingCash) and visit.moving is not None:
            state = stay(state, replace(visit, moving=None))
        return Decision(state, facts)
    message = Message("note_returned_by_device", (("amount", price_text(intent.denomination)),))
    return _intent_ended(state, intent, NoteReturnedFact(intent.note_id), message, moment)


def stack_refused(state: State, _event: StackRefused, _moment: Moment) -> Decision:
    """No decision yet: the device says next whether the note went back or in."""
    return refuse(state, "the acceptor had no note to stack; its next word tells where the note is")


def whereabouts_known(state: State, _event: NotesWhereaboutsKnown, moment: Moment) -> Decision:
    """The device has nothing more to say. An intent still open is in doubt: no automatic credit, a person decides."""
    terminal = replace(state.terminal, whereabouts_known=True, going_back=None)
    known = replace(state, terminal=terminal)
    if terminal.intent is not None:
        return _doubt(known, terminal.intent, moment)
    visit = known.visit
    if isinstance(visit, TakingCash) and visit.moving is not None:
        known = stay(known, replace(visit, moving=None))
    return open_slot_again(Decision(known))


def _doubt(state: State, intent: OpenIntent, moment: Moment) -> Decision:
    fact = NoteDoubted(intent.note_id, MoneyReason.SILENT.value)
    doubted = replace(state, terminal=replace(state.terminal, doubted=intent))
    cash = cash_of(doubted.visit)
    if cash is not None and cash.visit_id == intent.visit_id:
        open_note = HeldNote(intent.note_id, intent.denomination, moment.at)
        doubted = stay(doubted, with_cash(doubted.visit, replace(cash, open_notes=(*cash.open_notes, open_note))))
    return _intent_ended(doubted, intent, fact, None, moment)


def note_cheated(state: State, event: NoteCheated, _moment: Moment) -> Decision:
    """A note was fished out (X24): no further note, and the last one of this visit is in doubt if it is not paid yet."""
    detail = f"the acceptor reports cheating: {event.raw}"
    cheated, stopped = stop_service(state, CHEATED, detail)
    facts: tuple[AnyFact, ...] = (CaseOpened("cheated", detail), *stopped)
    visit = state.visit
    cash = cash_of(visit)
    if cash is None:
        return Decision(cheated, facts, (StopAccepting(),))
    message = Message("cash_trouble", (("code", CHEATED),))
    last = state.terminal.last_stacked
    if cash.notes and last in (None, StackedNote(cash.notes[-1].note_id, cash.notes[-1].denomination)):
        facts = (*facts, NoteDoubted(cash.notes[-1].note_id, MoneyReason.CHEATED.value))
        cash = replace(cash, notes=cash.notes[:-1], open_notes=(*cash.open_notes, cash.notes[-1]))
    cash = replace(cash, accepting=frozenset(), message=message)
    return Decision(stay(cheated, with_cash(visit, cash)), facts, (StopAccepting(),))


def _intent_ended(state: State, intent: OpenIntent, fact: AnyFact, message: Message | None, moment: Moment) -> Decision:
    """The note did not come in. The visit goes on, or, if its payer is gone, ends."""
    ended = replace(state, terminal=replace(state.terminal, intent=None))
    cash = cash_of(ended.visit)
    if cash is not None and cash.visit_id == intent.visit_id:
        cash = replace(cash, moving=None, message=message)
        return settle_if_finishing(Decision(stay(ended, with_cash(ended.visit, cash)), (fact,)), moment)
    return end_left(ended, intent.visit_id, (fact,))
