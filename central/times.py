"""Points in time are whole milliseconds since 1970 UTC inside, RFC 3339 with offset outside (RFC 3339, 5.6)."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

Milliseconds = int
Now = Callable[[], Milliseconds]

HALL_TIME = timezone(timedelta(hours=8))  # China has one time zone and no summer time
_DAY = 24 * 3600 * 1000
_RFC3339 = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$")


def system_now() -> Milliseconds:
    """This machine's clock."""
    return time.time_ns() // 1_000_000


def milliseconds(seconds: float) -> Milliseconds:
    """A duration from a setting in seconds."""
    return round(seconds * 1000)


def hall_time(moment: Milliseconds) -> datetime:
    """The same moment as people in the hall read it."""
    return datetime.fromtimestamp(moment // 1000, HALL_TIME).replace(microsecond=moment % 1000 * 1000)


def hall_day(moment: Milliseconds) -> int:
    """Its day in the hall, counted from 1970-01-01; any moment has one, also that of a clock gone wild."""
    return (moment - hall_day_begins(0)) // _DAY


def hall_day_begins(day: int) -> Milliseconds:
    """Midnight in the hall."""
    return day * _DAY - milliseconds(HALL_TIME.utcoffset(None).total_seconds())


def render(moment: Milliseconds) -> str:
    """``2026-11-21T20:58:44.120+08:00``."""
    return hall_time(moment).isoformat(timespec="milliseconds")


def parse(text: str) -> Milliseconds:
    """RFC 3339 with offset → milliseconds. ValueError says what is wrong; a time without an offset means nothing."""
    if _RFC3339.fullmatch(text) is None:
        raise ValueError("not an RFC 3339 time with offset, such as 2026-11-21T20:58:44+08:00")
    shortened = re.sub(r"(\.\d{6})\d+", r"\1", text)  # datetime keeps microseconds only
    moment = datetime.fromisoformat(shortened)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return (moment - epoch) // timedelta(milliseconds=1)
