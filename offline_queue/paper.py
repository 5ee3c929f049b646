"""The paper's count, for command words that have the directory and no till."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.ports import StorageError
from kiosk.recollection import PaperRoll
from offline_queue import database, recall


def counted(directory: Path) -> PaperRoll | None:
    """What the ledger remembers of the roll in the printer; None where there is no ledger that can be read."""
    try:
        with closing(database.connect(directory, read_only=True)) as connection:
            return recall.paper_roll(connection)
    except (sqlite3.Error, StorageError):
        return None
