"""Bearer tokens and the shared pieces of every route: the centre behind it, the terminal in front of it."""

from typing import Annotated, cast

from fastapi import Depends, Path, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from central.centre import Centre
from central.problems import ProblemError
from central.schemas import KIOSK_ID

_enrolment_scheme = HTTPBearer(
    scheme_name="enrolment_token", description="Given out once for a terminal by `enrol`", auto_error=False
)
_session_scheme = HTTPBearer(
    scheme_name="session_token", description="From POST /v1/kiosks/{kiosk_id}/sessions", auto_error=False
)


def the_centre(request: Request) -> Centre:
    return cast(Centre, request.app.state.centre)


CentreHere = Annotated[Centre, Depends(the_centre)]


def enrolment_token(credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_enrolment_scheme)]) -> str:
    return _token(credentials)


def session_kiosk(
    centre: CentreHere, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_session_scheme)]
) -> str:
    """The terminal whose session it is; runs in a worker thread, since it asks the database."""
    return centre.enrolment.kiosk_of(_token(credentials))


KioskHere = Annotated[str, Depends(session_kiosk)]
EnrolmentToken = Annotated[str, Depends(enrolment_token)]


def same_kiosk(session_kiosk_id: str, named: str) -> None:
    """A terminal speaks for itself only. 403 ``kiosk-mismatch``."""
    if named != session_kiosk_id:
        raise ProblemError("kiosk-mismatch", f"this session is {session_kiosk_id}'s and can't speak for another")


def kiosk_of_path(kiosk_id: Annotated[str, Path(pattern=KIOSK_ID)], kiosk: KioskHere) -> str:
    """Runs before the body is looked at: who may not speak is told so, whatever was said."""
    same_kiosk(kiosk, kiosk_id)
    return kiosk


async def kiosk_of_payment(request: Request, kiosk: KioskHere) -> str:
    """The same for a payment's body, as far as it names a terminal at all; the rest is for its validation."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        return kiosk
    named = body.get("kiosk_id") if isinstance(body, dict) else None
    if isinstance(named, str):
        same_kiosk(kiosk, named)
    return kiosk


KioskOfPath = Annotated[str, Depends(kiosk_of_path)]
KioskOfPayment = Annotated[str, Depends(kiosk_of_payment)]


def _token(credentials: HTTPAuthorizationCredentials | None) -> str:
    if credentials is None:
        raise ProblemError("unauthorized", "send Authorization: Bearer <token>")
    return credentials.credentials
