"""The centre's word on a payment, and the paper that tells of it. True in every state; a present customer sees it."""

from dataclasses import replace

from kiosk.central_answers import Contradicted, PaymentProgress, Posted, PostingAnswer, Refused
from kiosk.commands import Command, FollowPayment, PrintPaper
from kiosk.events import PaymentAnswered, PaymentProgressed, PaymentsAnswered, PrintJobEnded, PrintPressed
from kiosk.facts import (
    AnyFact,
    ConfirmationProgressed,
    PaymentDoubted,
    PaymentOwed,
    PaymentPosted,
    ReceiptEnded,
    ReceiptStarted,
)
from kiosk.flow.beside import DueSlip
from kiosk.flow.decision import Decision, Moment, go, refuse, stay
from kiosk.flow.enquiry_states import Previewing
from kiosk.flow.paper_roll import fed
from kiosk.flow.paying import note_code
from kiosk.flow.previewing import fitting, job_ended
from kiosk.flow.reversals import take_back
from kiosk.flow.states import ShowResult, State
from kiosk.paper import PrintJob, PrintOutcome, is_to_be_taken
from kiosk.papers.receipts import invoice_block, receipt_part
from kiosk.papers.slip import Frame, copy_of, merged
from kiosk.receipt import CardDoubt, Slip, SlipKind, short_time
from kiosk.slip_check import SlipSeal, check_code, sealed_text
from kiosk.views import StepState
from kiosk.visit_types import REOPENING_ORDER, SMS_ORDER, VisitEnd


def payments_answered(state: State, event: PaymentsAnswered, moment: Moment) -> Decision:
    """Definite answers, each once: a payment that is no longer unposted has had its answer."""
    waiting = {payment.payment_id for payment in state.terminal.unposted}
    news = {answered.payment_id: answered for answered in event.answers if answered.payment_id in waiting}
    if not news:
        return refuse(state, f"had their answers: {', '.join(answered.payment_id for answered in event.answers)}")
    unposted = tuple(payment for payment in state.terminal.unposted if payment.payment_id not in news)
    answered = replace(state, terminal=replace(state.terminal, unposted=unposted))
    facts = [fact for answer in news.values() for fact in _facts_of(answer)]
    commands: list[Command] = []
    for payment in state.terminal.unposted:
        if payment.card is not None and payment.payment_id in news and isinstance(news[payment.payment_id].answer, Refused):
            back = take_back(answered, payment.payment_id, payment.card)
            answered = back.state
            facts += back.facts
            commands += back.commands
    visit = answered.visit
    if not isinstance(visit, ShowResult) or visit.payment_id not in news:
        return Decision(answered, tuple(facts), tuple(commands))
    shown = _show_answer(answered, visit, news[visit.payment_id].answer, moment)
    return replace(shown, facts=(*facts, *shown.facts), commands=(*commands, *shown.commands))


def _facts_of(answered: PaymentAnswered) -> tuple[AnyFact, ...]:
    payment_id, answer = answered.payment_id, answered.answer
    if isinstance(answer, Posted):
        posted = PaymentPosted(payment_id, answer.central_id, answer.receipt_number, answer.posted_at, answer.balance_after)
        return (posted, ConfirmationProgressed(payment_id, answer.progress.sms, answer.progress.reopening))
    if isinstance(answer, Contradicted):
        return (PaymentDoubted(payment_id, answer.problem),)
    return (PaymentOwed(payment_id, answer.problem),)


def _show_answer(state: State, result: ShowResult, answer: PostingAnswer, moment: Moment) -> Decision:
    if not isinstance(answer, Posted):
        doubt = isinstance(answer, Contradicted)
        back = StepState.WAITING if result.card is not None and not doubt else None
        result = replace(result, posting=StepState.FAILED, problem=answer.problem, in_doubt=doubt, card_back=back)
        return print_slip(go(state, result, moment), moment)
    result = replace(
        result,
        posting=StepState.DONE,
        central_id=answer.central_id,
        receipt_number=answer.receipt_number,
        posted_at=answer.posted_at,
        invoice=answer.invoice,
        balance_after=answer.balance_after,
        progress_version=answer.progress.version,
        sms=answer.progress.sms,
        reopening=answer.progress.reopening,
    )
    follow = FollowPayment(result.payment_id, answer.central_id)
    return print_slip(go(state, result, moment), moment).also(commands=(follow,))


def payment_progressed(state: State, event: PaymentProgressed, _moment: Moment) -> Decision:
    visit = state.visit
    progress: PaymentProgress = event.progress
    if not isinstance(visit, ShowResult) or visit.payment_id != event.payment_id:
        return refuse(state, "news of a payment whose customer is gone")
    if visit.posting is not StepState.DONE or progress.version <= visit.progress_version:
        return refuse(state, "old news, or news of a payment that has no answer yet")
    sms = max(visit.sms, progress.sms, key=SMS_ORDER.index)
    reopening = max(visit.reopening, progress.reopening, key=REOPENING_ORDER.index)
    shown = replace(visit, progress_version=progress.version, sms=sms, reopening=reopening)
    return Decision(stay(state, shown), (ConfirmationProgressed(event.payment_id, sms, reopening),))


# ---- paper ---------------------------------------------------------------------------------------------------------


def print_slip(state: State, moment: Moment) -> Decision:
    """Print what is known now, once a visit. The job is on the disk before its first byte goes out (2c)."""
    result = state.visit
    assert isinstance(result, ShowResult)
    if result.slip_at_s is None and not result.slip_waits:
        return Decision(state)
    if not state.terminal.printer.usable and result.end is VisitEnd.RECOVERED:
        return Decision(stay(state, replace(result, slip_at_s=None, slip_waits=True)))
    slip = _due_slip(state, result, moment.at)
    printing = replace(state, visit=replace(result, slip_at_s=None, slip_waits=False, job_id=moment.uid, slip=slip))
    return Decision(_papers_printed(printing, moment.uid)).also(*_print(slip, moment.uid))


def can_print_again(state: State, result: ShowResult) -> bool:
    """The receipt failed or was drawn back, and the printer works: a person may order it once more."""
    return result.slip is not None and result.receipt is StepState.FAILED and state.terminal.printer.usable


def print_again(state: State, _event: PrintPressed, moment: Moment) -> Decision:
    """The same slip; marked as a copy where the first may be out, or half out."""
    result = state.visit
    assert isinstance(result, ShowResult)
    if result.slip is None or not can_print_again(state, result):
        return refuse(state, "the receipt is out or on its way, or the printer is out")
    due, language = result.slip, state.look.language
    copy = replace(due, document=copy_of(due.document, result.copies, language)) if result.copies else due
    printing = replace(result, receipt=StepState.WAITING, drawn_back=False, job_id=moment.uid)
    return Decision(go(state, printing, moment)).also(*_print(copy, moment.uid))


def printer_changed(decision: Decision, moment: Moment) -> Decision:
    """A slip that waits for the printer is printed as soon as it works; so are those of payers who were cut off."""
    state = decision.state
    if not state.terminal.printer.usable:
        return decision
    for number, due in enumerate(state.terminal.slips_due):
        decision = decision.also(*_print(due, f"{moment.uid}-{number}"))
    state = replace(state, terminal=replace(state.terminal, slips_due=()))
    if isinstance(state.visit, ShowResult) and state.visit.slip_waits:
        shown = print_slip(state, moment)
        return replace(decision, state=shown.state).also(shown.facts, shown.commands)
    return replace(decision, state=state)


def keep_slip(state: State) -> State:
    """The page of an interrupted visit is left, and its slip still waits for the printer."""
    result = state.visit
    if not isinstance(result, ShowResult) or not result.slip_waits:
        return state
    due = (*state.terminal.slips_due, _due_slip(state, result, result.accepted_at))
    return replace(state, terminal=replace(state.terminal, slips_due=due))


def _print(due: DueSlip, job_id: str) -> tuple[tuple[AnyFact, ...], tuple[Command, ...]]:
    return (ReceiptStarted(job_id, due.claim_code),), (PrintPaper(PrintJob(job_id, due.document)),)


def _due_slip(state: State, result: ShowResult, printed_at: str) -> DueSlip:
    """The receipt, and on the same paper what this visit wanted printed and has not (features.md F29)."""
    slip = _slip(result, state.terminal.seal_slip)
    policy, language = state.terminal.policy, state.look.language
    invoice = invoice_block(result.invoice.code, result.invoice.qr, language) if result.invoice is not None else ()
    wanted = [part for _, part in fitting(state.enquirer.papers)] if state.enquirer is not None else []
    parts = (receipt_part(slip, policy, language, invoice), *wanted)
    return DueSlip(slip.claim_code, merged(Frame(policy, language, printed_at), *parts))


def _papers_printed(state: State, job_id: str) -> State:
    return state if state.enquirer is None else replace(state, enquirer=state.enquirer.without_papers(job_id))


def _slip(result: ShowResult, seal: SlipSeal | None) -> Slip:
    case = result.card_case
    claim_code = result.payment_id or result.note_code or (note_code(case.attempt_id) if case is not None else "")
    covered = sealed_text(claim_code, result.account_masked, result.amount, short_time(result.accepted_at))
    return Slip(
        kind=_kind(result),
        claim_code=claim_code,
        check_code=check_code(seal(covered)) if seal is not None else "",
        masked_number=result.account_masked,
        masked_name=result.masked_name,
        amount=result.amount,
        notes=result.notes,
        accepted_at=result.accepted_at,
        posted_at=result.posted_at,
        receipt_number=result.receipt_number,
        balance_after=result.balance_after,
        was_suspended=result.was_suspended,
        sms_waits=result.sms_waits,
        problem=result.problem,
        open_amount=result.open_amount,
        note_code=result.note_code,
        card=result.card,
        card_slip=result.card_slip,
        card_back=result.card_back,
        card_doubt=None if case is None else CardDoubt(note_code(case.attempt_id), case.amount, case.last4, case.undecided),
    )


def _kind(result: ShowResult) -> SlipKind:
    if result.payment_id:
        kinds = {StepState.DONE: SlipKind.POSTED, StepState.FAILED: SlipKind.OPEN_CASE}
        return kinds.get(result.posting, SlipKind.QUEUED)
    if result.open_amount or result.card_case is None:
        return SlipKind.NOTE_OPEN
    return SlipKind.CARD_UNDECIDED if result.card_case.undecided else SlipKind.CARD_IN_DOUBT


def print_job_ended(state: State, event: PrintJobEnded, moment: Moment) -> Decision:
    ended = ReceiptEnded(event.job_id, event.outcome.value, event.cause, event.paper_mm)
    state = fed(state, event.paper_mm)
    visit = state.visit
    if isinstance(visit, Previewing) and visit.job_id == event.job_id:
        return job_ended(state, event, moment).also((ended,))
    if not isinstance(visit, ShowResult) or visit.job_id != event.job_id or visit.receipt is not StepState.WAITING:
        return Decision(state, (ended,))
    if is_to_be_taken(event.outcome, event.cause):
        return Decision(stay(state, replace(visit, receipt=StepState.DONE)), (ended,))
    copies = visit.copies + (event.outcome is not PrintOutcome.NOT_PRINTED)
    return Decision(stay(state, replace(visit, receipt=StepState.FAILED, copies=copies)), (ended,))
