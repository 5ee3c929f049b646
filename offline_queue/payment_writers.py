"""Facts of payments as rows. A payment is born queued, with its frozen request body, and moves forward once."""

from typing import Final

from kiosk.facts import AnyFact, ConfirmationProgressed, PaymentAccepted, PaymentDoubted, PaymentOwed, PaymentPosted
from kiosk.posting import payment_id as natural_key
from kiosk.visit_types import REOPENING_ORDER, SMS_ORDER, Reopening, SmsState
from offline_queue import card_writers
from offline_queue.privacy import seal_body
from offline_queue.transaction import ContradictionError, Credit, Transaction, whole_fen

# (state on the disk, fact) → new state. A pair that is not here is a contradiction; None keeps what is known: a repeat,
# or a doubt that comes after a definite answer.
_MOVES: Final[dict[tuple[str, type[AnyFact]], str | None]] = {
    ("queued", PaymentPosted): "posted",
    ("queued", PaymentOwed): "owed",
    ("queued", PaymentDoubted): "in_doubt",
    ("posted", PaymentPosted): None,
    ("posted", PaymentDoubted): None,
    ("owed", PaymentOwed): None,
    ("owed", PaymentDoubted): None,
    ("in_doubt", PaymentDoubted): None,
}

# (notes in it, a charge in it) → tender
_TENDERS: Final = {(True, False): "cash", (False, True): "card", (True, True): "mixed"}

# News of a confirmation that is late never moves it back: the higher rank stays. A text that failed may still be delivered.


def payment_accepted(tx: Transaction, fact: PaymentAccepted) -> None:
    """The held notes and the charge of the visit, all of it and nothing else, become one payment with its outbox row."""
    _require_next_key(tx, fact)
    card_fen = card_writers.require_card_part(tx, fact)
    credit = tx.credits.pop(fact.payment_id, None)
    _require_covers(tx, fact, card_fen, credit)
    account = tx.sealed_account()
    visit = tx.row("SELECT account_hash FROM visits WHERE visit_id = ?", (fact.visit_id,))
    if visit is None or visit[0] != account.hash:
        raise ContradictionError(f"Payment {fact.payment_id} is for another account than visit {fact.visit_id}.")
    body = tx.request_body(fact, tx.kiosk_id)
    tx.run(
        "INSERT INTO payments (payment_id, kiosk_seq, visit_id, amount_fen, tender, state, accepted_at, language, offline,"
        " changed_at, card_fen) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)",
        (
            *(fact.payment_id, fact.kiosk_seq, fact.visit_id, fact.amount, fact.tender),
            *(fact.accepted_at, fact.language.value, fact.offline, tx.at, card_fen),
        ),
    )
    card_writers.cover(tx, fact)
    _cover_notes(tx, fact, credit)
    tx.run(
        "INSERT INTO outbox (payment_id, kiosk_seq, account_hash, body_cipher, state) VALUES (?, ?, ?, ?, 'due')",
        (fact.payment_id, fact.kiosk_seq, account.hash, seal_body(tx.vault, tx.month, fact.payment_id, body)),
    )
    tx.touched.add(fact.visit_id)


def _require_next_key(tx: Transaction, fact: PaymentAccepted) -> None:
    if fact.payment_id != natural_key(tx.kiosk_id, fact.kiosk_seq):
        raise ContradictionError(
            f"Payment id {fact.payment_id} does not belong to {tx.kiosk_id} and number {fact.kiosk_seq}."
        )
    highest = tx.row("SELECT IFNULL(MAX(kiosk_seq), 0) FROM payments", ())
    if highest is None or fact.kiosk_seq <= int(str(highest[0])):
        raise ContradictionError(f"Payment number {fact.kiosk_seq} is used already or older than the last one.")


def _cover_notes(tx: Transaction, fact: PaymentAccepted, credit: Credit | None) -> None:
    if credit is None:
        tx.run(
            "UPDATE notes SET payment_id = ?, changed_at = ?"
            " WHERE visit_id = ? AND state = 'stacked' AND payment_id IS NULL",
            (fact.payment_id, tx.at, fact.visit_id),
        )
        return
    for note_id in credit.note_ids:
        tx.run("UPDATE notes SET payment_id = ?, changed_at = ? WHERE note_id = ?", (fact.payment_id, tx.at, note_id))


def _held_values(tx: Transaction, fact: PaymentAccepted, credit: Credit | None) -> list[int]:
    """Of the notes that this payment is to cover: what the visit holds, or what persons credited."""
    if credit is None:
        held = "SELECT denomination_fen FROM notes WHERE visit_id = ? AND state = 'stacked' AND payment_id IS NULL"
        return [row[0] for row in tx.connection.execute(held, (fact.visit_id,))]
    if credit.visit_id != fact.visit_id:
        raise ContradictionError(f"Payment {fact.payment_id} is for another visit than the money that persons credited.")
    one = "SELECT denomination_fen FROM notes WHERE note_id = ?"
    return [tx.connection.execute(one, (note_id,)).fetchone()[0] for note_id in credit.note_ids]


def _require_covers(tx: Transaction, fact: PaymentAccepted, card_fen: int, credit: Credit | None) -> None:
    amount = whole_fen(fact.amount, f"The amount of payment {fact.payment_id}")
    held = _held_values(tx, fact, credit)
    if sum(held) + card_fen != amount or sorted(held) != sorted(fact.notes):
        raise ContradictionError(
            f"Payment {fact.payment_id} is {amount} fen in {len(fact.notes)} notes and {card_fen} fen by card, but visit "
            f"{fact.visit_id} holds {sum(held)} fen in {len(held)} notes."
        )
    if fact.tender != _TENDERS[bool(held), bool(card_fen)]:
        raise ContradictionError(f"Payment {fact.payment_id} has another tender than its money: {fact.tender!r}.")


def payment_posted(tx: Transaction, fact: PaymentPosted) -> None:
    if _next_state(tx, fact) is None:
        same = tx.row("SELECT central_id, receipt_number FROM payments WHERE payment_id = ?", (fact.payment_id,))
        if same != (fact.central_id, fact.receipt_number):
            raise ContradictionError(
                f"Payment {fact.payment_id} is posted already, under another central id or receipt number."
            )
        return
    tx.run(
        "UPDATE payments SET state = 'posted', central_id = ?, receipt_number = ?, posted_at = ?, balance_after_fen = ?,"
        " changed_at = ? WHERE payment_id = ?",
        (fact.central_id, fact.receipt_number, fact.posted_at, fact.balance_after, tx.at, fact.payment_id),
    )
    tx.run("DELETE FROM outbox WHERE payment_id = ?", (fact.payment_id,))


def payment_refused(tx: Transaction, fact: PaymentOwed | PaymentDoubted) -> None:
    """Owed or in doubt: the row waits for a person and keeps its bytes."""
    state = _next_state(tx, fact)
    if state is not None:
        tx.run(
            "UPDATE payments SET state = ?, problem = ?, changed_at = ? WHERE payment_id = ?",
            (state, fact.problem, tx.at, fact.payment_id),
        )
        tx.run("UPDATE outbox SET state = 'parked' WHERE payment_id = ?", (fact.payment_id,))


def _next_state(tx: Transaction, fact: PaymentPosted | PaymentOwed | PaymentDoubted) -> str | None:
    """What the payment becomes; None if it stays what it is."""
    found = tx.row("SELECT state, visit_id FROM payments WHERE payment_id = ?", (fact.payment_id,))
    if found is None:
        raise ContradictionError(f"{type(fact).__name__} of {fact.payment_id}, a payment the ledger does not have.")
    state, visit_id = str(found[0]), str(found[1])
    if (state, type(fact)) not in _MOVES:
        raise ContradictionError(
            f"{type(fact).__name__} of {fact.payment_id}, which is {state}: only a person can change that."
        )
    tx.touched.add(visit_id)
    return _MOVES[state, type(fact)]


def confirmation_progressed(tx: Transaction, fact: ConfirmationProgressed) -> None:
    found = tx.row("SELECT state, sms, reopening FROM payments WHERE payment_id = ?", (fact.payment_id,))
    if found is None or found[0] != "posted":
        raise ContradictionError(f"News of the confirmation of {fact.payment_id}, which is not posted.")
    sms, reopening = fact.sms, fact.reopening
    if found[1] is not None:
        sms = max(sms, SmsState(str(found[1])), key=SMS_ORDER.index)
        reopening = max(reopening, Reopening(str(found[2])), key=REOPENING_ORDER.index)
    tx.run(
        "UPDATE payments SET sms = ?, reopening = ?, changed_at = ? WHERE payment_id = ?",
        (sms.value, reopening.value, tx.at, fact.payment_id),
    )
