"""Crockford's base 32, in which codes on paper are written: no I, L, O, U, so that none is taken for another."""

from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("OIL", "011")


def meant(typed: str) -> str:
    """As a person types it: any case, spaces and dashes anywhere, O for 0, I and L for 1."""
    return typed.upper().replace(" ", "").replace("-", "").translate(_MISREAD)
