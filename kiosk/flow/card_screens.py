"""The pages of paying by card."""

from kiosk.accounts import grouped
from kiosk.flow.card import can_cancel, can_pay_cash, why_no_rest_by_card
from kiosk.flow.states import CardRefused, State, TakingCard, money_inside
from kiosk.money import price_text
from kiosk.views import CardRefusedView, CardView, Message, StartingView
from kiosk.visit_types import VisitEnd


def taking_card(_state: State, visit: TakingCard) -> CardView | StartingView:
    cash = visit.cash
    if cash.finishing is VisitEnd.RECOVERED:
        whose = (("number", grouped(cash.customer.account.masked())), ("amount", price_text(visit.attempt.amount)))
        return StartingView(Message("recovering_card", whose))
    return CardView(
        masked_number=cash.customer.account.masked(),
        masked_name=cash.customer.masked_name,
        amount=cash.amount,
        inserted=cash.inserted,
        charge=visit.attempt.amount,
        step=visit.step,
        problem=visit.problem,
        can_cancel=can_cancel(visit),
        cancelling=visit.cancelling,
    )


def card_refused(state: State, visit: CardRefused) -> CardRefusedView:
    cash = visit.cash
    return CardRefusedView(
        masked_number=cash.customer.account.masked(),
        masked_name=cash.customer.masked_name,
        amount=cash.amount,
        inserted=cash.inserted,
        charge=cash.left,
        problem=visit.problem,
        code=visit.code,
        can_retry=why_no_rest_by_card(cash, state.terminal) is None,
        can_pay_cash=can_pay_cash(visit, state.terminal),
        can_finish=money_inside(visit),
    )
