"""The guided diagnosis: what is tried, what only a person can tell of it, and what came of it (features.md F67).

Plain data. How each item runs stands in ``kiosk.flow.diagnosing``, what it needs of the machine in ``app.diagnosis_desk``.
"""

from enum import StrEnum
from typing import Final

import msgspec


class DiagnosisItem(StrEnum):
    """In the order in which they are tried one after the other: what takes money and paper first."""

    ACCEPTOR = "acceptor"  # a note into escrow and back
    PRINTER = "printer"  # print and cut a page
    CARD = "card"  # the terminal's status, and its line to its bank
    TOUCH = "touch"  # every place of the screen
    SOUND = "sound"
    NETWORK = "network"  # the route and the centre's name
    CENTRE = "centre"  # a signed answer
    SMS = "sms"  # a text to this person's own phone
    CLOCK = "clock"  # against the centre's
    DISK = "disk"  # room, and how long a write takes to be safe


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # by the person, or nobody was there: a result as well


class DiagnosisResult(msgspec.Struct, frozen=True):
    """The newest one of an item. ``detail``: a code, a question that was answered no, or figures; never a number of
    somebody."""

    item: str
    outcome: str
    at: str  # RFC 3339
    staff_id: str
    detail: str
    milliseconds: int


QUESTIONS: Final[dict[DiagnosisItem, tuple[str, ...]]] = {
    DiagnosisItem.PRINTER: ("readable", "cut", "straight"),
    DiagnosisItem.SOUND: ("heard",),
    DiagnosisItem.SMS: ("arrived",),
}
"""What only a person can see, asked after the machine has done its part. The first no ends the item."""

OF_THE_MACHINE: Final = frozenset(
    {
        DiagnosisItem.SOUND,
        DiagnosisItem.NETWORK,
        DiagnosisItem.CENTRE,
        DiagnosisItem.SMS,
        DiagnosisItem.CLOCK,
        DiagnosisItem.DISK,
    }
)
"""Done by ``ports.StaffDesk.diagnose``, in a thread of its own."""

CELLS: Final = 40  # of the touch grid: eight by five, whichever way the screen stands

MAY_DIFFER_S: Final = 60.0  # the clock, from the centre's
SLOW_SYNC_MS: Final = 500.0  # a write that takes longer to be safe keeps notes waiting in the slot
KEPT_DAYS: Final = 30  # a result that is older proves nothing of today
