"""The daily health report of a hall: made from facts, numbered, hashed, signed, never changed (F47, F48; central-api.md 7).

It is canonical JSON (RFC 8785). A report made again with other facts in it is the next revision; the older ones stay.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from sqlalchemy import Connection, Row, insert, select, update

from central.base import Base
from central.canonical_json import canonical_json
from central.hall_facts import HallFacts, gather
from central.hall_report_schema import HallReportBody
from central.health_tables import hall_reports
from central.keys import CentreKey, public_key
from central.periods import Period
from central.report_body import body_of
from central.times import Milliseconds, render

_OF_THE_MAKING: Final = ("id", "revision", "made_at")  # members of the head that no fact changes


class HallReportError(Exception):
    """There is no such report, or none can be made; the message says why."""


@dataclass(frozen=True, slots=True)
class HallReport:
    """``text`` is what was hashed and signed; ``body`` the same, read. ``signature``: Ed25519 by the centre, base64."""

    hall: str
    date: date
    revision: int
    made_at: Milliseconds
    text: str
    digest: str
    signature: str
    signed_off_by: str | None

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found


class HallReports:
    def __init__(self, base: Base, key: CentreKey) -> None:
        self._base = base
        self._key = key

    def make(self, hall: str, day: date) -> HallReport:
        """The report as of now: the last revision if nothing in it has changed, else a new one.

        Raises HallReportError for a day that has not begun, and for a hall without a terminal.
        """
        now = self._base.now()
        period = Period.of_day(day, now)
        if period.begin >= now:
            raise HallReportError(f"{day} has not begun")
        with self._base.database.write() as connection:
            facts = gather(connection, hall, period, self._base.settings)
            if not facts.terminals:
                raise HallReportError(f"{hall!r} has no terminal that served on {day}")
            body = body_of(facts)
            last = _latest(connection, hall, day)
            if last is not None and _facts(last.body) == _facts(body):
                return last
            return self._keep(connection, facts, body, 1 if last is None else last.revision + 1)

    def latest(self, hall: str, day: date) -> HallReport | None:
        with self._base.database.read() as connection:
            return _latest(connection, hall, day)

    def revisions(self, hall: str, day: date) -> list[HallReport]:
        """The oldest first."""
        here = (hall_reports.c.hall == hall, hall_reports.c.date == day)
        with self._base.database.read() as connection:
            rows = connection.execute(select(hall_reports).where(*here).order_by(hall_reports.c.revision)).all()
        return [_report(row) for row in rows]

    def sign_off(self, hall: str, day: date, revision: int, staff_id: str) -> None:
        """Somebody stands for it, once. Raises HallReportError."""
        here = (hall_reports.c.hall == hall, hall_reports.c.date == day, hall_reports.c.revision == revision)
        unsigned = update(hall_reports).where(*here, hall_reports.c.signed_off_by.is_(None))
        with self._base.database.write() as connection:
            if connection.execute(unsigned.values(signed_off_by=staff_id)).rowcount != 1:
                raise HallReportError(f"there is no revision {revision} of {hall}, {day}, that is not signed off yet")

    def _keep(self, connection: Connection, facts: HallFacts, body: dict[str, Any], revision: int) -> HallReport:
        day = facts.day.isoformat()
        head = body["head"] | {"id": f"{facts.hall}/{day}/{revision}", "revision": revision, "made_at": render(facts.now)}
        text = canonical_json(body | {"head": head})
        HallReportBody.model_validate_json(text)  # what is signed has the shape that is published
        row = {
            "hall": facts.hall,
            "date": facts.day,
            "revision": revision,
            "made_at": facts.now,
            "body": text.decode(),
            "digest": hashlib.sha256(text).hexdigest(),
            "signature": base64.b64encode(self._key.private.sign(text)).decode("ascii"),
        }
        connection.execute(insert(hall_reports).values(row))
        kept = _latest(connection, facts.hall, facts.day)
        assert kept is not None
        return kept


def is_genuine(report: HallReport, centre_key: str) -> bool:
    """Is it as the centre with this public key (``CentreKey.line``) made it?"""
    text = report.text.encode()
    if hashlib.sha256(text).hexdigest() != report.digest:
        return False
    try:
        public_key(centre_key).verify(base64.b64decode(report.signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _facts(body: Mapping[str, Any]) -> Mapping[str, Any]:
    head = {name: value for name, value in body["head"].items() if name not in _OF_THE_MAKING}
    return dict(body) | {"head": head}


def _latest(connection: Connection, hall: str, day: date) -> HallReport | None:
    here = (hall_reports.c.hall == hall, hall_reports.c.date == day)
    rows: Sequence[Row[Any]] = connection.execute(
        select(hall_reports).where(*here).order_by(hall_reports.c.revision.desc()).limit(1)
    ).all()
    return _report(rows[0]) if rows else None


def _report(row: Row[Any]) -> HallReport:
    return HallReport(row.hall, row.date, row.revision, row.made_at, row.body, row.digest, row.signature, row.signed_off_by)
