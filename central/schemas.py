"""The shapes of docs/central-contract.md as pydantic models. Strict: a number is an integer, not 1.0, "1" or true."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from central.billing import LineState
from central.times import parse

KIOSK_ID = r"^[A-Z][A-Z0-9-]{1,15}$"
ACCOUNT_NUMBER = r"^[0-9A-Za-z]{5,20}$"
IDEMPOTENCY_HEADER = r'^"[A-Z][A-Z0-9-]{1,15}-[0-9]{1,16}"$'  # a quoted structured-field string
KEY_LINE = r"^[A-Za-z0-9+/]{59}=$"  # 44 bytes: an Ed25519 key in DER
PROOF = r"^[0-9a-f]{64}$"
PAYMENT_ID = r"^[0-9A-HJKMNP-TV-Z]{26}$"
_PLAIN = r"^[^\x00-\x1f\x7f]*$"  # one line of text: nothing that could forge a log line
_MOST = 2**53 - 1
_CARD_NUMBER = re.compile(r"\d(?:[ -]?\d){11,}")  # 12 digits or more, also written in groups
# A merchant's number has up to 15 digits (ISO 8583, field 42), and an amount is bounded by itself.
_MAY_BE_LONG = frozenset({"merchant_id", "amount_fen"})


def whole(value: object) -> object:
    """JSON knows one kind of number: 3.0 is the integer 3. Used for counters; money and keys stay strict."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _moment(text: str) -> str:
    """The text stays as it was sent (it is part of fingerprints); ValueError unless it is a time with an offset."""
    parse(text)
    return text


KioskId = Annotated[str, Field(pattern=KIOSK_ID)]
Moment = Annotated[str, Field(max_length=40, json_schema_extra={"format": "date-time"}), AfterValidator(_moment)]
Count = Annotated[int, Field(ge=0, le=_MOST), BeforeValidator(whole)]
Sequence = Annotated[int, Field(ge=1, le=_MOST)]
AccountKind = Literal["mobile", "broadband", "fixed", "contract"]


class _Request(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SessionRequest(_Request):
    """``terminal_key`` and ``token_proof`` go together; both are left out by a terminal whose key is bound."""

    software: Annotated[str, Field(max_length=100, pattern=_PLAIN)]
    terminal_key: Annotated[str, Field(pattern=KEY_LINE, description="SubjectPublicKeyInfo, base64")] | None = None
    token_proof: Annotated[str, Field(pattern=PROOF, description="HMAC-SHA-256, hex")] | None = None


class AccountReference(_Request):
    kind: AccountKind
    number: Annotated[str, Field(pattern=ACCOUNT_NUMBER)]


class Notes(_Request):
    denomination_fen: Annotated[int, Field(ge=1, le=1_000_000)]
    count: Annotated[int, Field(ge=1, le=10_000)]


def _no_card_number(card: Any) -> Any:
    """Before anything else looks at it, keys too: what may be a card number is refused and not repeated (PCI DSS 3.3)."""
    members = card.items() if isinstance(card, dict) else ()
    looked_at = [part for member in members if member[0] not in _MAY_BE_LONG for part in member]
    if any(_CARD_NUMBER.search(str(part)) for part in looked_at if isinstance(part, str | int)):
        raise ValueError("12 or more digits in a row may be a card number, which must not be sent; last4 is all there is")
    return card


class CardCharge(_Request):
    """A charge on a bank card, by the card terminal's own word. Texts are empty where the terminal does not say."""

    amount_fen: Annotated[int, Field(ge=1, le=99_999_999)]
    terminal_id: Annotated[str, Field(min_length=1, max_length=16, pattern=_PLAIN)]
    merchant_id: Annotated[str, Field(max_length=15, pattern=_PLAIN)]
    receipt: Annotated[str, Field(max_length=20, pattern=_PLAIN, description="with trace: which transaction it was")]
    trace: Annotated[str, Field(max_length=20, pattern=_PLAIN)]
    auth_code: Annotated[str, Field(max_length=20, pattern=_PLAIN)]
    last4: Annotated[str, Field(pattern=r"^[0-9]{0,4}$", description="the card number's last digits, never more")]
    card_name: Annotated[str, Field(max_length=40, pattern=_PLAIN)]

    _never_a_card_number = model_validator(mode="before")(_no_card_number)

    @model_validator(mode="after")
    def _names_its_transaction(self) -> Self:
        if not self.receipt and not self.trace:
            raise ValueError("receipt and trace are both empty: nobody could tell which transaction it was")
        return self


class PaymentRequest(_Request):
    """Everything but ``offline`` is frozen when the payment is accepted and makes the fingerprint."""

    kiosk_id: KioskId
    kiosk_seq: Sequence
    visit_id: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
    account: AccountReference
    amount_fen: Annotated[int, Field(ge=1, le=99_999_999, description="the sum of the notes and the card's charge")]
    tender: Annotated[Literal["cash", "card", "mixed"], Field(description="which of notes and card there are; mixed: both")]
    notes: Annotated[list[Notes], Field(max_length=50, description="empty only with a card")]
    card: CardCharge | None = None
    accepted_at: Moment
    language: Literal["zh_CN", "en"]
    offline: bool


class BatchItem(_Request):
    """Only the envelope is checked as a whole: an item that is no payment gets its own 422 and spoils no other."""

    idempotency_key: Annotated[str, Field(max_length=64, description="K0001-123, without quotes")]
    payment: Annotated[
        dict[str, Any],
        Field(json_schema_extra={"anyOf": [{"$ref": "#/components/schemas/PaymentRequest"}, {"type": "object"}]}),
    ]


class BatchRequest(_Request):
    items: Annotated[list[BatchItem], Field(min_length=1, max_length=100)]


class HandsetSettings(_Request):
    delay_seconds: Annotated[float, Field(ge=0, le=8)] | None = None
    lose_next: Annotated[int, Field(ge=0, le=1000), BeforeValidator(whole)] | None = None


class BillingSettings(_Request):
    delay_seconds: Annotated[float, Field(ge=0, le=8)] | None = None
    mode: Literal["normal", "down", "lose_answer", "reject"] | None = None


# ---- answers -----------------------------------------------------------------------------------------------------------


_if_any: Any = Field(default=None, exclude_if=lambda value: value is None)  # left out, not null


class Problem(BaseModel):
    """RFC 9457. The last part of ``type`` says what it is."""

    type: str
    title: str
    status: int
    detail: str
    reason: str | None = _if_any
    retry_after_seconds: int | None = _if_any
    payment_id: str | None = _if_any
    server_time: str | None = _if_any
    tries_left: int | None = _if_any
    locked_until: str | None = _if_any
    centre_key: str | None = _if_any
    centre_proof: str | None = _if_any
    errors: list[dict[str, str]] | None = _if_any


class SessionAnswer(BaseModel):
    """``centre_key`` and ``centre_proof`` only for a terminal that proved its token."""

    server_time: str
    highest_kiosk_seq: int
    journal_count: int
    journal_head: str
    centre_key: str | None = _if_any
    centre_proof: str | None = _if_any


class Restriction(BaseModel):
    reason: str
    until: str | None


class AccountAnswer(BaseModel):
    masked_name: str
    balance_fen: int
    arrears_fen: int
    tier: str
    service_state: LineState
    restriction: Restriction | None
    sms_reachable: bool
    as_of: str


class SmsProgress(BaseModel):
    state: Literal[
        "ready",
        "submitting",
        "unknown",
        "submitted",
        "delivered",
        "failed",
        "refused",
        "undeliverable_until_reopened",
    ]
    delivered_at: str | None


class ServiceProgress(BaseModel):
    state: LineState
    reopening: Literal["not_needed", "pending", "reopened", "late"]
    reopened_at: str | None


class InvoiceCode(BaseModel):
    """As it is printed; a hall exchanges it for an invoice, once. It never changes, also when that is done."""

    code: str
    qr: str


class PaymentAnswer(BaseModel):
    payment_id: str
    kiosk_id: str
    kiosk_seq: int
    amount_fen: int
    status: Literal["received", "posting", "posted", "rejected", "in_doubt"]
    version: int
    receipt_number: str | None
    received_at: str
    posted_at: str | None
    balance_after_fen: int | None
    sms: SmsProgress | None
    service: ServiceProgress | None
    invoice: InvoiceCode | None
    problem: Problem | None = _if_any


class BatchItemAnswer(BaseModel):
    idempotency_key: str
    status: int
    payment: PaymentAnswer | None = _if_any
    problem: Problem | None = _if_any


class BatchAnswer(BaseModel):
    items: list[BatchItemAnswer]


class PaymentList(BaseModel):
    items: list[PaymentAnswer]
    next_cursor: str | None
    highest_kiosk_seq: int


class HandsetMessage(BaseModel):
    id: int
    to: str
    text: str
    delivered_at: str


class Handset(BaseModel):
    messages: list[HandsetMessage]


class Health(BaseModel):
    status: Literal["ok"]
