"""Paper of answers: shown before it is spent, everything that a visit prints on one slip, judged by the printer's evidence
(features.md F29, F31). The paper of a payment is made in ``payments``; it never waits for a preview."""

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import Any, Final

from kiosk.catalogue import Catalogue
from kiosk.commands import PrintPaper
from kiosk.enquiry_answers import BalanceSheet, BillSheet, DetailPage, PastPayments, PointsSheet
from kiosk.enquiry_views import PaperStep
from kiosk.events import BackPressed, HomePressed, PrintJobEnded, PrintPressed, ServiceChosen
from kiosk.facts import ReceiptStarted
from kiosk.flow import here
from kiosk.flow.asking import RECORDS_A_PAGE
from kiosk.flow.decision import Decision, Moment, proceed, refuse
from kiosk.flow.enquiry_states import Enquirer, Enquiring, EnterReceiptNumber, Menu, Papers, Previewing
from kiosk.flow.identify import service_chosen as begin_service
from kiosk.flow.reprinting import copy_is_out
from kiosk.flow.states import Home, State
from kiosk.messages import Message
from kiosk.paper import Document, PrintJob, PrintOutcome, is_to_be_taken
from kiosk.papers.account import balance_part, payments_part, points_part
from kiosk.papers.bill import bill_part
from kiosk.papers.details import Narrowed, details_part
from kiosk.papers.slip import Frame, Part, Whose, copy_of, merged
from kiosk.questions import AskDetails
from kiosk.visit_types import Language

MOST_PARTS: Final = 6  # of one slip; the oldest goes
MOST_LINES: Final = 800  # of all its parts, under four metres: the payer's receipt is not kept waiting by a list
_HALF_A_SLIP: Final = "it is being printed: nobody leaves half a slip by mistake"

_MakePart = Callable[[Enquiring, Any, Whose, Catalogue, Language], Part]
_PARTS: Final[dict[type, _MakePart]] = {
    BillSheet: lambda _, sheet, whose, catalogue, language: bill_part(sheet, whose, catalogue, language),
    BalanceSheet: lambda _, sheet, whose, __, language: balance_part(sheet.balance, sheet.restrictions, whose, language),
    DetailPage: lambda page, sheet, whose, catalogue, language: details_part(
        sheet, whose, catalogue, language, most=RECORDS_A_PAGE, narrowed=_narrowed(page)
    ),
    PointsSheet: lambda _, sheet, whose, __, language: points_part(sheet, whose, language, most=RECORDS_A_PAGE),
    PastPayments: lambda _, sheet, whose, __, language: payments_part(sheet, whose, language, most=RECORDS_A_PAGE),
}


def can_print(page: Enquiring) -> bool:
    """Is there paper for what is shown? The key keeps its place while another answer is under way."""
    return type(page.sheet) in _PARTS


def preview_pressed(state: State, _event: PrintPressed, moment: Moment) -> Decision:
    """This answer joins what the visit has not printed yet; the same answer again takes its own place."""
    page, enquirer, catalogue = state.visit, state.enquirer, state.terminal.catalogue
    if not isinstance(page, Enquiring) or not can_print(page) or page.ticket or enquirer is None or catalogue is None:
        return refuse(state, "there is nothing to print on this page yet, or another answer is under way")
    whose = Whose(enquirer.account.masked(), enquirer.customer.masked_name)
    part = _PARTS[type(page.sheet)](page, page.sheet, whose, catalogue, state.look.language)
    enquirer = _with_part(enquirer, page, part)
    parts = [part for _, part in enquirer.papers]
    document = merged(Frame(state.terminal.policy, state.look.language, moment.at), *parts)
    preview = Previewing(page, document, sum(part.left_out for part in parts))
    return proceed(replace(state, enquirer=enquirer), preview, moment)


def _with_part(enquirer: Enquirer, page: Enquiring, part: Part) -> Enquirer:
    others = [(question, other) for question, other in enquirer.papers if question != page.shown]
    newest = (page.shown, part)
    return replace(enquirer, papers=fitting((*others, newest)) or (newest,))


def fitting(papers: Papers) -> Papers:
    """As many of the newest as there is room for on one slip, and beside a receipt."""
    lengths = accumulate(len(part.lines) for _, part in reversed(papers))
    room = sum(length <= MOST_LINES for length in lengths)
    return papers[-min(room, MOST_PARTS) :] if room else ()


def can_print_now(state: State) -> bool:
    """Not out and not on its way, and the printer works."""
    ordered = _preview(state).step in {PaperStep.PRINTING, PaperStep.PRINTED}
    return not ordered and state.terminal.printer.usable


def print_pressed(state: State, _event: PrintPressed, moment: Moment) -> Decision:
    """Print it, at most once by itself; after a fault that a person mended it may be ordered again."""
    preview = _preview(state)
    if preview.step not in (PaperStep.SHOWN, PaperStep.FAILED, PaperStep.DRAWN_BACK):
        return refuse(state, "it is being printed, or is printed")
    if not state.terminal.printer.usable:
        return refuse(state, f"the printer is out, as the page says: {state.terminal.printer.code}")
    printing = replace(preview, step=PaperStep.PRINTING, job_id=moment.uid, problem=None)
    started = ReceiptStarted(moment.uid, _visit_id(state, preview))
    order = PrintPaper(PrintJob(moment.uid, _to_print(state, preview)))
    return proceed(state, printing, moment).also((started,), (order,))


def _visit_id(state: State, preview: Previewing) -> str:
    """By which the centre knows who wanted this paper."""
    return preview.page.visit_id if isinstance(preview.page, EnterReceiptNumber) else here.enquirer(state).visit_id


def _to_print(state: State, preview: Previewing) -> Document:
    """A copy of a receipt carries its mark already; anything else gets one once it may be half out."""
    copies = state.enquirer.copies if state.enquirer is not None else 0
    marked = preview.copy is None and copies > 0
    return copy_of(preview.document, copies, state.look.language) if marked else preview.document


def job_ended(state: State, event: PrintJobEnded, moment: Moment) -> Decision:
    """By the printer's evidence. What may be half on paper is said, and is never printed again by itself."""
    whole = is_to_be_taken(event.outcome, event.cause)
    if whole or event.outcome is not PrintOutcome.NOT_PRINTED:
        state = _paper_out(state, moment, whole=whole)
    preview = _preview(state)
    if whole:
        return proceed(state, replace(preview, step=PaperStep.PRINTED), moment)
    ids = {PrintOutcome.NOT_PRINTED: "printer_out", PrintOutcome.PARTIAL: "print_failed"}
    problem = Message(ids.get(event.outcome, "print_unknown"), (("code", event.cause),))
    return proceed(state, replace(preview, step=PaperStep.FAILED, problem=problem), moment)


def _paper_out(state: State, moment: Moment, *, whole: bool) -> State:
    """What is out, or may be half out, is never printed again as if it were the first."""
    preview = _preview(state)
    if preview.copy is not None:
        return copy_is_out(state, preview, preview.copy, moment, whole=whole)
    enquirer = here.enquirer(state)
    left = enquirer.without_papers(preview.job_id) if whole else replace(enquirer, copies=enquirer.copies + 1)
    return replace(state, enquirer=left)


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    """What was shown stays ready for the visit's slip, until it is printed or the visit ends."""
    preview = _preview(state)
    number_done = isinstance(preview.page, EnterReceiptNumber) and preview.again > 0  # the next wish is another copy
    return _leave(state, Menu() if number_done else preview.page, moment)


def home_pressed(state: State, _event: HomePressed, moment: Moment) -> Decision:
    return _leave(state, Home(), moment)


def service_chosen(state: State, event: ServiceChosen, moment: Moment) -> Decision:
    if _preview(state).step is PaperStep.PRINTING:
        return refuse(state, _HALF_A_SLIP)
    return begin_service(state, event, moment)


def _leave(state: State, target: Enquiring | EnterReceiptNumber | Menu | Home, moment: Moment) -> Decision:
    if _preview(state).step is PaperStep.PRINTING:
        return refuse(state, _HALF_A_SLIP)
    return proceed(state, target, moment)


def _narrowed(page: Enquiring) -> Narrowed:
    asked = page.shown
    return Narrowed(asked.category, asked.day) if isinstance(asked, AskDetails) else Narrowed()


def _preview(state: State) -> Previewing:
    assert isinstance(state.visit, Previewing)
    return state.visit
