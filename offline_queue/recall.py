"""Reading back what the last process left: only rows that still need something, by partial index (performance.md P5)."""

import sqlite3

from kiosk.money import Fen
from kiosk.recollection import LastStacked, OpenIntent, OpenVisit, Recollection, UnpostedPayment
from kiosk.visit_types import Language
from offline_queue.privacy import Vault, unseal_account

# INDEXED BY, because SQLite would rather walk all rows in rowid order than sort the few that are open.
_OPEN_VISITS = """SELECT visit_id, account_kind, account_cipher, masked_name, language, offline FROM visits
    INDEXED BY visits_open WHERE ended IS NULL ORDER BY rowid"""
_HELD_NOTES = """SELECT denomination_fen FROM notes
    WHERE visit_id = ? AND state = 'stacked' AND payment_id IS NULL ORDER BY stacked_seq"""
_OPEN_INTENTS = """SELECT note_id, visit_id, denomination_fen FROM notes
    INDEXED BY notes_intended WHERE state = 'intended' ORDER BY rowid"""
_LAST_STACKED = """SELECT note_id, denomination_fen FROM notes
    WHERE stacked_seq IS NOT NULL ORDER BY stacked_seq DESC LIMIT 1"""
_UNPOSTED = """SELECT p.payment_id, p.visit_id, v.account_kind, v.account_cipher, p.amount_fen
    FROM payments p JOIN visits v USING (visit_id) WHERE p.state = 'queued' ORDER BY p.kiosk_seq"""
_OPEN_PRINT_JOBS = "SELECT job_id FROM print_jobs INDEXED BY print_jobs_open WHERE outcome IS NULL ORDER BY rowid"
_HIGHEST_SEQ = "SELECT IFNULL(MAX(kiosk_seq), 0) FROM payments"


def recall(connection: sqlite3.Connection, vault: Vault) -> Recollection:
    """Raises ``sqlite3.Error`` or, where a number does not open with its month's key, ``StorageError``."""
    last = connection.execute(_LAST_STACKED).fetchone()
    return Recollection(
        next_kiosk_seq=connection.execute(_HIGHEST_SEQ).fetchone()[0] + 1,
        open_visits=tuple(_open_visit(connection, vault, row) for row in connection.execute(_OPEN_VISITS).fetchall()),
        open_intents=tuple(OpenIntent(*row) for row in connection.execute(_OPEN_INTENTS)),
        last_stacked=None if last is None else LastStacked(*last),
        unposted=tuple(
            UnpostedPayment(payment_id, unseal_account(vault, visit_id, kind, cipher), amount)
            for payment_id, visit_id, kind, cipher, amount in connection.execute(_UNPOSTED)
        ),
        open_print_jobs=tuple(row[0] for row in connection.execute(_OPEN_PRINT_JOBS)),
    )


def _open_visit(connection: sqlite3.Connection, vault: Vault, row: tuple[str, str, str, str, str, int]) -> OpenVisit:
    visit_id, kind, cipher, masked_name, language, offline = row
    notes = tuple(Fen(note[0]) for note in connection.execute(_HELD_NOTES, (visit_id,)))
    return OpenVisit(
        visit_id=visit_id,
        account=unseal_account(vault, visit_id, kind, cipher),
        masked_name=masked_name,
        language=Language(language),
        held=Fen(sum(notes)),
        notes=notes,
        offline=bool(offline),
    )
