"""One invoice code a posted payment, for ever the same: it stands on the receipt (F30)."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select

from central.invoice_codes import new_invoice_code
from central.service_tables import invoice_codes
from central.times import Milliseconds


def code_of(connection: Connection, payment_id: str, now: Milliseconds) -> Row[Any]:
    """The code's row; made now if the payment has none yet. In the caller's transaction."""
    query = select(invoice_codes).where(invoice_codes.c.payment_id == payment_id)
    found = connection.execute(query).first()
    if found is not None:
        return found
    row = {"payment_id": payment_id, "code": _unused(connection), "issued_at": now}
    connection.execute(insert(invoice_codes).values(row))
    return connection.execute(query).one()


def _unused(connection: Connection) -> str:
    while True:
        code = new_invoice_code()
        if connection.execute(select(invoice_codes.c.code).where(invoice_codes.c.code == code)).first() is None:
            return code
