"""When a hall is open: hours by weekday, days it is closed (F60; docs/central-contract.md, Open hours). Pure.

China has one time zone and no summer time, so a day in the hall always has 24 hours.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from central.auth_schemas import StrictBody
from central.intervals import Span, Spans, common, union
from central.months import day_begins
from central.times import Milliseconds, hall_time

_MINUTE: Final = 60_000


class Hours(StrictBody):
    """From ``from`` up to ``to`` on these days, 1 (Monday) to 7. Over midnight: two entries, the first up to 24:00."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    from_: Annotated[str, Field(alias="from", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    to: Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if len(set(self.days)) < len(self.days):
            raise ValueError("a day stands there twice")
        if self.from_ >= self.to:
            raise ValueError(f"from {self.from_} is not before to {self.to}; hours over midnight are two entries")
        return self


def open_spans(hours: Sequence[Hours], closed: Sequence[date], begin: Milliseconds, end: Milliseconds) -> Spans:
    """The open time between two moments. Without hours a hall is always open, but on its closed days."""
    if begin >= end:
        return ()
    found: list[Span] = []
    day, last = hall_time(begin).date(), hall_time(end - 1).date()
    while day <= last:
        if day not in closed:
            found.extend(_of_day(hours, day))
        day += timedelta(days=1)
    return common(union(found), [(begin, end)])


def _of_day(hours: Sequence[Hours], day: date) -> list[Span]:
    midnight = day_begins(day)
    if not hours:
        return [(midnight, day_begins(day + timedelta(days=1)))]
    today = [entry for entry in hours if day.isoweekday() in entry.days]
    return [(midnight + _minutes(entry.from_) * _MINUTE, midnight + _minutes(entry.to) * _MINUTE) for entry in today]


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
