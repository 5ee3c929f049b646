"""The readiness report on paper: ordered once, judged by the printer's evidence like any other paper."""

from dataclasses import replace

from kiosk.commands import PrintPaper
from kiosk.events import PrintJobEnded, PrintPressed
from kiosk.facts import ReceiptStarted
from kiosk.flow import here, payments
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.diagnosing import STAFF_PAPER
from kiosk.flow.judging import judged
from kiosk.flow.staff_states import Console
from kiosk.flow.states import State
from kiosk.paper import PrintJob
from kiosk.papers.readiness import readiness_paper
from kiosk.staff_records import BooksSheet
from kiosk.staff_views import ConsolePage


def print_pressed(state: State, _event: PrintPressed, moment: Moment) -> Decision:
    page = here.page(state, Console)
    sheet = page.sheet
    if page.page is not ConsolePage.READINESS or sheet is None or not isinstance(sheet.records, BooksSheet):
        return refuse(state, "there is nothing to print on this page yet")
    if sheet.job_id and not sheet.printed:
        return refuse(state, "it is being printed")
    if not state.terminal.printer.usable:
        return refuse(state, f"the printer is out, as the page says: {state.terminal.printer.code}")
    language = state.look.language
    found = judged(state, sheet.records, language, moment.at)
    paper = readiness_paper(found, state.terminal.policy, language, page.member.staff_id)
    printing = replace(page, sheet=replace(sheet, job_id=moment.uid, printed=""))
    order = PrintPaper(PrintJob(moment.uid, paper))
    return proceed(state, printing, moment).also((ReceiptStarted(moment.uid, STAFF_PAPER),), (order,))


def print_job_ended(state: State, event: PrintJobEnded, moment: Moment) -> Decision:
    recorded = payments.print_job_ended(state, event, moment)
    page = here.page(recorded.state, Console)
    if page.sheet is None or page.sheet.job_id != event.job_id:
        return recorded
    told = replace(page, sheet=replace(page.sheet, printed=event.outcome.value))
    return replace(recorded, state=stay(recorded.state, told))
