"""No paper loses no money: the payment is posted, and the customer is told how the receipt ended."""

import pytest

from kiosk.events import FinishPressed
from kiosk.views import HomeView, ResultView, StepState
from tests.journeys.front import finish, to_cash
from tests.journeys.rig import Terminal, World, check_books, put_in


@pytest.mark.parametrize("trouble", ["paper_out", "cover_open"])
def test_trouble_in_the_middle_of_the_receipt(terminal: Terminal, world: World, trouble: str) -> None:
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.printer(trouble, at={"rows": 60})
    terminal.touch(FinishPressed())
    terminal.see(ResultView, lambda result: result.receipt is StepState.FAILED and result.posting is StepState.DONE)
    check_books(world, terminal.opened, posted=5000)


@pytest.mark.parametrize("trouble", ["paper_out", "cover_open"])
def test_trouble_before_the_visit(terminal: Terminal, world: World, trouble: str) -> None:
    """Said at home, paid without paper, and home shows it works as soon as it does."""
    world.printer(trouble)
    terminal.see(HomeView, lambda home: home.can_pay and not lamp(home, "printer"))
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    result = finish(terminal)
    assert result.receipt is StepState.SKIPPED
    terminal.touch(FinishPressed())
    world.printer("cover_close")
    world.printer("paper_in")
    terminal.see(HomeView, lambda home: lamp(home, "printer"))
    check_books(world, terminal.opened, posted=5000)


def lamp(home: HomeView, device: str) -> bool:
    return next(shown.works for shown in home.lamps if shown.device == device)


def test_unplugged_in_the_middle_of_the_receipt(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.printer("power_off", at={"rows": 60})
    terminal.touch(FinishPressed())
    terminal.see(ResultView, lambda result: result.receipt is StepState.FAILED and result.posting is StepState.DONE)
    check_books(world, terminal.opened, posted=5000)
