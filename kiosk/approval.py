"""A second person's word on an act (trust.md S4; field.md X12): whose it takes, and the codes that prove it without a line.

Pure. The codes are docs/central-contract.md, Staff, *A second person's approval*: HMAC-SHA-256, cut to eight digits as in
RFC 4226, 5.3. The centre has the same in its own code.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Final, Literal

import msgspec

from kiosk.base32 import LETTERS
from kiosk.staff import Role

ActKind = Literal["box_swap", "settle", "release", "unlock"]
How = Literal["present", "hall_page", "offline_code"]
WhyNot = Literal["role", "first_pin"]  # has not the act's role; the PIN is the one that was given out

NEEDS: Final[dict[ActKind, Role]] = {
    "box_swap": Role.CASH,
    "settle": Role.CASH,
    "release": Role.ADMIN,
    "unlock": Role.ADMIN,
}
CODE_DIGITS: Final = 8
KEY_BYTES: Final = 32
PRESENT_S: Final = 60.0
"""So long after the first person's act the second one, standing beside them, may prove who they are (trust.md S4)."""
ELSEWHERE_S: Final = 600.0
"""So long the hall page may take, and a call for the code (docs/central-contract.md: ten minutes)."""
TELEPHONE_S: Final = 150.0
"""So long without a touch where nobody is logged in: else anybody could hold the terminal for ten minutes."""


class Approval(msgspec.Struct, frozen=True):
    """Two different people, both with the act's role; ``how`` the second one proved to be who they are. ``first`` has
    proved it too, by log-in or PIN; empty where nobody has: a lock is lifted for whoever asks at the log-in page."""

    first: str
    second: str
    how: How


class ApprovalCodes:
    """Challenge and response under the key that this terminal shares with the centre; the key is in no text of it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"an approval key has {KEY_BYTES} bytes, not {len(key)}")
        self._key = key

    def challenge(self, kiosk_id: str, kind: ActKind, *, by: str, act_id: str, fen: int) -> str:
        """Eight digits that the terminal shows; ``act_id`` is fresh for each act, so that no code is good for two."""
        return _digits(self._key, "challenge", kiosk_id, kind, by, act_id, str(fen))

    def response(self, challenge: str, staff_id: str) -> str:
        """Eight digits that only the centre gives, to the person with this id."""
        return _digits(self._key, "response", challenge, staff_id)

    def fits(self, typed: str, challenge: str, staff_id: str) -> bool:
        """Takes the same time for a right and for a wrong code."""
        return hmac.compare_digest(typed.encode(), self.response(challenge, staff_id).encode())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApprovalCodes) and hmac.compare_digest(self._key, other._key)

    def __hash__(self) -> int:
        return hash(ApprovalCodes)

    def __repr__(self) -> str:
        return "ApprovalCodes()"


def _digits(key: bytes, *lines: str) -> str:
    whole = hmac.new(key, "\n".join(lines).encode(), hashlib.sha256).digest()
    offset = whole[-1] & 0x0F
    number = int.from_bytes(whole[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def act_id(at: str, uid: str) -> str:
    """An id of one act as the contract wants it, a ULID: 48 bits of time in ms, 80 bits of ``uid`` (any text that is
    unique). ``at`` is RFC 3339."""
    milliseconds = int(datetime.fromisoformat(at).timestamp() * 1000) & (1 << 48) - 1
    unique = int.from_bytes(hashlib.sha256(uid.encode()).digest()[:10], "big")
    number = milliseconds << 80 | unique
    return "".join(LETTERS[number >> shift & 31] for shift in range(125, -1, -5))
