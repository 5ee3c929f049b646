"""The room on the disk is told when it changes; a journal that lost its end is found by the centre's memory of it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from unittest.mock import MagicMock

import pytest

from app.storage_watch import DiskWatch, compare_with_centre
from kiosk.answers import SessionReply
from kiosk.clock import SystemClock
from kiosk.events import DiskRoomChanged, Event, StorageFailed
from kiosk.flow.stops import DOUBTED
from kiosk.performing import Ports
from kiosk.till import Till
from offline_queue.journal import JournalHead
from offline_queue.ledger import SqliteLedger
from tests.kiosk.play import POLICY

DEADLINE_S = 20.0


class Disk:
    """Tells the looks one after the other, and the last one for ever."""

    def __init__(self, *looks: tuple[bool, int] | OSError) -> None:
        self.looks = list(looks)
        self.seen: list[Event] = []
        self.read = threading.Event()

    def __call__(self) -> tuple[bool, int]:
        last = len(self.looks) == 1
        look = self.looks[0] if last else self.looks.pop(0)
        if last:
            self.read.set()
        if isinstance(look, OSError):
            raise look
        return look


def watched(disk: Disk) -> list[Event]:
    watch = DiskWatch(disk, disk.seen.append, every_s=0.001)
    watch.start()
    assert disk.read.wait(DEADLINE_S)
    watch.stop()
    return disk.seen


def test_a3_only_a_change_is_told() -> None:
    disk = Disk((False, 500), (False, 400), (True, 90), (True, 80), (False, 200), (False, 200))
    assert watched(disk) == [DiskRoomChanged(low=True, free_bytes=90), DiskRoomChanged(low=False, free_bytes=200)]


def test_a3_a_full_disk_is_known_before_the_first_note() -> None:
    disk = Disk((True, 90))
    watch = DiskWatch(disk, disk.seen.append, every_s=1000.0)
    watch.start()
    assert disk.seen == [DiskRoomChanged(low=True, free_bytes=90)]
    watch.stop()


def test_a_directory_that_is_gone_takes_the_terminal_out_of_service() -> None:
    (told,) = watched(Disk((False, 500), OSError(2, "No such file or directory")))
    assert isinstance(told, StorageFailed)


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    running = Till(POLICY, SystemClock())
    running.start(cast(Ports, MagicMock(spec=Ports)), lambda: SqliteLedger.open(tmp_path, tmp_path / "secrets", "K0001"))
    yield running
    running.stop()


def head_of(till: Till) -> JournalHead:
    return till.ask(SqliteLedger.journal_head, SqliteLedger).result(DEADLINE_S)


def stops_after(till: Till, count: int, mac: str) -> list[str]:
    compare_with_centre(till, SessionReply("2026-11-22T00:00:00Z", 0, count, mac))
    for _ in range(2):  # the comparison, then the event that it posted
        head_of(till)
    return [stop.code for stop in till.state.terminal.stops]


def test_s5_the_centre_remembers_more_than_we_have(till: Till) -> None:
    head = head_of(till)
    assert stops_after(till, head.count, head.mac) == []
    assert stops_after(till, 0, "") == []
    assert stops_after(till, head.count + 1, "ab" * 32) == [DOUBTED]
