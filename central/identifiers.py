"""Ids the centre makes: payment ids (ULID), receipt numbers for paper and SMS, tokens."""

import hashlib
import secrets

from central.times import Milliseconds, hall_time

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O, U: nothing to misread on thermal paper
_ULID_CHARACTERS = 26
_RECEIPT_CHARACTERS = 5


def base32(number: int, width: int) -> str:
    """``number`` in Crockford's base 32, filled with zeros to ``width`` characters."""
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 32)
        digits.append(CROCKFORD[digit])
    return "".join(reversed(digits))


def new_ulid(now: Milliseconds) -> str:
    """26 characters: 48 bits of time, 80 random bits (ULID specification); sorts by time of creation."""
    return base32((now << 80) | secrets.randbits(80), _ULID_CHARACTERS)


def check_character(text: str) -> str:
    """Luhn mod 32 over ``text``: every single wrong character and nearly every swap of neighbours is found."""
    total = 0
    for position, character in enumerate(reversed(text)):
        weighted = CROCKFORD.index(character) * (2 if position % 2 == 0 else 1)
        total += weighted // 32 + weighted % 32
    return CROCKFORD[-total % 32]


def new_receipt_number(now: Milliseconds) -> str:
    """``261121-7Q2MXP``: day in the hall, five random characters (33 million a day), one check character over all before.

    Random, so that nobody guesses a neighbour's number; the caller makes sure that it is new.
    """
    day = hall_time(now).strftime("%y%m%d")
    serial = base32(secrets.randbits(5 * _RECEIPT_CHARACTERS), _RECEIPT_CHARACTERS)
    return f"{day}-{serial}{check_character(day + serial)}"


def is_receipt_number(text: str) -> bool:
    """Is it well formed, with the right check character? Says nothing about whether it was ever given out."""
    day, _, serial = text.partition("-")
    characters = day + serial
    if len(day) != 6 or len(serial) != _RECEIPT_CHARACTERS + 1 or not set(characters) <= set(CROCKFORD):
        return False
    return check_character(characters[:-1]) == characters[-1]


def new_token() -> str:
    """256 random bits, safe in URLs and headers."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a token. Plain SHA-256 is enough: a token has 256 random bits, nobody can guess it."""
    return hashlib.sha256(token.encode()).hexdigest()
