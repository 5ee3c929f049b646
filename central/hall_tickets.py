"""Calls for help and alarms of a hall in a period (F65; central-api.md 7, section 11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from central.health_tables import alarms
from central.periods import Period
from central.service_tables import work_orders
from central.times import Milliseconds


@dataclass(frozen=True, slots=True)
class Tickets:
    """``calls`` of customers, some ``with_money`` inside; alarms ``raised`` in the period, and of those what became."""

    calls: int
    with_money: int
    raised: int
    acknowledged: int
    cleared: int
    open: int
    oldest_open_at: Milliseconds | None


def tickets_of(connection: Connection, hall: str, kiosk_ids: Sequence[str], period: Period) -> Tickets:
    columns = work_orders.c
    opened = (columns.kiosk_id.in_(kiosk_ids), columns.opened_at >= period.begin, columns.opened_at < period.end)
    orders = connection.execute(select(columns.money_inside_fen).where(*opened)).all()
    raised = (alarms.c.hall == hall, alarms.c.raised_at >= period.begin, alarms.c.raised_at < period.end)
    rows = connection.execute(select(alarms).where(*raised)).all()
    open_ones = [row.raised_at for row in rows if row.cleared_at is None]
    return Tickets(
        calls=len(orders),
        with_money=sum(order.money_inside_fen > 0 for order in orders),
        raised=len(rows),
        acknowledged=sum(row.acknowledged_at is not None for row in rows),
        cleared=sum(row.cleared_at is not None for row in rows),
        open=len(open_ones),
        oldest_open_at=min(open_ones, default=None),
    )
