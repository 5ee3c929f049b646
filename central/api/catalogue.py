"""The menu as data, and the quick lane of a number (F12, F14, F20)."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskOfPath
from central.api.visit_guard import QUERY_REFUSALS, MayAskBalance
from central.catalogue_answers import ConfigAnswer, QuickLaneAnswer, config_answer, hall_lane

router = APIRouter(prefix="/v1", tags=["catalogue"])
ETAG = r'^"[0-9a-f]{16}"$'
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "The terminal has it already"}}


@router.get(
    "/config/{kiosk_id}",
    response_model=ConfigAnswer,
    responses=_UNCHANGED | documented(*REFUSALS, "kiosk-mismatch", "invalid-request"),
)
def config(
    kiosk: KioskOfPath,
    centre: CentreHere,
    if_none_match: Annotated[str | None, Header(pattern=ETAG, description="the ETag that is known")] = None,
) -> Response:
    """Classes, services, the hall's quick lane and hours, names of categories, tiers. 304 if the etag is still the same."""
    answer = config_answer(*centre.catalogues.for_kiosk(kiosk))
    etag = {"ETag": f'"{answer.etag}"'}
    if if_none_match == etag["ETag"]:
        return Response(status_code=304, headers=etag, media_type="application/json")
    return JSONResponse(answer.model_dump(by_alias=True), headers=etag)


@router.get("/accounts/{number}/quick-lane", responses=documented(*QUERY_REFUSALS))
def quick_lane(asked: MayAskBalance) -> QuickLaneAnswer:
    """What this number came for most, at most three, and the hall's own lane."""
    _, catalogue, hall, *_ = asked.centre.catalogues.for_kiosk(asked.visit.kiosk_id)
    available = [service.code for service in catalogue.services if service.available]
    own = asked.centre.service_use.top(asked.account.kind, asked.account.number, available)
    return QuickLaneAnswer(own=own, hall=hall_lane(catalogue, hall))
