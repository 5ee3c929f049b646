"""The tables, as migrations of sqlite-utils 4. A released migration is never changed; the next change is the next one.

All amounts are whole fen in STRICT integer columns. Sums that close the conservation equation stand in ``balances``.
Partial indexes hold only the rows that still need something, so that the reads of the hot path cost the same with a
million settled rows as with none (performance.md P4, P5).
"""

import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils.db import Database

SCHEMA_VERSION = 2

_FIRST = (
    "CREATE TABLE terminal (kiosk_id TEXT PRIMARY KEY, created_at TEXT NOT NULL) STRICT",
    """CREATE TABLE visits (
        visit_id TEXT PRIMARY KEY, account_kind TEXT NOT NULL, account_masked TEXT NOT NULL, account_cipher TEXT NOT NULL,
        account_hash BLOB NOT NULL, masked_name TEXT NOT NULL, amount_to_pay_fen INTEGER NOT NULL, language TEXT NOT NULL,
        offline INTEGER NOT NULL CHECK (offline IN (0, 1)),
        receipt_expected INTEGER NOT NULL CHECK (receipt_expected IN (0, 1)),
        opened_at TEXT NOT NULL, ended TEXT, ended_at TEXT) STRICT""",
    "CREATE INDEX visits_open ON visits (visit_id) WHERE ended IS NULL",
    """CREATE TABLE payments (
        payment_id TEXT PRIMARY KEY, kiosk_seq INTEGER NOT NULL UNIQUE CHECK (kiosk_seq > 0),
        visit_id TEXT NOT NULL REFERENCES visits, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
        tender TEXT NOT NULL CHECK (tender IN ('cash', 'card')),
        state TEXT NOT NULL CHECK (state IN ('queued', 'posted', 'in_doubt', 'owed', 'settled')),
        accepted_at TEXT NOT NULL, language TEXT NOT NULL, offline INTEGER NOT NULL CHECK (offline IN (0, 1)),
        central_id TEXT, receipt_number TEXT, posted_at TEXT, balance_after_fen INTEGER, problem TEXT,
        sms TEXT, reopening TEXT, changed_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX payments_of_visit ON payments (visit_id)",
    "CREATE INDEX payments_queued ON payments (kiosk_seq) WHERE state = 'queued'",
    "CREATE INDEX payments_for_a_person ON payments (kiosk_seq) WHERE state IN ('in_doubt', 'owed')",
    """CREATE TABLE notes (
        note_id TEXT PRIMARY KEY, visit_id TEXT REFERENCES visits, intended_fen INTEGER CHECK (intended_fen > 0),
        denomination_fen INTEGER NOT NULL CHECK (denomination_fen > 0),
        state TEXT NOT NULL CHECK (state IN ('intended', 'stacked', 'returned', 'in_doubt', 'settled')),
        payment_id TEXT REFERENCES payments, stacked_seq INTEGER, repeats INTEGER NOT NULL DEFAULT 0,
        reason TEXT, changed_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX notes_of_visit ON notes (visit_id)",
    "CREATE INDEX notes_of_payment ON notes (payment_id)",
    "CREATE INDEX notes_intended ON notes (note_id) WHERE state = 'intended'",
    "CREATE INDEX notes_for_a_person ON notes (note_id) WHERE state = 'in_doubt'",
    "CREATE UNIQUE INDEX notes_stacked ON notes (stacked_seq) WHERE stacked_seq IS NOT NULL",
    """CREATE TABLE outbox (
        payment_id TEXT PRIMARY KEY REFERENCES payments, kiosk_seq INTEGER NOT NULL UNIQUE, account_hash BLOB NOT NULL,
        body_cipher TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('due', 'parked'))) STRICT""",
    "CREATE INDEX outbox_due ON outbox (kiosk_seq) WHERE state = 'due'",
    "CREATE INDEX outbox_due_of_account ON outbox (account_hash, kiosk_seq) WHERE state = 'due'",
    """CREATE TABLE print_jobs (
        job_id TEXT PRIMARY KEY, payment_id TEXT NOT NULL, started_at TEXT NOT NULL, outcome TEXT, cause TEXT,
        ended_at TEXT) STRICT""",
    "CREATE INDEX print_jobs_open ON print_jobs (job_id) WHERE outcome IS NULL",
    """CREATE TABLE devices (
        device TEXT PRIMARY KEY, state TEXT NOT NULL, severity INTEGER NOT NULL, supplies TEXT NOT NULL, code TEXT NOT NULL,
        raw TEXT NOT NULL, since TEXT NOT NULL) STRICT""",
    """CREATE TABLE acceptors (
        bound_seq INTEGER PRIMARY KEY, model TEXT NOT NULL, serial TEXT NOT NULL, firmware TEXT NOT NULL,
        bound_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE cases (
        opened_seq INTEGER PRIMARY KEY, reason TEXT NOT NULL, detail TEXT NOT NULL, opened_at TEXT NOT NULL) STRICT""",
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY, record TEXT NOT NULL, mac BLOB NOT NULL) STRICT",
    """CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)


def _first_tables(database: "Database") -> None:
    for statement in _FIRST:
        database.execute(statement)
    database.execute("PRAGMA user_version = 1")


_SECOND = (
    """CREATE TABLE stops (
        stopped_seq INTEGER PRIMARY KEY, code TEXT NOT NULL, detail TEXT NOT NULL, stopped_at TEXT NOT NULL,
        released_seq INTEGER, released_by TEXT, release_reason TEXT, released_at TEXT) STRICT""",
    "CREATE UNIQUE INDEX stops_open ON stops (code) WHERE released_seq IS NULL",
    """CREATE TABLE rebuilds (
        rebuilt_seq INTEGER PRIMARY KEY, records INTEGER NOT NULL, quarantine TEXT NOT NULL, why TEXT NOT NULL,
        rebuilt_at TEXT NOT NULL) STRICT""",
)


# Tables and indexes as SQLite keeps them, word for word.
TABLES: Final = frozenset(statement for statement in _FIRST + _SECOND if not statement.startswith("CREATE TRIGGER"))


def _stops_and_rebuilds(database: "Database") -> None:
    for statement in _SECOND:
        database.execute(statement)
    database.execute("PRAGMA user_version = 2")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing, each migration in a transaction of its own; ``user_version`` ends at ``SCHEMA_VERSION``."""
    # Only a new or old database needs sqlite-utils; importing it would delay every other start.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("ledger")
    migrations(name="0001_first_tables")(_first_tables)
    migrations(name="0002_stops_and_rebuilds")(_stops_and_rebuilds)
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
