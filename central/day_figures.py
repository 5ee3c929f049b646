"""What happened at a terminal in a period, counted from facts; figures of terminals add up (F49, F69)."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Connection, Row, select

from central.availability import Availability
from central.collections import Comparison, compare
from central.headline import WithoutSms, paid_at, paid_without_sms
from central.health_tables import cash_collections, cash_counts, terminal_events
from central.payment_rows import with_sms
from central.periods import Period
from central.service_tables import ratings, task_times
from central.settings import Settings
from central.sms_states import Sms
from central.tables import kiosks, payments
from central.terminal_accounts import account_of
from central.times import Milliseconds

_WITHIN = 30_000  # H3


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Times in milliseconds, money in fen. Everything in it can be added."""

    terminals: int = 0
    availability: Availability = field(default_factory=Availability)
    sessions: int = 0
    reached_payment: int = 0
    paid_visits: int = 0
    abandoned: Counter[str] = field(default_factory=Counter)  # by the page that visits were given up at
    payments: Counter[tuple[str, str]] = field(default_factory=Counter)  # by tender and status
    paid_fen: Counter[str] = field(default_factory=Counter)  # posted, by tender
    offline: int = 0  # payments that were accepted without the centre
    prints: int = 0
    prints_failed: int = 0
    paper_mm: int = 0
    sms_ms: tuple[Milliseconds, ...] = ()  # from acceptance to delivery
    sms_failed: int = 0
    sms_excused: int = 0  # the line could get none
    without_sms: tuple[WithoutSms, ...] = ()
    while_suspended: int = 0
    reopened_ms: tuple[Milliseconds, ...] = ()
    not_reopened: int = 0
    restarts: int = 0
    tasks: tuple[tuple[str, Milliseconds], ...] = ()
    ratings: Counter[int] = field(default_factory=Counter)
    counted: tuple[Comparison, ...] = ()  # cash boxes counted in the period, whenever they were taken out

    def __add__(self, other: "DayFigures") -> "DayFigures":
        return DayFigures(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    @property
    def posted(self) -> int:
        return sum(count for (_, status), count in self.payments.items() if status == "posted")

    @property
    def sms_within(self) -> int:
        """How many were confirmed within 30 s."""
        return sum(took <= _WITHIN for took in self.sms_ms)

    @property
    def differs(self) -> bool:
        """Is some counted cash not what it should be?"""
        return any(one.difference_fen or one.counterfeit_fen for one in self.counted)


def figures_of(connection: Connection, kiosk_id: str, period: Period, settings: Settings) -> DayFigures:
    """Of one terminal."""
    events = events_of(connection, kiosk_id, period)
    visits = [event.data for event in events if event.kind == "visit"]
    prints = [event.data for event in events if event.kind == "print"]
    rows = _payments(connection, kiosk_id, period)
    posted = [row for row in rows if row.status == "posted"]
    paid_fen: Counter[str] = Counter()
    for row in posted:
        paid_fen[_tender(row)] += row.amount_fen
    return DayFigures(
        terminals=1,
        availability=account_of(connection, kiosk_id, period, settings).availability,
        sessions=len(visits),
        reached_payment=sum(bool(visit.get("reached_payment")) for visit in visits),
        paid_visits=sum(visit.get("outcome") == "paid" for visit in visits),
        abandoned=Counter(str(visit.get("at_page", "")) for visit in visits if visit.get("outcome") == "given_up"),
        payments=Counter((_tender(row), str(row.status)) for row in rows),
        paid_fen=paid_fen,
        offline=sum(row.offline for row in rows),
        prints=len(prints),
        prints_failed=sum(not printed(told) for told in prints),
        paper_mm=sum(_count(told.get("paper_mm")) for told in prints),
        sms_ms=tuple(row.sms_delivered_at - row.paid_at for row in posted if row.sms_delivered_at is not None),
        sms_failed=sum(row.sms_state in (Sms.FAILED, Sms.REFUSED) for row in posted),
        sms_excused=sum(row.sms_state == Sms.UNDELIVERABLE for row in posted),
        without_sms=tuple(paid_without_sms(connection, [kiosk_id], period, settings)),
        while_suspended=sum(row.reopening not in (None, "not_needed") for row in posted),
        reopened_ms=tuple(row.reopened_at - row.paid_at for row in posted if row.reopened_at is not None),
        not_reopened=sum(row.reopening in ("pending", "late") for row in posted),
        restarts=sum(event.kind == "run" and event.data.get("what") == "started" for event in events),
        tasks=_tasks(connection, kiosk_id, period),
        ratings=_ratings(connection, kiosk_id, period),
        counted=_counted(connection, kiosk_id, period),
    )


def events_of(connection: Connection, kiosk_id: str, period: Period) -> Sequence[Row[Any]]:
    """In the order of their numbers, by the terminal's clock."""
    columns = terminal_events.c
    inside = (columns.kiosk_id == kiosk_id, columns.at >= period.begin, columns.at < period.end)
    return connection.execute(select(terminal_events).where(*inside).order_by(columns.event_seq)).all()


def _payments(connection: Connection, kiosk_id: str, period: Period) -> Sequence[Row[Any]]:
    moment = paid_at()
    query = with_sms().add_columns(moment.label("paid_at")).where(payments.c.kiosk_id == kiosk_id)
    return connection.execute(query.where(moment >= period.begin, moment < period.end)).all()


def _tender(row: Row[Any]) -> str:
    return str(json.loads(row.frozen)["tender"])


def printed(told: dict[str, Any]) -> bool:
    """A printer that can't prove what it printed has not failed (contract, kind print)."""
    return told.get("outcome") == "printed" or (told.get("outcome"), told.get("cause")) == ("unknown", "PRN-UNPROVED")


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _tasks(connection: Connection, kiosk_id: str, period: Period) -> tuple[tuple[str, Milliseconds], ...]:
    columns = task_times.c
    done = (columns.kiosk_id == kiosk_id, columns.outcome == "done")
    inside = (columns.ended_at >= period.begin, columns.ended_at < period.end)
    rows = connection.execute(select(columns.task, columns.milliseconds).where(*done, *inside))
    return tuple((row.task, row.milliseconds) for row in rows)


def _ratings(connection: Connection, kiosk_id: str, period: Period) -> Counter[int]:
    columns = ratings.c
    inside = (columns.kiosk_id == kiosk_id, columns.rated_at >= period.begin, columns.rated_at < period.end)
    return Counter(connection.execute(select(columns.score).where(*inside)).scalars())


def _counted(connection: Connection, kiosk_id: str, period: Period) -> tuple[Comparison, ...]:
    counts = [column for column in cash_counts.c if column.name != "collection_id"]
    query = select(cash_collections, kiosks.c.hall, *counts)
    query = query.join_from(cash_collections, cash_counts, cash_counts.c.collection_id == cash_collections.c.collection_id)
    query = query.join(kiosks, kiosks.c.kiosk_id == cash_collections.c.kiosk_id)
    inside = (cash_counts.c.counted_at >= period.begin, cash_counts.c.counted_at < period.end)
    rows = connection.execute(query.where(cash_collections.c.kiosk_id == kiosk_id, *inside))
    return tuple(compare(row) for row in rows)
