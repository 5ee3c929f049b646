"""The terminal dies again and again at random times of one visit after another, and ``settle`` too."""

import os
import random
import signal
import subprocess
import sys
import threading

from app.processes import ROOT
from kiosk.events import FinishPressed
from kiosk.views import CashView
from tests.journeys.front import to_cash
from tests.journeys.rig import check_books
from tests.power_cut.rig import Hall, KioskProcess, buckets_of, settle

KILLS = 15
SEED = 20261121
PAUSE = threading.Event()  # never set: waiting on it is a pause


def put_in_and_finish(kiosk: KioskProcess, hall: Hall, moment_s: float) -> None:
    """Two notes and finish, with no regard to what happens; the power goes ``moment_s`` after the first note."""
    to_cash(kiosk)
    hall.world.insert(50)
    timer = threading.Timer(moment_s, os.kill, (kiosk.pid, signal.SIGKILL))
    timer.start()
    try:
        kiosk.see(CashView, lambda cash: cash.inserted == 5000)
        hall.world.acceptor("insert", denomination=2000)
        kiosk.see(CashView, lambda cash: cash.inserted == 7000)
        kiosk.touch(FinishPressed())
    except (AssertionError, BrokenPipeError):
        pass  # it died before: that is what this is for
    timer.join()
    kiosk.kill()


def test_killed_at_random_times(hall: Hall) -> None:
    """No settling between: each start recovers what the one before left. At the end what is in the box is posted."""
    draw = random.Random(SEED)
    hall.world.acceptor("timings", accepting=0.1, stacking=0.15)
    for _ in range(KILLS):
        put_in_and_finish(hall.kiosk(), hall, draw.uniform(0.0, 1.3))
    done = settle(hall.config)
    box = hall.opened.books(hall.world).box
    assert done.returncode == 0, done
    assert buckets_of(done) == {"stacked": box, "posted": box}
    assert box >= 5000 * KILLS // 3, "most kills came too early to prove anything"
    check_books(hall.world, hall.opened, posted=box)


def test_settle_killed_at_random_times(hall: Hall) -> None:
    """A note unacknowledged, a visit open, a slow centre: settle dies seven times on the way, and the eighth ends it."""
    kiosk = hall.kiosk("before:NoteStackedFact")
    to_cash(kiosk)
    hall.world.insert(50)
    kiosk.wait_gate()
    kiosk.kill()
    hall.world.billing(delay_s=0.3)
    command = [sys.executable, "kiosk_main.py", "settle", "--json", "--config", str(hall.config)]
    for attempt in range(7):
        settling = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        PAUSE.wait(0.5 + attempt * 0.2)
        settling.kill()
        settling.wait()
    done = settle(hall.config)
    assert done.returncode == 0, done
    assert buckets_of(done) == {"stacked": 5000, "posted": 5000}
    check_books(hall.world, hall.opened, posted=5000)
