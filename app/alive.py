"""How a process says that it runs, and how the next one learns how it ended (central-api.md 6; trust.md A1, A11).

Four files in the storage directory, none of them synced, for none of them is worth a write that waits:

``alive``           its time of change is when a process last said that it ran; touched every 10 s.
``hang``            whoever ends a process because it hangs writes it first, with why in it: ``mark(storage, HANG, why)``.
``safe-page``       the page without devices was shown in between (``kiosk_main.py safe``).
``storage-failed``  a process whose storage failed, and which can write no fact any more, writes it if it still can.

A clean end is no file: it is the last fact of that run, in the ledger.
"""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kiosk.centre_enrolment import SOFTWARE
from kiosk.facts import RunStarted
from kiosk.health_facts import RunEnd
from kiosk.recollection import Recollection

log = logging.getLogger("app")

ALIVE: Final = "alive"
HANG: Final = "hang"
SAFE_PAGE: Final = "safe-page"
STORAGE_FAILED: Final = "storage-failed"
TOUCH_EVERY_S: Final = 10.0
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


def mark(storage: Path, name: str, why: str) -> None:
    """Leave ``HANG`` or ``STORAGE_FAILED`` for the next process. Never raises: what can't be written is not told."""
    with suppress(OSError):
        (storage / name).write_text(f"{why}\n", encoding="utf-8")


def boot_id(source: Path = BOOT_ID) -> str:
    """Of the machine's present run; empty where the system does not say."""
    try:
        return source.read_text("ascii").strip()[:64]
    except (OSError, UnicodeDecodeError):
        return ""


def last_alive_at(storage: Path) -> str:
    """When a process last said that it ran, RFC 3339; empty when none did, or the file was lost."""
    try:
        seconds = (storage / ALIVE).stat().st_mtime
    except OSError:
        return ""
    return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat(timespec="milliseconds")


def how_it_ended(memory: Recollection, boot: str, marks: frozenset[str]) -> RunEnd:
    """The end of the process before this one. A mark says more than a restart of the machine: a watchdog that can't help
    otherwise restarts that too."""
    last = memory.last_run
    if last is None:
        return "unknown" if memory.acceptor is not None or memory.next_kiosk_seq > 1 else "first"
    if last.stopped:
        return "clean"
    if HANG in marks:
        return "hang"
    if STORAGE_FAILED in marks:
        return "storage"
    if not (boot and last.boot_id):
        return "unknown"
    return "killed" if boot == last.boot_id else "power"


class Alive:
    """``tell_run`` once, in the till's thread, when the ledger is open; then ``start`` and ``stop`` once each."""

    def __init__(self, storage: Path, storage_failed: Callable[[], str], every_s: float = TOUCH_EVERY_S) -> None:
        """``storage_failed``: why the till takes nothing any more, or empty."""
        self._storage = storage
        self._storage_failed = storage_failed
        self._every_s = every_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alive", daemon=True)

    def tell_run(self, memory: Recollection) -> RunStarted:
        """The fact of this start. From now on the files speak of this process."""
        marks = frozenset(name for name in (HANG, STORAGE_FAILED) if (self._storage / name).exists())
        boot = boot_id()
        told = RunStarted(SOFTWARE, boot, how_it_ended(memory, boot, marks), last_alive_at(self._storage))
        for name in marks:
            with suppress(OSError):
                (self._storage / name).unlink()
        self._touch()
        return told

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._look()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_s):
            self._look()

    def _look(self) -> None:
        why = self._storage_failed()
        if why:
            mark(self._storage, STORAGE_FAILED, why)
        self._touch()

    def _touch(self) -> None:
        try:
            descriptor = os.open(self._storage / ALIVE, os.O_CREAT | os.O_WRONLY, 0o600)
            try:
                os.utime(descriptor)
            finally:
                os.close(descriptor)
        except OSError as problem:
            log.debug("APP-ALIVE the storage directory takes no sign of life: %s", problem)
