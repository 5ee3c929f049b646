"""Card charges that payments have brought: each transaction of a card terminal is credited once (trust.md M6).

A key protects against the same payment twice. This protects against the same charge under two keys, which only a
mistake in a terminal can make: the later payment is a definite conflict for staff, and none of it is credited.
"""

from typing import Any

from sqlalchemy import Connection, Row, select

from central.database import insert_once
from central.schemas import CardCharge
from central.tables import card_charges, payments
from central.times import hall_day, parse


def claim(connection: Connection, payment_id: str, card: CardCharge, accepted_at: str) -> str | None:
    """Keep the charge as this payment's. None: done. Else the key, ``K0001-123``, of the payment that brought it before.

    ``accepted_at``: RFC 3339. Part of the caller's write transaction.
    """
    charge = _charge(card, accepted_at) | {"payment_id": payment_id}
    earlier = _earlier(connection, charge)
    if earlier is None and not insert_once(connection, card_charges, charge):
        earlier = _earlier(connection, charge)  # it came at this very moment
    return earlier


def brought_by(connection: Connection, card: CardCharge, accepted_at: str) -> str | None:
    """The key of the payment that has brought this charge; None: no payment has."""
    return _earlier(connection, _charge(card, accepted_at))


def _charge(card: CardCharge, accepted_at: str) -> dict[str, Any]:
    return card.model_dump() | {"accepted_day": hall_day(parse(accepted_at))}


def _earlier(connection: Connection, charge: dict[str, Any]) -> str | None:
    """Receipt and trace numbers begin anew one day, so the day belongs to them. Midnight may fall between two payments of
    the same charge: a day next to it counts too when the bank's code and the amount are the same."""
    columns = card_charges.c
    days = [charge["accepted_day"] + near for near in (-1, 0, 1)]
    same = [columns[name] == charge[name] for name in ("terminal_id", "receipt", "trace")]
    query = select(card_charges, payments.c.kiosk_id, payments.c.kiosk_seq)
    query = query.join_from(card_charges, payments, columns.payment_id == payments.c.payment_id)
    for row in connection.execute(query.where(*same, columns.accepted_day.in_(days))):
        if row.accepted_day == charge["accepted_day"] or _same_approval(row, charge):
            return f"{row.kiosk_id}-{row.kiosk_seq}"
    return None


def _same_approval(row: Row[Any], charge: dict[str, Any]) -> bool:
    return bool((row.auth_code, row.amount_fen) == (charge["auth_code"], charge["amount_fen"]))
