"""Paying by card: what the payer does and sees. The money facts themselves are in ``charges.py``."""

from dataclasses import replace
from typing import Final

from kiosk.card import CardAttempt, CardProblem, CardStep, ticket
from kiosk.commands import AcceptNotes, CancelCard, ResolveCard, SellByCard, StopAccepting
from kiosk.device_status import NOT_FITTED
from kiosk.events import (
    BackPressed,
    CardChosen,
    CardProgressed,
    CashChosen,
    HomePressed,
    TimePassed,
)
from kiosk.facts import AnyFact, CardAttempted, CardDoubted, VisitClosed
from kiosk.flow.amount import is_offline, open_visit
from kiosk.flow.cash import notes_with_room
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.health import CARD_OPEN_CODES, why_no_card, why_no_cash
from kiosk.flow.paying import pay
from kiosk.flow.states import (
    CardRefused,
    ChooseMethod,
    Customer,
    Home,
    State,
    TakingCard,
    TakingCash,
    Terminal,
    is_stacking,
    money_inside,
)
from kiosk.money import ZERO
from kiosk.recollection import OpenAttempt
from kiosk.views import Message
from kiosk.visit_types import VisitEnd

# From these steps on the bank knows of the sale: the terminal, not the payer, says how it ends.
TOO_LATE: Final = frozenset({CardStep.BANK, CardStep.APPROVED, CardStep.REMOVE, CardStep.UNDOING, CardStep.CHECKING})


def why_not_card(customer: Customer, terminal: Terminal) -> Message | None:
    """Why this customer can't pay by card now; None when they can. The centre is asked before a card is charged, and the
    printer must work: the slip is the payer's evidence of a charge that may be in doubt (trust.md M7, specs/zvt.md 9.1)."""
    if terminal.card.code == NOT_FITTED:
        return Message("method_card_not_fitted")
    code = why_no_card(terminal)
    if code in CARD_OPEN_CODES:
        return Message("method_card_in_doubt")
    if code:
        return Message("method_card_unavailable", (("code", code),))
    if is_offline(customer, terminal):
        return Message("method_card_needs_line")
    return None if terminal.printer.usable else Message("method_card_needs_printer")


def why_no_rest_by_card(cash: TakingCash, terminal: Terminal) -> Message | None:
    """Why what is left can't be charged to a card now. A note on its way comes first, unless the acceptor is stuck."""
    if cash.finishing is not None or cash.left == ZERO:
        return Message("method_card_nothing_left")
    if cash.moving is not None and not (is_stacking(cash) and not terminal.acceptor.usable):
        return Message("method_card_note_moving")
    return why_not_card(cash.customer, terminal)


# ---- the order -----------------------------------------------------------------------------------------------------


def card_chosen(state: State, _event: CardChosen, moment: Moment) -> Decision:
    """The consent to a charge of what is left: visit and attempt are on the disk before the terminal hears of them."""
    visit = state.visit
    assert isinstance(visit, ChooseMethod | TakingCash | CardRefused)
    if isinstance(visit, ChooseMethod):
        reason = why_not_card(visit.customer, state.terminal)
        if reason is not None:
            return refuse(state, f"cards are not offered: {reason.id}")
        cash, opened = open_visit(state, visit, moment)
        return _charge(state, replace(cash, accepting=frozenset()), moment, (opened,))
    cash = visit.cash if isinstance(visit, CardRefused) else visit
    reason = why_no_rest_by_card(cash, state.terminal)
    if reason is not None:
        return refuse(state, f"the rest can't be paid by card: {reason.id}")
    stuck = cash.moving if is_stacking(cash) else None  # its visit lives until the acceptor has told where it is
    shut = replace(cash, accepting=frozenset(), moving=stuck, message=None)
    return _charge(state, shut, moment, (), (StopAccepting(),))


def _charge(
    state: State,
    cash: TakingCash,
    moment: Moment,
    facts: tuple[AnyFact, ...],
    commands: tuple[StopAccepting, ...] = (),
) -> Decision:
    terminal = state.terminal
    assert terminal.card_identity is not None
    seq = terminal.next_card_seq
    attempt = CardAttempt(
        attempt_id=f"{moment.uid}-card",
        ticket=ticket(seq),
        amount=cash.left,
        terminal_id=terminal.card_identity.terminal_id,
        before=terminal.card_last,
        begun_at=moment.at,
    )
    attempted = CardAttempted(attempt.attempt_id, cash.visit_id, seq, attempt.amount, attempt.terminal_id, attempt.before)
    # It is not at rest from now on; it says so when it is again.
    terminal = replace(terminal, card_identity=None, next_card_seq=seq + 1, attempt=OpenAttempt(attempt, cash.visit_id))
    charging = go(replace(state, terminal=terminal), TakingCard(cash, attempt), moment)
    return Decision(charging, (*facts, attempted), (*commands, SellByCard(attempt)))


# ---- while it runs ---------------------------------------------------------------------------------------------------


def card_progressed(state: State, event: CardProgressed, moment: Moment) -> Decision:
    visit = state.visit
    if not isinstance(visit, TakingCard) or visit.attempt.attempt_id != event.attempt_id:
        return refuse(state, "progress of a sale whose payer is gone")
    shown = replace(visit, step=event.step, problem=event.problem)
    return Decision(stay(state, shown)) if visit.in_doubt else proceed(state, shown, moment)


def can_cancel(visit: TakingCard) -> bool:
    return visit.step not in TOO_LATE and not visit.cancelling and not visit.in_doubt


def cancel_pressed(state: State, _event: BackPressed | HomePressed, _moment: Moment) -> Decision:
    """The terminal decides whether it is too late; until it has, the page stays."""
    visit = state.visit
    assert isinstance(visit, TakingCard)
    if not can_cancel(visit):
        return refuse(state, "too late to cancel: the terminal says how it ends")
    cancelling = replace(visit, cancelling=True)
    return Decision(stay(state, cancelling), commands=(CancelCard(visit.attempt.attempt_id),))


def card_time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    """No word within any time-out of the terminal's: in doubt. No word on the doubt either: the payer gets a slip with its
    code, what is in is paid, and the charge is settled behind the scenes."""
    visit = state.visit
    assert isinstance(visit, TakingCard)
    if visit.in_doubt:
        return pay(state, visit.cash, visit.cash.finishing or VisitEnd.PAID, moment)
    return doubt(state, CardDoubted(visit.attempt.attempt_id, "no word of the card terminal"), moment)


def doubt(state: State, fact: CardDoubted, moment: Moment) -> Decision:
    """Nobody knows: the terminal is asked, in front of the payer if they are still here."""
    open_attempt = state.terminal.attempt
    assert open_attempt is not None
    if open_attempt.doubted or open_attempt.undecided:
        return refuse(state, "the terminal, or two persons, are being asked already")
    visit = state.visit
    if isinstance(visit, TakingCard) and visit.attempt.attempt_id == fact.attempt_id:
        asking = replace(visit, in_doubt=True, step=CardStep.CHECKING, problem=None)
        state = stay(state, asking) if visit.in_doubt else go(state, asking, moment)
    terminal = replace(state.terminal, card_identity=None, attempt=replace(open_attempt, doubted=True))
    state = replace(state, terminal=terminal)
    return Decision(state, (fact,), (ResolveCard(open_attempt.attempt),))


# ---- not charged -----------------------------------------------------------------------------------------------------


def show_refused(state: State, visit: TakingCard, problem: CardProblem, code: str, moment: Moment) -> Decision:
    """The attempt is closed. One who cancelled is back where they came from; one whose card was refused hears why."""
    cash = visit.cash
    if cash.finishing is not None:
        return pay(state, cash, cash.finishing, moment)
    if not visit.cancelling:
        return proceed(state, CardRefused(cash, problem, code), moment)
    if money_inside(visit):
        return to_cash(state, cash, moment)
    closed = VisitClosed(cash.visit_id, VisitEnd.ABANDONED)
    return proceed(state, ChooseMethod(cash.customer, cash.amount), moment).also((closed,))


def cash_instead(state: State, _event: CashChosen, moment: Moment) -> Decision:
    visit = state.visit
    assert isinstance(visit, CardRefused)
    if not can_pay_cash(visit, state.terminal):
        return refuse(state, f"no note can be taken: {why_no_cash(state.terminal)}")
    return to_cash(state, visit.cash, moment)


def can_pay_cash(visit: CardRefused, terminal: Terminal) -> bool:
    return not why_no_cash(terminal) and bool(notes_with_room(visit.cash, terminal))


def to_cash(state: State, cash: TakingCash, moment: Moment) -> Decision:
    """The slot opens (again) for what is left, as far as it can."""
    room = frozenset() if why_no_cash(state.terminal) else notes_with_room(cash, state.terminal)
    cash = replace(cash, accepting=room, confirmations_left=state.terminal.policy.confirmations)
    return proceed(state, cash, moment).also(commands=(AcceptNotes(room),) if room else ())


def leave_refused(state: State, event: BackPressed | HomePressed, moment: Moment) -> Decision:
    """Back and home exist only while no note is in."""
    visit = state.visit
    assert isinstance(visit, CardRefused)
    cash = visit.cash
    if money_inside(visit):
        return refuse(state, "money is inside: only finish leads on")
    target = Home() if isinstance(event, HomePressed) else ChooseMethod(cash.customer, cash.amount)
    return proceed(state, target, moment).also((VisitClosed(cash.visit_id, VisitEnd.ABANDONED),))
