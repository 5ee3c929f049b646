"""Swapping the sealed cash box of a whole terminal: real driver, simulated acceptor, reference centre (issue 6.4; F57)."""

from typing import Any

from sqlalchemy import select

from central.database import Database
from central.health_tables import cash_collections
from kiosk.box_views import CollectionView, SecondPersonView
from kiosk.events import ConfirmPressed, ConsolePageChosen, DigitPressed, FinishPressed, LogOffPressed, StaffPressed
from kiosk.flow.health import why_no_cash
from kiosk.staff_views import ConsolePage, ConsoleView, LoginStep, StaffLoginView
from kiosk.views import HomeView, ResultView, StepState
from tests.journeys import front
from tests.journeys.rig import Terminal, World, check_books, put_in, wait_until

ADMIN, CASHIER = ("0217", "48159362"), ("0218", "73620518")  # of the demo centre (central/demo_staff.py)
TEXTS = ("BX-0007", "S-991", "BX-0012", "S-992")


def keys(terminal: Terminal, text: str) -> None:
    for one in text:
        terminal.touch(DigitPressed(one))
    terminal.touch(ConfirmPressed())


def log_in(terminal: Terminal, person: tuple[str, str]) -> None:
    wait_until(lambda: bool(terminal.till.state.terminal.staff), "the centre has told who may work here", 20.0)
    terminal.touch(StaffPressed())
    terminal.see(StaffLoginView, lambda page: page.step is LoginStep.STAFF_ID)
    keys(terminal, person[0])
    terminal.see(StaffLoginView, lambda page: page.step is LoginStep.PIN)
    keys(terminal, person[1])


def at_step(terminal: Terminal, step: str) -> Any:
    return terminal.see(CollectionView, lambda page: page.step == step)


def told_to_centre(world: World, kiosk_id: str) -> list[dict[str, Any]]:
    database = Database(str(world.centre_file))
    try:
        with database.read() as connection:
            query = select(cash_collections.c.body).where(cash_collections.c.kiosk_id == kiosk_id)
            return [row.body for row in connection.execute(query)]
    finally:
        database.close()


def pay(terminal: Terminal, world: World, *notes: int) -> None:
    front.to_cash(terminal, sum(notes))
    inside = 0
    for yuan in notes:
        inside += yuan
        put_in(terminal, world, yuan, inside)
    front.finish(terminal)
    terminal.see(ResultView, lambda result: result.posting is StepState.DONE)
    terminal.touch(FinishPressed())


def test_f57_a_box_is_swapped_over_a_restart_and_the_centre_knows_what_is_in_it(own_world: World) -> None:
    world = own_world
    terminal = Terminal(world)
    try:
        kiosk_id = terminal.opened.settings.policy.kiosk_id
        pay(terminal, world, 100, 20)
        log_in(terminal, ADMIN)
        terminal.see(ConsoleView)
        terminal.touch(ConsolePageChosen(ConsolePage.COLLECTION))
        at_step(terminal, "start")
        terminal.touch(ConfirmPressed())
        terminal.see(SecondPersonView)
        keys(terminal, CASHIER[0])
        keys(terminal, CASHIER[1])
        at_step(terminal, "box_out")
        assert why_no_cash(terminal.till.state.terminal) == "BV-EXCHANGE"
        world.acceptor("remove_box")
        at_step(terminal, "serial_out")
        for text in TEXTS[:2]:
            keys(terminal, text)
        at_step(terminal, "serial_in")
        terminal.stop()  # the power goes while hands are inside
        terminal.start()
        terminal.see(HomeView)
        assert terminal.till.state.terminal.collection is not None
        log_in(terminal, CASHIER)
        at_step(terminal, "serial_in")
        for text in TEXTS[2:]:
            keys(terminal, text)
        at_step(terminal, "box_back")
        world.acceptor("return_box")
        at_step(terminal, "close")
        terminal.touch(ConfirmPressed())
        terminal.see(CollectionView, lambda page: page.step == "closed" and page.slip == "done")
        terminal.touch(LogOffPressed())
        terminal.see(HomeView, lambda home: home.can_pay)
        wait_until(lambda: bool(told_to_centre(world, kiosk_id)), "the centre hears of the swap", 20.0)
        (told,) = told_to_centre(world, kiosk_id)
        assert told["expected"] == [{"denomination_fen": 2000, "count": 1}, {"denomination_fen": 10000, "count": 1}]
        assert (told["box_out"], told["seal_out"], told["box_in"], told["seal_in"]) == TEXTS
        assert (told["first"], told["second"], told["second_how"]) == ("0217", "0218", "present")
        pay(terminal, world, 50)
        terminal.wait_ledger(stacked=17000, posted=17000)
        check_books(world, terminal.opened, posted=17000)
    finally:
        terminal.stop()
