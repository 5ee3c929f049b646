"""Sums, months and durations as paper writes them, the same in both languages."""

from kiosk.enquiry_answers import ChargeLine
from kiosk.money import Fen, yuan_text
from kiosk.paper import Pair
from kiosk.paper_texts import text
from kiosk.visit_types import Language

INDENT = "  "


def price(amount: Fen) -> str:
    """``13300`` → ``￥133.00``, ``-400`` → ``-￥4.00``: the form of sums; lines of a table have ``yuan_text`` alone."""
    return f"{'-' if amount < 0 else ''}￥{yuan_text(Fen(abs(amount)))}"


def month_name(month: str, language: Language) -> str:
    """``2026-10`` → ``2026年10月`` or ``2026-10``."""
    year, _, number = month.partition("-")
    return text("month_name", language, year=year, month=number)


def duration(seconds: int) -> str:
    """``65`` → ``1:05``, ``5230`` → ``1:27:10``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def charge(line: ChargeLine, language: Language, indent: str = "") -> Pair:
    return Pair(indent + line.name.of(language), yuan_text(line.amount))
