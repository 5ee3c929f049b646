"""Everything that the centre knows of one payment, from the note to the SMS (field.md X10). Reads only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from central.health_tables import terminal_events
from central.payment_rows import with_sms
from central.service_tables import invoice_codes, reprints, work_orders
from central.tables import kiosks, payments, sms_attempts, sms_outbox, sms_receipts
from central.times import Milliseconds

_BEFORE: Final[Milliseconds] = 30 * 60_000  # a visit's notes and prints lie around its payment
_AFTER: Final[Milliseconds] = 24 * 3_600_000
_RECEIPTS: Final = (sms_receipts.c.received_at, sms_receipts.c.receipt_type.desc())  # accepted (8) before delivered (1)
_KINDS: Final = ("money", "visit", "print")


@dataclass(frozen=True, slots=True)
class Journey:
    """Rows as they are; pages mask the number."""

    payment: Row[Any]  # with sms_state, and hall
    frozen: dict[str, Any]  # as it was accepted: notes, card, visit_id
    messages: Sequence[Row[Any]]
    attempts: Sequence[Row[Any]]
    receipts: Sequence[Row[Any]]
    invoice: Row[Any] | None
    copies: Sequence[Row[Any]]
    orders: Sequence[Row[Any]]
    events: Sequence[Row[Any]]  # of the terminal, about this visit or payment


def journey_of(connection: Connection, payment_id: str) -> Journey | None:
    query = with_sms().add_columns(kiosks.c.hall).join(kiosks, kiosks.c.kiosk_id == payments.c.kiosk_id)
    payment = connection.execute(query.where(payments.c.payment_id == payment_id)).first()
    if payment is None:
        return None
    frozen = json.loads(payment.frozen)
    messages = connection.execute(
        select(sms_outbox).where(sms_outbox.c.payment_id == payment_id).order_by(sms_outbox.c.sms_id)
    ).all()
    of_messages = sms_attempts.c.sms_id.in_([message.sms_id for message in messages])
    attempts = connection.execute(select(sms_attempts).where(of_messages).order_by(sms_attempts.c.sent_at)).all()
    of_attempts = sms_receipts.c.attempt_id.in_([attempt.attempt_id for attempt in attempts])
    visit = (work_orders.c.kiosk_id == payment.kiosk_id, work_orders.c.visit_id == frozen["visit_id"])
    copies = select(reprints).where(reprints.c.payment_id == payment_id).order_by(reprints.c.copy)
    return Journey(
        payment=payment,
        frozen=frozen,
        messages=messages,
        attempts=attempts,
        receipts=connection.execute(select(sms_receipts).where(of_attempts).order_by(*_RECEIPTS)).all(),
        invoice=connection.execute(select(invoice_codes).where(invoice_codes.c.payment_id == payment_id)).first(),
        copies=connection.execute(copies).all(),
        orders=connection.execute(select(work_orders).where(*visit).order_by(work_orders.c.opened_at)).all(),
        events=_events(connection, payment, frozen["visit_id"]),
    )


def hall_of_payment(connection: Connection, payment_id: str) -> str:
    """Empty: there is no such payment."""
    joined = select(kiosks.c.hall).join_from(payments, kiosks, payments.c.kiosk_id == kiosks.c.kiosk_id)
    return connection.scalar(joined.where(payments.c.payment_id == payment_id)) or ""


def _events(connection: Connection, payment: Row[Any], visit_id: str) -> list[Row[Any]]:
    columns = terminal_events.c
    query = select(terminal_events).where(columns.kiosk_id == payment.kiosk_id, columns.kind.in_(_KINDS))
    query = query.where(columns.at >= payment.accepted_at - _BEFORE, columns.at < payment.accepted_at + _AFTER)
    key = f"{payment.kiosk_id}-{payment.kiosk_seq}"
    rows = connection.execute(query.order_by(columns.event_seq)).all()
    return [row for row in rows if row.data.get("visit_id") == visit_id or row.data.get("id") == key]
