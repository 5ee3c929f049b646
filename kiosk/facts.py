"""What became true. ``ledger.commit`` writes facts, and the journal, in one transaction before anything else happens.

Each fact is one tagged struct; the journal holds it as JSON (``msgspec.json``), with the account encrypted. Facts only
ever add to what is known: no fact takes one back.
"""

from typing import Literal

import msgspec

from kiosk.accounts import AccountRef
from kiosk.money import Fen
from kiosk.visit_types import Language, Reopening, SmsState, VisitEnd


class Fact(msgspec.Struct, frozen=True, tag=True, tag_field="fact"):
    """Base of all facts; the tag is the class name."""


# ---- the visit -----------------------------------------------------------------------------------------------------


class VisitOpened(Fact, frozen=True, tag=True):
    """The customer consented; from here on notes may be stacked for this account."""

    visit_id: str
    account: AccountRef
    masked_name: str  # empty when we were offline
    amount_to_pay: Fen
    language: Language
    offline: bool
    receipt_expected: bool


class VisitClosed(Fact, frozen=True, tag=True):
    visit_id: str
    end: VisitEnd


# ---- notes ---------------------------------------------------------------------------------------------------------


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


class NoteDoubted(Fact, frozen=True, tag=True):
    """Told to stack, and nobody knows what became of it; or stacked and then fished out. A person settles it."""

    note_id: str
    reason: str


class StackedReportRepeated(Fact, frozen=True, tag=True):
    """The device said again what is on our disk already: recorded, not credited."""

    note_id: str


class CaseOpened(Fact, frozen=True, tag=True):
    """Something a person must look at that is not a row of its own, e.g. a report of a device that fits nothing."""

    reason: str
    detail: str


class CashStopped(Fact, frozen=True, tag=True):
    """No cash from now on, in this process and every later one, until a ``CashReleased`` of the same code."""

    code: str  # shown as out-of-service code, e.g. "BV-CHEAT"
    detail: str


class CashReleased(Fact, frozen=True, tag=True):
    code: str
    by: str  # who looked
    reason: str


class LedgerRebuilt(Fact, frozen=True, tag=True):
    """The database was damaged: it lies in quarantine, and this one was made from the journal's mirror."""

    records: int  # taken over from the mirror
    quarantine: str  # name of the folder, beside the database
    why: str


# ---- payments ------------------------------------------------------------------------------------------------------


class PaymentAccepted(Fact, frozen=True, tag=True):
    """The held notes of a visit become one payment. The ledger writes the outbox row in the same transaction;
    ``posting.request_body(fact, kiosk_id)`` gives its bytes, frozen from now on."""

    payment_id: str  # "K0001-123": kiosk id and kiosk_seq, also the idempotency key
    kiosk_seq: int
    visit_id: str
    account: AccountRef
    amount: Fen
    tender: Literal["cash", "card"]
    notes: tuple[Fen, ...]
    accepted_at: str  # RFC 3339, the terminal's clock
    language: Language
    offline: bool


class PaymentPosted(Fact, frozen=True, tag=True):
    payment_id: str
    central_id: str
    receipt_number: str
    posted_at: str
    balance_after: Fen


class PaymentOwed(Fact, frozen=True, tag=True):
    """The centre definitely refused: the money is the customer's, a person decides how it gets back."""

    payment_id: str
    problem: str


class PaymentDoubted(Fact, frozen=True, tag=True):
    """The centre contradicts us about this payment: nobody knows, a person decides."""

    payment_id: str
    problem: str


class ConfirmationProgressed(Fact, frozen=True, tag=True):
    """SMS and reopening of a posted payment moved forward."""

    payment_id: str
    sms: SmsState
    reopening: Reopening


# ---- paper and devices ---------------------------------------------------------------------------------------------


class ReceiptStarted(Fact, frozen=True, tag=True):
    """Committed before the first byte goes to the printer."""

    job_id: str
    payment_id: str


class ReceiptEnded(Fact, frozen=True, tag=True):
    job_id: str
    outcome: str  # PrintOutcome
    cause: str


class DeviceChanged(Fact, frozen=True, tag=True):
    device: str
    state: str
    severity: int
    supplies: str
    code: str
    raw: str


class AcceptorBound(Fact, frozen=True, tag=True):
    """The acceptor that may take cash here: the first one seen, then each that a person accepted (trust.md S12)."""

    model: str
    serial: str
    firmware: str


AnyFact = (
    VisitOpened
    | VisitClosed
    | NoteIntended
    | NoteStackedFact
    | NoteReturnedFact
    | NoteDoubted
    | StackedReportRepeated
    | CaseOpened
    | PaymentAccepted
    | PaymentPosted
    | PaymentOwed
    | PaymentDoubted
    | ConfirmationProgressed
    | ReceiptStarted
    | ReceiptEnded
    | DeviceChanged
    | AcceptorBound
    | CashStopped
    | CashReleased
    | LedgerRebuilt
)
