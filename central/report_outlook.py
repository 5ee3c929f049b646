"""What a hall has to see to next: consumables and the actions for tomorrow (central-api.md 7, sections 4 and 13). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from central.day_figures import DayFigures
from central.terminal_state import Standing
from central.times import Milliseconds, render

_DAY: Final = 24 * 3600 * 1000
_NEARLY_FULL_BP: Final = 8_500
_SOON_DAYS: Final = 1


@dataclass(frozen=True, slots=True)
class Use:
    """How fast a terminal uses things up: ``paper_mm`` in the ``paper_days`` before; ``collected_at``: the last swap."""

    paper_mm: int
    paper_days: int
    collected_at: Milliseconds | None


def consumables(standing: Standing, use: Use, now: Milliseconds) -> dict[str, Any]:
    """Days left are whole days at the pace of before; None: not known, or nothing was used."""
    box = standing.cash_box
    return {
        "kiosk_id": standing.kiosk_id,
        "paper_left_mm": standing.paper_left_mm,
        "paper_days_left": paper_days_left(standing, use),
        "box_serial": box.serial if box else None,
        "box_notes": box.notes if box else None,
        "box_capacity_notes": box.capacity if box else None,
        "box_fen": box.fen if box else None,
        "box_days_left": box_days_left(standing, use, now),
        "last_collection_at": None if use.collected_at is None else render(use.collected_at),
    }


def paper_days_left(standing: Standing, use: Use) -> int | None:
    if standing.paper_left_mm is None or not use.paper_mm:
        return None
    return standing.paper_left_mm * use.paper_days // use.paper_mm


def box_days_left(standing: Standing, use: Use, now: Milliseconds) -> int | None:
    box = standing.cash_box
    if box is None or not box.notes or use.collected_at is None:
        return None
    return max(box.capacity - box.notes, 0) * max(now - use.collected_at, 0) // (box.notes * _DAY)


def actions(standing: Standing, figures: DayFigures, use: Use, now: Milliseconds) -> list[dict[str, str]]:
    """What to do about one terminal, the most urgent first: ``do`` is a word, ``why`` says about what."""
    return [{"kiosk_id": standing.kiosk_id, "do": do, "why": why} for do, why in _actions(standing, figures, use, now)]


def _actions(standing: Standing, figures: DayFigures, use: Use, now: Milliseconds) -> Iterable[tuple[str, str]]:
    if standing.silent and (standing.expected or standing.vanished):
        yield "check_terminal", "silent"
    for name in ("in_doubt_fen", "owed_fen", "unassigned_fen"):
        if standing.money.get(name):
            yield "settle_money", f"{name} {standing.money[name]}"
    for paid in figures.without_sms:
        yield "tell_customer", paid.payment
    for one in figures.counted:
        if (one.difference_fen or one.counterfeit_fen) and one.reason is None:
            yield "explain_difference", one.box.collection_id
    if figures.not_reopened:
        yield "reopen_lines", str(figures.not_reopened)
    for device in standing.devices:
        if device.severity >= 3:
            yield "repair", device.code or device.device
    yield from _refills(standing, use, now)


def _refills(standing: Standing, use: Use, now: Milliseconds) -> Iterable[tuple[str, str]]:
    printer, box = standing.device("printer"), standing.cash_box
    paper_days, box_days = paper_days_left(standing, use), box_days_left(standing, use, now)
    if (printer and printer.supplies in ("low", "out")) or _soon(paper_days):
        yield "refill_paper", f"{standing.paper_left_mm or 0} mm left"
    if box and box.capacity and (box.notes * 10_000 >= box.capacity * _NEARLY_FULL_BP or _soon(box_days)):
        yield "collect_cash", f"{box.notes} of {box.capacity} notes"


def _soon(days: int | None) -> bool:
    return days is not None and days < _SOON_DAYS


def common_actions(missing: Sequence[str], findings: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """About the hall's own data."""
    data = [{"kiosk_id": "", "do": "complete_master_data", "why": what} for what in missing]
    differing = [{"kiosk_id": one["kiosk_id"], "do": "explain_report", "why": one["figure"]} for one in findings]
    return [*differing, *data]
