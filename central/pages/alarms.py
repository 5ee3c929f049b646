"""Alarms of a hall: what stands, who was told, who has seen it (features.md F52)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import select

from central.alarms import Alarm
from central.centre import Centre
from central.health_tables import alarms as table
from central.pages.answers import see
from central.pages.visitor import Form, PageError, Visitor, hall_address, of_query, on_page
from central.staff_rights import EVERY_HALL

router = APIRouter()
_HISTORY: Final = 30
# Where what an alarm is about can be looked at, if not on its terminal's page: the page, a place on it, and its name.
_LOOK: Final = MappingProxyType(
    {
        "paid_without_sms": ("payments", "", "看未达短信", "payments without SMS"),
        "payment_in_doubt": ("search", "", "查这笔缴费", "find the payment"),
        "not_reopened": ("search", "", "查这笔缴费", "find the payment"),
        "money_in_doubt": ("search", "#cases", "看未了款项", "open money"),
        "cash_near_full": ("cash", "", "看现金", "cash on hand"),
        "cash_full": ("cash", "", "看现金", "cash on hand"),
        "cash_variance": ("collections", "", "看清机", "collections"),
    }
)


def of_alarm(centre: Centre, named: Mapping[str, str]) -> str:
    """What is about every hall belongs to who is there for every hall."""
    with centre.database.read() as connection:
        hall = connection.scalar(select(table.c.hall).where(table.c.alarm_id == named["alarm_id"]))
    return EVERY_HALL if hall == "" else hall or ""


@router.get("/alarms")
def alarms(visitor: Annotated[Visitor, on_page("alarms", of_query)]) -> Response:
    book = visitor.centre.alarms
    groups = by_terminal(book.standing(visitor.hall))
    return visitor.show("alarms.html", groups=groups, look=_LOOK, over=book.ended(visitor.hall, _HISTORY))


def by_terminal(standing: Iterable[Alarm]) -> list[list[Alarm]]:
    """What one walk can end together, in the order of the gravest; what is of no terminal stands alone."""
    groups: dict[str, list[Alarm]] = {}
    for alarm in standing:
        groups.setdefault(alarm.kiosk_id or alarm.alarm_id, []).append(alarm)
    return list(groups.values())


@router.post("/alarms/{alarm_id}")
def acknowledge(alarm_id: str, visitor: Annotated[Visitor, on_page("acknowledge", of_alarm)], fields: Form) -> Response:
    """``act``: ``seen``; ``go``: this one and the others of its terminal that the page has ``shown`` (ids, a blank between
    them) are seen, never what has come since; ``end`` for what is over without the centre knowing."""
    act = fields.get("act", "")
    if act not in ("seen", "go", "end"):
        raise PageError(422, "incomplete")
    book, staff_id = visitor.centre.alarms, visitor.person.staff_id
    groups = by_terminal(book.standing(visitor.hall)) if act == "go" else []
    mine = next((ids for ids in ({one.alarm_id for one in group} for group in groups) if alarm_id in ids), set())
    for one in {alarm_id} | (mine & set(fields.get("shown", "").split())):
        book.clear(one, staff_id) if act == "end" else book.acknowledge(one, staff_id)
    return see(hall_address("alarms", fields.get("hall", "")) + "&said=acknowledged")
