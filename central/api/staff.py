"""Who may work at a terminal, and new PINs from there (contract, Staff)."""

import base64
from typing import Annotated

from fastapi import APIRouter, Path

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskOfPath
from central.service_schemas import KeptAnswer
from central.staff import STAFF_ID
from central.staff_schemas import PersonAnswer, PinRequest, StaffAnswer
from central.times import parse

router = APIRouter(prefix="/v1/kiosks/{kiosk_id}/staff", tags=["staff"])


@router.get("", responses=documented(*REFUSALS, "kiosk-mismatch", "invalid-request"))
def people(kiosk: KioskOfPath, centre: CentreHere) -> StaffAnswer:
    """The people of this terminal's hall, and the key of its offline approvals; to be asked when ``staff_etag`` is new."""
    etag, found = centre.staff.at_terminal(kiosk)
    key = base64.b64encode(centre.approvals.key_for(kiosk)).decode("ascii")
    return StaffAnswer(etag=etag, approval_key=key, people=[PersonAnswer(**person) for person in found])


@router.put(
    "/{staff_id}/pin",
    responses=documented(*REFUSALS, "kiosk-mismatch", "staff-not-found", "invalid-request", "body-too-large"),
)
def new_pin(
    staff_id: Annotated[str, Path(pattern=STAFF_ID)], body: PinRequest, kiosk: KioskOfPath, centre: CentreHere
) -> KeptAnswer:
    """A PIN was changed at the terminal; the newest counts, at all terminals."""
    centre.staff.pin_changed(kiosk, staff_id, body.pin_hash, parse(body.changed_at))
    return KeptAnswer(status="kept")
