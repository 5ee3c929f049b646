"""The check code on a slip (field.md X29): what it covers, and how it is written. The key is the ledger's, never here.

It covers what a forger would change, as printed: claim code, masked number, amount and time of acceptance. Staff type
these from the paper, and the terminal says whether the code belongs to them, also before the payment is posted.
"""

from collections.abc import Callable
from typing import Final

from kiosk.money import Fen, yuan_text

SlipSeal = Callable[[bytes], bytes]
"""A keyed hash (MAC) of at least 5 bytes."""

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: none of these is taken for another
_MISREAD: Final = str.maketrans("OIL", "011")


def sealed_text(claim_code: str, masked_number: str, amount: Fen, accepted_at: str) -> bytes:
    """``accepted_at`` as printed, ``2026-11-21 20:58:44``. No part may hold a line break."""
    parts = (claim_code, masked_number.replace(" ", ""), yuan_text(amount), accepted_at)
    if any("\n" in part for part in parts):
        raise ValueError("a line break in what a slip's check code covers")
    return "\n".join(("slip", *parts)).encode()


def check_code(mac: bytes) -> str:
    """40 bits as ``7K3M-9QXT``."""
    number = int.from_bytes(mac[:5], "big")
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def same_code(typed: str, expected: str) -> bool:
    """As a person types it: any case, spaces and dashes anywhere, O for 0, I and L for 1."""
    return _plain(typed) == _plain(expected)


def _plain(code: str) -> str:
    return code.upper().replace(" ", "").replace("-", "").translate(_MISREAD)
