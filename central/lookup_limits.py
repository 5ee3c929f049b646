"""How many payments one person may look for in an hour: numbers of payments count up, so they could be tried one by one.

Counted in the audit itself, so that neither a restart nor another browser forgives (features.md F59, F63).
"""

import logging
import re
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from central.audit import record
from central.health_tables import terminal_events
from central.staff import STAFF_ID
from central.staff_tables import audit, staff
from central.tables import kiosks
from central.times import Milliseconds

_log = logging.getLogger(__name__)
HOUR: Final[Milliseconds] = 3_600_000
_LATE: Final[Milliseconds] = 7 * 24 * HOUR  # what terminals keep for the centre while the line is down
SEARCHED: Final = "searched"
LOOKED_AT: Final = "looked_at_payment"
LIMIT_HIT: Final = "lookup_limit"
JOURNEY: Final = "journey"

# What was searched by (``payment_search.kind_of``, or a time), or a journey opened → most of one person in an hour.
PER_HOUR: Final = MappingProxyType({"claim": 20, "payment": 20, "number": 20, "receipt": 40, "time": 60, JOURNEY: 60})


def admit(
    connection: Connection, now: Milliseconds, staff_id: str, kind: str, *, hall: str, subject: str
) -> Milliseconds | None:
    """Note one look-up in the audit. If there were too many: how long until the next one; the first that is refused is
    noted too, and raises an alarm. The same payment opened again within the hour is no new look-up."""
    # Many at once have no more look-ups than one after the other.
    connection.execute(select(staff.c.staff_id).where(staff.c.staff_id == staff_id).with_for_update())
    columns = audit.c
    mine = (columns.staff_id == staff_id, columns.at > now - HOUR)
    if kind == JOURNEY:
        again = select(columns.audit_id).where(*mine, columns.act == LOOKED_AT, columns.subject == subject)
        if connection.execute(again.limit(1)).first() is not None:
            return None
    number, oldest = connection.execute(select(func.count(), func.min(columns.at)).where(*mine, *_counted(kind))).one()
    if number < PER_HOUR[kind]:
        act, detail = (LOOKED_AT, "") if kind == JOURNEY else (SEARCHED, f"by {kind}")
        record(connection, now, staff_id, act, hall=hall, subject=subject, detail=detail)
        return None
    told = select(columns.audit_id).where(*mine, columns.act == LIMIT_HIT, columns.detail == kind)
    if connection.execute(told.limit(1)).first() is None:
        record(connection, now, staff_id, LIMIT_HIT, hall=hall, subject=hall, detail=kind)
        _log.warning("CEN-741 %s has looked for %s payments by %s within an hour and must wait", staff_id, number, kind)
    return int(oldest) + HOUR - now


def hit_within_the_hour(connection: Connection, now: Milliseconds) -> list[tuple[str, str]]:
    """Who reached a limit, here or at a terminal's console, and in which hall; each once. What a terminal tells of nobody
    who could work here is passed over: its events are kept whatever is in them."""
    here = select(audit.c.staff_id, audit.c.hall).where(audit.c.act == LIMIT_HIT, audit.c.at > now - HOUR)
    told, event = terminal_events.c, terminal_events.c.data
    there = (
        select(event["staff_id"].as_string().label("staff_id"), kiosks.c.hall)
        .join(kiosks, kiosks.c.kiosk_id == told.kiosk_id)
        .where(told.kind == "staff", told.at > now - _LATE, told.received_at > now - HOUR)
        .where(event["act"].as_string() == LIMIT_HIT)
    )
    found = {(row.staff_id, row.hall) for query in (here, there) for row in connection.execute(query) if _is_id(row[0])}
    return sorted(found)


def _is_id(told: Any) -> bool:
    """A long one is masked when its event comes in (``events.tidy``)."""
    return isinstance(told, str) and re.fullmatch(STAFF_ID, told.replace("*", "0")) is not None


def _counted(kind: str) -> tuple[ColumnElement[bool], ...]:
    if kind == JOURNEY:
        return (audit.c.act == LOOKED_AT,)
    return (audit.c.act == SEARCHED, audit.c.detail == f"by {kind}")
