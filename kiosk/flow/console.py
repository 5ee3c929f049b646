"""The console: which page is open, and when it logs off (trust.md S3). What a page does has a file of its own."""

from dataclasses import replace
from typing import Final

from kiosk.commands import ReadRecords
from kiosk.device_status import NOT_FITTED, Device
from kiosk.events import (
    BackPressed,
    ConsolePageChosen,
    HomePressed,
    RecordsRead,
    TimePassed,
)
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.history import CENTRE
from kiosk.flow.logging_off import hands_inside
from kiosk.flow.staff_states import Console, ConsoleSheet, PaperChange
from kiosk.flow.states import Home, State, Terminal
from kiosk.staff import Role
from kiosk.staff_records import RecordsWanted
from kiosk.staff_views import ConsolePage

NEEDS: Final[dict[ConsolePage, Role]] = {
    ConsolePage.OVERVIEW: Role.VIEW,
    ConsolePage.DEVICE: Role.VIEW,
    ConsolePage.RECORDS: Role.VIEW,
    ConsolePage.JOURNEY: Role.VIEW,
    ConsolePage.PAPER: Role.VIEW,
    ConsolePage.DIAGNOSIS: Role.OPERATE,
    ConsolePage.READINESS: Role.OPERATE,
    ConsolePage.COLLECTION: Role.CASH,
    ConsolePage.OPEN_MONEY: Role.CASH,
}
BUILT: Final = frozenset(
    {
        ConsolePage.OVERVIEW,
        ConsolePage.DEVICE,
        ConsolePage.RECORDS,
        ConsolePage.JOURNEY,
        ConsolePage.PAPER,
        ConsolePage.DIAGNOSIS,
        ConsolePage.READINESS,
        ConsolePage.COLLECTION,
        ConsolePage.OPEN_MONEY,
    }
)
"""Pages that there are; a tile leads to no other."""

_WANTED: Final[dict[str, RecordsWanted]] = {
    Device.ACCEPTOR: RecordsWanted.ACCEPTOR,
    Device.PRINTER: RecordsWanted.PRINTER,
    Device.CARD: RecordsWanted.CARD,
}
_OF_THE_BOOKS: Final = (ConsolePage.RECORDS, ConsolePage.READINESS)


def page_chosen(state: State, event: ConsolePageChosen, moment: Moment) -> Decision:
    console = _console(state)
    if not may_open(console, event.page):
        return refuse(state, f"{console.member.staff_id} may not open {event.page}, or there is no such page")
    if event.page is ConsolePage.DEVICE and event.device not in devices_of(state.terminal):
        return refuse(state, f"no device {event.device!r} is fitted")
    device = event.device if event.page is ConsolePage.DEVICE else ""
    wanted = RecordsWanted.BOOKS if event.page in _OF_THE_BOOKS else _WANTED.get(device)
    if wanted is None:
        return proceed(state, replace(console, page=event.page, device=device, sheet=None), moment)
    again = console.sheet if (console.page, console.device) == (event.page, device) else None
    kept = again.records if again is not None else None
    sheet = ConsoleSheet(event.page, ticket=moment.uid, records=kept, read_at=moment.at)
    opened = replace(console, page=event.page, device=device, sheet=sheet)
    return proceed(state, opened, moment).also(commands=(ReadRecords(moment.uid, wanted),))


def records_read(state: State, event: RecordsRead, _moment: Moment) -> Decision:
    """No progress: the person's own countdown goes on."""
    console = _console(state)
    if console.sheet is None or console.sheet.ticket != event.ticket:
        return refuse(state, "that page is not open any more")
    return Decision(stay(state, replace(console, sheet=replace(console.sheet, ticket="", records=event.sheet))))


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    console = _console(state)
    if console.page is ConsolePage.OVERVIEW:
        return refuse(state, "the overview is left by logging off")
    return proceed(state, replace(console, page=ConsolePage.OVERVIEW, device="", sheet=None), moment)


def may_open(console: Console, page: ConsolePage) -> bool:
    return page in BUILT and console.member.may(NEEDS[page])


def devices_of(terminal: Terminal) -> tuple[str, ...]:
    """What has a page of its own: every device that is fitted, and the line."""
    fitted = (terminal.acceptor, terminal.printer, terminal.card)
    return (*(one.device for one in fitted if one.code != NOT_FITTED), CENTRE)


# ---- paper, without a PIN (X17) ------------------------------------------------------------------------------------


def paper_pressed(state: State, event: ConsolePageChosen, moment: Moment) -> Decision:
    """The one page that needs nobody's PIN: the money side stays locked."""
    if event.page is not ConsolePage.PAPER:
        return refuse(state, f"nobody is logged in to open {event.page}")
    return proceed(state, PaperChange(), moment)


def paper_left(state: State, _event: BackPressed | HomePressed, moment: Moment) -> Decision:
    return proceed(state, Home(), moment)


def paper_time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    """Not while the cover is open."""
    if hands_inside(state.terminal):
        return Decision(go(state, state.visit, moment))
    return proceed(state, Home(), moment)


def _console(state: State) -> Console:
    assert isinstance(state.visit, Console)
    return state.visit
