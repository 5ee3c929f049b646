"""Reads what is known of a terminal's time: when it should serve, and what it could do (central-api.md 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from central.availability import Availability, availability
from central.halls import hall_named
from central.health_tables import event_marks, silences, terminal_events, terminal_live
from central.intervals import Spans, common, without
from central.maintenance import windows
from central.outage_causes import CAPABILITIES
from central.periods import Period
from central.settings import Settings
from central.tables import heartbeats, kiosks
from central.timeline import Stretch, Told, own_account, timeline
from central.times import Milliseconds, milliseconds

_KINDS: Final = ("run", "service")
_CAPABILITY_OF: Final = {"acceptor": "cash", "card": "card", "printer": "print"}
_NOT_FITTED: Final = "NOT-FITTED"


@dataclass(frozen=True, slots=True)
class Account:
    """``schedule``: open hours without maintenance, up to now. ``stretches``: every moment up to now, once. ``hours`` and
    ``planned``: the open hours and the maintenance that the schedule was made from."""

    kiosk_id: str
    schedule: Spans
    stretches: tuple[Stretch, ...]
    hours: Spans
    planned: Spans

    @property
    def availability(self) -> Availability:
        return availability(self.stretches, self.schedule)


def account_of(connection: Connection, kiosk_id: str, period: Period, settings: Settings) -> Account:
    """Of one enrolled terminal; what lies after now is not part of it."""
    begin, end = period.begin, period.past
    kiosk = connection.execute(select(kiosks).where(kiosks.c.kiosk_id == kiosk_id)).one()
    heard = connection.execute(select(heartbeats).where(heartbeats.c.kiosk_id == kiosk_id)).first()
    told = _told(connection, kiosk_id, begin)
    changes = own_account(told, milliseconds(settings.clock_skew_seconds), fitted(heard))
    stretches = timeline(
        changes,
        silences_of(connection, kiosk_id, period.now, settings),
        accounted_until(connection, kiosk_id),
        begin,
        end,
    )
    hours = hall_named(connection, kiosk.hall).open_between(begin, end)
    # Before it was enrolled it need not serve, and after the last that was heard of one that is switched off.
    lives = (kiosk.created_at, end if kiosk.enabled else heard.received_at if heard else kiosk.created_at)
    planned = windows(connection, kiosk_id, begin, end)
    schedule = without(common(hours, [lives]), planned)
    return Account(kiosk_id, schedule, stretches, hours, planned)


def silences_of(connection: Connection, kiosk_id: str, now: Milliseconds, settings: Settings) -> Spans:
    """Those that ended, and the one that is going on."""
    rows = connection.execute(select(silences).where(silences.c.kiosk_id == kiosk_id).order_by(silences.c.began_at))
    found = [(row.began_at, row.ended_at) for row in rows]
    last = last_heard(connection, kiosk_id)
    if last + milliseconds(settings.silence_seconds) < now:
        found.append((last, now))
    return tuple(found)


def last_heard(connection: Connection, kiosk_id: str) -> Milliseconds:
    """The last heartbeat; of a terminal never heard, when it was enrolled."""
    beat = connection.scalar(select(heartbeats.c.received_at).where(heartbeats.c.kiosk_id == kiosk_id))
    if beat is not None:
        return int(beat)
    return int(connection.scalar(select(kiosks.c.created_at).where(kiosks.c.kiosk_id == kiosk_id)) or 0)


def accounted_until(connection: Connection, kiosk_id: str) -> Milliseconds:
    """Up to there the terminal has told everything: to its last heartbeat if no event is missing, else to the last event
    before the first gap. 0: it has told nothing."""
    query = select(event_marks.c.next_expected_seq).where(event_marks.c.kiosk_id == kiosk_id)
    expected = connection.scalar(query) or 1
    columns = terminal_events.c
    here = (columns.kiosk_id == kiosk_id, columns.event_seq == expected - 1)
    last = connection.execute(select(columns.at, columns.received_at).where(*here)).first()
    until = min(last) if last is not None else 0
    live = select(heartbeats.c.received_at, terminal_live.c.next_event_seq)
    live = live.join_from(heartbeats, terminal_live, heartbeats.c.kiosk_id == terminal_live.c.kiosk_id)
    beat = connection.execute(live.where(heartbeats.c.kiosk_id == kiosk_id)).first()
    if beat is not None and beat.next_event_seq is not None and 1 < beat.next_event_seq <= expected:
        until = max(until, beat.received_at)
    return int(until)


def fitted(heard: Row[Any] | None) -> frozenset[str]:
    """Of ``CAPABILITIES``, what the terminal has at all, by its last heartbeat."""
    devices: Sequence[dict[str, Any]] = heard.devices if heard is not None else ()
    absent = {_CAPABILITY_OF.get(device["device"]) for device in devices if device.get("code") == _NOT_FITTED}
    return frozenset(CAPABILITIES) - absent


def _told(connection: Connection, kiosk_id: str, begin: Milliseconds) -> list[Told]:
    """From the last event on that was heard before ``begin``: it says what was so at that moment."""
    columns = terminal_events.c
    of_kiosk = (columns.kiosk_id == kiosk_id, columns.kind.in_(_KINDS))
    first = connection.scalar(select(func.max(columns.event_seq)).where(*of_kiosk, columns.received_at < begin)) or 0
    rows = connection.execute(select(terminal_events).where(*of_kiosk, columns.event_seq >= first))
    return [Told(row.event_seq, row.at, row.received_at, row.kind, row.data) for row in rows]
