"""What the page of open money shows. Same rules as ``kiosk.views``; numbers are masked, amounts are whole fen."""

from dataclasses import dataclass

from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.staff_views import WhoView


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One note or payment; ``kind`` an ``OpenKind``. ``waits``: it can't be decided now."""

    id: str
    code: str
    kind: str
    amount: Fen
    since: str  # RFC 3339
    why: str  # as recorded
    masked_number: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    note_id: str
    masked_number: str
    at: str  # RFC 3339
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class SettlingView:
    """``step``: ``list``, ``line``, ``reason``, ``value``, ``whose`` or ``settled``."""

    who: WhoView
    step: str
    lines: tuple[MoneyLine, ...] = ()
    total: int = 0  # lines on all pages
    sum: Fen = Fen(0)
    page: int = 0
    pages: int = 1
    line: MoneyLine | None = None  # that is open
    outcomes: tuple[str, ...] = ()  # Settlement
    outcome: str = ""
    reasons: tuple[str, ...] = ()
    reason: str = ""
    values: tuple[Fen, ...] = ()
    found: Fen = Fen(0)
    suggestions: tuple[SuggestionLine, ...] = ()
    credited_as: str = ""
    second: str = ""
    slip: str = ""  # StepState of the slip, once it is settled
    can_print: bool = False
    can_confirm: bool = False
    busy: bool = False
    unread: bool = False
    hands_inside: bool = False
    problem: Message | None = None
