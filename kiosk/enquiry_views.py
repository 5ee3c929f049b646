"""What the pages of asking show: one frozen value each, names already in the visitor's language, amounts in fen.

``kiosk.views`` gives them on. A page that has an answer and waits for another keeps showing what it has, and is ``busy``.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.enquiry import ProofMethod
from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.paper import COLUMNS, Document
from kiosk.visit_types import Service


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """A service under the name that the catalogue gives it."""

    service: Service
    name: str


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    name: str
    keys: tuple[ServiceKey, ...]


@dataclass(frozen=True, slots=True)
class MenuView:
    """Every service there is, by class. ``problem``: why only paying is possible now."""

    groups: tuple[ServiceGroup, ...]
    problem: Message | None = None
    greeting: str = ""  # to a customer of a known tier, once it is proved whose number it is


@dataclass(frozen=True, slots=True)
class ProofView:
    """How to prove whose number it is: each method, and why it can't be used (None: it can; ``given``: it was already)."""

    service: str  # what was asked for, by name
    masked_number: str
    both: bool  # this service needs both proofs
    password: Message | None
    sms: Message | None
    given: ProofMethod | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class SecretView:
    """The keypad for a password or a code; what was typed is only counted. ``opening``: a code is on its way."""

    method: ProofMethod
    masked_number: str
    typed: int
    digits: int  # as many as are needed
    opening: bool = False
    busy: bool = False
    can_resend: bool = False
    ends: str = ""  # name of the subscription that this code ends; empty: it opens the visit's questions
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class AskingView:
    """Waiting for the first answer, or (``problem``) there is none: then *try again* is offered."""

    title: str
    masked_number: str
    problem: Message | None = None
    can_retry: bool = False
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A named sum; ``note`` says more where there is more to say: a provider, an end date as RFC 3339."""

    name: str
    amount: Fen
    note: str = ""


@dataclass(frozen=True, slots=True)
class RestrictionLine:
    """Cannot do ``what`` until ``until`` because ``reason`` (F18)."""

    what: str
    reason: str
    until: str  # RFC 3339
    earlier: str = ""  # what ends it sooner


@dataclass(frozen=True, slots=True)
class BalanceView:
    """What is on the account in parts, and what each service cost this month (F15)."""

    title: str
    masked_number: str
    balance: Fen
    arrears: Fen
    principal: Fen
    granted: tuple[Line, ...]  # ``note``: until when
    charges: tuple[Line, ...]
    charged: Fen
    restrictions: tuple[RestrictionLine, ...]
    as_of: str
    can_pay: bool
    can_print: bool
    credit_limit: Fen | None = None  # what may be owed before the line is stopped; None: not known
    care: Message | None = None  # how the customer is told before that
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class BillGroup:
    name: str
    amount: Fen
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month of the picture: how much by kind, bottom up, in the order of ``BillView.kinds``."""

    month: str  # 2026-10
    total: Fen
    parts: tuple[Fen, ...]
    closed: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class BillView:
    """One month's bill: three kinds of charges kept apart (F27), beside a picture of the months (F26)."""

    title: str
    masked_number: str
    month: str
    closed: bool
    plan: str
    own: tuple[BillGroup, ...]
    own_total: Fen
    third_party: tuple[Line, ...]  # ``note``: for whom it is collected
    third_party_total: Fen
    adjustments: tuple[Line, ...]
    adjusted: Fen
    total: Fen
    volume_kb: int
    raw_bytes: int
    call_seconds: int
    messages: int
    as_of: str
    kinds: tuple[str, ...]
    bars: tuple[MonthBar, ...]
    months: tuple[str, ...]  # that can be chosen on this page; empty on the page of the running month
    can_pay: bool
    can_print: bool
    busy: bool = False
    problem: Message | None = None
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class DetailRow:
    at: str  # RFC 3339
    name: str
    counterpart: str
    place: str
    seconds: int
    volume_kb: int
    amount: Fen


@dataclass(frozen=True, slots=True)
class CategoryKey:
    code: str  # empty: every kind, which the screen names
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DetailsView:
    """One page of records: ``first``..``last`` of ``found``, which together cost ``found_amount``."""

    title: str
    masked_number: str
    month: str
    months: tuple[str, ...]  # empty on the page of the running month
    categories: tuple[CategoryKey, ...]
    day: str  # 2026-10-15; empty: the whole month
    rows: tuple[DetailRow, ...]
    first: int
    last: int
    found: int
    found_amount: Fen
    as_of: str
    has_previous: bool
    has_next: bool
    can_print: bool
    busy: bool = False
    problem: Message | None = None
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    at: str  # RFC 3339
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class PointsView:
    title: str
    masked_number: str
    points: int
    expiring: int
    expires_at: str  # RFC 3339
    exchanges: tuple[ExchangeLine, ...]
    as_of: str
    can_print: bool
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class PastPaymentLine:
    at: str  # RFC 3339
    channel: str
    amount: Fen
    receipt: str = ""  # id of the payment whose receipt can be printed again; empty: there is none


@dataclass(frozen=True, slots=True)
class PaymentsView:
    title: str
    masked_number: str
    payments: tuple[PastPaymentLine, ...]
    can_print: bool
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    code: str
    name: str
    provider: str
    monthly: Fen
    since: str  # RFC 3339


@dataclass(frozen=True, slots=True)
class SubscriptionsView:
    """``done`` and ``nothing``: the two distinct results of an unsubscription, with the name (F17)."""

    title: str
    masked_number: str
    subscriptions: tuple[SubscriptionLine, ...]
    done: Message | None = None
    nothing: Message | None = None
    problem: Message | None = None  # why this is the old list, or why another could not be fetched
    busy: bool = False
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class EndSubscriptionView:
    """Is that meant? What it costs, and that a code comes by SMS before anything ends (F16)."""

    masked_number: str
    subscription: SubscriptionLine
    sms: Message | None = None  # why no code can be sent; None: it can
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class RestrictionsView:
    title: str
    masked_number: str
    restrictions: tuple[RestrictionLine, ...]
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptNumberView:
    """The keypad for the number of a receipt. ``problem``: what can't be right about it, or what the centre said."""

    typed: str  # without the dash
    digits_only: bool  # the day is being typed
    complete: bool
    busy: bool = False
    problem: Message | None = None


class PaperStep(StrEnum):
    SHOWN = "shown"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    DRAWN_BACK = "drawn_back"  # printed, not taken, inside the printer again


@dataclass(frozen=True, slots=True)
class PreviewView:
    """The paper before it is printed. ``problem``: why it can't be, or was not."""

    document: Document
    step: PaperStep
    problem: Message | None = None
    left_out: int = 0  # records that do not fit on one slip: said before paper is spent
    columns: int = COLUMNS[80]  # of the paper in this terminal
    can_print: bool = True  # unless it is out or on its way, or the printer can't now


SheetView = BalanceView | BillView | DetailsView | PointsView | PaymentsView | SubscriptionsView | RestrictionsView
"""A page that shows an answer."""

EnquiryBody = (
    MenuView | ProofView | SecretView | AskingView | SheetView | EndSubscriptionView | ReceiptNumberView | PreviewView
)
