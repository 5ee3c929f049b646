"""What staff see of the ledger on the terminal's own screen: the last payments, and counts. Numbers are masked here.

No customer waits while it is read (kiosk.flow.console), and nothing is read beyond what one page shows.
"""

import sqlite3
from typing import Final

from kiosk.masking import masked
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.staff_records import JobCount, NoteCount, PaymentRecord

LAST: Final = 20
_JOBS: Final = 4 * LAST  # a payment may have been printed again

_PAYMENTS: Final = """SELECT p.payment_id, p.accepted_at, v.account_masked, p.amount_fen, p.tender, p.state,
    IFNULL(p.sms, ''), IFNULL(p.receipt_number, '')
    FROM payments p JOIN visits v ON v.visit_id = p.visit_id ORDER BY p.kiosk_seq DESC LIMIT ?"""
_OUTCOMES: Final = "SELECT payment_id, outcome FROM print_jobs ORDER BY rowid DESC LIMIT ?"
_LAST_SWAP: Final = "SELECT last_note FROM collections WHERE last_note IS NOT NULL ORDER BY number DESC LIMIT 1"
_NOTES: Final = """SELECT denomination_fen, COUNT(*) FROM notes
    WHERE rowid > ? AND (state = 'stacked' OR (state = 'settled' AND stacked_seq IS NOT NULL))
    GROUP BY denomination_fen ORDER BY denomination_fen DESC"""
_COUNTS: Final = "SELECT outcome, COUNT(*) FROM print_jobs WHERE outcome IS NOT NULL GROUP BY outcome"


def last_payments(connection: sqlite3.Connection) -> tuple[PaymentRecord, ...]:
    """Newest first."""
    printed: dict[str, str] = {}
    for payment_id, outcome in connection.execute(_OUTCOMES, (_JOBS,)):
        printed.setdefault(payment_id, outcome or "")
    return tuple(
        PaymentRecord(payment_id, at, masked(number), Fen(fen), tender, state, sms, printed.get(payment_id, ""), receipt)
        for payment_id, at, number, fen, tender, state, sms, receipt in connection.execute(_PAYMENTS, (LAST,))
    )


def note_counts(connection: sqlite3.Connection) -> tuple[NoteCount, ...]:
    """Notes that are surely in the box: those stacked since it was swapped last (collection_rows.py, ``cash_box``)."""
    line = connection.execute(_LAST_SWAP).fetchone() or (0,)
    return tuple(NoteCount(Fen(fen), count) for fen, count in connection.execute(_NOTES, line))


def job_counts(connection: sqlite3.Connection) -> tuple[JobCount, ...]:
    """Receipts by how they ended, the usual end first."""
    found = dict(connection.execute(_COUNTS).fetchall())
    return tuple(JobCount(outcome, found[outcome]) for outcome in PrintOutcome if found.get(outcome))
