"""The tables, as migrations of sqlite-utils 4. A released migration is never changed; the next change is the next one.

All amounts are whole fen in STRICT integer columns. Sums that close the conservation equation stand in ``balances``.
Partial indexes hold only the rows that still need something, so that the reads of the hot path cost the same with a
million settled rows as with none (performance.md P4, P5).
"""

import sqlite3
from typing import TYPE_CHECKING, Final

from offline_queue.damage import DamagedError

if TYPE_CHECKING:
    from sqlite_utils.db import Database

SCHEMA_VERSION = 10

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


def _stops_and_rebuilds(database: "Database") -> None:
    for statement in _SECOND:
        database.execute(statement)
    database.execute("PRAGMA user_version = 2")


# SQLite can't change a CHECK in place: the table of payments is made anew, and its rows keep their places.
_THIRD = (
    "CREATE TABLE payments_kept AS SELECT rowid AS place, * FROM payments",
    "DROP TABLE payments",
    """CREATE TABLE payments (
        payment_id TEXT PRIMARY KEY, kiosk_seq INTEGER NOT NULL UNIQUE CHECK (kiosk_seq > 0),
        visit_id TEXT NOT NULL REFERENCES visits, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
        tender TEXT NOT NULL CHECK (tender IN ('cash', 'card', 'mixed')),
        state TEXT NOT NULL CHECK (state IN ('queued', 'posted', 'in_doubt', 'owed', 'settled')),
        accepted_at TEXT NOT NULL, language TEXT NOT NULL, offline INTEGER NOT NULL CHECK (offline IN (0, 1)),
        central_id TEXT, receipt_number TEXT, posted_at TEXT, balance_after_fen INTEGER, problem TEXT,
        sms TEXT, reopening TEXT, changed_at TEXT NOT NULL,
        card_fen INTEGER NOT NULL DEFAULT 0 CHECK (card_fen BETWEEN 0 AND amount_fen),
        CHECK (tender = CASE card_fen WHEN 0 THEN 'cash' WHEN amount_fen THEN 'card' ELSE 'mixed' END)) STRICT""",
    """INSERT INTO payments (rowid, payment_id, kiosk_seq, visit_id, amount_fen, tender, state, accepted_at, language,
        offline, central_id, receipt_number, posted_at, balance_after_fen, problem, sms, reopening, changed_at)
        SELECT place, payment_id, kiosk_seq, visit_id, amount_fen, tender, state, accepted_at, language, offline,
        central_id, receipt_number, posted_at, balance_after_fen, problem, sms, reopening, changed_at FROM payments_kept""",
    "DROP TABLE payments_kept",
    "CREATE INDEX payments_of_visit ON payments (visit_id)",
    "CREATE INDEX payments_queued ON payments (kiosk_seq) WHERE state = 'queued'",
    "CREATE INDEX payments_for_a_person ON payments (kiosk_seq) WHERE state IN ('in_doubt', 'owed')",
    # begun_seq, approved_seq, changed_seq: the journal's records of the attempt, of the approval in the row, of its state.
    """CREATE TABLE card_attempts (
        attempt_id TEXT PRIMARY KEY, card_seq INTEGER NOT NULL UNIQUE CHECK (card_seq > 0),
        visit_id TEXT NOT NULL REFERENCES visits, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
        terminal_id TEXT NOT NULL, begun_seq INTEGER NOT NULL, begun_at TEXT NOT NULL,
        before_receipt TEXT, before_trace TEXT, before_amount_fen INTEGER, before_at TEXT,
        state TEXT NOT NULL CHECK (state IN ('begun', 'held', 'in_doubt', 'undecided', 'not_charged', 'charged',
            'reversing', 'reversed', 'owed_back')),
        approved_seq INTEGER, receipt TEXT, trace TEXT, auth_code TEXT, last4 TEXT, card_name TEXT, merchant_id TEXT,
        entry TEXT, application_id TEXT, approved_at TEXT,
        payment_id TEXT REFERENCES payments, doubt TEXT, undecided TEXT, problem TEXT, code TEXT,
        settled_by TEXT, settled_second TEXT, settled_reason TEXT,
        changed_seq INTEGER NOT NULL, changed_at TEXT NOT NULL,
        CHECK (state NOT IN ('held', 'charged', 'reversing', 'reversed', 'owed_back') OR approved_seq IS NOT NULL),
        CHECK (state NOT IN ('reversing', 'reversed', 'owed_back') OR payment_id IS NOT NULL)) STRICT""",
    # The value is the same for all: at most one attempt is open.
    """CREATE UNIQUE INDEX card_attempts_open ON card_attempts ((0))
        WHERE state IN ('begun', 'held', 'in_doubt', 'undecided')""",
    "CREATE INDEX card_attempts_held ON card_attempts (visit_id) WHERE state = 'charged' AND payment_id IS NULL",
    "CREATE INDEX card_attempts_reversing ON card_attempts (changed_seq) WHERE state = 'reversing'",
    "CREATE INDEX card_attempts_of_visit ON card_attempts (visit_id)",
    "CREATE UNIQUE INDEX card_attempts_of_payment ON card_attempts (payment_id) WHERE payment_id IS NOT NULL",
    # A charge of the terminal is credited once. Two persons' word names no transaction of the terminal.
    """CREATE UNIQUE INDEX card_attempts_credited ON card_attempts (terminal_id, receipt, trace, approved_at)
        WHERE state IN ('charged', 'reversing', 'reversed', 'owed_back') AND (receipt <> '' OR trace <> '')""",
    """CREATE TABLE card_terminals (
        bound_seq INTEGER PRIMARY KEY, terminal_id TEXT NOT NULL, merchant_id TEXT NOT NULL, model TEXT NOT NULL,
        bound_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE card_days (
        closed_seq INTEGER PRIMARY KEY, terminal_id TEXT NOT NULL, count INTEGER, amount_fen INTEGER, code TEXT NOT NULL,
        closed_at TEXT NOT NULL) STRICT""",
)


def _cards(database: "Database") -> None:
    for statement in _THIRD:
        database.execute(statement)
    if dangling := database.execute("PRAGMA foreign_key_check").fetchall():
        raise DamagedError(f"The ledger is damaged: row {dangling[0][1]} of {dangling[0][0]} refers to nothing.")
    database.execute("PRAGMA user_version = 3")


# The roll in the printer is the newest row. ``fitted_seq``: the journal's record of its fitting, or, of the roll that was
# there when paper was first counted, the first record that speaks of it.
_FOURTH = (
    """CREATE TABLE paper_rolls (
        fitted_seq INTEGER PRIMARY KEY, roll_mm INTEGER, used_mm INTEGER NOT NULL DEFAULT 0 CHECK (used_mm >= 0),
        fitted_at TEXT, ran_out_at TEXT) STRICT""",
)


def _paper(database: "Database") -> None:
    for statement in _FOURTH:
        database.execute(statement)
    database.execute("PRAGMA user_version = 4")


# What the centre is to hear of the terminal itself, numbered for ever. Kept until it has it, and a week.
_FIFTH = (
    """CREATE TABLE health_events (
        event_seq INTEGER PRIMARY KEY CHECK (event_seq > 0), at TEXT NOT NULL, kind TEXT NOT NULL,
        urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)), data TEXT NOT NULL) STRICT""",
    "CREATE INDEX health_events_urgent ON health_events (event_seq) WHERE urgent = 1",
    "CREATE TABLE health_numbers (next_event_seq INTEGER NOT NULL CHECK (next_event_seq > 0)) STRICT",
    "INSERT INTO health_numbers VALUES (1)",
    """CREATE TABLE staff_marks (
        staff_id TEXT PRIMARY KEY, failures INTEGER NOT NULL CHECK (failures > 0), failed_at TEXT NOT NULL) STRICT""",
)


def _health(database: "Database") -> None:
    for statement in _FIFTH:
        database.execute(statement)
    database.execute("PRAGMA user_version = 5")


# One row a process that had the ledger open as a terminal; the newest says how the one before ended.
_SIXTH = (
    """CREATE TABLE runs (
        started_seq INTEGER PRIMARY KEY, boot_id TEXT NOT NULL, started_at TEXT NOT NULL, stopped_at TEXT) STRICT""",
)


def _runs(database: "Database") -> None:
    for statement in _SIXTH:
        database.execute(statement)
    database.execute("PRAGMA user_version = 6")


# Swaps of the cash box. ``last_note``: the row of the newest note when the box went out; notes up to it, and after the line
# of the swap before, are in that box. ``expected`` and ``in_doubt``: their count by denomination, as JSON.
_SEVENTH = (
    """CREATE TABLE collections (
        number INTEGER PRIMARY KEY CHECK (number > 0), collection_id TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'told', 'disputed', 'given_up')),
        first TEXT NOT NULL, second TEXT NOT NULL, how TEXT NOT NULL,
        opened_seq INTEGER NOT NULL, opened_at TEXT NOT NULL, box_out_at TEXT, last_note INTEGER, box_back_at TEXT,
        serial_out TEXT, seal_out TEXT, serial_in TEXT, seal_in TEXT,
        ended_by TEXT, ended_at TEXT, expected TEXT, in_doubt TEXT, problem TEXT,
        CHECK (first <> second), CHECK ((box_out_at IS NULL) = (last_note IS NULL)),
        CHECK ((state IN ('closed', 'told', 'disputed')) = (expected IS NOT NULL)),
        CHECK (state <> 'given_up' OR last_note IS NULL)) STRICT""",
    "CREATE UNIQUE INDEX collections_open ON collections ((0)) WHERE state = 'open'",
    "CREATE INDEX collections_untold ON collections (number) WHERE state = 'closed'",
)


def _collections(database: "Database") -> None:
    for statement in _SEVENTH:
        database.execute(statement)
    database.execute("PRAGMA user_version = 7")


# What two persons decided about a note or a payment; ``fen`` is what was open. ``credited_as``: the payment that covers it.
_EIGHTH = (
    """CREATE TABLE settlements (
        settled_seq INTEGER PRIMARY KEY, note_id TEXT UNIQUE REFERENCES notes, of_payment TEXT UNIQUE REFERENCES payments,
        outcome TEXT NOT NULL CHECK (outcome IN
            ('credited', 'handed_over', 'not_there', 'counterfeit', 'already_credited')),
        fen INTEGER NOT NULL CHECK (fen > 0), credited_as TEXT UNIQUE, first TEXT NOT NULL, second TEXT NOT NULL,
        how TEXT NOT NULL, reason TEXT NOT NULL, settled_at TEXT NOT NULL,
        CHECK ((note_id IS NULL) <> (of_payment IS NULL)), CHECK (first <> second),
        CHECK ((outcome = 'credited') = (credited_as IS NOT NULL))) STRICT""",
    """CREATE TABLE found_notes (
        found_seq INTEGER PRIMARY KEY, note_id TEXT NOT NULL UNIQUE REFERENCES notes, staff_id TEXT NOT NULL,
        found_at TEXT NOT NULL) STRICT""",
    "CREATE INDEX notes_uncovered ON notes (note_id) WHERE state = 'stacked' AND payment_id IS NULL",
)


def _settlements(database: "Database") -> None:
    for statement in _EIGHTH:
        database.execute(statement)
    database.execute("PRAGMA user_version = 8")


# The centre's commands: done once by their id, told until the centre has heard what came of each.
_NINTH = (
    """CREATE TABLE remote_commands (
        taken_seq INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, what TEXT NOT NULL, argument TEXT NOT NULL,
        given_by TEXT NOT NULL, taken_at TEXT NOT NULL,
        outcome TEXT CHECK (outcome IN ('done', 'refused', 'expired', 'failed')), detail TEXT, ended_at TEXT,
        told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)), CHECK (told = 0 OR outcome IS NOT NULL)) STRICT""",
    "CREATE INDEX remote_commands_untold ON remote_commands (taken_seq) WHERE told = 0",
)


def _remote_commands(database: "Database") -> None:
    for statement in _NINTH:
        database.execute(statement)
    database.execute("PRAGMA user_version = 9")


# The newest result of each item of the guided diagnosis; all of them stand in the journal.
_TENTH = (
    """CREATE TABLE diagnosed (
        item TEXT PRIMARY KEY, outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'skipped')), at TEXT NOT NULL,
        staff_id TEXT NOT NULL, detail TEXT NOT NULL, milliseconds INTEGER NOT NULL) STRICT""",
)


def _diagnosed(database: "Database") -> None:
    for statement in _TENTH:
        database.execute(statement)
    database.execute("PRAGMA user_version = 10")


_REPLACED: Final = next(statement for statement in _FIRST if statement.startswith("CREATE TABLE payments ("))
_KEPT_FOR_GOOD: Final = ("CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX")

# Tables and indexes as SQLite keeps them, word for word.
TABLES: Final = frozenset(
    statement
    for statement in _FIRST + _SECOND + _THIRD + _FOURTH + _FIFTH + _SIXTH + _SEVENTH + _EIGHTH + _NINTH + _TENTH
    if statement.startswith(_KEPT_FOR_GOOD) and statement not in (_REPLACED, _THIRD[0])
)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing, each migration in a transaction of its own; ``user_version`` ends at ``SCHEMA_VERSION``.

    Raises ``DamagedError``, with nothing changed, where a row refers to one that is not there.
    """
    # Only a new or old database needs sqlite-utils; importing it would delay every other start.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("ledger")
    migrations(name="0001_first_tables")(_first_tables)
    migrations(name="0002_stops_and_rebuilds")(_stops_and_rebuilds)
    migrations(name="0003_cards")(_cards)
    migrations(name="0004_paper")(_paper)
    migrations(name="0005_health")(_health)
    migrations(name="0006_runs")(_runs)
    migrations(name="0007_collections")(_collections)
    migrations(name="0008_settlements")(_settlements)
    migrations(name="0009_remote_commands")(_remote_commands)
    migrations(name="0010_diagnosed")(_diagnosed)
    (enforced,) = connection.execute("PRAGMA foreign_keys").fetchone()
    connection.execute("PRAGMA foreign_keys = OFF")  # while a table is made anew; the migration checks them itself
    try:
        migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
    finally:
        connection.execute(f"PRAGMA foreign_keys = {enforced}")
