"""Notes into the slot: what the payer does and sees. The money facts themselves are in ``notes.py``."""

from dataclasses import replace

from kiosk.commands import AcceptNotes, StopAccepting
from kiosk.events import (
    BackPressed,
    ConfirmPressed,
    FinishPressed,
    HomePressed,
    NoteAccepting,
    NoteRejected,
    ServiceChosen,
    TimePassed,
)
from kiosk.facts import VisitClosed
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.health import notes_taken, queue_room, why_no_cash
from kiosk.flow.identify import service_chosen
from kiosk.flow.paying import pay
from kiosk.flow.states import (
    ChooseMethod,
    ConfirmPayer,
    Home,
    MovingNote,
    State,
    TakingCash,
    Terminal,
    Visit,
    cash_of,
    is_stacking,
)
from kiosk.money import Fen
from kiosk.views import Message, NoteStep
from kiosk.visit_types import VisitEnd

_OF_TROUBLE = ("cash_jam", "cash_trouble")


def cash_limit(cash: TakingCash, terminal: Terminal) -> Fen:
    """The most this visit may put in: the visit's own limit and what may wait to be posted (M15, F56)."""
    return min(terminal.policy.visit_limit, queue_room(terminal, cash.customer.account, offline=cash.offline))


def notes_with_room(cash: TakingCash, terminal: Terminal) -> frozenset[Fen]:
    """The notes that may be put in next. One that would go over a limit is inhibited before it is fed, not after."""
    if len(cash.notes) >= terminal.policy.visit_notes:
        return frozenset()
    room = cash_limit(cash, terminal) - cash.inserted
    return frozenset(note for note in notes_taken(terminal) if note <= room)


def drawn_in(state: State) -> State:
    """A note is on its way in: the one that was to go back is no longer there, whatever the device said of it."""
    return replace(state, terminal=replace(state.terminal, going_back=None))


def note_accepting(state: State, _event: NoteAccepting, moment: Moment) -> Decision:
    state = drawn_in(state)
    visit = state.visit
    if not isinstance(visit, TakingCash) or is_stacking(visit):
        return refuse(state, "no note is expected; the acceptor gives it back")
    return proceed(state, replace(visit, moving=MovingNote(NoteStep.CHECKING), message=None), moment)


def note_rejected(state: State, event: NoteRejected, _moment: Moment) -> Decision:
    """The device itself refused the note; no money moved."""
    visit = state.visit
    if not isinstance(visit, TakingCash) or is_stacking(visit):
        return refuse(state, f"a note was rejected with nobody paying: {event.reason}")
    message = Message("note_rejected", (("reason", event.reason),))
    return Decision(stay(state, replace(visit, moving=None, message=message)))


# ---- leaving -------------------------------------------------------------------------------------------------------


def finish_pressed(state: State, _event: FinishPressed, moment: Moment) -> Decision:
    return _finish(state, _cash(state), VisitEnd.PAID, moment)


def leave_pressed(state: State, event: BackPressed | HomePressed | ServiceChosen, moment: Moment) -> Decision:
    """Back, home and the quick lane exist only while nothing is in, and nothing is on its way in."""
    cash = _cash(state)
    if cash.notes or cash.open_notes or cash.moving is not None:
        return refuse(state, "money is inside: only finish leads on")
    if isinstance(event, ServiceChosen):
        begun = service_chosen(state, event, moment)
        return begun if begun.refused else _abandon(begun.state, cash, begun.state.visit, moment).also((), begun.commands)
    target = ChooseMethod(cash.customer, cash.amount) if isinstance(event, BackPressed) else Home()
    return _abandon(state, cash, target, moment)


def cash_time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    cash = _cash(state)
    if cash.finishing is not None:
        return pay(state, cash, cash.finishing, moment)
    if is_stacking(cash):
        return _finish(state, cash, VisitEnd.TIMED_OUT, moment)
    asking = replace(cash, accepting=frozenset(), moving=None, message=None)
    return proceed(state, ConfirmPayer(asking), moment).also(commands=(StopAccepting(),))


def payer_confirmed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    """Still the same payer: the slot opens again. A few times without a note in between, then only finish is left."""
    cash = _cash(state)
    if not may_continue(cash, state.terminal):
        return refuse(state, "no further note can be taken from this payer")
    room = notes_with_room(cash, state.terminal)
    cash = replace(cash, accepting=room, confirmations_left=cash.confirmations_left - 1, message=None)
    return proceed(state, cash, moment).also(commands=(AcceptNotes(room),))


def may_continue(cash: TakingCash, terminal: Terminal) -> bool:
    """May the payer, once confirmed, put in a further note?"""
    return cash.confirmations_left > 0 and not why_no_cash(terminal) and bool(notes_with_room(cash, terminal))


def payer_gone(state: State, _event: TimePassed, moment: Moment) -> Decision:
    """Nobody confirmed: what is in is paid to the confirmed number; nothing in, nothing happened (F3)."""
    cash = _cash(state)
    return _finish(state, cash, VisitEnd.TIMED_OUT, moment)


def settle_if_finishing(decision: Decision, moment: Moment) -> Decision:
    """After the last moving note is explained, the finish that was waiting for it goes on."""
    cash = decision.state.visit
    if not isinstance(cash, TakingCash) or cash.finishing is None or cash.moving is not None:
        return decision
    paid = pay(decision.state, cash, cash.finishing, moment)
    return Decision(paid.state, (*decision.facts, *paid.facts), (*decision.commands, *paid.commands))


def _finish(state: State, cash: TakingCash, end: VisitEnd, moment: Moment) -> Decision:
    if not cash.notes and not cash.open_notes and not is_stacking(cash):
        return _abandon(state, cash, Home(), moment)
    if is_stacking(cash) and cash.finishing is None:
        waiting = replace(cash, accepting=frozenset(), finishing=end)
        return proceed(state, waiting, moment).also(commands=(StopAccepting(),))
    if is_stacking(cash):
        return refuse(state, "already finishing")
    return pay(state, cash, end, moment)


def _abandon(state: State, cash: TakingCash, target: Visit, moment: Moment) -> Decision:
    closed = VisitClosed(cash.visit_id, VisitEnd.ABANDONED)
    return Decision(go(state, target, moment), (closed,), (StopAccepting(),))


def accepting_again(state: State, cash: TakingCash) -> tuple[TakingCash, tuple[AcceptNotes | StopAccepting, ...]]:
    """After a note: what may be put in next, and the command for the acceptor if that changed."""
    room = frozenset() if cash.finishing or why_no_cash(state.terminal) else notes_with_room(cash, state.terminal)
    if room == cash.accepting:
        return cash, ()
    return replace(cash, accepting=room), ((AcceptNotes(room),) if room else (StopAccepting(),))


def open_slot_again(decision: Decision) -> Decision:
    """Notes can be taken again: what was said of the trouble goes, and a slot that was shut meanwhile opens."""
    cash = decision.state.visit
    if not isinstance(cash, TakingCash) or is_stacking(cash) or why_no_cash(decision.state.terminal):
        return decision
    if cash.message is not None and cash.message.id in _OF_TROUBLE:
        cash = replace(cash, message=None)
    cash, commands = accepting_again(decision.state, cash)
    return replace(decision, state=stay(decision.state, cash)).also(commands=commands)


def _cash(state: State) -> TakingCash:
    cash = cash_of(state.visit)
    assert cash is not None
    return cash
