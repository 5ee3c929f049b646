"""A call for help opens one work order for its visit, and rings a person when money is inside (F19); ratings (F42)."""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from central.base import Base
from central.catalogue import duty_number
from central.database import insert_once
from central.halls import hall_named
from central.identifiers import new_ulid
from central.places import called, place_of
from central.service_tables import ratings, work_orders
from central.sms_outbox import NewSms, SmsOutbox
from central.sms_texts import DUTY_CALL, duty_text
from central.tables import kiosks
from central.times import Milliseconds

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    order_id: str
    opened_at: Milliseconds
    calls: int
    rung_at: Milliseconds | None


class HelpDesk:
    def __init__(self, base: Base, outbox: SmsOutbox) -> None:
        self._base = base
        self._outbox = outbox

    def call(self, kiosk_id: str, visit_id: str, reason: str, money_inside_fen: int, visit: dict[str, Any]) -> Order:
        """The visit's order; a second call adds to it. Rings once, as soon as money is told to be inside."""
        now = self._base.now()
        mine = (work_orders.c.kiosk_id == kiosk_id, work_orders.c.visit_id == visit_id)
        new = {"order_id": new_ulid(now), "kiosk_id": kiosk_id, "visit_id": visit_id, "opened_at": now, "reason": reason}
        new |= {"money_inside_fen": money_inside_fen, "visit": visit, "calls": 1, "rung_at": None}
        with self._base.database.write() as connection:
            is_new = insert_once(connection, work_orders, new)
            row = connection.execute(select(work_orders).where(*mine).with_for_update()).one()
            rung_at = row.rung_at
            if money_inside_fen and rung_at is None and self._ring(connection, row.order_id, kiosk_id, money_inside_fen):
                rung_at = now
            calls = row.calls if is_new else row.calls + 1
            most = max(row.money_inside_fen, money_inside_fen)
            changed = {"calls": calls, "money_inside_fen": most, "rung_at": rung_at, "visit": visit}
            connection.execute(update(work_orders).where(*mine).values(changed))
        return Order(row.order_id, row.opened_at, calls, rung_at)

    def rate(self, kiosk_id: str, visit_id: str, score: int, rated_at: Milliseconds) -> None:
        """The last tap counts."""
        row = {"kiosk_id": kiosk_id, "visit_id": visit_id, "score": score, "rated_at": rated_at}
        mine = (ratings.c.kiosk_id == kiosk_id, ratings.c.visit_id == visit_id)
        with self._base.database.write() as connection:
            if not insert_once(connection, ratings, row):
                connection.execute(update(ratings).where(*mine).values(score=score, rated_at=rated_at))

    def _ring(self, connection: Connection, order_id: str, kiosk_id: str, money_inside_fen: int) -> bool:
        """False: the hall has named nobody; the order is there all the same, and the log says so."""
        hall = connection.scalar(select(kiosks.c.hall).where(kiosks.c.kiosk_id == kiosk_id)) or ""
        number = duty_number(connection, hall)
        if not number:
            _log.error("CEN-501 terminal %s calls for help with money inside, and %s has no duty number", kiosk_id, hall)
            return False
        language = hall_named(connection, hall).duty_numbers.language
        names = (called(kiosk_id, place_of(connection, kiosk_id), language), kiosk_id)
        text = duty_text(names, money_inside_fen, order_id, self._base.now(), language)
        self._outbox.enqueue(connection, NewSms(None, DUTY_CALL, "duty", "mobile", number, number, True, text))
        return True
