"""For readers of the ledger beside the till: what can't be read is said plainly, and is no reason to stop anything."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.ports import StorageError
from offline_queue.database import advice


@contextmanager
def plainly() -> Iterator[None]:
    """Errors of SQLite, and values that nobody wrote, become a ``StorageError`` with one sentence."""
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError, LookupError, AttributeError) as problem:
        raise StorageError(f"The ledger can't be read now: {advice(problem)}") from problem
