"""The code on a receipt that a hall exchanges for an invoice, once (F30). Pure.

``7Q2MX-KJ3WD-42``: eleven random characters of Crockford's base 32 and a check character; printed in groups and as QR.
"""

import secrets
from typing import Final

from central.identifiers import CROCKFORD, base32, check_character

_RANDOM: Final = 11
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_invoice_code() -> str:
    """Twelve characters without separators; 55 random bits, so that nobody guesses a stranger's (field.md X32)."""
    serial = base32(secrets.randbits(5 * _RANDOM), _RANDOM)
    return serial + check_character(serial)


def shown(code: str) -> str:
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def qr_text(code: str) -> str:
    """What the printed square holds."""
    return f"FP:{code}"


def decode(text: str) -> str:
    """From paper, keyboard or QR to the twelve characters. ValueError if it can't be one: a character is wrong."""
    code = text.strip().upper().translate(_MISREAD)
    if len(code) != _RANDOM + 1 or not set(code) <= set(CROCKFORD) or check_character(code[:-1]) != code[-1]:
        raise ValueError("not an invoice code: a character is missing or wrong; read it once more from the receipt")
    return code
