"""Payments without an SMS, the search of hanging or disputed ones, and one payment's whole journey (F34, F59; X10)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter
from fastapi.responses import Response

from central.headline import kiosks_of, paid_without_sms
from central.lookup_limits import JOURNEY, admit
from central.masking import mask_number
from central.pages.halls import today
from central.pages.journey import steps_of
from central.pages.rights import sees_amounts
from central.pages.visitor import Form, PageError, Visitor, of_query, on_page
from central.payment_journey import hall_of_payment, journey_of
from central.payment_search import MoneyCase, Wanted, kind_of, open_cases, search
from central.periods import Period
from central.times import HALL_TIME, Milliseconds, milliseconds

router = APIRouter()
NOTES_FEN: Final = (10_000, 5_000, 2_000, 1_000, 500, 100)
_OF_THE_CUSTOMER: Final = frozenset({"receipt", "number"})  # what nobody knows who has not seen the slip or the customer
_SEVEN_DAYS: Final[Milliseconds] = 7 * 24 * 3_600_000
_NINETY_DAYS: Final[Milliseconds] = 90 * 24 * 3_600_000


def of_payment(centre: Any, named: Mapping[str, str]) -> str:
    with centre.database.read() as connection:
        return hall_of_payment(connection, named["payment_id"])


@router.get("/payments")
def without_sms(visitor: Annotated[Visitor, on_page("payments", of_query)]) -> Response:
    """Of the last seven days, the oldest first."""
    centre, now = visitor.centre, visitor.centre.now()
    period = Period(now - _SEVEN_DAYS, now + 1, now)
    with centre.database.read() as connection:
        kiosks = kiosks_of(connection, visitor.hall, period.begin)
        found = paid_without_sms(connection, kiosks, period, centre.settings)
    return visitor.show("payments.html", found=found)


@router.get("/search")
def search_page(visitor: Annotated[Visitor, on_page("search", of_query)]) -> Response:
    return _result(visitor, {}, Wanted())


@router.post("/search")
def search_payments(visitor: Annotated[Visitor, on_page("search", of_query)], fields: Form) -> Response:
    """By POST, so that no number stands in an address, a history or a log."""
    return _result(visitor, fields, _wanted(fields))


@router.get("/journeys/{payment_id}")
def journey(payment_id: str, visitor: Annotated[Visitor, on_page("journey", of_payment)], slip: str = "") -> Response:
    """``slip``: the receipt number on the customer's own paper; with it who counts sees this one payment's amount too."""
    with visitor.centre.database.read() as connection:
        found = journey_of(connection, payment_id)
    if found is None:
        raise PageError(404, "nothing")
    key = f"{found.payment.kiosk_id}-{found.payment.kiosk_seq}"
    _admit(visitor, JOURNEY, key)
    is_theirs = bool(slip) and slip == found.payment.receipt_number
    if slip and not is_theirs:  # receipt numbers are not tried one by one either
        _admit(visitor, "receipt", visitor.hall)
    shows = sees_amounts(visitor.person) or is_theirs
    return visitor.show(
        "journey.html",
        journey=found,
        key=key,
        masked_number=mask_number(found.payment.account_number),
        steps=steps_of(found, visitor.language, amounts=shows),
        shows=shows,
    )


def _admit(visitor: Visitor, kind: str, subject: str) -> None:
    """One look-up, in the audit. Raises PageError 429 when this person had too many within an hour."""
    centre = visitor.centre
    with centre.database.write() as connection:
        wait = admit(connection, centre.now(), visitor.person.staff_id, kind, hall=visitor.hall, subject=subject)
    if wait is not None:
        raise PageError(429, "limit")


def _result(visitor: Visitor, fields: Mapping[str, str], wanted: Wanted | None) -> Response:
    """Who counts gets amounts and notes only of what a customer's own paper or number names: payment numbers count up, and
    a list adds up to what is expected."""
    centre, now = visitor.centre, visitor.centre.now()
    blind = not sees_amounts(visitor.person)
    kind = "time" if wanted is None or not wanted.what.strip() else kind_of(wanted.what)
    if wanted is not None and blind:
        wanted = replace(wanted, note_fen=None)
        blind = kind not in _OF_THE_CUSTOMER
    asked = wanted if wanted is not None and not wanted.is_empty else None
    if asked is not None:
        _admit(visitor, kind, visitor.hall)
    with centre.database.read() as connection:
        kiosks = kiosks_of(connection, visitor.hall, 0)
        cases = open_cases(connection, kiosks, now - _NINETY_DAYS)
        found = None if asked is None else search(connection, kiosks, asked, now, centre.settings)
    named = [] if asked is None else _named(cases, asked.what.strip())
    return visitor.show(
        "search.html",
        422 if wanted is None else 200,
        fields=fields,
        wrong=wanted is None,
        found=found,
        blind=blind,
        named=named,
        cases=named or cases,
        kiosks=kiosks,
        notes=NOTES_FEN,
        today=f"{datetime.fromtimestamp(today(visitor).begin / 1000, HALL_TIME):%Y-%m-%d}",
    )


def _named(cases: list[MoneyCase], typed: str) -> list[MoneyCase]:
    """Those with this code."""
    return [case for case in cases if typed.upper() in (case.code.upper(), case.code[:8].upper())]


def _wanted(fields: Mapping[str, str]) -> Wanted | None:
    """None: something in the form can't be."""
    try:
        note = int(fields.get("note") or 0)
        begin = _moment(fields.get("day", ""), fields.get("begin", "") or "00:00")
        end = _moment(fields.get("day", ""), fields.get("end", "") or "23:59")
    except ValueError:
        return None
    return Wanted(
        what=fields.get("what", "")[:40],
        begin=begin,
        end=None if end is None else end + milliseconds(60),
        note_fen=note or None,
        kiosk_id=fields.get("kiosk_id", "")[:16],
        hanging="hanging" in fields,
    )


def _moment(day: str, clock: str) -> Milliseconds | None:
    """Raises ValueError for what is no day and no time."""
    if not day:
        return None
    at = datetime.strptime(f"{day} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=HALL_TIME)
    return round(at.timestamp() * 1000)
