"""An account is a typed reference: mobile first, room for broadband, fixed lines and contracts (field.md X7)."""

import re
from enum import StrEnum

import msgspec

MOBILE_DIGITS = 11
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


class AccountKind(StrEnum):
    MOBILE = "mobile"
    BROADBAND = "broadband"
    FIXED = "fixed"
    CONTRACT = "contract"


class NumberProblem(StrEnum):
    """Why a typed number can't be an account's number; screens explain each in words."""

    TOO_SHORT = "number_too_short"
    NOT_A_MOBILE = "number_not_a_mobile"
    REPEAT_DIFFERS = "number_repeat_differs"


class AccountRef(msgspec.Struct, frozen=True):
    """Whose account it is. ``repr`` and ``str`` are masked, so that a log line can't leak a number."""

    kind: AccountKind
    number: str

    def masked(self) -> str:
        """First three and last four digits: ``138****5678`` (trust.md S7)."""
        return mask(self.number)

    def __repr__(self) -> str:
        return f"AccountRef({self.kind.value}, {self.masked()})"

    __str__ = __repr__


def mask(number: str) -> str:
    """``13812345678`` → ``138****5678``; a number too short to keep seven digits secret shows its last two only."""
    if len(number) < 8:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def grouped(number: str) -> str:
    """3-4-4 as people read mobile numbers, also while typing: ``1381234`` → ``138 1234``; masks keep their stars."""
    return " ".join(part for part in (number[:3], number[3:7], number[7:]) if part)


def mobile_problem(digits: str) -> NumberProblem | None:
    """What is wrong with these digits as a mobile number, or None. Refuses a wrong second digit as soon as it is there."""
    if digits and not re.match(r"1([3-9]|\Z)", digits):
        return NumberProblem.NOT_A_MOBILE
    if len(digits) < MOBILE_DIGITS:
        return NumberProblem.TOO_SHORT
    return None if _MOBILE.fullmatch(digits) else NumberProblem.NOT_A_MOBILE
