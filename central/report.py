"""What a hall wants to know about confirmations: payments without an SMS (F34), and how long things took (F33, F38)."""

import statistics
from typing import Any

from sqlalchemy import Connection, select

from central.database import Database
from central.masking import mask_number
from central.payment_rows import with_sms
from central.settings import Settings
from central.sms_states import FINAL, Sms
from central.tables import payments, sms_outbox
from central.times import Milliseconds, milliseconds, render

_WITHOUT_FAULT = (Sms.DELIVERED.value, Sms.UNDELIVERABLE.value)  # the second waits for its line, not for the gateway (X6)
_ENDED_BADLY = [state.value for state in FINAL if state is not Sms.DELIVERED]


def payments_without_sms(database: Database, now: Milliseconds, settings: Settings) -> list[dict[str, Any]]:
    """Posted payments whose SMS failed, was refused, or has no receipt after ``sms_overdue_seconds``; oldest first."""
    overdue = payments.c.posted_at <= now - milliseconds(settings.sms_overdue_seconds)
    state = sms_outbox.c.state
    missing = state.in_(_ENDED_BADLY) | (overdue & state.not_in(_WITHOUT_FAULT)) | state.is_(None)
    query = with_sms().where(payments.c.status == "posted", missing).order_by(payments.c.posted_at)
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        {
            "payment": f"{row.kiosk_id}-{row.kiosk_seq}",
            "receipt_number": row.receipt_number,
            "number": mask_number(row.account_number),
            "posted_at": render(row.posted_at),
            "sms_state": row.sms_state,
        }
        for row in rows
    ]


def summary(database: Database, now: Milliseconds, settings: Settings) -> dict[str, Any]:
    """The list above, and p50 and p95 in seconds of posting to delivery and of posting to reopening."""
    with database.read() as connection:
        confirm = (sms_outbox.c.delivered_at - payments.c.posted_at).label("took")
        of_payment = select(confirm).join_from(payments, sms_outbox, sms_outbox.c.payment_id == payments.c.payment_id)
        delivered = _seconds(connection, of_payment.where(sms_outbox.c.delivered_at.is_not(None)))
        reopen = (payments.c.reopened_at - payments.c.posted_at).label("took")
        reopened = _seconds(connection, select(reopen).where(payments.c.reopened_at.is_not(None)))
    return {
        "paid_without_sms": payments_without_sms(database, now, settings),
        "sms_confirm_seconds": _percentiles(delivered),
        "service_reopen_seconds": _percentiles(reopened),
    }


def _seconds(connection: Connection, query: Any) -> list[float]:
    return [row.took / 1000 for row in connection.execute(query)]


def _percentiles(values: list[float]) -> dict[str, float | int | None]:
    if not values:
        return {"count": 0, "p50": None, "p95": None}
    twentieths = statistics.quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    return {"count": len(values), "p50": round(twentieths[9], 3), "p95": round(twentieths[18], 3)}
