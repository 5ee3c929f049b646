"""The states of what two persons do at the console: the second one's proof, and a swap of the cash box.

Console ──collection──▶ Collecting ──open──▶ SecondPerson ──approved──▶ Collecting ──steps──▶ closed
                            │                     └─ back, too late ──▶ where it was asked
                            └─ back ──▶ Console, or logged off ──▶ Home: the swap stays open, no cash is taken
StaffLogin ──unlock──▶ SecondPerson ──approved──▶ StaffLogin, without the lock (``unlocking``)
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.acts import Act
from kiosk.approval import How
from kiosk.collection import BoxStep
from kiosk.messages import Message
from kiosk.paper import Document
from kiosk.staff import StaffMember
from kiosk.views import StepState

if TYPE_CHECKING:
    from kiosk.flow.settling_states import Settling
    from kiosk.flow.staff_states import Console, StaffLogin


@dataclass(frozen=True, slots=True)
class ClosedCollection:
    """One that was closed just now, and what became of its slip."""

    collection_id: str
    slip: Document = field(repr=False)
    job_id: str
    printing: StepState = StepState.WAITING


@dataclass(frozen=True, slots=True)
class Collecting:
    """Exits: SecondPerson (open), Console (back, given up), Home (logged off). ``field`` is what is typed now: the next
    step, or an earlier one that is typed again; None: nothing is typed."""

    member: StaffMember
    field: BoxStep | None = None
    text: str = ""
    problem: Message | None = None
    closed: ClosedCollection | None = None


class HallStep(StrEnum):
    """How the question to the hall page stands."""

    NOT_ASKED = "not_asked"
    ASKING = "asking"
    OPEN = "open"  # the centre shows it
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Exits: what the act does (approved); ``back`` (back, too late). ``act_id`` is fresh, so that no word and no code is
    good for another act, or for the same one asked again."""

    member: StaffMember  # the first
    act: Act
    act_id: str
    asked_at: str  # RFC 3339
    asked_s: float  # monotonic
    back: "Console | Collecting | Settling | StaffLogin"  # the last: nobody is logged in (``unlocking``)
    way: How = "present"
    staff_id: str = ""  # the second one's; empty: not typed yet
    digits: str = field(default="", repr=False)
    ticket: str = ""  # of the PIN that is being checked
    hall: HallStep = HallStep.NOT_ASKED
    challenge: str = ""  # eight digits; empty: this terminal has no key from the centre yet
    problem: Message | None = None
