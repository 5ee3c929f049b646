"""The pages on the way to a copy of a receipt. Pure."""

from kiosk import receipt_number
from kiosk.enquiry_views import AskingView, ReceiptNumberView
from kiosk.flow import enquiry_states as es, here
from kiosk.flow.states import State
from kiosk.visit_types import Service


def enter_receipt_number(_state: State, visit: es.EnterReceiptNumber) -> ReceiptNumberView:
    return ReceiptNumberView(
        typed=visit.typed,
        digits_only=receipt_number.takes_digits_only(visit.typed),
        complete=receipt_number.is_whole(visit.typed),
        busy=bool(visit.ticket),
        problem=visit.problem,
    )


def fetching_copy(state: State, visit: es.FetchingCopy) -> AskingView:
    entry = state.terminal.catalogue.entry(Service.REPRINT) if state.terminal.catalogue is not None else None
    return AskingView(
        title=entry.name.of(state.look.language) if entry is not None else Service.REPRINT.value,
        masked_number=here.enquirer(state).account.masked(),
        problem=visit.problem,
        can_retry=visit.problem is not None and not visit.ticket,
    )
