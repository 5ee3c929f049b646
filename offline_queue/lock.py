"""One process at a time: an advisory lock on a file of its own beside the database.

The lock is never taken on the database file: closing any descriptor of a file drops every POSIX lock this process holds
on it, SQLite's included (trust.md M9).
"""

import fcntl
import os
from pathlib import Path

from kiosk.ports import StorageError

LOCK_NAME = "ledger.lock"


class ProcessLock:
    """Held from ``take`` until ``release`` or the end of the process, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, directory: Path) -> "ProcessLock":
        """Raises ``StorageError`` at once if another terminal, or a second one in this process, holds the lock."""
        path = directory / LOCK_NAME
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise StorageError(
                f"The lock file {path} cannot be opened ({problem.strerror}). Check the owner and the rights of the folder."
            ) from problem
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StorageError(
                f"Another terminal process (pid {holder or 'unknown'}) already uses the ledger in {directory}. "
                "Stop it first, or give this one a storage directory of its own."
            ) from problem
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        return cls(descriptor)

    def release(self) -> None:
        """Idempotent."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
