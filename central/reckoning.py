"""How H1 to H5 of one terminal come about: the recorded intervals and measured payments, so that a person can follow the
formulas by hand (features.md 1, F46, F60; docs/health.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row

from central.headline import WithoutSms, paid_in, paid_without_sms
from central.intervals import Spans, common, without
from central.periods import Period
from central.settings import Settings
from central.terminal_accounts import Account, account_of
from central.timeline import Condition, Stretch
from central.times import Milliseconds, hall_day, hall_day_begins, hall_time

Why = Literal["", "closed", "maintenance", "not_enrolled"]
_SERVES: Final = frozenset({"full", "degraded"})
_PARTS: Final = 20  # quantiles are twentieths
P50: Final = 10
P95: Final = 19


@dataclass(frozen=True, slots=True)
class Interval:
    """Of one day, in one condition. ``why`` it does not count; empty: it counts, in full."""

    begin: Milliseconds
    end: Milliseconds
    condition: Condition
    why: Why

    @property
    def scheduled(self) -> Milliseconds:
        return 0 if self.why else self.end - self.begin

    @property
    def served(self) -> Milliseconds:
        """Of H1."""
        return self.scheduled if self.condition.state in _SERVES else 0

    @property
    def printable(self) -> Milliseconds:
        """Of H2."""
        return self.scheduled if self.condition.print else 0


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    intervals: tuple[Interval, ...]

    @property
    def before_or_after(self) -> bool:
        """It was not enrolled yet, or no more: of this day nothing counts."""
        whys = {one.why for one in self.intervals}
        return "not_enrolled" in whys and whys <= {"not_enrolled", "closed"}

    @property
    def scheduled(self) -> Milliseconds:
        return sum(one.scheduled for one in self.intervals)

    @property
    def served(self) -> Milliseconds:
        return sum(one.served for one in self.intervals)

    @property
    def printable(self) -> Milliseconds:
        return sum(one.printable for one in self.intervals)


@dataclass(frozen=True, slots=True)
class Measured:
    """A payment from its acceptance to what was waited for: the handset's receipt (H3), the open line (H5)."""

    payment: str  # its number
    payment_id: str
    begin: Milliseconds
    end: Milliseconds

    @property
    def took(self) -> Milliseconds:
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class Quantile:
    """Between the ``rank``-th shortest, which took ``low``, and the next one, ``high``: ``twentieths`` of the way."""

    rank: int
    low: Milliseconds
    high: Milliseconds
    twentieths: int

    @property
    def value(self) -> Milliseconds:
        return round((self.low * (_PARTS - self.twentieths) + self.high * self.twentieths) / _PARTS)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Of one terminal and period; ``sms`` and ``reopened`` with the shortest first."""

    days: tuple[Day, ...]
    sms: tuple[Measured, ...]
    without_sms: tuple[WithoutSms, ...]
    reopened: tuple[Measured, ...]
    not_reopened: int

    @property
    def scheduled(self) -> Milliseconds:
        return sum(day.scheduled for day in self.days)

    @property
    def served(self) -> Milliseconds:
        return sum(day.served for day in self.days)

    @property
    def printable(self) -> Milliseconds:
        return sum(day.printable for day in self.days)


def reckon(connection: Connection, kiosk_id: str, period: Period, settings: Settings) -> Reckoning:
    """Up to now; the same facts, by the same rules, that the hall's figures are made of."""
    paid = paid_in(connection, [kiosk_id], period)
    return Reckoning(
        days=days_of(intervals_of(account_of(connection, kiosk_id, period, settings))),
        sms=_measured((row, row.sms_delivered_at) for row in paid),
        without_sms=tuple(paid_without_sms(connection, [kiosk_id], period, settings)),
        reopened=_measured((row, row.reopened_at) for row in paid),
        not_reopened=sum(row.reopening in ("pending", "late") for row in paid),
    )


def intervals_of(account: Account) -> tuple[Interval, ...]:
    """Every moment of the account once, in the order of time. Pure."""
    found: list[Interval] = []
    for stretch in account.stretches:
        for day in _days(stretch):
            counted = common(day, account.schedule)
            rest = without(day, counted)
            closed = without(rest, account.hours)
            planned = common(without(rest, closed), account.planned)
            nobody = without(without(rest, closed), planned)
            parts: tuple[tuple[Spans, Why], ...] = (
                (counted, ""),
                (closed, "closed"),
                (planned, "maintenance"),
                (nobody, "not_enrolled"),
            )
            found += [Interval(*span, stretch.condition, why) for spans, why in parts for span in spans]
    return tuple(sorted(found, key=lambda one: one.begin))


def days_of(intervals: Iterable[Interval]) -> tuple[Day, ...]:
    by_day: dict[date, list[Interval]] = {}
    for one in intervals:
        by_day.setdefault(hall_time(one.begin).date(), []).append(one)
    return tuple(Day(day, tuple(found)) for day, found in sorted(by_day.items()))


def quantile(sorted_durations: Sequence[Milliseconds], twentieth: int) -> Quantile | None:
    """Inclusive, as ``headline.spread`` has it: rank 1 + (n − 1) · twentieth / 20, between two ranks in proportion."""
    if not sorted_durations:
        return None
    below, rest = divmod(twentieth * (len(sorted_durations) - 1), _PARTS)
    high = sorted_durations[min(below + 1, len(sorted_durations) - 1)]
    return Quantile(below + 1, sorted_durations[below], high, rest)


def _days(stretch: Stretch) -> Iterable[Spans]:
    first, last = hall_day(stretch.begin), hall_day(stretch.end - 1)
    for day in range(first, last + 1):
        yield common([(stretch.begin, stretch.end)], [(hall_day_begins(day), hall_day_begins(day + 1))])


def _measured(rows: Iterable[tuple[Row[Any], Milliseconds | None]]) -> tuple[Measured, ...]:
    """Of those that came to an end."""
    found = [
        Measured(f"{row.kiosk_id}-{row.kiosk_seq}", row.payment_id, row.paid_at, end)
        for row, end in rows
        if end is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.took, one.payment_id)))
