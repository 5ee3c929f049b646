"""What is to be printed, without a printer: a document of lines. Drivers turn it into bytes for their own paper width."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

COLUMNS: Final = {58: 32, 80: 48}
"""Characters of font A on a line, by the width of the roll in mm (specs/escpos.md); a Chinese one takes two."""


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph; wraps by cells (a Chinese character is two). ``large`` is double width and height."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A label at the left margin and a value at the right one; never torn apart without need."""

    label: str
    value: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code, centred; ASCII content only."""

    content: str


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of paper, cut at its end."""

    lines: tuple[Text | Pair | Rule | QrCode, ...]


@dataclass(frozen=True, slots=True)
class PrintJob:
    job_id: str
    document: Document


UNPROVED = "PRN-UNPROVED"  # cause of ``UNKNOWN``: all went well, as far as a printer can tell that proves nothing (ADR 12)


class PrintOutcome(StrEnum):
    """Judged by the printer's evidence only (specs/escpos.md 5)."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"  # nothing was written to the printer
    PARTIAL = "partial"  # some bytes were, and the cause of the fault is known
    UNKNOWN = "unknown"  # no answer; never resent by itself


def is_to_be_taken(outcome: PrintOutcome, cause: str) -> bool:
    """Is the customer asked to take the slip? Also where the printer can't prove it; the ledger keeps that it did not."""
    return outcome is PrintOutcome.PRINTED or (outcome is PrintOutcome.UNKNOWN and cause == UNPROVED)
