"""The newest records folded by themselves, compared with what is remembered from the tables (trust.md A5).

An index that lost an entry hides a row: nothing that is read shows it. The visit that was interrupted and the payments
just made stand in the journal's last records, so these alone say what must be remembered of them.
"""

import hmac
import sqlite3
from collections.abc import Iterator
from typing import Final

from kiosk.recollection import Recollection
from offline_queue import journal
from offline_queue.audit import Books
from offline_queue.journal import Row

NEWEST: Final = 512  # records: more than the longest visit makes
_ROWS: Final = "SELECT seq, CAST(record AS BLOB), mac FROM journal ORDER BY seq DESC LIMIT ?"


def recent_differences(connection: sqlite3.Connection, kiosk_id: str, key: bytes, memory: Recollection) -> Iterator[str]:
    """What is remembered otherwise than the newest records say, in words that follow "In the ledger, "."""
    rows = connection.execute(_ROWS, (NEWEST + 1,)).fetchall()[::-1]
    if broken := _broken_at(rows, kiosk_id, key):
        yield f"record {broken} of the journal"
        return
    books = Books()  # says of what began before these records that it is unknown: that is no difference
    books.take_all(rows)
    yield from _visits(books, memory)
    queued = {payment.payment_id: payment.amount for payment in memory.unposted}
    for payment_id, payment in books.payments.items():
        if queued.get(payment_id) != (payment.amount_fen if payment.state == "queued" else None):
            yield f"payment {payment_id}"
    yield from _cards(books, memory)
    intents = {intent.note_id: intent.denomination for intent in memory.open_intents}
    for note_id, note in books.notes.items():
        if intents.get(note_id) != (note.denomination_fen if note.state == "intended" else None):
            yield f"note {note_id}"


def _cards(books: Books, memory: Recollection) -> Iterator[str]:
    """What each recent attempt has come to, as it is acted on; and that its number is used up."""
    waiting = {memory.attempt.attempt.attempt_id: memory.attempt.attempt} if memory.attempt is not None else {}
    back = {reversal.card.attempt_id: reversal.card.amount for reversal in memory.reversals}
    held = {visit.card.attempt_id: visit.card.amount for visit in memory.open_visits if visit.card is not None}
    unposted = {payment.card.attempt_id for payment in memory.unposted if payment.card is not None}
    for attempt_id, row in books.card_attempts.items():
        attempt, covered = waiting.get(attempt_id), row.payment_id is not None
        queued = covered and books.payments[str(row.payment_id)].state == "queued"
        found = (attempt and attempt.amount, back.get(attempt_id), held.get(attempt_id), attempt_id in unposted)
        wanted = (
            row.amount_fen if row.state in ("begun", "held", "in_doubt", "undecided") else None,
            row.amount_fen if row.state == "reversing" else None,
            row.amount_fen if row.state == "charged" and not covered else None,
            queued,
        )
        approved = attempt is None or (attempt.approval is None) == (row.approved_seq is None)
        if found != wanted or not approved or row.card_seq >= memory.next_card_seq:
            yield f"card attempt {attempt_id}"


def _visits(books: Books, memory: Recollection) -> Iterator[str]:
    """Open ones with the notes they hold; and no other."""
    remembered = {visit.visit_id: {note.note_id: note.denomination for note in visit.notes} for visit in memory.open_visits}
    held: dict[str | None, dict[str, int]] = {}
    for note_id, note in books.notes.items():
        if note.state == "stacked" and note.payment_id is None:
            held.setdefault(note.visit_id, {})[note_id] = note.denomination_fen
    for visit_id, visit in books.visits.items():
        if remembered.get(visit_id) != (held.get(visit_id, {}) if visit.ended is None else None):
            yield f"visit {visit_id}"


def _broken_at(rows: list[Row], kiosk_id: str, key: bytes) -> int | None:
    """The number of the first record that does not fit the one before it; the very first row is only a predecessor."""
    if not rows:
        return None
    first = rows[0][0] == 1
    number, previous = (0, journal.genesis(kiosk_id)) if first else (rows[0][0], rows[0][2])
    for seq, record, found in rows if first else rows[1:]:
        number, previous = number + 1, journal.mac(key, previous, record)
        if seq != number or not hmac.compare_digest(previous, found):
            return number
    return None
