"""The newest result of each test of the guided diagnosis."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from kiosk.diagnosis import DiagnosisResult
from kiosk.ports import StorageError
from offline_queue import database

QUERY: Final = "SELECT item, outcome, at, staff_id, detail, milliseconds FROM diagnosed ORDER BY item LIMIT 100"


def recalled(connection: sqlite3.Connection) -> tuple[DiagnosisResult, ...]:
    return tuple(DiagnosisResult(*row) for row in connection.execute(QUERY))


def diagnosed(directory: Path) -> tuple[DiagnosisResult, ...]:
    """For command words that have the directory and no till; none where there is no ledger that can be read."""
    try:
        with closing(database.connect(directory, read_only=True)) as connection:
            return recalled(connection)
    except (sqlite3.Error, StorageError):
        return ()
