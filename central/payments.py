"""Posting a payment exactly once (central-api.md 3; trust.md M4, M12).

The key ``(kiosk_id, kiosk_seq)`` is unique for ever. Billing is asked between two transactions: the first writes payment
and ledger lines, the second the result, its ledger lines and the SMS. ``received → posting → posted | rejected |
in_doubt``; a doubt ends by an inquiry with our reference, and only what billing certainly does not have is ordered again.
"""

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from central import card_charges, ledger
from central.base import Base
from central.billing import (
    SUSPENDED,
    BillingAnswerLostError,
    BillingUnreachableError,
    Posting,
    PostingDone,
    PostingRejected,
    SimulatedBilling,
)
from central.canonical_json import canonical_json, fingerprint
from central.database import insert_once
from central.identifiers import new_receipt_number, new_ulid
from central.invoices import code_of
from central.payment_rows import read_payment, with_sms
from central.problems import ProblemError
from central.schemas import PaymentRequest
from central.sms_outbox import NewSms, SmsOutbox
from central.sms_texts import PAYMENT_POSTED, sms_text
from central.tables import payments
from central.tender import cash_fen, check_tender
from central.times import Milliseconds, milliseconds, parse

_log = logging.getLogger(__name__)
_DUE_AT_ONCE = 20
PAGE = 100


def frozen_fields(body: PaymentRequest) -> dict[str, Any]:
    """What was fixed at acceptance. ``offline`` is delivery data: a retry may differ in it (central-api.md 3.3).
    Without a card there is no ``card``, as in the bodies of the time before cards."""
    return body.model_dump(exclude={"offline"} if body.card is not None else {"offline", "card"})


class PaymentDesk:
    """Thread-safe. ``wake`` is called when the background work has something new to do."""

    def __init__(self, base: Base, billing: SimulatedBilling, outbox: SmsOutbox, wake: Callable[[], None]) -> None:
        self._base = base
        self._billing = billing
        self._outbox = outbox
        self._wake = wake

    # ---- the calls -----------------------------------------------------------------------------------------------------

    def accept(self, body: PaymentRequest) -> tuple[str, bool]:
        """Store the payment unless its key is there. Gives the payment's id and whether it is new.

        Raises ``invalid-request`` (nothing stored) and ``idempotency-mismatch`` (the first payment stays as it is).
        """
        check_tender(body)
        frozen = frozen_fields(body)
        row = self._new_row(body, frozen)
        with self._base.database.write() as connection:
            if insert_once(connection, payments, row):
                _book_new(connection, body, row)
                return str(row["payment_id"]), True
            key = (payments.c.kiosk_id == body.kiosk_id) & (payments.c.kiosk_seq == body.kiosk_seq)
            known = connection.execute(select(payments.c.payment_id, payments.c.fingerprint).where(key)).one()
        if known.fingerprint != row["fingerprint"]:
            _log.warning("CEN-101 key %s-%s came again with another payment", body.kiosk_id, body.kiosk_seq)
            raise ProblemError(
                "idempotency-mismatch",
                f"key {body.kiosk_id}-{body.kiosk_seq} belongs to another payment; put this one aside for a person",
                payment_id=known.payment_id,
            )
        return str(known.payment_id), False

    def attempt(self, payment_id: str) -> None:
        """Order the posting if it is ``received``; whoever comes second finds it ``posting`` and does nothing."""
        valid_until = self._base.after(self._base.settings.billing_seconds)
        claim = {"status": "posting", "next_at": valid_until + milliseconds(self._base.settings.inquiry_seconds)}
        row = self._step(payment_id, "received", claim)
        if row is None:
            return
        posting = Posting(payment_id, row.account_kind, row.account_number, row.amount_fen, valid_until)
        try:
            result = self._billing.post(posting)
        except BillingUnreachableError:
            self._step(payment_id, "posting", {"status": "received", "next_at": self._retry_at()}, of_claim=claim)
        except BillingAnswerLostError as lost:
            _log.warning("CEN-102 payment %s in doubt: %s", payment_id, lost)
            self._step(payment_id, "posting", {"status": "in_doubt", "next_at": claim["next_at"]}, of_claim=claim)
        else:
            if isinstance(result, PostingDone):
                self._settle_posted(payment_id, result)
            else:
                self._settle_rejected(row, result, claim)

    def run_due(self) -> int:
        """Post what billing could not take, inquire what is in doubt. Called by one worker; gives how many rows."""
        due = select(payments.c.payment_id, payments.c.status).where(payments.c.next_at <= self._base.now())
        with self._base.database.read() as connection:
            rows = connection.execute(due.order_by(payments.c.received_at).limit(_DUE_AT_ONCE)).all()
        for row in rows:
            if row.status == "received":
                self.attempt(row.payment_id)
            elif row.status == "posting":  # its process died, or its answer is overdue
                self._step(row.payment_id, "posting", {"status": "in_doubt", "next_at": self._base.now()})
            else:
                self._inquire(row.payment_id)
        return len(rows)

    def read(self, payment_id: str) -> Row[Any]:
        """Raises ``payment-not-found``."""
        with self._base.database.read() as connection:
            row = read_payment(connection, payment_id)
        if row is None:
            raise ProblemError("payment-not-found", "there is no payment with this id for this terminal")
        return row

    def page(self, kiosk_id: str, seq_from: int) -> tuple[Sequence[Row[Any]], int]:
        """One page in the order of keys, and the highest key of this terminal at the centre (0: none)."""
        mine = with_sms().where(payments.c.kiosk_id == kiosk_id, payments.c.kiosk_seq >= seq_from)
        highest = select(func.max(payments.c.kiosk_seq)).where(payments.c.kiosk_id == kiosk_id)
        with self._base.database.read() as connection:
            rows = connection.execute(mine.order_by(payments.c.kiosk_seq).limit(PAGE)).all()
            return rows, connection.scalar(highest) or 0

    # ---- the two transactions around billing ---------------------------------------------------------------------------

    def _new_row(self, body: PaymentRequest, frozen: dict[str, Any]) -> dict[str, Any]:
        now = self._base.now()
        accepted_at = parse(body.accepted_at)
        skew = milliseconds(self._base.settings.clock_skew_seconds)
        above = body.amount_fen > self._base.settings.amount_limit_fen
        return {
            "payment_id": new_ulid(now),
            "kiosk_id": body.kiosk_id,
            "kiosk_seq": body.kiosk_seq,
            "fingerprint": fingerprint(frozen),
            "frozen": canonical_json(frozen).decode(),
            "account_kind": body.account.kind,
            "account_number": body.account.number,
            "amount_fen": body.amount_fen,
            "language": body.language,
            "offline": body.offline,
            "accepted_at": accepted_at,
            "received_at": now,
            "clock_suspect": accepted_at > now + skew or (not body.offline and accepted_at < now - skew),
            "status": "rejected" if above else "received",
            "problem": "amount-limit" if above else None,
            "version": 1,
            "next_at": None if above else self._retry_at(),
        }

    def _settle_posted(self, payment_id: str, done: PostingDone) -> None:
        now = self._base.now()
        suspended = done.account.service_state in SUSPENDED
        reopening = "pending" if suspended and done.balance_after_fen >= 0 else "not_needed"
        with self._base.database.write() as connection:
            values = {
                "status": "posted",
                "next_at": None,
                "posted_at": now,
                "receipt_number": _unused_receipt_number(connection, now),
                "balance_after_fen": done.balance_after_fen,
                "service_state": done.account.service_state,
                "reopening": reopening,
                "reopen_due_at": self._base.after(self._base.settings.reopen_seconds) if reopening == "pending" else None,
            }
            row = _move(connection, payment_id, ("received", "posting", "in_doubt"), values)
            if row is None:
                return  # settled already, by an inquiry that was faster
            ledger.book_posted(connection, row)
            code_of(connection, payment_id, now)
            self._outbox.enqueue(connection, _confirmation(row, done))
        self._tell(payment_id)

    def _settle_rejected(self, row: Row[Any], refusal: PostingRejected, claim: dict[str, Any]) -> None:
        values = {"status": "rejected", "next_at": None, "problem": refusal.problem, "problem_reason": refusal.reason}
        with self._base.database.write() as connection:
            # Only the attempt that is under way may end a payment: after a doubt another one may have been ordered.
            if _move(connection, row.payment_id, ("posting",), values, claim) is None:
                return
            ledger.book_rejected(connection, row.payment_id, row.kiosk_id, row.amount_fen)
        self._tell(row.payment_id)

    def _inquire(self, payment_id: str) -> None:
        try:
            done = self._billing.inquire(payment_id)
        except (BillingUnreachableError, BillingAnswerLostError):
            self._step(payment_id, "in_doubt", {"next_at": self._retry_at()})
            return
        if done is not None:
            self._settle_posted(payment_id, done)
        elif self._step(payment_id, "in_doubt", {"status": "received", "next_at": self._base.now()}) is not None:
            self.attempt(payment_id)  # the order's time is over and billing has nothing: a new order is no second one

    def _step(
        self, payment_id: str, status: str, values: dict[str, Any], of_claim: dict[str, Any] | None = None
    ) -> Row[Any] | None:
        with self._base.database.write() as connection:
            row = _move(connection, payment_id, (status,), values, of_claim)
        if row is not None:
            self._tell(payment_id)
        return row

    def _tell(self, payment_id: str) -> None:
        self._base.changes.notify(payment_id)
        self._wake()

    def _retry_at(self) -> Milliseconds:
        return self._base.after(self._base.settings.billing_retry_seconds)


def _move(
    connection: Connection,
    payment_id: str,
    statuses: tuple[str, ...],
    values: dict[str, Any],
    of_claim: dict[str, Any] | None = None,
) -> Row[Any] | None:
    """Change the row if it is still in one of ``statuses`` (and of this claim); gives it as it is afterwards, or None."""
    here = update(payments).where(payments.c.payment_id == payment_id, payments.c.status.in_(statuses))
    if of_claim is not None:
        here = here.where(payments.c.next_at == of_claim["next_at"])
    changed = here.values(values | {"version": payments.c.version + 1}).returning(payments)
    return connection.execute(changed).first()


def _book_new(connection: Connection, body: PaymentRequest, row: dict[str, Any]) -> None:
    """The ledger lines of a payment that has just been stored, and its charge. A charge that another payment has brought
    is no money a second time: the payment is refused for good, and only its notes are owed."""
    payment_id, kiosk_id = str(row["payment_id"]), body.kiosk_id
    sources = {ledger.cash_of(kiosk_id): cash_fen(body)}
    refused = row["status"] == "rejected"
    if body.card is not None:
        earlier = card_charges.claim(connection, payment_id, body.card, body.accepted_at)
        if earlier is None:
            sources[ledger.card_of(body.card.terminal_id)] = body.card.amount_fen
        else:
            refused = True
            problem = {"problem": "card-charge-duplicate", "problem_reason": earlier}
            values = {"status": "rejected", "next_at": None} | problem
            connection.execute(update(payments).where(payments.c.payment_id == payment_id).values(values))
            _log.warning("CEN-104 payment %s-%s has the card charge of %s", kiosk_id, body.kiosk_seq, earlier)
    ledger.book_accepted(connection, payment_id, sources)
    if refused:
        ledger.book_rejected(connection, payment_id, kiosk_id, sum(sources.values()))


def _unused_receipt_number(connection: Connection, now: Milliseconds) -> str:
    while True:
        number = new_receipt_number(now)
        taken = select(payments.c.payment_id).where(payments.c.receipt_number == number)
        if connection.execute(taken).first() is None:
            return number


def _confirmation(row: Row[Any], done: PostingDone) -> NewSms:
    text = sms_text(
        PAYMENT_POSTED,
        row.language,
        number=row.account_number,
        amount_fen=row.amount_fen,
        balance_fen=done.balance_after_fen,
        moment=row.posted_at,
        receipt=row.receipt_number,
        tender=json.loads(row.frozen)["tender"],
    )
    account = done.account
    return NewSms(
        payment_id=row.payment_id,
        template=PAYMENT_POSTED,
        message_class="confirmation",
        account_kind=row.account_kind,
        account_number=row.account_number,
        recipient=account.sms_number,
        reachable=account.sms_reachable,
        text=text,
    )
