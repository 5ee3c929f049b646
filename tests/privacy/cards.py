"""Invented cards with whole numbers and tracks, and the scanner that looks for them in every form that data takes."""

import base64
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

KEPT = 4  # digits that may be kept


@dataclass(frozen=True)
class Card:
    pan: str
    rest: str  # of track 2: YYMM, service code, the bank's own digits

    @property
    def track(self) -> str:
        return f"{self.pan}={self.rest}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be nowhere: the number without the four digits that may be kept, and the track's rest but its end."""
        return self.pan[:-KEPT], self.rest[:-2]


def invented(count: int, dice: random.Random, lengths: Sequence[int]) -> list[Card]:
    return [_card(dice, dice.choice(lengths)) for _ in range(count)]


def _card(dice: random.Random, length: int) -> Card:
    body = "62" + "".join(dice.choices("0123456789", k=length - 3))
    rest = f"{dice.randrange(27, 40):02}{dice.randrange(1, 13):02}101" + "".join(dice.choices("0123456789", k=6))
    return Card(body + luhn_digit(body), rest)


def luhn_digit(body: str) -> str:
    """The check digit behind ``body`` (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body)))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def forms(digits: str) -> Iterator[tuple[str, bytes]]:
    """Each way in which these digits may lie in a file, by name."""
    plain = digits.encode("ascii")
    yield "ASCII", plain
    for mark in " -":
        for first in range(4):  # the number may begin elsewhere than a group does
            grouped = mark.join(filter(None, (digits[:first], *re.findall(".{1,4}", digits[first:]))))
            yield f"groups of four by {mark!r}", grouped.encode("ascii")
    for skipped in (0, 1):  # the number may begin in either half of a byte
        pairs = re.findall("..", digits[skipped:])
        yield "BCD", bytes.fromhex("".join(pairs))
        for mark in " :":
            yield f"hex text of BCD by {mark!r}", mark.join(pairs).encode("ascii")
    for mark in ("", " ", ":"):
        yield f"hex text by {mark!r}", (plain.hex(mark) if mark else plain.hex()).encode("ascii")
    for before in range(3):
        yield f"base64 behind {before}", _base64(plain, before)
    yield "UTF-16LE", digits.encode("utf-16-le")
    yield "UTF-16BE", digits.encode("utf-16-be")


def _base64(data: bytes, before: int) -> bytes:
    """The characters that are the same whatever stands around ``data``, of which ``before`` bytes share its first group."""
    first = -(-before * 8 // 6)
    return base64.b64encode(bytes(before) + data)[first : (before + len(data)) * 8 // 6]


class Scanner:
    """Looks for all secrets of all cards."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._needles = [
            (f"card {number}, {form}", needle)
            for number, card in enumerate(cards)
            for secret in card.secrets
            for form, needle in forms(secret)
        ]

    def hits(self, where: str, data: bytes) -> list[str]:
        if not data.strip(b"\0"):  # room that was set aside
            return []
        return [f"{where}: {name}" for name, needle in self._needles if needle in data]


LONG_RUN = re.compile(r"(?<![0-9A-Za-z])(?<!\d\.)\d{13,}(?![0-9A-Za-z])")
"""No number of ours is so long; what is a part of a word is an id, what follows a point a fraction."""


def long_runs(text: str, known: frozenset[str]) -> list[str]:
    return [run for run in LONG_RUN.findall(text) if run not in known]
