"""Who may work at the terminal, and what each role may do (trust.md S3; field.md X13). Pure; PINs are proved elsewhere."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

import msgspec

PIN_DIGITS: Final = range(6, 13)  # how many a PIN may have
ID_DIGITS: Final = range(4, 13)
_FREE_TRIES: Final = 4  # wrong PINs in a row that lock nobody out
_MINUTE: Final = 60
_LONGEST: Final = 30 * _MINUTE  # from the tenth wrong PIN on (PCI DSS 8.3.4)
_TENTH: Final = 10
LOOK_UPS: Final = 10
"""Of one person in an hour, whether there is such a code or not: then none until the hour is over. So never more than
twenty within any sixty minutes, as on the hall page (central/lookup_limits.py)."""
LOOK_UP_HOUR_S: Final = 60 * _MINUTE
_LOOK_UPS: Final = "look-ups "


class Role(StrEnum):
    """What somebody may do. ``admin`` may do everything; the others are granted one by one."""

    VIEW = "view"  # look at states, records, advice
    OPERATE = "operate"  # test devices, clear faults
    CASH = "cash"  # swap boxes, settle money with a second person
    ADMIN = "admin"


class StaffMember(msgspec.Struct, frozen=True):
    """As the centre tells it (docs/central-contract.md, Staff)."""

    staff_id: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4,12}\Z")]
    name: Annotated[str, msgspec.Meta(max_length=60)]  # masked: 王*
    roles: frozenset[Role]
    pin_hash: Annotated[str, msgspec.Meta(pattern=r"^\$argon2id\$v=19\$[ -~]{20,180}\Z")]
    must_change: bool = False

    def may(self, role: Role) -> bool:
        return role in self.roles or Role.ADMIN in self.roles

    def __repr__(self) -> str:
        return f"StaffMember({self.staff_id!r}, {sorted(self.roles)})"

    __str__ = __repr__


class StaffMark(msgspec.Struct, frozen=True):
    """Wrong PINs of one person in a row, at this terminal; a right one forgets them. Or, under ``look_ups_of``, codes of
    slips that they looked for in an hour; its end forgets them."""

    staff_id: str
    failures: int
    failed_at: str  # RFC 3339; of the last wrong PIN, of the first look-up of the hour


def look_ups_of(staff_id: str) -> str:
    """The name of this person's ``StaffMark`` of look-ups; no staff id is one."""
    return _LOOK_UPS + staff_id


def who_looked_up(name: str) -> str:
    """The staff id of a ``StaffMark`` of look-ups; empty: it is one of wrong PINs."""
    return name.removeprefix(_LOOK_UPS) if name.startswith(_LOOK_UPS) else ""


def lock_seconds(failures: int) -> int:
    """How long ``failures`` wrong PINs in a row keep somebody out: four not at all, then 1, 2, 4 … minutes, ten 30."""
    if failures <= _FREE_TRIES:
        return 0
    if failures >= _TENTH:
        return _LONGEST
    return min(_MINUTE << (failures - _FREE_TRIES - 1), _LONGEST)


def locked_for(mark: StaffMark | None, now: str) -> int:
    """Whole seconds that this person still has to wait; 0: none."""
    whole = lock_seconds(mark.failures) if mark is not None else 0
    return _left_of(whole, mark.failed_at, now) if mark is not None and whole else 0


def counted_for(mark: StaffMark, now: str) -> int:
    """Whole seconds that a mark of look-ups still counts; 0: its hour is over."""
    return _left_of(LOOK_UP_HOUR_S, mark.failed_at, now)


def _left_of(whole: int, since: str, now: str) -> int:
    """Seconds. A clock that was set back can't shorten a lock, and can't make it longer than it ever was: what is left is
    never more than the whole. One that was set forward ends it early, which is as good as waiting only for who can set the
    clock."""
    ends = datetime.fromisoformat(since) + timedelta(seconds=whole)
    left = (ends - datetime.fromisoformat(now)).total_seconds()
    return max(0, min(whole, -int(-left // 1)))


def pin_problem(pin: str, staff_id: str) -> str:
    """Why this can't be anybody's PIN, as a message id; empty when it can."""
    if not pin.isascii() or not pin.isdigit() or len(pin) not in PIN_DIGITS:
        return "pin_length"
    runs = "01234567890123456789"
    if len(set(pin)) <= 2 or pin in runs or pin in runs[::-1]:
        return "pin_too_simple"
    if staff_id in pin or pin in staff_id or re.fullmatch(r"(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])", pin):
        return "pin_guessable"
    return ""
