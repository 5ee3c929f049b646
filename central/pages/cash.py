"""Cash on hand, swapped boxes, the blind count, and what the count shows (field.md X11, X19; trust.md S4)."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import select

from central.centre import Centre
from central.collections import REASONS
from central.health_tables import cash_collections
from central.pages.answers import see
from central.pages.visitor import ROOT, Form, Visitor, hall_address, of_query, on_page
from central.staff_rights import StaffRefusedError, hall_of
from central.staff_sessions import LogInRefusedError

router = APIRouter()
NOTES_FEN: Final = (10_000, 5_000, 2_000, 1_000, 500, 100)
_MOST: Final = 99_999


def of_collection(centre: Centre, named: Mapping[str, str]) -> str:
    with centre.database.read() as connection:
        mine = cash_collections.c.collection_id == named["collection_id"]
        kiosk_id = connection.scalar(select(cash_collections.c.kiosk_id).where(mine))
        return "" if kiosk_id is None else hall_of(connection, kiosk_id)


@router.get("/cash")
def cash(visitor: Annotated[Visitor, on_page("cash", of_query)]) -> Response:
    found = [one for one in visitor.centre.collections.cash_on_hand() if one.hall == visitor.hall]
    return visitor.show("cash.html", found=found, total=sum(one.fen or 0 for one in found))


@router.get("/collections")
def collections(visitor: Annotated[Visitor, on_page("collections", of_query)]) -> Response:
    book = visitor.centre.collections
    to_count = [box for box in book.to_count() if box.hall == visitor.hall]
    counted = [one for one in book.counted() if one.box.hall == visitor.hall]
    return visitor.show("collections.html", to_count=to_count, counted=counted)


@router.get("/collections/{collection_id}/count")
def count_page(collection_id: str, visitor: Annotated[Visitor, on_page("count", of_collection)]) -> Response:
    return _count_page(visitor, collection_id, {})


@router.post("/collections/{collection_id}/count")
def count(collection_id: str, visitor: Annotated[Visitor, on_page("count_box", of_collection)], fields: Form) -> Response:
    """By two people: the one who is logged in, and a second one who proves it here. Neither was shown what is expected."""
    centre = visitor.centre
    try:
        notes, counterfeit = _notes(fields, "genuine"), _notes(fields, "false")
    except ValueError:
        return _count_page(visitor, collection_id, fields, "number", 422)
    second_id = fields.get("second", "").strip()
    if second_id == visitor.person.staff_id:
        return _count_page(visitor, collection_id, fields, "same", 422)
    try:
        second = centre.staff_sessions.prove(second_id, fields.get("second_password", ""))
    except LogInRefusedError:
        return _count_page(visitor, collection_id, fields, "second", 403)
    if second.password_must_change:  # whoever issued it could be two people
        return _count_page(visitor, collection_id, fields, "first", 403)
    if not (second.counts_cash and second.may("cash", visitor.hall)):
        return _count_page(visitor, collection_id, fields, "role", 403)
    centre.collections.count(collection_id, visitor.person.staff_id, second.staff_id, notes, counterfeit)
    return see(f"{ROOT}/collections/{collection_id}?said=counted")


@router.get("/collections/{collection_id}")
def comparison(collection_id: str, visitor: Annotated[Visitor, on_page("comparison", of_collection)]) -> Response:
    """Only after the count; before it, the way to it."""
    try:
        found = visitor.centre.collections.comparison(collection_id)
    except StaffRefusedError:
        may_count = visitor.may("count")
        return see(f"{ROOT}/collections/{collection_id}/count" if may_count else hall_address("collections", visitor.hall))
    return visitor.show("comparison.html", found=found, reasons=REASONS)


@router.post("/collections/{collection_id}/reason")
def explain(collection_id: str, visitor: Annotated[Visitor, on_page("explain", of_collection)], fields: Form) -> Response:
    reason, remark = fields.get("reason", ""), fields.get("remark", "").strip()
    visitor.centre.collections.explain(collection_id, reason, remark, visitor.person.staff_id)
    return see(f"{ROOT}/collections/{collection_id}?said=explained")


def _count_page(
    visitor: Visitor, collection_id: str, fields: Mapping[str, str], wrong: str = "", status: int = 200
) -> Response:
    box = next((one for one in visitor.centre.collections.to_count() if one.collection_id == collection_id), None)
    if box is None:
        return see(f"{ROOT}/collections/{collection_id}")
    return visitor.show("count.html", status, box=box, notes=NOTES_FEN, fields=fields, wrong=wrong)


def _notes(fields: Mapping[str, Any], kind: str) -> dict[int, int]:
    """Denomination in fen → how many. Raises ValueError for what is no number of notes."""
    found = {}
    for fen in NOTES_FEN:
        text = fields.get(f"{kind}_{fen}", "").strip() or "0"
        if not text.isascii() or not text.isdigit() or int(text) > _MOST:
            raise ValueError(text)
        found[fen] = int(text)
    return found
