"""Single records of the table ``journal``: its end, one by its number, and whether a head is in it. A few rows are read."""

import hmac
import sqlite3
from typing import Final

from kiosk.ports import StorageError
from offline_queue import journal
from offline_queue.journal import JournalHead, JournalRecord
from offline_queue.journal_facts import Entry, decode_record
from offline_queue.terminal import Terminal

_OWNER: Final = "SELECT kiosk_id FROM terminal"
_LAST_TWO: Final = "SELECT seq, record, mac FROM journal ORDER BY seq DESC LIMIT 2"
_WITH_THE_ONE_BEFORE: Final = "SELECT seq, record, mac FROM journal WHERE seq IN (?, ?) ORDER BY seq DESC"
_MAC_OF: Final = "SELECT mac FROM journal WHERE seq = ?"


def last_record(connection: sqlite3.Connection, terminal: Terminal, key: bytes) -> JournalRecord:
    """The journal's end, checked against the record before it, the terminal's id and the key; seq 0 if it is empty."""
    owner = connection.execute(_OWNER).fetchone()
    if owner is None or owner[0] != terminal.kiosk_id:
        raise StorageError(
            f"The ledger in {terminal.directory} belongs to terminal {owner and owner[0]}, not to {terminal.kiosk_id}. "
            "Correct [terminal] id or [storage] directory."
        )
    rows = connection.execute(_LAST_TWO).fetchall()
    if not rows:
        return JournalRecord(0, b"", journal.genesis(terminal.kiosk_id))
    found = _signed(rows, terminal.kiosk_id, key)
    if found is None:
        raise StorageError(
            f"The last journal record of the ledger in {terminal.directory} does not fit its key: the record "
            "was changed, or the secrets directory is another one. No money is taken; call a technician."
        )
    return found


def signed_entry(connection: sqlite3.Connection, kiosk_id: str, key: bytes, seq: int) -> Entry | None:
    """The record with this number, read back; None if there is none, or it does not fit its MAC.

    Raises ``msgspec.DecodeError`` for a signed record that this version does not know.
    """
    rows = connection.execute(_WITH_THE_ONE_BEFORE, (seq, seq - 1)).fetchall()
    found = _signed(rows, kiosk_id, key) if rows and rows[0][0] == seq else None
    return None if found is None else decode_record(found.record)


def _signed(rows: list[tuple[int, str, bytes]], kiosk_id: str, key: bytes) -> JournalRecord | None:
    """The first of two rows, if it fits the second, which is the record before it."""
    seq, record, found = rows[0]
    previous = rows[1][2] if len(rows) == 2 else journal.genesis(kiosk_id)
    if not hmac.compare_digest(found, journal.mac(key, previous, record.encode())):
        return None
    return JournalRecord(seq, record.encode(), found)


def contradiction(connection: sqlite3.Connection, kiosk_id: str, ours: JournalHead, heard: JournalHead) -> str:
    """Why the journal with head ``ours`` cannot be the one whose head the centre ``heard`` of; empty if it can."""
    if heard.count > ours.count:
        return (
            f"The centre has heard of {heard.count} records of this terminal, its ledger holds {ours.count}: the end is "
            "missing."
        )
    if heard.count < 1:
        same = heard == JournalHead(0, journal.genesis(kiosk_id).hex())
    else:
        row = connection.execute(_MAC_OF, (heard.count,)).fetchone()
        same = row is not None and bytes(row[0]).hex() == heard.mac
    if same:
        return ""
    return (
        f"Record {heard.count} of the ledger is not the one that the centre has heard of: this is another ledger, or it "
        "was changed."
    )
