"""Inventory, events and daily reports of a terminal (docs/central-contract.md, Health of terminals)."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskOfPath
from central.events import Event
from central.health_schemas import DailyReportRequest, EventsAnswer, EventsRequest, InventoryRequest
from central.service_schemas import KeptAnswer
from central.times import parse

router = APIRouter(prefix="/v1/kiosks/{kiosk_id}", tags=["health of terminals"])
_REFUSED = documented(*REFUSALS, "kiosk-mismatch", "invalid-request", "body-too-large")
_KNOWN: dict[int | str, dict[str, Any]] = {
    200: {"model": KeptAnswer, "description": "This revision was here already; it stays as it was"}
}


@router.put("/inventory", responses=_REFUSED)
def inventory(body: InventoryRequest, kiosk: KioskOfPath, centre: CentreHere) -> KeptAnswer:
    """What the terminal is made of, at each start and when something in it changed."""
    centre.inventories.store(kiosk, parse(body.at), body.model_dump())
    return KeptAnswer(status="kept")


@router.post("/events", responses=_REFUSED)
def events(body: EventsRequest, kiosk: KioskOfPath, centre: CentreHere) -> EventsAnswer:
    """Each is known by its number: told again, kept once. The answer says which numbers are not here yet."""
    told = [Event(**item.model_dump() | {"at": parse(item.at)}) for item in body.items]
    kept = centre.events.store(kiosk, told)
    return EventsAnswer(new=kept.new, next_expected_seq=kept.next_expected_seq, missing=kept.missing)


@router.post("/daily-reports", status_code=201, responses=_KNOWN | _REFUSED)
def daily_report(body: DailyReportRequest, kiosk: KioskOfPath, centre: CentreHere, response: Response) -> KeptAnswer:
    """What the terminal itself counts for a day, to be held beside what the centre computes."""
    is_new = centre.inventories.report(kiosk, date.fromisoformat(body.date), body.revision, body.figures)
    response.status_code = 201 if is_new else 200
    return KeptAnswer(status="kept")
