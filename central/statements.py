"""What the billing system knows of a line's use: its records of a month, and the bill that they add up to. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from central.charges import CATEGORIES, CHARGES, Category, Words, charge_of
from central.times import Milliseconds


class Usage(NamedTuple):
    """One record. ``ordinal`` counts the records of a month in the order of time, from 1, and never changes."""

    ordinal: int
    started_at: Milliseconds
    raw_type: str
    counterpart: str  # the other number, the service, or empty
    place: str
    seconds: int
    raw_bytes: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Named, never hidden in another sum (F27). Negative: in the customer's favour."""

    code: str
    name: Words
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    name: Words
    fee_fen: int
    minimum_spend_fen: int  # 0: none
    discount_fen: int


@dataclass(frozen=True, slots=True)
class BillLine:
    code: str
    name: Words
    amount_fen: int


@dataclass(frozen=True, slots=True)
class BillGroup:
    category: Category
    lines: tuple[BillLine, ...]

    @property
    def amount_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


@dataclass(frozen=True, slots=True)
class Bill:
    """``own``, ``third_party`` and ``adjustments`` never share a fen; together they are the total."""

    month: str
    plan: Plan
    own: tuple[BillGroup, ...]
    third_party: tuple[BillLine, ...]
    adjustments: tuple[Adjustment, ...]
    raw_bytes: int
    call_seconds: int
    messages: int

    @property
    def own_fen(self) -> int:
        return sum(group.amount_fen for group in self.own)

    @property
    def third_party_fen(self) -> int:
        return sum(line.amount_fen for line in self.third_party)

    @property
    def adjustments_fen(self) -> int:
        return sum(adjustment.amount_fen for adjustment in self.adjustments)

    @property
    def total_fen(self) -> int:
        return self.own_fen + self.third_party_fen + self.adjustments_fen


_MINIMUM_SPEND = Words("最低消费补足", "Minimum spend")
_DISCOUNT = Words("套餐优惠减免", "Plan discount")


def bill_of(month: str, plan: Plan, usage: Sequence[Usage], *, closed: bool) -> Bill:
    """The bill of these records. Adjustments are made when the month is over, not before."""
    sums: dict[str, int] = {}
    for record in usage:
        code = charge_of(record.raw_type).code
        sums[code] = sums.get(code, 0) + record.amount_fen
    lines = [BillLine(code, charge.name, sums[code]) for code, charge in CHARGES.items() if sums.get(code)]
    grouped = groupby(lines, key=lambda line: CHARGES[line.code].category)
    groups = {category: tuple(members) for category, members in grouped}
    own = tuple(BillGroup(category, groups[category]) for category in CATEGORIES if category in groups)
    own = tuple(group for group in own if group.category != "third_party")
    spent = sum(group.amount_fen for group in own)
    return Bill(
        month=month,
        plan=plan,
        own=own,
        third_party=groups.get("third_party", ()),
        adjustments=_adjustments(plan, spent) if closed else (),
        raw_bytes=sum(record.raw_bytes for record in usage),
        call_seconds=sum(record.seconds for record in usage),
        messages=sum(charge_of(record.raw_type).category == "message" for record in usage),
    )


def kilobytes(raw_bytes: int) -> int:
    """Volume to the K, a begun one counts (F27)."""
    return -(-raw_bytes // 1024)


def by_category(bill: Bill) -> dict[Category, int]:
    """Fen by category, all eight, for the picture; with the adjustments they are the bill's total."""
    sums: dict[Category, int] = dict.fromkeys(CATEGORIES, 0)
    for group in bill.own:
        sums[group.category] += group.amount_fen
    sums["third_party"] += bill.third_party_fen
    return sums


def until(usage: Iterable[Usage], now: Milliseconds) -> list[Usage]:
    """Those that have happened."""
    return [record for record in usage if record.started_at <= now]


def _adjustments(plan: Plan, spent_fen: int) -> tuple[Adjustment, ...]:
    found = []
    if spent_fen < plan.minimum_spend_fen:
        found.append(Adjustment("minimum_spend", _MINIMUM_SPEND, plan.minimum_spend_fen - spent_fen))
    if plan.discount_fen:
        found.append(Adjustment("plan_discount", _DISCOUNT, -min(plan.discount_fen, max(spent_fen, 0))))
    return tuple(adjustment for adjustment in found if adjustment.amount_fen)
