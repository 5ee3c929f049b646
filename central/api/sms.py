"""Delivery receipts of the SMS gateway. Kannel calls by GET; both methods are accepted (central-api.md 2 and 4.2)."""

from typing import Annotated

from fastapi import APIRouter, Query

from central.api.errors import documented
from central.api.security import CentreHere
from central.problems import ProblemError
from central.schemas import Health

router = APIRouter(prefix="/v1/sms", tags=["sms"])

_Id = Annotated[int, Query(ge=1, le=2**53 - 1, description="outbox id")]
_Token = Annotated[str, Query(pattern=r"^[0-9A-Za-z_-]{1,64}$", description="the submission's own secret")]
_Type = Annotated[int, Query(ge=1, le=255, description="bits: 1 delivered, 2 failed, 4 buffered, 8 accepted, 16 refused")]


@router.get("/dlr", responses=documented("receipt-refused", "invalid-request"), operation_id="sms_receipt_get")
@router.post("/dlr", responses=documented("receipt-refused", "invalid-request"), operation_id="sms_receipt_post")
def receipt(id: _Id, token: _Token, type: _Type, centre: CentreHere) -> Health:  # noqa: A002 (the gateway's words)
    """One receipt; the same receipt again changes nothing."""
    if not centre.outbox.receive(id, token, type):
        raise ProblemError("receipt-refused", "this token belongs to no submission of this message")
    return Health(status="ok")
