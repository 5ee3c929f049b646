"""Notes into the slot: what the payer does and sees. The money facts themselves are in ``notes.py``."""

from dataclasses import replace

from kiosk.commands import AcceptNotes, SendPayments, StopAccepting
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
from kiosk.facts import PaymentAccepted, VisitClosed
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.health import notes_taken, offline_room, why_no_cash
from kiosk.flow.states import (
    ChooseMethod,
    ConfirmPayer,
    EnterNumber,
    Home,
    MovingNote,
    ShowResult,
    State,
    TakingCash,
    Terminal,
    is_stacking,
)
from kiosk.money import ZERO, Fen
from kiosk.posting import payment_id
from kiosk.recollection import OpenVisit, UnpostedPayment
from kiosk.views import Message, NoteStep, StepState
from kiosk.visit_types import ServiceState, VisitEnd


def cash_limit(cash: TakingCash, terminal: Terminal) -> Fen:
    """The most this visit may put in: the visit's limit and, offline, what may wait for this number (M15, F56)."""
    limit = terminal.policy.visit_limit
    return min(limit, offline_room(terminal, cash.customer.account)) if cash.offline else limit


def notes_with_room(cash: TakingCash, terminal: Terminal) -> frozenset[Fen]:
    """The notes that may be put in next. One that would go over a limit is inhibited before it is fed, not after."""
    if len(cash.notes) >= terminal.policy.visit_notes:
        return frozenset()
    room = cash_limit(cash, terminal) - cash.inserted
    return frozenset(note for note in notes_taken(terminal) if note <= room)


def note_accepting(state: State, _event: NoteAccepting, moment: Moment) -> Decision:
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
    if cash.notes or cash.moving is not None:
        return refuse(state, "money is inside: only finish leads on")
    targets: dict[type, ChooseMethod | EnterNumber | Home] = {
        BackPressed: ChooseMethod(cash.customer, cash.amount),
        ServiceChosen: EnterNumber(),
        HomePressed: Home(),
    }
    return _abandon(state, cash, targets[type(event)], moment)


def cash_time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    cash = _cash(state)
    if cash.finishing is not None:
        return _pay(state, cash, cash.finishing, moment)
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
    paid = _pay(decision.state, cash, cash.finishing, moment)
    return Decision(paid.state, (*decision.facts, *paid.facts), (*decision.commands, *paid.commands))


def _finish(state: State, cash: TakingCash, end: VisitEnd, moment: Moment) -> Decision:
    if not cash.notes and not is_stacking(cash):
        return _abandon(state, cash, Home(), moment)
    if is_stacking(cash) and cash.finishing is None:
        waiting = replace(cash, accepting=frozenset(), finishing=end)
        return proceed(state, waiting, moment).also(commands=(StopAccepting(),))
    if is_stacking(cash):
        return refuse(state, "already finishing")
    return _pay(state, cash, end, moment)


def _abandon(state: State, cash: TakingCash, target: ChooseMethod | EnterNumber | Home, moment: Moment) -> Decision:
    closed = VisitClosed(cash.visit_id, VisitEnd.ABANDONED)
    return Decision(go(state, target, moment), (closed,), (StopAccepting(),))


def _pay(state: State, cash: TakingCash, end: VisitEnd, moment: Moment) -> Decision:
    """The held notes become one payment, with its key and outbox row, in one transaction. A note that is still
    unexplained keeps the visit open behind the scenes: when its evidence comes, it is credited to the same account."""
    terminal = state.terminal
    if terminal.intent is not None:
        terminal = replace(terminal, lingering=(*terminal.lingering, _as_open(cash, state)))
    closed = () if terminal.intent is not None else (VisitClosed(cash.visit_id, end),)
    if not cash.notes:
        home = go(replace(state, terminal=terminal), Home(), moment)
        return Decision(home, closed, (StopAccepting(),))
    payment = _payment(state, cash, moment)
    unposted = UnpostedPayment(payment.payment_id, payment.account, payment.amount)
    terminal = replace(terminal, unposted=(*terminal.unposted, unposted))
    result = _result(cash, payment, end, terminal, moment)
    decided = go(replace(state, terminal=terminal), result, moment)
    return Decision(decided, (payment, *closed), (StopAccepting(), SendPayments(first=payment.payment_id)))


def _payment(state: State, cash: TakingCash, moment: Moment) -> PaymentAccepted:
    return PaymentAccepted(
        payment_id=payment_id(state.terminal.policy.kiosk_id, moment.kiosk_seq),
        kiosk_seq=moment.kiosk_seq,
        visit_id=cash.visit_id,
        account=cash.customer.account,
        amount=cash.inserted,
        tender="cash",
        notes=tuple(note.denomination for note in cash.notes),
        accepted_at=moment.at,
        language=state.look.language,
        offline=cash.offline,
    )


def _result(cash: TakingCash, payment: PaymentAccepted, end: VisitEnd, terminal: Terminal, moment: Moment) -> ShowResult:
    """Offline the slip is printed at once; online the centre has a few seconds to give its receipt number first."""
    found = cash.customer.found
    prints = terminal.printer.usable
    wait = terminal.policy.waits.answer if terminal.reachable else 0.0
    return ShowResult(
        payment_id=payment.payment_id,
        account_masked=payment.account.masked(),
        masked_name=cash.customer.masked_name,
        amount=payment.amount,
        notes=payment.notes,
        accepted_at=payment.accepted_at,
        was_suspended=found is not None and found.service_state is not ServiceState.ACTIVE,
        sms_waits=found is not None and not found.sms_reachable,
        posting=StepState.WAITING if terminal.reachable else StepState.LATER,
        receipt=StepState.WAITING if prints else StepState.SKIPPED,
        slip_at_s=moment.monotonic_s + wait if prints else None,
        end=end,
    )


def _as_open(cash: TakingCash, state: State) -> OpenVisit:
    return OpenVisit(
        visit_id=cash.visit_id,
        account=cash.customer.account,
        masked_name=cash.customer.masked_name,
        language=state.look.language,
        held=ZERO,
        notes=(),
        offline=cash.offline,
    )


def accepting_again(state: State, cash: TakingCash) -> tuple[TakingCash, tuple[AcceptNotes | StopAccepting, ...]]:
    """After a note: what may be put in next, and the command for the acceptor if that changed."""
    room = frozenset() if cash.finishing or why_no_cash(state.terminal) else notes_with_room(cash, state.terminal)
    if room == cash.accepting:
        return cash, ()
    return replace(cash, accepting=room), ((AcceptNotes(room),) if room else (StopAccepting(),))


def open_slot_again(decision: Decision) -> Decision:
    """The acceptor works again: a note that was credited during its trouble has left the slot shut."""
    cash = decision.state.visit
    if not isinstance(cash, TakingCash) or is_stacking(cash) or why_no_cash(decision.state.terminal):
        return decision
    cash, commands = accepting_again(decision.state, cash)
    return replace(decision, state=stay(decision.state, cash)).also(commands=commands)


def _cash(state: State) -> TakingCash:
    visit = state.visit
    if isinstance(visit, ConfirmPayer):
        return visit.cash
    assert isinstance(visit, TakingCash)
    return visit
