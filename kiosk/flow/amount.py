"""The amount and the method: what is owed, what to pay, and the conditions the payer agrees to by choosing cash."""

from dataclasses import replace

from kiosk.commands import AcceptNotes
from kiosk.events import (
    AmountChosen,
    BackPressed,
    BackspacePressed,
    CashChosen,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    OtherAmountChosen,
)
from kiosk.facts import VisitOpened
from kiosk.flow.cash import notes_with_room
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.health import queue_room, why_no_cash
from kiosk.flow.identify import back_to_number
from kiosk.flow.states import ChooseAmount, ChooseMethod, Customer, State, TakingCash, Terminal
from kiosk.money import FEN_PER_YUAN, ZERO, Fen, price_text
from kiosk.views import AmountChoice, AmountLabel, Message

_TYPED_DIGITS = 4  # whole yuan; the limits of the policy are far below


def payable(customer: Customer, terminal: Terminal) -> Fen:
    """The most this customer can pay now, in fen: the hall's limit, and what may still wait to be posted (F56)."""
    room = queue_room(terminal, customer.account, offline=is_offline(customer, terminal))
    return min(terminal.policy.maximum_payment, room)


def choices(customer: Customer, terminal: Terminal) -> tuple[AmountChoice, ...]:
    """The arrears first, or the most that can be paid of them, then the hall's round sums. Only what can be paid."""
    most = payable(customer, terminal)
    arrears = customer.found.arrears if customer.found else ZERO
    first = [AmountChoice(arrears, AmountLabel.ARREARS)] if ZERO < arrears <= most else []
    sums = [amount for amount in terminal.policy.round_sums if amount <= most and amount != arrears]
    if arrears > most >= terminal.policy.minimum_payment and most not in sums:
        sums.append(most)
    return (*first, *(AmountChoice(amount, AmountLabel.ROUND) for amount in sums))


def typed_amount(digits: str) -> Fen:
    return Fen(int(digits or "0") * FEN_PER_YUAN)


def amount_chosen(state: State, event: AmountChosen, moment: Moment) -> Decision:
    visit = _amount(state)
    if event.amount not in {choice.amount for choice in choices(visit.customer, state.terminal)}:
        return refuse(state, "an amount that was not offered")
    return proceed(state, ChooseMethod(visit.customer, event.amount), moment)


def other_amount_chosen(state: State, _event: OtherAmountChosen, moment: Moment) -> Decision:
    return proceed(state, replace(_amount(state), typing=True, digits="", problem=None), moment)


def digit_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    visit = _amount(state)
    digits = (visit.digits + event.digit).lstrip("0")
    if not visit.typing or len(event.digit) != 1 or not event.digit.isascii() or not event.digit.isdigit():
        return refuse(state, "no amount is being typed")
    if len(digits) > _TYPED_DIGITS:
        return refuse(state, "the amount is full")
    return proceed(state, replace(visit, digits=digits, problem=None), moment)


def backspace_pressed(state: State, _event: BackspacePressed, _moment: Moment) -> Decision:
    visit = _amount(state)
    return Decision(stay(state, replace(visit, digits=visit.digits[:-1], problem=None)))


def clear_pressed(state: State, _event: ClearPressed, _moment: Moment) -> Decision:
    return Decision(stay(state, replace(_amount(state), digits="", problem=None)))


def amount_typed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    visit = _amount(state)
    if not visit.typing:
        return refuse(state, "no amount is being typed")
    policy = state.terminal.policy
    amount = typed_amount(visit.digits)
    if amount < policy.minimum_payment:
        problem = Message("amount_too_small", (("minimum", price_text(policy.minimum_payment)),))
    elif amount > payable(visit.customer, state.terminal):
        most = payable(visit.customer, state.terminal)
        problem = Message("amount_too_large", (("maximum", price_text(most)),))
    else:
        return proceed(state, ChooseMethod(visit.customer, amount), moment)
    return Decision(stay(state, replace(visit, problem=problem)))


def back_from_amount(state: State, event: BackPressed, moment: Moment) -> Decision:
    visit = _amount(state)
    if visit.typing:
        return proceed(state, replace(visit, typing=False, digits="", problem=None), moment)
    return back_to_number(state, event, moment)


def back_to_amount(state: State, _event: BackPressed, moment: Moment) -> Decision:
    visit = state.visit
    assert isinstance(visit, ChooseMethod)
    return proceed(state, ChooseAmount(visit.customer), moment)


def is_offline(customer: Customer, terminal: Terminal) -> bool:
    return customer.found is None or not terminal.reachable


def why_not_cash(visit: ChooseMethod, terminal: Terminal) -> Message | None:
    """Why this customer can't pay this amount in cash now; None when they can."""
    code = why_no_cash(terminal)
    if code:
        return Message("method_cash_unavailable", (("code", code),))
    room = queue_room(terminal, visit.customer.account, offline=is_offline(visit.customer, terminal))
    if room < visit.amount:
        return Message("method_cash_limit_reached", (("limit", price_text(room)),))
    return None


def cash_chosen(state: State, _event: CashChosen, moment: Moment) -> Decision:
    """The consent: from here on notes are taken for this account. The visit is on the disk before the slot opens."""
    visit = state.visit
    assert isinstance(visit, ChooseMethod)
    reason = why_not_cash(visit, state.terminal)
    if reason is not None:
        return refuse(state, f"cash is not offered: {reason.id}")
    cash, opened = open_visit(state, visit, moment)
    return Decision(go(state, cash, moment), (opened,), (AcceptNotes(cash.accepting),))


def open_visit(state: State, visit: ChooseMethod, moment: Moment) -> tuple[TakingCash, VisitOpened]:
    """The visit whose payer has consented, and the fact that says so."""
    cash = TakingCash(
        visit_id=moment.uid,
        customer=visit.customer,
        amount=visit.amount,
        offline=is_offline(visit.customer, state.terminal),
        receipt_promised=state.terminal.printer.usable,
        confirmations_left=state.terminal.policy.confirmations,
    )
    cash = replace(cash, accepting=notes_with_room(cash, state.terminal))
    opened = VisitOpened(
        visit_id=cash.visit_id,
        account=visit.customer.account,
        masked_name=visit.customer.masked_name,
        amount_to_pay=visit.amount,
        language=state.look.language,
        offline=cash.offline,
        receipt_expected=cash.receipt_promised,
    )
    return cash, opened


def _amount(state: State) -> ChooseAmount:
    assert isinstance(state.visit, ChooseAmount)
    return state.visit
