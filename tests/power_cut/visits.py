"""Visits that end when the terminal dies, and what must be true of the money afterwards."""

from collections.abc import Callable
from subprocess import CompletedProcess

from kiosk.events import FinishPressed
from kiosk.views import CashView, HomeView, ResultView
from tests.conftest import Tally
from tests.journeys.front import to_cash
from tests.journeys.rig import check_books
from tests.power_cut.rig import DiedError, Hall, KioskProcess, buckets_of, settle_quickly

NOTE_YUAN = 50
ENDED_BY_KILL = -9


def pay(hall: Hall, kiosk: KioskProcess) -> None:
    """A whole visit with one note, to the printed slip and home again."""
    to_cash(kiosk)
    hall.world.insert(NOTE_YUAN)
    kiosk.see(CashView, lambda cash: cash.inserted == NOTE_YUAN * 100)
    kiosk.touch(FinishPressed())
    kiosk.see(ResultView, lambda result: result.posting == "done" and result.receipt == "done")
    kiosk.touch(FinishPressed())
    kiosk.see(HomeView)


def until_death(hall: Hall, kiosk: KioskProcess, visit: Callable[[Hall, KioskProcess], None] = pay) -> bool:
    """True if the process ended in the middle of it."""
    try:
        visit(hall, kiosk)
    except (DiedError, AssertionError):
        if not kiosk.wait_death():
            raise
    return kiosk.wait_death(limit_s=0.0)


def explained(hall: Hall, done: CompletedProcess[str], tally: Tally) -> dict[str, int]:
    """The buckets after ``settle``, when acceptor, ledger and centre agree to the fen. A note in doubt may be in the box
    or with its payer: that is what doubt means. All else is exact."""
    print(hall.tell())
    books = hall.opened.books(hall.world)
    buckets = {name: fen for name, fen in books.ledger.items() if name != "stacked"}
    stacked = books.ledger.get("stacked", 0)
    missing, doubt = stacked - books.box, buckets.get("in_doubt", 0)
    tally("lost fen", max(-missing, 0))
    tally("doubled fen", max(books.billing - stacked + doubt, 0))
    tally("unexplained fen", abs(stacked - sum(buckets.values())))
    assert 0 <= missing <= doubt, books
    assert set(buckets) <= {"posted", "in_doubt"}, books
    check_books(hall.world, hall.opened, unexplained_in_box=missing, **buckets)
    assert buckets_of(done) == books.ledger, done
    assert done.returncode == (1 if doubt else 0), done
    return buckets


def settle_and_explain(hall: Hall, tally: Tally) -> dict[str, int]:
    return explained(hall, settle_quickly(hall.config), tally)
