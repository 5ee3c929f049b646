"""Who may do what, where (trust.md S3, S4; F63): one question for approvals, counts, commands and hall pages."""

from collections.abc import Collection, Sequence
from typing import Final, Literal

from sqlalchemy import Connection, select

from central.staff_tables import staff
from central.tables import kiosks

Role = Literal["view", "operate", "cash", "admin"]
ROLES: Final[tuple[Role, ...]] = ("view", "operate", "cash", "admin")
EVERY_HALL: Final = "*"


class StaffRefusedError(Exception):
    """A person may not do this, or not now. ``reason`` is one of the words below, ``str()`` a plain sentence.

    ``unknown-person``, ``not-your-hall``, ``role-missing``, ``same-person``, ``not-there``, ``over``, ``differs``.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def has_role(roles: Collection[str], wanted: Role) -> bool:
    """``admin`` does all of it; everybody who has any role may look."""
    return wanted in roles or "admin" in roles or (wanted == "view" and bool(roles))


def has_hall(halls: Collection[str], hall: str) -> bool:
    """``hall`` empty: something of every hall."""
    return EVERY_HALL in halls or (bool(hall) and hall in halls)


def require(connection: Connection, staff_id: str, wanted: Role, hall: str, *, itself: bool = False) -> None:
    """Raises StaffRefusedError unless this person is there, enabled, of this hall and has the role. ``itself``: being
    ``admin`` is not enough."""
    person = connection.execute(select(staff).where(staff.c.staff_id == staff_id)).first()
    if person is None or not person.enabled:
        raise StaffRefusedError("unknown-person", f"there is nobody {staff_id} who may do this")
    if not has_hall(person.halls, hall):
        raise StaffRefusedError("not-your-hall", f"{staff_id} has no rights in {hall or 'every hall'}")
    if not has_role(person.roles, wanted) or (itself and wanted not in person.roles):
        raise StaffRefusedError("role-missing", f"this needs the role {wanted}, which {staff_id} does not have")


def require_two(connection: Connection, people: Sequence[str], wanted: Role, hall: str, *, itself: bool = False) -> None:
    """Two different people, each with the role (trust.md S4)."""
    if len(set(people)) != len(people):
        raise StaffRefusedError("same-person", "the second person must be another one")
    for staff_id in people:
        require(connection, staff_id, wanted, hall, itself=itself)


def hall_of(connection: Connection, kiosk_id: str) -> str:
    """The hall where a terminal stands; empty: there is no such terminal."""
    return connection.scalar(select(kiosks.c.hall).where(kiosks.c.kiosk_id == kiosk_id)) or ""
