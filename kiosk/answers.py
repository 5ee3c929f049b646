"""Reading the centre's answers. Pure: status, type and bytes in; a definite answer out, or None for *unknown*.

A definite answer must prove that it is the centre's and about our question: the right content type, the right shape, our
own key and amount. A captive portal, a cut body or an unlisted code proves nothing and is *unknown* (design.md 4.2d, 4.6).
"""

from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

import msgspec

from kiosk.central_answers import (
    AccountAnswer,
    AccountFound,
    AccountProblem,
    AccountRefused,
    CentreSilent,
    Contradicted,
    InvoiceCode,
    PaymentProgress,
    Posted,
    PostingAnswer,
    Refused,
)
from kiosk.money import Fen
from kiosk.visit_types import Reopening, ServiceState, SmsState

PROBLEM_TYPE = "application/problem+json"
JSON_TYPE = "application/json"

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]  # goes to the ledger, the screen and the paper

_Shape = TypeVar("_Shape")

# Problems of one payment that end it: the money is owed, or the centre contradicts us. Unlisted ones are unknown.
_DEFINITE: dict[tuple[int, str], type[Refused] | type[Contradicted]] = {
    (404, "account-not-found"): Refused,
    (403, "account-restricted"): Refused,
    (422, "amount-limit"): Refused,
    (422, "invalid-request"): Refused,
    (400, "invalid-request"): Refused,
    (422, "idempotency-mismatch"): Contradicted,
    (422, "card-charge-duplicate"): Contradicted,
}
# Another payment has brought this charge: taking it back would take that one's money (docs/central-contract.md).
_NEVER_A_REFUSAL = frozenset({name for (_, name), kind in _DEFINITE.items() if kind is Contradicted})
CLOCK_SKEW = "clock-skew"
NOT_ENROLLED = "not-enrolled"
SIGNATURE_INVALID = "signature-invalid"  # cured by a new session, unless the request was damaged on its way
KIOSK_PROBLEMS = frozenset(
    {"kiosk-disabled", "kiosk-mismatch", "key-mismatch", CLOCK_SKEW, NOT_ENROLLED, "enrolment-refused"}
)

_RESTRICTIONS = {
    "closed": AccountProblem.CLOSED,
    "ported_out": AccountProblem.PORTED_OUT,
    "recycled": AccountProblem.RECYCLED,
}
_SMS = {
    "ready": SmsState.WAITING,
    "submitting": SmsState.WAITING,
    "unknown": SmsState.WAITING,
    "submitted": SmsState.SENT,
    "delivered": SmsState.DELIVERED,
    "failed": SmsState.FAILED,
    "refused": SmsState.FAILED,
    "undeliverable_until_reopened": SmsState.UNDELIVERABLE,
}


# A figure outside these can't be believed, and no column or screen could hold it: its answer is unknown.
Amount = Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)]  # fen
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer, read whole within its limits."""

    status: int
    content_type: str
    body: bytes
    retry_after_s: float | None = None


class Problem(msgspec.Struct, frozen=True):
    """RFC 9457, as far as the terminal decides by it."""

    type: str = "about:blank"
    reason: str = ""
    server_time: str = ""  # of a clock-skew

    @property
    def name(self) -> str:
        """The last part of ``type``: ``idempotency-mismatch``. Of a length that can be shown and printed."""
        return self.type.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].rsplit("#", 1)[-1][:100]


class _Account(msgspec.Struct, frozen=True):
    masked_name: str
    balance_fen: Amount
    arrears_fen: Amount
    service_state: ServiceState
    sms_reachable: bool
    tier: str | None = None


class _Sms(msgspec.Struct, frozen=True):
    state: str


class _Service(msgspec.Struct, frozen=True):
    reopening: Reopening


class _Payment(msgspec.Struct, frozen=True):
    payment_id: _Name
    kiosk_id: str
    kiosk_seq: int
    amount_fen: Amount
    status: Literal["received", "posting", "posted", "rejected", "in_doubt"]
    version: Count
    sms: _Sms | None = None  # both only of a posted one
    service: _Service | None = None
    receipt_number: _Name | None = None
    posted_at: _Name | None = None
    balance_after_fen: Amount | None = None
    problem: Problem | None = None  # of a rejected one
    invoice: msgspec.Raw = msgspec.Raw(b"null")  # read by itself: a bad one must not put the money in doubt


class _Invoice(msgspec.Struct, frozen=True):
    code: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z-]{1,40}\Z")]
    qr: Annotated[str, msgspec.Meta(pattern=r"^[\x21-\x7e]{1,200}\Z")]


class BatchItem(msgspec.Struct, frozen=True):
    idempotency_key: str
    status: int
    payment: msgspec.Raw = msgspec.Raw(b"")  # read only once it is known whose answer it is
    problem: Problem | None = None


class _Batch(msgspec.Struct, frozen=True):
    items: list[BatchItem]


class Introduction(msgspec.Struct, frozen=True):
    """What an answer to an enrolment says of the centre itself, a problem too."""

    centre_key: str = ""
    centre_proof: str = ""


class SessionReply(msgspec.Struct, frozen=True):
    """What the centre remembers of this terminal."""

    server_time: str
    highest_kiosk_seq: Count
    journal_count: Count = 0  # the newest head of our journal that the centre has heard of; 0: none
    journal_head: str = ""  # its MAC, hex


class HeartbeatReply(msgspec.Struct, frozen=True):
    """What is new at the centre, by name; what to fetch because of it is the listeners' business."""

    server_time: Annotated[str, msgspec.Meta(min_length=1)]
    config_etag: Annotated[str, msgspec.Meta(max_length=100)] = ""
    staff_etag: Annotated[str, msgspec.Meta(max_length=100)] = ""
    commands_pending: Annotated[int, msgspec.Meta(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must name to be about our payment."""

    payment_id: str
    kiosk_id: str
    kiosk_seq: int
    amount: Fen


def decode(body: bytes, shape: type[_Shape]) -> _Shape:
    """``body`` as ``shape``. Raises ``ValueError`` whatever the bytes are, also for text that is no UTF-8 and for nests
    deeper than can be read."""
    try:
        return msgspec.json.decode(body.decode(), type=shape)  # msgspec alone does not look at the text of unknown keys
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def problem_of(reply: Reply) -> Problem | None:
    """The problem document of an error answer; None when it is none (a portal's page, a proxy's text, a cut body)."""
    if not reply.content_type.startswith(PROBLEM_TYPE):
        return None
    try:
        return decode(reply.body, Problem)
    except ValueError:
        return None


def read_account(reply: Reply) -> AccountAnswer:
    if reply.status == 200:
        try:
            account = decode_json(reply, _Account)
        except ValueError as error:
            return CentreSilent(f"the centre's answer to a look-up can't be read: {error}")
        if account.arrears_fen < 0 or account.balance_fen < 0:
            return CentreSilent("the centre's answer to a look-up has a negative amount")
        return AccountFound(
            masked_name=account.masked_name[:32],
            arrears=Fen(account.arrears_fen),
            balance=Fen(account.balance_fen),
            service_state=account.service_state,
            sms_reachable=account.sms_reachable,
            tier=account.tier or "",
        )
    problem = problem_of(reply)
    if problem is None:
        return CentreSilent(f"HTTP {reply.status} without a problem document")
    match reply.status, problem.name:
        case 404, "account-not-found":
            return AccountRefused(AccountProblem.NOT_FOUND)
        case 403, "account-restricted":
            return AccountRefused(_RESTRICTIONS.get(problem.reason, AccountProblem.RESTRICTED))
        case 429, "rate-limited":
            return AccountRefused(AccountProblem.RATE_LIMITED)
    return CentreSilent(f"HTTP {reply.status} {problem.name}")


def read_payment(body: bytes, expected: Expected) -> PostingAnswer | None:
    """A payment resource that names our key and amount and is settled; None while the centre itself does not know.

    A posted one without its receipt number, time or balance proves nothing: what is missing is not made up.
    """
    try:
        payment = decode(body, _Payment)
    except ValueError:
        return None
    ours = (payment.kiosk_id, payment.kiosk_seq, payment.amount_fen)
    if ours != (expected.kiosk_id, expected.kiosk_seq, expected.amount):
        return None
    if payment.status == "rejected":
        problem = payment.problem.name if payment.problem else "rejected"
        return Contradicted(problem) if problem in _NEVER_A_REFUSAL else Refused(problem)
    if payment.status != "posted" or payment.receipt_number is None or payment.posted_at is None:
        return None
    if payment.balance_after_fen is None:
        return None
    return Posted(
        central_id=payment.payment_id,
        receipt_number=payment.receipt_number,
        posted_at=payment.posted_at,
        balance_after=Fen(payment.balance_after_fen),
        progress=_progress(payment),
        invoice=_invoice(payment.invoice),
    )


def _invoice(body: msgspec.Raw) -> InvoiceCode | None:
    try:
        read = decode(bytes(body), _Invoice)
    except ValueError:
        return None
    return InvoiceCode(read.code, read.qr)


def read_progress(reply: Reply, central_id: str) -> PaymentProgress | None:
    """How far the payment is that the centre calls ``central_id``; None when the answer is about anything else."""
    if reply.status != 200:
        return None
    try:
        payment = decode_json(reply, _Payment)
    except ValueError:
        return None
    return _progress(payment) if payment.payment_id == central_id else None


def _progress(payment: _Payment) -> PaymentProgress:
    sms = _SMS.get(payment.sms.state, SmsState.WAITING) if payment.sms else SmsState.WAITING
    reopening = payment.service.reopening if payment.service else Reopening.NOT_NEEDED
    return PaymentProgress(payment.version, sms, reopening)


def read_heartbeat(reply: Reply) -> HeartbeatReply | None:
    """None: it was not the centre that answered, but a portal that says yes to everything."""
    if reply.status != 200:
        return None
    try:
        return decode_json(reply, HeartbeatReply)
    except ValueError:
        return None


def read_batch(reply: Reply) -> list[BatchItem] | None:
    """The items of a 207; None when it is no answer to a batch."""
    if reply.status != 207:
        return None
    try:
        return decode_json(reply, _Batch).items
    except ValueError:
        return None


def decode_json(reply: Reply, shape: type[_Shape]) -> _Shape:
    """The body of a JSON answer as ``shape``. Raises ``ValueError``."""
    if not reply.content_type.startswith(JSON_TYPE):
        raise ValueError(f"its type is {reply.content_type[:60]!r}")
    return decode(reply.body, shape)


def read_item(item: BatchItem, expected: Expected) -> PostingAnswer | None:
    """The definite answer to one payment of a batch, or None."""
    if item.status in (200, 201):
        return read_payment(bytes(item.payment), expected)
    if item.problem is None:
        return None
    verdict = _DEFINITE.get((item.status, item.problem.name))
    return verdict(item.problem.name) if verdict else None
