"""How money, times and shares are written for people in a hall. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from central.times import Milliseconds, hall_time

Language = Literal["zh", "en"]
_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400
_FEN: Final = re.compile(r"(-?\b[0-9]+) fen\b")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def yuan(fen: int) -> str:
    """``¥18,420`` or ``¥18,420.50``; a minus in front."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'−' if fen < 0 else ''}¥{whole:,}" + (f".{rest:02d}" if rest else "")


def in_yuan(detail: str) -> str:
    """A detail of the audit, with each ``1800000 fen`` of it as people write it."""
    return _FEN.sub(lambda found: yuan(int(found[1])), detail)


def clock(moment: Milliseconds | None, now: Milliseconds, language: Language) -> str:
    """``14:02`` today, with the day before it on any other; ``—`` for none."""
    if moment is None:
        return "—"
    at = hall_time(moment)
    if at.date() == hall_time(now).date():
        return f"{at:%H:%M}"
    return f"{day(at.date(), language)} {at:%H:%M}"


def exactly(moment: Milliseconds | None) -> str:
    """``2026-11-21 14:02:33``; ``—`` for none."""
    return "—" if moment is None else f"{hall_time(moment):%Y-%m-%d %H:%M:%S}"


def instant(moment: Milliseconds) -> str:
    """``exactly``, with ``.120`` where it is no whole second."""
    return exactly(moment) + (f".{moment % 1000:03d}" if moment % 1000 else "")


def day(of: date, language: Language) -> str:
    return f"{of.month} 月 {of.day} 日" if language == "zh" else f"{of.day} {_MONTHS[of.month - 1]}"


def lasting(milliseconds: Milliseconds | None, language: Language) -> str:
    """``11 s``, ``50 min``, ``3 h 20 min``, ``2 d 4 h``; in Chinese likewise; ``—`` for none."""
    if milliseconds is None:
        return "—"
    seconds = max(0, round(milliseconds / 1000))
    second, minute, hour, days = (" 秒", " 分钟", " 小时", " 天") if language == "zh" else (" s", " min", " h", " d")
    if seconds < _MINUTE:
        return f"{seconds}{second}"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE}{minute}"
    if seconds < _DAY:
        rest = seconds % _HOUR // _MINUTE
        return f"{seconds // _HOUR}{hour}" + (f" {rest}{minute}".replace("  ", " ") if rest else "")
    rest = seconds % _DAY // _HOUR
    return f"{seconds // _DAY}{days}" + (f" {rest}{hour}" if rest else "")


def stopwatch(milliseconds: Milliseconds) -> str:
    """Exactly, so that it can be added up: ``12:30:05``, hours first, with ``.120`` where it is no whole second."""
    seconds, rest = divmod(milliseconds, 1000)
    whole = f"{seconds // _HOUR}:{seconds % _HOUR // _MINUTE:02d}:{seconds % _MINUTE:02d}"
    return f"{whole}.{rest:03d}" if rest else whole


def share(value: float | None) -> str:
    """``96.1 %``; never rounded up to a whole that it is not; ``—`` for none."""
    if value is None:
        return "—"
    tenths = min(round(value * 1000), 999) if value < 1 else round(value * 1000)
    return f"{tenths / 10:.1f} %"


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "—"


def grouped(code: str) -> str:
    """A number as it is read aloud: 138 **** 5678 for eleven characters, anything else as it is."""
    return f"{code[:3]} {code[3:7]} {code[7:]}" if len(code) == 11 else code


def chosen(words: Mapping[str, tuple[str, str]], key: str, language: Language) -> str:
    """The Chinese or English word of a table; a key that the table does not know stays what it is."""
    pair = words.get(key)
    return key if pair is None else pair[0 if language == "zh" else 1]
