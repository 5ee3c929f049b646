"""Everything that can happen. All threads post these to the till's one queue; ``flow.step`` takes them one at a time."""

# ruff: noqa: PLC0414 - the events of acceptors, cards, enquiries and staff are given on from here

from dataclasses import dataclass, field

from kiosk.acceptor_events import (
    AcceptorEvent,
    AcceptorIdentified as AcceptorIdentified,
    NoteAccepting as NoteAccepting,
    NoteCheated as NoteCheated,
    NoteEscrowed as NoteEscrowed,
    NoteRejected as NoteRejected,
    NoteReturned as NoteReturned,
    NoteStacked as NoteStacked,
    NotesWhereaboutsKnown as NotesWhereaboutsKnown,
    StackRefused as StackRefused,
)
from kiosk.box_events import (
    ApprovalTold as ApprovalTold,
    BoxTouch,
    CollectionAnswered as CollectionAnswered,
    GiveUpPressed as GiveUpPressed,
    Proof as Proof,
    WayChosen as WayChosen,
    WordGiven as WordGiven,
)
from kiosk.card_events import (
    CardApproved as CardApproved,
    CardConfirmed as CardConfirmed,
    CardDayDue as CardDayDue,
    CardDayEnded as CardDayEnded,
    CardHostChecked as CardHostChecked,
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
from kiosk.centre_events import (
    AccountLookedUp as AccountLookedUp,
    CentreReachable as CentreReachable,
    CentreRemembers as CentreRemembers,
    KioskRefused as KioskRefused,
    LedgerConfirmed as LedgerConfirmed,
    LedgerDoubted as LedgerDoubted,
    PaymentAnswered as PaymentAnswered,
    PaymentProgressed as PaymentProgressed,
    PaymentsAnswered as PaymentsAnswered,
)
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
from kiosk.health_events import (
    EventsAhead as EventsAhead,
    EventsKept as EventsKept,
    RunEnding as RunEnding,
)
from kiosk.health_facts import RunStarted
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.recollection import Recollection
from kiosk.remote_events import (
    CommandCame as CommandCame,
    CommandDone as CommandDone,
    CommandResultKept as CommandResultKept,
    HallOpen as HallOpen,
    SafePageSeen as SafePageSeen,
    SelfCheckDue as SelfCheckDue,
    StepTested as StepTested,
    TrialPrintWanted as TrialPrintWanted,
)
from kiosk.settling_events import (
    FoundPressed as FoundPressed,
    MoneyChosen as MoneyChosen,
    ReasonChosen as ReasonChosen,
    SettlementChosen as SettlementChosen,
    SettlingTouch,
    SuggestionChosen as SuggestionChosen,
)
from kiosk.slip_check import SlipSeal
from kiosk.staff_events import (
    BundleMade as BundleMade,
    BundlePressed as BundlePressed,
    CellTouched as CellTouched,
    ConsolePageChosen as ConsolePageChosen,
    DiagnosisAnswered as DiagnosisAnswered,
    DiagnosisChosen as DiagnosisChosen,
    DiagnosisEnded as DiagnosisEnded,
    DiagnosisNext as DiagnosisNext,
    DiagnosisSkipped as DiagnosisSkipped,
    LedgerVerified as LedgerVerified,
    LogOffPressed as LogOffPressed,
    PinChecked as PinChecked,
    PinHashed as PinHashed,
    RecordsRead as RecordsRead,
    StaffKnown as StaffKnown,
    StaffPressed as StaffPressed,
    StaffTouch,
    UnlockPressed as UnlockPressed,
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


# ---- the till itself -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The ledger is open: what it remembers of the time before."""

    recollection: Recollection
    seal_slip: SlipSeal | None = field(default=None, repr=False, compare=False)  # makes the check codes of slips
    run: RunStarted | None = None  # what is to be told of this process; None: nothing


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
    | SettlingTouch
    | BoxTouch
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
    | CardHostChecked
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
    | LedgerVerified
    | KioskRefused
    | Started
    | DiskRoomChanged
    | StopReleased
    | StaffKnown
    | PinChecked
    | PinHashed
    | ApprovalTold
    | CollectionAnswered
    | WordGiven
    | RecordsRead
    | DiagnosisEnded
    | BundleMade
    | CommandCame
    | CommandDone
    | CommandResultKept
    | TrialPrintWanted
    | StepTested
    | HallOpen
    | SelfCheckDue
    | SafePageSeen
    | RunEnding
    | EventsKept
    | EventsAhead
    | TimePassed
    | StorageFailed
)
