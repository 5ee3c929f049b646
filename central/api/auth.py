"""Authentication of a visit: ask, answer, end (F7 to F10). Paying needs none of it."""

from typing import Annotated

from fastapi import APIRouter, Header, Path

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskHere, reaching_billing
from central.auth_rules import CODE_DIGITS, METHODS, SMS_CODE, scopes_of
from central.auth_schemas import (
    CHALLENGE_ID,
    VISIT_TOKEN,
    ChallengeAnswer,
    ChallengeRequest,
    VerifyRequest,
    VisitEndAnswer,
    VisitEndRequest,
    VisitTokenAnswer,
)
from central.challenges import VISIT
from central.problems import ProblemError
from central.times import render
from central.visits import Visit

router = APIRouter(prefix="/v1/auth", tags=["authentication"])
_REFUSED = (*REFUSALS, "invalid-request", "body-too-large", "account-locked", "rate-limited")


@router.post("/challenges", status_code=201, responses=documented(*_REFUSED, "bss-unavailable"))
def open_challenge(body: ChallengeRequest, kiosk: KioskHere, centre: CentreHere) -> ChallengeAnswer:
    """Ask for a code or the service password. The answer is the same whether or not there is such a customer."""
    centre.throttle.admit(challenges=kiosk)
    purpose = VISIT if body.unsubscribe is None else f"unsubscribe:{body.unsubscribe}"
    if body.unsubscribe is not None and body.method != SMS_CODE:
        raise ProblemError("invalid-request", "body.method: the end of a subscription is confirmed by sms_code")
    visit = Visit(kiosk, body.visit_id, body.account.kind, body.account.number)
    with reaching_billing(centre):
        opened = centre.challenges.open(visit, body.method, body.language, purpose)
    settings = centre.settings
    return ChallengeAnswer(
        challenge_id=opened.challenge_id,
        method=body.method,
        digits=CODE_DIGITS,
        tries_left=settings.challenge_tries,
        expires_at=render(opened.expires_at),
        resend_after_seconds=settings.code_pause_seconds if body.method == SMS_CODE else None,
    )


@router.post(
    "/challenges/{challenge_id}/verify",
    responses=documented(
        *_REFUSED,
        "secret-wrong",
        "password-refused",
        "visit-token-invalid",
        "visit-expired",
        "challenge-not-found",
        "challenge-over",
    ),
)
def verify(
    challenge_id: Annotated[str, Path(pattern=CHALLENGE_ID)],
    body: VerifyRequest,
    kiosk: KioskHere,
    centre: CentreHere,
    visit_token: Annotated[
        str | None, Header(pattern=VISIT_TOKEN, description="of the first proof: the new token has both")
    ] = None,
) -> VisitTokenAnswer:
    """The customer's answer. A right one gives the visit a token; an earlier one of the visit ends."""
    centre.throttle.admit(answers=kiosk)
    granted = centre.challenges.verify((kiosk, body.visit_id), challenge_id, body.secret, visit_token)
    return VisitTokenAnswer(
        visit_token=granted.token,
        scopes=scopes_of(granted.methods),
        methods=[method for method in METHODS if method in granted.methods],
        expires_at=render(granted.expires_at),
    )


@router.post("/visits/end", responses=documented(*REFUSALS, "invalid-request", "body-too-large"))
def end_visit(body: VisitEndRequest, kiosk: KioskHere, centre: CentreHere) -> VisitEndAnswer:
    """The customer has gone: tokens and open challenges of the visit are worth nothing any more. May be repeated."""
    centre.visits.end(kiosk, body.visit_id)
    return VisitEndAnswer(status="ended")
