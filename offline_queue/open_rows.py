"""Rows that still need something, compared with what was signed or sealed: what SQLite itself cannot see (trust.md A5).

The journal is signed and the outbox is sealed; the other tables are neither. Before the terminal acts on a row that some
program or the disk has changed, the difference must be found. This reads open rows only, by index, so that it costs the
same with a million settled ones as with none; the audit of all rows is ``ledger verify``'s.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec

from kiosk.facts import (
    CardAttempted,
    CardCharged,
    CardDoubted,
    CardHeld,
    CardReversalFailed,
    CardReversalIntended,
    CardReversed,
    CardSettledFact,
    CardUndecided,
    CashStopped,
    NoteStackedFact,
)
from kiosk.money import Fen
from offline_queue import card_rows
from offline_queue.card_rows import AttemptRow
from offline_queue.journal_rows import signed_entry
from offline_queue.privacy import Vault, unseal_body
from offline_queue.terminal import Terminal

_NOTES: Final = """WITH needed (note_id) AS (
    SELECT n.note_id FROM visits v INDEXED BY visits_open JOIN notes n ON n.visit_id = v.visit_id WHERE v.ended IS NULL
    UNION SELECT note_id FROM notes INDEXED BY notes_for_a_person WHERE state = 'in_doubt'
    UNION SELECT note_id FROM notes INDEXED BY notes_intended WHERE state = 'intended'
    UNION SELECT note_id FROM notes INDEXED BY notes_uncovered WHERE state = 'stacked' AND payment_id IS NULL
    UNION SELECT n.note_id FROM outbox o CROSS JOIN notes n INDEXED BY notes_of_payment ON n.payment_id = o.payment_id
    UNION SELECT note_id FROM notes WHERE stacked_seq = (SELECT MAX(stacked_seq) FROM notes WHERE stacked_seq NOT NULL))
    SELECT note_id, visit_id, intended_fen, denomination_fen, state, stacked_seq FROM needed JOIN notes USING (note_id)"""
_OUTBOX: Final = """SELECT o.payment_id, o.kiosk_seq, o.body_cipher, o.state,
    p.kiosk_seq, p.visit_id, p.amount_fen, p.state, p.tender, p.card_fen,
    IFNULL((SELECT SUM(denomination_fen) FROM notes n WHERE n.payment_id = o.payment_id), 0),
    IFNULL((SELECT amount_fen FROM card_attempts a INDEXED BY card_attempts_of_payment
        WHERE a.payment_id = o.payment_id), 0)
    FROM outbox o LEFT JOIN payments p ON p.payment_id = o.payment_id"""
_ATTEMPTS: Final = card_rows.query("""(
    SELECT attempt_id FROM card_attempts INDEXED BY card_attempts_open
        WHERE state IN ('begun', 'held', 'in_doubt', 'undecided')
    UNION SELECT attempt_id FROM card_attempts INDEXED BY card_attempts_held
        WHERE state = 'charged' AND payment_id IS NULL
    UNION SELECT attempt_id FROM card_attempts INDEXED BY card_attempts_reversing WHERE state = 'reversing'
    UNION SELECT c.attempt_id FROM outbox o CROSS JOIN card_attempts c INDEXED BY card_attempts_of_payment
        ON c.payment_id = o.payment_id) AS needed CROSS JOIN card_attempts a USING (attempt_id)""")
_QUEUED: Final = "SELECT COUNT(*) FROM payments INDEXED BY payments_queued WHERE state = 'queued'"
_STOPS: Final = "SELECT stopped_seq, code, detail FROM stops INDEXED BY stops_open WHERE released_seq IS NULL"

_NOTE_STATES: Final = frozenset({"intended", "stacked", "returned", "in_doubt", "settled"})
# A record that changed an attempt → what it may have become by it.
_ATTEMPT_STATES: Final[Mapping[type, frozenset[str]]] = {
    CardAttempted: frozenset({"begun"}),
    CardHeld: frozenset({"held"}),
    CardCharged: frozenset({"charged"}),
    CardDoubted: frozenset({"in_doubt"}),
    CardUndecided: frozenset({"undecided"}),
    CardReversalIntended: frozenset({"reversing"}),
    CardReversed: frozenset({"reversed"}),
    CardReversalFailed: frozenset({"owed_back"}),
    CardSettledFact: frozenset({"reversed", "owed_back"}),
}
_STATES: Final = frozenset({("due", "queued"), ("parked", "owed"), ("parked", "in_doubt")})


class _Note(NamedTuple):
    note_id: str
    visit_id: str | None
    intended_fen: int | None
    denomination_fen: Fen
    state: str
    stacked_seq: int | None


class _Due(NamedTuple):
    payment_id: str
    kiosk_seq: int
    body_cipher: str
    state: str
    row_kiosk_seq: int | None
    visit_id: str
    amount_fen: int
    row_state: str
    tender: str
    card_fen: int
    notes_fen: int
    charged_fen: int


class _Card(msgspec.Struct, frozen=True):
    amount_fen: int


class _Body(msgspec.Struct, frozen=True):
    """What of a frozen request body stands in the payment's row as well (central-api.md 3)."""

    kiosk_id: str
    kiosk_seq: int
    visit_id: str
    amount_fen: int
    tender: str
    card: _Card | None = None


@dataclass(frozen=True, slots=True)
class _Check:
    connection: sqlite3.Connection
    terminal: Terminal
    key: bytes
    vault: Vault

    def differences(self) -> Iterator[str]:
        for note in [_Note(*row) for row in self.connection.execute(_NOTES)]:
            if not self._note_is_signed(note):
                yield f"note {note.note_id}"
        due = 0
        for payment in [_Due(*row) for row in self.connection.execute(_OUTBOX)]:
            due += payment.state == "due"
            if not self._payment_is_sealed(payment):
                yield f"payment {payment.payment_id}"
        if due != self.connection.execute(_QUEUED).fetchone()[0]:
            yield "the number of payments to be posted"
        for attempt in card_rows.rows(self.connection, _ATTEMPTS):
            if not self._attempt_is_signed(attempt):
                yield f"card attempt {attempt.attempt_id}"
        for seq, code, detail in self.connection.execute(_STOPS).fetchall():
            if self._signed(seq) != CashStopped(code, detail):
                yield f"stop {code}"

    def _note_is_signed(self, note: _Note) -> bool:
        if note.state not in _NOTE_STATES:
            return False
        if note.stacked_seq is None:  # no evidence yet: its value stands in the row twice
            return note.state != "stacked" and note.intended_fen == note.denomination_fen
        return self._signed(note.stacked_seq) == NoteStackedFact(note.note_id, note.visit_id, note.denomination_fen)

    def _payment_is_sealed(self, due: _Due) -> bool:
        money = (due.amount_fen, due.card_fen) == (due.notes_fen + due.charged_fen, due.charged_fen)
        if not money or due.kiosk_seq != due.row_kiosk_seq or (due.state, due.row_state) not in _STATES:
            return False
        body = msgspec.json.decode(unseal_body(self.vault, due.payment_id, due.body_cipher), type=_Body)
        card = _Card(due.card_fen) if due.card_fen else None
        return body == _Body(self.terminal.kiosk_id, due.kiosk_seq, due.visit_id, due.amount_fen, due.tender, card)

    def _attempt_is_signed(self, row: AttemptRow) -> bool:
        """The order, the approval, and what became of it: each stands in a record of its own."""
        order = CardAttempted(row.attempt_id, row.visit_id, row.card_seq, row.amount_fen, row.terminal_id, row.before)
        if self._signed(row.begun_seq) != order:
            return False
        if row.approved_seq is not None:
            part = row.part
            said = (CardHeld(part.attempt_id, part.approval), CardCharged(part.attempt_id, part.approval))
            if self._signed(row.approved_seq) not in said:
                return False
        changed = self._signed(row.changed_seq)
        return getattr(changed, "attempt_id", None) == row.attempt_id and row.state in _ATTEMPT_STATES[type(changed)]

    def _signed(self, seq: int) -> object:
        entry = signed_entry(self.connection, self.terminal.kiosk_id, self.key, seq)
        return None if entry is None else entry.fact


def open_differences(connection: sqlite3.Connection, terminal: Terminal, key: bytes, vault: Vault) -> Iterator[str]:
    """Open rows that are not as they were written, in words that follow "In the ledger, "."""
    return _Check(connection, terminal, key, vault).differences()
