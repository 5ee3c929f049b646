"""What the staff's side of the screen shows. Same rules as ``kiosk.views``: frozen, no words but message ids."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.advice_row import Blocked
from kiosk.messages import Message
from kiosk.staff import Role
from kiosk.staff_records import BooksSheet, DeviceSheet

SLIP_MM: Final = 200
"""What an ordinary receipt takes of a roll, for telling how many there may still be."""


class LoginStep(StrEnum):
    STAFF_ID = "staff_id"
    PIN = "pin"
    NEW_PIN = "new_pin"  # the first log-in, and whenever the centre wants it
    REPEAT_PIN = "repeat_pin"


class ConsolePage(StrEnum):
    OVERVIEW = "overview"
    DEVICE = "device"
    DIAGNOSIS = "diagnosis"
    COLLECTION = "collection"
    OPEN_MONEY = "open_money"
    RECORDS = "records"
    JOURNEY = "journey"  # of what a slip's code stands for
    READINESS = "readiness"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class StaffLoginView:
    """``typed`` is how many digits are in; of a PIN nobody sees more. ``digits`` only of the staff id."""

    step: LoginStep
    typed: int
    digits: str = ""
    busy: bool = False
    can_confirm: bool = False
    problem: Message | None = None
    can_change_paper: bool = False  # without a PIN
    can_unlock: bool = False  # a second person may lift the lock
    unlocked: bool = False  # it was lifted just now


@dataclass(frozen=True, slots=True)
class WhoView:
    """In the head of every console page."""

    staff_id: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One device, or the line, or the terminal itself, as it is now. ``code`` empty: nothing is wrong with it.

    ``what`` and ``steps`` are words in the person's language already: kiosk/advice.py has them, not Qt.
    """

    device: str  # a Device, "centre" or "terminal"
    works: bool
    is_warning: bool  # it works, and will not for long
    code: str
    line: str  # model, serial, firmware, as far as known
    raw: str  # its own words
    may_hold_money: bool = False
    state: str = ""  # a DeviceState
    since: str = ""  # RFC 3339; empty: as long as this run knows of it
    what: str = ""  # what the code means
    steps: tuple[str, ...] = ()  # what to do now, in order
    blocks: tuple[Blocked, ...] = ()  # what customers can't have while it lasts


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """The overview: may this terminal open, what stands against it, device by device, the gravest first."""

    who: WhoView
    page: ConsolePage
    state: str  # full, degraded, out
    code: str  # why it is not full
    devices: tuple[DeviceCard, ...]
    pages: tuple[ConsolePage, ...]  # that this person may open
    waiting: int  # payments that the centre has not answered
    hands_inside: bool  # it does not log off now
    why: str = ""  # ``code`` in words
    cash: bool = True  # what customers can have now
    card: bool | None = None  # None: no card terminal is fitted
    printing: bool = True
    centre: bool = True
    paper_left_mm: int = 0


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A change of this run; ``code`` empty: well from then on."""

    at: str  # RFC 3339
    state: str
    code: str
    what: str
    raw: str


@dataclass(frozen=True, slots=True)
class DeviceDetailsView:
    """One device. ``sheet`` None: it is being read, or there is nothing to read of it."""

    who: WhoView
    card: DeviceCard
    history: tuple[HistoryLine, ...]  # newest first
    sheet: DeviceSheet | None = None
    busy: bool = False
    unread: bool = False  # the ledger or the wire could not be read
    is_blind: bool = False  # this person counts cash: what is in the box is not shown
    paper_left_mm: int | None = None  # of the printer


@dataclass(frozen=True, slots=True)
class RecordsView:
    """Last payments, the equation, the journal."""

    who: WhoView
    books: BooksSheet | None = None
    busy: bool = False
    unread: bool = False
    is_blind: bool = False
    verified_at: str = ""  # RFC 3339; empty: not yet in this run
    doubted: str = ""  # why the ledger is not to be trusted; empty: no reason


class PaperStepNow(StrEnum):
    """What hands do next."""

    OPEN = "open"
    ROLL = "roll"
    CLOSE = "close"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class PaperChangeView:
    """Three steps in pictures. ``who`` None: nobody is logged in, and nobody needs to be (X17)."""

    now: PaperStepNow
    left_mm: int
    card: DeviceCard  # of the printer
    who: WhoView | None = None


StaffBody = StaffLoginView | ConsoleView | DeviceDetailsView | RecordsView | PaperChangeView
