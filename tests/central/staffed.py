"""People for tests that need staff: rows of the table, as the accounts would write them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from central.centre import Centre
from central.database import insert_once
from central.staff_tables import audit, staff

HALL = "people's road"


def person(centre: Centre, staff_id: str, *roles: str, halls: Sequence[str] = (HALL,), enabled: bool = True) -> str:
    """Gives the id; somebody of the demo who has it becomes this person."""
    row: dict[str, Any] = {
        "staff_id": staff_id,
        "name": "王*",
        "roles": list(roles),
        "halls": list(halls),
        "password_hash": "-",
    }
    row |= {"pin_hash": "-", "pin_changed_at": 0, "must_change": False, "enabled": enabled, "number": ""}
    row |= {"password_must_change": False}
    with centre.database.write() as connection:
        if not insert_once(connection, staff, row):
            connection.execute(update(staff).where(staff.c.staff_id == staff_id).values(row))
    return staff_id


def acts(centre: Centre) -> list[tuple[str, str, str]]:
    """Who did what to which, in order; without the making of accounts."""
    with centre.database.read() as connection:
        acted = select(audit).where(audit.c.act.not_like("staff%")).order_by(audit.c.audit_id)
        rows = connection.execute(acted).all()
    return [(row.staff_id, row.act, row.subject) for row in rows]
