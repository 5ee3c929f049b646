"""What the day's figures are counted from: events of the terminal, and how far the day's SMS are known."""

from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from offline_queue import database
from offline_queue.health_lane import KeptEvent
from offline_queue.reading import plainly

_EVENTS: Final = """SELECT event_seq, at, kind, urgent, data FROM health_events
    WHERE kind IN ('run', 'service', 'visit', 'print') ORDER BY event_seq"""
_SMS: Final = """SELECT IFNULL(SUM(sms = 'delivered'), 0), IFNULL(SUM(IFNULL(sms, 'waiting') IN ('waiting', 'sent')), 0)
    FROM payments WHERE state = 'posted'
    AND unixepoch(accepted_at) >= unixepoch(?) AND unixepoch(accepted_at) < unixepoch(?)"""


class DaySms(NamedTuple):
    """Of payments of a day that are posted. This terminal follows an SMS only while its payer stands there."""

    delivered: int
    open: int


def kept_events(directory: Path) -> list[KeptEvent]:
    """Of the last week, in order. Raises ``StorageError``."""
    with plainly(), closing(database.connect(directory, read_only=True)) as connection:
        return [
            KeptEvent(seq, at, kind, bool(urgent), msgspec.json.decode(data))
            for seq, at, kind, urgent, data in connection.execute(_EVENTS)
        ]


def day_sms(directory: Path, begin: str, end: str) -> DaySms:
    """Between two moments, RFC 3339. Raises ``StorageError``."""
    with plainly(), closing(database.connect(directory, read_only=True)) as connection:
        return DaySms(*connection.execute(_SMS, (begin, end)).fetchone())
