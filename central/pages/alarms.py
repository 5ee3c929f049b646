"""Alarms of a hall: what stands, who was told, who has seen it (features.md F52)."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import select

from central.centre import Centre
from central.health_tables import alarms as table
from central.pages.answers import see
from central.pages.visitor import Form, PageError, Visitor, hall_address, of_query, on_page
from central.staff_rights import EVERY_HALL

router = APIRouter()
_HISTORY: Final = 30


def of_alarm(centre: Centre, named: Mapping[str, str]) -> str:
    """What is about every hall belongs to who is there for every hall."""
    with centre.database.read() as connection:
        hall = connection.scalar(select(table.c.hall).where(table.c.alarm_id == named["alarm_id"]))
    return EVERY_HALL if hall == "" else hall or ""


@router.get("/alarms")
def alarms(visitor: Annotated[Visitor, on_page("alarms", of_query)]) -> Response:
    book = visitor.centre.alarms
    ended = select(table).where(table.c.hall == visitor.hall, table.c.cleared_at.is_not(None))
    with visitor.centre.database.read() as connection:
        over = connection.execute(ended.order_by(table.c.cleared_at.desc()).limit(_HISTORY)).all()
    return visitor.show("alarms.html", standing=book.standing(visitor.hall), over=over)


@router.post("/alarms/{alarm_id}")
def acknowledge(alarm_id: str, visitor: Annotated[Visitor, on_page("acknowledge", of_alarm)], fields: Form) -> Response:
    """``act``: ``seen``, or ``end`` for what is over without the centre knowing."""
    act = fields.get("act", "")
    if act not in ("seen", "end"):
        raise PageError(422, "incomplete")
    book, staff_id = visitor.centre.alarms, visitor.person.staff_id
    book.acknowledge(alarm_id, staff_id) if act == "seen" else book.clear(alarm_id, staff_id)
    return see(hall_address("alarms", fields.get("hall", "")) + "&said=acknowledged")
