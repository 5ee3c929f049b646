"""Enrolment and heartbeat."""

from fastapi import APIRouter

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskOfPath
from central.health_schemas import HeartbeatAnswer, HeartbeatRequest
from central.schemas import SessionAnswer, SessionRequest
from central.times import render

router = APIRouter(prefix="/v1/kiosks", tags=["kiosks"])


@router.post(
    "/{kiosk_id}/sessions",
    status_code=201,
    responses=documented(
        *REFUSALS, "enrolment-refused", "key-mismatch", "kiosk-mismatch", "invalid-request", "body-too-large"
    ),
)
def open_session(body: SessionRequest, kiosk: KioskOfPath, centre: CentreHere) -> SessionAnswer:
    """Say hello: what does the centre remember of this terminal? The first one after `enrol` binds the terminal's key."""
    session, offer = centre.enrolment.open_session(kiosk, body.terminal_key, body.token_proof)
    return SessionAnswer(
        server_time=render(session.server_time),
        highest_kiosk_seq=session.highest_kiosk_seq,
        journal_count=session.journal_count,
        journal_head=session.journal_head,
        **centre.door.introduction(offer),
    )


@router.put(
    "/{kiosk_id}/heartbeat",
    responses=documented(*REFUSALS, "kiosk-mismatch", "invalid-request", "body-too-large"),
)
def heartbeat(body: HeartbeatRequest, kiosk: KioskOfPath, centre: CentreHere) -> HeartbeatAnswer:
    """The last state of the terminal and the head of its journal. The answer says what there is to fetch."""
    told = centre.heartbeats.store(kiosk, body.model_dump())
    return HeartbeatAnswer(
        server_time=render(centre.now()),
        config_etag=told.config_etag,
        staff_etag=told.staff_etag,
        commands_pending=told.commands_pending,
    )
