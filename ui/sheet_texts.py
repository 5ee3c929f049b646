"""Dates, lengths and volumes as people read them. Pure: ``say`` gives the words, and with them the order of a language.

Times come as RFC 3339 with the hall's own offset (docs/central-contract.md), so day and time of day stand in the text
itself: ``2026-10-15T12:03:44.000+08:00``.
"""

from collections.abc import Callable
from typing import Final

from kiosk.messages import Message

Say = Callable[[Message], str]

_MIDNIGHT: Final = "00:00"
_KB_PER_MB: Final = 1024
_KB_PER_GB: Final = 1024 * 1024
_SECONDS_PER_HOUR: Final = 3600


def _date(name: str, date: str, say: Say, time: str = "") -> str:
    """``date`` is ``2026-10-15`` or ``2026-10``; the words of ``name`` put its parts in order."""
    year, month, *days = date.split("-")
    day = str(int(days[0])) if days else ""
    parts = (("year", year), ("month", say(Message(f"month_{int(month)}"))), ("day", day), ("time", time))
    return say(Message(name, parts))


def month_name(month: str, say: Say) -> str:
    """``2026-10`` → ``10月``, ``Oct``; empty stays empty."""
    return say(Message(f"month_{int(month[5:7])}")) if month else ""


def month_text(month: str, say: Say) -> str:
    """``2026-10`` → ``2026年10月``, ``Oct 2026``; empty stays empty."""
    return _date("sheet_month", month, say) if month else ""


def day_text(at: str, say: Say) -> str:
    """``2026-10-15…`` → ``10月15日``, ``15 Oct``; empty stays empty."""
    return _date("sheet_day", at[:10], say) if at else ""


def full_day_text(at: str, say: Say) -> str:
    """``2026-10-15…`` → ``2026年10月15日``, ``15 Oct 2026``, for what may be in another year; empty stays empty."""
    return _date("sheet_full_day", at[:10], say) if at else ""


def moment_text(at: str, say: Say) -> str:
    """``2026-10-15T12:03:44+08:00`` → ``10月15日 12:03``, ``15 Oct 12:03``; empty stays empty."""
    return _date("sheet_moment", at[:10], say, at[11:16]) if at else ""


def moments(say: Say) -> Callable[[str], str]:
    """``moment_text`` for a hundred records: the words of each day are put together once."""
    days: dict[str, str] = {}

    def text(at: str) -> str:
        day = at[:10]
        if day not in days:
            days[day] = moment_text(f"{day}T{_MIDNIGHT}" if day else "", say)
        return days[day].replace(_MIDNIGHT, at[11:16])

    return text


def length_text(seconds: int, say: Say) -> str:
    """``5230`` → ``1小时27分10秒``, ``1 h 27 min 10 s``: to the second, for that is how calls are charged."""
    hours, rest = divmod(seconds, _SECONDS_PER_HOUR)
    minutes, left = divmod(rest, 60)
    name = "sheet_hours" if hours else "sheet_minutes" if minutes else "sheet_seconds"
    parts = (("hours", count_text(hours)), ("minutes", str(minutes)), ("seconds", str(left)))
    return say(Message(name, parts))


def volume_text(kb: int) -> str:
    """``2422243`` → ``2.31 GB``; below one MB ``318 K``. Cut, not rounded up: nobody used more than it says."""
    if kb >= _KB_PER_GB:
        return f"{_hundredths(kb, _KB_PER_GB)} GB"
    if kb >= _KB_PER_MB:
        return f"{_hundredths(kb, _KB_PER_MB)} MB"
    return f"{kb} K"


def _hundredths(kb: int, unit: int) -> str:
    whole, part = divmod(kb * 100 // unit, 100)
    return f"{count_text(whole)}.{part:02d}"


def count_text(number: int) -> str:
    """``1073741825`` → ``1,073,741,825``."""
    return f"{number:,}"
