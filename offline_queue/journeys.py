"""The records of one note's or payment's journey, found by a code of its slip, for staff at the terminal (field.md X10).

Read by a connection of its own, so that the till never waits. Ids come from the tables' indexes: a code that nobody has is
told at once. Records that name one of them SQLite itself looks for, from the newest back to the first of the visit, and
through no more than ``NEWEST``. Who wants older ones, or the chain checked too: ``kiosk_main.py ledger show``.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from kiosk import receipt_number
from kiosk.base32 import meant
from offline_queue import database
from offline_queue.journal_facts import Entry, VisitOpenedSealed, decode_record
from offline_queue.reading import plainly

NEWEST: Final = 400_000
"""Records that are looked through: of two months with 300 visits a day; half a second to one on the reference machine."""
_CODE_LETTERS: Final = 8  # of the code of a note or a card attempt: the beginning of its id (kiosk.flow.paying.note_code)
_MOST: Final = 1_000  # records of one journey; a visit has tens
_BLOCK: Final = 5_000  # records at a time: most slips are of the last days

_OF_PAYMENT: Final = "SELECT visit_id FROM payments WHERE payment_id = ? COLLATE NOCASE OR receipt_number = ?"
_OF_NOTE: Final = "SELECT note_id, visit_id FROM notes WHERE note_id >= ? AND note_id < ?"
_OF_ATTEMPT: Final = "SELECT attempt_id, visit_id FROM card_attempts WHERE attempt_id >= ? AND attempt_id < ?"
_IN_VISIT: Final = (
    "SELECT note_id FROM notes WHERE visit_id = ?",
    "SELECT payment_id FROM payments WHERE visit_id = ?",
    "SELECT attempt_id FROM card_attempts WHERE visit_id = ?",
)
_JOBS: Final = "SELECT job_id FROM print_jobs WHERE payment_id = ?"
_ENDS: Final = "SELECT IFNULL(MAX(seq), 0) FROM journal"
_ONE: Final = "SELECT CAST(record AS BLOB) FROM journal WHERE seq = ?"
# Members of the fact itself: ids stand nowhere deeper. Fifty ids cost twice what one does.
_NAMING: Final = """SELECT CAST(record AS BLOB) FROM journal WHERE seq > ? AND seq <= ?
    AND EXISTS (SELECT 1 FROM json_each(record, '$.fact') WHERE value IN (SELECT value FROM json_each(?)))
    ORDER BY seq DESC"""


class Journey(NamedTuple):
    """``entries``: what the journal says of it, oldest first. ``since``, RFC 3339: records before it were not looked
    through; empty: there are none, or none of this journey. Neither: no such code is known here."""

    entries: list[Entry]
    since: str = ""


def journey_of(directory: Path, code: str, newest: int = NEWEST) -> Journey:
    """``code`` as a person typed it; ``newest``: how many records are looked through at most.

    Raises ``StorageError`` when the ledger can't be read now.
    """
    with plainly(), closing(database.connect(directory, read_only=True)) as connection:
        visits, alone = _meant_by(connection, code)
        ids = visits | alone
        for visit in visits:
            ids |= {found for query in _IN_VISIT for (found,) in connection.execute(query, (visit,))}
        if not ids:
            return Journey([])
        ids |= {job for one in _printed_of(ids) for (job,) in connection.execute(_JOBS, (one,))}
        return _read_back(connection, ids, visits | alone, newest)


def _meant_by(connection: sqlite3.Connection, code: str) -> tuple[set[str], set[str]]:
    """Visits, and ids of notes that no visit has."""
    typed = code.strip().upper()
    visits = {visit for (visit,) in connection.execute(_OF_PAYMENT, (typed, receipt_number.written(meant(typed))))}
    alone: set[str] = set()
    if not visits and len(typed) >= _CODE_LETTERS:
        begins = typed.lower()
        for query in (_OF_NOTE, _OF_ATTEMPT):
            for row, visit in connection.execute(query, (begins, begins + "~")):
                (alone if visit is None else visits).add(row if visit is None else visit)
    return visits, alone


def _printed_of(ids: Iterable[str]) -> Iterator[str]:
    """In the column of a print job: a payment's id, a case's code, or a visit's id."""
    for one in ids:
        yield one
        yield one[:_CODE_LETTERS].upper()


def _read_back(connection: sqlite3.Connection, ids: set[str], unbegun: set[str], newest: int) -> Journey:
    """``unbegun``: visits whose first record is still to be found, and notes of none, of which none is known to be it."""
    (end,) = connection.execute(_ENDS).fetchone()
    names = json.dumps(sorted(ids))
    last = max(end - newest, 0)
    found: list[Entry] = []
    while end > last and unbegun and len(found) < _MOST:
        begin = max(end - _BLOCK, last)
        block = [decode_record(record) for (record,) in connection.execute(_NAMING, (begin, end, names))]
        unbegun -= {entry.fact.visit_id for entry in block if isinstance(entry.fact, VisitOpenedSealed)}
        found += block
        end = begin
    return Journey(found[::-1], _at(connection, end + 1) if unbegun and end else "")


def _at(connection: sqlite3.Connection, seq: int) -> str:
    return decode_record(connection.execute(_ONE, (seq,)).fetchone()[0]).at
