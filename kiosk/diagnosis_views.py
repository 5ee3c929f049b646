"""What the pages of diagnosis and readiness show. Same rules as ``kiosk.views``; no words but those of ``kiosk.advice``."""

from dataclasses import dataclass

from kiosk.money import Fen
from kiosk.readiness import Readiness, TestLine
from kiosk.staff_views import WhoView


@dataclass(frozen=True, slots=True)
class DiagnosisView:
    """``step``: a ``DiagnosisStep``; what stands behind it in this order is of that step only."""

    who: WhoView
    step: str
    item: str = ""  # a DiagnosisItem; empty on the list
    lines: tuple[TestLine, ...] = ()
    denomination: Fen | None = None  # of the note in escrow
    drawn: bool = False  # a note is on its way in
    refused: str = ""  # why the acceptor gave the last note back by itself
    question: str = ""  # what only a person can see
    touched: frozenset[int] = frozenset()
    cells: int = 0
    outcome: str = ""
    detail: str = ""
    milliseconds: int = 0
    left: int = 0  # items that come after this one
    leaving: bool = False  # the page ends as soon as the note is back
    bundle: str = ""  # name of the fault bundle made here
    bundle_busy: bool = False
    bundle_failed: bool = False


@dataclass(frozen=True, slots=True)
class ReadinessView:
    who: WhoView
    found: Readiness
    busy: bool = False  # the books are being read
    can_print: bool = False
    printing: bool = False
    printed: str = ""  # a PrintOutcome, of this page's paper


DiagnosisBody = DiagnosisView | ReadinessView
