"""What happens at the staff's side of the screen; ``kiosk.events`` gives them on."""

from dataclasses import dataclass, field

from kiosk.staff import StaffMember
from kiosk.staff_records import RecordsSheet
from kiosk.staff_views import ConsolePage


@dataclass(frozen=True, slots=True)
class StaffPressed:
    """The hidden touch on the home page: somebody of the staff wants in."""


@dataclass(frozen=True, slots=True)
class ConsolePageChosen:
    """The page that is open already: read it anew."""

    page: ConsolePage
    device: str = ""  # of the page DEVICE: a Device, or "centre"


@dataclass(frozen=True, slots=True)
class LogOffPressed:
    """The person is done."""


@dataclass(frozen=True, slots=True)
class PinChecked:
    """What came of ``CheckPin`` with this ticket."""

    ticket: str
    right: bool


@dataclass(frozen=True, slots=True)
class PinHashed:
    """What came of ``HashPin`` with this ticket."""

    ticket: str
    pin_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordsRead:
    """What came of ``ReadRecords`` with this ticket."""

    ticket: str
    sheet: RecordsSheet


@dataclass(frozen=True, slots=True)
class StaffKnown:
    """Who may work here, as the centre says now, or as it was kept from before."""

    people: tuple[StaffMember, ...]


StaffTouch = StaffPressed | ConsolePageChosen | LogOffPressed
