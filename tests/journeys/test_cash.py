"""Notes in all their fates, from the slot to the centre's books."""

from contextlib import closing
from dataclasses import replace

import pytest

from app.network import Network
from kiosk.events import ConfirmPressed, FinishPressed
from kiosk.facts import NoteGivenBack
from kiosk.views import CashView, ConfirmPayerView, HomeView, ResultView, StepState
from offline_queue import database
from offline_queue.journeys import journey_of
from tests.journeys.front import finish, to_cash, to_cash_offline
from tests.journeys.rig import QUICK_NOTES, QUICK_WAITS, Terminal, World, check_books, put_in, wait_until


def test_a_whole_payment(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    put_in(terminal, world, 100, 100)
    finish(terminal)
    terminal.see(ResultView, lambda result: result.receipt is StepState.DONE)
    terminal.touch(FinishPressed())
    terminal.see(HomeView)
    check_books(world, terminal.opened, posted=10000)


def test_several_notes_and_rejects(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    put_in(terminal, world, 50, 50)
    world.acceptor("reject_next", reason="66")
    world.insert(20)
    terminal.see(CashView, lambda cash: cash.message is not None and cash.message.id == "note_rejected")
    terminal.see(CashView, lambda cash: cash.accepting)
    put_in(terminal, world, 20, 70)
    put_in(terminal, world, 10, 80)
    finish(terminal)
    check_books(world, terminal.opened, posted=8000)


def test_a_note_over_the_limit_comes_back(terminal: Terminal, world: World) -> None:
    """What this line may owe offline is 300 yuan: the slot refuses the note that would go over it."""
    world.network(Network.CUT)
    to_cash_offline(terminal, 300)
    for inserted in (100, 200):
        put_in(terminal, world, 100, inserted)
    put_in(terminal, world, 50, 250)
    note = world.insert(100)  # the device may be told too late: then the terminal gives it back
    refusals = ("note_rejected", "note_returned_limit")
    terminal.see(CashView, lambda cash: cash.message is not None and cash.message.id in refusals)
    world.wait_place(note, "returned")
    finish(terminal, posting=StepState.LATER)
    world.network(Network.UP)
    terminal.see(ResultView, lambda result: result.posting is StepState.DONE)
    check_books(world, terminal.opened, posted=25000)


@pytest.mark.parametrize("at", ["entry", "escrow", "stacker"])
def test_a_jam_in_the_middle_of_a_visit(terminal: Terminal, world: World, at: str) -> None:
    """The payer is told; the device's own deliverance decides where the note counts."""
    to_cash(terminal)
    put_in(terminal, world, 20, 20)
    world.acceptor("jam", at=at, next_note=True)
    note = world.insert(50)
    terminal.see(CashView, lambda cash: cash.message is not None and cash.message.id == "cash_jam")
    world.acceptor("clear")
    world.wait_place(note, "cassette", "returned")
    inside = world.place(note) == "cassette"
    terminal.see(CashView, lambda cash: cash.inserted == (7000 if inside else 2000) and cash.accepting)
    finish(terminal)
    check_books(world, terminal.opened, posted=7000 if inside else 2000)


@pytest.mark.parametrize("hand", ["returned", "stacked"])
def test_a_hand_clears_a_jam_at_the_stacker(terminal: Terminal, world: World, hand: str) -> None:
    """Nobody tells the device where the note went: it is in doubt, and the rest of the visit is paid."""
    to_cash(terminal)
    put_in(terminal, world, 20, 20)
    world.acceptor("jam", at="stacker", next_note=True)
    world.insert(50)
    terminal.see(CashView, lambda cash: cash.message is not None and cash.message.id == "cash_jam")
    world.acceptor("clear", note=hand)
    terminal.see(CashView, lambda cash: cash.message is not None and cash.message.id == "cash_note_in_doubt")
    finish(terminal)
    check_books(world, terminal.opened, unexplained_in_box=0 if hand == "stacked" else 5000, posted=2000, in_doubt=5000)


def test_a_note_that_the_acceptor_had_at_a_power_cut_goes_back_and_is_on_record(terminal: Terminal, world: World) -> None:
    """The driver gives it back while it starts, and nobody is asked: who asks for it later is told, by the slip's code."""
    to_cash(terminal)
    put_in(terminal, world, 20, 20)
    world.acceptor("timings", accepting=60.0)  # it is being looked at when the power goes
    note = world.insert(50)
    world.wait_place(note, "head")
    world.acceptor("power_off")
    world.acceptor("timings", **QUICK_NOTES)
    world.acceptor("power_on")
    world.wait_place(note, "returned")
    terminal.see(CashView, lambda cash: cash.inserted == 2000 and cash.accepting)
    finish(terminal)
    check_books(world, terminal.opened, posted=2000)
    (back,) = given_back(terminal)
    assert back.denomination in (None, 5000), "the device may have forgotten its value with its power"


def test_a_note_that_the_acceptor_had_when_the_hall_lost_its_power_goes_back_and_is_on_record(own_world: World) -> None:
    """The next process, which never was asked about it, hears that it went back."""
    terminal = Terminal(own_world)
    try:
        to_cash(terminal)
        put_in(terminal, own_world, 20, 20)
        own_world.acceptor("timings", accepting=60.0)
        note = own_world.insert(50)
        own_world.wait_place(note, "head")
        terminal.stop()
        own_world.acceptor("power_off")
        own_world.acceptor("timings", **QUICK_NOTES)
        own_world.acceptor("power_on")
        terminal.start()
        own_world.wait_place(note, "returned")
        terminal.see(ResultView, lambda result: result.posting is StepState.DONE)
        wait_until(lambda: len(given_back(terminal)) == 1, "the note is on record, with the visit that is on the screen")
        terminal.touch(FinishPressed())
        check_books(own_world, terminal.opened, posted=2000)
    finally:
        terminal.stop()


def given_back(terminal: Terminal) -> list[NoteGivenBack]:
    """Of the journey of the newest payment: what the acceptor gave back by itself."""
    storage = terminal.opened.settings.storage
    with closing(database.connect(storage, read_only=True)) as connection:
        (paid,) = connection.execute("SELECT payment_id FROM payments ORDER BY kiosk_seq DESC LIMIT 1").fetchone()
    return [entry.fact for entry in journey_of(storage, paid).entries if isinstance(entry.fact, NoteGivenBack)]


def test_time_out_with_money_inside_credits_it(own_world: World) -> None:
    """F3 and X3: nobody answers "still me", so what is in is paid to the confirmed number."""
    terminal = Terminal(own_world, replace(QUICK_WAITS, next_note=1.0, confirm_payer=0.5))
    try:
        to_cash(terminal)
        own_world.insert(50)
        terminal.see(CashView, lambda cash: cash.inserted == 5000)
        terminal.see(ConfirmPayerView, lambda asked: asked.inserted == 5000)
        terminal.see(ResultView, lambda result: result.posting is StepState.DONE)
        check_books(own_world, terminal.opened, posted=5000)
    finally:
        terminal.stop()


def test_the_slot_is_shut_until_the_payer_confirms(own_world: World) -> None:
    """X3: the next person's note is not taken for the number of the one who left."""
    terminal = Terminal(own_world, replace(QUICK_WAITS, next_note=1.0))
    try:
        to_cash(terminal)
        terminal.see(ConfirmPayerView)
        wait_until(own_world.is_shut, "the acceptor is shut")
        assert own_world.acceptor("insert", denomination=5000)["outcome"] == "rejected"
        terminal.touch(ConfirmPressed())
        put_in(terminal, own_world, 20, 20)
        finish(terminal)
        check_books(own_world, terminal.opened, posted=2000)
    finally:
        terminal.stop()
