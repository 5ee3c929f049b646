"""People of the admin's halls, and who did what (trust.md S3; features.md F63)."""

from typing import Annotated, Any, Final

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection, Row, select

from central.halls import hall_names
from central.pages.answers import see
from central.pages.visitor import ROOT, Form, PageError, Visitor, on_page
from central.staff import Person, StaffError, may_manage, require_manage
from central.staff_rights import has_hall
from central.staff_tables import audit

router = APIRouter()
_MOST: Final = 200


@router.get("/people")
def people(visitor: Annotated[Visitor, on_page("people")]) -> Response:
    return visitor.show("people.html", people=_mine(visitor), may_manage=lambda other: may_manage(visitor.person, other))


@router.post("/people/{staff_id}")
def manage(staff_id: str, visitor: Annotated[Visitor, on_page("manage_person")], fields: Form) -> Response:
    """``act``: ``disable``, ``enable``, ``reset``. New secrets are shown once, on this very answer."""
    book, by, act = visitor.centre.staff, visitor.person.staff_id, fields.get("act", "")
    try:
        other = book.required(staff_id)
    except StaffError as nobody:
        raise PageError(404, "nothing") from nobody
    require_manage(visitor.person, other)
    if act == "reset":
        made = book.reset(staff_id, by)
        return visitor.show("secrets.html", other=other, made=made)
    if act not in ("enable", "disable"):
        raise PageError(422, "incomplete")
    book.enable(staff_id, by, enabled=act == "enable")
    return see(f"{ROOT}/people?said={act}d")


@router.get("/audit")
def audit_page(
    visitor: Annotated[Visitor, on_page("audit")], staff_id: str = "", subject: str = "", before: int = 0
) -> Response:
    """The newest first, a page at a time."""
    with visitor.centre.database.read() as connection:
        rows = _audit(connection, visitor, staff_id.strip(), subject.strip(), before)
    more = rows[-1].audit_id if len(rows) == _MOST else 0
    return visitor.show("audit.html", rows=rows, staff_id=staff_id, subject=subject, more=more)


def _mine(visitor: Visitor) -> list[Person]:
    """Everybody who has rights in a hall of the admin's."""
    with visitor.centre.database.read() as connection:
        halls = [hall for hall in hall_names(connection) if visitor.in_hall(hall)]
    whole = has_hall(visitor.person.halls, "")
    return [one for one in visitor.centre.staff.everybody() if whole or any(has_hall(one.halls, hall) for hall in halls)]


def _audit(connection: Connection, visitor: Visitor, staff_id: str, subject: str, before: int) -> list[Row[Any]]:
    query = select(audit).order_by(audit.c.audit_id.desc()).limit(_MOST)
    if not has_hall(visitor.person.halls, ""):
        colleagues = [one.staff_id for one in _mine(visitor)]
        here = audit.c.hall.in_(visitor.person.halls)
        query = query.where(here | ((audit.c.hall == "") & audit.c.staff_id.in_(colleagues)))
    if staff_id:
        query = query.where(audit.c.staff_id == staff_id)
    if subject:
        query = query.where(audit.c.subject == subject)
    if before:
        query = query.where(audit.c.audit_id < before)
    return list(connection.execute(query))
