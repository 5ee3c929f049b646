"""Who may see what after which proof: pure rules (F7, F8, F10; field.md X28)."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from typing import Final, Literal

Method = Literal["sms_code", "service_password"]
Scope = Literal["balance", "bill", "details"]

SMS_CODE: Final[Method] = "sms_code"
SERVICE_PASSWORD: Final[Method] = "service_password"  # noqa: S105 (a method)
METHODS: Final[tuple[Method, ...]] = (SMS_CODE, SERVICE_PASSWORD)
CODE_DIGITS: Final = 6

# One proof opens the first two; details need both.
_NEEDED: Final[dict[Scope, int]] = {"balance": 1, "bill": 1, "details": 2}
_SCRYPT: Final = {"n": 2**12, "r": 8, "p": 1, "dklen": 32}
_ASCENDING: Final = "01234567890123456789"


def scopes_of(methods: Collection[str]) -> list[Scope]:
    """What these proofs open."""
    return [scope for scope, needed in _NEEDED.items() if len(set(methods)) >= needed]


def missing_method(methods: Collection[str]) -> Method:
    """The proof to ask for next; only meaningful while one is missing."""
    return next(method for method in METHODS if method not in methods)


def is_default_password(password: str, number: str) -> bool:
    """One digit repeated, a run up or down, or part of the number: what lines are sold with and what is guessed first.

    Judged by its form alone, so that the refusal says nothing about the password that is really set.
    """
    repeated = len(set(password)) == 1
    run = password in _ASCENDING or password[::-1] in _ASCENDING
    return repeated or run or password in number


def new_code() -> str:
    """Six decimal digits, all equally likely."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def code_hash(key: bytes, challenge_id: str, code: str) -> str:
    """What the database keeps of a code. Keyed: six digits under a plain hash could be tried out in a moment."""
    return hmac.new(key, f"{challenge_id}\n{code}".encode(), hashlib.sha256).hexdigest()


def password_hash(salt: str, password: str) -> str:
    """scrypt (RFC 7914); ``salt`` is hex. About 10 ms."""
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_SCRYPT).hex()


def same_hash(left: str, right: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
