"""What persons decided about money that no machine can (trust.md M5; field.md X9): each is the word of two, and final."""

from kiosk.approval import How
from kiosk.fact import Fact
from kiosk.money import Fen
from kiosk.open_money import Settlement


class NoteFound(Fact, frozen=True, tag=True):
    """Somebody holds a note that the ledger has nowhere, or only as given back: in doubt from now on, until two decide."""

    note_id: str
    denomination: Fen
    visit_id: str | None  # ended, and thought to be whose it is
    staff_id: str
    place: str


class NoteSettled(Fact, frozen=True, tag=True):
    """Credited: the payment ``credited_as`` stands in the same commit, and covers this note alone."""

    note_id: str
    outcome: Settlement
    credited_as: str  # payment id; empty unless credited
    first: str
    second: str
    how: How
    reason: str


class PaymentSettled(Fact, frozen=True, tag=True):
    """Credited: the notes of this payment are covered by ``credited_as``, of the same commit, from now on."""

    payment_id: str
    outcome: Settlement
    credited_as: str  # payment id; empty unless credited
    first: str
    second: str
    how: How
    reason: str
