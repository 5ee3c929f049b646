"""A text to the technician's own phone (contract, Staff)."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskOfPath
from central.auth_schemas import StrictBody
from central.staff import STAFF_ID

router = APIRouter(prefix="/v1/kiosks/{kiosk_id}/test-sms", tags=["staff"])


class TextRequest(StrictBody):
    staff_id: Annotated[str, Field(pattern=STAFF_ID)]


class TextAccepted(BaseModel):
    status: Literal["accepted"]


@router.post(
    "",
    status_code=202,
    responses=documented(
        *REFUSALS, "kiosk-mismatch", "staff-not-found", "no-number", "rate-limited", "invalid-request", "body-too-large"
    ),
)
def test_sms(body: TextRequest, kiosk: KioskOfPath, centre: CentreHere) -> TextAccepted:
    """To the phone that the centre has of this person; whether it arrived, the person sees."""
    centre.trial_texts.send(kiosk, body.staff_id)
    return TextAccepted(status="accepted")
