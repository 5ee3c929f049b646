"""The terminal's own figures of each day, sent after closing and, where they changed since, once more the day after."""

import logging
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec

from app.day_figures import day_figures
from app.event_dispatch import Caller
from app.open_hours import closes_at, open_spans
from kiosk.catalogue import Catalogue
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.ports import Clock, StorageError
from offline_queue.day_records import day_sms, kept_events

log = logging.getLogger("health")

FILE: Final = "daily-reports.json"
LOOK_EVERY_S: Final = 60.0
_DAYS: Final = 7  # events are kept that long


class SentDay(msgspec.Struct, frozen=True):
    revision: int
    figures: dict[str, int]
    final: bool  # looked at again when the day was over


def figures_of(storage: Path, catalogue: Catalogue | None, day: date, now: datetime) -> dict[str, int]:
    """Of one day, as far as it has passed. Raises ``StorageError``."""
    zone = now.tzinfo
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    end = begin + timedelta(days=1)
    span = begin.timestamp(), end.timestamp()
    counted = day_figures(kept_events(storage), open_spans(catalogue, day, zone), span, now.timestamp())
    sms = day_sms(storage, begin.isoformat(), end.isoformat())
    return counted | {"sms_delivered": sms.delivered, "sms_open": sms.open}


class DailyReports:
    """``send`` is called by the heartbeat's thread after each beat that was answered."""

    def __init__(
        self, client: Caller, kiosk_id: str, storage: Path, clock: Clock, catalogue: Callable[[], Catalogue | None]
    ) -> None:
        self._client = client
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/daily-reports"
        self._storage = storage
        self._clock = clock
        self._catalogue = catalogue
        self._look_s = 0.0
        self._sent: dict[str, SentDay] | None = None

    def send(self) -> None:
        if self._clock.monotonic_s() < self._look_s:
            return
        self._look_s = self._clock.monotonic_s() + LOOK_EVERY_S
        now = datetime.fromisoformat(self._clock.now())
        if self._sent is None:
            self._sent = _read(self._storage / FILE)
        try:
            for day in self._due(now, self._sent):
                if not self._report(day, now, self._sent):
                    return
        except (StorageError, OSError) as problem:
            log.warning("HEALTH-013 the day's figures can't be counted: %s", problem)

    def _due(self, now: datetime, sent: dict[str, SentDay]) -> list[date]:
        """Days that are over for customers and were not told, or were told before their midnight; the oldest first."""
        today = now.date()
        days = [today - timedelta(days=back) for back in reversed(range(_DAYS))]
        over = [day for day in days if closes_at(self._catalogue(), day, now.tzinfo) <= now.timestamp()]
        told = {day: sent.get(day.isoformat()) for day in over}
        open_days = [day for day, before in told.items() if before is None or not (before.final or day == today)]
        if not open_days:
            return []
        first = self._first_day(now)
        return [day for day in open_days if first is not None and day >= first]

    def _first_day(self, now: datetime) -> date | None:
        """Of this terminal, as far as it remembers: it has nothing to say of the days before."""
        events = kept_events(self._storage)
        return datetime.fromisoformat(events[0].at).astimezone(now.tzinfo).date() if events else None

    def _report(self, day: date, now: datetime, sent: dict[str, SentDay]) -> bool:
        """False: the centre did not take it now."""
        name, over = day.isoformat(), day < now.date()
        figures = figures_of(self._storage, self._catalogue(), day, now)
        before = sent.get(name)
        if before is not None and before.figures == figures:
            self._keep(sent | {name: SentDay(before.revision, figures, over)}, now)
            return True
        revision = 1 if before is None else before.revision + 1
        body = msgspec.json.encode({"date": name, "revision": revision, "figures": figures})
        try:
            reply = self._client.call("POST", self._path, body)
        except (CentreUnreachableError, TerminalRefusedError):
            return False
        if reply.status >= 500 or reply.status == 429:
            return False
        if reply.status not in (200, 201):
            log.warning("HEALTH-014 the figures of %s were refused with HTTP %s", name, reply.status)
        self._keep(sent | {name: SentDay(revision, figures, over)}, now)
        return True

    def _keep(self, sent: dict[str, SentDay], now: datetime) -> None:
        """What can't be kept is told once more by the next process, and the centre keeps the first."""
        oldest = (now.date() - timedelta(days=_DAYS)).isoformat()
        self._sent = {day: one for day, one in sent.items() if day > oldest}
        new = (self._storage / FILE).with_suffix(".new")
        try:
            with new.open("wb") as file:
                file.write(msgspec.json.encode(self._sent))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._storage / FILE)
        except OSError as problem:
            log.warning("HEALTH-015 which days were told can't be kept: %s", type(problem).__name__)


def _read(file: Path) -> dict[str, SentDay]:
    """None of it is money: what can't be read is as if it had not been told."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, SentDay])
    except (OSError, ValueError):
        return {}
