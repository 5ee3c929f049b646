"""Room on the file system of the ledger (trust.md A3): when no further money may be taken, and what is kept for the end.

The reserve is a file of 8 MB that holds nothing. While money comes in there is room by the rule of ``DiskRoom``; what
fills the disk nevertheless ends the ledger (M10). The next start then gives the reserve up, so that the closing records of
the interrupted visit can be written, and makes it again once there is room.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, Protocol

RESERVE_NAME: Final = "reserve"
RESERVE_BYTES: Final = 8 * 1024 * 1024
LEAST_FREE_BYTES: Final = 100 * 1000 * 1000


class FileSystem(Protocol):
    """What of ``os.statvfs_result`` is used."""

    @property
    def f_bavail(self) -> int: ...

    @property
    def f_frsize(self) -> int: ...


Statvfs = Callable[[Path], FileSystem]


class Room(NamedTuple):
    low: bool
    free_bytes: int


def free_bytes(directory: Path, statvfs: Statvfs = os.statvfs) -> int:
    """For programs without special rights. Raises ``OSError``."""
    found = statvfs(directory)
    return found.f_bavail * found.f_frsize


def is_low(free: int, least_free: int, *, was_low: bool) -> bool:
    """In bytes. Once low, a tenth more must be free before it is enough again: files that come and go do not open and
    shut the slot."""
    return free < least_free + (least_free // 10 if was_low else 0)


class DiskRoom:
    """Belongs to one thread. ``look`` is cheap enough for every few seconds."""

    def __init__(self, directory: Path, least_free_bytes: int = LEAST_FREE_BYTES, statvfs: Statvfs = os.statvfs) -> None:
        self._directory = directory
        self._least = least_free_bytes
        self._statvfs = statvfs
        self._low = False

    def look(self) -> Room:
        """Is there less room than further money needs? Makes the reserve again where it was given up and there is room.

        Raises ``OSError`` if the file system does not answer.
        """
        free = free_bytes(self._directory, self._statvfs)
        self._low = is_low(free, self._least, was_low=self._low)
        if not self._low:
            _make_reserve(self._directory)
        return Room(self._low, free)


def prepare(directory: Path, statvfs: Statvfs = os.statvfs) -> None:
    """At the start, before the ledger is opened: give the reserve up if it is needed, make it if there is room."""
    free = free_bytes(directory, statvfs)
    if free < RESERVE_BYTES:
        (directory / RESERVE_NAME).unlink(missing_ok=True)
    elif free >= 2 * RESERVE_BYTES:
        _make_reserve(directory)


def _make_reserve(directory: Path) -> None:
    """Whole or not at all. That there is none is no reason to take no money: a full disk is told by its own sign."""
    path = directory / RESERVE_NAME
    with suppress(OSError):
        if path.exists() and path.stat().st_size == RESERVE_BYTES:
            return
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, RESERVE_BYTES)
        except OSError:
            path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
