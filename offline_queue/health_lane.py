"""The event lane's view of what the centre is to hear: a read-only connection of its own, opened in the lane's thread.

Both reads go by the number, urgent ones by an index of their own, so that an urgent event is found as fast behind ten
thousand others as behind none.
"""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offline_queue import database
from offline_queue.reading import plainly

_FROM = "SELECT event_seq, at, kind, urgent, data FROM health_events WHERE event_seq >= ? ORDER BY event_seq LIMIT ?"
_URGENT_FROM = """SELECT event_seq, at, kind, urgent, data FROM health_events INDEXED BY health_events_urgent
    WHERE urgent = 1 AND event_seq >= ? ORDER BY event_seq LIMIT ?"""
_NEXT = "SELECT next_event_seq FROM health_numbers"


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """One event as it was recorded; ``data`` is its JSON."""

    event_seq: int
    at: str
    kind: str
    urgent: bool
    data: dict[str, Any]


class HealthLane:
    """Raises ``StorageError`` where the database can't be read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, directory: Path) -> "HealthLane":
        """The ledger must be there already. The calling thread is the only one that may use the result."""
        with plainly():
            return cls(database.connect(directory, read_only=True))

    def next_event_seq(self) -> int:
        """The number of the next event."""
        with plainly():
            return int(self._connection.execute(_NEXT).fetchone()[0])

    def events_from(self, event_seq: int, most: int) -> list[KeptEvent]:
        """Those that are still kept, from this number on, in order."""
        return self._read(_FROM, event_seq, most)

    def urgent_from(self, event_seq: int, most: int) -> list[KeptEvent]:
        return self._read(_URGENT_FROM, event_seq, most)

    def close(self) -> None:
        self._connection.close()

    def _read(self, query: str, event_seq: int, most: int) -> list[KeptEvent]:
        with plainly():
            return [
                KeptEvent(seq, at, kind, bool(urgent), json.loads(data))
                for seq, at, kind, urgent, data in self._connection.execute(query, (event_seq, most))
            ]
