"""What can go wrong, as RFC 9457 problems. Clients decide by the last part of ``type`` (central-api.md 3)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

TYPE_BASE = "https://telecom-hall.example/problems/"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    status: int
    title: str


KINDS: dict[str, ProblemKind] = {
    "idempotency-key-missing": ProblemKind(400, "The Idempotency-Key header is missing"),
    "signature-invalid": ProblemKind(401, "The request is not signed by this terminal's key"),
    "not-enrolled": ProblemKind(401, "No key is bound for this terminal; enrol it"),
    "enrolment-refused": ProblemKind(401, "The enrolment token is not valid for this terminal"),
    "clock-skew": ProblemKind(401, "The terminal's clock is too far from the centre's"),
    "nonce-reused": ProblemKind(401, "This request was heard before"),
    "key-mismatch": ProblemKind(403, "Another key is bound for this terminal"),
    "kiosk-disabled": ProblemKind(403, "This terminal is switched off at the centre"),
    "kiosk-mismatch": ProblemKind(403, "The request is signed by another terminal"),
    "account-restricted": ProblemKind(403, "Nothing can be paid to this account"),
    "secret-wrong": ProblemKind(403, "The code or the password is wrong"),
    "account-locked": ProblemKind(403, "Too many wrong tries for this number"),
    "password-refused": ProblemKind(403, "A password that is easy to guess opens nothing; it must be changed first"),
    "visit-token-invalid": ProblemKind(403, "The visit's token opens nothing here"),
    "visit-expired": ProblemKind(403, "The visit's token has ended; ask for a code or the password again"),
    "scope-missing": ProblemKind(403, "This needs one more proof"),
    "reprint-limit": ProblemKind(403, "This receipt was printed again too often"),
    "not-a-test-number": ProblemKind(403, "This number is not there for tests"),
    "metrics-refused": ProblemKind(403, "The metrics are not for this caller"),
    "receipt-refused": ProblemKind(403, "The delivery receipt's token is not valid"),
    "account-not-found": ProblemKind(404, "There is no such account"),
    "challenge-not-found": ProblemKind(404, "There is no such challenge of this visit"),
    "month-not-found": ProblemKind(404, "There is no such month to be asked for"),
    "payment-not-found": ProblemKind(404, "There is no such payment of this terminal"),
    "slip-not-found": ProblemKind(404, "There is no such receipt"),
    "approval-not-found": ProblemKind(404, "There is no such request of this terminal"),
    "command-not-found": ProblemKind(404, "There is no such command for this terminal"),
    "staff-not-found": ProblemKind(404, "There is nobody with this id at this terminal's hall"),
    "not-found": ProblemKind(404, "There is nothing at this address"),
    "method-not-allowed": ProblemKind(405, "This address does not know this method"),
    "payment-in-progress": ProblemKind(409, "The payment is being posted at this moment"),
    "approval-differs": ProblemKind(409, "This id asked for something else before"),
    "collection-differs": ProblemKind(409, "This collection was told otherwise before"),
    "no-number": ProblemKind(409, "The centre has no phone number of this person"),
    "challenge-over": ProblemKind(409, "The challenge is used, expired, or was tried too often"),
    "body-too-large": ProblemKind(413, "The body is too large"),
    "card-charge-duplicate": ProblemKind(422, "Another payment has brought this card charge"),
    "amount-limit": ProblemKind(422, "The amount is above the limit for one payment"),
    "idempotency-mismatch": ProblemKind(422, "This key was used for another payment"),
    "billing-rejected": ProblemKind(422, "The billing system refused the posting"),
    "invalid-request": ProblemKind(422, "The request is not what the contract says"),
    "rate-limited": ProblemKind(429, "Too many requests of this kind"),
    "internal-error": ProblemKind(500, "The centre made a mistake; nothing is lost, ask again"),
    "bss-unavailable": ProblemKind(503, "The billing system can't be reached"),
}


class ProblemError(Exception):
    """Raised anywhere below the routes; becomes the answer. ``more`` holds extension members (RFC 9457, 3.2)."""

    def __init__(self, kind: str, detail: str, *, retry_after: int | None = None, **more: Any) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.more = more

    @property
    def status(self) -> int:
        return KINDS[self.kind].status

    def document(self) -> dict[str, Any]:
        """The problem document."""
        body: dict[str, Any] = {
            "type": TYPE_BASE + self.kind,
            "title": KINDS[self.kind].title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.retry_after is not None:
            body["retry_after_seconds"] = self.retry_after
        return body | {name: value for name, value in self.more.items() if value is not None}

    def headers(self) -> dict[str, str]:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Signature"
        return headers
