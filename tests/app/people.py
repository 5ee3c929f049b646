"""Who may work at the terminal of a test, with real hashes of real PINs, as the centre's list is kept."""

import base64
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest.mock import MagicMock

import msgspec

from app.staff_desk import HASHER, is_right
from app.staff_list import FILE
from kiosk.events import PinChecked
from kiosk.performing import Ports
from kiosk.till import Till

PINS: Final = {"0217": "481902", "0216": "590213", "0218": "604427", "0219": "715538", "0301": "826649"}
ROLES: Final = {
    "0217": ["admin"],
    "0216": ["admin"],
    "0218": ["cash"],
    "0219": ["view", "cash"],
    "0301": ["view"],
}
KEY: Final = bytes(range(32))


@cache
def hash_of(pin: str) -> str:
    return HASHER.hash(pin)


def make_staff(secrets: Path) -> None:
    """The file of a terminal whom the centre has told once."""
    people = [
        {"staff_id": one, "name": "王*", "roles": ROLES[one], "pin_hash": hash_of(pin), "must_change": False}
        for one, pin in PINS.items()
    ]
    reply = {"etag": "e1", "approval_key": base64.b64encode(KEY).decode(), "people": people}
    secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    (secrets / FILE).write_bytes(msgspec.json.encode({"reply": reply, "changed": {}}))


def typed(prompt: str) -> str:
    """What somebody types who knows every PIN; in place of ``getpass.getpass``."""
    return next(pin for staff_id, pin in PINS.items() if staff_id in prompt)


class _Desk:
    """Looks at PINs at once."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def check(self, ticket: str, pin_hash: str, pin: str) -> None:
        self._till.post(PinChecked(ticket, is_right(pin_hash, pin)))


def ports_with_desk(till: Till) -> Any:
    """Ports that do nothing but look at PINs."""
    ports = MagicMock(spec=Ports)
    ports.staff = _Desk(till)
    return ports
