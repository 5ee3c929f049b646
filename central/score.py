"""The score of a hall's day, 0 to 100, and its band (F48; central-api.md 7). Pure.

A part that had nothing to measure (no payment, no rating) is left out and the others are scaled up to 100. Scores are
rounded down: nobody reaches a band by rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

WEIGHTS: Final = {
    "availability": 35,
    "sms_within_30_s": 20,
    "printing": 15,
    "payment_success": 15,
    "reconciliation": 10,
    "ratings": 5,
}
CAP: Final = 75  # of a day with a payment without SMS, or with cash that is not what it should be
_MEDIUM_FROM: Final = 51
_HIGH_FROM: Final = 76

Band = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Score:
    """``points`` and ``band`` are None when there was nothing to measure at all. ``parts``: shares in basis points."""

    points: int | None
    band: Band | None
    parts: Mapping[str, int | None]
    capped: bool


def score(shares: Mapping[str, Fraction | None], *, capped: bool) -> Score:
    """``shares``: for each of ``WEIGHTS`` how much was reached, 0 to 1; None: there was nothing to measure."""
    measured = {part: share for part, share in shares.items() if share is not None}
    parts = {part: None if (share := shares[part]) is None else int(share * 10_000) for part in WEIGHTS}
    if not measured:
        return Score(None, None, parts, capped)
    reached = sum((WEIGHTS[part] * share for part, share in measured.items()), Fraction(0))
    points = int(100 * reached / sum(WEIGHTS[part] for part in measured))
    points = min(points, CAP) if capped else points
    return Score(points, band(points), parts, capped)


def band(points: int) -> Band:
    """Up to 50 low, 51 to 75 medium, from 76 on high."""
    if points >= _HIGH_FROM:
        return "high"
    return "medium" if points >= _MEDIUM_FROM else "low"
