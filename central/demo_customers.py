"""Service passwords of the demo's customers, and what they came for before (docs/central-contract.md, Demo)."""

from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, select

from central.auth_rules import password_hash
from central.database import insert_once
from central.service_tables import service_use
from central.visit_tables import service_passwords

DEMO_PASSWORD: Final = "802739"  # noqa: S105 (invented, like the customers)
_NEVER_CHANGED: Final = {"15012345678": "123456"}  # a password that lines are sold with (field.md X28)

_CAME_FOR: Final = {
    "13900001234": {"current_details": 9, "pay_bill": 7, "points": 2, "subscriptions": 1},
    "13800135678": {"pay_bill": 6, "past_bills": 3},
    "18800008888": {"invoice": 5, "pay_bill": 4, "current_bill": 2},
}


def add_demo_passwords(connection: Connection, accounts: list[dict[str, Any]]) -> None:
    """For every account of ``accounts`` (rows of ``billing_accounts``) that has none yet."""
    if connection.execute(select(service_passwords.c.number)).first() is not None:
        return
    for row in accounts:
        salt = row["number"].encode().hex().ljust(32, "0")[:32]
        values = {"kind": row["kind"], "number": row["number"], "salt": salt}
        hashed = _hashed(salt, _NEVER_CHANGED.get(row["number"], DEMO_PASSWORD))
        insert_once(connection, service_passwords, values | {"hash": hashed})


def add_demo_use(connection: Connection) -> None:
    """What some customers came for before, so that their quick lane has something of their own (F14)."""
    for number, services in _CAME_FOR.items():
        for service, uses in services.items():
            row = {"account_kind": "mobile", "account_number": number, "service": service, "uses": uses, "used_at": 0}
            insert_once(connection, service_use, row)


@cache
def _hashed(salt: str, password: str) -> str:
    """Tests start a demo many times in one process."""
    return password_hash(salt, password)
