"""The mechanics of a bill acceptor: how one note moves from the slot to the cassette, and where it can get stuck.

No protocol in here. Time is given from outside; every move is written into the books before it is told.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from devices.simulators.books import Note, NoteBooks, Place


class Phase(Enum):
    """What the transport is doing."""

    EMPTY = auto()
    ACCEPTING = auto()
    ESCROW = auto()
    HOLDING = auto()
    STACKING = auto()
    RETURNING = auto()
    REJECTING = auto()


@dataclass(slots=True)
class Timings:
    """How long things take, in seconds; settable at any moment by the control command ``timings``."""

    accepting: float = 0.3
    stacking: float = 0.5
    returning: float = 0.5
    """Until the customer has taken a returned note."""
    rejecting: float = 0.5
    """Until the customer has taken a rejected note."""
    escrow_limit: float = 10.0
    patience: float = 3.0
    """How long a customer offers a note to a busy slot before giving up."""


class Way(Enum):
    """What the device does with a note it has scanned."""

    ESCROW = auto()
    STACK = auto()
    REJECT = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a scan; ``reason`` is the protocol's reject reason."""

    way: Way
    reason: int = 0


@dataclass(slots=True)
class PathEvents:
    """What the mechanics tell the protocol."""

    stacked: Callable[[Note], None]
    returned: Callable[[Note], None]
    rejecting: Callable[[int], None]


JAM_POINTS = {Place.HEAD: "entry", Place.ESCROW: "escrow", Place.CHASSIS: "stacker"}


@dataclass(slots=True)
class NotePath:
    """The transport of one acceptor. ``judge`` scans a note; ``events`` hears what became of it."""

    books: NoteBooks
    timings: Timings
    judge: Callable[[Note], Verdict]
    events: PathEvents
    phase: Phase = Phase.EMPTY
    note: Note | None = None
    reason: int = 0
    _until: float = 0.0
    _jam_at: str | None = None
    _waiting: deque[tuple[Note, float]] = field(default_factory=deque)

    def offer(self, note: Note, now: float) -> None:
        """The customer offers a note at the slot and waits."""
        self._waiting.append((note, now + self.timings.patience))

    def take(self, now: float) -> bool:
        """Pull in the first waiting note; False if there is none. Only when the transport is empty."""
        if not self._waiting:
            return False
        note, _ = self._waiting.popleft()
        self._go(Phase.ACCEPTING, note, Place.HEAD, now, self.timings.accepting)
        return True

    def refuse(self, note: Note, reason: int, now: float) -> None:
        """Push a note back at once, without pulling it in."""
        self._reject(note, reason, now)

    def stack(self, now: float) -> None:
        """Move the note in escrow towards the cassette."""
        self._go(Phase.STACKING, self._held(), Place.CHASSIS, now, self.timings.stacking)

    def give_back(self, now: float) -> None:
        """Move the note inside back to the slot."""
        self._go(Phase.RETURNING, self._held(), self._held().place, now, self.timings.returning)

    def hold(self) -> None:
        """Keep the note in escrow without a limit."""
        self.phase = Phase.HOLDING

    def jam(self, at: str, *, next_note: bool) -> None:
        """Something gets stuck at ``at``: at once if nothing is inside or the note is there, else when a note comes by."""
        if self.note is None and not next_note:
            self.books.set_jam(at)
            return
        self._jam_at = at
        if self.note is not None:
            self._jams(JAM_POINTS.get(self.note.place))

    def power_off(self) -> None:
        """All motors stop. A note that the customer can reach is taken; any other stays where it is."""
        self._stop()

    def recover(self) -> None:
        """What a device does while it initialises: a note before the stacker goes back, one beyond goes into the cassette.

        A note that is stuck stays.
        """
        self._stop()
        if self.books.jammed is not None:
            return
        for note in self.books.inside():
            if note.place is Place.CHASSIS:
                self.events.stacked(self.books.move(note, Place.CASSETTE))
            else:
                self.books.move(note, Place.RETURNED)

    def clear_jam(self, fate: Place | None) -> None:
        """A person opens the machine. With ``fate`` the notes inside end there by hand; without it they stay inside."""
        self.books.set_jam(None)
        self._jam_at = None
        if fate is not None:
            for note in self.books.inside():
                self.books.move(note, fate)
        self._stop()

    def tick(self, now: float) -> float | None:
        """Do what is due; the time of the next move or None."""
        while self._waiting and self._waiting[0][1] <= now:
            self.books.move(self._waiting.popleft()[0], Place.RETURNED)
        while self._due() is not None and self._until <= now:
            self._finish(self._until)
        due = [at for at in (self._due(), self._waiting[0][1] if self._waiting else None) if at is not None]
        return min(due, default=None)

    def _due(self) -> float | None:
        if self.books.jammed is not None or self.phase in (Phase.EMPTY, Phase.HOLDING):
            return None
        return self._until

    def _held(self) -> Note:
        if self.note is None:
            raise RuntimeError("no note in escrow")  # the protocol checks the phase first
        return self.note

    def _go(self, phase: Phase, note: Note, place: Place, now: float, duration_s: float) -> None:
        self.note = note if note.place is place else self.books.move(note, place)
        self.phase = phase
        self._until = now + duration_s

    def _empty(self) -> None:
        self.phase, self.note = Phase.EMPTY, None

    def _stop(self) -> None:
        if self.phase is Phase.REJECTING:
            self.books.move(self._held(), Place.RETURNED)
        self._empty()

    def _jams(self, point: str | None) -> bool:
        if point is None or point != self._jam_at:
            return False
        self._jam_at = None
        self.books.set_jam(point)
        return True

    def _finish(self, now: float) -> None:
        """The present phase is over at ``now``."""
        note = self._held()
        match self.phase:
            case Phase.ACCEPTING:
                self._scanned(note, now)
            case Phase.ESCROW:
                self.give_back(now)
            case Phase.STACKING:
                if not self._jams("stacker"):
                    self._empty()
                    self.events.stacked(self.books.move(note, Place.CASSETTE))
            case Phase.RETURNING:
                if not self._jams("entry"):
                    self._empty()
                    self.events.returned(self.books.move(note, Place.RETURNED))
            case _:
                self._empty()
                self.books.move(note, Place.RETURNED)

    def _scanned(self, note: Note, now: float) -> None:
        if self._jams("entry"):
            return
        verdict = self.judge(note)
        if verdict.way is Way.REJECT:
            self._reject(note, verdict.reason, now)
        elif verdict.way is Way.STACK:
            self._go(Phase.STACKING, note, Place.CHASSIS, now, self.timings.stacking)
        else:
            self._go(Phase.ESCROW, note, Place.ESCROW, now, self.timings.escrow_limit)
            self._jams("escrow")

    def _reject(self, note: Note, reason: int, now: float) -> None:
        self.reason = reason
        self._go(Phase.REJECTING, note, Place.MOUTH, now, self.timings.rejecting)
        self.events.rejecting(reason)
