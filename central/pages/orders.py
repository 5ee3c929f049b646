"""Work orders of a hall: calls for help and tickets of alarms, from opened to fixed (features.md F19, F65)."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import select

from central.centre import Centre
from central.pages.answers import see
from central.pages.visitor import Form, PageError, Visitor, hall_address, of_query, on_page
from central.service_tables import work_orders
from central.staff_rights import hall_of
from central.times import Milliseconds

router = APIRouter()
_SEVEN_DAYS: Final[Milliseconds] = 7 * 24 * 3_600_000


def of_order(centre: Centre, named: Mapping[str, str]) -> str:
    with centre.database.read() as connection:
        kiosk_id = connection.scalar(select(work_orders.c.kiosk_id).where(work_orders.c.order_id == named["order_id"]))
        return "" if kiosk_id is None else hall_of(connection, kiosk_id)


@router.get("/orders")
def orders(visitor: Annotated[Visitor, on_page("orders", of_query)]) -> Response:
    book = visitor.centre.work_orders
    fixed = book.fixed_since(visitor.centre.now() - _SEVEN_DAYS, visitor.hall)
    return visitor.show("orders.html", open_orders=book.open_orders(visitor.hall), fixed=fixed[::-1])


@router.post("/orders/{order_id}")
def handle(order_id: str, visitor: Annotated[Visitor, on_page("handle_order", of_order)], fields: Form) -> Response:
    """``act``: ``take`` or ``fix``."""
    book, staff_id, act = visitor.centre.work_orders, visitor.person.staff_id, fields.get("act", "")
    if act == "take":
        book.acknowledge(order_id, staff_id)
    elif act == "fix":
        book.fix(order_id, staff_id, fields.get("remark", "").strip())
    else:
        raise PageError(422, "incomplete")
    return see(hall_address("orders", visitor.hall) + f"&said={'taken' if act == 'take' else 'fixed'}")
