"""What a terminal is made of, told at each start, and what it counts of a day (docs/central-contract.md, Health)."""

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select, update

from central.base import Base
from central.database import insert_once
from central.health_tables import daily_reports, inventories
from central.times import Milliseconds

_log = logging.getLogger(__name__)


class Inventories:
    """Every start leaves its row: which firmware and which configuration there was on a day."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def store(self, kiosk_id: str, at: Milliseconds, body: Mapping[str, Any]) -> None:
        row = {"kiosk_id": kiosk_id, "at": at, "received_at": self._base.now(), "body": dict(body)}
        here = (inventories.c.kiosk_id == kiosk_id, inventories.c.at == at)
        with self._base.database.write() as connection:
            if not insert_once(connection, inventories, row):
                connection.execute(update(inventories).where(*here).values(body=dict(body)))

    def report(self, kiosk_id: str, day: date, revision: int, figures: Mapping[str, int]) -> bool:
        """One revision of a day's figures. False: it was here already, and stays as it was."""
        row = {"kiosk_id": kiosk_id, "date": day, "revision": revision, "figures": dict(figures)}
        with self._base.database.write() as connection:
            if insert_once(connection, daily_reports, row | {"received_at": self._base.now()}):
                return True
            if reported(connection, kiosk_id, day, revision) != figures:
                _log.warning("CEN-602 terminal %s: revision %s of %s says something else now", kiosk_id, revision, day)
        return False


def latest_inventory(connection: Connection, kiosk_id: str) -> dict[str, Any] | None:
    """The body that was received last; None: it never told."""
    columns = inventories.c
    last = select(columns.body).where(columns.kiosk_id == kiosk_id).order_by(columns.received_at.desc(), columns.at.desc())
    body: dict[str, Any] | None = connection.scalar(last.limit(1))
    return body


def reported(connection: Connection, kiosk_id: str, day: date, revision: int | None = None) -> dict[str, int] | None:
    """The figures that the terminal told of a day, those of the highest revision unless one is named; None: none."""
    columns = daily_reports.c
    mine = (columns.kiosk_id == kiosk_id, columns.date == day)
    if revision is None:
        revision = connection.scalar(select(func.max(columns.revision)).where(*mine))
    figures: dict[str, int] | None = connection.scalar(select(columns.figures).where(*mine, columns.revision == revision))
    return figures
