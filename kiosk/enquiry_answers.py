"""What the centre tells of an account, as typed values (docs/central-contract.md, Queries). Amounts are fen.

These structs are read straight from the wire, so they check themselves: bounds on every text, list and figure, and sums
that must agree. A bill whose parts do not add up is no bill, and is never shown or printed.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

import msgspec

from kiosk.money import Fen, total
from kiosk.visit_types import Language

# Texts go to screen and printer: no C0, DEL or C1, no line separators, no marks that turn the direction of writing.
PLAIN: Final = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*\Z"
# RFC 3339; its day and hour as written are those of the hall.
_DAY = r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = rf"^{_DAY}T{_HOUR}:[0-5][0-9](\.[0-9]{{1,6}})?(Z|[+-]{_HOUR})\Z"
_Text = Annotated[str, msgspec.Meta(max_length=100, pattern=PLAIN)]
_Code = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=PLAIN)]
Moment = Annotated[str, msgspec.Meta(pattern=_MOMENT)]
_Amount = Annotated[Fen, msgspec.Meta(ge=-(10**12), le=10**12)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Month = Annotated[str, msgspec.Meta(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])\Z")]

MOST_LINES = 200  # of any list in an answer: a bill, a page of records

_AMOUNT_FEN = {"amount": "amount_fen"}


class Category(StrEnum):
    """The eight kinds of records, fixed (features.md F28); their names are data of the catalogue."""

    MONTHLY_FEE = "monthly_fee"
    VOICE = "voice"
    MESSAGE = "message"
    DATA = "data"
    ROAMING = "roaming"
    VALUE_ADDED = "value_added"
    THIRD_PARTY = "third_party"
    OTHER = "other"


class Named(msgspec.Struct, frozen=True):
    """A name in the two languages of the screens."""

    zh: _Text
    en: _Text

    def of(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en


class ChargeLine(msgspec.Struct, frozen=True, rename=_AMOUNT_FEN):
    code: _Code
    name: Named
    amount: _Amount


_Charges = Annotated[tuple[ChargeLine, ...], msgspec.Meta(max_length=MOST_LINES)]


class ChargeGroup(msgspec.Struct, frozen=True, rename=_AMOUNT_FEN):
    """Level 2 of a bill, with its lines."""

    category: Category
    amount: _Amount
    lines: _Charges

    def __post_init__(self) -> None:
        _must_add_up(self.category.value, self.amount, [line.amount for line in self.lines])


class ThirdPartyLine(msgspec.Struct, frozen=True, rename=_AMOUNT_FEN):
    """What is only collected for somebody else."""

    code: _Code
    name: Named
    amount: _Amount
    provider: Named


class Plan(msgspec.Struct, frozen=True):
    code: _Code
    name: Named


class DataUsage(msgspec.Struct, frozen=True):
    volume_kb: _Count  # to the K, a begun one counts (F27)
    raw_bytes: _Count


class Bill(
    msgspec.Struct,
    frozen=True,
    rename={"own": "own_fen", "third_party": "third_party_fen", "adjusted": "adjustments_fen", "total": "total_fen"},
):
    """One month: own charges, what is collected for others, and named adjustments, which never share a fen (F27)."""

    month: Month
    closed: bool
    plan: Plan
    own_charges: Annotated[tuple[ChargeGroup, ...], msgspec.Meta(max_length=8)]
    third_party_charges: Annotated[tuple[ThirdPartyLine, ...], msgspec.Meta(max_length=MOST_LINES)]
    adjustments: _Charges
    own: _Amount
    third_party: _Amount
    adjusted: _Amount
    total: _Amount
    data_usage: DataUsage
    call_seconds: _Count
    messages: _Count
    as_of: Moment

    def __post_init__(self) -> None:
        _must_add_up("own charges", self.own, [group.amount for group in self.own_charges])
        _must_add_up("third-party charges", self.third_party, [line.amount for line in self.third_party_charges])
        _must_add_up("adjustments", self.adjusted, [line.amount for line in self.adjustments])
        _must_add_up("bill", self.total, [self.own, self.third_party, self.adjusted])


class CategorySum(msgspec.Struct, frozen=True, rename=_AMOUNT_FEN):
    category: Category
    amount: _Amount


class MonthSums(msgspec.Struct, frozen=True, rename={"adjusted": "adjustments_fen", "total": "total_fen"}):
    month: Month
    closed: bool
    groups: Annotated[tuple[CategorySum, ...], msgspec.Meta(max_length=8)]
    adjusted: _Amount
    total: _Amount

    def __post_init__(self) -> None:
        _must_add_up(self.month, self.total, [*(group.amount for group in self.groups), self.adjusted])


class BillHistory(msgspec.Struct, frozen=True):
    """The months there are, the oldest first, the running one last."""

    months: Annotated[tuple[MonthSums, ...], msgspec.Meta(min_length=1, max_length=24)]


class BillSheet(msgspec.Struct, frozen=True):
    """A bill, and where the money went in the months around it."""

    bill: Bill
    history: BillHistory


class BalancePart(msgspec.Struct, frozen=True, rename=_AMOUNT_FEN):
    code: Literal["principal", "granted"]
    amount: _Amount
    until: Moment | None


class Balance(
    msgspec.Struct,
    frozen=True,
    rename={"balance": "balance_fen", "arrears": "arrears_fen", "charged": "charged_fen"},
):
    """What is on the account, and what this month has cost so far."""

    balance: _Amount
    arrears: _Amount
    parts: Annotated[tuple[BalancePart, ...], msgspec.Meta(max_length=20)]
    month: Month
    charges: _Charges
    charged: _Amount
    as_of: Moment

    def __post_init__(self) -> None:
        _must_add_up("balance", Fen(self.balance - self.arrears), [part.amount for part in self.parts])
        _must_add_up("charges", self.charged, [line.amount for line in self.charges])


class Restriction(msgspec.Struct, frozen=True):
    """What the line can't do, why, and until when: always all three (F18)."""

    code: _Code
    what: Named
    reason: Named
    until: Moment
    earlier: Named | None  # what ends it sooner


class Restrictions(msgspec.Struct, frozen=True):
    items: Annotated[tuple[Restriction, ...], msgspec.Meta(max_length=MOST_LINES)]


class BalanceSheet(msgspec.Struct, frozen=True):
    """The balance, and what the line can't do just now."""

    balance: Balance
    restrictions: Restrictions


class DetailRecord(msgspec.Struct, frozen=True, rename=_AMOUNT_FEN):
    record_id: _Code
    category: Category
    charge: _Code
    name: Named
    started_at: Moment
    counterpart: _Text
    place: _Text
    seconds: _Count
    raw_bytes: _Count
    volume_kb: _Count
    amount: _Amount


class DetailPage(msgspec.Struct, frozen=True, rename={"found_amount": "found_fen"}):
    """Some records, the newest first; ``found`` and ``found_amount`` are of all pages."""

    month: Month
    items: Annotated[tuple[DetailRecord, ...], msgspec.Meta(max_length=MOST_LINES)]
    next_cursor: _Code | None
    found: _Count
    found_amount: _Amount
    as_of: Moment


class Points(msgspec.Struct, frozen=True):
    points: _Count
    expiring_points: _Count
    expires_at: Moment
    as_of: Moment


class PointsExchange(msgspec.Struct, frozen=True):
    exchanged_at: Moment
    item: Named
    points: _Count


class PointsExchanges(msgspec.Struct, frozen=True):
    items: Annotated[tuple[PointsExchange, ...], msgspec.Meta(max_length=MOST_LINES)]


class PointsSheet(msgspec.Struct, frozen=True):
    points: Points
    exchanges: PointsExchanges


class PastPayment(msgspec.Struct, frozen=True, rename=_AMOUNT_FEN):
    paid_at: Moment
    amount: _Amount
    channel: Named
    payment_id: _Code | None  # of a payment at a terminal, for a reprint


class PastPayments(msgspec.Struct, frozen=True):
    items: Annotated[tuple[PastPayment, ...], msgspec.Meta(max_length=MOST_LINES)]


class Subscription(msgspec.Struct, frozen=True, rename={"monthly": "monthly_fen"}):
    code: Annotated[str, msgspec.Meta(pattern=r"^[A-Z][A-Z0-9_-]{1,19}\Z")]  # it goes into a path
    name: Named
    provider: Named | None
    monthly: _Amount
    since: Moment


class Subscriptions(msgspec.Struct, frozen=True):
    items: Annotated[tuple[Subscription, ...], msgspec.Meta(max_length=MOST_LINES)]


class SubscriptionEnd(msgspec.Struct, frozen=True):
    """``done``: it is over, and when it stops to cost; ``none``: there was no such subscription (F17)."""

    outcome: Literal["done", "none"]
    code: _Code
    name: Named | None
    charged_until: Moment | None


Sheet = BillSheet | BalanceSheet | Restrictions | DetailPage | PointsSheet | PastPayments | Subscriptions
"""What a page of answers shows."""


def _must_add_up(what: str, whole: Fen, parts: list[Fen]) -> None:
    if total(parts) != whole:
        raise ValueError(f"{what}: the parts do not add up to the whole")
