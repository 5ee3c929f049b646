"""The terminal dies at a named moment of a payment; ``settle`` in a new process explains every fen."""

import pytest

from kiosk.events import CashChosen, FinishPressed
from kiosk.views import CashView
from tests.journeys.front import to_cash, to_method
from tests.journeys.rig import check_books, wait_until
from tests.power_cut.rig import Hall, buckets_of, settle

# (gate, yuan of the 50 that are paid). Until the intent is on the disk and the verb is given, the note goes back.
MOMENTS = (
    ("before:VisitOpened", 0),
    ("before:NoteIntended", 0),
    ("after:NoteIntended", 0),
    ("before:NoteStackedFact", 50),
    ("after:NoteStackedFact", 50),
    ("before:PaymentAccepted", 50),
    ("after:PaymentAccepted", 50),
    ("before:PaymentPosted", 50),
    ("after:PaymentPosted", 50),
    ("after:ReceiptStarted", 50),
)
DURING_THE_NOTE = ("NoteIntended", "NoteStackedFact")


def play_into(hall: Hall, gate: str) -> None:
    """A visit with 50 yuan, up to the gate; then the power goes."""
    kiosk = hall.kiosk(gate)
    fact = gate.split(":")[1]
    if fact == "VisitOpened":
        to_method(kiosk)
        kiosk.touch(CashChosen())
    else:
        to_cash(kiosk)
        hall.world.insert(50)
    if fact not in ("VisitOpened", *DURING_THE_NOTE):
        kiosk.see(CashView, lambda cash: cash.inserted == 5000)
        kiosk.touch(FinishPressed())
    kiosk.wait_gate()
    kiosk.kill()


def settle_and_check(hall: Hall, yuan: int) -> None:
    done = settle(hall.config)
    posted = {"posted": yuan * 100} if yuan else {}
    assert done.returncode == 0, done
    assert buckets_of(done) == ({"stacked": yuan * 100} | posted if yuan else {}), done
    check_books(hall.world, hall.opened, **posted)


def in_doubt_and_check(hall: Hall) -> None:
    """Exit 1, and a second run says the same."""
    for _ in range(2):
        done = settle(hall.config)
        assert done.returncode == 1, done
        assert buckets_of(done) == {"stacked": 5000, "in_doubt": 5000}
    check_books(hall.world, hall.opened, in_doubt=5000)


def die_while_stacking(hall: Hall) -> int:
    """The terminal dies with a note of 50 yuan on its way to the box; its id."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.acceptor("timings", stacking=0.8)
    note = hall.world.insert(50)
    hall.world.wait_place(note, "chassis")
    kiosk.kill()
    return note


def power_cycle(hall: Hall) -> None:
    hall.world.acceptor("power_off")
    hall.world.acceptor("power_on")


@pytest.mark.parametrize(("gate", "yuan"), MOMENTS)
def test_the_terminal_dies(hall: Hall, gate: str, yuan: int) -> None:
    play_into(hall, gate)
    settle_and_check(hall, yuan)


def test_the_whole_hall_loses_power_after_the_note_was_recorded(hall: Hall) -> None:
    """The report that nobody acknowledged goes with the acceptor's power; the ledger had it."""
    play_into(hall, "after:NoteStackedFact")
    power_cycle(hall)
    settle_and_check(hall, 50)


def test_the_whole_hall_loses_power_before_the_note_was_recorded(hall: Hall) -> None:
    """The only evidence is gone: 10h and an open intent are in doubt, never an automatic credit (specs/ccnet.md 8)."""
    play_into(hall, "before:NoteStackedFact")
    power_cycle(hall)
    in_doubt_and_check(hall)


def test_the_whole_hall_loses_power_between_stack_and_stacked(hall: Hall) -> None:
    """12h, and the 81h after it: credited to the number of the visit that was cut."""
    die_while_stacking(hall)
    power_cycle(hall)
    settle_and_check(hall, 50)


def test_the_terminal_dies_between_stack_and_stacked(hall: Hall) -> None:
    hall.world.wait_place(die_while_stacking(hall), "cassette")
    settle_and_check(hall, 50)


def test_the_terminal_dies_while_the_centre_posts(hall: Hall) -> None:
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.insert(50)
    kiosk.see(CashView, lambda cash: cash.inserted == 5000)
    hall.world.billing(delay_s=0.8)
    kiosk.touch(FinishPressed())
    wait_until(lambda: bool(hall.opened.books(hall.world).centre), "the payment is at the centre")
    kiosk.kill()
    settle_and_check(hall, 50)


def test_the_terminal_dies_while_it_prints(hall: Hall) -> None:
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.insert(50)
    kiosk.see(CashView, lambda cash: cash.inserted == 5000)
    before = hall.world.printer("state")["received_bytes"]
    kiosk.touch(FinishPressed())
    wait_until(lambda: hall.world.printer("state")["received_bytes"] > before + 200, "the printer has half of the job")
    kiosk.kill()
    settle_and_check(hall, 50)
    assert hall.print_outcomes() == ["unknown"]


def test_the_device_forgets_what_it_stacked(hall: Hall) -> None:
    """12h and never an 81h: nobody can know."""
    hall.world.acceptor("no_credit_after_power_up", on=True)
    die_while_stacking(hall)
    power_cycle(hall)
    in_doubt_and_check(hall)
