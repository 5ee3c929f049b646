"""A page of answers: another month, kind, day or page of it; on to paying; back to the other services."""

from dataclasses import replace

from kiosk.commands import LookUpAccount
from kiosk.enquiry import EnquiryProblem, EnquiryRefused
from kiosk.enquiry_answers import BillSheet, DetailPage, Sheet
from kiosk.events import (
    BackPressed,
    CatalogueKnown,
    CategoryChosen,
    CentreAnswered,
    ConfirmPressed,
    DayChosen,
    MenuPressed,
    MonthChosen,
    NextPagePressed,
    PayPressed,
    PreviousPagePressed,
    TimePassed,
)
from kiosk.flow import here, proving, quick_lane, reprinting, unsubscribing
from kiosk.flow.asking import SILENT, ask_for_page, past_months
from kiosk.flow.decision import Decision, Moment, proceed, refuse
from kiosk.flow.enquiry_states import (
    ChooseProof,
    EndingSubscription,
    Enquiring,
    EnterReceiptNumber,
    FetchingCopy,
    Menu,
    Proving,
)
from kiosk.flow.enquiry_words import said
from kiosk.flow.health import why_no_payment
from kiosk.flow.states import Home, LookingUp, State
from kiosk.questions import AskBill, AskDetails
from kiosk.visit_types import Service

_WAITING = (Proving, Enquiring, EndingSubscription, EnterReceiptNumber, FetchingCopy)
# After these the customer has to prove again before anything is asked.
_PROVE_AGAIN = (EnquiryProblem.TOKEN_OVER, EnquiryProblem.SCOPE_MISSING)


def catalogue_known(state: State, event: CatalogueKnown, _moment: Moment) -> Decision:
    """The home screen follows the centre without a release (features.md F12)."""
    if event.catalogue == state.terminal.catalogue:
        return refuse(state, "the menu is as it was")
    return Decision(replace(state, terminal=replace(state.terminal, catalogue=event.catalogue)))


def menu_pressed(state: State, _event: MenuPressed, moment: Moment) -> Decision:
    return proceed(state, Menu(), moment)


def centre_answered(state: State, event: CentreAnswered, moment: Moment) -> Decision:
    if quick_lane.is_answer(state, event):
        return quick_lane.answered(state, event, moment)
    visit = state.visit
    if not isinstance(visit, _WAITING) or not event.ticket or event.ticket != visit.ticket:
        return refuse(state, "a late answer, or one that nobody waits for")
    if isinstance(visit, Proving):
        return proving.answered(state, event, moment)
    if isinstance(visit, EndingSubscription):
        return unsubscribing.answered(state, event, moment)
    if isinstance(visit, EnterReceiptNumber | FetchingCopy):
        return reprinting.answered(state, event, moment)
    if isinstance(event.answer, EnquiryRefused):
        return refused(state, visit, event.answer, moment)
    if isinstance(event.answer, Sheet):
        shown = replace(visit, ticket="", shown=visit.question, before=visit.earlier, sheet=event.answer)
        return proceed(state, shown, moment)
    return refuse(state, "not an answer to this question")


def refused(state: State, page: Enquiring, why: EnquiryRefused, moment: Moment) -> Decision:
    """What was shown stays; the same question can be asked again. A right that has ended must be proved anew."""
    if why.problem in _PROVE_AGAIN and state.enquirer is not None:
        state = replace(state, enquirer=state.enquirer.without_proof())
        return proceed(state, ChooseProof(page.service, said(why)), moment)
    return proceed(state, replace(page, ticket="", problem=said(why)), moment)


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    return refused(state, page, SILENT, moment) if page.ticket else proceed(state, Home(), moment)


def ask_again(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    if page.problem is None or page.ticket:
        return refuse(state, "the answer is there, or under way")
    return ask_for_page(state, page, page.question, moment)


def month_chosen(state: State, event: MonthChosen, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    if event.month not in months_offered(page, moment.at):
        return refuse(state, f"month {event.month!r} is not offered here")
    if isinstance(page.question, AskBill):
        return ask_for_page(state, page, replace(page.question, month=event.month), moment)
    assert isinstance(page.question, AskDetails)
    return _ask_records(state, page, replace(page.question, month=event.month, day=""), moment)


def months_offered(page: Enquiring, at: str) -> tuple[str, ...]:
    """The past months that this page can show, the newest first: those the centre tells of, else those it should keep."""
    if page.service is Service.PAST_BILLS and isinstance(page.sheet, BillSheet):
        return tuple(month.month for month in reversed(page.sheet.history.months) if month.closed)
    if isinstance(page.sheet, DetailPage):
        at = page.sheet.as_of  # the centre's clock, by which it keeps them
    return past_months(at) if page.service in (Service.PAST_BILLS, Service.PAST_DETAILS) else ()


def category_chosen(state: State, event: CategoryChosen, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    if not isinstance(page.question, AskDetails):
        return refuse(state, "no records are shown")
    return _ask_records(state, page, replace(page.question, category=event.category), moment)


def day_chosen(state: State, event: DayChosen, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    if not isinstance(page.question, AskDetails) or not isinstance(page.sheet, DetailPage):
        return refuse(state, "no records are shown")
    if event.day and not event.day.startswith(f"{page.sheet.month}-"):
        return refuse(state, "a day of another month")
    return _ask_records(state, page, replace(page.question, day=event.day), moment)


def _ask_records(state: State, page: Enquiring, question: AskDetails, moment: Moment) -> Decision:
    """From the first page on."""
    return ask_for_page(state, replace(page, earlier=()), replace(question, cursor=""), moment)


def next_page(state: State, _event: NextPagePressed, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    if not isinstance(page.shown, AskDetails) or not isinstance(page.sheet, DetailPage) or page.ticket:
        return refuse(state, "no records are shown, or others are under way")
    if page.sheet.next_cursor is None:
        return refuse(state, "these are the last records")
    turned = replace(page, earlier=(*page.before, page.shown.cursor))
    return ask_for_page(state, turned, replace(page.shown, cursor=page.sheet.next_cursor), moment)


def previous_page(state: State, _event: PreviousPagePressed, moment: Moment) -> Decision:
    page = here.page(state, Enquiring)
    if not isinstance(page.shown, AskDetails) or not page.before or page.ticket:
        return refuse(state, "these are the first records, or others are under way")
    turned = replace(page, earlier=page.before[:-1])
    return ask_for_page(state, turned, replace(page.shown, cursor=page.before[-1]), moment)


def pay_pressed(state: State, _event: PayPressed, moment: Moment) -> Decision:
    """What is owed is asked afresh; the number need not be typed again."""
    if why_no_payment(state.terminal) or state.enquirer is None:
        return refuse(state, f"no way to pay: {why_no_payment(state.terminal)}")
    account = state.enquirer.account
    return proceed(state, LookingUp(account), moment).also(commands=(LookUpAccount(account),))


def back_to_menu(state: State, _event: BackPressed, moment: Moment) -> Decision:
    return proceed(state, Menu(), moment)
