"""The one list of what a hall has to do: calls for help and tickets of alarms, with their ages (F19, F65)."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, insert, select, update

from central.alarm_words import read
from central.audit import record
from central.base import Base
from central.database import insert_once
from central.health_tables import order_progress
from central.identifiers import new_ulid
from central.pages.filters import Language
from central.service_tables import work_orders
from central.staff_rights import StaffRefusedError, require
from central.tables import kiosks
from central.times import Milliseconds, milliseconds

OrderState = Literal["opened", "acknowledged", "fixed", "overdue"]
BY_CENTRE: Final = "centre"  # what was fixed because its alarm ended
_AGES: Final = (("under_1h", 3600.0), ("1h_to_10h", 36_000.0), ("over_10h", float("inf")))
AGE_BANDS: Final = tuple(band for band, _ in _AGES)


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """``reason``: the name of an alarm's rule, or why help was called; ``visit``: as the terminal attached it, or of the
    alarm its ``alarm_id``, ``text`` and, but for earlier releases, what it is. ``overdue``: not fixed by ``due_at``."""

    order_id: str
    kiosk_id: str
    hall: str
    opened_at: Milliseconds
    due_at: Milliseconds
    reason: str
    money_inside_fen: int
    visit: dict[str, Any]
    calls: int
    rung_at: Milliseconds | None
    acknowledged_at: Milliseconds | None
    acknowledged_by: str | None
    fixed_at: Milliseconds | None
    fixed_by: str | None
    remark: str
    state: OrderState
    age_seconds: float  # until it was fixed, or until now

    def said(self, language: Language) -> str:
        """Of an alarm what it says; empty: a customer called."""
        text = str(self.visit.get("text") or "")
        return read(self.visit.get("word"), self.visit.get("parts"), text, language) if text else ""


class WorkOrders:
    def __init__(self, base: Base) -> None:
        self._base = base

    def open_orders(self, hall: str | None = None) -> list[WorkOrder]:
        """What is not fixed, the oldest first; of one hall, or of all."""
        return self._orders(order_progress.c.fixed_at.is_(None), hall)

    def fixed_since(self, begin: Milliseconds, hall: str | None = None) -> list[WorkOrder]:
        """What was fixed since then, for the report."""
        return self._orders(order_progress.c.fixed_at >= begin, hall)

    def acknowledge(self, order_id: str, staff_id: str) -> None:
        """Somebody has seen it and goes; the first one counts. Raises StaffRefusedError."""
        self._act(
            order_id, staff_id, "acknowledge_order", {"acknowledged_at": self._base.now(), "acknowledged_by": staff_id}
        )

    def fix(self, order_id: str, staff_id: str, remark: str) -> None:
        """It is done; the first one counts. Raises StaffRefusedError."""
        done = {"fixed_at": self._base.now(), "fixed_by": staff_id, "remark": remark[:400]}
        self._act(order_id, staff_id, "fix_order", done)

    def ages(self) -> dict[str, int]:
        """Open orders by ``AGE_BANDS``."""
        found = dict.fromkeys(AGE_BANDS, 0)
        for order in self.open_orders():
            found[next(band for band, below in _AGES if order.age_seconds < below)] += 1
        return found

    def _act(self, order_id: str, staff_id: str, act: str, values: dict[str, Any]) -> None:
        now = self._base.now()
        with self._base.database.write() as connection:
            row = connection.execute(_all().where(work_orders.c.order_id == order_id)).first()
            if row is None:
                raise StaffRefusedError("not-there", f"there is no work order {order_id}")
            require(connection, staff_id, "operate", row.hall)
            if not _progress(connection, order_id, values):
                return
            detail = f"{order_id} {row.reason} {values.get('remark', '')}".rstrip()
            record(connection, now, staff_id, act, hall=row.hall, subject=row.kiosk_id, detail=detail)

    def _orders(self, condition: Any, hall: str | None) -> list[WorkOrder]:
        query = _all().where(condition).order_by(work_orders.c.opened_at, work_orders.c.order_id)
        with self._base.database.read() as connection:
            rows = connection.execute(query if hall is None else query.where(kiosks.c.hall == hall)).all()
        return [self._shown(row) for row in rows]

    def _shown(self, row: Row[Any]) -> WorkOrder:
        now = self._base.now()
        due_at = row.opened_at + milliseconds(self._base.settings.order_due_seconds)
        state: OrderState = "opened"
        if row.fixed_at is not None:
            state = "fixed"
        elif now > due_at:
            state = "overdue"
        elif row.acknowledged_at is not None:
            state = "acknowledged"
        until = now if row.fixed_at is None else row.fixed_at
        named = {name: getattr(row, name) for name in _COLUMNS} | {"remark": row.remark or ""}
        return WorkOrder(**named, due_at=due_at, state=state, age_seconds=(until - row.opened_at) / 1000)


def open_for_alarm(connection: Connection, alarm: Row[Any], now: Milliseconds) -> None:
    """In the transaction that raises the alarm; ``alarm``: its row, with what it is."""
    row: dict[str, Any] = {"order_id": new_ulid(now), "kiosk_id": alarm.kiosk_id, "opened_at": now, "reason": alarm.rule}
    of_alarm = {"alarm_id": alarm.alarm_id, "text": alarm.text, "word": alarm.word, "parts": alarm.parts}
    row |= {"visit_id": _visit_of(alarm.alarm_id), "visit": of_alarm}
    connection.execute(insert(work_orders).values(row | {"money_inside_fen": 0, "calls": 1, "rung_at": None}))


def fixed_with_alarm(connection: Connection, alarm_id: str, kiosk_id: str, by: str, now: Milliseconds) -> None:
    """The alarm is over, so its order, if it has one, is done."""
    mine = (work_orders.c.kiosk_id == kiosk_id, work_orders.c.visit_id == _visit_of(alarm_id))
    order_id = connection.scalar(select(work_orders.c.order_id).where(*mine))
    if order_id is not None:
        _progress(connection, order_id, {"fixed_at": now, "fixed_by": by, "remark": ""})


def _visit_of(alarm_id: str) -> str:
    """No terminal can name such a visit: the colon is not in its alphabet."""
    return f"alarm:{alarm_id}"


def _progress(connection: Connection, order_id: str, values: dict[str, Any]) -> bool:
    """False: it was done before, and stays as it is."""
    insert_once(connection, order_progress, {"order_id": order_id, "remark": ""})
    moment = next(column for name, column in order_progress.c.items() if name in values and name.endswith("_at"))
    first = update(order_progress).where(order_progress.c.order_id == order_id, moment.is_(None))
    return connection.execute(first.values(values)).rowcount == 1


_COLUMNS: Final = (
    *("order_id", "kiosk_id", "hall", "opened_at", "reason", "money_inside_fen", "visit", "calls", "rung_at"),
    *("acknowledged_at", "acknowledged_by", "fixed_at", "fixed_by"),
)


def _all() -> Any:
    progress = [column for column in order_progress.c if column.name != "order_id"]
    query = select(work_orders, kiosks.c.hall, *progress)
    query = query.join_from(work_orders, kiosks, work_orders.c.kiosk_id == kiosks.c.kiosk_id)
    return query.outerjoin(order_progress, order_progress.c.order_id == work_orders.c.order_id)
