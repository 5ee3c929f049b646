"""A customer comes with a slip: the whole journey of the note at the terminal itself, from escrow to SMS (issue 6; X10)."""

from sqlalchemy import select

from app.settings import Settings
from central.database import Database
from central.health_tables import terminal_events
from kiosk.events import ClearPressed, ConfirmPressed, ConsolePageChosen, DigitPressed, LogOffPressed
from kiosk.facts import ReceiptEnded
from kiosk.journey_views import TracingView
from kiosk.staff import LOOK_UPS
from kiosk.staff_views import ConsolePage, ConsoleView, RecordsView
from kiosk.views import HomeView
from offline_queue.journeys import journey_of
from tests.journeys.rig import Terminal, World, check_books, wait_until
from tests.journeys.test_boxes import log_in, pay
from tests.journeys.test_unlocking import VIEWER


def test_x10_a_slip_s_code_opens_its_journey_at_the_terminal(own_world: World) -> None:
    world = own_world
    terminal = Terminal(world)
    try:
        pay(terminal, world, 100, 20)
        settings = terminal.opened.settings
        number = f"{settings.policy.kiosk_id}-1"
        terminal.see(HomeView)
        wait_until(lambda: _is_printed(settings, number), "the printer's word on the slip")
        log_in(terminal, VIEWER)
        terminal.see(ConsoleView)
        terminal.touch(ConsolePageChosen(ConsolePage.RECORDS))
        books = terminal.see(RecordsView, lambda page: page.books is not None).books
        (paid,) = books.payments
        terminal.touch(ConsolePageChosen(ConsolePage.JOURNEY))
        for code in (number, paid.receipt_number):
            terminal.see(TracingView, lambda page: page.sheet is None)
            for one in code:
                terminal.touch(DigitPressed(one))
            terminal.touch(ConfirmPressed())
            sheet = terminal.see(TracingView, lambda page: page.sheet is not None).sheet
            told = [step.what for step in sheet.steps]
            assert told[:5] == ["visit_opened", "note_intended", "note_stacked", "note_intended", "note_stacked"]
            assert {"payment_accepted", "payment_posted", "printing", "printed", "visit_closed"} <= set(told)
            assert sum(step.amount or 0 for step in sheet.steps if step.what == "note_stacked") == 12000
            assert paid.masked_number in repr(sheet)
            terminal.touch(ClearPressed())
        terminal.touch(LogOffPressed())
        terminal.see(HomeView)
        check_books(world, terminal.opened, posted=12000)
    finally:
        terminal.stop()


def test_who_tries_unknown_codes_has_to_wait_also_over_a_restart_and_the_centre_hears_of_it(own_world: World) -> None:
    world = own_world
    terminal = Terminal(world)
    try:
        terminal.see(HomeView)
        _search_opened(terminal)
        terminal.see(TracingView)
        for number in range(1, LOOK_UPS + 1):
            last = "trace_limit" if number == LOOK_UPS else "trace_nothing"
            _typed(terminal, f"K0001-{9000 + number}")
            terminal.touch(ConfirmPressed())
            _told(terminal, last)
            terminal.touch(ClearPressed())
            terminal.see(TracingView, lambda page: page.typed == "")
        terminal.stop()
        terminal.start()
        terminal.see(HomeView)
        _search_opened(terminal)
        _told(terminal, "trace_limit")
        _typed(terminal, "K0001-1")
        terminal.touch(ConfirmPressed())
        _told(terminal, "trace_limit")
        terminal.touch(LogOffPressed())
        terminal.see(HomeView)
        told = f"{VIEWER[0]} lookup_limit"
        wait_until(lambda: told in _staff_events(world), "the centre has heard of it")
    finally:
        terminal.stop()


def _search_opened(terminal: Terminal) -> None:
    log_in(terminal, VIEWER)
    terminal.see(ConsoleView)
    terminal.touch(ConsolePageChosen(ConsolePage.JOURNEY))


def _typed(terminal: Terminal, code: str) -> None:
    for one in code:
        terminal.touch(DigitPressed(one))
    terminal.see(TracingView, lambda page: page.typed == code and page.can_confirm)


def _told(terminal: Terminal, problem: str) -> None:
    terminal.see(TracingView, lambda page: page.problem is not None and page.problem.id == problem)


def _staff_events(world: World) -> list[str]:
    database = Database(str(world.centre_file))
    try:
        with database.read() as connection:
            found = connection.execute(select(terminal_events.c.data).where(terminal_events.c.kind == "staff")).all()
    finally:
        database.close()
    return [f"{row.data['staff_id']} {row.data['act']}" for row in found]


def _is_printed(settings: Settings, number: str) -> bool:
    return any(isinstance(entry.fact, ReceiptEnded) for entry in journey_of(settings.storage, number).entries)
