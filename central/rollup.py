"""Figures of a day by terminal, hall, city and province, and their CSV for the level above (F49).

Every level is the sum of the one below; ratios are made of sums, never of ratios.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from central.day_figures import DayFigures, figures_of
from central.halls import hall_named, hall_names
from central.headline import kiosks_of
from central.periods import Period
from central.report_body import score_of
from central.report_sections import availability_of, basis_points, computed, of_all
from central.settings import Settings

_LEVELS: Final = ("kiosk", "hall", "city", "province")
_TIMES: Final = ("scheduled", "full", "degraded", "out", "silent", "print", "cash", "card")
_SHARES: Final = ("a_any_bp", "a_full_bp", "a_print_bp", "a_cash_bp", "a_card_bp")
_COUNTS: Final = ("sessions", "reached_payment", "paid", "paid_fen", "prints", "prints_failed", "restarts")


@dataclass(frozen=True, slots=True)
class Row:
    """``level``: kiosk, hall, city, province; names below it are empty."""

    level: str
    province: str
    city: str
    hall: str
    kiosk_id: str
    figures: DayFigures


def roll_up(connection: Connection, period: Period, settings: Settings, hall: str | None = None) -> list[Row]:
    """Of one hall its terminals and itself; without a hall all of them, with the cities and the provinces."""
    terminals: list[Row] = []
    for name in hall_names(connection) if hall is None else [hall]:
        known = hall_named(connection, name)
        for kiosk_id in kiosks_of(connection, name, period.begin):
            figures = figures_of(connection, kiosk_id, period, settings)
            terminals.append(Row("kiosk", known.province, known.city, name, kiosk_id, figures))
    upper = ("hall",) if hall is not None else _LEVELS[1:]
    return [*terminals, *(row for level in upper for row in _sums(level, terminals))]


def csv_text(rows: Iterable[Row], day: date) -> str:
    """One line a row, with a heading; money in fen, shares in basis points, times in milliseconds so that they add up."""
    text = io.StringIO(newline="")
    lines = [_line(row, day) for row in rows]
    if lines:
        writer = csv.DictWriter(text, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return text.getvalue()


def _sums(level: str, terminals: Iterable[Row]) -> list[Row]:
    names = {"hall": ("province", "city", "hall"), "city": ("province", "city"), "province": ("province",)}[level]
    groups: dict[tuple[str, ...], list[DayFigures]] = {}
    for row in terminals:
        groups.setdefault(tuple(getattr(row, name) for name in names), []).append(row.figures)
    found = []
    for key, figures in sorted(groups.items(), key=lambda group: group[0]):
        province, city, hall = (*key, "", "")[:3]
        found.append(Row(level, province, city, hall, "", of_all(figures)))
    return found


def _line(row: Row, day: date) -> dict[str, str | int | None]:
    figures = row.figures
    time, reckoned, found = availability_of(figures), computed(figures), score_of(figures)
    return {
        "date": day.isoformat(),
        "level": row.level,
        "province": _plain(row.province),
        "city": _plain(row.city),
        "hall": _plain(row.hall),
        "kiosk": row.kiosk_id,
        "terminals": figures.terminals,
        **{f"{name}_ms": getattr(figures.availability, name) for name in _TIMES},
        **{name: time[name] for name in _SHARES},
        "outages": time["outages"],
        **{name: reckoned[name] for name in _COUNTS},
        "payments_posted": figures.posted,
        "sms_delivered": len(figures.sms_ms),
        "sms_within_30_s_bp": basis_points(figures.sms_within, figures.posted - figures.sms_excused),
        "paid_without_sms": len(figures.without_sms),
        "reopened": len(figures.reopened_ms),
        "not_reopened": figures.not_reopened,
        "cash_difference_fen": sum(one.difference_fen for one in figures.counted),
        "score": found.points,
        "band": found.band,
    }


def _plain(text: str) -> str:
    """A name that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
