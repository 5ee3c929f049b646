"""People for tests that need staff: rows of the table, as the accounts would write them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from central.centre import Centre
from central.staff_tables import audit, staff

HALL = "people's road"


def person(centre: Centre, staff_id: str, *roles: str, halls: Sequence[str] = (HALL,), enabled: bool = True) -> str:
    """Gives the id."""
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
        connection.execute(insert(staff).values(row))
    return staff_id


def acts(centre: Centre) -> list[tuple[str, str, str]]:
    """Who did what to which, in order."""
    with centre.database.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.audit_id)).all()
    return [(row.staff_id, row.act, row.subject) for row in rows]
