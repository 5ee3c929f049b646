"""What became of a note: from its intent, or its way back, to the device's evidence. ``kiosk.facts`` gives them on."""

from kiosk.fact import Fact
from kiosk.money import Fen


class NoteIntended(Fact, frozen=True, tag=True):
    """Committed before the acceptor is told to stack. The intent's id is the note's identity."""

    note_id: str
    visit_id: str
    denomination: Fen


class NoteStackedFact(Fact, frozen=True, tag="NoteStacked"):
    """The device's evidence, closing an intent; or, with no visit, a note nobody can be credited for (unassigned)."""

    note_id: str
    visit_id: str | None
    denomination: Fen


class NoteReturnedFact(Fact, frozen=True, tag="NoteReturned"):
    note_id: str


class NoteTurnedBack(Fact, frozen=True, tag=True):
    """It came as far as escrow and nobody wants it stacked. On the disk before the acceptor is told to give it back, so
    that what the device says next is never taken for word of an earlier note, in whichever process."""

    note_id: str
    visit_id: str | None  # None: put in by staff, or with nobody at the screen
    denomination: Fen


class NoteGivenBack(Fact, frozen=True, tag=True):
    """The device's word that a note went back which the till, in this run, neither intended nor turned back: the driver
    found it on its way when the device, the line or the terminal had been gone. In the first minute of a run it may be the
    end of a note that the run before turned back. It never was ours, so no row and no balance moves; the record answers
    whoever asks where that note is."""

    visit_id: str | None  # on the screen at that moment, so probably whose note it was; None: nobody's
    denomination: Fen | None  # None: the device did not say, or its notes were not known yet


class NoteDoubted(Fact, frozen=True, tag=True):
    """Told to stack, and nobody knows what became of it; or stacked and then fished out. A person settles it."""

    note_id: str
    reason: str  # a MoneyReason; a sentence in what earlier releases wrote


class StackedReportRepeated(Fact, frozen=True, tag=True):
    """The device said again what is on our disk already: recorded, not credited."""

    note_id: str
