"""What the ledger remembers when it is opened: all that the flow needs to go on where the last process stopped."""

from dataclasses import dataclass

from kiosk.accounts import AccountRef
from kiosk.money import Fen
from kiosk.visit_types import Language


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A visit with no end on the disk."""

    visit_id: str
    account: AccountRef
    masked_name: str
    language: Language
    held: Fen  # stacked notes of the visit that no payment covers yet
    notes: tuple[Fen, ...]  # denominations of those notes, in the order they came
    offline: bool


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """A note that was to be stacked, and no evidence of what became of it."""

    note_id: str
    visit_id: str
    denomination: Fen


@dataclass(frozen=True, slots=True)
class LastStacked:
    """The newest note row with evidence: the next latched report of the same value is its repeat."""

    note_id: str
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
    last_stacked: LastStacked | None = None
    unposted: tuple[UnpostedPayment, ...] = ()
    stops: tuple[CashStop, ...] = ()  # in the order they came
    acceptor: BoundAcceptor | None = None  # None: none was ever seen
    open_print_jobs: tuple[str, ...] = ()  # sent to a printer, no evidence: unknown from now on


EMPTY = Recollection(next_kiosk_seq=1)
