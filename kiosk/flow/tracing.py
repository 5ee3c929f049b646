"""Where is this money? A slip's code is typed at the console, and the journey of that note or payment is read as this
terminal's ledger knows it (field.md X10). Nothing on this page changes anything; who looked for what is recorded."""

from dataclasses import replace
from typing import Final

from kiosk.commands import ReadRecords
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    ClearPressed,
    ConfirmPressed,
    ConsolePageChosen,
    DigitPressed,
    RecordsRead,
)
from kiosk.flow import console, here, look_ups, open_money
from kiosk.flow.console import may_open
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.staff_states import Console, Tracing
from kiosk.flow.states import State
from kiosk.messages import Message
from kiosk.staff_records import JourneyOf, JourneySheet
from kiosk.staff_views import ConsolePage

KEYS: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")
SHORTEST: Final = 4
LONGEST: Final = 32


def page_chosen(state: State, event: ConsolePageChosen, moment: Moment) -> Decision:
    """The search is a page of its own kind."""
    page = here.page(state, Console)
    if event.page is not ConsolePage.JOURNEY or not may_open(page, event.page):
        return open_money.page_chosen(state, event, moment)
    refused = look_ups.refused(state.terminal, page.member.staff_id, moment.monotonic_s)
    return proceed(state, Tracing(page.member, problem=refused), moment)


# ---- typing --------------------------------------------------------------------------------------------------------


def key_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    page = _page(state)
    if not types(page) or event.digit not in KEYS or len(page.typed) >= LONGEST:
        return refuse(state, "nothing is typed now, or there is no room, or no such key")
    return proceed(state, replace(page, typed=page.typed + event.digit, problem=None), moment)


def backspace_pressed(state: State, _event: BackspacePressed, moment: Moment) -> Decision:
    page = _page(state)
    if not types(page) or not page.typed:
        return refuse(state, "there is nothing to take back")
    return proceed(state, replace(page, typed=page.typed[:-1], problem=None), moment)


def clear_pressed(state: State, _event: ClearPressed, moment: Moment) -> Decision:
    """Of what is typed; beside a journey: another code."""
    page = _page(state)
    if page.ticket or not (page.typed or page.sheet):
        return refuse(state, "there is nothing to clear")
    return proceed(state, Tracing(page.member), moment)


def confirm_pressed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    page = _page(state)
    if not can_confirm(page):
        return refuse(state, "this is no code yet, or it is being looked for")
    refused = look_ups.refused(state.terminal, page.member.staff_id, moment.monotonic_s)
    if refused is not None:
        return proceed(state, replace(page, problem=refused), moment)
    asking = replace(page, ticket=moment.uid, problem=None)
    return proceed(state, asking, moment).also(commands=(ReadRecords(moment.uid, JourneyOf(page.typed)),))


def types(page: Tracing) -> bool:
    return not page.ticket and page.sheet is None


def can_confirm(page: Tracing) -> bool:
    return types(page) and len(page.typed) >= SHORTEST


# ---- the answer ----------------------------------------------------------------------------------------------------


def records_read(state: State, event: RecordsRead, moment: Moment) -> Decision:
    """On the disk before it is on the screen. No progress: the person's own countdown goes on."""
    page = _page(state)
    if not page.ticket or page.ticket != event.ticket:
        return refuse(state, "nobody waits for these records any more")
    who, sheet = page.member.staff_id, event.sheet
    counted, fact = look_ups.ended(state, who, page.typed, sheet, moment)
    answered = replace(page, ticket="")
    if not isinstance(sheet, JourneySheet):
        answered = replace(answered, problem=Message("trace_unread"))
    elif sheet.is_known:
        answered = replace(answered, sheet=sheet)
    else:
        refused = look_ups.refused(counted.terminal, who, moment.monotonic_s)
        answered = replace(answered, problem=refused or Message("trace_nothing"))
    return Decision(stay(counted, answered), (fact,))


# ---- back, away ----------------------------------------------------------------------------------------------------


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    """From a journey to its code; from the code to the records."""
    page = _page(state)
    if page.sheet is not None:
        return proceed(state, replace(page, sheet=None), moment)
    at_console = replace(state, visit=Console(page.member))
    return console.page_chosen(at_console, ConsolePageChosen(ConsolePage.RECORDS), moment)


def _page(state: State) -> Tracing:
    return here.page(state, Tracing)
