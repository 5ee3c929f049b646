"""The state of the guided diagnosis. A visit can't begin while it lasts, and it begins from the console only.

Console ──▶ CHOOSING ──item──▶ its steps ──▶ DONE ──▶ the next item, or CHOOSING ──back──▶ Console
                                │ left, logged off, too late: a note in the slot goes back first
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.diagnosis import DiagnosisItem, DiagnosisResult
from kiosk.money import Fen
from kiosk.staff import StaffMember


class DiagnosisStep(StrEnum):
    CHOOSING = "choosing"
    WORKING = "working"  # the machine does its part; ``ticket`` is of its word
    INSERTING = "inserting"  # the slot is open for the person's own note
    RETURNING = "returning"  # it was told to give the note back, and has not said that it did
    ASKING = "asking"  # what only a person can see
    TOUCHING = "touching"
    DONE = "done"  # ``result`` is shown


class Leaving(StrEnum):
    """Where to, once the note is back."""

    NOWHERE = ""
    LIST = "list"
    SKIPPED = "skipped"
    LOGGED_OFF = "pressed"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Diagnosing:
    """Exits: Console (back), Home (logged off)."""

    member: StaffMember
    opened_at: str  # RFC 3339: the age of results is told as of then
    step: DiagnosisStep = DiagnosisStep.CHOOSING
    item: DiagnosisItem | None = None
    ticket: str = ""
    began_s: float = 0.0  # monotonic, of this item
    asked: int = 0  # which of its questions
    touched: frozenset[int] = frozenset()  # cells of the grid
    drawn: bool = False  # a note is on its way into the slot
    denomination: Fen | None = None  # of the note in escrow
    refused: str = ""  # why the acceptor gave the last note back by itself
    said: str = ""  # what the machine found, before the person is asked
    rest: tuple[DiagnosisItem, ...] = ()  # still to come, one after the other
    leaving: Leaving = Leaving.NOWHERE
    result: DiagnosisResult | None = None
    bundle: str = ""  # name of the fault bundle that was made here; "…" while it is being made, "!" if it failed
