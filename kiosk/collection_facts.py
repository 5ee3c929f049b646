"""What became true of a swapped cash box (field.md X11; trust.md S4). What was in the box stands in no fact: the ledger
counts it from its own notes, and nobody who counts paper sees it before the count."""

from kiosk.approval import How
from kiosk.collection import BoxStep
from kiosk.fact import Fact


class CollectionOpened(Fact, frozen=True, tag=True):
    """Two persons agreed: from here on no cash is taken, until it is closed or given up."""

    collection_id: str  # K0001-C7
    first: str
    second: str
    how: How


class CollectionStepped(Fact, frozen=True, tag=True):
    """One step more. ``box_out`` draws the line: every note before it is in the box that went out."""

    collection_id: str
    step: BoxStep
    text: str  # as typed; empty for the device's own word
    staff_id: str  # who typed it; empty for the device's own word


class CollectionClosed(Fact, frozen=True, tag=True):
    """The new box is in. The ledger keeps what the old one must hold, by denomination, and tells the centre."""

    collection_id: str
    staff_id: str


class CollectionGivenUp(Fact, frozen=True, tag=True):
    """The box never came out: nothing changed."""

    collection_id: str
    staff_id: str


class CollectionTold(Fact, frozen=True, tag=True):
    """The centre has it."""

    collection_id: str


class CollectionDisputed(Fact, frozen=True, tag=True):
    """The centre definitely does not take it, or has another story under the same id: a person must look. It is kept."""

    collection_id: str
    problem: str
