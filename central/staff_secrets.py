"""Passwords and PINs of staff: made, judged, hashed (trust.md S3). Argon2id, 64 MiB, 3 rounds, as terminals expect it."""

import secrets
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from central.identifiers import CROCKFORD

PIN_HASH: Final = r"^\$argon2id\$v=19\$m=65536,t=3,p=4\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$"
LEAST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 128
_PIN_DIGITS: Final = 8
_GROUPS: Final = 3  # of five characters: 75 random bits
_RUNS: Final = "01234567890123456789"


class Secrets:
    """Hashes and checks. Thread-safe; never more than ``at_once`` at a time, for each takes its memory."""

    def __init__(self, argon2_kib: int, at_once: int) -> None:
        self._hasher = PasswordHasher(time_cost=3, memory_cost=argon2_kib, parallelism=4)
        self._turn = threading.BoundedSemaphore(at_once)
        self._nobody = ""  # the hash that is checked for an id that nobody has; made when it is first needed

    def hash(self, secret: str) -> str:
        with self._turn:
            return self._hasher.hash(secret)

    def fits(self, kept: str | None, typed: str) -> bool:
        """One check whether or not there is anything to check: an id that nobody has takes as long as any other."""
        if kept is None and not self._nobody:
            self._nobody = self.hash(secrets.token_urlsafe(16))
        try:
            with self._turn:
                fits = self._hasher.verify(kept if kept is not None else self._nobody, typed)
        except (VerificationError, InvalidHashError):
            return False
        return fits and kept is not None


def new_password() -> str:
    """``7KQ2M-X9R4D-TVB3W``: nothing in it to misread."""
    return "-".join("".join(secrets.choice(CROCKFORD) for _ in range(5)) for _ in range(_GROUPS))


def new_pin(staff_id: str) -> str:
    """Eight digits; never one that a terminal would refuse as too simple."""
    while True:
        pin = f"{secrets.randbelow(10**_PIN_DIGITS):0{_PIN_DIGITS}d}"
        if not is_weak_pin(pin, staff_id):
            return pin


def is_weak_pin(pin: str, staff_id: str) -> bool:
    return len(set(pin)) <= 3 or pin in _RUNS or pin in _RUNS[::-1] or staff_id in pin or pin[:2] in ("19", "20")


def is_weak_password(password: str, staff_id: str, name: str) -> bool:
    """Too short, too plain, or the person's own id or name."""
    too_plain = len(set(password)) < 6
    own = any(part in password.lower() for part in (staff_id.lower(), name.lower()) if part)
    return not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD or too_plain or own
