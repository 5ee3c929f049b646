"""Where the journal's records are read from, without the running terminal: the database, or the mirror."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from kiosk.ports import StorageError
from offline_queue import database
from offline_queue.journal import JournalRecord, Row, fitting
from offline_queue.keys import Keyring
from offline_queue.mirror import MIRROR_NAME, decode_line

__all__ = ["Row", "end_of_mirror", "mac_of", "mirror_path", "open_journal", "records_of_database", "records_of_mirror"]

# As bytes: somebody may have written what is no text.
_RECORDS: Final = "SELECT seq, CAST(record AS BLOB), mac FROM journal ORDER BY seq"
_MAC_OF: Final = "SELECT mac FROM journal WHERE seq = ?"
_ROWS_AT_ONCE: Final = 1000
_MIRROR_TAIL_BYTES: Final = 512 * 1024


def records_of_database(connection: sqlite3.Connection) -> Iterator[Row]:
    """In the order of their numbers. Raises ``sqlite3.Error``."""
    cursor = connection.execute(_RECORDS)
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield from rows


def mac_of(connection: sqlite3.Connection, seq: int) -> bytes | None:
    """Of one record, or None if there is no such record."""
    found = connection.execute(_MAC_OF, (seq,)).fetchone()
    return None if found is None else bytes(found[0])


def mirror_path(directory: Path) -> Path:
    return directory / MIRROR_NAME


def records_of_mirror(path: Path) -> Iterator[Row]:
    """Line by line. A line that is no record comes as one that fits nothing, in its place; a last line without its end
    was being written when the power went, and is not there yet. Raises ``OSError``."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield decode_line(line)
            except (msgspec.DecodeError, ValueError):
                yield number, line, b""


def end_of_mirror(directory: Path) -> JournalRecord | None:
    """The last whole record near the end of the mirror; None if there is none, or no mirror. Raises ``OSError``.

    What a power cut left at the end is passed over: the next start heals it.
    """
    try:
        with mirror_path(directory).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - _MIRROR_TAIL_BYTES))
            tail = file.read()
    except FileNotFoundError:
        return None
    for line in reversed(tail.splitlines(keepends=True)):
        if line.endswith(b"\n"):
            try:
                return decode_line(line)
            except (msgspec.DecodeError, ValueError):
                continue
    return None


@contextmanager
def open_journal(
    directory: Path, secrets: Path, kiosk_id: str, *, from_mirror: bool
) -> Iterator[Callable[[], Iterator[Row]]]:
    """Gives a function that walks the journal from its first record, as often as wanted and each time over the same
    records, each yielded only after it was found to fit (``ChainBrokenError``). Raises ``StorageError``, the walk too."""
    key = Keyring(secrets).journal_key(may_make=False)

    def walk(records: Callable[[], Iterator[Row]]) -> Iterator[Row]:
        try:
            yield from fitting(key, kiosk_id, records())
        except (sqlite3.Error, OSError) as problem:
            raise StorageError(f"The journal in {directory} cannot be read: {database.advice(problem)}") from problem

    if from_mirror:
        yield lambda: walk(lambda: records_of_mirror(mirror_path(directory)))
        return
    with closing(database.connect(directory, read_only=True)) as connection:
        connection.execute("BEGIN")
        yield lambda: walk(lambda: records_of_database(connection))
