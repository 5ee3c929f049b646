"""How a process ended, as the next one tells it: by the ledger's last run, the machine's boot id and two marks."""

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.alive import ALIVE, HANG, STORAGE_FAILED, Alive, boot_id, how_it_ended, last_alive_at, mark
from kiosk.health_facts import RunEnd
from kiosk.recollection import BoundAcceptor, LastRun, Recollection

DEADLINE_S = 20.0
NOBODY = Recollection(next_kiosk_seq=1)


def memory(*, stopped: bool = False, boot: str = "boot-1") -> Recollection:
    return Recollection(next_kiosk_seq=9, last_run=LastRun(boot, stopped))


@pytest.mark.parametrize(
    ("before", "boot", "marks", "ended"),
    [
        (NOBODY, "boot-1", frozenset(), "first"),
        (Recollection(1, acceptor=BoundAcceptor("SM", "1", "1")), "boot-1", frozenset(), "unknown"),
        (Recollection(7), "boot-1", frozenset(), "unknown"),  # a ledger of an earlier release
        (memory(stopped=True), "boot-2", frozenset(), "clean"),  # switched off in the evening
        (memory(stopped=True), "boot-1", frozenset({HANG}), "clean"),
        (memory(), "boot-1", frozenset(), "killed"),
        (memory(), "boot-2", frozenset(), "power"),
        (memory(), "boot-1", frozenset({HANG}), "hang"),
        (memory(), "boot-2", frozenset({HANG}), "hang"),
        (memory(), "boot-1", frozenset({STORAGE_FAILED}), "storage"),
        (memory(), "", frozenset(), "unknown"),
        (memory(boot=""), "boot-1", frozenset(), "unknown"),
    ],
)
def test_how_the_process_before_ended(before: Recollection, boot: str, marks: frozenset[str], ended: RunEnd) -> None:
    assert how_it_ended(before, boot, marks) == ended


def test_a_mark_is_told_once(tmp_path: Path) -> None:
    mark(tmp_path, HANG, "the till did not tick for 15 s")
    here = memory(boot=boot_id())
    assert Alive(tmp_path, str).tell_run(here).ended == "hang"
    assert Alive(tmp_path, str).tell_run(here).ended == "killed"


def test_when_a_process_was_last_alive_is_the_time_of_its_file(tmp_path: Path) -> None:
    assert last_alive_at(tmp_path) == ""
    (tmp_path / ALIVE).touch()
    os.utime(tmp_path / ALIVE, (1_795_000_000.5, 1_795_000_000.5))
    said = Alive(tmp_path, str).tell_run(memory(boot=boot_id()))
    assert said.last_alive_at == last_alive_at_of(1_795_000_000.5)
    assert time.time() - (tmp_path / ALIVE).stat().st_mtime < 60, "from now on the file speaks of this process"


def last_alive_at_of(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat(timespec="milliseconds")


def test_a_running_process_touches_its_file_and_marks_a_failed_storage(tmp_path: Path) -> None:
    why = [""]
    alive = Alive(tmp_path, lambda: why[0], every_s=0.01)
    alive.tell_run(NOBODY)
    os.utime(tmp_path / ALIVE, (1.0, 1.0))
    alive.start()
    until, pause = time.monotonic() + DEADLINE_S, threading.Event()
    while (tmp_path / ALIVE).stat().st_mtime < 2 and time.monotonic() < until:
        pause.wait(0.01)
    why[0] = "disk I/O error"
    alive.stop()
    assert (tmp_path / ALIVE).stat().st_mtime > 2
    assert (tmp_path / STORAGE_FAILED).read_text() == "disk I/O error\n"
    assert Alive(tmp_path, str).tell_run(memory(boot=boot_id())).ended == "storage"


def test_a_storage_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    mark(gone, HANG, "why")
    alive = Alive(gone, lambda: "it is gone")
    assert alive.tell_run(NOBODY).last_alive_at == ""
    alive.start()
    alive.stop()
    assert not gone.exists()
