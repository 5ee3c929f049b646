"""What a ZVT terminal is and remembers: options, timings, faults, registration, clock, and the reversals still due."""

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta

from devices.simulators.card_books import REVERSED, CardBooks, Entry
from devices.simulators.card_slot import Hand, PresentedCard
from devices.simulators.device import Command
from devices.simulators.zvt_settings import Options, Timings, changed, loaded

PENDING_HOST, PENDING_AR, STORED, TAKEN_BACK, FAILED = "PENDING_HOST", "PENDING_AR", "STORED", "REVERSED", "FAILED"
"""States of a journal entry: the bank is being asked; charged, and undone unless the host answers; charged for good;
given back; never charged."""

READY, CARD_INSERTED, CARD_NOT_REMOVED, CLOCK_WRONG, WAIT = 0x00, 0xDC, 0xE1, 0x62, 0x9C
UNLOCKED = (READY, CARD_INSERTED, CARD_NOT_REMOVED, CLOCK_WRONG)
LOGGED_OFF_CONFIG = 0x86


@dataclass(frozen=True, slots=True)
class Registration:
    """What the host said with 06 00; this is how it is after a log-off."""

    config: int = LOGGED_OFF_CONFIG
    registered: bool = False
    currency: str | None = None
    tlv: bool = False
    utf8: bool = False
    text_blocks: bool = False
    columns: int = 24
    max_apdu: int = 65_535

    @property
    def prints_lines(self) -> bool:
        """Payment receipts come to the host, as text."""
        return self.config & 0x82 == 0x82

    @property
    def prints_reports(self) -> bool:
        return self.config & 0x84 == 0x84

    @property
    def wants_progress(self) -> bool:
        return bool(self.config & 0x08)


@dataclass(slots=True)
class Death:
    """``die_at``: at which moment, and after how many seconds the power is back (None: with ``power_on``)."""

    moment: str
    of: int
    """The host's command whose moment is meant."""
    back_after: float | None = None
    kill: bool = False
    """End the whole process as SIGKILL does."""


@dataclass(slots=True)
class Faults:
    """What the terminal does wrong next."""

    death: Death | None = None
    pan_unmasked: bool = False
    unknown_bitmap: int = 0
    unknown_tlv: int = 0
    double_status: int = 0
    falsify: dict[str, deque[Mapping[str, object]]] = field(default_factory=lambda: {"sale": deque(), "repeat": deque()})
    """False values of the next 04 0F of a sale, or of 06 20."""
    declines: deque[tuple[int, str]] = field(default_factory=deque)
    """Result code and vendor text of the next host answers."""
    refused_reversals: deque[int] = field(default_factory=deque)
    host_slow: deque[float] = field(default_factory=deque)
    busy_at_status_s: float = 0.0
    """Silent housekeeping after the next 05 01."""

    def false_values(self, where: str) -> Mapping[str, object] | None:
        """What the next 04 0F says instead of the truth."""
        waiting = self.falsify[where]
        return waiting.popleft() if waiting else None


def _local_time() -> datetime:
    return datetime.now(tz=UTC).astimezone().replace(tzinfo=None)


class State:
    """One terminal. ``now`` is the station's time, set before anything is done."""

    def __init__(self, books: CardBooks, now: float, wall: Callable[[], datetime] = _local_time) -> None:
        self.books = books
        self.now = now
        self.options = loaded(Options(), books.memory.get("options"))
        self.timings = loaded(Timings(), books.memory.get("timings"))
        self.auto_present = self._stored_auto_present()
        self.faults = Faults()
        self.status = READY
        self.status_until: float | None = None
        self.hand = Hand(self.timings.patience)
        self.moments: deque[tuple[float, str]] = deque(maxlen=500)
        self.card_numbers: dict[str, str] = {}
        """Whole card numbers by trace, for ``pan_unmasked``; never written down."""
        self._wall = wall
        self.forget_volatile()

    def forget_volatile(self) -> None:
        """The power was gone."""
        self.registration = Registration()
        self.slot: PresentedCard | None = None
        """A card that was inserted and not yet taken out."""
        self.abortable = self.aborted = False
        self.undo_at: float | None = None
        """When the pending reversals are carried out, in the background."""
        self.deaf_until = 0.0
        """Silent housekeeping: nothing is heard before."""
        self.baud: int | None = None
        """A new speed that the line is to take up."""

    @property
    def reported_status(self) -> int:
        """The answer to 05 01."""
        if self.undo_at is not None and self.options.pending_shows == "busy":
            return WAIT
        return CARD_NOT_REMOVED if self.slot is not None and self.status == READY else self.status

    # clock and counters

    def time(self) -> datetime:
        """The terminal's clock."""
        offset = self.books.memory.get("clock_offset_s", 0)
        return self._wall() + timedelta(seconds=offset if isinstance(offset, int | float) else 0)

    def set_time(self, to: datetime) -> None:
        self.books.remember(clock_offset_s=(to - self._wall()).total_seconds())

    def stamp(self) -> str:
        return self.time().isoformat(timespec="seconds")

    def next_number(self, counter: str, highest: int) -> int:
        """The next receipt or trace number; after the highest comes 1 again."""
        last = self.books.memory.get(counter, 0)
        value = last % highest + 1 if isinstance(last, int) else 1
        self.books.remember(**{counter: value})
        return value

    # settings

    def set_options(self, command: Command) -> None:
        """Raises :class:`ControlError`."""
        self.options = changed(self.options, command)
        self.books.remember(options=json.dumps(asdict(self.options)))

    def set_timings(self, command: Command) -> None:
        """Raises :class:`ControlError`."""
        self.timings = changed(self.timings, command)
        self.hand.patience_s = self.timings.patience
        self.books.remember(timings=json.dumps(asdict(self.timings)))

    def set_auto_present(self, card: PresentedCard | None) -> None:
        self.auto_present = card
        self.books.remember(auto_present=None if card is None else json.dumps(asdict(card)))

    def lose_journal(self) -> None:
        """The journal and the counters are gone; what kind of terminal it is stays."""
        kept = {
            name: self.books.memory[name] for name in ("options", "timings", "auto_present") if name in self.books.memory
        }
        self.books.lose_journal()
        self.books.remember(**kept)

    # money

    def pending(self) -> list[Entry]:
        return [entry for entry in self.books.entries.values() if entry.state in (PENDING_HOST, PENDING_AR)]

    def expect_undoing(self) -> None:
        """Pending entries are to be undone by themselves, some time from now."""
        if self.pending():
            self.undo_at = self.now + self.timings.auto_reversal

    def undo_pending(self) -> None:
        self.undo_at = None
        for entry in self.pending():
            self.undo(entry)

    def undo(self, entry: Entry) -> Entry:
        """End an unfinished transaction: a charge goes back to the card, a reversal is what the bank says of it."""
        if entry.kind == "reversal":
            return self._settle_reversal(entry)
        charge = self.books.find_charge(entry.trace)
        if charge is None or charge.receipt != entry.receipt:
            return self.books.journal(replace(entry, state=FAILED, result=entry.result or "6C"))
        self.books.reverse(charge.id)
        undone = self.books.journal(replace(entry, state=TAKEN_BACK, charge=charge.id))
        if self.options.after_auto_reversal == "reversal":
            self.books.journal(self.reversal_of(undone, "automatic", STORED))
        return undone

    def reversal_of(self, sale: Entry, how: str, state: str) -> Entry:
        """A new journal entry, not yet written, that reverses ``sale``."""
        return Entry(
            kind="reversal",
            state=state,
            amount=sale.amount,
            at=self.stamp(),
            result="00",
            receipt=f"{self.next_number('receipt', 9999):04d}",
            trace=f"{self.next_number('trace', 999_999):06d}",
            auth=sale.auth,
            charge=sale.charge,
            details={**sale.details, "original": sale.trace, "how": how},
        )

    def due(self) -> float | None:
        """When something happens by itself between commands."""
        undo_at = None if self.slot is not None and self.slot.stays else self.undo_at
        return min((at for at in (undo_at, self.status_until) if at is not None), default=None)

    @property
    def day_from(self) -> int:
        """The last journal entry before this day."""
        value = self.books.memory.get("day_from", 0)
        return value if isinstance(value, int) else 0

    def last_transaction(self) -> Entry | None:
        """What 06 20 tells of, by the options."""
        for entry in reversed(self.books.entries.values()):
            gone = entry.state == TAKEN_BACK and self.options.after_auto_reversal == "dropped"
            failed = entry.state in (FAILED, TAKEN_BACK) and self.options.repeat == "successful"
            if entry.state != PENDING_HOST and not gone and not failed:
                return entry
        return None

    def _settle_reversal(self, entry: Entry) -> Entry:
        charge = self.books.charges.get(entry.charge or 0)
        done = charge is not None and charge.state == REVERSED
        if done:
            for sale in self.books.entries.values():
                if sale.kind == "sale" and sale.charge == entry.charge:
                    self.books.journal(replace(sale, state=TAKEN_BACK))
                    break
        return self.books.journal(replace(entry, state=STORED if done else FAILED, result="00" if done else "7D"))

    def _stored_auto_present(self) -> PresentedCard | None:
        stored = self.books.memory.get("auto_present")
        return PresentedCard(**json.loads(stored)) if isinstance(stored, str) else None
