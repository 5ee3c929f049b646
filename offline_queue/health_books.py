"""What the heartbeat tells of the ledger: the money's buckets, the box, what devices went through. Read by a connection of
its own, so that no sum over all rows ever keeps the till waiting.

All of it is read in one transaction, so the buckets add up to what is stacked, and again only when something was committed.
"""

import json
import sqlite3
from collections import deque
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from kiosk.device_status import Severity
from offline_queue import balances, database
from offline_queue.balances import Balances
from offline_queue.collection_rows import CashBox, cash_box
from offline_queue.reading import plainly

_CHANGES: Final = "SELECT event_seq, at, data FROM health_events WHERE kind = 'device' AND event_seq > ? ORDER BY event_seq"
_NEXT: Final = "SELECT next_event_seq FROM health_numbers"
_DEVICES: Final = "SELECT device, state, severity, supplies, code, raw, since FROM devices ORDER BY device"
_QUEUE: Final = "SELECT COUNT(*), MIN(accepted_at) FROM payments WHERE state = 'queued'"
_HIGHEST: Final = "SELECT IFNULL(MAX(kiosk_seq), 0) FROM payments"
_HEAD: Final = "SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1"
_LAST_RUN: Final = """SELECT boot_id, started_at, stopped_at FROM runs
    WHERE started_seq = (SELECT MAX(started_seq) FROM runs)"""
_DAY: Final = timedelta(hours=24)


class DeviceStory(msgspec.Struct, frozen=True):
    """``since``: RFC 3339, ``state`` and ``code`` are so from then on. ``count_24h``: how often it fell into trouble."""

    state: str
    code: str
    since: str
    count_24h: int


class HealthFigures(msgspec.Struct, frozen=True):
    money: Balances
    box: CashBox
    devices: dict[str, DeviceStory]
    next_event_seq: int


class RecordedDevice(msgspec.Struct, frozen=True):
    """As it was told last."""

    device: str
    state: str
    severity: int
    supplies: str
    code: str
    raw: str
    since: str


class LastKnown(msgspec.Struct, frozen=True):
    """Of a terminal that does not run."""

    devices: tuple[RecordedDevice, ...]
    queue_depth: int
    oldest_accepted_at: str  # empty: nothing waits
    highest_kiosk_seq: int
    journal_count: int
    journal_head: str
    started_at: str  # of the last run; empty: none is known
    stopped_at: str  # its clean end; empty: it had none, or it runs


class _Story:
    """One device's changes, folded one by one."""

    def __init__(self) -> None:
        self._condition: tuple[Any, ...] = ()
        self._since = ""
        self._troubles: deque[datetime] = deque()

    def take(self, at: str, data: dict[str, Any]) -> None:
        condition = (data["state"], data["severity"], data["code"])
        if condition == self._condition:
            return
        self._condition, self._since = condition, at
        if data["severity"] >= Severity.WARNING:
            self._troubles.append(datetime.fromisoformat(at))

    def told(self, now: datetime) -> DeviceStory:
        while self._troubles and self._troubles[0] < now - _DAY:
            self._troubles.popleft()
        state, _, code = self._condition or ("", 0, "")
        return DeviceStory(state, code, self._since, len(self._troubles))


class HealthBooks:
    """For the thread that opened it. Raises ``StorageError`` where the database can't be read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version = -1
        self._sums: tuple[Balances, CashBox, int] | None = None
        self._stories: dict[str, _Story] = {}
        self._read_to = 0

    @classmethod
    def open(cls, directory: Path) -> "HealthBooks":
        with plainly():
            return cls(database.connect(directory, read_only=True))

    def figures(self, now: str) -> HealthFigures:
        """``now`` is RFC 3339."""
        with plainly():
            return self._figures(now)

    def last_known(self) -> LastKnown:
        with plainly():
            return self._last_known()

    def close(self) -> None:
        self._connection.close()

    def _figures(self, now: str) -> HealthFigures:
        connection = self._connection
        connection.execute("BEGIN")
        try:
            version = int(connection.execute("PRAGMA data_version").fetchone()[0])
            if self._sums is None or version != self._version:
                self._fold_changes()
                following = int(connection.execute(_NEXT).fetchone()[0])
                self._sums = balances.read_total(connection), cash_box(connection), following
                self._version = version
        finally:
            connection.execute("ROLLBACK")
        money, box, following = self._sums
        moment = datetime.fromisoformat(now)
        return HealthFigures(money, box, {name: story.told(moment) for name, story in self._stories.items()}, following)

    def _last_known(self) -> LastKnown:
        read = self._connection.execute
        devices = tuple(RecordedDevice(*row) for row in read(_DEVICES))
        depth, oldest = read(_QUEUE).fetchone()
        seq, mac = read(_HEAD).fetchone() or (0, b"")
        run = read(_LAST_RUN).fetchone() or ("", "", "")
        return LastKnown(
            devices=devices,
            queue_depth=depth,
            oldest_accepted_at=oldest or "",
            highest_kiosk_seq=read(_HIGHEST).fetchone()[0],
            journal_count=seq,
            journal_head=mac.hex(),
            started_at=run[1],
            stopped_at=run[2] or "",
        )

    def _fold_changes(self) -> None:
        for seq, at, text in self._connection.execute(_CHANGES, (self._read_to,)).fetchall():
            data = json.loads(text)
            self._stories.setdefault(data["device"], _Story()).take(at, data)
            self._read_to = seq
