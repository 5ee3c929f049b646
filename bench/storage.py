"""The directories of one terminal's durable memory, and a raw file on the same disk to compare with."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.measure import BenchError
from bench.records import KIOSK
from offline_queue.ledger import SqliteLedger
from offline_queue.outbox import Outbox

RAM_DISK = Path("/dev/shm")  # noqa: S108 - where a sync costs nothing, what is left is our own


@dataclass(frozen=True)
class Storage:
    """``root`` may not exist yet."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def log_bytes(self) -> int:
        """Of the WAL file as it is now."""
        return (self.data / "ledger.db-wal").stat().st_size

    def ledger(self) -> SqliteLedger:
        return SqliteLedger.open(self.data, self.secrets, KIOSK)

    def outbox(self) -> Outbox:
        """The ledger must be open, or its files whole."""
        return Outbox.open(self.data, self.secrets)


class RawFile:
    """What the disk itself costs: appended bytes and one fdatasync."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def append(self, size: int) -> None:
        if os.write(self._descriptor, b"x" * size) != size:
            raise BenchError("the disk took only a part of a write")
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


def milliseconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000
