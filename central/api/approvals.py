"""A second person's approval, as the terminal asks for it (field.md X12)."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from central.api.errors import documented
from central.api.long_poll import wait_for_change
from central.api.security import REFUSALS, CentreHere, KioskHere, KioskOfPayment, same_kiosk
from central.approvals import Approval
from central.operation_schemas import ULID, ApprovalAnswer, ApprovalRequest
from central.problems import ProblemError

router = APIRouter(prefix="/v1/approvals", tags=["staff"])
_REFUSED = (*REFUSALS, "invalid-request", "body-too-large")
_ASKED_BEFORE: dict[int | str, dict[str, Any]] = {
    200: {"model": ApprovalAnswer, "description": "Asked before; this is what became of it"}
}


@router.post("", status_code=201, responses=_ASKED_BEFORE | documented(*_REFUSED, "kiosk-mismatch", "approval-differs"))
def ask(body: ApprovalRequest, kiosk: KioskOfPayment, centre: CentreHere, response: Response) -> ApprovalAnswer:
    """Ask for a second person; whoever has the role in this hall decides on the hall page, never the one who asked."""
    same_kiosk(kiosk, body.kiosk_id)
    asked, is_new = centre.approvals.ask(body.approval_id, kiosk, body.act, what=body.what, fen=body.fen, by=body.by)
    response.status_code = 201 if is_new else 200
    return _answer(asked)


@router.get("/{approval_id}", responses=documented(*_REFUSED, "approval-not-found"))
async def follow(
    approval_id: Annotated[str, Path(pattern=ULID)],
    kiosk: KioskHere,
    centre: CentreHere,
    wait: Annotated[float, Query(ge=0, le=10, description="seconds")] = 0,
) -> ApprovalAnswer:
    """Long poll: answers as soon as somebody has decided, or after ``wait`` seconds."""

    def decided(found: Approval | None) -> bool:
        return found is None or found.kiosk_id != kiosk or found.state != "open"

    def read() -> Approval | None:
        return centre.approvals.read(approval_id)

    found = await wait_for_change(centre.changes, approval_id, wait, read, decided)
    if found is None or found.kiosk_id != kiosk:
        raise ProblemError("approval-not-found", "there is no request with this id of this terminal")
    return _answer(found)


def _answer(approval: Approval) -> ApprovalAnswer:
    return ApprovalAnswer(approval_id=approval.approval_id, state=approval.state, by=approval.decided_by)
