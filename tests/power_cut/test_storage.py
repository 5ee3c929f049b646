"""The disk fails in the middle of a visit: no further note, the one in escrow goes back, and a restart credits the rest."""

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.processes import ROOT
from kiosk.views import CashView, HomeView, OutOfServiceView
from offline_queue.database import database_path
from tests.journeys.front import to_cash
from tests.journeys.rig import check_books, wait_until
from tests.power_cut.rig import Hall, buckets_of, settle


def test_m10_the_disk_is_full_in_the_middle_of_a_visit(hall: Hall) -> None:
    """No file may grow any more: the next note's intent can't be written, so it is not taken."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.insert(50)
    kiosk.see(CashView, lambda cash: cash.inserted == 5000 and cash.accepting)
    resource.prlimit(kiosk.pid, resource.RLIMIT_FSIZE, (0, 0))
    note = hall.world.insert(20)
    shown = kiosk.see(OutOfServiceView)
    assert shown.held == 5000, "the customer is told what is inside"
    hall.world.wait_place(note, "returned")
    hall.world.acceptor("timings", patience=0.3)
    further = hall.world.acceptor("insert", denomination=1000)["id"]
    hall.world.wait_place(further, "returned")
    kiosk.kill()
    done = settle(hall.config)
    assert done.returncode == 0, done
    assert buckets_of(done) == {"stacked": 5000, "posted": 5000}
    check_books(hall.world, hall.opened, posted=5000)


def test_m10_the_disk_is_full_when_the_note_is_stacked(hall: Hall) -> None:
    """The report is not acknowledged while nothing can be written; a new process hears it again and credits it."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.acceptor("timings", stacking=0.8)
    note = hall.world.insert(50)
    hall.world.wait_place(note, "chassis")
    resource.prlimit(kiosk.pid, resource.RLIMIT_FSIZE, (0, 0))
    kiosk.see(OutOfServiceView)
    hall.world.wait_place(note, "cassette")
    assert hall.world.acceptor("state")["unacknowledged"], "the terminal acknowledged what it could not write"
    kiosk.kill()
    done = settle(hall.config)
    assert done.returncode == 0, done
    assert buckets_of(done) == {"stacked": 5000, "posted": 5000}
    check_books(hall.world, hall.opened, posted=5000)


def other_journal_mode(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)


def stray_journal(database: Path) -> None:
    database.with_name(f"{database.name}-journal").write_bytes(b"left by somebody")


@pytest.mark.parametrize("spoil", [other_journal_mode, stray_journal])
def test_m9_a_ledger_with_other_settings_takes_no_cash(hall: Hall, spoil: Callable[[Path], None]) -> None:
    """The terminal says so, and the slot stays shut."""
    kiosk = hall.kiosk()
    kiosk.see(HomeView, lambda home: home.can_pay)
    kiosk.kill()
    spoil(database_path(hall.opened.settings.storage))
    again = hall.kiosk()
    assert again.see(OutOfServiceView).code == "STO-FAIL"
    wait_until(hall.world.is_shut, "the slot is shut")
    further = hall.world.acceptor("insert", denomination=1000)
    assert further["outcome"] == "rejected"
    hall.world.wait_place(further["id"], "returned")
    again.kill()
    assert settle(hall.config).returncode == 3


def test_m9_a_second_instance_is_refused(hall: Hall) -> None:
    """And the first goes on as if nothing had happened."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    done = settle(hall.config, timeout_s=2.0)
    assert done.returncode != 0
    assert "already uses the ledger" in done.stderr
    assert done.stderr.count("\n") <= 2, done.stderr
    second = hall.kiosk()
    second.see(OutOfServiceView)
    hall.world.insert(50)
    kiosk.see(CashView, lambda cash: cash.inserted == 5000)
    second.kill()
    kiosk.kill()
    assert buckets_of(settle(hall.config)) == {"stacked": 5000, "posted": 5000}
    check_books(hall.world, hall.opened, posted=5000)


def test_a_port_that_does_not_exist(hall: Hall, tmp_path: Path) -> None:
    """The terminal stands, says why no cash is taken, and settles what it can."""
    text = hall.config.read_text("utf-8").replace(hall.opened.settings.acceptor.port, str(tmp_path / "nothing"))
    hall.config.write_text(text, "utf-8")
    done = settle(hall.config, timeout_s=5.0)
    assert done.returncode == 0, done
    assert buckets_of(done) == {}
    command = [sys.executable, "kiosk_main.py", "diagnose", "--device", "acceptor", "--config", str(hall.config)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert said.returncode == 1, said
    assert "nothing" in said.stdout + said.stderr
