"""The conservation equations (design.md 4.3): each fen in exactly one bucket, per visit and in total.

Cash: ``stacked`` is summed over the note rows alone; the buckets are summed over uncovered notes and over the cash part of
payments. Both sides meet only if every payment covers exactly its notes, which is what the equation guards.

A note that was fished out (X24) before its payment leaves ``held_in_visit`` for ``in_doubt``: its visit holds that much
less, and only the rest can be paid. If it is fished out afterwards, its payment was promised and its bytes are frozen, so
the amount stays in the payment's bucket and the note's own state says *in doubt*: the fen has one bucket still, and a
person settles what is missing in the box. An intended or returned note is on neither side.

What persons credited is a payment of its own, and covers the notes from then on: they are in its bucket alone, and the
payment that was refused before it has none.

Cards, an equation of their own: ``card_charged`` is summed over the attempts that became a charge; the buckets over charges
that no payment covers yet and over the card part of payments. ``card_returned`` went back to the card after the centre had
refused it. An attempt whose end nobody knows is on neither side, and told apart as ``card_unclear``.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from kiosk.money import ZERO, Fen
from kiosk.ports import StorageError


class Balances(msgspec.Struct, frozen=True):
    """Whole fen; the names are the keys of ``settle``'s JSON. Without ``card_`` it is cash."""

    stacked_fen: Fen = ZERO
    held_in_visit_fen: Fen = ZERO
    queued_fen: Fen = ZERO
    posted_fen: Fen = ZERO
    in_doubt_fen: Fen = ZERO
    owed_fen: Fen = ZERO
    unassigned_fen: Fen = ZERO
    settled_fen: Fen = ZERO
    card_charged_fen: Fen = ZERO
    card_held_in_visit_fen: Fen = ZERO
    card_queued_fen: Fen = ZERO
    card_posted_fen: Fen = ZERO
    card_in_doubt_fen: Fen = ZERO
    card_owed_fen: Fen = ZERO
    card_returned_fen: Fen = ZERO
    card_settled_fen: Fen = ZERO
    card_unclear_fen: Fen = ZERO  # nobody knows whether it was charged: in no bucket

    @property
    def difference_fen(self) -> int:
        """Cash stacked less all its buckets: 0, or the ledger is wrong."""
        return self.stacked_fen - self._sum(_CASH_BUCKETS)

    @property
    def card_difference_fen(self) -> int:
        """Charged less all its buckets: 0, or the ledger is wrong."""
        return self.card_charged_fen - self._sum(_CARD_BUCKETS)

    def _sum(self, names: tuple[str, ...]) -> int:
        return sum(int(getattr(self, name)) for name in names)


_NAMES: Final = Balances.__struct_fields__
_CASH_BUCKETS: Final = _NAMES[_NAMES.index("stacked_fen") + 1 : _NAMES.index("card_charged_fen")]
_CARD_BUCKETS: Final = _NAMES[_NAMES.index("card_charged_fen") + 1 : _NAMES.index("card_unclear_fen")]


class NoteGroup(msgspec.Struct, frozen=True):
    state: str
    visit_open: bool
    covered: bool  # by a payment, which carries the amount from then on
    total_fen: int


class PaymentGroup(msgspec.Struct, frozen=True):
    state: str
    returned: bool  # the charge in it went back to the card
    cash_fen: int
    card_fen: int
    credited_anew: bool = False  # its notes are another payment's now (ADR 15)


class AttemptGroup(msgspec.Struct, frozen=True):
    state: str
    covered: bool
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
_UNCLEAR: Final = frozenset({"begun", "held", "in_doubt", "undecided"})
_CHARGED: Final = frozenset({"charged", "reversing", "reversed", "owed_back"})

_NOTE_SUMS = """SELECT n.state, n.visit_id IS NOT NULL AND v.ended IS NULL, n.payment_id IS NOT NULL,
    SUM(n.denomination_fen)
    FROM notes n LEFT JOIN visits v ON v.visit_id = n.visit_id {where} GROUP BY 1, 2, 3"""
_PAYMENT_SUMS = """SELECT p.state, a.state IS 'reversed', SUM(p.amount_fen - p.card_fen), SUM(p.card_fen),
    s.credited_as IS NOT NULL
    FROM payments p LEFT JOIN card_attempts a ON a.payment_id = p.payment_id
    LEFT JOIN settlements s ON s.of_payment = p.payment_id {where} GROUP BY 1, 2, 5"""
_ATTEMPT_SUMS = "SELECT state, payment_id IS NOT NULL, SUM(amount_fen) FROM card_attempts {where} GROUP BY 1, 2"
_NOTES_OF_VISIT = _NOTE_SUMS.format(where="WHERE n.visit_id = ?")
_PAYMENTS_OF_VISIT = _PAYMENT_SUMS.format(where="WHERE p.visit_id = ?")
_ATTEMPTS_OF_VISIT = _ATTEMPT_SUMS.format(where="WHERE visit_id = ?")
_ALL_NOTES = _NOTE_SUMS.format(where="")
_ALL_PAYMENTS = _PAYMENT_SUMS.format(where="")
_ALL_ATTEMPTS = _ATTEMPT_SUMS.format(where="")

_UNCOVERED_PAYMENTS = """SELECT p.payment_id, CASE WHEN EXISTS (SELECT 1 FROM settlements s
    WHERE s.of_payment = p.payment_id AND s.credited_as IS NOT NULL) THEN 0 ELSE p.amount_fen - p.card_fen END AS cash_fen,
    IFNULL((SELECT SUM(n.denomination_fen) FROM notes n
    WHERE n.payment_id = p.payment_id AND n.state IN ('stacked', 'in_doubt', 'settled')), 0) AS notes_fen
    FROM payments p WHERE cash_fen <> notes_fen ORDER BY p.kiosk_seq"""
_UNCOVERED_CHARGES = """SELECT p.payment_id, p.card_fen, IFNULL((SELECT SUM(a.amount_fen) FROM card_attempts a
    WHERE a.payment_id = p.payment_id AND a.state IN ('charged', 'reversing', 'reversed', 'owed_back')), 0) AS charged_fen
    FROM payments p WHERE p.card_fen <> charged_fen ORDER BY p.kiosk_seq"""


def balance(
    notes: Iterable[NoteGroup], payments: Iterable[PaymentGroup], attempts: Iterable[AttemptGroup] = ()
) -> Balances:
    """Fill the buckets from sums. A state that is not known is a ``KeyError``: no amount may fall between the buckets."""
    sums = dict.fromkeys(_NAMES, 0)
    for note in notes:
        if note.state in _IN_THE_BOX:
            sums["stacked_fen"] += note.total_fen
            if not note.covered:
                sums[_UNCOVERED_BUCKETS[note.state, note.visit_open]] += note.total_fen
        elif note.state not in _NOT_IN_THE_BOX:
            raise KeyError(note.state)
    for attempt in attempts:
        if attempt.state in _UNCLEAR:
            sums["card_unclear_fen"] += attempt.total_fen
        elif attempt.state in _CHARGED:
            sums["card_charged_fen"] += attempt.total_fen
            sums["card_held_in_visit_fen"] += 0 if attempt.covered else attempt.total_fen
        elif attempt.state != "not_charged":
            raise KeyError(attempt.state)
    for payment in payments:
        bucket = _PAYMENT_BUCKETS[payment.state]
        sums[bucket] += 0 if payment.credited_anew else payment.cash_fen
        if payment.returned and payment.state not in ("owed", "settled"):
            raise KeyError(f"{payment.state}, and its charge reversed")
        sums["card_returned_fen" if payment.returned else f"card_{bucket}"] += payment.card_fen
    return Balances(**{name: Fen(amount) for name, amount in sums.items()})


def read_total(connection: sqlite3.Connection) -> Balances:
    """Over all rows: for ``settle``, ``ledger`` and the end of tests."""
    return _read(*(connection.execute(query) for query in (_ALL_NOTES, _ALL_PAYMENTS, _ALL_ATTEMPTS)))


def read_visit(connection: sqlite3.Connection, visit_id: str) -> Balances:
    """Of one visit, by index: checked for every visit that a commit touches."""
    queries = (_NOTES_OF_VISIT, _PAYMENTS_OF_VISIT, _ATTEMPTS_OF_VISIT)
    return _read(*(connection.execute(query, (visit_id,)) for query in queries))


def _read(notes: sqlite3.Cursor, payments: sqlite3.Cursor, attempts: sqlite3.Cursor) -> Balances:
    return balance(
        [NoteGroup(state, bool(is_open), bool(covered), total) for state, is_open, covered, total in notes],
        [PaymentGroup(state, bool(back), cash, card, bool(anew)) for state, back, cash, card, anew in payments],
        [AttemptGroup(state, bool(covered), total) for state, covered, total in attempts],
    )


def require_balance(connection: sqlite3.Connection, visit_id: str) -> None:
    """Raises ``StorageError`` if this visit's fen do not add up; the commit in progress is then rolled back."""
    if mismatch := _unexplained(read_visit(connection, visit_id)):
        raise StorageError(
            f"Visit {visit_id} does not add up: {'; '.join(mismatch)}. Nothing of this step was recorded; a technician "
            "must look at the ledger."
        )


def _unexplained(found: Balances) -> list[str]:
    sums = (
        (found.difference_fen, found.stacked_fen, "stacked"),
        (found.card_difference_fen, found.card_charged_fen, "charged to cards"),
    )
    return [f"{less} fen of {all_fen} fen {what} are in no bucket" for less, all_fen, what in sums if less]


def explain(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What does not match, one sentence each; empty when every fen is explained."""
    mismatch = _unexplained(read_total(connection))
    for payment_id, amount, covered in connection.execute(_UNCOVERED_PAYMENTS):
        mismatch.append(f"payment {payment_id} is {amount} fen, the notes it covers are {covered} fen")
    for payment_id, amount, charged in connection.execute(_UNCOVERED_CHARGES):
        mismatch.append(f"payment {payment_id} is {amount} fen by card, the charge it covers is {charged} fen")
    return tuple(mismatch)
