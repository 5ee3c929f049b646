"""Held notes become a payment: of the payer who is here, and of one who is gone. And what is shown when a note is open."""

from dataclasses import dataclass, replace

from kiosk.accounts import AccountRef
from kiosk.card import CardPart
from kiosk.commands import SendPayments, StopAccepting
from kiosk.device_status import DeviceState
from kiosk.facts import AnyFact, PaymentAccepted, VisitClosed
from kiosk.flow.decision import Decision, Moment, go
from kiosk.flow.states import CardCase, HeldNote, Home, ShowResult, State, TakingCash, Terminal
from kiosk.money import ZERO, Fen, total
from kiosk.posting import payment_id
from kiosk.recollection import OpenVisit, StackedNote, UnpostedPayment
from kiosk.views import StepState
from kiosk.visit_types import Language, ServiceState, VisitEnd

NOTE_OPEN = "note-in-doubt"
CARD_OPEN = "card-in-doubt"


def note_code(note_id: str) -> str:
    """By which a person finds a note, or a card attempt: short enough for a slip and a phone call."""
    return note_id[:8].upper()


def pay(state: State, cash: TakingCash, end: VisitEnd, moment: Moment) -> Decision:
    """The held notes become one payment, with its key and outbox row, in one transaction. Notes that are still open are
    told to the payer with their code; one without evidence keeps the visit open behind the scenes, and is credited to the
    same account when its evidence comes."""
    lingers = awaits_word(state.terminal, cash.visit_id)
    closed: tuple[AnyFact, ...] = ()
    left = state
    if lingers:
        waiting = (*state.terminal.lingering, _as_open(cash, state))
        left = replace(state, terminal=replace(state.terminal, lingering=waiting))
    else:
        closed = (VisitClosed(cash.visit_id, end),)
    if cash.notes or cash.card is not None:
        return _pay_held(left, cash, end, moment).also(closed)
    opens = _open_notes(cash, left.terminal) or _card_case(cash, left.terminal)
    shown = _only_open(left, cash, end, moment) if opens else Home()
    return Decision(go(left, shown, moment), closed, (StopAccepting(),))


def awaits_word(terminal: Terminal, visit_id: str) -> bool:
    """Is something of this visit unexplained: a note on its way, a charge?"""
    of_note = terminal.intent is not None and terminal.intent.visit_id == visit_id
    return of_note or (terminal.attempt is not None and terminal.attempt.visit_id == visit_id)


def _card_case(cash: TakingCash, terminal: Terminal) -> CardCase | None:
    open_attempt = terminal.attempt
    if open_attempt is None or open_attempt.visit_id != cash.visit_id:
        return None
    attempt = open_attempt.attempt
    last4 = attempt.approval.last4 if attempt.approval is not None else ""
    return CardCase(attempt.attempt_id, attempt.amount, last4, bool(open_attempt.undecided))


def _open_notes(cash: TakingCash, terminal: Terminal) -> tuple[HeldNote, ...]:
    """Of this payer: a note of one who has left while it was on its way is nobody else's business."""
    intent = terminal.intent
    of_visit = intent is not None and intent.visit_id == cash.visit_id
    moving = (HeldNote(intent.note_id, intent.denomination, ""),) if intent is not None and of_visit else ()
    return (*cash.open_notes, *moving)


def _pay_held(state: State, cash: TakingCash, end: VisitEnd, moment: Moment) -> Decision:
    payment = _payment(
        state.terminal,
        moment.kiosk_seq,
        moment.at,
        visit_id=cash.visit_id,
        account=cash.customer.account,
        notes=tuple(note.denomination for note in cash.notes),
        card=cash.card,
        language=state.look.language,
        offline=cash.offline,
    )
    paid = replace(state, terminal=_waiting(state.terminal, payment))
    online = paid.terminal.reachable
    wait_s = paid.terminal.policy.waits.answer if online else 0.0
    result = replace(
        _result(paid, cash, end, moment),
        payment_id=payment.payment_id,
        amount=payment.amount,
        notes=payment.notes,
        posting=StepState.WAITING if online else StepState.LATER,
        slip_at_s=moment.monotonic_s + wait_s if _slip_is_due(cash, paid.terminal) else None,
    )
    commands = (StopAccepting(), SendPayments(first=payment.payment_id))
    return Decision(go(paid, result, moment), (payment,), commands)


def _only_open(state: State, cash: TakingCash, end: VisitEnd, moment: Moment) -> ShowResult:
    """Nothing to credit, but the payer put something in: they leave with its code, not without a word."""
    result = _result(state, cash, end, moment)
    in_doubt = result.card_case.amount if result.card_case is not None else ZERO
    return replace(
        result,
        amount=Fen(result.open_amount + in_doubt),
        posting=StepState.FAILED if result.open_amount else StepState.LATER,
        problem=NOTE_OPEN if result.open_amount else CARD_OPEN,
        slip_at_s=moment.monotonic_s if _slip_is_due(cash, state.terminal) else None,
    )


def _result(state: State, cash: TakingCash, end: VisitEnd, moment: Moment) -> ShowResult:
    open_notes = _open_notes(cash, state.terminal)
    found = cash.customer.found
    return ShowResult(
        payment_id="",
        account_masked=cash.customer.account.masked(),
        masked_name=cash.customer.masked_name,
        amount=ZERO,
        notes=(),
        accepted_at=moment.at,
        was_suspended=found is not None and found.service_state is not ServiceState.ACTIVE,
        sms_waits=found is not None and not found.sms_reachable,
        posting=StepState.WAITING,
        receipt=_receipt(cash, state.terminal),
        open_amount=total([note.denomination for note in open_notes]),
        note_code=note_code(open_notes[-1].note_id) if open_notes else "",
        card=cash.card,
        card_slip=cash.card_slip,
        card_case=_card_case(cash, state.terminal),
        end=end,
        visit_id=cash.visit_id,
    )


def _receipt(cash: TakingCash, terminal: Terminal) -> StepState:
    """Without a printer: what was agreed to is skipped, what was promised has failed (M17)."""
    if _slip_is_due(cash, terminal):
        return StepState.WAITING
    return StepState.FAILED if cash.receipt_promised else StepState.SKIPPED


def _slip_is_due(cash: TakingCash, terminal: Terminal) -> bool:
    """One that was promised before an interruption waits for the printer, also for one that is silent now."""
    return may_print(terminal) or (cash.receipt_promised and cash.finishing is VisitEnd.RECOVERED)


def may_print(terminal: Terminal) -> bool:
    """A printer that is still starting may work in a moment."""
    return terminal.printer.usable or terminal.printer.state is DeviceState.STARTING


# ---- a payer who is gone ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Credited:
    """A payment made for a visit whose payer is gone, and the terminal that remembers it as unposted."""

    payment: PaymentAccepted
    terminal: Terminal


def credit_visit(visit: OpenVisit, terminal: Terminal, moment: Moment) -> Credited:
    """What a left visit holds becomes a payment."""
    payment = _payment(
        terminal,
        moment.kiosk_seq,
        moment.at,
        visit_id=visit.visit_id,
        account=visit.account,
        notes=tuple(note.denomination for note in visit.notes),
        card=visit.card,
        language=visit.language,
        offline=visit.offline,
    )
    return Credited(payment, _waiting(terminal, payment))


def _payment(
    terminal: Terminal,
    seq: int,
    at: str,
    *,
    visit_id: str,
    account: AccountRef,
    notes: tuple[Fen, ...],
    card: CardPart | None,
    language: Language,
    offline: bool,
) -> PaymentAccepted:
    return PaymentAccepted(
        payment_id=payment_id(terminal.policy.kiosk_id, seq),
        kiosk_seq=seq,
        visit_id=visit_id,
        account=account,
        amount=Fen(total(notes) + (card.amount if card is not None else ZERO)),
        tender="cash" if card is None else "mixed" if notes else "card",
        notes=notes,
        accepted_at=at,
        language=language,
        offline=offline,
        card=card,
    )


def _waiting(terminal: Terminal, payment: PaymentAccepted) -> Terminal:
    waiting = UnpostedPayment(payment.payment_id, payment.account, payment.amount, payment.card)
    return replace(terminal, unposted=(*terminal.unposted, waiting))


def _as_open(cash: TakingCash, state: State) -> OpenVisit:
    return OpenVisit(
        visit_id=cash.visit_id,
        account=cash.customer.account,
        masked_name=cash.customer.masked_name,
        amount_to_pay=cash.amount,
        language=state.look.language,
        offline=cash.offline,
        receipt_expected=cash.receipt_promised,
        doubted=tuple(StackedNote(note.note_id, note.denomination) for note in cash.open_notes),
    )
