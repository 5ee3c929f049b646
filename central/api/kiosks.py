"""Enrolment and heartbeat."""

from typing import Annotated

from fastapi import APIRouter, Path

from central.api.errors import documented
from central.api.security import CentreHere, EnrolmentToken, KioskOfPath
from central.schemas import KIOSK_ID, HeartbeatAnswer, HeartbeatRequest, SessionAnswer, SessionRequest
from central.times import render

router = APIRouter(prefix="/v1/kiosks", tags=["kiosks"])
_KioskPath = Annotated[str, Path(pattern=KIOSK_ID)]
_REFUSALS = ("unauthorized", "kiosk-disabled", "invalid-request", "body-too-large")


@router.post(
    "/{kiosk_id}/sessions",
    status_code=201,
    responses=documented(*_REFUSALS, "enrolment-refused", "clock-skew", "nonce-reused"),
)
def open_session(kiosk_id: _KioskPath, body: SessionRequest, token: EnrolmentToken, centre: CentreHere) -> SessionAnswer:
    """Enrol: an enrolment token and a fresh nonce for a session token."""
    session = centre.enrolment.open_session(kiosk_id, token, body.nonce, body.sent_at, body.software)
    return SessionAnswer(
        session_token=session.token,
        expires_at=render(session.expires_at),
        server_time=render(session.server_time),
        highest_kiosk_seq=session.highest_kiosk_seq,
    )


@router.put(
    "/{kiosk_id}/heartbeat",
    responses=documented(*_REFUSALS, "session-expired", "kiosk-mismatch"),
)
def heartbeat(body: HeartbeatRequest, kiosk: KioskOfPath, centre: CentreHere) -> HeartbeatAnswer:
    """The last state of the terminal and the head of its journal."""
    etag = centre.heartbeats.store(kiosk, body.model_dump())
    # Remote commands are not part of this release: there is never one to fetch.
    return HeartbeatAnswer(server_time=render(centre.now()), config_etag=etag, commands_pending=0)
