"""Persons' decisions as rows (trust.md M5; ADR 15). A note or payment is settled once, by two; statuses only move forward.

What is credited is a payment of its own that covers the very notes: ``tx.credits`` holds them from the settlement until
that payment, which must be in the same commit. So a note is in one payment at a time, and a fen in one bucket.
"""

from typing import Final

from kiosk import facts
from kiosk.money import Fen
from kiosk.open_money import MAY_BECOME, ChargeBack, OpenKind, Settlement, charge_back, is_decidable, only_notes
from offline_queue.transaction import ContradictionError, Credit, Transaction, whole_fen

_NOTE: Final = """SELECT n.state, n.visit_id, n.payment_id, n.denomination_fen, v.visit_id IS NOT NULL AND v.ended IS NULL,
    EXISTS (SELECT 1 FROM found_notes f WHERE f.note_id = n.note_id)
    FROM notes n LEFT JOIN visits v ON v.visit_id = n.visit_id WHERE n.note_id = ?"""
_PAYMENT: Final = """SELECT p.state, p.visit_id, p.amount_fen, p.card_fen, a.state, v.ended IS NULL
    FROM payments p JOIN visits v ON v.visit_id = p.visit_id
    LEFT JOIN card_attempts a INDEXED BY card_attempts_of_payment ON a.payment_id = p.payment_id WHERE p.payment_id = ?"""
_SETTLE: Final = """INSERT INTO settlements (settled_seq, note_id, of_payment, outcome, fen, credited_as, first, second,
    how, reason, settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
PAYMENT_KINDS: Final = {"owed": OpenKind.PAYMENT_OWED, "in_doubt": OpenKind.PAYMENT_IN_DOUBT}

_Settled = facts.NoteSettled | facts.PaymentSettled


def note_found(tx: Transaction, fact: facts.NoteFound) -> None:
    denomination = whole_fen(fact.denomination, f"The value of note {fact.note_id}")
    if fact.visit_id is not None:
        ended = tx.row("SELECT 1 FROM visits WHERE visit_id = ? AND ended IS NOT NULL", (fact.visit_id,))
        if ended is None:
            raise ContradictionError(f"Note {fact.note_id} was found for visit {fact.visit_id}, which has not ended.")
        tx.touched.add(fact.visit_id)
    if tx.row("SELECT 1 FROM notes WHERE note_id = ?", (fact.note_id,)) is not None:
        raise ContradictionError(f"Note {fact.note_id} was found, but the ledger has it already.")
    tx.run(
        "INSERT INTO notes (note_id, visit_id, intended_fen, denomination_fen, state, reason, changed_at)"
        " VALUES (?, ?, ?, ?, 'in_doubt', ?, ?)",
        (fact.note_id, fact.visit_id, denomination, denomination, fact.place, tx.at),
    )
    tx.run("INSERT INTO found_notes VALUES (?, ?, ?, ?)", (tx.seq, fact.note_id, fact.staff_id, tx.at))


def note_settled(tx: Transaction, fact: facts.NoteSettled) -> None:
    row = tx.row(_NOTE, (fact.note_id,))
    what = f"Note {fact.note_id}"
    if row is None:
        raise ContradictionError(f"{what} cannot be settled: the ledger does not have it.")
    state, visit_id, payment_id, fen = str(row[0]), row[1], row[2], int(str(row[3]))
    kind = note_kind(state, is_covered=payment_id is not None, is_found=bool(row[5]))
    _require_may_become(fact, what, kind, state if not row[4] else "of a visit that has not ended")
    tx.run("UPDATE notes SET state = 'settled', changed_at = ? WHERE note_id = ?", (tx.at, fact.note_id))
    _record(tx, fact, fen, note_id=fact.note_id)
    if visit_id is not None:
        tx.touched.add(str(visit_id))
    if fact.outcome is Settlement.CREDITED:
        if visit_id is None:
            raise ContradictionError(f"{what} cannot be credited: no number was ever confirmed for it.")
        tx.credits[fact.credited_as] = Credit(str(visit_id), (fact.note_id,))


def note_kind(state: str, *, is_covered: bool, is_found: bool) -> OpenKind | None:
    """What kind of open money a note's row is; None: it is none. Its visit must have ended as well."""
    if state == "in_doubt":
        if is_covered:
            return OpenKind.NOTE_PAID_IN_DOUBT
        return OpenKind.NOTE_FOUND if is_found else OpenKind.NOTE_IN_DOUBT
    return OpenKind.NOTE_UNASSIGNED if state == "stacked" and not is_covered else None


def payment_settled(tx: Transaction, fact: facts.PaymentSettled) -> None:
    """It leaves the outbox: never sent again, whatever comes (M5)."""
    row = tx.row(_PAYMENT, (fact.payment_id,))
    what = f"Payment {fact.payment_id}"
    if row is None:
        raise ContradictionError(f"{what} cannot be settled: the ledger does not have it.")
    state, visit_id, amount, card_fen = str(row[0]), str(row[1]), int(str(row[2])), int(str(row[3]))
    card = charge_back(None if row[4] is None else str(row[4]))
    fen = amount - card_fen if card is ChargeBack.RETURNED else amount
    kind = PAYMENT_KINDS.get(state)
    _require_may_become(fact, what, kind, state if not row[5] else "of a visit that has not ended")
    if (
        kind is None
        or not is_decidable(kind, card, Fen(fen))
        or (fact.outcome is Settlement.CREDITED and not only_notes(card))
    ):
        raise ContradictionError(f"{what} cannot be {fact.outcome}: its charge is {card}, {fen} fen are open.")
    tx.run("UPDATE payments SET state = 'settled', changed_at = ? WHERE payment_id = ?", (tx.at, fact.payment_id))
    tx.run("DELETE FROM outbox WHERE payment_id = ?", (fact.payment_id,))
    _record(tx, fact, fen, payment_id=fact.payment_id)
    tx.touched.add(visit_id)
    if fact.outcome is Settlement.CREDITED:
        notes = tx.connection.execute("SELECT note_id FROM notes WHERE payment_id = ? ORDER BY rowid", (fact.payment_id,))
        tx.credits[fact.credited_as] = Credit(visit_id, tuple(str(note) for (note,) in notes))


def _require_may_become(fact: _Settled, what: str, kind: OpenKind | None, state: str) -> None:
    if not fact.first.strip() or not fact.second.strip() or fact.first.strip() == fact.second.strip():
        raise ContradictionError(f"{what} cannot be settled: it takes two persons.")
    if not fact.reason.strip():
        raise ContradictionError(f"{what} cannot be settled without a reason.")
    if kind is None or state.startswith("of a visit") or fact.outcome not in MAY_BECOME[kind]:
        raise ContradictionError(f"{what} cannot be settled as {fact.outcome}: it is {state}.")
    if bool(fact.credited_as) != (fact.outcome is Settlement.CREDITED):
        raise ContradictionError(f"{what}: a payment goes with {Settlement.CREDITED}, and with nothing else.")


def _record(tx: Transaction, fact: _Settled, fen: int, note_id: str | None = None, payment_id: str | None = None) -> None:
    tx.run(
        _SETTLE,
        (
            *(tx.seq, note_id, payment_id, fact.outcome.value, fen, fact.credited_as or None),
            *(fact.first, fact.second, fact.how, fact.reason, tx.at),
        ),
    )
