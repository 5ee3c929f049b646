"""May this terminal open? What stands against it, what to do, and what was tried last (features.md F67; field.md X14).

Plain data, for screen, paper and command word alike. It is judged in ``kiosk.flow.judging``.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.money import Fen


class Verdict(StrEnum):
    READY = "ready"
    LIMITED = "limited"  # customers can pay, and something needs a person
    NOT_READY = "not_ready"  # nobody can pay, or the books are not sound


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that needs somebody, the gravest first. ``what`` and ``steps`` in the reader's language (kiosk.advice)."""

    code: str
    what: str
    steps: tuple[str, ...]
    raw: str = ""  # the device's own words, or figures
    severity: int = 0  # kiosk.device_status.Severity


@dataclass(frozen=True, slots=True)
class TestLine:
    """The newest result of one item. ``outcome`` empty: it was never tried here; ``is_old``: too long ago to prove much."""

    __test__ = False  # not a test of ours, whatever its name begins with

    item: str
    outcome: str = ""
    at: str = ""
    staff_id: str = ""
    detail: str = ""
    milliseconds: int = 0
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """``card`` None: none is fitted. ``open_money`` None: the books could not be read."""

    verdict: Verdict
    at: str  # RFC 3339
    cash: bool
    card: bool | None
    printing: bool
    centre: bool
    findings: tuple[Finding, ...]
    tests: tuple[TestLine, ...]
    waiting: int  # payments that the centre has not answered
    open_money: Fen | None  # in doubt, owed, unassigned: persons decide
