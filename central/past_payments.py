"""A line's payments: those at terminals from the centre's own books, others from the customer system."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from central.billing import Account
from central.charges import Words
from central.customers import SimulatedCustomers
from central.database import Database
from central.tables import payments
from central.times import Milliseconds

_MOST: Final = 100
_HERE: Final = Words("自助终端", "Terminal")


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """``payment_id`` only of payments in the centre's own books."""

    at: Milliseconds
    fen: int
    channel: Words
    payment_id: str | None


def payments_of(database: Database, customers: SimulatedCustomers, account: Account) -> list[PaymentMade]:
    """Posted ones, the newest first."""
    columns = payments.c
    mine = (columns.account_kind == account.kind, columns.account_number == account.number, columns.status == "posted")
    query = select(columns.posted_at, columns.amount_fen, columns.payment_id).where(*mine)
    with database.read() as connection:
        rows = connection.execute(query.order_by(columns.posted_at.desc()).limit(_MOST)).all()
    ours = [PaymentMade(row.posted_at, row.amount_fen, _HERE, row.payment_id) for row in rows]
    others = [PaymentMade(one.at, one.amount_fen, one.channel, None) for one in customers.earlier_payments(account)]
    return sorted([*ours, *others], key=lambda made: made.at, reverse=True)[:_MOST]
