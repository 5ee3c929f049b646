"""A payment row as the contract shows it (docs/central-contract.md, Payment). Pure."""

from typing import Any

from sqlalchemy import Row

from central.invoice_codes import qr_text, shown
from central.problems import ProblemError
from central.schemas import InvoiceCode, PaymentAnswer, Problem, ServiceProgress, SmsProgress
from central.times import render

# Definite refusals that the contract answers as the call's own problem; any other stands inside the payment resource.
_ANSWERED_AS_PROBLEM = frozenset({"account-not-found", "account-restricted", "amount-limit", "card-charge-duplicate"})
_DETAILS = {
    "account-not-found": "there is no account with this kind and number; the money is owed to the customer",
    "account-restricted": "nothing can be paid to this account; the money is owed to the customer",
    "amount-limit": "the amount is above the limit for one payment; the money is owed to the customer",
    "card-charge-duplicate": "the payment named in reason has brought this card charge; put this one aside for a person",
    "billing-rejected": "the billing system refused the posting; the money is owed to the customer",
}


def payment_resource(row: Row[Any]) -> PaymentAnswer:
    """``row`` comes from ``payment_rows.with_sms``."""
    posted = row.status == "posted"
    return PaymentAnswer(
        payment_id=row.payment_id,
        kiosk_id=row.kiosk_id,
        kiosk_seq=row.kiosk_seq,
        amount_fen=row.amount_fen,
        status=row.status,
        version=row.version,
        receipt_number=row.receipt_number,
        received_at=render(row.received_at),
        posted_at=render(row.posted_at) if posted else None,
        balance_after_fen=row.balance_after_fen,
        sms=SmsProgress(state=row.sms_state, delivered_at=_moment(row.sms_delivered_at)) if posted else None,
        service=_service(row) if posted else None,
        invoice=_invoice(row.invoice_code) if row.invoice_code else None,
        problem=Problem(**_refusal(row).document()) if row.problem else None,
    )


def settled_or_problem(row: Row[Any], retry_after: int) -> PaymentAnswer:
    """The resource, or the problem that the contract gives a POST instead of it.

    ``received`` after an attempt means that billing can't be reached: 503, the terminal asks again with the same key.
    """
    if row.status == "received":
        detail = "the payment is kept and will be posted once billing answers; ask again with the same key"
        raise ProblemError("bss-unavailable", detail, retry_after=retry_after, payment_id=row.payment_id)
    if row.problem in _ANSWERED_AS_PROBLEM:
        raise _refusal(row)
    return payment_resource(row)


def _refusal(row: Row[Any]) -> ProblemError:
    return ProblemError(row.problem, _DETAILS[row.problem], reason=row.problem_reason, payment_id=row.payment_id)


def _service(row: Row[Any]) -> ServiceProgress:
    return ServiceProgress(state=row.service_state, reopening=row.reopening, reopened_at=_moment(row.reopened_at))


def _invoice(code: str) -> InvoiceCode:
    return InvoiceCode(code=shown(code), qr=qr_text(code))


def _moment(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else render(milliseconds)
