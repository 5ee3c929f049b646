"""What the centre can answer, as the core sees it. Only a definite answer is one of these; anything else is *unknown*."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.money import Fen
from kiosk.visit_types import Reopening, ServiceState, SmsState


class AccountProblem(StrEnum):
    """Why nothing can be paid to this number; each has its own plain answer on the screen (field.md X7)."""

    NOT_FOUND = "account_not_found"
    CLOSED = "account_closed"
    PORTED_OUT = "account_ported_out"
    RECYCLED = "account_recycled"
    RESTRICTED = "account_restricted"
    RATE_LIMITED = "rate_limited"


@dataclass(frozen=True, slots=True)
class AccountFound:
    masked_name: str  # e.g. "张*"; the full name never leaves the centre (F6)
    arrears: Fen  # what is owed, 0 or more
    balance: Fen  # credit on the account, 0 or more
    service_state: ServiceState
    sms_reachable: bool  # can this number receive an SMS now?
    tier: str = ""


@dataclass(frozen=True, slots=True)
class AccountRefused:
    problem: AccountProblem


@dataclass(frozen=True, slots=True)
class CentreSilent:
    """No usable answer within the time limit: we are offline as far as this call goes."""

    reason: str


AccountAnswer = AccountFound | AccountRefused | CentreSilent


@dataclass(frozen=True, slots=True)
class PaymentProgress:
    """SMS and reopening of a posted payment; ``version`` grows with every change at the centre."""

    version: int
    sms: SmsState
    reopening: Reopening


@dataclass(frozen=True, slots=True)
class InvoiceCode:
    """Printed on the receipt; a hall exchanges it for an invoice, once (features.md F30)."""

    code: str
    qr: str  # what the printed square holds


@dataclass(frozen=True, slots=True)
class Posted:
    """201, or 200 for a replay, with our own key and amount in it."""

    central_id: str
    receipt_number: str
    posted_at: str  # RFC 3339, the centre's clock
    balance_after: Fen  # negative while something is still owed
    progress: PaymentProgress
    invoice: InvoiceCode | None = None  # a centre may give none


@dataclass(frozen=True, slots=True)
class Refused:
    """A definite no for this payment: the money is owed to the customer, a person decides."""

    problem: str  # type of the problem document, e.g. "account-not-found"


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Same key, other content (422): the centre holds something else under our key. In doubt, a person decides."""

    problem: str


PostingAnswer = Posted | Refused | Contradicted


@dataclass(frozen=True, slots=True)
class BatchReply:
    """What came of one batch: a definite answer per payment, or None for *unknown*; and how the call itself went."""

    answers: dict[str, PostingAnswer | None]
    reachable: bool
    retry_after_s: float | None = None  # the centre's own wish (429, 503, 409)
    kiosk_refused: str | None = None  # the centre refuses this terminal itself: pause the queue, alarm
    reason: str = ""  # why something is unknown, for the log
