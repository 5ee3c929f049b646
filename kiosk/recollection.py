"""What the ledger remembers when it is opened: all that the flow needs to go on where the last process stopped."""

from dataclasses import dataclass

from kiosk.accounts import AccountRef
from kiosk.money import Fen
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


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """A note that was to be stacked, and no evidence of what became of it."""

    note_id: str
    visit_id: str
    denomination: Fen


@dataclass(frozen=True, slots=True)
class UnpostedPayment:
    """A payment the centre has not answered yet."""

    payment_id: str
    account: AccountRef
    amount: Fen


@dataclass(frozen=True, slots=True)
class CashStop:
    """Why no cash may be taken until a person has looked."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class BoundAcceptor:
    """The identity of the acceptor that may take cash here."""

    model: str
    serial: str
    firmware: str


@dataclass(frozen=True, slots=True)
class Recollection:
    next_kiosk_seq: int
    open_visits: tuple[OpenVisit, ...] = ()
    open_intents: tuple[OpenIntent, ...] = ()
    doubted: OpenIntent | None = None  # the newest note of all, if it is in doubt: late evidence may be of it alone
    last_stacked: StackedNote | None = None  # the newest: the next latched report of the same value is its repeat
    unposted: tuple[UnpostedPayment, ...] = ()
    stops: tuple[CashStop, ...] = ()  # in the order they came
    acceptor: BoundAcceptor | None = None  # None: none was ever seen
    open_print_jobs: tuple[str, ...] = ()  # sent to a printer, no evidence: unknown from now on


EMPTY = Recollection(next_kiosk_seq=1)
