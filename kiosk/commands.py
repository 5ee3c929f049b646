"""What the till is to do after the facts are on the disk. Each is handed to a port; none blocks."""

from dataclasses import dataclass, field

from kiosk.accounts import AccountRef
from kiosk.acts import ApprovalQuestion
from kiosk.card import CardAttempt, CardPart
from kiosk.diagnosis import DiagnosisItem
from kiosk.money import Fen
from kiosk.paper import PrintJob
from kiosk.questions import Question
from kiosk.remote import RemoteOrder
from kiosk.staff_records import RecordsAsked


@dataclass(frozen=True, slots=True)
class AcceptNotes:
    denominations: frozenset[Fen]


@dataclass(frozen=True, slots=True)
class StopAccepting:
    """Take no further note; one on its way is still reported."""


@dataclass(frozen=True, slots=True)
class StackNote:
    """Into the box with the note in escrow; its intent is committed."""


@dataclass(frozen=True, slots=True)
class ReturnNote:
    """Back to the customer with the note in escrow."""


@dataclass(frozen=True, slots=True)
class SellByCard:
    """Charge a card; the attempt is committed."""

    attempt: CardAttempt


@dataclass(frozen=True, slots=True)
class CancelCard:
    """The payer no longer wants to pay by card. It may be too late: what happens, an event tells."""

    attempt_id: str


@dataclass(frozen=True, slots=True)
class ResolveCard:
    """Ask the terminal what became of this attempt; its doubt is committed."""

    attempt: CardAttempt


@dataclass(frozen=True, slots=True)
class ReverseCard:
    """Take this charge back; the intent is committed."""

    card: CardPart


@dataclass(frozen=True, slots=True)
class StopReversing:
    """Two persons have decided this charge: it is not tried any more to take it back."""

    attempt_id: str


@dataclass(frozen=True, slots=True)
class EndCardDay:
    """Close the terminal's day."""


@dataclass(frozen=True, slots=True)
class CheckCardHost:
    """Does the terminal reach its bank? Moves no money; ends in one ``CardHostChecked`` with this ticket."""

    ticket: str


@dataclass(frozen=True, slots=True)
class LookUpAccount:
    account: AccountRef


@dataclass(frozen=True, slots=True)
class AskCentre:
    """Ends in one ``CentreAnswered`` with this ticket."""

    ticket: str
    question: Question


@dataclass(frozen=True, slots=True)
class SendPayments:
    """There is something in the outbox; ``first`` is the present customer's payment and goes at once (X1)."""

    first: str | None = None


@dataclass(frozen=True, slots=True)
class FollowPayment:
    """Long-poll the SMS and reopening of this payment of the present customer until ``StopFollowing``."""

    payment_id: str
    central_id: str


@dataclass(frozen=True, slots=True)
class StopFollowing:
    """The customer left."""


@dataclass(frozen=True, slots=True)
class PrintPaper:
    job: PrintJob


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Ends in one ``PinChecked`` with this ticket, after the same time whatever the PIN."""

    ticket: str
    pin_hash: str = field(repr=False)
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HashPin:
    """Ends in one ``PinHashed`` with this ticket, once the new PIN is kept for the next start; the centre hears of it."""

    ticket: str
    staff_id: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskApproval:
    """Ask the hall page for a second person; what comes of it, ``ApprovalTold`` tells, until it is decided or
    ``StopAskingApproval`` comes."""

    question: ApprovalQuestion


@dataclass(frozen=True, slots=True)
class StopAskingApproval:
    approval_id: str


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """Ends in one ``RecordsRead`` with this ticket."""

    ticket: str
    what: RecordsAsked


@dataclass(frozen=True, slots=True)
class RunDiagnosis:
    """The machine's part of this item; ends in one ``DiagnosisEnded`` with this ticket."""

    ticket: str
    item: DiagnosisItem
    staff_id: str  # to whose phone a text goes


@dataclass(frozen=True, slots=True)
class MakeBundle:
    """A fault bundle; ends in one ``BundleMade`` with this ticket."""

    ticket: str


@dataclass(frozen=True, slots=True)
class RunRemote:
    """A command of the centre's that takes its time; ends in one ``CommandDone``."""

    order: RemoteOrder


Command = (
    AcceptNotes
    | StopAccepting
    | StackNote
    | ReturnNote
    | SellByCard
    | CancelCard
    | ResolveCard
    | ReverseCard
    | StopReversing
    | EndCardDay
    | CheckCardHost
    | LookUpAccount
    | AskCentre
    | SendPayments
    | FollowPayment
    | StopFollowing
    | PrintPaper
    | CheckPin
    | HashPin
    | AskApproval
    | StopAskingApproval
    | ReadRecords
    | RunRemote
    | RunDiagnosis
    | MakeBundle
)
