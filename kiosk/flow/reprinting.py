"""A copy of a receipt that was printed before: by its number, which stands on slip and SMS, or by a payment in the history,
for who has proved by SMS code whose number it is (F29; field.md X32). The centre counts copies; none is printed unseen."""

from dataclasses import replace

from kiosk import receipt_number
from kiosk.enquiry import EnquiryProblem, EnquiryRefused, ProofMethod
from kiosk.enquiry_answers import PastPayments
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    CentreAnswered,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    ReceiptChosen,
    TimePassed,
)
from kiosk.flow import here
from kiosk.flow.asking import SILENT, why_not_ask, with_question
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.enquiry_states import ChooseProof, Enquiring, EnterReceiptNumber, FetchingCopy, Previewing
from kiosk.flow.enquiry_words import said
from kiosk.flow.states import Home, State
from kiosk.messages import Message
from kiosk.papers.receipt_copy import receipt_copy
from kiosk.papers.slip import Frame
from kiosk.questions import CopyByNumber, CopyByPayment
from kiosk.reprint_answers import ReceiptCopy
from kiosk.visit_types import Service

NEEDS_CODE = Message("receipt_needs_code")
_PROVE_AGAIN = (EnquiryProblem.TOKEN_OVER, EnquiryProblem.SCOPE_MISSING)


# ---- by its number -------------------------------------------------------------------------------------------------


def key_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    """What can't be a number is said at the first character that shows it."""
    page = here.page(state, EnterReceiptNumber)
    typed = receipt_number.with_key(page.typed, event.digit)
    if page.ticket or typed == page.typed:
        return refuse(state, "the centre is being asked, or no such character can stand here")
    return proceed(state, replace(page, typed=typed, problem=_fault(typed)), moment)


def backspace_pressed(state: State, _event: BackspacePressed, _moment: Moment) -> Decision:
    return _typed(state, here.page(state, EnterReceiptNumber).typed[:-1])


def clear_pressed(state: State, _event: ClearPressed, _moment: Moment) -> Decision:
    return _typed(state, "")


def _typed(state: State, typed: str) -> Decision:
    page = here.page(state, EnterReceiptNumber)
    if page.ticket:
        return refuse(state, "the centre is being asked")
    return Decision(stay(state, replace(page, typed=typed, problem=_fault(typed))))


def _fault(typed: str) -> Message | None:
    fault = receipt_number.fault(typed)
    return None if fault is None else Message(fault.value)


def number_confirmed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    page = here.page(state, EnterReceiptNumber)
    if page.ticket or not receipt_number.is_whole(page.typed):
        return refuse(state, "the centre is being asked, or this is no number of a receipt yet")
    question = CopyByNumber(page.visit_id, receipt_number.written(page.typed))
    asking = replace(page, ticket=moment.uid, problem=None)
    return with_question(proceed(state, asking, moment), question, asking.ticket)


# ---- by a payment in the history -----------------------------------------------------------------------------------


def receipt_chosen(state: State, event: ReceiptChosen, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    if page.ticket or event.payment_id not in receipts_offered(state, page):
        return refuse(state, "no receipt of this payment is offered")
    return fetch_or_prove(state, FetchingCopy(page, event.payment_id), moment)


def receipts_offered(state: State, page: Enquiring) -> frozenset[str]:
    """Payments on this page whose receipt can be had again; those of other channels never had one."""
    if not isinstance(page.sheet, PastPayments) or why_not_ask(state.terminal, Service.REPRINT) is not None:
        return frozenset()
    return frozenset(one.payment_id for one in page.sheet.items if one.payment_id is not None)


def fetch_or_prove(state: State, wanted: FetchingCopy, moment: Moment) -> Decision:
    """A password alone is not enough: it may be shared in a family, the handset is the payer's own (X32)."""
    enquirer = here.enquirer(state)
    if ProofMethod.SMS_CODE not in enquirer.methods:
        return proceed(state, ChooseProof(wanted.page.service, wanted=wanted), moment)
    asking = replace(wanted, ticket=moment.uid, problem=None)
    question = CopyByPayment(enquirer.asker, wanted.payment_id)
    return with_question(proceed(state, asking, moment), question, asking.ticket)


def ask_again(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    page = here.page(state, FetchingCopy)
    if page.ticket:
        return refuse(state, "the answer is under way")
    return fetch_or_prove(state, page, moment)


def back_to_history(state: State, _event: BackPressed, moment: Moment) -> Decision:
    return proceed(state, here.page(state, FetchingCopy).page, moment)


# ---- the answer ----------------------------------------------------------------------------------------------------


def answered(state: State, event: CentreAnswered, moment: Moment) -> Decision:
    page = state.visit
    assert isinstance(page, EnterReceiptNumber | FetchingCopy)
    if isinstance(event.answer, ReceiptCopy):
        return _preview(state, page, event.answer, moment)
    if isinstance(event.answer, EnquiryRefused):
        return _refused(state, page, event.answer, moment)
    return refuse(state, "not an answer to a wish for a copy")


def _preview(state: State, page: EnterReceiptNumber | FetchingCopy, copy: ReceiptCopy, moment: Moment) -> Decision:
    """It is shown before paper is spent; back from there leads to where it was asked for."""
    again = 0
    if isinstance(page, FetchingCopy):  # the centre counts one copy a visit, however often it is printed in it
        again = here.enquirer(state).copied.count(copy.payment_id)
    back = page.page if isinstance(page, FetchingCopy) else replace(page, ticket="", problem=None)
    document = receipt_copy(copy, _frame(state, moment), again)
    return proceed(state, Previewing(back, document, copy=copy, again=again), moment)


def _refused(state: State, page: EnterReceiptNumber | FetchingCopy, why: EnquiryRefused, moment: Moment) -> Decision:
    silent = why.problem is EnquiryProblem.SILENT
    problem = Message("copy_silent") if silent else said(why)
    waiting = replace(page, ticket="", problem=problem)
    if isinstance(waiting, FetchingCopy) and why.problem in _PROVE_AGAIN:
        state = replace(state, enquirer=here.enquirer(state).without_proof())
        again = replace(waiting, problem=None)
        return proceed(state, ChooseProof(waiting.page.service, problem, again), moment)
    return proceed(state, waiting, moment)


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    page = state.visit
    assert isinstance(page, EnterReceiptNumber | FetchingCopy)
    return _refused(state, page, SILENT, moment) if page.ticket else proceed(state, Home(), moment)


# ---- its paper -----------------------------------------------------------------------------------------------------


def copy_is_out(state: State, preview: Previewing, copy: ReceiptCopy, moment: Moment, *, whole: bool) -> State:
    """Or half of it; what may be printed after that says that it is this copy once more."""
    counted = replace(preview, again=preview.again + 1)
    state = replace(state, visit=counted if whole else marked_anew(state, counted, moment))
    if isinstance(preview.page, EnterReceiptNumber):
        return state
    enquirer = here.enquirer(state)
    return replace(state, enquirer=replace(enquirer, copied=(*enquirer.copied, copy.payment_id)))


def marked_anew(state: State, preview: Previewing, moment: Moment) -> Previewing:
    """A copy of a receipt as its next print says it; any other paper as it is."""
    if preview.copy is None:
        return preview
    return replace(preview, document=receipt_copy(preview.copy, _frame(state, moment), preview.again))


def _frame(state: State, moment: Moment) -> Frame:
    return Frame(state.terminal.policy, state.look.language, moment.at)
