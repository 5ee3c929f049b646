"""One line a goal: what was aimed at, this run's figure, a peer of the same run, and the verdict in words."""

import unicodedata
from collections.abc import Sequence
from dataclasses import astuple, dataclass

HEAD = ("goal", "what", "aim", "this run", "peer or naive way, this run", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """All texts as they are printed."""

    goal: str
    what: str
    aim: str
    figure: str
    peer: str
    verdict: str


def verdict(figure: float, limit: float, *, at_most: bool = True) -> str:
    """``met``, or how much it was missed by, in per cent of the limit."""
    if (figure <= limit) if at_most else (figure >= limit):
        return "met"
    if limit == 0:
        return f"missed by {abs(figure):.3g}"
    return f"missed by {abs(figure - limit) / abs(limit):.0%}"


def text_of(rows: Sequence[Row]) -> str:
    """The table as lines of text with aligned columns."""
    lines = [HEAD, *(astuple(row) for row in rows)]
    widths = [max(_columns(line[place]) for line in lines) for place in range(len(HEAD))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join("  ".join(_padded(*cell) for cell in zip(line, widths, strict=True)).rstrip() for line in lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    """A terminal gives wide characters two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
