"""My halls, and a hall at a glance."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from central.halls import hall_named, hall_names
from central.headline import headline, kiosks_of
from central.pages.answers import see
from central.pages.glance import Line, lines
from central.pages.visitor import Visitor, hall_address, of_query, on_page
from central.periods import Period
from central.times import hall_time

router = APIRouter()


def today(visitor: Visitor) -> Period:
    now = visitor.centre.now()
    return Period.of_day(hall_time(now).date(), now)


def lines_of(visitor: Visitor, hall: str) -> list[Line]:
    centre = visitor.centre
    alarms, orders = centre.alarms.standing(hall), centre.work_orders.open_orders(hall)
    with centre.database.read() as connection:
        return lines(connection, hall, today(visitor), centre.settings, alarms=alarms, orders=orders)


@router.get("/")
def halls(visitor: Annotated[Visitor, on_page("halls")]) -> Response:
    """Whoever works in one hall is there at once."""
    with visitor.centre.database.read() as connection:
        mine = [hall for hall in hall_names(connection) if visitor.in_hall(hall)]
    if len(mine) == 1:
        return see(hall_address("glance", mine[0]))
    return visitor.show("halls.html", halls=[(hall, lines_of(visitor, hall)) for hall in mine])


@router.get("/glance")
def glance(visitor: Annotated[Visitor, on_page("glance", of_query)]) -> Response:
    centre, period = visitor.centre, today(visitor)
    with centre.database.read() as connection:
        figures = headline(connection, kiosks_of(connection, visitor.hall, period.begin), period, centre.settings)
        described = hall_named(connection, visitor.hall)
        open_today = described.open_between(period.begin, period.end) if described.hours else ()
    return visitor.show("glance.html", lines=lines_of(visitor, visitor.hall), figures=figures, open_today=open_today)
