"""How complete the master data of a hall and its terminals are (F71): what is missing is named, and counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from central.halls import Hall


@dataclass(frozen=True, slots=True)
class Completeness:
    """``share_bp``: filled in, in basis points (10 000 is all of it); ``missing``: what, of whom."""

    share_bp: int
    missing: tuple[str, ...]


def completeness(name: str, hall: Hall, inventories: Mapping[str, Mapping[str, Any] | None]) -> Completeness:
    """``inventories``: by terminal the last inventory; None: it never told one."""
    fields = [
        *((f"{name}: {what}", bool(value)) for what, value in _of_hall(hall)),
        *((f"{kiosk_id}: {what}", there) for kiosk_id, told in inventories.items() for what, there in _of_terminal(told)),
    ]
    missing = tuple(what for what, there in fields if not there)
    return Completeness((len(fields) - len(missing)) * 10_000 // len(fields), missing)


def _of_hall(hall: Hall) -> Iterable[tuple[str, object]]:
    yield "city", hall.city
    yield "province", hall.province
    yield "hours", hall.hours
    yield "duty number, page", hall.duty_numbers.page
    yield "duty number, ticket", hall.duty_numbers.ticket


def _of_terminal(told: Mapping[str, Any] | None) -> Iterable[tuple[str, bool]]:
    yield "inventory", told is not None
    if told is None:
        return
    yield "software", bool(told["software"])
    yield "box_capacity_notes", bool(told["box_capacity_notes"])
    yield "paper_width_mm", bool(told["paper_width_mm"])
    for device in told["devices"]:
        for what in ("model", "serial", "firmware"):
            yield f"{device['device']} {what}", bool(device[what])
