"""Finding and paging in a month's records, newest first. Pure; a few milliseconds for 5 000 of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from central.charges import Category, charge_of
from central.months import day_begins
from central.statements import Usage

_DAY = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``text``: part of the other number, the charge's name or the place; empty: all."""

    category: Category | None = None
    day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """``following``: the ordinal to continue below, or None at the end. Count and sum are of all that was found."""

    records: tuple[Usage, ...]
    following: int | None
    count: int
    amount_fen: int


def page_of(usage: Sequence[Usage], wanted: Wanted, below: int | None, limit: int) -> Page:
    """``usage`` in the order of its ordinals. New records come at the front, so a page never shifts under a reader."""
    found = [record for record in usage if _fits(record, wanted)]
    rest = found if below is None else [record for record in found if record.ordinal < below]
    shown = tuple(reversed(rest[-limit:]))
    following = shown[-1].ordinal if len(rest) > limit else None
    return Page(shown, following, len(found), sum(record.amount_fen for record in found))


def _fits(record: Usage, wanted: Wanted) -> bool:
    charge = charge_of(record.raw_type)
    if wanted.category is not None and charge.category != wanted.category:
        return False
    if wanted.day is not None and not 0 <= record.started_at - day_begins(wanted.day) < _DAY:
        return False
    if not wanted.text:
        return True
    text = wanted.text.casefold()
    return any(text in field.casefold() for field in (record.counterpart, record.place, charge.name.zh, charge.name.en))
