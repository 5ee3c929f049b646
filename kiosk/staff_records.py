"""What the staff's pages show of the ledger and of the wires: read on demand, in no state for longer than its page is open.

Numbers of customers are masked where they are read; nothing here names anybody. Amounts are whole fen.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kiosk.money import Fen
from kiosk.open_money import OpenSheet


class RecordsWanted(StrEnum):
    """What a page asks for."""

    OPEN_MONEY = "open_money"
    BOOKS = "books"  # last payments, balances, journal
    ACCEPTOR = "acceptor"
    PRINTER = "printer"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class JourneyOf:
    """The journey of what this code of a slip stands for: a payment's number, a case's code, a receipt's number; as it was
    typed."""

    code: str


RecordsAsked = RecordsWanted | JourneyOf


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One payment as the ledger has it now. ``receipt``: a ``PrintOutcome``, empty while nothing was printed."""

    payment_id: str
    at: str  # RFC 3339
    masked_number: str
    amount: Fen
    tender: str  # cash, card, mixed
    state: str  # queued, posted, in_doubt, owed, settled
    sms: str  # a ``SmsState``; empty before it is posted
    receipt: str
    receipt_number: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of the conservation equation (design.md 4.3), by the name of its ``Balances`` field without ``_fen``."""

    name: str
    amount: Fen


@dataclass(frozen=True, slots=True)
class BooksSheet:
    """``cash`` and ``card``: the sum first, then its buckets; they differ by ``*_difference`` fen, which must be 0."""

    payments: tuple[PaymentRecord, ...]  # newest first
    cash: tuple[Bucket, ...]
    cash_difference: int
    card: tuple[Bucket, ...]
    card_difference: int
    journal_count: int
    journal_head: str  # hex; empty before the first record
    told_count: int | None  # records of the head that the centre has confirmed last in this process; None: none yet


@dataclass(frozen=True, slots=True)
class NoteCount:
    denomination: Fen
    count: int


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many receipts ended so, since the ledger was made."""

    outcome: str  # a ``PrintOutcome``
    count: int


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One entry of the flight recorder, cut to a line. ``text``: hex bytes, or the link's own remark; ``repeats``: how
    often the same went that way before anything else did."""

    at: str  # hh:mm:ss.mmm of the terminal's clock
    direction: str  # to_device, to_host, note
    text: str
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class DeviceSheet:
    """``notes``: in the box by the ledger. ``jobs``: of the printer. ``frames``: newest last."""

    notes: tuple[NoteCount, ...] = ()
    jobs: tuple[JobCount, ...] = ()
    frames: tuple[FrameLine, ...] = ()


Tone = Literal["done", "waiting", "failed"]


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """One record of the journal about it. ``what``: of ``trace_<what>``, ``parts`` of its words; a part whose name ends in
    ``_word`` is itself the id of a message, ``why`` a reason as it was recorded."""

    at: str  # RFC 3339, when it was on the disk
    what: str
    tone: Tone = "done"
    parts: tuple[tuple[str, str], ...] = ()
    amount: Fen | None = None


@dataclass(frozen=True, slots=True)
class JourneySheet:
    """Oldest first. ``since``, RFC 3339: records before it were not read, there are too many; empty: all were."""

    code: str
    steps: tuple[JourneyStep, ...] = ()
    since: str = ""

    @property
    def is_known(self) -> bool:
        """Does this terminal have the code? Also if all of its records are too old to be read here."""
        return bool(self.steps or self.since)


@dataclass(frozen=True, slots=True)
class RecordsUnread:
    """They could not be read now; asking again may help."""


RecordsSheet = BooksSheet | DeviceSheet | OpenSheet | JourneySheet | RecordsUnread
