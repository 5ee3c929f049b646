"""The terminal dies at a named moment of a payment; ``settle`` in a new process explains every fen."""

import pytest

from kiosk.events import FinishPressed
from kiosk.failpoints import Failpoint as At
from kiosk.views import CashView
from tests.conftest import Tally
from tests.journeys.front import to_cash
from tests.journeys.rig import check_books, wait_until
from tests.power_cut.moments import Ending, Moment
from tests.power_cut.named_moments import ALL, Row
from tests.power_cut.rig import Hall, buckets_of, settle
from tests.power_cut.visits import NOTE_YUAN, settle_and_explain, until_death

ROWS = [pytest.param(row, id=str(row), marks=() if row.quick else pytest.mark.long) for row in ALL]
# The till hangs here, and the driver goes on: it must not tell the device that its report is safe.
HANGS = (At.TILL_TOOK_EVENT, At.TILL_DECIDED, At.LEDGER_WRITTEN)
REPORT_BYTES = 7  # a BILL STACKED on the wire


@pytest.mark.parametrize("row", ROWS)
def test_m8_the_terminal_dies(hall: Hall, row: Row, tally: Tally) -> None:
    """Exactly one posting of what is in the box, or the note is back with its payer."""
    assert until_death(hall, hall.kiosk(row.moment)), f"{row} was never reached"
    tally("failpoints hit", 1)
    buckets = settle_and_explain(hall, tally)
    posted = {"posted": NOTE_YUAN * 100}
    assert buckets in ({None: ({}, posted), True: (posted,), False: ({},)}[row.in_box]), buckets


def test_m8_the_table_names_enough_moments() -> None:
    """Bar M8: at least 40 failpoints; each kind of point at least once (those of a card have a matrix of their own)."""
    assert len({row.moment for row in ALL}) == len(ALL) >= 40
    assert {row.at for row in ALL} == {at for at in At if not at.name.startswith("CARD_")}


@pytest.mark.parametrize("at", HANGS)
def test_m1_a_hanging_till_acknowledges_nothing(hall: Hall, at: At, tally: Tally) -> None:
    """Also when the whole process is killed after that: the device tells the next one again."""
    kiosk = hall.kiosk(Moment(at, "NoteStacked", ending=Ending.STOP))
    to_cash(kiosk)
    note = hall.world.insert(NOTE_YUAN)
    kiosk.wait_gate()
    hall.world.wait_place(note, "cassette")
    said = bytes_to_host(hall)
    wait_until(lambda: bytes_to_host(hall) > said + 3 * REPORT_BYTES, "the report is repeated")
    assert hall.world.acceptor("state")["unacknowledged"], "the device was told that its report is safe"
    kiosk.kill()
    assert settle_and_explain(hall, tally) == {"posted": NOTE_YUAN * 100}


def bytes_to_host(hall: Hall) -> int:
    return int(hall.world.acceptor("state")["wire"]["bytes_to_host"])


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
