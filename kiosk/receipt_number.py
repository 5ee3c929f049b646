"""The number of a receipt, by which a copy of it is asked for: what can be one, and what was mistyped. Pure.

``261121-7Q2MXP`` (docs/central-contract.md, Receipt number): day in the hall, five random characters, a check character,
Luhn mod 32 over the eleven before it. Only the centre knows whether it was ever given out.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from kiosk.base32 import LETTERS, meant

DAY_DIGITS: Final = 6
CHARACTERS: Final = 12  # the dash between day and serial is never typed


class NumberFault(StrEnum):
    """Why these characters can't begin, or be, the number of a receipt; screens explain each in words."""

    NO_SUCH_DAY = "receipt_no_such_day"
    MISTYPED = "receipt_mistyped"


def with_key(typed: str, key: str) -> str:
    """``typed`` and the character that ``key`` means behind it; ``typed`` alone where none can stand there."""
    character = meant(key)
    letters = LETTERS[:10] if takes_digits_only(typed) else LETTERS
    fits = len(character) == 1 and character in letters and len(typed) < CHARACTERS
    return typed + character if fits else typed


def takes_digits_only(typed: str) -> bool:
    """The day comes first."""
    return len(typed) < DAY_DIGITS


def fault(typed: str) -> NumberFault | None:
    """As soon as it can be told; None also while it is too short to tell."""
    if not any(day.startswith(typed[:DAY_DIGITS]) for day in _days(typed[:2])):
        return NumberFault.NO_SUCH_DAY
    if len(typed) == CHARACTERS and check_character(typed[:-1]) != typed[-1]:
        return NumberFault.MISTYPED
    return None


def is_whole(typed: str) -> bool:
    """May the centre be asked for it?"""
    return len(typed) == CHARACTERS and fault(typed) is None


def written(typed: str) -> str:
    """As on paper: ``2611217Q2MXK`` → ``261121-7Q2MXP``."""
    return f"{typed[:DAY_DIGITS]}-{typed[DAY_DIGITS:]}"


def check_character(typed: str) -> str:
    """Of characters of the alphabet alone. Every single wrong one and nearly every swap of neighbours changes it."""
    doubled = sum(_digit_sum(2 * LETTERS.index(character)) for character in typed[-1::-2])
    single = sum(LETTERS.index(character) for character in typed[-2::-2])
    return LETTERS[-(doubled + single) % 32]


def _digit_sum(value: int) -> int:
    """In base 32, of one or two digits."""
    return value // 32 + value % 32


def _days(year: str) -> list[str]:
    """Every day of that year as YYMMDD; while the year is being typed, of one whose days are those of any."""
    if year.strip("0123456789"):
        return []
    first = date(2000 + int(year) if len(year) == 2 else 2000, 1, 1)
    days = (first + timedelta(days=count) for count in range(366))
    return [f"{year}{day:%m%d}" for day in days if day.year == first.year]
