"""Small statements on the payments table that several subjects share."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select, update

from central.service_tables import invoice_codes
from central.sms_texts import PAYMENT_POSTED
from central.tables import payments, sms_outbox


def bump(connection: Connection, payment_ids: Iterable[str]) -> None:
    """Something a waiting terminal wants to know has changed: raise the version it compares with."""
    for payment_id in payment_ids:
        connection.execute(
            update(payments).where(payments.c.payment_id == payment_id).values(version=payments.c.version + 1)
        )


def with_sms() -> Any:
    """Select of payments with the state of their confirmation SMS (``sms_state`` null while there is none) and with their
    ``invoice_code`` (null until it is posted)."""
    confirmation = (sms_outbox.c.payment_id == payments.c.payment_id) & (sms_outbox.c.template == PAYMENT_POSTED)
    sms = (sms_outbox.c.state.label("sms_state"), sms_outbox.c.delivered_at.label("sms_delivered_at"))
    columns = select(payments, *sms, invoice_codes.c.code.label("invoice_code"))
    of_payment = invoice_codes.c.payment_id == payments.c.payment_id
    return columns.join_from(payments, sms_outbox, confirmation, isouter=True).outerjoin(invoice_codes, of_payment)


def read_payment(connection: Connection, payment_id: str) -> Row[Any] | None:
    return connection.execute(with_sms().where(payments.c.payment_id == payment_id)).first()
