"""The demo's people. Their secrets are public (docs/hall-pages.md), so they exist at a demo centre only (field.md X21)."""

from typing import Any, Final

from sqlalchemy import or_, update

from central.database import Database, insert_once
from central.staff_rights import EVERY_HALL
from central.staff_tables import staff

_HEAD: Final = "$argon2id$v=19$m=65536,t=3,p=4$"
# id, name, roles; of the password demo-hall-<id> and of the PIN: what stands behind _HEAD
_PEOPLE: Final = (
    (
        "0217",
        "王海燕",
        ["view", "operate", "cash", "admin"],
        "dzGIe7gBHPgKlIz+gFPP9g$k/C6J/z/yrzzcUMhFrbDn14pDBBmSB4QzKe16O8cT/0",
        "XD4CIVr3YrAXJKegxbwaHA$pzWRiZ37Xw179Ln0O5hEMM7OKAa2evDf54aRvjpRfCs",  # 48159362
    ),
    (
        "0218",
        "李建军",
        ["cash"],
        "Rq1r7mO2nU6v0mGTaJah9Q$usBEqHWoFfo+EVbJcSMluBgQkMAZ3/ivQ4ObProI8WI",
        "Dd0q5Sku7Pkhrvvdj6C7eQ$Vb+r99ypmumoWVZZlgUauCYPeISvPDrNZXnzMQBHxUo",  # 73620518
    ),
    (
        "0301",
        "赵敏",
        ["view"],
        "s8zb7jelgYxQsKOrujBpIA$SWFrITGgdq4B2uU2vVd87w8qBuGGgRAUJh+nrw9eaOI",
        "5rwuHPZIXyImVG/A/utYxA$6PjcMRcRGx8AWrAKBnRlvJdVT2lVuSgHd1x9osIFbjQ",  # 59284037
    ),
)


def add_demo_staff(database: Database) -> None:
    """Insert who is missing; who is there keeps what happened to them."""
    with database.write() as connection:
        for staff_id, name, roles, password, pin in _PEOPLE:
            row: dict[str, Any] = {"staff_id": staff_id, "name": name, "roles": roles, "halls": [EVERY_HALL]}
            row |= {"password_hash": _HEAD + password, "pin_hash": _HEAD + pin, "pin_changed_at": 0, "number": ""}
            row |= {"must_change": False, "password_must_change": False, "enabled": True}
            insert_once(connection, staff, row)


def shut_out_demo_staff(database: Database) -> None:
    """At a live centre on a database that was a demo's: whoever still has a public secret gets in no more."""
    passwords = [_HEAD + person[3] for person in _PEOPLE]
    pins = [_HEAD + person[4] for person in _PEOPLE]
    public = or_(staff.c.password_hash.in_(passwords), staff.c.pin_hash.in_(pins))
    with database.write() as connection:
        connection.execute(update(staff).where(public, staff.c.enabled).values(enabled=False))
