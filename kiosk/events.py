"""Everything that can happen. All threads post these to the till's one queue; ``flow.step`` takes them one at a time."""

# ruff: noqa: PLC0414 - the events of cards, of enquiries and of staff are given on from here

from dataclasses import dataclass, field

from kiosk.accounts import AccountRef
from kiosk.card_events import (
    CardApproved as CardApproved,
    CardConfirmed as CardConfirmed,
    CardDayDue as CardDayDue,
    CardDayEnded as CardDayEnded,
    CardNotCharged as CardNotCharged,
    CardOrphanFound as CardOrphanFound,
    CardProgressed as CardProgressed,
    CardResolved as CardResolved,
    CardReversalDelayed as CardReversalDelayed,
    CardReversalEnded as CardReversalEnded,
    CardSettled as CardSettled,
    CardTerminalReady as CardTerminalReady,
    CardUnclear as CardUnclear,
)
from kiosk.central_answers import AccountAnswer, PaymentProgress, PostingAnswer
from kiosk.device_status import DeviceStatus
from kiosk.enquiry_events import (
    CatalogueKnown as CatalogueKnown,
    CategoryChosen as CategoryChosen,
    CentreAnswered as CentreAnswered,
    DayChosen as DayChosen,
    EnquiryTouch,
    HelpPressed as HelpPressed,
    MenuPressed as MenuPressed,
    MonthChosen as MonthChosen,
    NextPagePressed as NextPagePressed,
    PayPressed as PayPressed,
    PreviousPagePressed as PreviousPagePressed,
    PrintPressed as PrintPressed,
    ProofChosen as ProofChosen,
    RatingGiven as RatingGiven,
    ReceiptChosen as ReceiptChosen,
    SubscriptionChosen as SubscriptionChosen,
)
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.promise import Promise
from kiosk.recollection import Recollection
from kiosk.slip_check import SlipSeal
from kiosk.staff_events import (
    ConsolePageChosen as ConsolePageChosen,
    LogOffPressed as LogOffPressed,
    PinChecked as PinChecked,
    PinHashed as PinHashed,
    StaffKnown as StaffKnown,
    StaffPressed as StaffPressed,
    StaffTouch,
)
from kiosk.visit_types import Language, Service

# ---- touches -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched:
    """A finger on the glass that changed nothing. Extends a visit at most three times, and never one with money inside."""


@dataclass(frozen=True, slots=True)
class ServiceChosen:
    service: Service


@dataclass(frozen=True, slots=True)
class DigitPressed:
    digit: str  # "0".."9"; on the page of a receipt's number also a letter


@dataclass(frozen=True, slots=True)
class BackspacePressed:
    """Take the last digit away."""


@dataclass(frozen=True, slots=True)
class ClearPressed:
    """Take all digits away."""


@dataclass(frozen=True, slots=True)
class ConfirmPressed:
    """The main key of the screen: this number, this amount, still me."""


@dataclass(frozen=True, slots=True)
class AmountChosen:
    amount: Fen


@dataclass(frozen=True, slots=True)
class OtherAmountChosen:
    """Type an amount instead of choosing one."""


@dataclass(frozen=True, slots=True)
class CashChosen:
    """Pay by cash, and the consent to everything the method screen says (no change, no receipt, posted later)."""


@dataclass(frozen=True, slots=True)
class CardChosen:
    """Pay by bank card what is still to be paid; also: try once more."""


@dataclass(frozen=True, slots=True)
class FinishPressed:
    """No further note: pay what is in; or leave the result screen."""


@dataclass(frozen=True, slots=True)
class BackPressed:
    """One screen back. Does not exist once money is inside."""


@dataclass(frozen=True, slots=True)
class HomePressed:
    """Leave the visit. Does not exist once money is inside."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: Language


@dataclass(frozen=True, slots=True)
class LargeTypeToggled:
    """Large type on or off, for this visit."""


# ---- the bill acceptor ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AcceptorIdentified:
    """The device named itself and its notes; money may be taken only after this."""

    model: str
    serial: str
    firmware: str
    denominations: frozenset[Fen]  # of the configured currency, in fen


@dataclass(frozen=True, slots=True)
class NoteAccepting:
    """A note is being drawn in and looked at."""


@dataclass(frozen=True, slots=True)
class NoteEscrowed:
    """A note waits in escrow for stack or return. The driver holds it there by whatever its wire needs (hold, no poll)."""

    denomination: Fen


@dataclass(frozen=True, slots=True)
class NoteStacked:
    """The device's evidence that a note is in the box: the only event that moves money in.

    ``denomination`` is None where the wire does not say it (ID-003): then it is the open intent's.
    ``latched`` is set on a report that waited in the device when the driver (re)connected, if no acknowledgement of
    the last one surely arrived: it may be the repeat of one that is on our disk already.
    The driver acknowledges to the device only when ``promise`` is kept.
    """

    denomination: Fen | None
    latched: bool = False
    promise: Promise = field(default_factory=Promise, compare=False)


@dataclass(frozen=True, slots=True)
class NoteReturned:
    """The note went back to the customer, by the device's evidence; acknowledged only when ``promise`` is kept."""

    denomination: Fen | None
    promise: Promise = field(default_factory=Promise, compare=False)


@dataclass(frozen=True, slots=True)
class NoteRejected:
    """The device itself refused a note before escrow; ``reason`` is the driver's word for it, e.g. ``"verification"``."""

    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class StackRefused:
    """The device did not obey a stack: there was no note in escrow any more. Where it is, a later event tells."""


@dataclass(frozen=True, slots=True)
class NotesWhereaboutsKnown:
    """After a (re)connect or a power-up the device was asked where the note is, and everything it had to say is said:
    it holds no note of ours any more, and any report of one was posted before this event. An intent still open is in
    doubt."""


@dataclass(frozen=True, slots=True)
class NoteCheated:
    """The device reports that a note was fished out (field.md X24)."""

    raw: str = ""


# ---- every device --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeviceStatusChanged:
    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class PrintJobEnded:
    job_id: str
    outcome: PrintOutcome
    cause: str = ""  # device code, e.g. "PRN-OUT"
    paper_mm: int = 0  # fed since the end of the job before, by the driver's count; of a job cut short what it took at most


@dataclass(frozen=True, slots=True)
class SlipDrawnBack:
    """The slip of a job that ended well waited in the presenter, nobody took it, and the printer has it inside again."""

    job_id: str


# ---- the centre ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountLookedUp:
    """The answer to a look-up; ``account`` tells an answer that is late from one that is awaited."""

    account: AccountRef
    answer: AccountAnswer


@dataclass(frozen=True, slots=True)
class PaymentAnswered:
    """What the centre said to one payment."""

    payment_id: str
    answer: PostingAnswer


@dataclass(frozen=True, slots=True)
class PaymentsAnswered:
    """The sender's news of one request, in the order sent: a single commit records it all (performance.md P1). Unknown
    outcomes are not in it: the sender retries those."""

    answers: tuple[PaymentAnswered, ...]


@dataclass(frozen=True, slots=True)
class PaymentProgressed:
    """The long poll's news of a posted payment: SMS and reopening."""

    payment_id: str
    progress: PaymentProgress


@dataclass(frozen=True, slots=True)
class CentreReachable:
    """The line to the centre came or went, as the last real calls saw it. ``reason`` is for the technician."""

    reachable: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CentreRemembers:
    """The highest ``kiosk_seq`` the centre has from this terminal; one above ours means an old disk was put back (X23)."""

    highest_kiosk_seq: int


@dataclass(frozen=True, slots=True)
class LedgerConfirmed:
    """The centre's last head of our journal is in our journal, at its place: nothing it ever heard is missing here."""

    count: int  # records the centre had heard of


@dataclass(frozen=True, slots=True)
class LedgerDoubted:
    """Somebody changed the ledger behind our back, or its end is missing: no money until a person has looked."""

    reason: str


@dataclass(frozen=True, slots=True)
class KioskRefused:
    """The centre refuses this terminal itself (401, disabled, clock skew): the queue pauses, money stays safe."""

    problem: str


# ---- the till itself -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The ledger is open: what it remembers of the time before."""

    recollection: Recollection
    seal_slip: SlipSeal | None = field(default=None, repr=False, compare=False)  # makes the check codes of slips


@dataclass(frozen=True, slots=True)
class DiskRoomChanged:
    """The storage directory's file system has less room than it must have for further money, or has enough again (A3)."""

    low: bool
    free_bytes: int


@dataclass(frozen=True, slots=True)
class StopReleased:
    """A person has looked at why no cash is taken, and takes responsibility for going on."""

    code: str  # of the stop, e.g. "BV-CHEAT"
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The state's deadline (``Moment.monotonic_s``) has come."""


@dataclass(frozen=True, slots=True)
class StorageFailed:
    """The ledger could not commit. Nothing is acknowledged or accepted any more in this process (trust.md M10)."""

    reason: str


Touch = (
    Touched
    | ServiceChosen
    | DigitPressed
    | BackspacePressed
    | ClearPressed
    | ConfirmPressed
    | AmountChosen
    | OtherAmountChosen
    | CashChosen
    | CardChosen
    | FinishPressed
    | BackPressed
    | HomePressed
    | LanguageChosen
    | LargeTypeToggled
    | EnquiryTouch
    | StaffTouch
)

AcceptorEvent = (
    AcceptorIdentified
    | NoteAccepting
    | NoteEscrowed
    | NoteStacked
    | NoteReturned
    | NoteRejected
    | StackRefused
    | NotesWhereaboutsKnown
    | NoteCheated
)

CardEvent = (
    CardTerminalReady
    | CardProgressed
    | CardApproved
    | CardConfirmed
    | CardNotCharged
    | CardUnclear
    | CardResolved
    | CardReversalDelayed
    | CardReversalEnded
    | CardOrphanFound
    | CardDayEnded
)

Event = (
    Touch
    | AcceptorEvent
    | CardEvent
    | CardDayDue
    | CardSettled
    | DeviceStatusChanged
    | PrintJobEnded
    | SlipDrawnBack
    | AccountLookedUp
    | CentreAnswered
    | CatalogueKnown
    | PaymentsAnswered
    | PaymentProgressed
    | CentreReachable
    | CentreRemembers
    | LedgerConfirmed
    | LedgerDoubted
    | KioskRefused
    | Started
    | DiskRoomChanged
    | StopReleased
    | StaffKnown
    | PinChecked
    | PinHashed
    | TimePassed
    | StorageFailed
)
