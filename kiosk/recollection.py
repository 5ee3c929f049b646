"""What the ledger remembers when it is opened: all that the flow needs to go on where the last process stopped."""

from dataclasses import dataclass

from kiosk.accounts import AccountRef
from kiosk.card import CardAttempt, CardIdentity, CardPart
from kiosk.collection import OpenCollection
from kiosk.diagnosis import DiagnosisResult
from kiosk.money import Fen
from kiosk.remote import RemoteOrder
from kiosk.staff import StaffMark
from kiosk.visit_types import Language


@dataclass(frozen=True, slots=True)
class StackedNote:
    """A note row with evidence."""

    note_id: str
    denomination: Fen


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A visit with no end on the disk."""

    visit_id: str
    account: AccountRef
    masked_name: str
    amount_to_pay: Fen
    language: Language
    offline: bool
    receipt_expected: bool
    notes: tuple[StackedNote, ...] = ()  # stacked, in the order they came, and covered by no payment yet
    doubted: tuple[StackedNote, ...] = ()  # of this visit, and nobody knows where they are
    card: CardPart | None = None  # charged, and covered by no payment yet


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """A note that was to be stacked, and no evidence of what became of it."""

    note_id: str
    visit_id: str
    denomination: Fen
    settled: bool = False  # persons have decided it: what the device says late is a case, and credits nobody


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """A card attempt whose end is not known; there is at most one."""

    attempt: CardAttempt
    visit_id: str
    doubted: bool = False  # the terminal is being asked, in this process
    undecided: str = ""  # what the terminal can't tell: two persons decide. Empty: it has not answered yet


@dataclass(frozen=True, slots=True)
class OpenReversal:
    """A charge that is to be taken back, and no answer yet."""

    card: CardPart
    payment_id: str


@dataclass(frozen=True, slots=True)
class UnpostedPayment:
    """A payment the centre has not answered yet."""

    payment_id: str
    account: AccountRef
    amount: Fen
    card: CardPart | None = None  # what a refusal takes back


@dataclass(frozen=True, slots=True)
class CashStop:
    """Why no cash may be taken until a person has looked."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class PaperRoll:
    """The roll in the printer: what was fed from it by our count, and whether the printer has said that it ended."""

    used_mm: int = 0
    ran_out: bool = False


@dataclass(frozen=True, slots=True)
class BoundAcceptor:
    """The identity of the acceptor that may take cash here."""

    model: str
    serial: str
    firmware: str


@dataclass(frozen=True, slots=True)
class LastRun:
    """The process that had this ledger before."""

    boot_id: str  # of the machine's run that it lived in
    stopped: bool  # cleanly, by its own word


@dataclass(frozen=True, slots=True)
class Recollection:
    next_kiosk_seq: int
    open_visits: tuple[OpenVisit, ...] = ()
    open_intents: tuple[OpenIntent, ...] = ()
    doubted: OpenIntent | None = None  # the newest note of all, if it is in doubt: late evidence may be of it alone
    last_stacked: StackedNote | None = None  # that one, if it is stacked: a latched report of its value is its repeat
    unposted: tuple[UnpostedPayment, ...] = ()
    stops: tuple[CashStop, ...] = ()  # in the order they came
    acceptor: BoundAcceptor | None = None  # None: none was ever seen
    next_card_seq: int = 1
    attempt: OpenAttempt | None = None
    reversals: tuple[OpenReversal, ...] = ()  # in the order they were intended
    card_terminal: CardIdentity | None = None  # the one that may charge here; None: none was ever seen
    paper_roll: PaperRoll = PaperRoll()
    staff_marks: tuple[StaffMark, ...] = ()  # wrong PINs in a row, of those who have not come in since
    look_up_marks: tuple[StaffMark, ...] = ()  # codes that each person looked for within their last hour
    diagnosed: tuple[DiagnosisResult, ...] = ()  # the newest result of each item of the guided diagnosis
    last_run: LastRun | None = None  # None: there was none, or it told nothing of itself
    collection: OpenCollection | None = None  # a swap of the cash box that is not over: no cash is taken
    next_collection: int = 1
    box_serial: str = ""  # of the box that went in at the last swap; empty: nobody has told
    remote: tuple[RemoteOrder, ...] = ()  # the centre's commands, the newest thousand and all that it was not told of
    open_print_jobs: tuple[str, ...] = ()  # sent to a printer, no evidence: unknown from now on


EMPTY = Recollection(next_kiosk_seq=1)
