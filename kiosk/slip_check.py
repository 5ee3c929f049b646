"""The check code on a slip (field.md X29): what it covers, and how it is written. The key is the ledger's, never here.

It covers what a forger would change, as printed: claim code, masked number, amount and time of acceptance. Staff type
these from the paper, and the terminal says whether the code belongs to them, also before the payment is posted.
"""

from collections.abc import Callable

from kiosk.base32 import LETTERS, meant
from kiosk.money import Fen, yuan_text

SlipSeal = Callable[[bytes], bytes]
"""A keyed hash (MAC) of at least 5 bytes."""


def sealed_text(claim_code: str, masked_number: str, amount: Fen, accepted_at: str) -> bytes:
    """``accepted_at`` as printed, ``2026-11-21 20:58:44``. No part may hold a line break."""
    parts = (claim_code, masked_number.replace(" ", ""), yuan_text(amount), accepted_at)
    if any("\n" in part for part in parts):
        raise ValueError("a line break in what a slip's check code covers")
    return "\n".join(("slip", *parts)).encode()


def check_code(mac: bytes) -> str:
    """40 bits as ``7K3M-9QXT``."""
    number = int.from_bytes(mac[:5], "big")
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def same_code(typed: str, expected: str) -> bool:
    """As a person types it."""
    return meant(typed) == meant(expected)
