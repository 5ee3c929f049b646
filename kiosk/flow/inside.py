"""Whose money is inside: what this visitor has put in and does not see posted yet, and in which visit."""

from kiosk.flow.states import OutOfService, ShowResult, State, Visit, cash_of
from kiosk.money import ZERO, Fen
from kiosk.views import StepState


def inside(state: State) -> tuple[Fen, str]:
    """In fen, a note on its way included; and for which number, masked."""
    visit, cash = state.visit, cash_of(state.visit)
    if cash is not None:
        intent = state.terminal.intent
        moving = intent.denomination if intent is not None and intent.visit_id == cash.visit_id else ZERO
        return Fen(cash.inserted + moving), cash.customer.account.masked()
    if isinstance(visit, ShowResult) and visit.posting is not StepState.DONE:
        return visit.amount, visit.account_masked
    if isinstance(visit, OutOfService):
        return visit.held, visit.masked_number
    return ZERO, ""


def visit_id_of(visit: Visit) -> str:
    """Of the payment that is made or was made here; empty on the pages before it."""
    cash = cash_of(visit)
    if cash is not None:
        return cash.visit_id
    return visit.visit_id if isinstance(visit, ShowResult | OutOfService) else ""
