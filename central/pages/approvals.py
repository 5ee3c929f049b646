"""A second person's yes from another place, and the response for a terminal without a line (field.md X12)."""

from collections.abc import Mapping
from typing import Annotated, Final, cast

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import select

from central.approvals import NEEDS, Act, Approval
from central.centre import Centre
from central.pages.answers import see
from central.pages.visitor import ROOT, Form, PageError, Visitor, on_page
from central.staff_rights import StaffRefusedError, hall_of
from central.tables import kiosks

router = APIRouter()
_ACTS: Final = tuple(NEEDS)


def of_approval(centre: Centre, named: Mapping[str, str]) -> str:
    found = centre.approvals.read(named["approval_id"])
    return "" if found is None else found.hall


@router.get("/approvals")
def approvals(visitor: Annotated[Visitor, on_page("approvals")]) -> Response:
    """Of the person's halls; one's own are shown, and can't be decided."""
    waiting = [one for one in visitor.centre.approvals.waiting() if visitor.in_hall(one.hall)]
    return visitor.show("approvals.html", waiting=waiting, may_decide=lambda one: _may_decide(visitor, one))


def _may_decide(visitor: Visitor, one: Approval) -> bool:
    return one.by != visitor.person.staff_id and visitor.person.may(NEEDS[cast(Act, one.act)], one.hall)


@router.post("/approvals/{approval_id}")
def decide(approval_id: str, visitor: Annotated[Visitor, on_page("decide", of_approval)], fields: Form) -> Response:
    approve = {"yes": True, "no": False}.get(fields.get("answer", ""))
    if approve is None:
        raise PageError(422, "incomplete")
    visitor.centre.approvals.decide(approval_id, visitor.person.staff_id, approve=approve)
    return see(f"{ROOT}/approvals?said={'approved' if approve else 'refused'}")


@router.get("/challenge")
def challenge_page(visitor: Annotated[Visitor, on_page("challenge")]) -> Response:
    return _challenge_page(visitor, {})


@router.post("/challenge")
def answer(visitor: Annotated[Visitor, on_page("challenge")], fields: Form) -> Response:
    """The response is shown once, to the person who is logged in, and good only with their staff id."""
    kiosk_id, act = fields.get("kiosk_id", ""), fields.get("act", "")
    digits = fields.get("challenge", "").replace(" ", "")
    with visitor.centre.database.read() as connection:
        hall = hall_of(connection, kiosk_id)
    if not hall or not visitor.in_hall(hall):
        raise PageError(404, "nothing")
    if act not in NEEDS:
        raise PageError(422, "incomplete")
    try:
        response = visitor.centre.approvals.answer_offline(kiosk_id, digits, visitor.person.staff_id, act)
    except StaffRefusedError as refused:
        return _challenge_page(visitor, fields, wrong=refused.reason, status=422)
    return _challenge_page(visitor, fields, response=response)


def _challenge_page(
    visitor: Visitor, fields: Mapping[str, str], *, response: str = "", wrong: str = "", status: int = 200
) -> Response:
    with visitor.centre.database.read() as connection:
        rows = connection.execute(select(kiosks).where(kiosks.c.enabled).order_by(kiosks.c.hall, kiosks.c.kiosk_id)).all()
    mine = [row for row in rows if visitor.in_hall(row.hall)]
    return visitor.show("challenge.html", status, kiosks=mine, acts=_ACTS, fields=fields, response=response, wrong=wrong)
