"""The shapes of the contract's section Queries (docs/central-contract.md)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from central.auth_schemas import CHALLENGE_ID, StrictBody, VisitId
from central.billing import LineState
from central.charges import Category

Fen = int


class Named(BaseModel):
    """A text in the two languages of the screens; made from ``charges.Words``."""

    model_config = ConfigDict(from_attributes=True)

    zh: str
    en: str


class ChargeLine(BaseModel):
    code: str
    name: Named
    amount_fen: Fen


class ChargeGroup(BaseModel):
    category: Category
    amount_fen: Fen
    lines: list[ChargeLine]


class ThirdPartyLine(ChargeLine):
    provider: Named


class PlanAnswer(BaseModel):
    code: str
    name: Named


class DataVolume(BaseModel):
    volume_kb: Annotated[int, Field(description="to the K, a begun one counts")]
    raw_bytes: int


class BillAnswer(BaseModel):
    """``total_fen`` = own + third party + adjustments."""

    month: str
    closed: bool
    plan: PlanAnswer
    own_charges: list[ChargeGroup]
    third_party_charges: list[ThirdPartyLine]
    adjustments: list[ChargeLine]
    own_fen: Fen
    third_party_fen: Fen
    adjustments_fen: Fen
    total_fen: Fen
    data_usage: DataVolume
    call_seconds: int
    messages: int
    as_of: str


class BalancePart(BaseModel):
    code: Literal["principal", "granted"]
    amount_fen: Fen
    until: str | None


class BalanceAnswer(BaseModel):
    """The parts add up to ``balance_fen`` − ``arrears_fen``. ``charges``: what this month has cost so far, by service."""

    balance_fen: Fen
    arrears_fen: Fen
    parts: list[BalancePart]
    month: str
    charges: list[ChargeLine]
    charged_fen: Fen
    service_state: LineState
    tier: str
    as_of: str


class CategorySum(BaseModel):
    category: Category
    amount_fen: Fen


class MonthSums(BaseModel):
    month: str
    closed: bool
    groups: Annotated[list[CategorySum], Field(description="all eight, in their order")]
    adjustments_fen: Fen
    total_fen: Fen


class BillHistoryAnswer(BaseModel):
    months: Annotated[list[MonthSums], Field(description="the oldest first, the current one last")]


class DetailRecord(BaseModel):
    record_id: str
    category: Category
    charge: str
    name: Named
    raw_type: str
    started_at: str
    counterpart: str
    place: str
    seconds: int
    raw_bytes: int
    volume_kb: int
    amount_fen: Fen


class DetailPage(BaseModel):
    month: str
    items: list[DetailRecord]
    next_cursor: str | None
    found: Annotated[int, Field(description="records that fit, on all pages")]
    found_fen: Fen
    as_of: str


class PointsAnswer(BaseModel):
    points: int
    expiring_points: int
    expires_at: str
    as_of: str


class PointsExchangeAnswer(BaseModel):
    exchanged_at: str
    item: Named
    points: int


class PointsExchangesAnswer(BaseModel):
    items: Annotated[list[PointsExchangeAnswer], Field(description="the newest first")]


class PastPayment(BaseModel):
    paid_at: str
    amount_fen: Fen
    channel: Named
    payment_id: Annotated[str | None, Field(description="of a payment at a terminal, for a reprint")]


class PastPaymentsAnswer(BaseModel):
    items: Annotated[list[PastPayment], Field(description="the newest first, at most 100")]


class SubscriptionAnswer(BaseModel):
    code: str
    name: Named
    provider: Named | None
    monthly_fen: Fen
    since: str


class SubscriptionsAnswer(BaseModel):
    items: list[SubscriptionAnswer]


class UnsubscribeRequest(StrictBody):
    visit_id: VisitId
    confirmed: Annotated[Literal[True], Field(description="the customer has seen what ends and has said yes")]
    challenge_id: Annotated[str, Field(pattern=CHALLENGE_ID, description="opened with `unsubscribe`: this code")]
    secret: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class UnsubscribeAnswer(BaseModel):
    outcome: Annotated[Literal["done", "none"], Field(description="none: there was no such subscription")]
    code: str
    name: Named | None
    charged_until: Annotated[str | None, Field(description="nothing is charged from this moment on")]


class LineRestrictionAnswer(BaseModel):
    code: str
    what: Named
    reason: Named
    until: str
    earlier: Annotated[Named | None, Field(description="what ends it sooner")]


class RestrictionsAnswer(BaseModel):
    items: list[LineRestrictionAnswer]


class DetailQuery(BaseModel):
    """How a list of records is asked for."""

    model_config = ConfigDict(extra="ignore")

    category: Category | None = None
    day: date | None = None
    search: Annotated[str, Field(max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    cursor: Annotated[str | None, Field(pattern=r"^d[1-9][0-9]{0,8}$", description="from next_cursor")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
