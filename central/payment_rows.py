"""Small statements on the payments table that several subjects share."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select, update

from central.sms_texts import PAYMENT_POSTED
from central.tables import payments, sms_outbox


def bump(connection: Connection, payment_ids: Iterable[str]) -> None:
    """Something a waiting terminal wants to know has changed: raise the version it compares with."""
    for payment_id in payment_ids:
        connection.execute(
            update(payments).where(payments.c.payment_id == payment_id).values(version=payments.c.version + 1)
        )


def with_sms() -> Any:
    """Select of payments joined with the state of their confirmation SMS (``sms_state`` null while there is none)."""
    confirmation = (sms_outbox.c.payment_id == payments.c.payment_id) & (sms_outbox.c.template == PAYMENT_POSTED)
    columns = (payments, sms_outbox.c.state.label("sms_state"), sms_outbox.c.delivered_at.label("sms_delivered_at"))
    return select(*columns).join_from(payments, sms_outbox, confirmation, isouter=True)


def read_payment(connection: Connection, payment_id: str) -> Row[Any] | None:
    return connection.execute(with_sms().where(payments.c.payment_id == payment_id)).first()
