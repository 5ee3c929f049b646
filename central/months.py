"""Calendar months in the hall, written ``2026-11``."""

from datetime import date

from central.times import Milliseconds, hall_day_begins, hall_time

PATTERN = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
_EPOCH = date(1970, 1, 1)


def month_of(moment: Milliseconds) -> str:
    return hall_time(moment).strftime("%Y-%m")


def months_before(month: str, count: int) -> list[str]:
    """The ``count`` months before it, the nearest first."""
    return [shifted(month, -back) for back in range(1, count + 1)]


def shifted(month: str, by: int) -> str:
    year, index = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year}-{index + 1:02d}"


def begins(month: str) -> Milliseconds:
    """Midnight of its first day in the hall."""
    return day_begins(date(int(month[:4]), int(month[5:]), 1))


def ends(month: str) -> Milliseconds:
    """The first moment after it."""
    return begins(shifted(month, 1))


def day_begins(day: date) -> Milliseconds:
    return hall_day_begins((day - _EPOCH).days)
