"""How damage of the database is told from other trouble, and how it is remembered until the next start.

Damage is what SQLite itself calls no database or malformed, tables that are not ours, and a database that has fewer records
than the journal's mirror. It is answered by quarantine and rebuild. A record that was changed, a chain that does not fit
its key, a wrong terminal id or setting is no damage: somebody did that, and a person must look.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.ports import StorageError
from offline_queue.keys import sync_directory

SUSPECT_NAME: Final = "ledger.suspect"
_CODES: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class DamagedError(StorageError):
    """The database is not what was written. Its journal's mirror may still be whole."""


def is_damage(problem: Exception) -> bool:
    """Whether SQLite, or Python reading a text of it, found what was never written."""
    if not isinstance(problem, sqlite3.Error):
        return False
    code = getattr(problem, "sqlite_errorcode", None)
    if code is None:  # Python's own error, e.g. a text that is not UTF-8
        return "decode" in str(problem)
    return code & 0xFF in _CODES


def suspect(directory: Path) -> None:
    """Damage was met while running: the next start reads the whole file before it trusts it. Never raises."""
    with suppress(OSError):
        os.close(os.open(directory / SUSPECT_NAME, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        sync_directory(directory)


def is_suspect(directory: Path) -> bool:
    return (directory / SUSPECT_NAME).exists()


def clear(directory: Path) -> None:
    """The whole file was read and is sound."""
    (directory / SUSPECT_NAME).unlink(missing_ok=True)
