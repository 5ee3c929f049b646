"""A customer comes with a slip: the whole journey of the note at the terminal itself, from escrow to SMS (issue 6; X10)."""

from app.settings import Settings
from kiosk.events import ClearPressed, ConfirmPressed, ConsolePageChosen, DigitPressed, LogOffPressed
from kiosk.facts import ReceiptEnded
from kiosk.journey_views import TracingView
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


def _is_printed(settings: Settings, number: str) -> bool:
    return any(isinstance(entry.fact, ReceiptEnded) for entry in journey_of(settings.storage, number).entries)
