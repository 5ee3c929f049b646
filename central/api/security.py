"""Bearer tokens and the shared pieces of every route: the centre behind it, the terminal in front of it."""

from typing import Annotated, cast

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from central.centre import Centre
from central.problems import ProblemError

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
        raise ProblemError("kiosk-mismatch", f"this session is {session_kiosk_id}'s and can't speak for {named}")


def _token(credentials: HTTPAuthorizationCredentials | None) -> str:
    if credentials is None:
        raise ProblemError("unauthorized", "send Authorization: Bearer <token>")
    return credentials.credentials
