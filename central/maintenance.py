"""Approved maintenance: time in which a terminal need not serve (F60). It is announced, never granted afterwards."""

from sqlalchemy import Connection, insert, select

from central.base import Base
from central.health_tables import maintenance
from central.identifiers import new_ulid
from central.intervals import Spans, common, union
from central.tables import kiosks
from central.times import Milliseconds


class MaintenanceError(Exception):
    """There can be no such window; the message says why."""


def plan(base: Base, kiosk_id: str, span: tuple[Milliseconds, Milliseconds], reason: str, approved_by: str) -> str:
    """One window of one terminal. Gives its id. Raises MaintenanceError: an outage that was can't be made a maintenance."""
    now = base.now()
    begins_at, ends_at = span
    if begins_at < now:
        raise MaintenanceError("maintenance is approved before it begins, not afterwards")
    if ends_at <= begins_at:
        raise MaintenanceError("it ends before it begins")
    row = {"maintenance_id": new_ulid(now), "kiosk_id": kiosk_id, "begins_at": begins_at, "ends_at": ends_at}
    with base.database.write() as connection:
        if connection.execute(select(kiosks.c.kiosk_id).where(kiosks.c.kiosk_id == kiosk_id)).first() is None:
            raise MaintenanceError(f"there is no terminal {kiosk_id} in this database")
        connection.execute(insert(maintenance).values(row | {"reason": reason, "approved_by": approved_by}))
    return str(row["maintenance_id"])


def windows(connection: Connection, kiosk_id: str, begin: Milliseconds, end: Milliseconds) -> Spans:
    """The maintenance of a terminal between two moments."""
    columns = maintenance.c
    inside = (columns.kiosk_id == kiosk_id, columns.begins_at < end, columns.ends_at > begin)
    rows = connection.execute(select(columns.begins_at, columns.ends_at).where(*inside))
    return common(union((row.begins_at, row.ends_at) for row in rows), [(begin, end)])
