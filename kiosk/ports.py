"""The edges of the core, as protocols. Drivers, ledger, sender and screen implement them; the till is their only caller.

A verb never blocks: it hands the command to the device's own thread, and the outcome comes back as an event through the
``Post`` that the implementation was built with.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk.accounts import AccountRef
from kiosk.acts import ApprovalQuestion
from kiosk.card import CardAttempt, CardPart
from kiosk.central_answers import AccountAnswer, PaymentProgress, PostingAnswer
from kiosk.diagnosis import DiagnosisItem
from kiosk.events import Event
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.paper import PrintJob
from kiosk.recollection import Recollection
from kiosk.slip_check import SlipSeal
from kiosk.staff_records import RecordsAsked
from kiosk.views import View

Post = Callable[[Event], None]


class CashAcceptor(Protocol):
    """A bill acceptor with escrow. Drawn with CCNET, ID-003 and SSP open side by side:

    * a stacked report may come without a value (ID-003): ``NoteStacked.denomination`` may be None;
    * a report that is gone once read (SSP) is acknowledged, or polled on, only after its promise is kept;
    * a wire that moves the note on by being polled (SSP, MDB): the driver holds the note in escrow by itself until
      ``stack`` or ``return_note`` comes, and returns it if neither does within the device's own limit.

    After every (re)connect the driver first reports where the note is, then ``NotesWhereaboutsKnown``.
    """

    def accept(self, denominations: frozenset[Fen]) -> None:
        """Take notes of these values (fen), each to escrow. Stays in force over a reconnect until ``stop_accepting``."""

    def stop_accepting(self) -> None: ...

    def stack(self) -> None:
        """Move the note in escrow to the box. Ends in ``NoteStacked``, ``NoteReturned``, ``StackRefused`` or a fault."""

    def return_note(self) -> None: ...


class CardTerminal(Protocol):
    """A card terminal. Drawn with ZVT (undoes a sale it hears no answer to, has no reference of ours) and POS Integrado
    (has our ticket, undoes nothing by itself) open side by side; what is safe on both is safe generally:

    * one order at a time; a later one waits in the driver until the terminal is at rest;
    * ``sell`` sends the order once, never again by itself, whatever is lost;
    * each ``sell`` ends in exactly one of ``CardConfirmed``, ``CardNotCharged``, ``CardUnclear``; ``CardApproved`` may
      come before. Whatever is lost, bad or unlisted is ``CardUnclear``, never one of the other two;
    * each ``resolve`` ends in one ``CardResolved``, after any reconnects it takes (ten minutes without a word of the
      terminal: ``UNDECIDED``). It asks only when the terminal is surely at rest, and twice if its own undoing may still
      be running;
    * ``reverse`` is repeated until the terminal has answered: ``CardReversalDelayed`` after each try without one, then
      one ``CardReversalEnded``;
    * an approval that no attempt waits for is refused where the wire can, and is ``CardOrphanFound``;
    * after every (re)connect, and after every order, ``CardTerminalReady`` says that the terminal is at rest, and what
      its last transaction is. No card number leaves the driver: last four digits, and text with digit runs blanked.
    """

    def sell(self, attempt: CardAttempt) -> None: ...

    def cancel(self, attempt_id: str) -> None:
        """Best effort: nothing happens if this sale is over, or the bank is being asked."""

    def resolve(self, attempt: CardAttempt) -> None: ...

    def reverse(self, card: CardPart) -> None: ...

    def stop_reversing(self, attempt_id: str) -> None:
        """Persons have decided: no further try. One that is on the wire just now still tells its end, if it has one."""

    def end_day(self) -> None:
        """Ends in one ``CardDayEnded``; ``totals.code`` is not empty if the day could not be closed."""

    def check_host(self, ticket: str) -> None:
        """Does the terminal reach its bank? Asked at rest only, moves no money; ends in one ``CardHostChecked``."""


class ReceiptPrinter(Protocol):
    def print(self, job: PrintJob) -> None:
        """Print and cut one document, at most once. Ends in exactly one ``PrintJobEnded``; where a presenter is fitted, a
        ``SlipDrawnBack`` may follow."""


class Ledger(Protocol):
    """The durable memory. Belongs to the till's thread alone."""

    def recall(self) -> Recollection: ...

    def commit(self, facts: Sequence[AnyFact]) -> None:
        """All facts and their journal records in one transaction, on the disk when this returns.

        Raises ``StorageError``; after that nothing may be committed by this process any more.
        """

    def slip_seal(self) -> SlipSeal:
        """Makes the check codes of slips; pure, so that the flow may call it."""

    def close(self) -> None:
        """Give the storage back; the next process may open it."""


class StorageError(Exception):
    """The ledger can't be trusted to remember. Says what, where and what to do."""


class CentralApi(Protocol):
    """The operator's centre. Blocking calls, each within its own time limit; used by sender and look-up threads only."""

    def look_up(self, account: AccountRef) -> AccountAnswer: ...

    def post_batch(self, bodies: Sequence[tuple[str, bytes]]) -> "BatchAnswer":
        """Post payments: (payment_id, frozen request body), 1..100 of them, order kept."""

    def progress(self, central_id: str, seen_version: int, wait_s: float) -> PaymentProgress | None:
        """Long poll; None when nothing changed or nobody answered."""


class BatchAnswer(Protocol):
    """One definite answer, or None for *unknown*, per payment; and how the call itself went."""

    @property
    def answers(self) -> "dict[str, PostingAnswer | None]": ...

    @property
    def reachable(self) -> bool: ...

    @property
    def retry_after_s(self) -> float | None:
        """The centre's own wish (429, 503, 409); None if it has none."""

    @property
    def kiosk_refused(self) -> str | None:
        """The centre refuses this terminal itself: pause the queue and alarm."""

    @property
    def reason(self) -> str:
        """For the log, when something is unknown."""


class PaymentSender(Protocol):
    def wake(self, first: str | None) -> None:
        """There is something in the outbox; ``first`` goes at once."""


class StaffDesk(Protocol):
    """Where PINs are proved and kept, and records are read for staff; slow, so in a thread of its own."""

    def check(self, ticket: str, pin_hash: str, pin: str) -> None:
        """Ends in one ``PinChecked``."""

    def hash(self, ticket: str, staff_id: str, pin: str) -> None:
        """Ends in one ``PinHashed``."""

    def ask(self, question: ApprovalQuestion) -> None:
        """Ask the hall page for a second person, in another thread. ``ApprovalTold`` for each news, until it is decided."""

    def stop_asking(self, approval_id: str) -> None:
        """Nobody waits for it any more."""

    def read(self, ticket: str, what: RecordsAsked) -> None:
        """Ends in one ``RecordsRead``."""

    def diagnose(self, ticket: str, item: DiagnosisItem, staff_id: str) -> None:
        """The machine's part of an item of the guided diagnosis. Ends in one ``DiagnosisEnded``."""

    def make_bundle(self, ticket: str) -> None:
        """Ends in one ``BundleMade``."""


class Clock(Protocol):
    def now(self) -> str:
        """Wall time, RFC 3339 with offset."""

    def monotonic_s(self) -> float: ...


class Screen(Protocol):
    def show(self, view: View) -> None:
        """Called from the till's thread; returns at once."""
