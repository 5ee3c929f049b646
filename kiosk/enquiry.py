"""Who asks, and how they prove it (docs/central-contract.md, Authentication of a visit). Paying needs none of this."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from kiosk.accounts import AccountRef
from kiosk.catalogue import Scope
from kiosk.enquiry_answers import Moment

SECRET_DIGITS: Final = 6  # of a code and of a service password


class ProofMethod(StrEnum):
    SERVICE_PASSWORD = "service_password"  # noqa: S105 (a name)
    SMS_CODE = "sms_code"


class Challenge(msgspec.Struct, frozen=True):
    """What the centre wants to be told. The same for every number, whether or not it has an owner."""

    challenge_id: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}\Z")]
    method: ProofMethod
    tries_left: Annotated[int, msgspec.Meta(ge=0, le=100)]
    expires_at: Moment
    resend_after_seconds: Annotated[int, msgspec.Meta(ge=0, le=86400)] | None


class VisitToken(msgspec.Struct, frozen=True, rename={"token": "visit_token"}):
    """The right to ask about one account during one visit; ends with it."""

    token: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{43}\Z")]
    scopes: frozenset[Scope]
    methods: frozenset[ProofMethod]
    expires_at: Moment

    def __repr__(self) -> str:
        return f"VisitToken(scopes={sorted(self.scopes)})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who has proved, at least once, whose number it is."""

    visit_id: str
    account: AccountRef
    token: str = field(repr=False)


class EnquiryProblem(StrEnum):
    """Why a question has no answer; each is said in plain words with what to do."""

    SECRET_WRONG = "secret_wrong"  # noqa: S105 (a name)
    LOCKED = "account_locked"
    PASSWORD_REFUSED = "password_refused"  # noqa: S105 (a name)
    TOKEN_OVER = "token_over"  # noqa: S105 (the visit's right to ask has ended: prove again)
    SCOPE_MISSING = "scope_missing"  # the other proof is needed as well
    CHALLENGE_OVER = "challenge_over"
    RATE_LIMITED = "asked_too_often"
    NOT_KEPT = "month_not_kept"
    NO_SUCH_RECEIPT = "no_such_receipt"
    COPIES_USED_UP = "copies_used_up"
    ACCOUNT_REFUSED = "account_refused"
    CLOCK_WRONG = "terminal_clock_wrong"
    TERMINAL_REFUSED = "terminal_refused"  # nobody's question is answered here until a person has mended that
    SILENT = "centre_silent"  # no usable answer: nobody knows


@dataclass(frozen=True, slots=True)
class EnquiryRefused:
    problem: EnquiryProblem
    tries_left: int | None = None
    locked_until: str = ""  # RFC 3339
    retry_after_s: float | None = None
    reason: str = ""  # for the log


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """Every right of that visit is worth nothing from now on."""
