"""The page of open money, as a state.

Console ──open money──▶ Settling: list ──line──▶ what became of it ──▶ why ──▶ SecondPerson ──approved──▶ settled, slip
                                   └──note found──▶ its value ──▶ whose it may be ──▶ recorded, on the list
"""

from dataclasses import dataclass, field

from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.open_money import OpenMoney, OpenSheet, Settlement
from kiosk.paper import Document
from kiosk.staff import StaffMember
from kiosk.views import StepState


@dataclass(frozen=True, slots=True)
class Settled:
    """What two persons have just decided, and what became of its slip."""

    money: OpenMoney
    outcome: Settlement
    credited_as: str
    second: str
    slip: Document = field(repr=False)
    job_id: str = ""
    printing: StepState = StepState.WAITING


@dataclass(frozen=True, slots=True)
class Settling:
    """Exits: SecondPerson (decided by the first), Console (back), Home (logged off)."""

    member: StaffMember
    ticket: str = ""  # of the list that is being read
    sheet: OpenSheet | None = None  # as it was read last
    unread: bool = False
    page: int = 0
    chosen: OpenMoney | None = None
    outcome: Settlement | None = None
    reason: str = ""
    finding: bool = False
    found: Fen | None = None  # the value of the note in somebody's hand
    focus: str = ""  # the line to be shown once the list is read anew
    problem: Message | None = None
    done: Settled | None = None
