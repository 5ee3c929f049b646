"""The last page: what became of the payment, its text message, the line and the paper; and of what is still open."""

from kiosk.flow.charges import NOT_CHARGED
from kiosk.flow.paying import note_code
from kiosk.flow.payments import can_print_again
from kiosk.flow.states import CardCase, ShowResult, State
from kiosk.money import ZERO, price_text
from kiosk.views import Message, ResultView, StepState
from kiosk.visit_types import Reopening, SmsState, VisitEnd


def show_result(state: State, visit: ShowResult) -> ResultView:
    return ResultView(
        masked_number=visit.account_masked,
        masked_name=visit.masked_name,
        amount=visit.amount,
        payment_id=visit.payment_id or visit.note_code or _case_code(visit),
        posting=_posting(state, visit),
        sms=_sms(visit),
        sms_state=visit.sms,
        reopening=_reopening(visit),
        reopening_state=visit.reopening,
        receipt=visit.receipt,
        receipt_number=visit.receipt_number,
        balance_after=visit.balance_after,
        message=_result_message(state, visit),
        code=visit.problem,
        charged=visit.card.amount if visit.card is not None else ZERO,
        card=_card_name(visit),
        may_rate=may_rate(state, visit),
        drawn_back=visit.drawn_back,
        can_print_again=can_print_again(state, visit),
        score=visit.score,
    )


def may_rate(state: State, visit: ShowResult) -> bool:
    """Once the payment is settled or queued; nobody is asked for praise while something of theirs is open."""
    if not visit.payment_id or visit.open_amount or visit.card_case is not None:
        return False
    return _posting(state, visit) in (StepState.DONE, StepState.LATER)


def _case_code(visit: ShowResult) -> str:
    return note_code(visit.card_case.attempt_id) if visit.card_case is not None else ""


def _card_name(visit: ShowResult) -> str:
    if visit.card is None:
        return ""
    approval = visit.card.approval
    return " ".join(part for part in (approval.card_name, f"****{approval.last4}" if approval.last4 else "") if part)


def _posting(state: State, visit: ShowResult) -> StepState:
    late = visit.posting is StepState.WAITING and not state.terminal.reachable
    return StepState.LATER if late else visit.posting


def _sms(visit: ShowResult) -> StepState:
    if visit.posting is not StepState.DONE:
        return StepState.LATER if visit.posting is not StepState.FAILED else StepState.SKIPPED
    states = {
        SmsState.WAITING: StepState.WAITING,
        SmsState.SENT: StepState.WAITING,
        SmsState.DELIVERED: StepState.DONE,
        SmsState.FAILED: StepState.FAILED,
        SmsState.UNDELIVERABLE: StepState.LATER,
    }
    return states[visit.sms]


def _reopening(visit: ShowResult) -> StepState:
    if visit.posting is not StepState.DONE:
        return StepState.LATER if visit.was_suspended and visit.posting is not StepState.FAILED else StepState.SKIPPED
    states = {
        Reopening.NOT_NEEDED: StepState.SKIPPED,
        Reopening.PENDING: StepState.WAITING,
        Reopening.REOPENED: StepState.DONE,
        Reopening.LATE: StepState.LATER,
    }
    return states[visit.reopening]


def _result_message(state: State, visit: ShowResult) -> Message:
    if visit.card_case is not None:
        return _of_card_case(visit.card_case)
    if visit.problem == NOT_CHARGED:
        return Message("result_card_not_charged")
    if visit.open_amount:
        open_note = (("amount", price_text(visit.open_amount)), ("code", visit.note_code))
        return Message("result_note_open" if visit.payment_id else "result_only_note_open", open_note)
    if visit.posting is StepState.DONE:
        return Message("result_posted")
    if visit.end is VisitEnd.RECOVERED and visit.posting is not StepState.FAILED:
        return Message("result_recovered")
    if visit.posting is StepState.FAILED and visit.card is not None and visit.card_back is not None:
        return _of_charge_back(visit)
    if visit.posting is StepState.FAILED:
        return Message("result_in_doubt" if visit.in_doubt else "result_owed", (("code", visit.payment_id),))
    return Message("result_queued" if _posting(state, visit) is StepState.LATER else "result_posting")


def _of_card_case(case: CardCase) -> Message:
    code = (("code", note_code(case.attempt_id)), ("amount", price_text(case.amount)))
    return Message("result_card_undecided" if case.undecided else "result_card_in_doubt", code)


def _of_charge_back(visit: ShowResult) -> Message:
    """The centre refused the payment: what went by card goes back to it; notes stay owed until a person gives them back."""
    assert visit.card is not None
    sums = (("amount", price_text(visit.card.amount)), ("code", visit.payment_id))
    if visit.card_back is StepState.DONE and not visit.notes:
        return Message("result_card_taken_back", sums)
    return Message("result_owed_card_back" if visit.card_back is not StepState.FAILED else "result_owed", sums)
