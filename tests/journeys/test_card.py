"""A card from the terminal on its wire to the centre's books: alone, with notes, declined, in doubt; the end of the day."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.card_word import answer_card_word
from kiosk.card import CardProblem, CardStep
from kiosk.events import CardChosen, CashChosen, FinishPressed
from kiosk.views import CardRefusedView, CardView, CashView, HomeView, MethodView, ResultView, StepState
from tests.journeys.books import ledger_sums
from tests.journeys.front import choose_amount, to_amount, to_cash
from tests.journeys.rig import Terminal, World, check_books, put_in, wait_until

QUICK = {"present": 0.05, "read": 0.02, "pin": 0.05, "host": 0.05, "print": 0.02, "remove": 0.05, "maintenance": 0.1}


def charges(world: World, state: str = "charged") -> int:
    """By the bank's own book, fen."""
    return sum(int(one["amount"]) for one in world.demo.card.send("state")["charges"] if one["state"] == state)


@pytest.fixture
def bank(world: World) -> Iterator[int]:
    """What the bank had taken before."""
    world.demo.card.send("timing", **QUICK)
    world.demo.card.send("auto_present", on=True)
    yield charges(world)
    world.demo.card.send("auto_present", on=False)


def to_card(terminal: Terminal, yuan: int = 100) -> None:
    to_amount(terminal)
    choose_amount(terminal, yuan)
    terminal.see(MethodView, lambda method: method.card is None)
    terminal.touch(CardChosen())


def paid(terminal: Terminal) -> Any:
    result = terminal.see(ResultView, lambda shown: shown.posting is StepState.DONE)
    terminal.touch(FinishPressed())
    terminal.see(HomeView)
    return result


def card_sums(terminal: Terminal) -> dict[str, int]:
    sums = ledger_sums(terminal.opened.settings.storage)
    return {name: fen for name, fen in sums.items() if name.startswith("card_")}


def test_a_card_pays_the_whole_bill(terminal: Terminal, world: World, bank: int) -> None:
    before = card_sums(terminal).get("card_posted", 0)
    to_card(terminal)
    result = paid(terminal)
    assert (result.amount, result.charged) == (10000, 10000)
    assert result.card.startswith("UnionPay ****")
    assert charges(world) - bank == 10000
    assert card_sums(terminal)["card_posted"] - before == 10000


def test_a_card_pays_what_the_notes_leave(terminal: Terminal, world: World, bank: int) -> None:
    to_cash(terminal)
    put_in(terminal, world, 20, 20)
    terminal.see(CashView, lambda cash: cash.can_pay_rest_by_card)
    terminal.touch(CardChosen())
    result = paid(terminal)
    assert (result.amount, result.charged) == (10000, 8000)
    assert charges(world) - bank == 8000


def test_a_declined_card_leads_to_the_slot(terminal: Terminal, world: World, bank: int) -> None:
    world.demo.card.send("decline_next", code="05")
    to_card(terminal, 50)
    refused = terminal.see(CardRefusedView)
    assert refused.problem is CardProblem.DECLINED
    assert charges(world) == bank
    terminal.touch(CashChosen())
    terminal.see(CashView, lambda cash: cash.accepting)
    put_in(terminal, world, 50, 50)
    terminal.touch(FinishPressed())
    paid(terminal)
    check_books(world, terminal.opened, posted=5000)


def test_a_line_that_is_cut_while_the_bank_is_asked_ends_as_the_bank_s_book_says(
    terminal: Terminal, world: World, bank: int
) -> None:
    """The terminal undoes what it hears no answer to; nothing is credited that the bank has not."""
    before = card_sums(terminal).get("card_posted", 0)
    world.demo.card.send("host_slow", seconds=1.0)
    to_card(terminal, 30)
    terminal.see(CardView, lambda card: card.step is CardStep.BANK)
    world.demo.card.send("unplug")
    terminal.see(CardView, lambda card: card.step is CardStep.CHECKING)
    world.demo.card.send("replug")
    wait_until(lambda: terminal.till.state.terminal.attempt is None, "the charge is decided", 120.0)
    credited = card_sums(terminal).get("card_posted", 0) + card_sums(terminal).get("card_queued", 0) - before
    assert charges(world) - bank == credited
    assert card_sums(terminal).get("card_unclear", 0) == 0


def close_day(terminal: Terminal) -> dict[str, Any]:
    wait_until(lambda: terminal.till.state.terminal.card_identity is not None, "the card terminal is at rest")
    answer = answer_card_word(terminal.till, {"word": "card", "do": "close"})
    assert "error" not in answer, answer
    return answer


def test_the_day_is_closed_and_compared(terminal: Terminal, world: World, bank: int) -> None:
    close_day(terminal)  # what the terminal sold for other kiosks ends with it
    to_card(terminal)
    paid(terminal)
    answer = close_day(terminal)
    last = answer["day"]["last"]
    assert not last["differences"]
    assert last["terminal_amount_fen"] == last["amount_fen"]
    assert answer["day"]["count"] == 0
    assert answer_card_word(terminal.till, {"word": "card", "do": "show"})["open"] == []
    assert charges(world) - bank == 10000
