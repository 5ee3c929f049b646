"""What happens around acts of two persons, and around a swap of the cash box; ``kiosk.events`` gives them on."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.acts import Act
from kiosk.approval import How


@dataclass(frozen=True, slots=True)
class WayChosen:
    """How the second person proves who they are."""

    way: How


@dataclass(frozen=True, slots=True)
class ApprovalTold:
    """How the question to the hall page stands; ``by`` only of one that was decided."""

    approval_id: str
    step: Literal["open", "approved", "refused", "expired", "unreachable"]
    by: str = ""


@dataclass(frozen=True, slots=True)
class GiveUpPressed:
    """The cash box stays where it is."""


@dataclass(frozen=True, slots=True)
class CollectionAnswered:
    """The centre's definite word on a swap that it was told; ``problem`` empty: it has it."""

    collection_id: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What one person types in proof of who they are."""

    staff_id: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WordGiven:
    """A command word that needs two persons (field.md X31); what came of it stands in the terminal's state under
    ``ticket``."""

    ticket: str
    act: Act
    first: Proof
    second: Proof


BoxTouch = WayChosen | GiveUpPressed
