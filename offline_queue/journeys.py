"""The records of one note's or payment's journey, found by a code of its slip, for staff at the terminal (field.md X10).

Read by a connection of its own, so that the till never waits: ids come from the tables' indexes, and SQLite itself looks
through the journal for records that name one of them. Who wants the chain checked too: ``kiosk_main.py ledger show``.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from kiosk import receipt_number
from kiosk.base32 import meant
from offline_queue import database
from offline_queue.journal_facts import Entry, decode_record
from offline_queue.reading import plainly

_CODE_LETTERS: Final = 8  # of the code of a note or a card attempt: the beginning of its id (kiosk.flow.paying.note_code)
_MOST: Final = 1_000  # records of one journey; a visit has tens

_OF_PAYMENT: Final = "SELECT visit_id FROM payments WHERE payment_id = ? COLLATE NOCASE OR receipt_number = ?"
_OF_NOTE: Final = "SELECT note_id, visit_id FROM notes WHERE note_id >= ? AND note_id < ?"
_OF_ATTEMPT: Final = "SELECT attempt_id, visit_id FROM card_attempts WHERE attempt_id >= ? AND attempt_id < ?"
_IN_VISIT: Final = (
    "SELECT note_id FROM notes WHERE visit_id = ?",
    "SELECT payment_id FROM payments WHERE visit_id = ?",
    "SELECT attempt_id FROM card_attempts WHERE visit_id = ?",
)
_JOBS: Final = "SELECT job_id FROM print_jobs WHERE payment_id = ?"
_FIRST: Final = "SELECT IFNULL(MIN(seq), 0) FROM journal WHERE instr(record, ?) > 0"
_NAMING: Final = "SELECT CAST(record AS BLOB) FROM journal WHERE seq >= ? AND ({}) ORDER BY seq LIMIT ?"


def entries_of(directory: Path, code: str) -> list[Entry]:
    """What the journal says of it, oldest first; empty: no such code is known here. ``code`` as a person typed it.

    Raises ``StorageError`` when the ledger can't be read now.
    """
    with plainly(), closing(database.connect(directory, read_only=True)) as connection:
        visits, ids = _meant_by(connection, code)
        for visit in visits:
            ids |= {visit} | {found for query in _IN_VISIT for (found,) in connection.execute(query, (visit,))}
        if not ids:
            return []
        ids |= {job for one in _printed_of(ids) for (job,) in connection.execute(_JOBS, (one,))}
        return list(_naming(connection, sorted(visits or ids)[0], ids))


def _meant_by(connection: sqlite3.Connection, code: str) -> tuple[set[str], set[str]]:
    """Visits, and ids of notes that no visit has."""
    typed = code.strip().upper()
    visits = {visit for (visit,) in connection.execute(_OF_PAYMENT, (typed, receipt_number.written(meant(typed))))}
    ids: set[str] = set()
    if not visits and len(typed) >= _CODE_LETTERS:
        begins = typed.lower()
        for query in (_OF_NOTE, _OF_ATTEMPT):
            for row, visit in connection.execute(query, (begins, begins + "~")):
                ids.add(row)
                visits |= {visit} - {None}
    return visits, ids


def _printed_of(ids: Iterable[str]) -> Iterator[str]:
    """In the column of a print job: a payment's id, a case's code, or a visit's id."""
    for one in ids:
        yield one
        yield one[:_CODE_LETTERS].upper()


def _naming(connection: sqlite3.Connection, first: str, ids: Iterable[str]) -> Iterator[Entry]:
    """A journey begins with the first record that names its visit."""
    (begins,) = connection.execute(_FIRST, (_quoted(first),)).fetchone()
    names = [_quoted(one) for one in ids]
    wanted = _NAMING.format(" OR ".join(["instr(record, ?) > 0"] * len(names)))
    for (record,) in connection.execute(wanted, (begins, *names, _MOST)):
        yield decode_record(record)


def _quoted(one: str) -> str:
    """As it stands in a record: ``K0001-1`` is not the beginning of ``K0001-12``."""
    return f'"{one}"'
