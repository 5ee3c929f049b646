"""One terminal: its devices, what to do, its day, its last events, what it is made of."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection, Row, select

from central.advice import advice
from central.health_tables import terminal_events
from central.intervals import common
from central.inventory import latest_inventory
from central.pages.answers import see
from central.pages.event_words import beside, sentence
from central.pages.glance import day_span, headline_of, segments, to_do, tone_of
from central.pages.halls import today
from central.pages.rights import sees_amounts
from central.pages.visitor import ROOT, Form, PageError, Visitor, of_kiosk, on_page
from central.periods import Period
from central.places import LONGEST, PlaceError, place_from, place_of, put_place
from central.terminal_accounts import Account, account_of
from central.terminal_state import standings
from central.timeline import Stretch
from central.times import Milliseconds, hall_time

router = APIRouter()
_EVENTS: Final = 25
_TROUBLES: Final = 12
_DAYS: Final = 7
_DAY: Final[Milliseconds] = 24 * 3_600_000


@router.get("/terminals/{kiosk_id}")
def terminal(kiosk_id: str, visitor: Annotated[Visitor, on_page("terminal", of_kiosk)]) -> Response:
    centre, period = visitor.centre, today(visitor)
    with centre.database.read() as connection:
        found = standings(connection, period.now, centre.settings, visitor.hall)
        standing = next((one for one in found if one.kiosk_id == kiosk_id), None)
        if standing is None:
            raise PageError(404, "nothing")
        account = account_of(connection, kiosk_id, period, centre.settings)
        span = day_span(connection, visitor.hall, period)
        days = [_of_day(connection, visitor, kiosk_id, back) for back in range(_DAYS)]
        events = _events(connection, kiosk_id)
        inventory = latest_inventory(connection, kiosk_id)
        stands = place_of(connection, kiosk_id)
    alarms = [alarm for alarm in centre.alarms.standing(visitor.hall) if alarm.kiosk_id == kiosk_id]
    todo = to_do(standing)
    amounts = sees_amounts(visitor.person)
    return visitor.show(
        "terminal.html",
        standing=standing,
        tone=tone_of(standing, todo),
        todo=todo,
        advice_of=lambda code: advice(code).words(visitor.language),
        bar=segments([(one.begin, one.end, one.condition.state) for one in account.stretches], span),
        span=span,
        headline=headline_of(standing, todo),
        trouble=_trouble(account),
        availability=account.availability,
        days=days,
        events=[
            (
                event,
                sentence(event.kind, event.data, visitor.language, amounts=amounts),
                beside(event.kind, event.data, amounts=amounts),
            )
            for event in events
        ],
        inventory=inventory,
        stands=stands,
        longest_place=LONGEST,
        alarms=alarms,
        orders=[order for order in centre.work_orders.open_orders(visitor.hall) if order.kiosk_id == kiosk_id],
    )


@router.post("/terminals/{kiosk_id}/place")
def set_place(kiosk_id: str, visitor: Annotated[Visitor, on_page("place_terminal", of_kiosk)], fields: Form) -> Response:
    """Where it stands, by an admin of its hall."""
    try:
        place = place_from(fields.get("zh", ""), fields.get("en", ""))
    except PlaceError as wrong:
        raise PageError(422, "place") from wrong
    with visitor.centre.database.write() as connection:
        put_place(connection, kiosk_id, place, visitor.person.staff_id, visitor.centre.now())
    return see(f"{ROOT}/terminals/{kiosk_id}?said=placed")


def _trouble(account: Account) -> list[Stretch]:
    """Stretches of the scheduled time without full service, the newest first."""
    troubled = [one for one in account.stretches if one.condition.state != "full"]
    found = [Stretch(*span, one.condition) for one in troubled for span in common([(one.begin, one.end)], account.schedule)]
    return found[::-1][:_TROUBLES]


def _of_day(connection: Connection, visitor: Visitor, kiosk_id: str, back: int) -> dict[str, Any]:
    """Date, bar and shares of a day, ``back`` days ago."""
    now = visitor.centre.now()
    day = hall_time(now - back * _DAY).date()
    period = Period.of_day(day, now)
    account = account_of(connection, kiosk_id, period, visitor.centre.settings)
    span = day_span(connection, visitor.hall, period)
    bar = segments([(one.begin, one.end, one.condition.state) for one in account.stretches], span)
    return {"day": day, "bar": bar, "availability": account.availability}


def _events(connection: Connection, kiosk_id: str) -> Sequence[Row[Any]]:
    """The newest first."""
    columns = terminal_events.c
    query = select(terminal_events).where(columns.kiosk_id == kiosk_id).order_by(columns.event_seq.desc())
    return connection.execute(query.limit(_EVENTS)).all()
