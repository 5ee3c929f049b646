"""The last state of every terminal, and the head of its journal (contract, Heartbeat; trust.md S5)."""

import logging
from typing import Any

from sqlalchemy import Row, select, update

from central.catalogue import config_etag
from central.database import Database, insert_once
from central.tables import heartbeats
from central.times import Milliseconds, Now, parse

_log = logging.getLogger(__name__)


class Heartbeats:
    """Stores heartbeats; a journal that shrank or changed its head keeps the older, higher evidence and is flagged."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    def store(self, kiosk_id: str, body: dict[str, Any]) -> str:
        """Keep one heartbeat (the contract's body). Gives the etag of the terminal's configuration."""
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
                kept = row | (_journal_evidence(known, row, now) if journal else _no_news(known, row))
                connection.execute(update(heartbeats).where(heartbeats.c.kiosk_id == kiosk_id).values(kept))
            return config_etag(connection, kiosk_id)


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
