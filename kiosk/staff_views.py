"""What the staff's side of the screen shows. Same rules as ``kiosk.views``: frozen, no words but message ids."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.messages import Message
from kiosk.staff import Role


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


@dataclass(frozen=True, slots=True)
class WhoView:
    """In the head of every console page."""

    staff_id: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One device, as it is now. ``code`` empty: nothing is wrong with it."""

    device: str  # a Device, or "centre"
    works: bool
    is_warning: bool  # it works, and will not for long
    code: str
    line: str  # protocol, model, firmware, as far as known
    raw: str  # its own words
    may_hold_money: bool = False


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """The overview: may this terminal open, what stands against it, device by device."""

    who: WhoView
    page: ConsolePage
    state: str  # full, degraded, out
    code: str  # why it is not full
    devices: tuple[DeviceCard, ...]
    pages: tuple[ConsolePage, ...]  # that this person may open
    waiting: int  # payments that the centre has not answered
    hands_inside: bool  # it does not log off now


StaffBody = StaffLoginView | ConsoleView
