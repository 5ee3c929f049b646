"""What became true. ``ledger.commit`` writes facts, and the journal, in one transaction before anything else happens.

Each fact is one tagged struct; the journal holds it as JSON (``msgspec.json``), with the account encrypted. Facts only
ever add to what is known: no fact takes one back.
"""

# ruff: noqa: PLC0414 - the base of all facts, and the facts that have files of their own, are given on from here

from typing import Literal

from kiosk.accounts import AccountRef
from kiosk.card import CardApproval, CardPart, CardReference
from kiosk.collection_facts import (
    CollectionClosed as CollectionClosed,
    CollectionDisputed as CollectionDisputed,
    CollectionGivenUp as CollectionGivenUp,
    CollectionOpened as CollectionOpened,
    CollectionStepped as CollectionStepped,
    CollectionTold as CollectionTold,
)
from kiosk.fact import Fact as Fact
from kiosk.health_facts import (
    EventsForgotten as EventsForgotten,
    EventsNumberedFrom as EventsNumberedFrom,
    RunStarted as RunStarted,
    RunStopped as RunStopped,
    ServiceChanged as ServiceChanged,
    VisitTold as VisitTold,
)
from kiosk.money import Fen
from kiosk.note_facts import (
    NoteDoubted as NoteDoubted,
    NoteGivenBack as NoteGivenBack,
    NoteIntended as NoteIntended,
    NoteReturnedFact as NoteReturnedFact,
    NoteStackedFact as NoteStackedFact,
    NoteTurnedBack as NoteTurnedBack,
    StackedReportRepeated as StackedReportRepeated,
)
from kiosk.remote_facts import (
    CommandEnded as CommandEnded,
    CommandTaken as CommandTaken,
    CommandTold as CommandTold,
    SafePageShown as SafePageShown,
    SelfChecked as SelfChecked,
)
from kiosk.settlement_facts import (
    NoteFound as NoteFound,
    NoteSettled as NoteSettled,
    PaymentSettled as PaymentSettled,
)
from kiosk.staff_facts import (
    ActApproved as ActApproved,
    ActRefused as ActRefused,
    PinChanged as PinChanged,
    StaffLoggedIn as StaffLoggedIn,
    StaffLoggedOff as StaffLoggedOff,
    StaffLookedUp as StaffLookedUp,
    StaffRefused as StaffRefused,
    StaffUnlocked as StaffUnlocked,
    TestRecorded as TestRecorded,
)
from kiosk.visit_types import Language, Reopening, SmsState, VisitEnd

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


# ---- what a person must look at -------------------------------------------------------------------------------------


class CaseOpened(Fact, frozen=True, tag=True):
    """Something a person must look at that is not a row of its own, e.g. a report of a device that fits nothing."""

    reason: str
    detail: str


class CashStopped(Fact, frozen=True, tag=True):
    """No cash (for a code that begins with CARD-: no card) from now on, in this process and every later one, until a
    ``CashReleased`` of the same code."""

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


# ---- cards ---------------------------------------------------------------------------------------------------------


class CardAttempted(Fact, frozen=True, tag=True):
    """Committed before the first byte of a sale goes to the terminal. From here on the attempt is open: until the
    terminal's word, or two persons', closes it, no other sale begins."""

    attempt_id: str
    visit_id: str
    card_seq: int  # 1, 2, 3 …; its last six digits are the ticket
    amount: Fen
    terminal_id: str
    before: CardReference | None  # the terminal's last transaction; None: it had none


class CardHeld(Fact, frozen=True, tag=True):
    """The approval, committed before the terminal hears that it is recorded. Not money yet: the terminal may undo it."""

    attempt_id: str
    approval: CardApproval


class CardCharged(Fact, frozen=True, tag=True):
    """The charge stands: it is the visit's money from here on, as a stacked note is. ``approval`` is that of ``CardHeld``,
    or of the terminal's later word when we never saw one."""

    attempt_id: str
    approval: CardApproval


class CardUncharged(Fact, frozen=True, tag=True):
    """Nothing was taken, or it was taken back before it was ours: the attempt is closed."""

    attempt_id: str
    problem: str  # CardProblem
    code: str


class CardDoubted(Fact, frozen=True, tag=True):
    """Nobody saw the end of the sale; the terminal is being asked."""

    attempt_id: str
    reason: str


class CardUndecided(Fact, frozen=True, tag=True):
    """The terminal can't tell. Two persons decide; until then no card is taken."""

    attempt_id: str
    detail: str


class CardSettledFact(Fact, frozen=True, tag="CardSettled"):
    """Two persons' word on an open attempt, or on a reversal that never ends. ``charged`` with an open attempt: it is
    credited (``CardCharged`` goes with it). With a reversal: the money stays owed to the payer; else it went back."""

    attempt_id: str
    charged: bool
    by: str
    second: str
    reason: str


class CardReversalIntended(Fact, frozen=True, tag=True):
    """The centre refused the payment: the charge is to be taken back. Committed before the first byte of the reversal."""

    attempt_id: str


class CardReversed(Fact, frozen=True, tag=True):
    """The charge went back to the card."""

    attempt_id: str
    code: str


class CardReversalFailed(Fact, frozen=True, tag=True):
    """The terminal can't take it back any more: it stays owed, a person gives it back."""

    attempt_id: str
    code: str


class CardTerminalBound(Fact, frozen=True, tag=True):
    """The card terminal that may charge here: the first one seen, then each that a person accepted (trust.md S12)."""

    terminal_id: str
    merchant_id: str
    model: str


class CardDayClosed(Fact, frozen=True, tag=True):
    """The terminal's day: what it says, for comparison with the charges since the last close. None: it does not say."""

    terminal_id: str
    count: int | None
    amount: Fen | None
    code: str  # empty when the terminal closed it


# ---- payments ------------------------------------------------------------------------------------------------------


class PaymentAccepted(Fact, frozen=True, tag=True):
    """The held notes and the charge of a visit become one payment. The ledger writes the outbox row in the same
    transaction; ``posting.request_body(fact, kiosk_id)`` gives its bytes, frozen from now on."""

    payment_id: str  # "K0001-123": kiosk id and kiosk_seq, also the idempotency key
    kiosk_seq: int
    visit_id: str
    account: AccountRef
    amount: Fen
    tender: Literal["cash", "card", "mixed"]
    notes: tuple[Fen, ...]
    accepted_at: str  # RFC 3339, the terminal's clock
    language: Language
    offline: bool
    card: CardPart | None = None


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
    paper_mm: int = 0  # by the driver's count; not in records of before paper was counted


class PaperRanOut(Fact, frozen=True, tag=True):
    """The printer says that its roll is at its end. How far it came by our count stands in the ledger's row."""


class PaperRollFitted(Fact, frozen=True, tag=True):
    """The printer has good paper again after its roll ended, or after its cover was opened near the end: counted anew."""

    roll_mm: int  # as configured


class DeviceChanged(Fact, frozen=True, tag=True):
    device: str
    state: str
    severity: int
    supplies: str
    code: str
    raw: str
    may_hold_money: bool = False


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
    | NoteTurnedBack
    | NoteGivenBack
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
    | PaperRanOut
    | PaperRollFitted
    | DeviceChanged
    | AcceptorBound
    | CashStopped
    | CashReleased
    | LedgerRebuilt
    | CardAttempted
    | CardHeld
    | CardCharged
    | CardUncharged
    | CardDoubted
    | CardUndecided
    | CardSettledFact
    | CardReversalIntended
    | CardReversed
    | CardReversalFailed
    | CardTerminalBound
    | CardDayClosed
    | RunStarted
    | RunStopped
    | ServiceChanged
    | VisitTold
    | EventsNumberedFrom
    | EventsForgotten
    | StaffRefused
    | StaffLoggedIn
    | StaffLoggedOff
    | StaffUnlocked
    | StaffLookedUp
    | PinChanged
    | TestRecorded
    | CommandTaken
    | CommandEnded
    | CommandTold
    | SelfChecked
    | SafePageShown
    | ActApproved
    | ActRefused
    | NoteFound
    | NoteSettled
    | PaymentSettled
    | CollectionOpened
    | CollectionStepped
    | CollectionClosed
    | CollectionGivenUp
    | CollectionTold
    | CollectionDisputed
)
