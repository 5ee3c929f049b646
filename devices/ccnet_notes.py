"""Where the note is, as CCNET tells it, and what the till is told of it: the money part of the driver (specs/ccnet.md 8).

Pure but for the events it posts, the promises it waits on and the clock it is given: states come in, the command that is
due goes out. A report is an *edge*: the same 81h, repeated because it was not acknowledged, is one event with one promise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from devices import ccnet_frames as frames
from devices.ccnet_frames import PollReply
from devices.ccnet_tables import IN_ESCROW, NOTE_INSIDE, NOTHING_INSIDE, State, reject_reason
from kiosk.events import (
    NoteAccepting,
    NoteCheated,
    NoteEscrowed,
    NoteRejected,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    StackRefused,
)
from kiosk.failpoints import Failpoint, reach
from kiosk.money import Fen
from kiosk.ports import Post
from kiosk.promise import Promise

_REPORTS: Final = (State.BILL_STACKED, State.BILL_RETURNED)  # said until they are acknowledged
_NO_RECEIPT: Final = (State.POWER_UP, State.POWER_UP_BILL_IN_VALIDATOR, State.INITIALIZE)
"""Our acknowledgement may have met a device without power, which says its report again after these. POWER UP WITH BILL IN
STACKER tells of another note (section 8)."""
_NEW_NOTE: Final = (State.ACCEPTING, State.ESCROW, State.HOLDING, State.STACKING, State.BILL_STACKED)


@dataclass(frozen=True, slots=True)
class NoteTiming:
    """Seconds. The device itself returns a note that nobody decides on after 10 s (section 6)."""

    promise_wait_s: float = 0.02  # the pause that CCNET recommends before the next command: nobody waits longer for it
    hold_after_s: float = 5.0  # half of the device's limit, so that its clock and ours do not race
    decide_within_s: float = 8.0  # then the note goes back: the till is not able to say yes
    repeat_unanswered_s: float = 0.3  # a command without an answer, while the note still waits in escrow
    repeat_obeyed_s: float = 1.0  # the same for one that was acknowledged but had no effect
    fate_s: float = 2.0  # at rest for so long after a STACK, and no report of its note: there will be none


class NoteDesk:
    """Belongs to the link's thread. ``denomination_of`` gives a bill type's value in fen, None if it has none."""

    def __init__(
        self,
        post: Post,
        denomination_of: Callable[[int | None], Fen | None],
        timing: NoteTiming,
        monotonic_s: Callable[[], float],
    ) -> None:
        self._post = post
        self._denomination_of = denomination_of
        self._timing = timing
        self._now_s = monotonic_s
        self._last: PollReply | None = None  # the last state but DEVICE BUSY, which says nothing of the note
        self._promise: Promise | None = None  # of the newest report
        self._acknowledged = False  # was the newest report acknowledged to the device?
        self._repeatable: set[int] = set(_REPORTS)  # which of them may be one that is on the till's disk already?
        self._return_said = False  # and no note has come in since
        self._unreported: bool | None = (
            None  # the return of a bill in the head at power-up, without an 82h; True: may be told
        )
        self._note_inside = False
        self._asked = False  # the till was asked about the note in the path: the same one in escrow again is no other note
        self._in_escrow_since_s: float | None = None
        self._decision: bytes | None = None  # STACK or RETURN
        self._repeat_at_s = 0.0
        self._held = False
        self._fate_owed = False  # the till said stack and has not heard what became of that note
        self._known: Promise | None = None  # of the newest word that all is said of the notes so far
        self._at_rest_since_s: float | None = None

    @property
    def note_inside(self) -> bool:
        """May a note be in the path that is neither the customer's nor in the box?"""
        return self._note_inside

    @property
    def promise_pending(self) -> bool:
        """Has the till not kept the promise of a report yet? Then nothing may be reset, and no further note taken."""
        return self._promise is not None and not self._promise.kept

    @property
    def may_let_in(self) -> bool:
        """May the next note come? Not before the till has on its disk what became of the last one: then nothing that the
        device says of a later note can be taken for word of it."""
        known = self._known is None or self._known.wait(self._timing.promise_wait_s)
        return known and not self._fate_owed and not self.promise_pending

    def tell_whereabouts(self) -> None:
        """All is said of the notes so far: an intent that is still open is in doubt."""
        self._known = Promise()
        self._post(NotesWhereaboutsKnown(self._known))

    def lost_sight(self) -> None:
        """The device may do anything meanwhile: what it shows next is news, and a decision on its note comes too late."""
        self._last = None
        self._return_said = False  # without polls the device gives back what is put in
        self._end_escrow()

    # ---- what the device shows ---------------------------------------------------------------------------------------

    def see(self, reply: PollReply, *, starting: bool) -> bool:
        """Take one state in; True if the device may be told that it was heard (a report: if its promise is kept)."""
        if reply.code == State.DEVICE_BUSY:
            return True
        edge = self._is_edge(reply)
        self._forget_what_ended(reply)
        self._return_said = self._return_said and reply.code not in _NEW_NOTE
        self._last = reply
        if reply.code not in (State.IDLING, State.UNIT_DISABLED):
            self._at_rest_since_s = None
        elif self._at_rest_since_s is None:
            self._at_rest_since_s = self._now_s()
        if reply.code in NOTE_INSIDE:
            self._note_inside = True
        elif reply.code in NOTHING_INSIDE:
            self._note_inside = False
        if reply.code in (*NOTHING_INSIDE, State.ACCEPTING, State.REJECTING):
            self._asked = False
        if edge:
            reach(Failpoint.ACCEPTOR_REPORTED, f"{reply.code:02X}")
            self._enter(reply, starting=starting)
        if reply.code in _REPORTS:
            self._acknowledged = self._promise is not None and self._promise.wait(self._timing.promise_wait_s)
            return self._acknowledged
        return True

    def hear_no_more(self) -> None:
        """The device has come to rest: no further report of an earlier note is to come. Posts the return of a bill that
        was in the head at power-up and went back without a report of its own; then wait for ``promise_pending`` to end."""
        self._fate_owed = False
        if self._unreported is not None:
            latched, self._unreported = self._unreported, None
            self._report_returned(None, latched=latched)

    def fate_unknown(self) -> bool:
        """Has the device come to rest after a STACK without a word on its note? True once; then it is in doubt."""
        rest_s = 0.0 if self._at_rest_since_s is None else self._now_s() - self._at_rest_since_s
        unknown = self._fate_owed and rest_s >= self._timing.fate_s
        self._fate_owed = self._fate_owed and not unknown
        return unknown

    def _is_edge(self, reply: PollReply) -> bool:
        last = self._last
        if last is None:
            return True
        if reply.code == State.HOLDING:
            return last.code not in IN_ESCROW
        if reply.code == State.ESCROW:
            return last.code != State.HOLDING and last != reply
        if reply.code == State.REJECTING:
            return last.code != State.REJECTING  # it repeats while the customer holds the note, reasons may vary
        return last != reply

    def _forget_what_ended(self, reply: PollReply) -> None:
        """An acknowledged report followed by something else, or a new note, can't be repeated any more."""
        last = self._last
        again = reply.code in _NO_RECEIPT or (last is not None and last.code in _NO_RECEIPT and reply.code in _REPORTS)
        heard = self._acknowledged and last not in (None, reply) and not again
        if heard or reply.code == State.ESCROW:
            self._repeatable.clear()
        if reply.code not in IN_ESCROW:
            self._end_escrow()

    def _enter(self, reply: PollReply, *, starting: bool) -> None:
        match reply.code:
            case State.ESCROW | State.HOLDING:
                self._enter_escrow(reply, starting=starting)
            case State.BILL_STACKED:
                self._unreported = None
                self._fate_owed = False
                self._promise = Promise()
                latched = starting and reply.code in self._repeatable
                self._repeatable.add(reply.code)
                self._post(NoteStacked(self._denomination_of(reply.detail), latched, self._promise))
            case State.BILL_RETURNED:
                self._unreported = None
                latched = reply.code in self._repeatable if starting else self._return_said
                self._report_returned(self._denomination_of(reply.detail), latched=latched)
            case State.POWER_UP_BILL_IN_VALIDATOR:
                self._unreported = State.BILL_RETURNED in self._repeatable
            case State.ACCEPTING:
                self._post(NoteAccepting())
            case State.REJECTING:
                self._post(NoteRejected(reject_reason(reply.detail), reply.raw))
            case State.CHEATED:
                self._post(NoteCheated(reply.raw))

    def _report_returned(self, denomination: Fen | None, *, latched: bool) -> None:
        self._repeatable.add(State.BILL_RETURNED)
        self._return_said = True
        self._fate_owed = False
        self._promise = Promise()
        self._post(NoteReturned(denomination, latched, self._promise))

    # ---- escrow ------------------------------------------------------------------------------------------------------

    def _enter_escrow(self, reply: PollReply, *, starting: bool) -> None:
        """A note of a session that is gone, of no known value, while the till is stuck, or one that it was asked about
        before (a pause or a fault came between), goes back without a question."""
        denomination = self._denomination_of(reply.detail) if reply.code == State.ESCROW else None
        self._end_escrow()
        self._in_escrow_since_s = self._now_s()
        if starting or denomination is None or self.promise_pending or self._asked:
            self._decision = frames.RETURN
        else:
            self._asked = True
            self._post(NoteEscrowed(denomination))

    def _end_escrow(self) -> None:
        self._in_escrow_since_s = None
        self._decision = None
        self._repeat_at_s = 0.0
        self._held = False

    def stack(self) -> None:
        """The till's yes. It is for the note in escrow and for no other: without one it is refused."""
        self._fate_owed = True
        if self._in_escrow_since_s is None or self._decision is not None:
            self._post(StackRefused())
        else:
            self._decision = frames.STACK

    def return_note(self) -> None:
        """The till's no; a note that is on its way already goes its way."""
        if self._in_escrow_since_s is not None and self._decision is None:
            self._decision = frames.RETURN

    def due_command(self) -> bytes | None:
        """STACK, RETURN or HOLD, if it is time for one; tell its answer to ``answered``."""
        if self._in_escrow_since_s is None:
            return None
        waited_s = self._now_s() - self._in_escrow_since_s
        if self._decision is None and waited_s >= self._timing.decide_within_s:
            self._decision = frames.RETURN
        if self._decision is not None:
            return self._decision if self._now_s() >= self._repeat_at_s else None
        return frames.HOLD if waited_s >= self._timing.hold_after_s and not self._held else None

    def answered(self, command: bytes, answer: bytes | None) -> None:
        """What the device said to ``due_command``: ACK, ILLEGAL, something else, or None for nothing."""
        if command == frames.HOLD:
            self._held = True
            return
        obeyed = answer == frames.ACK
        pause_s = self._timing.repeat_obeyed_s if obeyed else self._timing.repeat_unanswered_s
        self._repeat_at_s = self._now_s() + pause_s
        if command == frames.STACK and answer == frames.ILLEGAL:
            self._decision = None  # if it is there after all, it goes back in time
            self._post(StackRefused())
