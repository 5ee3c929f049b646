"""People who work for halls: who they are, what they may, what they prove it with (trust.md S3; contract, Staff)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from central.audit import record
from central.base import Base
from central.canonical_json import canonical_json
from central.database import insert_once
from central.masking import mask_name
from central.problems import ProblemError
from central.staff_locks import forgive
from central.staff_rights import EVERY_HALL, ROLES, Role, StaffRefusedError, hall_of, has_hall, has_role
from central.staff_secrets import Secrets, is_weak_password, is_weak_pin, new_password, new_pin
from central.staff_tables import staff, staff_sessions
from central.times import Milliseconds

STAFF_ID: Final = r"^[0-9]{4,12}$"
_NUMBER: Final = r"^(1[0-9]{10})?$"


class StaffError(Exception):
    """There can be no such person, or secret; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Person:
    """``halls`` may be ``("*",)``: every one. ``must_change`` is of the PIN."""

    staff_id: str
    name: str
    roles: tuple[str, ...]
    halls: tuple[str, ...]
    enabled: bool
    must_change: bool
    password_must_change: bool

    def may(self, role: Role, hall: str) -> bool:
        """``hall`` empty: something of every hall."""
        return self.enabled and has_role(self.roles, role) and has_hall(self.halls, hall)

    @property
    def counts_cash(self) -> bool:
        """Who holds the role itself counts boxes and so never sees what is expected in one; who is only admin sees it and
        never counts (trust.md S4: blind)."""
        return "cash" in self.roles


@dataclass(frozen=True, slots=True)
class NewSecrets:
    """Told once, to a person; kept nowhere. ``repr`` hides them."""

    password: str
    pin: str

    def __repr__(self) -> str:
        return "NewSecrets(…)"


class Staff:
    """Every change leaves a row in the audit, in the same transaction."""

    def __init__(self, base: Base, hashes: Secrets) -> None:
        self._base = base
        self._hashes = hashes

    def add(
        self,
        staff_id: str,
        name: str,
        roles: Sequence[str],
        halls: Sequence[str],
        by: str,
        *,
        number: str = "",
        secrets: NewSecrets | None = None,
    ) -> NewSecrets:
        """A new person, whose first log-in changes both secrets. Raises StaffError."""
        _check(staff_id, name, roles, halls, number)
        given = self._given(staff_id, name, secrets)
        row: dict[str, Any] = {"staff_id": staff_id, "name": name, "roles": [role for role in ROLES if role in roles]}
        row |= {"halls": sorted(set(halls)), "enabled": True, "number": number} | self._hashed(given)
        with self._base.database.write() as connection:
            if not insert_once(connection, staff, row):
                raise StaffError(f"there is a person {staff_id} already; reset gives new secrets")
            added = person_of(connection.execute(select(staff).where(staff.c.staff_id == staff_id)).one())
            self._note(connection, by, "staff_added", added, " ".join(added.roles))
        return given

    def reset(self, staff_id: str, by: str, secrets: NewSecrets | None = None) -> NewSecrets:
        """New secrets for somebody who lost theirs, or is locked out; ends the log-ins. Raises StaffError."""
        person = self.required(staff_id)
        given = self._given(staff_id, person.name, secrets)
        hashed = self._hashed(given)
        with self._base.database.write() as connection:
            connection.execute(update(staff).where(staff.c.staff_id == staff_id).values(hashed))
            _end_sessions(connection, staff_id)
            forgive(connection, staff_id)
            self._note(connection, by, "staff_reset", person)
        return given

    def enable(self, staff_id: str, by: str, *, enabled: bool) -> None:
        """Lets somebody work, or no longer; takes effect at once here, at terminals with their next heartbeat."""
        person = self.required(staff_id)
        with self._base.database.write() as connection:
            connection.execute(update(staff).where(staff.c.staff_id == staff_id).values(enabled=enabled))
            if not enabled:
                _end_sessions(connection, staff_id)
            self._note(connection, by, "staff_enabled" if enabled else "staff_disabled", person)

    def change_password(self, staff_id: str, new: str) -> None:
        """By the person, who has just proved the old one; ends every log-in. Raises StaffError."""
        person = self.required(staff_id)
        if is_weak_password(new, staff_id, person.name):
            raise StaffError("a password has 10 characters or more, six of them different, and not your id or name")
        if self._hashes.fits(self._row(staff_id).password_hash, new):
            raise StaffError("the new password is the old one")
        changed = {"password_hash": self._hashes.hash(new), "password_must_change": False}
        with self._base.database.write() as connection:
            connection.execute(update(staff).where(staff.c.staff_id == staff_id).values(changed))
            _end_sessions(connection, staff_id)
            self._note(connection, staff_id, "password_changed", person)

    def everybody(self) -> list[Person]:
        with self._base.database.read() as connection:
            return [person_of(row) for row in connection.execute(select(staff).order_by(staff.c.staff_id))]

    def required(self, staff_id: str) -> Person:
        """Raises StaffError."""
        return person_of(self._row(staff_id))

    # ---- at terminals --------------------------------------------------------------------------------------------------

    def at_terminal(self, kiosk_id: str) -> tuple[str, list[dict[str, Any]]]:
        """Etag and people of the terminal's hall, as the contract writes them."""
        with self._base.database.read() as connection:
            people = _people(connection, kiosk_id)
        return _etag(people), people

    def pin_changed(self, kiosk_id: str, staff_id: str, pin_hash: str, changed_at: Milliseconds) -> None:
        """A terminal tells of a new PIN; the newest counts. 404 ``staff-not-found``."""
        now = self._base.now()
        at = min(changed_at, now)  # a clock that is ahead must not keep out every later change
        with self._base.database.write() as connection:
            hall = hall_of(connection, kiosk_id)
            row = connection.execute(select(staff).where(staff.c.staff_id == staff_id).with_for_update()).first()
            if row is None or not row.enabled or not has_hall(row.halls, hall):
                raise ProblemError("staff-not-found", f"nobody {staff_id} works at this terminal's hall")
            if at <= row.pin_changed_at or pin_hash == row.pin_hash:
                return
            changed = {"pin_hash": pin_hash, "pin_changed_at": at, "must_change": False}
            connection.execute(update(staff).where(staff.c.staff_id == staff_id).values(changed))
            record(connection, now, staff_id, "pin_changed", hall=hall, subject=kiosk_id)

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _row(self, staff_id: str) -> Row[Any]:
        with self._base.database.read() as connection:
            row = connection.execute(select(staff).where(staff.c.staff_id == staff_id)).first()
        if row is None:
            raise StaffError(f"there is no person {staff_id}")
        return row

    def _given(self, staff_id: str, name: str, secrets: NewSecrets | None) -> NewSecrets:
        if secrets is None:
            return NewSecrets(new_password(), new_pin(staff_id))
        if is_weak_password(secrets.password, staff_id, name):
            raise StaffError("the password needs 10 characters or more, six of them different, and not the id or name")
        if re.fullmatch(r"[0-9]{6,12}", secrets.pin) is None or is_weak_pin(secrets.pin, staff_id):
            raise StaffError("the PIN needs 6 to 12 digits, four of them different, no run, no year, not the id")
        return secrets

    def _hashed(self, given: NewSecrets) -> dict[str, Any]:
        return {
            "password_hash": self._hashes.hash(given.password),
            "password_must_change": True,
            "pin_hash": self._hashes.hash(given.pin),
            "pin_changed_at": self._base.now(),
            "must_change": True,
        }

    def _note(self, connection: Connection, by: str, act: str, person: Person, detail: str = "") -> None:
        hall = person.halls[0] if len(person.halls) == 1 else EVERY_HALL
        record(connection, self._base.now(), by, act, hall=hall, subject=person.staff_id, detail=detail)


def staff_etag(connection: Connection, kiosk_id: str) -> str:
    """Changes whenever what this terminal is told of its people does; for the answer to a heartbeat."""
    return _etag(_people(connection, kiosk_id))


def may_manage(admin: Person, other: Person) -> bool:
    """An admin gives no rights where they have none, and none to themselves."""
    whole = has_hall(admin.halls, "") or set(other.halls) <= set(admin.halls)
    return has_role(admin.roles, "admin") and whole and admin.staff_id != other.staff_id


def require_manage(admin: Person, other: Person) -> None:
    if not may_manage(admin, other):
        raise StaffRefusedError("not-your-hall", f"{other.staff_id} is not yours to manage")


def person_of(row: Row[Any]) -> Person:
    return Person(
        staff_id=row.staff_id,
        name=row.name,
        roles=tuple(row.roles),
        halls=tuple(row.halls),
        enabled=row.enabled,
        must_change=row.must_change,
        password_must_change=row.password_must_change,
    )


def _people(connection: Connection, kiosk_id: str) -> list[dict[str, Any]]:
    hall = hall_of(connection, kiosk_id)
    rows = connection.execute(select(staff).where(staff.c.enabled).order_by(staff.c.staff_id))
    return [
        {
            "staff_id": row.staff_id,
            "name": mask_name(row.name),
            "roles": row.roles,
            "pin_hash": row.pin_hash,
            "must_change": row.must_change,
        }
        for row in rows
        if has_hall(row.halls, hall)
    ]


def _etag(people: list[dict[str, Any]]) -> str:
    return hashlib.sha256(canonical_json(people)).hexdigest()[:16]


def _end_sessions(connection: Connection, staff_id: str) -> None:
    connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))


def _check(staff_id: str, name: str, roles: Sequence[str], halls: Sequence[str], number: str) -> None:
    if re.fullmatch(STAFF_ID, staff_id) is None:
        raise StaffError(f"{staff_id!r} is no staff id: 4 to 12 digits")
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise StaffError("a name has 1 to 60 characters on one line")
    if not roles or not set(roles) <= set(ROLES):
        raise StaffError(f"roles are one or more of {', '.join(ROLES)}")
    if not halls or not all(0 < len(hall) <= 100 for hall in halls):
        raise StaffError("name one hall or more, or * for every one")
    if re.fullmatch(_NUMBER, number) is None:
        raise StaffError("the phone number has eleven digits and begins with 1")
