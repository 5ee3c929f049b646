"""The last state of every terminal, and the head of its journal (contract, Heartbeat; trust.md S5)."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from central.catalogue import config_etag
from central.database import Database, insert_once
from central.error_rate import note
from central.health_tables import silences, terminal_live
from central.settings import Settings
from central.tables import heartbeats
from central.times import Milliseconds, Now, milliseconds, parse

_log = logging.getLogger(__name__)
# What terminals of an earlier release leave out; it stands in ``terminal_live``.
_OPTIONAL: Final = (
    "service",
    "money",
    "cash_box",
    "paper_left_mm",
    "clock_offset_seconds",
    "config_hash",
    "visit_open",
    "errors_logged",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the answer says: fetch again whatever differs."""

    config_etag: str
    staff_etag: str
    commands_pending: int


class Heartbeats:
    """Stores heartbeats; a journal that shrank or changed its head keeps the older, higher evidence and is flagged.

    ``staff_etag`` and ``commands_pending`` are set by whoever keeps people and commands (``Centre``); each is asked with
    the terminal's id inside the heartbeat's transaction.
    """

    def __init__(self, database: Database, now: Now, settings: Settings) -> None:
        self._database = database
        self._now = now
        self._longest = milliseconds(settings.silence_seconds)
        self.staff_etag: Callable[[Connection, str], str] = _no_staff
        self.commands_pending: Callable[[Connection, str], int] = _no_commands

    def store(self, kiosk_id: str, body: Mapping[str, Any]) -> Told:
        """Keep one heartbeat (the contract's body), and the silence before it if there was one."""
        now = self._now()
        queue, journal = body["queue"], body["journal"]
        row = {
            "received_at": now,
            "sent_at": parse(body["sent_at"]),
            "highest_kiosk_seq": body["highest_kiosk_seq"],
            "journal_count": journal["count"] if journal else 0,
            "journal_head": journal["head"] if journal else "",
            "queue_depth": queue["depth"],
            "queue_oldest_seconds": queue["oldest_seconds"],
            "service_state": body["service_state"],
            "devices": body["devices"],
        }
        with self._database.write() as connection:
            if not insert_once(connection, heartbeats, row | {"kiosk_id": kiosk_id}):
                known = connection.execute(select(heartbeats).where(heartbeats.c.kiosk_id == kiosk_id)).one()
                if now - known.received_at > self._longest:
                    silent = {"kiosk_id": kiosk_id, "began_at": known.received_at, "ended_at": now}
                    insert_once(connection, silences, silent)
                note(connection, kiosk_id, known.received_at, now, body.get("errors_logged"))
                kept = row | (_journal_evidence(known, row, now) if journal else _no_news(known, row))
                connection.execute(update(heartbeats).where(heartbeats.c.kiosk_id == kiosk_id).values(kept))
            _keep_live(connection, kiosk_id, body)
            return Told(
                config_etag(connection, kiosk_id),
                self.staff_etag(connection, kiosk_id),
                self.commands_pending(connection, kiosk_id),
            )


def _keep_live(connection: Connection, kiosk_id: str, body: Mapping[str, Any]) -> None:
    told = {name: body[name] for name in _OPTIONAL if body.get(name) is not None}
    row = {"body": told, "next_event_seq": body.get("next_event_seq")}
    if not insert_once(connection, terminal_live, row | {"kiosk_id": kiosk_id}):
        connection.execute(update(terminal_live).where(terminal_live.c.kiosk_id == kiosk_id).values(row))


def _no_staff(_connection: Connection, _kiosk_id: str) -> str:
    return ""


def _no_commands(_connection: Connection, _kiosk_id: str) -> int:
    return 0


def _journal_evidence(known: Row[Any], told: dict[str, Any], now: Milliseconds) -> dict[str, Any]:
    """A journal only grows, and one length has one head. The high-water marks never go down."""
    highest = max(known.highest_kiosk_seq, told["highest_kiosk_seq"])
    shrank = told["journal_count"] < known.journal_count
    other_head = told["journal_count"] == known.journal_count and told["journal_head"] != known.journal_head
    if not shrank and not other_head:
        return {"highest_kiosk_seq": highest}
    _log.warning(
        "CEN-301 terminal %s: journal has %s records after %s, or another head at the same length; old head kept",
        known.kiosk_id,
        told["journal_count"],
        known.journal_count,
    )
    return {
        "highest_kiosk_seq": highest,
        "journal_count": known.journal_count,
        "journal_head": known.journal_head,
        "journal_broken_at": known.journal_broken_at or now,
    }


def _no_news(known: Row[Any], told: dict[str, Any]) -> dict[str, Any]:
    """A terminal that can't vouch for its journal says nothing about it."""
    highest = max(known.highest_kiosk_seq, told["highest_kiosk_seq"])
    return {"highest_kiosk_seq": highest, "journal_count": known.journal_count, "journal_head": known.journal_head}
