"""The terminal dies again and again at random times of one visit after another, and ``settle`` too; often the acceptor's
power goes as well."""

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial

import pytest

from app.processes import ROOT
from kiosk.events import FinishPressed
from kiosk.failpoints import Failpoint
from kiosk.views import CashView, HomeView, ResultView
from tests.conftest import Tally
from tests.journeys.front import always, choose, to_amount
from tests.power_cut.moments import Moment
from tests.power_cut.rig import Hall, KioskProcess
from tests.power_cut.visits import settle_and_explain, until_death

KILLS_A_ROUND = 10  # without settling between them: each start recovers what the one before left
ROUNDS = 21
SEED = 20261121
EARLY = 0.2  # of the deaths come while the terminal starts and recovers, the others from the first note on
START_S = 1.2
VISIT_S = 1.1  # from the first note to the slip
PAUSE = threading.Event()  # never set: waiting on it is a pause


def go_home(kiosk: KioskProcess) -> None:
    """A start may end in the result of the visit that was cut: its page is left like any other."""
    kiosk.see_any((HomeView, lambda home: home.can_pay), (ResultView, always))
    kiosk.touch(FinishPressed())
    kiosk.see(HomeView, lambda home: home.can_pay)


def pay_with_two_notes(hall: Hall, kiosk: KioskProcess, at_the_first_note: Callable[[], None]) -> None:
    go_home(kiosk)
    to_amount(kiosk)
    choose(kiosk)
    at_the_first_note()
    hall.world.insert(50)
    kiosk.see(CashView, lambda cash: cash.inserted == 5000 and cash.accepting)
    hall.world.insert(20)
    kiosk.see(CashView, lambda cash: cash.inserted == 7000)
    kiosk.touch(FinishPressed())
    kiosk.see(ResultView, lambda result: result.receipt == "done")
    kiosk.see(HomeView)


def live_and_die(hall: Hall, draw: random.Random) -> None:
    """A life of random length; now and then the acceptor's power goes a little before or after."""
    kiosk = hall.kiosk()
    early, cut, first = draw.random() < EARLY, draw.random() < 0.3, draw.random() < 0.5

    def power_goes() -> None:
        if cut and first:
            hall.world.acceptor("power_off")
        kiosk.kill_now()
        if cut and not first:
            hall.world.acceptor("power_off")

    fuse = threading.Timer(draw.uniform(0.0, START_S if early else VISIT_S), power_goes)
    if early:
        fuse.start()

    def first_note() -> None:
        if not early:
            fuse.start()

    assert until_death(hall, kiosk, partial(pay_with_two_notes, at_the_first_note=first_note)), "nobody killed it"
    fuse.join()
    kiosk.kill()
    if cut:
        hall.world.acceptor("power_on")


def kill_for_a_round(hall: Hall, seed: int, tally: Tally) -> None:
    draw = random.Random(seed)
    hall.world.acceptor("timings", accepting=0.1, stacking=0.15)
    for _ in range(KILLS_A_ROUND):
        live_and_die(hall, draw)
        tally("kills", 1)
    settle_and_explain(hall, tally)
    tally("fen in the box", hall.opened.books(hall.world).box)


def test_m8_killed_at_random_times(hall: Hall, tally: Tally) -> None:
    kill_for_a_round(hall, SEED, tally)
    assert hall.opened.books(hall.world).box >= 5000 * KILLS_A_ROUND // 5, "most kills came too early to prove anything"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEED + 1, SEED + ROUNDS))
def test_m8_killed_at_random_times_again(hall: Hall, seed: int, tally: Tally) -> None:
    kill_for_a_round(hall, seed, tally)


def test_m8_settle_killed_at_random_times(hall: Hall, tally: Tally) -> None:
    """A note unacknowledged, a visit open, a slow centre: settle dies seven times on the way, and the eighth ends it."""
    assert until_death(hall, hall.kiosk(Moment(Failpoint.TILL_DECIDED, "NoteStackedFact")))
    hall.world.billing(delay_s=0.3)
    command = [sys.executable, "kiosk_main.py", "settle", "--json", "--config", str(hall.config)]
    for attempt in range(7):
        settling = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        PAUSE.wait(0.5 + attempt * 0.2)
        settling.kill()
        settling.wait()
        tally("kills", 1)
    assert settle_and_explain(hall, tally) == {"posted": 5000}
