"""The wire to the acceptor and its power fail with a note in each position: the visit goes on, each fen is explained."""

import pytest

from kiosk.views import CashView, Message
from tests.journeys.front import finish, to_cash
from tests.journeys.rig import Terminal, World, check_books, put_in

SLOW_IN, SLOW_DOWN = {"accepting": 0.8}, {"stacking": 0.8}


def has(cash: CashView, message: str) -> bool:
    return isinstance(cash.message, Message) and cash.message.id == message


def end_with(terminal: Terminal, world: World, note: int) -> None:
    """Where the acceptor says the 50 yuan are is where they count; then 20 more go in and all is paid."""
    world.wait_place(note, "cassette", "returned")
    inside = 50 if world.place(note) == "cassette" else 0
    terminal.see(CashView, lambda cash: cash.inserted == inside * 100 and cash.accepting)
    put_in(terminal, world, 20, inside + 20)
    finish(terminal)
    check_books(world, terminal.opened, posted=(inside + 20) * 100)


def test_unplugged_with_a_note_in_escrow(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    world.acceptor("timings", **SLOW_IN)
    note = world.insert(50)
    world.acceptor("unplug")
    world.wait_place(note, "escrow")
    terminal.see(CashView, lambda cash: has(cash, "cash_trouble"))
    world.acceptor("replug")
    end_with(terminal, world, note)
    assert world.place(note) == "returned"


@pytest.mark.parametrize("back", ["chassis", "cassette"])
def test_unplugged_while_stacking(terminal: Terminal, world: World, back: str) -> None:
    to_cash(terminal)
    world.acceptor("timings", **SLOW_DOWN)
    note = world.insert(50)
    world.wait_place(note, "chassis")
    world.acceptor("unplug")
    world.wait_place(note, back)
    world.acceptor("replug")
    end_with(terminal, world, note)
    assert world.place(note) == "cassette"


@pytest.mark.parametrize("at", ["head", "escrow", "chassis"])
def test_power_lost_with_a_note_inside(terminal: Terminal, world: World, at: str) -> None:
    to_cash(terminal)
    world.acceptor("timings", **(SLOW_IN if at in ("head", "escrow") else SLOW_DOWN))
    note = world.insert(50)
    if at == "escrow":
        world.acceptor("unplug")  # so that the terminal can't decide before the power goes
    world.wait_place(note, at)
    world.acceptor("power_off")
    if at == "escrow":
        world.acceptor("replug")
    world.acceptor("power_on")
    end_with(terminal, world, note)
    assert world.place(note) == ("cassette" if at == "chassis" else "returned")


@pytest.mark.parametrize("at", ["chassis", "cassette"])
def test_power_lost_and_the_device_forgets(terminal: Terminal, world: World, at: str) -> None:
    """12h and never an 81h, or 10h before the 81h was heard: nobody knows, so a person decides, and the customer keeps
    the code on the screen while the visit goes on."""
    to_cash(terminal)
    put_in(terminal, world, 20, 20)
    world.acceptor("timings", **SLOW_DOWN)
    world.acceptor("no_credit_after_power_up", on=True)
    note = world.insert(50)
    world.wait_place(note, "chassis")
    if at == "cassette":
        world.acceptor("unplug")
    world.wait_place(note, at)
    world.acceptor("power_off")
    if at == "cassette":
        world.acceptor("replug")
    world.acceptor("power_on")
    terminal.see(CashView, lambda cash: has(cash, "cash_note_in_doubt") and cash.accepting)
    finish(terminal)
    check_books(world, terminal.opened, posted=2000, in_doubt=5000)


@pytest.mark.parametrize("direction", ["to_host", "to_device"])
@pytest.mark.parametrize("fault", ["corrupt_next", "drop_next"])
def test_damaged_bytes(terminal: Terminal, world: World, direction: str, fault: str) -> None:
    """Two of the next messages are damaged, again and again while the note moves: CRC and repeats carry it through."""
    to_cash(terminal)
    world.acceptor("timings", accepting=0.3, stacking=0.3)
    note = world.insert(50)
    for place in ("escrow", "chassis", "cassette"):
        world.acceptor(fault, direction=direction, count=2)
        later = ("escrow", "chassis", "cassette", "returned")
        world.wait_place(note, *later[later.index(place) :])
    end_with(terminal, world, note)


def test_noise_around_every_answer(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    world.acceptor("garbage_next", bytes="0203FF0203AA", where="before", count=40)
    put_in(terminal, world, 50, 50)
    finish(terminal)
    check_books(world, terminal.opened, posted=5000)


def test_an_acknowledgement_is_lost(terminal: Terminal, world: World) -> None:
    """81h comes again and again: one note."""
    to_cash(terminal)
    world.acceptor("drop_next_ack", count=5)
    put_in(terminal, world, 50, 50)
    put_in(terminal, world, 50, 100)
    finish(terminal)
    check_books(world, terminal.opened, posted=10000)


def test_silence_while_stacking(terminal: Terminal, world: World) -> None:
    to_cash(terminal)
    world.acceptor("timings", **SLOW_DOWN)
    note = world.insert(50)
    world.wait_place(note, "chassis")
    world.acceptor("silence")
    terminal.see(CashView, lambda cash: has(cash, "cash_trouble"))
    world.acceptor("resume")
    end_with(terminal, world, note)


def test_finish_while_the_note_is_out_of_sight(terminal: Terminal, world: World) -> None:
    """The customer leaves; the evidence comes later, and the note is a payment of its own to the same number."""
    to_cash(terminal)
    put_in(terminal, world, 20, 20)
    world.acceptor("timings", **SLOW_DOWN)
    note = world.insert(50)
    world.wait_place(note, "chassis")
    world.acceptor("unplug")
    finish(terminal)
    assert terminal.ledger == {"stacked": 2000, "posted": 2000}
    world.wait_place(note, "cassette")
    world.acceptor("replug")
    terminal.wait_ledger(stacked=7000, posted=7000)
    check_books(world, terminal.opened, posted=7000)
