"""What a visit can be in, each state with its exits beside it. Frozen; no state knows a screen, a port or a clock.
Here: paying, and what both share; asking is in ``enquiry_states``.

Starting ──Started──▶ TakingCash (of the interrupted visit, finishing) or Home
Home ◀──its hours, the centre──▶ Closed
Home ──pay──▶ EnterNumber ──▶ LookingUp ──▶ ChooseAmount ──▶ ChooseMethod ──cash──▶ TakingCash ◀─cash─┐
                                                                 └──card──▶ TakingCard ◀──rest by card──┘
                                       not charged: CardRefused ◀──┘  │ again ▲    charged ──▶ ShowResult
   any page without money: back one page, home, or time-out ──▶ Home                                    │      ▲
                                                                   20 s without a note: ConfirmPayer ◀──┘──────┘
                                                        finish or time-out with money inside ──▶ ShowResult ──▶ Home
StorageFailed anywhere ──▶ OutOfService (no exit: a new process re-verifies)
"""

from dataclasses import dataclass, field, replace

from kiosk.accounts import AccountRef
from kiosk.approval import ApprovalCodes
from kiosk.card import CardAttempt, CardIdentity, CardPart, CardProblem, CardReference, CardStep
from kiosk.catalogue import Catalogue
from kiosk.central_answers import InvoiceCode
from kiosk.collection import OpenCollection
from kiosk.device_status import Device, DeviceState, DeviceStatus, not_fitted
from kiosk.diagnosis import DiagnosisResult
from kiosk.events import AcceptorIdentified
from kiosk.flow.beside import DueSlip, HelpCall as HelpCall, HelpStep as HelpStep, Session as Session  # noqa: PLC0414 - the same
from kiosk.flow.customer import Customer as Customer  # noqa: PLC0414 - given on from here
from kiosk.flow.enquiry_states import Enquirer, EnquiryVisit
from kiosk.flow.history import DeviceNews
from kiosk.flow.staff_states import LockedOut, LookUpHour, StaffVisit
from kiosk.flow.word_state import WordState
from kiosk.health_facts import ServiceChanged
from kiosk.money import ZERO, Fen, total
from kiosk.policy import Policy
from kiosk.recollection import (
    BoundAcceptor,
    CashStop,
    OpenAttempt,
    OpenIntent,
    OpenReversal,
    OpenVisit,
    PaperRoll,
    StackedNote,
    UnpostedPayment,
)
from kiosk.remote import RemoteOrder
from kiosk.slip_check import SlipSeal
from kiosk.staff import StaffMember
from kiosk.views import Message, NoteStep, StepState
from kiosk.visit_types import Language, Reopening, Service, SmsState, VisitEnd


@dataclass(frozen=True, slots=True)
class HallClosed:
    """Outside its hours."""

    opens_at: str = ""  # RFC 3339; empty: nobody knows


@dataclass(frozen=True, slots=True)
class TrialPrint:
    """``outcome`` empty: it is being printed; "busy": somebody was here; else a ``PrintOutcome``."""

    job_id: str
    outcome: str = ""
    cause: str = ""


# ---- what outlives a visit -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the till knows of its devices, of the line and of money that is under way."""

    policy: Policy
    acceptor: DeviceStatus = DeviceStatus(Device.ACCEPTOR, DeviceState.STARTING)
    printer: DeviceStatus = DeviceStatus(Device.PRINTER, DeviceState.STARTING)
    card: DeviceStatus = field(default_factory=lambda: not_fitted(Device.CARD))
    identity: AcceptorIdentified | None = None
    whereabouts_known: bool = False  # the acceptor has said all it had to say about notes since it last connected
    reachable: bool = True
    line_reason: str = ""  # why it is not reachable, for technicians
    kiosk_refused: str = ""  # the centre's reason for refusing this terminal itself
    seal_slip: SlipSeal | None = field(default=None, repr=False, compare=False)  # None until the ledger is open
    money_moves: int = 0  # how often money that persons decide about has moved in this process
    stops: tuple[CashStop, ...] = ()  # why no note is taken until a person has looked
    bound: BoundAcceptor | None = None  # the acceptor that may take cash here
    disk_low: bool = False
    storage_failed: str = ""
    intent: OpenIntent | None = None  # the one note that was told to be stacked, no evidence yet
    doubted: OpenIntent | None = None  # the newest note of all, in doubt: late evidence of it still counts
    last_stacked: StackedNote | None = None
    going_back: Fen | None = None  # value of the note that is on record as turned back, until the device says that it went
    gone_back: Fen | None = (
        None  # of the one that it said last, in this run, when nothing newer was said; 0: it gave no value
    )
    lingering: tuple[OpenVisit, ...] = ()  # visits the customer has left whose last note is still unexplained
    unposted: tuple[UnpostedPayment, ...] = ()
    card_identity: CardIdentity | None = None  # while the card terminal is at rest and could sell
    card_last: CardReference | None = None  # its newest transaction
    card_bound: CardIdentity | None = None  # the one that may charge here
    next_card_seq: int = 1
    attempt: OpenAttempt | None = None  # the one sale whose end is not known
    uncharged: str = ""  # the attempt that was closed last without a charge, in this process
    reversals: tuple[OpenReversal, ...] = ()
    card_day_refused: str = ""  # its code, if the last closing of its day failed
    card_days_ended: int = 0  # in this process: how often the card terminal answered to the closing of its day
    catalogue: Catalogue | None = None  # None until the centre has told it once: then only paying is offered
    paper_roll: PaperRoll = PaperRoll()
    opened_near_end: bool = False  # the printer's cover was opened while its roll was near the end
    staff: tuple[StaffMember, ...] = ()  # who may work here; empty until the centre has told it once
    staff_locks: tuple[LockedOut, ...] = ()
    look_up_hours: tuple[LookUpHour, ...] = ()
    approval_codes: ApprovalCodes | None = field(default=None, repr=False)  # None until the centre has told its key once
    word: WordState | None = None  # the newest command word that needs two persons
    collection: OpenCollection | None = None  # a swap of the cash box that is not over: no cash is taken
    next_collection: int = 1
    box_serial: str = ""  # of the box that is in, as it was typed; empty: nobody has told
    service: ServiceChanged | None = None  # as it was recorded last in this process
    history: tuple[DeviceNews, ...] = ()  # of devices and line in this run, oldest first
    diagnosed: tuple[DiagnosisResult, ...] = ()  # the newest result of each item, also of earlier runs
    ledger_verified_at: str = ""  # RFC 3339, by another process, in this run
    hall_closed: "HallClosed | None" = None  # by its hours; None: it is open
    remote: tuple[RemoteOrder, ...] = ()  # the centre's commands, oldest first
    trial: "TrialPrint | None" = None  # the last page that was to show whether the printer prints
    slips_due: tuple[DueSlip, ...] = ()  # of payers who were cut off, for when the printer works

    def stopped(self, code: str) -> bool:
        return any(stop.code == code for stop in self.stops)

    def with_status(self, status: DeviceStatus) -> "Terminal":
        match status.device:
            case Device.ACCEPTOR:
                return replace(self, acceptor=status)
            case Device.PRINTER:
                return replace(self, printer=status)
            case Device.CARD:
                return replace(self, card=status)

    def status_of(self, device: Device) -> DeviceStatus:
        return {Device.ACCEPTOR: self.acceptor, Device.PRINTER: self.printer, Device.CARD: self.card}[device]


@dataclass(frozen=True, slots=True)
class Look:
    """How this visitor wants the screen; back to the default when the visit ends."""

    language: Language = Language.CHINESE
    large_type: bool = False


# ---- the states of a visit -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Starting:
    """Exits: Home (Started), TakingCash (Started, with an interrupted visit), OutOfService."""

    message: str = "starting"


@dataclass(frozen=True, slots=True)
class Home:
    """Nobody is here. Exits: EnterNumber (a service is chosen)."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody is here, and nobody is served: outside the hall's hours, or by the centre's command. Exits: Home (it opens),
    StaffLogin."""


@dataclass(frozen=True, slots=True)
class EnterNumber:
    """Exits: LookingUp (number confirmed), ChooseAmount (the offline repeat agrees), Home."""

    service: Service = Service.PAY_BILL  # what the number is for
    digits: str = ""
    first: str = ""  # offline: what was typed the first time (X2)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LookingUp:
    """Exits: ChooseAmount or, to ask, ChooseProof (found); EnterNumber (refused, or offline: once more), Home."""

    account: AccountRef
    service: Service = Service.PAY_BILL


@dataclass(frozen=True, slots=True)
class ChooseAmount:
    """Exits: ChooseMethod (amount chosen or typed), EnterNumber (back), Home."""

    customer: Customer
    typing: bool = False
    digits: str = ""
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class ChooseMethod:
    """Exits: TakingCash (cash, with its conditions), ChooseAmount (back), Home."""

    customer: Customer
    amount: Fen


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A note in the box, on the disk, and not paid in yet."""

    note_id: str
    denomination: Fen
    at: str


@dataclass(frozen=True, slots=True)
class MovingNote:
    """A note between the slot and the box."""

    step: NoteStep
    denomination: Fen = ZERO  # not known while it is being checked


@dataclass(frozen=True, slots=True)
class TakingCash:
    """Exits: ConfirmPayer (20 s without a note), ShowResult (finish, time-out), ChooseMethod and Home (no money in)."""

    visit_id: str
    customer: Customer
    amount: Fen
    offline: bool
    receipt_promised: bool = True  # the payer was not told that there is none
    notes: tuple[HeldNote, ...] = ()
    open_notes: tuple[HeldNote, ...] = ()  # in doubt: they may be in the box, a person finds out
    moving: MovingNote | None = None
    accepting: frozenset[Fen] = frozenset()
    finishing: VisitEnd | None = None  # finish was asked for while a note is still moving; or the visit was interrupted
    confirmations_left: int = 0
    message: Message | None = None
    card: CardPart | None = None  # charged just now, paid in by the same step
    card_slip: tuple[str, ...] = ()  # the card terminal's own text for the payer's paper

    @property
    def inserted(self) -> Fen:
        return total([note.denomination for note in self.notes])

    @property
    def left(self) -> Fen:
        return max(Fen(self.amount - self.inserted), ZERO)


@dataclass(frozen=True, slots=True)
class ConfirmPayer:
    """The acceptor is off until the payer says "still me" (X3). Exits: TakingCash, ShowResult (finish, time-out), Home."""

    cash: TakingCash


@dataclass(frozen=True, slots=True)
class TakingCard:
    """A card is being charged with what is left. Exits: ShowResult (charged; or nobody knows, after a while), CardRefused
    (not charged), ChooseMethod or TakingCash (cancelled)."""

    cash: TakingCash  # the visit so far, its slot shut
    attempt: CardAttempt
    step: CardStep = CardStep.STARTING
    problem: CardProblem | None = None
    cancelling: bool = False
    in_doubt: bool = False  # the terminal is being asked what became of it


@dataclass(frozen=True, slots=True)
class CardRefused:
    """The card was not charged. Exits: TakingCard (again), TakingCash (cash), ShowResult (finish), ChooseMethod and Home
    (no money in)."""

    cash: TakingCash
    problem: CardProblem
    code: str


@dataclass(frozen=True, slots=True)
class CardCase:
    """A charge that nobody knows the end of, as its payer was told."""

    attempt_id: str
    amount: Fen
    last4: str = ""
    undecided: bool = False  # the terminal can't tell: persons decide


@dataclass(frozen=True, slots=True)
class ShowResult:
    """Exits: Home (done, time-out)."""

    payment_id: str  # empty when nothing could be credited, only a note is open
    account_masked: str
    masked_name: str
    amount: Fen
    notes: tuple[Fen, ...]
    accepted_at: str
    was_suspended: bool
    sms_waits: bool
    posting: StepState
    receipt: StepState
    slip_at_s: float | None = None  # when to print the slip without the centre's answer; None: it is printed, or never
    slip_waits: bool = False  # its time has come, and the printer is still starting
    job_id: str = ""
    slip: DueSlip | None = field(default=None, repr=False)  # as it was ordered
    copies: int = 0  # of it that may be out, or half out
    drawn_back: bool = False  # the last one was not taken
    central_id: str = ""
    receipt_number: str = ""
    posted_at: str = ""
    invoice: InvoiceCode | None = None
    balance_after: Fen | None = None
    progress_version: int = 0
    sms: SmsState = SmsState.WAITING
    reopening: Reopening = Reopening.NOT_NEEDED
    problem: str = ""  # of a payment that is owed or in doubt
    in_doubt: bool = False  # the centre contradicts us, rather than refuses
    open_amount: Fen = ZERO  # notes of this visit that nobody can credit yet
    note_code: str = ""  # by which a person finds the open note
    card: CardPart | None = None  # the charge in this payment
    card_slip: tuple[str, ...] = ()
    card_back: StepState | None = None  # of a charge that is taken back because the centre refused the payment
    card_case: CardCase | None = None
    end: VisitEnd = VisitEnd.PAID
    visit_id: str = ""
    score: int = 0  # how the payer rated it, 1..5; 0: not yet


@dataclass(frozen=True, slots=True)
class OutOfService:
    """No exit. The customer with money inside is told that it is safe; a new process re-verifies (M10)."""

    code: str
    held: Fen = ZERO
    masked_number: str = ""
    visit_id: str = ""  # of the payer who is before it


Visit = (
    Starting
    | Home
    | Closed
    | EnterNumber
    | LookingUp
    | ChooseAmount
    | ChooseMethod
    | TakingCash
    | ConfirmPayer
    | TakingCard
    | CardRefused
    | ShowResult
    | OutOfService
    | EnquiryVisit
    | StaffVisit
)


@dataclass(frozen=True, slots=True)
class State:
    terminal: Terminal
    visit: Visit = Starting()
    look: Look = Look()
    enquirer: Enquirer | None = None  # whose questions are answered in this visit
    help: HelpCall | None = None  # a person was called in this visit
    session: Session | None = None  # of the customer who is here
    deadline_s: float | None = None  # monotonic; None: nothing happens by itself
    touches_left: int = 0


def money_inside(visit: Visit) -> bool:
    """Has this visit put in a note that is not paid yet? Then there is no way back, only finish."""
    cash = cash_of(visit)
    return cash is not None and (bool(cash.notes or cash.open_notes) or is_stacking(cash))


def cash_of(visit: Visit) -> TakingCash | None:
    """What the visitor has put in, whichever page of paying they are on."""
    if isinstance(visit, TakingCash):
        return visit
    return visit.cash if isinstance(visit, ConfirmPayer | TakingCard | CardRefused) else None


def with_cash(visit: Visit, cash: TakingCash) -> Visit:
    """The same page with ``cash`` in it."""
    return replace(visit, cash=cash) if isinstance(visit, ConfirmPayer | TakingCard | CardRefused) else cash


def is_stacking(cash: TakingCash) -> bool:
    return cash.moving is not None and cash.moving.step is NoteStep.STACKING
