"""A stretch of time that figures are asked for, and the moment they are asked at."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from central.months import day_begins
from central.times import Milliseconds


@dataclass(frozen=True, slots=True)
class Period:
    """From ``begin`` up to but without ``end``; what lies after ``now`` has not happened yet."""

    begin: Milliseconds
    end: Milliseconds
    now: Milliseconds

    @classmethod
    def of_day(cls, day: date, now: Milliseconds) -> Self:
        """A day in the hall, midnight to midnight."""
        return cls(day_begins(day), day_begins(day + timedelta(days=1)), now)

    @property
    def past(self) -> Milliseconds:
        """Where its past ends."""
        return min(self.end, self.now)
