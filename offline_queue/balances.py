"""The conservation equation (design.md 4.3): each fen of cash in exactly one bucket, per visit and in total.

``stacked`` is summed over the note rows alone; the buckets are summed over uncovered notes and over payments. Both sides
meet only if every payment covers exactly its notes, which is what the equation guards.

A note that was fished out (X24) before its payment leaves ``held_in_visit`` for ``in_doubt``: its visit holds that much
less, and only the rest can be paid. If it is fished out afterwards, its payment was promised and its bytes are frozen, so
the amount stays in the payment's bucket and the note's own state says *in doubt*: the fen has one bucket still, and a
person settles what is missing in the box. An intended or returned note is on neither side.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from kiosk.money import ZERO, Fen
from kiosk.ports import StorageError


class Balances(msgspec.Struct, frozen=True):
    """Whole fen of cash; the names are the keys of ``settle``'s JSON."""

    stacked_fen: Fen = ZERO
    held_in_visit_fen: Fen = ZERO
    queued_fen: Fen = ZERO
    posted_fen: Fen = ZERO
    in_doubt_fen: Fen = ZERO
    owed_fen: Fen = ZERO
    unassigned_fen: Fen = ZERO
    settled_fen: Fen = ZERO

    @property
    def difference_fen(self) -> int:
        """Stacked less all buckets: 0, or the ledger is wrong."""
        buckets: int = sum(msgspec.structs.astuple(self)[1:])
        return self.stacked_fen - buckets


class NoteGroup(msgspec.Struct, frozen=True):
    state: str
    visit_open: bool
    covered: bool  # by a payment, which carries the amount from then on
    total_fen: int


_IN_THE_BOX: Final = frozenset({"stacked", "in_doubt", "settled"})
_NOT_IN_THE_BOX: Final = frozenset({"intended", "returned"})
_PAYMENT_BUCKETS: Final[dict[str, str]] = {
    "queued": "queued_fen",
    "posted": "posted_fen",
    "in_doubt": "in_doubt_fen",
    "owed": "owed_fen",
    "settled": "settled_fen",
}
_UNCOVERED_BUCKETS: Final[dict[tuple[str, bool], str]] = {
    ("stacked", True): "held_in_visit_fen",
    ("stacked", False): "unassigned_fen",
    ("in_doubt", True): "in_doubt_fen",
    ("in_doubt", False): "in_doubt_fen",
    ("settled", True): "settled_fen",
    ("settled", False): "settled_fen",
}

_NOTE_SUMS = """SELECT n.state, n.visit_id IS NOT NULL AND v.ended IS NULL, n.payment_id IS NOT NULL,
    SUM(n.denomination_fen)
    FROM notes n LEFT JOIN visits v ON v.visit_id = n.visit_id {where} GROUP BY 1, 2, 3"""
_PAYMENT_SUMS = "SELECT state, SUM(amount_fen) FROM payments {where} GROUP BY state"
_NOTES_OF_VISIT = _NOTE_SUMS.format(where="WHERE n.visit_id = ?")
_PAYMENTS_OF_VISIT = _PAYMENT_SUMS.format(where="WHERE visit_id = ? AND tender = 'cash'")
_ALL_NOTES = _NOTE_SUMS.format(where="")
_ALL_PAYMENTS = _PAYMENT_SUMS.format(where="WHERE tender = 'cash'")

_UNCOVERED_PAYMENTS = """SELECT p.payment_id, p.amount_fen, IFNULL((SELECT SUM(n.denomination_fen) FROM notes n
    WHERE n.payment_id = p.payment_id AND n.state IN ('stacked', 'in_doubt', 'settled')), 0) AS notes_fen
    FROM payments p WHERE p.tender = 'cash' AND p.amount_fen <> notes_fen ORDER BY p.kiosk_seq"""


def balance(notes: Iterable[NoteGroup], payments: Mapping[str, int]) -> Balances:
    """Fill the buckets from sums. ``payments`` maps a payment state to its total. A state that is
    not known is a ``KeyError``: no amount may fall between the buckets."""
    sums = dict.fromkeys(Balances.__struct_fields__, 0)
    for group in notes:
        if group.state in _IN_THE_BOX:
            sums["stacked_fen"] += group.total_fen
            if not group.covered:
                sums[_UNCOVERED_BUCKETS[group.state, group.visit_open]] += group.total_fen
        elif group.state not in _NOT_IN_THE_BOX:
            raise KeyError(group.state)
    for state, total_fen in payments.items():
        sums[_PAYMENT_BUCKETS[state]] += total_fen
    return Balances(**{name: Fen(amount) for name, amount in sums.items()})


def read_total(connection: sqlite3.Connection) -> Balances:
    """Over all rows: for ``settle``, ``ledger`` and the end of tests."""
    return _read(connection.execute(_ALL_NOTES), connection.execute(_ALL_PAYMENTS))


def read_visit(connection: sqlite3.Connection, visit_id: str) -> Balances:
    """Of one visit, by index: checked for every visit that a commit touches."""
    return _read(
        connection.execute(_NOTES_OF_VISIT, (visit_id,)),
        connection.execute(_PAYMENTS_OF_VISIT, (visit_id,)),
    )


def _read(notes: sqlite3.Cursor, payments: sqlite3.Cursor) -> Balances:
    groups = [NoteGroup(state, bool(is_open), bool(covered), total) for state, is_open, covered, total in notes]
    return balance(groups, dict(payments))


def require_balance(connection: sqlite3.Connection, visit_id: str) -> None:
    """Raises ``StorageError`` if this visit's fen do not add up; the commit in progress is then rolled back."""
    found = read_visit(connection, visit_id)
    if found.difference_fen:
        raise StorageError(
            f"Visit {visit_id} does not add up: {found.difference_fen} fen of {found.stacked_fen} fen stacked are in no "
            "bucket. Nothing of this step was recorded; a technician must look at the ledger."
        )


def explain(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What does not match, one sentence each; empty when every fen is explained."""
    total = read_total(connection)
    if not total.difference_fen:
        mismatch = []
    else:
        mismatch = [f"{total.difference_fen} fen of {total.stacked_fen} fen stacked are in no bucket"]
    for payment_id, amount, covered in connection.execute(_UNCOVERED_PAYMENTS):
        mismatch.append(f"payment {payment_id} is {amount} fen, the notes it covers are {covered} fen")
    return tuple(mismatch)
