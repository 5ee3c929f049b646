"""The way to the centre, and billing behind it, fail in every way; each payment is posted once or owed to a person."""

import pytest

from app.network import Network
from kiosk.events import FinishPressed
from kiosk.views import AmountView, CashView, ResultView, StepState
from tests.journeys.front import NUMBER, choose, finish, to_amount, to_cash, to_cash_offline
from tests.journeys.rig import Terminal, World, check_books, put_in, wait_until


def posted_in_the_end(terminal: Terminal, world: World, yuan: int) -> None:
    terminal.wait_ledger(stacked=yuan * 100, posted=yuan * 100)
    check_books(world, terminal.opened, posted=yuan * 100)


def test_cut_before_the_look_up(terminal: Terminal, world: World) -> None:
    """X2: an offline visit, posted when the line is back."""
    world.network(Network.CUT)
    to_cash_offline(terminal)
    put_in(terminal, world, 100, 100)
    finish(terminal, posting=StepState.LATER)
    assert terminal.ledger == {"stacked": 10000, "queued": 10000}
    world.network(Network.UP)
    terminal.see(ResultView, lambda result: result.posting is StepState.DONE)
    check_books(world, terminal.opened, posted=10000)


def test_cut_after_the_look_up(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.network(Network.CUT)
    finish(terminal, posting=StepState.LATER)
    terminal.see(ResultView, lambda result: result.receipt is StepState.DONE)
    world.network(Network.UP)
    posted_in_the_end(terminal, world, 50)


def test_cut_between_finish_and_answer(terminal: Terminal, world: World) -> None:
    """The centre has the payment and posts it; the answer never comes. The same key again finds it posted."""
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.billing(delay_s=0.6)
    terminal.touch(FinishPressed())
    wait_until(lambda: bool(terminal.opened.books(world).centre), "the payment is at the centre")
    world.network(Network.CUT)
    terminal.see(ResultView, lambda result: result.posting is StepState.LATER)
    world.billing()
    world.network(Network.UP)
    posted_in_the_end(terminal, world, 50)


def test_slow(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.network(Network.SLOW)
    terminal.touch(FinishPressed())
    terminal.see(ResultView, lambda result: result.receipt is StepState.DONE)
    world.network(Network.UP)
    posted_in_the_end(terminal, world, 50)


def test_garbled(terminal: Terminal, world: World) -> None:
    """Damaged answers prove nothing: nothing is posted or owed by them, although the centre has posted meanwhile."""
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.network(Network.GARBLED)
    terminal.touch(FinishPressed())
    wait_until(lambda: bool(terminal.opened.books(world).centre), "the payment is at the centre")
    terminal.see(ResultView, lambda result: result.receipt is StepState.DONE)
    assert terminal.ledger == {"stacked": 5000, "queued": 5000}
    world.network(Network.UP)
    posted_in_the_end(terminal, world, 50)


def test_garbled_look_up(terminal: Terminal, world: World) -> None:
    world.network(Network.GARBLED)
    to_cash_offline(terminal)
    world.network(Network.UP)
    put_in(terminal, world, 50, 50)
    terminal.touch(FinishPressed())
    posted_in_the_end(terminal, world, 50)


def test_billing_refuses(terminal: Terminal, world: World) -> None:
    """A definite no: owed to the customer, said on the screen and on the slip, never tried again."""
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.billing("reject")
    result = finish(terminal, posting=StepState.FAILED)
    assert result.message is not None
    terminal.see(ResultView, lambda shown: shown.receipt is StepState.DONE)
    check_books(world, terminal.opened, owed=5000)


def test_billing_loses_its_answer(terminal: Terminal, world: World) -> None:
    """Posted, and nobody knows: the centre inquires, the terminal asks again with the same key."""
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.billing("lose_answer")
    terminal.touch(FinishPressed())
    wait_until(lambda: terminal.opened.books(world).billing == 5000, "billing has posted")
    assert terminal.ledger == {"stacked": 5000, "queued": 5000}
    world.billing()
    posted_in_the_end(terminal, world, 50)


def test_billing_is_down(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.billing("down")
    terminal.touch(FinishPressed())
    terminal.see(ResultView, lambda result: result.receipt is StepState.DONE)
    assert terminal.ledger == {"stacked": 5000, "queued": 5000}
    world.billing()
    posted_in_the_end(terminal, world, 50)


@pytest.mark.parametrize("condition", ["closed", "ported_out", "recycled"])
def test_the_account_ends_between_look_up_and_posting(terminal: Terminal, world: World, condition: str) -> None:
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.account(NUMBER, condition)
    finish(terminal, posting=StepState.FAILED)
    check_books(world, terminal.opened, owed=5000)


def test_the_line_comes_back_before_the_first_note(terminal: Terminal, world: World) -> None:
    """Found online, cut on the amount page: the visit goes on under the offline limit."""
    to_amount(terminal)
    world.network(Network.CUT)
    terminal.see(AmountView, lambda shown: not shown.typing)
    choose(terminal, 50)
    world.network(Network.UP)
    put_in(terminal, world, 50, 50)
    terminal.touch(FinishPressed())
    posted_in_the_end(terminal, world, 50)


def test_a_billing_that_is_down_makes_no_false_no(terminal: Terminal, world: World) -> None:
    """The look-up finds no billing: the number is asked for twice, not refused."""
    world.billing("down")
    to_cash_offline(terminal)
    world.billing()
    put_in(terminal, world, 20, 20)
    terminal.see(CashView)
    terminal.touch(FinishPressed())
    posted_in_the_end(terminal, world, 20)
