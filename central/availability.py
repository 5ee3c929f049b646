"""How much of its scheduled time a terminal served, and why not (F46, F60; central-api.md 6, Availability). Pure.

Times are milliseconds. ``out`` holds the silent time too; ``full + degraded + out == scheduled``, whatever overlapped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Final

from central.intervals import Span, Spans, common
from central.outage_causes import CAUSES
from central.timeline import Condition, Stretch
from central.times import Milliseconds

Piece = tuple[Condition, Span]
_OUT: Final = frozenset({"out", "unknown"})


def _nothing() -> dict[str, Milliseconds]:
    return dict.fromkeys(CAUSES, 0)


@dataclass(frozen=True, slots=True)
class Availability:
    """Of one terminal, or of many: they add up, so a hall's value is weighted by time. Ratios are None without a schedule.

    An outage is a stretch of scheduled time without service; closing hours inside it do not make it two.
    """

    scheduled: Milliseconds = 0
    full: Milliseconds = 0
    degraded: Milliseconds = 0
    out: Milliseconds = 0
    silent: Milliseconds = 0  # of ``out``: nobody heard, and it has not told since
    cash: Milliseconds = 0
    card: Milliseconds = 0
    print: Milliseconds = 0
    outages: int = 0
    longest_outage: Milliseconds = 0
    out_by_cause: Mapping[str, Milliseconds] = field(default_factory=_nothing)
    degraded_by_cause: Mapping[str, Milliseconds] = field(default_factory=_nothing)

    @property
    def a_any(self) -> float | None:
        return _share(self.full + self.degraded, self.scheduled)

    @property
    def a_full(self) -> float | None:
        return _share(self.full, self.scheduled)

    @property
    def a_print(self) -> float | None:
        return _share(self.print, self.scheduled)

    @property
    def a_cash(self) -> float | None:
        return _share(self.cash, self.scheduled)

    @property
    def a_card(self) -> float | None:
        return _share(self.card, self.scheduled)

    @property
    def mttr(self) -> Milliseconds | None:
        """Mean time to repair: outage time / outages; None without an outage."""
        return self.out // self.outages if self.outages else None

    @property
    def mtbf(self) -> Milliseconds | None:
        """Mean time between failures: (scheduled − outage time) / outages; None without an outage."""
        return (self.scheduled - self.out) // self.outages if self.outages else None

    def __add__(self, other: "Availability") -> "Availability":
        return Availability(
            scheduled=self.scheduled + other.scheduled,
            full=self.full + other.full,
            degraded=self.degraded + other.degraded,
            out=self.out + other.out,
            silent=self.silent + other.silent,
            cash=self.cash + other.cash,
            card=self.card + other.card,
            print=self.print + other.print,
            outages=self.outages + other.outages,
            longest_outage=max(self.longest_outage, other.longest_outage),
            out_by_cause=_sum(self.out_by_cause, other.out_by_cause),
            degraded_by_cause=_sum(self.degraded_by_cause, other.degraded_by_cause),
        )


def total(parts: Iterable[Availability]) -> Availability:
    return reduce(add, parts, Availability())


def availability(stretches: Sequence[Stretch], schedule: Spans) -> Availability:
    """``schedule``: open hours without maintenance. Scheduled time that no stretch covers counts for nothing.

    ``stretches``: in the order of time, none over another, as ``timeline`` gives them.
    """
    pieces = [(stretch.condition, span) for stretch in stretches for span in _inside(stretch, schedule)]
    spent = {state: _time(pieces, state) for state in ("full", "degraded", "out", "unknown")}
    outages = _outages(pieces)
    return Availability(
        scheduled=sum(spent.values()),
        full=spent["full"],
        degraded=spent["degraded"],
        out=spent["out"] + spent["unknown"],
        silent=spent["unknown"],
        cash=sum(_long(span) for condition, span in pieces if condition.cash),
        card=sum(_long(span) for condition, span in pieces if condition.card),
        print=sum(_long(span) for condition, span in pieces if condition.print),
        outages=len(outages),
        longest_outage=max(outages, default=0),
        out_by_cause=_by_cause(pieces, _OUT),
        degraded_by_cause=_by_cause(pieces, frozenset({"degraded"})),
    )


def success(paid: int, reached_payment: int) -> float | None:
    """The customers' view: visits that paid / visits that reached the payment step; None if none did."""
    return _share(paid, reached_payment)


def _inside(stretch: Stretch, schedule: Spans) -> Spans:
    return common([(stretch.begin, stretch.end)], schedule)


def _long(span: Span) -> Milliseconds:
    return span[1] - span[0]


def _time(pieces: Iterable[Piece], state: str) -> Milliseconds:
    return sum(_long(span) for condition, span in pieces if condition.state == state)


def _by_cause(pieces: Iterable[Piece], states: frozenset[str]) -> dict[str, Milliseconds]:
    found = _nothing()
    for condition, span in pieces:
        if condition.state in states:
            found[condition.cause] += _long(span)
    return found


def _outages(pieces: Iterable[Piece]) -> list[Milliseconds]:
    """How long each lasted, counted in scheduled time."""
    found: list[Milliseconds] = []
    was_out = False
    for condition, span in pieces:
        is_out = condition.state in _OUT
        if is_out and was_out:
            found[-1] += _long(span)
        elif is_out:
            found.append(_long(span))
        was_out = is_out
    return found


def _sum(one: Mapping[str, Milliseconds], other: Mapping[str, Milliseconds]) -> dict[str, Milliseconds]:
    return {cause: one[cause] + other[cause] for cause in CAUSES}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
