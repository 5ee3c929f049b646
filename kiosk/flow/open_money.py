"""The page of open money: the list, one line of it, what became of it and why; a note that was found; and the slip."""

from dataclasses import replace
from typing import Final

from kiosk import acts
from kiosk.commands import PrintPaper, ReadRecords
from kiosk.events import (
    AmountChosen,
    BackPressed,
    ConfirmPressed,
    ConsolePageChosen,
    FoundPressed,
    MoneyChosen,
    NextPagePressed,
    PreviousPagePressed,
    PrintJobEnded,
    PrintPressed,
    ReasonChosen,
    RecordsRead,
    SettlementChosen,
    SuggestionChosen,
)
from kiosk.facts import ReceiptStarted
from kiosk.flow import collecting, here, payments, settling
from kiosk.flow.console import may_open
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.second_person import second_wanted
from kiosk.flow.settling_states import Settling
from kiosk.flow.staff_states import Console
from kiosk.flow.states import State
from kiosk.messages import Message
from kiosk.open_money import OpenSheet, Suggestion, reasons
from kiosk.paper import PrintJob, PrintOutcome, is_to_be_taken
from kiosk.papers.settlement_slip import copy_of_slip
from kiosk.staff_records import RecordsWanted
from kiosk.staff_views import ConsolePage
from kiosk.views import StepState

LINES: Final = 5  # on one page of the list
IN_PATH: Final = "in_path"  # where a note that a page records was found: while a jam was cleared


def page_chosen(state: State, event: ConsolePageChosen, moment: Moment) -> Decision:
    """Open money is a page of its own kind."""
    console = here.page(state, Console)
    if event.page is not ConsolePage.OPEN_MONEY or not may_open(console, event.page):
        return collecting.page_chosen(state, event, moment)
    return _read(state, Settling(console.member), moment)


def _read(state: State, page: Settling, moment: Moment) -> Decision:
    reading = replace(page, ticket=moment.uid, problem=page.problem)
    return proceed(state, reading, moment).also(commands=(ReadRecords(moment.uid, RecordsWanted.OPEN_MONEY),))


def records_read(state: State, event: RecordsRead, _moment: Moment) -> Decision:
    """No progress: the person's own countdown goes on."""
    page = _page(state)
    if not page.ticket or page.ticket != event.ticket:
        return refuse(state, "that list is not wanted any more")
    sheet = event.sheet
    if not isinstance(sheet, OpenSheet):
        return Decision(stay(state, replace(page, ticket="", unread=True)))
    chosen = next((one for one in sheet.money if one.id == page.focus), None)
    last = max((len(sheet.money) - 1) // LINES, 0)
    read = replace(page, ticket="", unread=False, sheet=sheet, chosen=chosen, focus="", page=min(page.page, last))
    return Decision(stay(state, read))


# ---- the list and one line -----------------------------------------------------------------------------------------


def next_page(state: State, _event: NextPagePressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.sheet is None or not _is_list(page) or (page.page + 1) * LINES >= len(page.sheet.money):
        return refuse(state, "there is no further page")
    return proceed(state, replace(page, page=page.page + 1), moment)


def previous_page(state: State, _event: PreviousPagePressed, moment: Moment) -> Decision:
    page = _page(state)
    if not _is_list(page) or page.page == 0:
        return refuse(state, "this is the first page")
    return proceed(state, replace(page, page=page.page - 1), moment)


def money_chosen(state: State, event: MoneyChosen, moment: Moment) -> Decision:
    page = _page(state)
    lines = page.sheet.money if page.sheet is not None and _is_list(page) else ()
    chosen = next((one for one in lines if one.id == event.id), None)
    if chosen is None:
        return refuse(state, "no such line is on the list")
    return proceed(state, replace(page, chosen=chosen, problem=None), moment)


def outcome_chosen(state: State, event: SettlementChosen, moment: Moment) -> Decision:
    page = _page(state)
    if page.chosen is None or page.done is not None or event.outcome not in page.chosen.may_become():
        return refuse(state, "this can't become of it, or no line is open")
    offered = reasons(page.chosen.kind, event.outcome)
    reason = offered[0] if len(offered) == 1 else ""
    return proceed(state, replace(page, outcome=event.outcome, reason=reason, problem=None), moment)


def reason_chosen(state: State, event: ReasonChosen, moment: Moment) -> Decision:
    page = _page(state)
    if page.chosen is None or page.outcome is None or event.reason not in reasons(page.chosen.kind, page.outcome):
        return refuse(state, "no such reason is offered")
    return proceed(state, replace(page, reason=event.reason, problem=None), moment)


def confirm_pressed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    """The first person's act: the second one's proof is awaited now. Or, where the list could not be read: again."""
    page = _page(state)
    if page.unread and not page.ticket:
        return _read(state, Settling(page.member), moment)
    if not can_confirm(page):
        return refuse(state, "what became of it, and why, is not said yet")
    assert page.chosen is not None
    assert page.outcome is not None
    assert page.sheet is not None
    act = acts.SettleMoney(page.chosen, page.outcome, page.reason, page.sheet.as_of)
    why_not = settling.why_not_settle(state, act)
    if why_not == settling.MOVED:
        return _read(state, Settling(page.member, problem=Message("money_moved"), focus=page.chosen.id), moment)
    if why_not:
        return refuse(state, why_not)
    return second_wanted(state, page.member, act, replace(page, problem=None), moment)


def can_confirm(page: Settling) -> bool:
    return page.done is None and page.chosen is not None and page.outcome is not None and bool(page.reason)


# ---- a note that was found (X9) --------------------------------------------------------------------------------------


def found_pressed(state: State, _event: FoundPressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.sheet is None or not _is_list(page):
        return refuse(state, "a note is told from the list")
    return proceed(state, replace(page, finding=True, problem=None), moment)


def value_chosen(state: State, event: AmountChosen, moment: Moment) -> Decision:
    page = _page(state)
    if not page.finding or page.found is not None or event.amount not in state.terminal.policy.denominations:
        return refuse(state, "no such note is taken here, or none was found")
    return proceed(state, replace(page, found=event.amount), moment)


def suggestion_chosen(state: State, event: SuggestionChosen, moment: Moment) -> Decision:
    """Of a note in doubt: that very line. Else the note is recorded, for this visit or for nobody."""
    page = _page(state)
    if page.found is None or page.sheet is None:
        return refuse(state, "the note's value comes first")
    offered = {one.note_id: one for one in page.sheet.suggested(page.found)}
    chosen = offered.get(event.note_id)
    if event.note_id and chosen is None:
        return refuse(state, "no such visit was suggested")
    if chosen is not None and chosen.in_doubt:
        return proceed(state, _at_doubt(page, chosen), moment)
    act = acts.FindNote(page.found, chosen.visit_id if chosen is not None else None, IN_PATH)
    why_not = settling.why_not_found(state, act)
    if why_not:
        return refuse(state, why_not)
    recorded = settling.found(state, act, page.member.staff_id, moment)
    reading = _read(recorded.state, Settling(page.member, focus=moment.uid), moment)
    return replace(reading, facts=(*recorded.facts, *reading.facts))


def _at_doubt(page: Settling, suggestion: Suggestion) -> Settling:
    assert page.sheet is not None
    chosen = next((one for one in page.sheet.money if one.id == suggestion.note_id), None)
    return replace(page, finding=False, found=None, chosen=chosen)


# ---- back, away ------------------------------------------------------------------------------------------------------


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    """One step; from the list to the console's overview; from what is settled to the list, read anew."""
    page = _page(state)
    if page.done is not None:
        return _read(state, Settling(page.member), moment)
    if page.outcome is not None:
        return proceed(state, replace(page, outcome=None, reason="", problem=None), moment)
    if page.found is not None:
        return proceed(state, replace(page, found=None), moment)
    if page.chosen is not None or page.finding:
        return proceed(state, replace(page, chosen=None, finding=False, problem=None), moment)
    return proceed(state, Console(page.member), moment)


# ---- the slip --------------------------------------------------------------------------------------------------------


def print_pressed(state: State, _event: PrintPressed, moment: Moment) -> Decision:
    """Once more, marked as a copy if the first may be out."""
    page = _page(state)
    if page.done is None or not can_print(state, page):
        return refuse(state, "there is no slip to print now")
    done = replace(page.done, job_id=moment.uid, printing=StepState.WAITING)
    job = PrintPaper(PrintJob(moment.uid, done.slip))
    started = ReceiptStarted(moment.uid, settling.code_of(done.money))
    return proceed(state, replace(page, done=done), moment).also((started,), (job,))


def can_print(state: State, page: Settling) -> bool:
    return page.done is not None and page.done.printing is not StepState.WAITING and state.terminal.printer.usable


def print_job_ended(state: State, event: PrintJobEnded, moment: Moment) -> Decision:
    recorded = payments.print_job_ended(state, event, moment)
    page = _page(state)
    if page.done is None or page.done.job_id != event.job_id:
        return recorded
    may_be_out = event.outcome is not PrintOutcome.NOT_PRINTED
    slip = copy_of_slip(page.done.slip, state.look.language) if may_be_out else page.done.slip
    printing = StepState.DONE if is_to_be_taken(event.outcome, event.cause) else StepState.FAILED
    ended = replace(page, done=replace(page.done, printing=printing, slip=slip))
    return replace(recorded, state=stay(recorded.state, ended))


def _is_list(page: Settling) -> bool:
    return page.chosen is None and not page.finding and page.done is None


def _page(state: State) -> Settling:
    return here.page(state, Settling)
