"""The file system of the storage fills up, for real, at each step of a visit: no note is lost, the reserve lets the closing
records be written after a restart, and when there is room again cash is taken again (A3, M10)."""

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.events import FinishPressed
from kiosk.views import CashView, HomeView, OutOfServiceView
from offline_queue.disk_room import RESERVE_NAME
from tests.conftest import Tally
from tests.journeys.front import to_cash
from tests.journeys.rig import wait_until
from tests.power_cut.rig import Hall, KioskProcess
from tests.power_cut.visits import NOTE_YUAN, pay, settle_and_explain

NOTE_FEN = NOTE_YUAN * 100
DISK_MB, LEAST_FREE_MB = 40, 12
SLOW_S = 0.8  # so long a note is where the disk fills up
LOOK_LIMIT_S = 15.0  # the terminal looks at the room every 5 s


class SmallDisk:
    """The terminal's storage directory on a file system of its own in memory."""

    def __init__(self, hall: Hall) -> None:
        self.directory = hall.opened.settings.storage
        self._ballast = self.directory / "ballast"

    def mount(self) -> str:
        """Empty, or why it can't be."""
        command = shutil.which("mount")
        if command is None:
            return "there is no mount command"
        self.directory.mkdir(mode=0o700)
        call = [command, "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=700", "tmpfs", str(self.directory)]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else f"a tmpfs can't be mounted here: {done.stderr.strip()}"

    def unmount(self) -> None:
        command = shutil.which("umount")
        assert command is not None
        subprocess.run([command, "-l", str(self.directory)], check=True)

    @property
    def free_bytes(self) -> int:
        found = os.statvfs(self.directory)
        return found.f_bavail * found.f_frsize

    def fill(self, leaving: int = 0) -> None:
        """``leaving`` so many bytes. A terminal that runs may write between the look and the filling: then once more."""
        wait_until(lambda: self._took(self.free_bytes - leaving), "the disk is full")

    def _took(self, size: int) -> bool:
        descriptor = os.open(self._ballast, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, size)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            return False
        finally:
            os.close(descriptor)
        return True

    def empty(self) -> None:
        self._ballast.unlink()

    @property
    def reserve(self) -> Path:
        return self.directory / RESERVE_NAME


@pytest.fixture
def disk(hall: Hall) -> Iterator[SmallDisk]:
    made = SmallDisk(hall)
    why_not = made.mount()
    if why_not:
        pytest.skip(why_not)
    text = hall.config.read_text("utf-8")
    hall.config.write_text(text.replace("[secrets]", f"least_free_megabytes = {LEAST_FREE_MB}\n[secrets]"), "utf-8")
    yield made
    hall.close()
    made.unmount()


Moment = Callable[[Hall, KioskProcess, SmallDisk], None]


def in_escrow(hall: Hall, _kiosk: KioskProcess, disk: SmallDisk) -> None:
    """The intent can't be written: the note goes back."""
    hall.world.acceptor("timings", accepting=SLOW_S)
    note = hall.world.insert(NOTE_YUAN)
    disk.fill()
    hall.world.wait_place(note, "returned")


def while_stacking(hall: Hall, _kiosk: KioskProcess, disk: SmallDisk) -> None:
    """The record can't be written: the report is not acknowledged."""
    hall.world.acceptor("timings", stacking=SLOW_S)
    note = hall.world.insert(NOTE_YUAN)
    hall.world.wait_place(note, "chassis")
    disk.fill()
    hall.world.wait_place(note, "cassette")
    assert hall.world.acceptor("state")["unacknowledged"]


def before_the_payment(hall: Hall, kiosk: KioskProcess, disk: SmallDisk) -> None:
    hall.world.insert(NOTE_YUAN)
    kiosk.see(CashView, lambda cash: cash.inserted == NOTE_FEN)
    disk.fill()
    kiosk.touch(FinishPressed())
    assert kiosk.see(OutOfServiceView).held == NOTE_FEN


def while_posting(hall: Hall, kiosk: KioskProcess, disk: SmallDisk) -> None:
    """The centre has it, and its answer can't be written."""
    hall.world.insert(NOTE_YUAN)
    kiosk.see(CashView, lambda cash: cash.inserted == NOTE_FEN)
    hall.world.billing(delay_s=SLOW_S)
    kiosk.touch(FinishPressed())
    wait_until(lambda: bool(hall.opened.books(hall.world).centre), "the payment is at the centre")
    disk.fill()


@pytest.mark.parametrize(
    ("moment", "posted_fen"),
    [(in_escrow, 0), (while_stacking, NOTE_FEN), (before_the_payment, NOTE_FEN), (while_posting, NOTE_FEN)],
)
def test_a3_the_disk_fills_up(hall: Hall, disk: SmallDisk, tally: Tally, moment: Moment, posted_fen: int) -> None:
    """It stays full: what the next process has to write finds room in what was the reserve."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    assert disk.reserve.exists()
    moment(hall, kiosk, disk)
    kiosk.see(OutOfServiceView)
    kiosk.kill()
    assert disk.free_bytes == 0
    assert settle_and_explain(hall, tally) == ({"posted": posted_fen} if posted_fen else {})
    assert not disk.reserve.exists()
    tally("full disks", 1)


@pytest.mark.long
def test_a3_no_cash_below_the_least_room_and_cash_again_when_there_is_room(
    hall: Hall, disk: SmallDisk, tally: Tally
) -> None:
    """Seen while it runs, and by the next process too, which makes the reserve again as soon as it can."""
    kiosk = hall.kiosk()
    kiosk.see(HomeView, lambda home: home.can_pay)
    disk.fill(leaving=LEAST_FREE_MB * 1_000_000 // 2)
    kiosk.see(HomeView, lambda home: not home.can_pay)
    assert hall.world.is_shut()
    disk.empty()
    kiosk.see(HomeView, lambda home: home.can_pay)
    disk.fill()
    kiosk.kill()
    again = hall.kiosk()
    again.see(HomeView, lambda home: not home.can_pay)
    assert not disk.reserve.exists()
    disk.empty()
    again.see(HomeView, lambda home: home.can_pay)
    wait_until(disk.reserve.exists, "the reserve is there again", LOOK_LIMIT_S)
    pay(hall, again)
    again.kill()
    assert settle_and_explain(hall, tally) == {"posted": NOTE_FEN}
    tally("full disks", 1)
