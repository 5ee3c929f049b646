"""How the text of one setting becomes a value. Each raises ``ValueError`` with what would be right."""

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from kiosk.money import FEN_PER_YUAN, Fen

Parse = Callable[[str], Any]


def text(longest: int = 64) -> Parse:
    def parse(value: str) -> str:
        if not value or len(value) > longest or any(ord(letter) < 0x20 for letter in value):
            raise ValueError(f"a text of 1 to {longest} characters")
        return value

    return parse


def matching(pattern: str, words: str) -> Parse:
    def parse(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(words)
        return value

    return parse


def one_of(*values: str) -> Parse:
    def parse(value: str) -> str:
        if value not in values:
            raise ValueError(" or ".join(values))
        return value

    return parse


def some_of(*values: str) -> Parse:
    def parse(value: str) -> frozenset[str]:
        words = value.split()
        if not set(words) <= set(values):
            raise ValueError(f"nothing, or any of: {' '.join(values)}")
        return frozenset(words)

    return parse


def yes_or_no(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError("yes or no")
    return value == "yes"


def whole(least: int, most: int) -> Parse:
    def parse(value: str) -> int:
        if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(value)

    return parse


def number(least: float, most: float) -> Parse:
    """Seconds, pixels per millimetre: never money."""

    def parse(value: str) -> float:
        if not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", value) or not least <= float(value) <= most:
            raise ValueError(f"a number from {least:g} to {most:g}")
        return float(value)

    return parse


def yuan(least: int, most: int) -> Parse:
    """Whole yuan in the file, fen in the program."""
    count = whole(least, most)

    def parse(value: str) -> Fen:
        try:
            return Fen(count(value) * FEN_PER_YUAN)
        except ValueError:
            raise ValueError(f"whole yuan from {least} to {most}") from None

    return parse


def yuan_list(least: int, most: int) -> Parse:
    one = yuan(least, most)

    def parse(value: str) -> tuple[Fen, ...]:
        words = value.split()
        if not words or len(set(words)) != len(words):
            raise ValueError(f"different whole yuan from {least} to {most}, with spaces between")
        return tuple(one(word) for word in words)

    return parse


def time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("a time zone like Asia/Shanghai")
    return value


def time_of_day(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("a time of day like 23:30, or nothing")
    return value


def words(value: str) -> tuple[str, ...]:
    found = tuple(value.split())
    if not found or any(not re.fullmatch(r"[A-Z]{3}", word) for word in found):
        raise ValueError("texts of three capital letters, with spaces between")
    return found
