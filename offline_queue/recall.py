"""Reading back what the last process left: only rows that still need something, by partial index (performance.md P5)."""

import sqlite3
from typing import Any

from kiosk.card import CardIdentity, CardPart
from kiosk.money import Fen
from kiosk.recollection import (
    BoundAcceptor,
    CashStop,
    LastRun,
    OpenAttempt,
    OpenIntent,
    OpenReversal,
    OpenVisit,
    PaperRoll,
    Recollection,
    StackedNote,
    UnpostedPayment,
)
from kiosk.remote import RemoteOrder
from kiosk.staff import StaffMark, look_ups_of
from kiosk.visit_types import Language
from offline_queue import card_rows, collection_rows, diagnosed
from offline_queue.privacy import Vault, unseal_account

# INDEXED BY, because SQLite would rather walk all rows in rowid order than sort the few that are open.
_OPEN_VISITS = """SELECT visit_id, account_kind, account_cipher, masked_name, amount_to_pay_fen, language,
    offline, receipt_expected FROM visits INDEXED BY visits_open WHERE ended IS NULL ORDER BY rowid"""
_HELD_NOTES = """SELECT note_id, denomination_fen FROM notes
    WHERE visit_id = ? AND state = 'stacked' AND payment_id IS NULL ORDER BY stacked_seq"""
_DOUBTED_NOTES = """SELECT note_id, denomination_fen FROM notes
    WHERE visit_id = ? AND state = 'in_doubt' AND payment_id IS NULL ORDER BY rowid"""
_NEWEST_NOTE = """SELECT note_id, visit_id, denomination_fen, state, stacked_seq IS NOT NULL
    FROM notes n WHERE rowid > 0 AND NOT EXISTS (SELECT 1 FROM found_notes f WHERE f.note_id = n.note_id)
    ORDER BY rowid DESC LIMIT 1"""
_OPEN_INTENTS = """SELECT note_id, visit_id, denomination_fen FROM notes
    INDEXED BY notes_intended WHERE state = 'intended' ORDER BY rowid"""
_UNPOSTED = """SELECT p.payment_id, p.visit_id, v.account_kind, v.account_cipher, p.amount_fen
    FROM payments p JOIN visits v USING (visit_id) WHERE p.state = 'queued' ORDER BY p.kiosk_seq"""
_UNPOSTED_CHARGES = card_rows.query("""payments p INDEXED BY payments_queued
    CROSS JOIN card_attempts a INDEXED BY card_attempts_of_payment ON a.payment_id = p.payment_id
    WHERE p.state = 'queued'""")
_HELD_CHARGE = card_rows.query("""card_attempts a INDEXED BY card_attempts_held
    WHERE a.visit_id = ? AND a.state = 'charged' AND a.payment_id IS NULL""")
_OPEN_ATTEMPT = card_rows.query("""card_attempts a INDEXED BY card_attempts_open
    WHERE a.state IN ('begun', 'held', 'in_doubt', 'undecided')""")
_REVERSALS = card_rows.query("""card_attempts a INDEXED BY card_attempts_reversing
    WHERE a.state = 'reversing' ORDER BY a.changed_seq""")
_CARD_TERMINAL = """SELECT terminal_id, merchant_id, model FROM card_terminals
    WHERE bound_seq = (SELECT MAX(bound_seq) FROM card_terminals)"""
_HIGHEST_CARD_SEQ = "SELECT IFNULL(MAX(card_seq), 0) FROM card_attempts"
_OPEN_PRINT_JOBS = "SELECT job_id FROM print_jobs INDEXED BY print_jobs_open WHERE outcome IS NULL ORDER BY rowid"
_PAPER_ROLL = """SELECT used_mm, ran_out_at IS NOT NULL FROM paper_rolls
    WHERE fitted_seq = (SELECT MAX(fitted_seq) FROM paper_rolls)"""
_STAFF_MARKS = """SELECT staff_id, failures, failed_at FROM staff_marks WHERE (instr(staff_id, ?) = 1) = ?
    ORDER BY failures DESC, failed_at DESC LIMIT 1000"""
_LAST_RUN = """SELECT boot_id, stopped_at IS NOT NULL FROM runs
    WHERE started_seq = (SELECT MAX(started_seq) FROM runs)"""
_REMOTE = """SELECT command_id, what, argument, given_by, outcome, detail, ended_at, told FROM (
    SELECT * FROM remote_commands INDEXED BY remote_commands_untold WHERE told = 0
    UNION SELECT * FROM (SELECT * FROM remote_commands ORDER BY taken_seq DESC LIMIT 1000)) ORDER BY taken_seq"""
_STOPS = "SELECT code, detail FROM stops INDEXED BY stops_open WHERE released_seq IS NULL ORDER BY stopped_seq"
_ACCEPTOR = "SELECT model, serial, firmware FROM acceptors WHERE bound_seq = (SELECT MAX(bound_seq) FROM acceptors)"
_HIGHEST_SEQ = "SELECT IFNULL(MAX(kiosk_seq), 0) FROM payments"


def recall(connection: sqlite3.Connection, vault: Vault) -> Recollection:
    """Raises ``sqlite3.Error`` or, where a number does not open with its month's key, ``StorageError``."""
    doubted, last_stacked = _of_newest_note(connection)
    acceptor = connection.execute(_ACCEPTOR).fetchone()
    card_terminal = connection.execute(_CARD_TERMINAL).fetchone()
    last_run = connection.execute(_LAST_RUN).fetchone()
    charges = {row.payment_id: row.part for row in card_rows.rows(connection, _UNPOSTED_CHARGES)}
    return Recollection(
        next_kiosk_seq=connection.execute(_HIGHEST_SEQ).fetchone()[0] + 1,
        open_visits=tuple(_open_visit(connection, vault, row) for row in connection.execute(_OPEN_VISITS).fetchall()),
        open_intents=tuple(OpenIntent(*row) for row in connection.execute(_OPEN_INTENTS)),
        doubted=doubted,
        last_stacked=last_stacked,
        unposted=tuple(
            UnpostedPayment(payment_id, unseal_account(vault, visit_id, kind, cipher), amount, charges.get(payment_id))
            for payment_id, visit_id, kind, cipher, amount in connection.execute(_UNPOSTED)
        ),
        stops=tuple(CashStop(*row) for row in connection.execute(_STOPS)),
        acceptor=None if acceptor is None else BoundAcceptor(*acceptor),
        next_card_seq=connection.execute(_HIGHEST_CARD_SEQ).fetchone()[0] + 1,
        attempt=_open_attempt(connection),
        reversals=tuple(OpenReversal(row.part, str(row.payment_id)) for row in card_rows.rows(connection, _REVERSALS)),
        card_terminal=None if card_terminal is None else CardIdentity(*card_terminal),
        paper_roll=paper_roll(connection),
        staff_marks=_staff_marks(connection, look_ups=False),
        look_up_marks=_staff_marks(connection, look_ups=True),
        diagnosed=diagnosed.recalled(connection),
        last_run=None if last_run is None else LastRun(last_run[0], bool(last_run[1])),
        collection=collection_rows.open_collection(connection),
        next_collection=collection_rows.highest_collection(connection) + 1,
        box_serial=collection_rows.box_serial(connection),
        remote=tuple(_remote_order(row) for row in connection.execute(_REMOTE)),
        open_print_jobs=tuple(row[0] for row in connection.execute(_OPEN_PRINT_JOBS)),
    )


def _staff_marks(connection: sqlite3.Connection, *, look_ups: bool) -> tuple[StaffMark, ...]:
    """Of wrong PINs, or of look-ups: neither crowds the other out."""
    return tuple(StaffMark(*row) for row in connection.execute(_STAFF_MARKS, (look_ups_of(""), look_ups)))


def _of_newest_note(connection: sqlite3.Connection) -> tuple[OpenIntent | None, StackedNote | None]:
    """The device reports in order: what it says late, or says again, can only be of the newest note that it had."""
    row = connection.execute(_NEWEST_NOTE).fetchone()
    if row is None:
        return None, None
    note_id, visit_id, denomination, state, is_stacked = row
    if is_stacked:
        return None, StackedNote(note_id, denomination)
    if state in ("in_doubt", "settled"):
        return OpenIntent(note_id, visit_id, denomination, settled=state == "settled"), None
    return None, None


def _remote_order(row: tuple[Any, ...]) -> RemoteOrder:
    command_id, what, argument, by, outcome, detail, ended_at, told = row
    return RemoteOrder(command_id, what, argument, by, outcome, detail or "", ended_at or "", bool(told))


def paper_roll(connection: sqlite3.Connection) -> PaperRoll:
    row = connection.execute(_PAPER_ROLL).fetchone()
    return PaperRoll() if row is None else PaperRoll(row[0], bool(row[1]))


def _open_visit(connection: sqlite3.Connection, vault: Vault, row: tuple[Any, ...]) -> OpenVisit:
    visit_id, kind, cipher, masked_name, amount_to_pay, language, offline, receipt_expected = row
    return OpenVisit(
        visit_id=visit_id,
        account=unseal_account(vault, visit_id, kind, cipher),
        masked_name=masked_name,
        amount_to_pay=Fen(amount_to_pay),
        language=Language(language),
        offline=bool(offline),
        receipt_expected=bool(receipt_expected),
        notes=tuple(StackedNote(*note) for note in connection.execute(_HELD_NOTES, (visit_id,))),
        doubted=tuple(StackedNote(*note) for note in connection.execute(_DOUBTED_NOTES, (visit_id,))),
        card=_held_charge(connection, visit_id),
    )


def _held_charge(connection: sqlite3.Connection, visit_id: str) -> CardPart | None:
    found = card_rows.rows(connection, _HELD_CHARGE, (visit_id,))
    return found[0].part if found else None


def _open_attempt(connection: sqlite3.Connection) -> OpenAttempt | None:
    """There is at most one, by its index."""
    for row in card_rows.rows(connection, _OPEN_ATTEMPT):
        undecided = row.undecided or "the terminal did not say why" if row.state == "undecided" else ""
        return OpenAttempt(row.attempt, row.visit_id, undecided=undecided)
    return None
