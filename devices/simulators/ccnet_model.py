"""A CCNET bill acceptor as a model: commands in, replies out, states by the clock (specs/ccnet.md sections 4, 5 and 10).

Where the specification is silent the model takes the side that is harder on the host: a RESET drops an event that was not
acknowledged (switchable), and after power-up only RESET leads on.
"""

from collections import deque
from collections.abc import Callable

from devices.simulators import ccnet_bills
from devices.simulators.books import Note, NoteBooks, Place
from devices.simulators.ccnet_codec import Identity
from devices.simulators.ccnet_faults import Faults
from devices.simulators.ccnet_states import (
    ACK,
    BOX_FULL,
    BOX_JAMMED,
    BOX_OUT,
    BUSY,
    CHEATED,
    DISABLED,
    ESCROW,
    FAILURE,
    HOLDING,
    IDLING,
    ILLEGAL,
    INHIBITED,
    INITIALIZE,
    PAUSE,
    PHASE_STATES,
    POWER_UP,
    POWER_UP_IN_STACKER,
    POWER_UP_IN_VALIDATOR,
    POWER_UP_STATES,
    REJECTING,
    RETURNED,
    SERVICE_STATES,
    STACKED,
    VALIDATOR_JAMMED,
    VERIFICATION,
)
from devices.simulators.note_path import NotePath, PathEvents, Phase, Timings, Verdict, Way

UNKNOWN_KIND = 0x1F
"""Type told for a note that is in no table; possible only when the table was changed with the note inside."""


class CcnetModel:
    """The device without its wire. ``now`` is monotonic seconds."""

    def __init__(self, books: NoteBooks, timings: Timings) -> None:
        self.books = books
        self.faults = Faults()
        self.identity = Identity()
        self.table = ccnet_bills.VARIANTS["chn"]
        self.box_capacity = 1_000
        self.initialise_s = 2.0
        self.powered = True
        self.enabled = 0
        self.path = NotePath(books, timings, self._judge, PathEvents(self._stacked, self._returned, self._rejecting))
        self._escrow_types = 0
        self._security = bytes(3)
        self._power_up = 0
        self._initialised_at: float | None = None
        self._latched: deque[bytes] = deque()
        self._quiet_polls = 0
        self._restart = False
        for note in [n for n in books.notes.values() if n.place is Place.MOUTH]:
            books.move(note, Place.RETURNED)  # offered when the simulator died: still in the customer's hand
        self.power_on()

    # what the wire asks

    def answer(self, command: int, data: bytes, now: float) -> bytes | None:
        """The body of the reply to one good frame, or None for no reply. Call :meth:`tick` first."""
        handler = COMMANDS.get((command, len(data)))
        return ILLEGAL if handler is None else handler(self, data, now)

    def acknowledged(self) -> None:
        """The host has acknowledged the event last sent."""
        if self.faults.ignored_acks:
            self.faults.ignored_acks -= 1
        elif self._latched:
            self._latched.popleft()

    def reports_event(self, now: float) -> bool:
        """Whether a POLL at this moment is answered with a latched event, which stays until it is acknowledged."""
        ready = not self._power_up and self._initialised_at is None and now >= self.faults.busy_until
        return ready and bool(self._latched)

    @property
    def unacknowledged(self) -> list[str]:
        """Latched events in hexadecimal, oldest first."""
        return [event.hex(" ") for event in self._latched]

    def rejecting_reason(self, note: Note) -> int | None:
        """The reason if ``note`` is being pushed back at this moment."""
        return self.path.reason if self.path.phase is Phase.REJECTING and self.path.note == note else None

    def state(self, now: float) -> bytes:
        """What a POLL is answered with, apart from faults of the wire."""
        if now < self.faults.busy_until:
            return bytes((BUSY, self.faults.busy_tenths))
        if self._power_up:
            return bytes((self._power_up,))
        if self._initialised_at is not None:
            return bytes((INITIALIZE,))
        if self._latched:
            return self._latched[0]
        return self._trouble() or self._at_work()

    # what the clock and people do

    def tick(self, now: float) -> float | None:
        """Do what is due; the time of the next move or None."""
        if self.powered and self._initialised_at is not None and self._initialised_at <= now:
            self._initialised_at = None
            self.path.recover()
        next_move = self.path.tick(now)
        if self._restart:
            self._restart = False
            self.power_off()
            self.power_on()
        if self.powered and self.state(now)[0] == IDLING and self.path.take(now):
            next_move = self.path.tick(now)
        due = [at for at in (next_move, self._initialised_at if self.powered else None) if at is not None]
        return min(due, default=None)

    def insert(self, denomination: int, now: float) -> Note:
        """A customer offers a note of ``denomination`` fen. A disabled device pushes it back with reason 68."""
        note = self.books.add(denomination, ccnet_bills.type_of(self.table, denomination))
        if self.powered and self.state(now)[0] == DISABLED:
            self.path.refuse(note, INHIBITED, now)
        else:
            self.path.offer(note, now)
        self.tick(now)
        return self.books.notes[note.id]

    def power_off(self) -> None:
        """The device loses power: what was not acknowledged is forgotten, notes stay where they are."""
        self.powered = False
        self.path.power_off()
        self._forget()

    def power_on(self) -> None:
        """Power comes (again): 10h, 11h or 12h as fits the place of a note inside."""
        self.powered = True
        places = {note.place for note in self.books.inside()}
        if Place.CHASSIS in places:
            self._power_up = POWER_UP_IN_STACKER
        else:
            self._power_up = POWER_UP_IN_VALIDATOR if places else POWER_UP

    def initialise(self, now: float) -> None:
        """Begin as after RESET: 13h for :attr:`initialise_s`, then 19h or the trouble that is left."""
        if self.faults.reset_drops_events:
            self._latched.clear()
        if self._power_up == POWER_UP_IN_STACKER and self.faults.no_credit_after_power_up:
            for note in self.books.inside():
                self.books.move(note, Place.CASSETTE)  # it falls in, and nobody is told
        self._power_up = 0
        self.enabled = self._escrow_types = 0
        self.faults.paused = False
        self.path.power_off()
        self._initialised_at = now + self.initialise_s

    def remove_box(self, now: float) -> None:
        """A person pulls the cassette: a note on its way into it is stuck, one before that goes back to the customer."""
        self.books.remove_box()
        if self.path.phase is Phase.STACKING:
            self.books.set_jam("stacker")
        elif self.path.phase in (Phase.ACCEPTING, Phase.ESCROW, Phase.HOLDING):
            self.path.give_back(now)

    def return_box(self, now: float, *, emptied: bool) -> None:
        """A cassette is put in; a powered device then initialises."""
        self.books.return_box(emptied=emptied)
        if self.powered and not self._power_up:
            self.initialise(now)

    def clear(self, now: float, fate: Place | None) -> None:
        """A person opens the machine, frees what is stuck and closes it; a powered device then initialises.

        With ``fate`` the notes inside end there by hand, and the device never tells of them.
        """
        self.faults.failure = None
        self.faults.paused = False
        self.path.clear_jam(fate)
        if self.powered and not self._power_up:
            self.initialise(now)

    def cheat(self) -> None:
        """The device notices an attempt to cheat: 45h, until acknowledged."""
        self._latched.append(bytes((CHEATED,)))

    # the commands of the host; see COMMANDS

    def _poll(self, _data: bytes, now: float) -> bytes | None:
        if self._quiet_polls:
            self._quiet_polls -= 1
            return None
        return self.state(now)

    def _reset(self, _data: bytes, now: float) -> bytes:
        self.initialise(now)
        self._quiet_polls = self.faults.silent_polls_after_reset
        return ACK

    def _get_status(self, _data: bytes, _now: float) -> bytes:
        return (self.enabled & ccnet_bills.types_mask(self.table)).to_bytes(3, "big") + self._security

    def _set_security(self, data: bytes, _now: float) -> bytes:
        self._security = data
        return ACK

    def _enable(self, data: bytes, now: float) -> bytes:
        if self.state(now)[0] in POWER_UP_STATES:
            return ILLEGAL
        self.enabled, self._escrow_types = int.from_bytes(data[:3], "big"), int.from_bytes(data[3:], "big")
        return ACK

    def _in_service(self, reply: Callable[[], bytes], now: float) -> bytes:
        return reply() if self.state(now)[0] in SERVICE_STATES else ILLEGAL

    def _identification(self, _data: bytes, now: float) -> bytes:
        return self._in_service(self.identity.encode, now)

    def _bill_table(self, _data: bytes, now: float) -> bytes:
        return self._in_service(lambda: ccnet_bills.encode(self.table), now)

    def _barcode_parameters(self, _data: bytes, now: float) -> bytes:
        return self._in_service(lambda: ACK, now)

    def _with_note(self, act: Callable[[], None], now: float) -> bytes:
        if self.state(now)[0] not in (ESCROW, HOLDING):
            return ILLEGAL
        act()
        return ACK

    def _stack(self, _data: bytes, now: float) -> bytes:
        return self._with_note(lambda: self.path.stack(now), now)

    def _return(self, _data: bytes, now: float) -> bytes:
        return self._with_note(lambda: self.path.give_back(now), now)

    def _hold(self, _data: bytes, now: float) -> bytes:
        return self._with_note(self.path.hold, now)

    # inside

    def _trouble(self) -> bytes | None:
        if self.faults.failure is not None:
            return bytes((FAILURE, self.faults.failure))
        if self.books.jammed is not None:
            return bytes((BOX_JAMMED if self.books.jammed == "stacker" else VALIDATOR_JAMMED,))
        if self.books.box_removed:
            return bytes((BOX_OUT,))
        return bytes((PAUSE,)) if self.faults.paused else None

    def _at_work(self) -> bytes:
        note = self.path.note
        if note is not None and self.path.phase is Phase.ESCROW:
            return bytes((ESCROW, _kind(note)))
        if self.path.phase is Phase.REJECTING:
            return bytes((REJECTING, self.path.reason))
        if self.path.phase in PHASE_STATES:
            return bytes((PHASE_STATES[self.path.phase],))
        if self.books.box_count >= self.box_capacity:
            return bytes((BOX_FULL,))
        return bytes((IDLING if self.enabled else DISABLED,))

    def _judge(self, note: Note) -> Verdict:
        if self.faults.reject_reasons:
            return Verdict(Way.REJECT, self.faults.reject_reasons.popleft())
        if note.kind is None:
            return Verdict(Way.REJECT, VERIFICATION)
        if not self.enabled >> note.kind & 1:
            return Verdict(Way.REJECT, INHIBITED)
        return Verdict(Way.ESCROW if self._escrow_types >> note.kind & 1 else Way.STACK)

    def _stacked(self, note: Note) -> None:
        if self.faults.lost_reports:
            self.faults.lost_reports -= 1
            self._restart = True
        else:
            self._latched.append(bytes((STACKED, _kind(note))))

    def _returned(self, note: Note) -> None:
        self._latched.append(bytes((RETURNED, _kind(note))))

    def _rejecting(self, reason: int) -> None:
        self._latched.append(bytes((REJECTING, reason)))

    def _forget(self) -> None:
        self._latched.clear()
        self._initialised_at = None
        self._quiet_polls = 0
        self.enabled = self._escrow_types = 0
        self.faults.busy_until = 0.0


def _kind(note: Note) -> int:
    return UNKNOWN_KIND if note.kind is None else note.kind


Handler = Callable[[CcnetModel, bytes, float], bytes | None]

COMMANDS: dict[tuple[int, int], Handler] = {
    (0x30, 0): CcnetModel._reset,
    (0x31, 0): CcnetModel._get_status,
    (0x32, 3): CcnetModel._set_security,
    (0x33, 0): CcnetModel._poll,
    (0x34, 6): CcnetModel._enable,
    (0x35, 0): CcnetModel._stack,
    (0x36, 0): CcnetModel._return,
    (0x37, 0): CcnetModel._identification,
    (0x38, 0): CcnetModel._hold,
    (0x39, 2): CcnetModel._barcode_parameters,
    (0x41, 0): CcnetModel._bill_table,
}
"""(command, length of its data) to its handler; anything else is an ILLEGAL COMMAND."""
