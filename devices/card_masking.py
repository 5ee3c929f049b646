"""Card numbers end here: whatever leaves a card driver has at most the last four digits of one (trust.md S1).

PCI DSS v4.0.1, 3.4.1 allows the first six and last four on screens and paper; this product shows the last four only.
"""

import re
from typing import Final

SHORTEST_RUN: Final = 12  # digits: no card number is shorter, no amount, date or trace number is longer
KEPT: Final = 4
_SEPARATORS = " -"  # as people and terminals group a number
_RUN = re.compile(rf"\d(?:[{_SEPARATORS}]?\d){{{SHORTEST_RUN - 1},}}")
_MASKS = "*xX•"
_NUMBER_LIKE = re.compile(rf"[\d{_SEPARATORS}{_MASKS}]+")
_MASKED = re.compile(rf"[{_MASKS}]{{2}}")
# Begun only where a mask begins, and never taken back: a text of nothing but stars must not cost its square in time.
_MASKED_TAIL = re.compile(rf"(?<![{_MASKS}{_SEPARATORS}])[{_MASKS}{_SEPARATORS}]++(?=\d{{{KEPT}}}(?!\d))")

# What follows the number on a magnetic stripe: expiry, service code and the bank's own digits (ISO/IEC 7813, track 2).
_TRACK_REST = re.compile(rf"(?<=\d[=dD])\d{{7}}[\d{_SEPARATORS}]*")


def blanked_text(text: str) -> str:
    """Each run of 12 or more digits, also a grouped one, keeps its last four; the text keeps its length.

    Of a number that the terminal masked itself (``621483******0010``) the head goes too; of a track all behind the number.
    """
    text = _TRACK_REST.sub(lambda found: _starred(found.group()), text)
    return _NUMBER_LIKE.sub(_without_head, _RUN.sub(_all_but_last, text))


def blanked_ascii(data: bytes) -> bytes:
    """The same for bytes of any character set that keeps ASCII digits (CP437, UTF-8); the length stays."""
    return blanked_text(data.decode("latin-1")).encode("latin-1")


def last_four(digits: str) -> str:
    """The last four characters of a card number if they are digits, else ``""``; less than a whole number gives none."""
    tail = digits[-KEPT:]
    return tail if len(digits) >= SHORTEST_RUN and len(tail) == KEPT and tail.isascii() and tail.isdigit() else ""


def _all_but_last(found: re.Match[str]) -> str:
    text = found.group()
    kept_from = [place for place, char in enumerate(text) if char not in _SEPARATORS][-KEPT]
    return _starred(text[:kept_from]) + text[kept_from:]


def _without_head(found: re.Match[str]) -> str:
    """Of a number masked in its middle, by the terminal or by us, all digits before the mask go."""
    text = found.group()
    tails = [tail.start() for tail in _MASKED_TAIL.finditer(text) if _MASKED.search(tail.group())]
    kept_from = tails[-1] if tails else 0
    return re.sub(r"\d", "*", text[:kept_from]) + text[kept_from:]


def _starred(text: str) -> str:
    return "".join(char if char in _SEPARATORS else "*" for char in text)
