"""What happens at the staff's side of the screen; ``kiosk.events`` gives them on."""

from dataclasses import dataclass, field

from kiosk.approval import ApprovalCodes
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
class UnlockPressed:
    """Somebody who is locked out wants a second person to lift it."""


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
class DiagnosisChosen:
    item: str = ""  # a DiagnosisItem; empty: all that can be tried here, one after the other


@dataclass(frozen=True, slots=True)
class DiagnosisAnswered:
    """What only a person can see."""

    yes: bool


@dataclass(frozen=True, slots=True)
class DiagnosisSkipped:
    """Not this one, not now."""


@dataclass(frozen=True, slots=True)
class DiagnosisNext:
    """The result was read."""


@dataclass(frozen=True, slots=True)
class CellTouched:
    """A finger on a place of the touch grid; counted row by row from 0."""

    cell: int


@dataclass(frozen=True, slots=True)
class BundlePressed:
    """Make a fault bundle."""


@dataclass(frozen=True, slots=True)
class DiagnosisEnded:
    """What came of ``RunDiagnosis`` with this ticket."""

    ticket: str
    passed: bool
    detail: str = ""  # a code, or figures


@dataclass(frozen=True, slots=True)
class BundleMade:
    """What came of ``MakeBundle`` with this ticket; without a name it could not be made."""

    ticket: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class LedgerVerified:
    """Another process has gone through the whole ledger and found it sound."""


@dataclass(frozen=True, slots=True)
class StaffKnown:
    """Who may work here, as the centre says now, or as it was kept from before."""

    people: tuple[StaffMember, ...]
    codes: ApprovalCodes | None = field(default=None, repr=False)  # for a second person's word without a line


DiagnosisTouch = DiagnosisChosen | DiagnosisAnswered | DiagnosisSkipped | DiagnosisNext | CellTouched | BundlePressed
StaffTouch = StaffPressed | ConsolePageChosen | LogOffPressed | UnlockPressed | DiagnosisTouch
