"""Receipts after the payment: their invoice code, copies, and the exchange for an invoice (F29, F30; field.md X32)."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select, update

from central.auth_rules import SMS_CODE
from central.base import Base
from central.identifiers import is_receipt_number
from central.invoice_codes import decode
from central.invoices import code_of
from central.problems import ProblemError
from central.service_tables import invoice_codes, reprints
from central.tables import payments
from central.times import Milliseconds
from central.visits import Visit, Visits

Exchange = Literal["exchanged", "exchanged_before", "unknown"]


@dataclass(frozen=True, slots=True)
class Copy:
    """One more print of a receipt. ``invoice_code`` is None once it has been exchanged."""

    payment: Row[Any]
    number: int
    invoice_code: str | None


class Slips:
    def __init__(self, base: Base, visits: Visits) -> None:
        self._base = base
        self._visits = visits

    def invoice_code(self, kiosk_id: str, visit_id: str, payment_id: str) -> Row[Any]:
        """The code of a payment made in this very visit. 404 ``payment-not-found``, 409
        ``payment-in-progress`` before it is posted."""
        with self._base.database.write() as connection:
            payment = connection.execute(select(payments).where(payments.c.payment_id == payment_id)).first()
            if payment is None or payment.kiosk_id != kiosk_id or json.loads(payment.frozen)["visit_id"] != visit_id:
                raise ProblemError("payment-not-found", "there is no payment with this id in this visit")
            if payment.status != "posted":
                retry = self._base.settings.retry_after_seconds
                raise ProblemError("payment-in-progress", "a code is given once the payment is posted", retry_after=retry)
            return code_of(connection, payment_id, self._base.now())

    def copy_by_slip(self, kiosk_id: str, visit_id: str, slip_code: str) -> Copy:
        """By the receipt number that stands on the slip. 404 ``slip-not-found`` for every other one, well formed or not."""
        with self._base.database.write() as connection:
            query = select(payments).where(payments.c.receipt_number == slip_code, payments.c.status == "posted")
            payment = connection.execute(query).first() if is_receipt_number(slip_code) else None
            if payment is None:
                raise ProblemError(
                    "slip-not-found", "no receipt has this number; read it once more from the slip or the SMS"
                )
            return self._copy(connection, payment, kiosk_id, visit_id)

    def copy_by_code(self, kiosk_id: str, visit_id: str, payment_id: str, token: str) -> Copy:
        """By the SMS code that this visit has proved for the payment's number; the password alone is not enough (X32)."""
        with self._base.database.read() as connection:
            payment = connection.execute(select(payments).where(payments.c.payment_id == payment_id)).first()
        if payment is None or payment.status != "posted":
            raise ProblemError("slip-not-found", "there is no posted payment with this id")
        visit = Visit(kiosk_id, visit_id, payment.account_kind, payment.account_number)
        if SMS_CODE not in self._visits.proved(visit, token):
            raise ProblemError("scope-missing", "a reprint needs the slip's code or an SMS code", reason=SMS_CODE)
        with self._base.database.write() as connection:
            return self._copy(connection, payment, kiosk_id, visit_id)

    def exchange(self, text: str, by: str) -> tuple[Exchange, Row[Any] | None]:
        """At the counter: once for ever. ``by``: who did it. Raises ValueError for what is no code."""
        code = decode(text)
        here = invoice_codes.c.code == code
        values = {"exchanged_at": self._base.now(), "exchanged_by": by}
        with self._base.database.write() as connection:
            first = update(invoice_codes).where(here, invoice_codes.c.exchanged_at.is_(None)).values(values)
            done = connection.execute(first).rowcount == 1
            joined = select(invoice_codes, payments).join_from(
                invoice_codes, payments, invoice_codes.c.payment_id == payments.c.payment_id
            )
            row = connection.execute(joined.where(here)).first()
        if row is None:
            return "unknown", None
        return ("exchanged" if done else "exchanged_before"), row

    def _copy(self, connection: Connection, payment: Row[Any], kiosk_id: str, visit_id: str) -> Copy:
        """The same number for the same visit, however often it asks; so an answer that got lost costs no copy."""
        code = code_of(connection, payment.payment_id, self._base.now())
        open_code = code.code if code.exchanged_at is None else None
        of_payment = reprints.c.payment_id == payment.payment_id
        mine = (of_payment, reprints.c.kiosk_id == kiosk_id, reprints.c.visit_id == visit_id)
        known = connection.scalar(select(reprints.c.copy).where(*mine))
        if known is not None:
            return Copy(payment, known, open_code)
        number = (connection.scalar(select(func.max(reprints.c.copy)).where(of_payment)) or 0) + 1
        if number > self._base.settings.reprints_per_payment:
            raise ProblemError("reprint-limit", "this receipt was printed again too often; the counter can help")
        row = {"payment_id": payment.payment_id, "copy": number, "kiosk_id": kiosk_id, "visit_id": visit_id}
        now: Milliseconds = self._base.now()
        connection.execute(insert(reprints).values(row | {"printed_at": now}))
        return Copy(payment, number, open_code)
