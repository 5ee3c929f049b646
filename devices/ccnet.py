"""CCNET bill validators (specs/ccnet.md) as the core's ``CashAcceptor``.

The poll loop in the link's thread owns the wire; verbs only leave a wish and wake it. After each (re)connect and each
power-up the loop is *starting*: it hears out what the device has to say of a note before anything is reset, learns who
the device is, and only then tells the till that every note's whereabouts are known.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from enum import Enum, auto

from devices import ccnet_frames as frames
from devices.ccnet_bills import KnownBills
from devices.ccnet_exchange import Exchange
from devices.ccnet_frames import CcnetFormatError, PollReply
from devices.ccnet_health import CcnetHealth
from devices.ccnet_notes import NoteDesk
from devices.ccnet_tables import AT_REST, JAMS, MAY_IDENTIFY, NO_STATE, POWER_UPS, State, model_of
from devices.ccnet_timing import CcnetTiming
from devices.serial_link import LinkDown, LinkSettings, SerialLink, Trace
from devices.transport import Transport
from kiosk.events import AcceptorIdentified
from kiosk.failpoints import Failpoint, reach
from kiosk.money import Fen
from kiosk.ports import Post

_log = logging.getLogger(__name__)
CHINA = ("CHN", "CNY")  # the three characters are a country or a currency: validators for China are seen with either
_NAMES = {frames.STACK: "STACK", frames.RETURN: "RETURN", frames.HOLD: "HOLD"}  # of failpoints


class _Verb(Enum):
    STACK = auto()
    RETURN = auto()


class CcnetAcceptor:
    """``kiosk.ports.CashAcceptor`` over CCNET; ``start`` begins, ``close`` waits for the link's thread (2 s at most).

    ``currency``: the bill table's texts that are ours; notes of any other are never enabled. ``monotonic_s``: the clock.
    """

    def __init__(
        self,
        settings: LinkSettings,
        post: Post,
        *,
        currency: tuple[str, ...] = CHINA,
        timing: CcnetTiming | None = None,
        trace: Trace | None = None,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._post = post
        self._now_s = monotonic_s
        self._timing = timing or CcnetTiming()
        self._link = SerialLink(settings, self, trace)
        self._verbs: queue.SimpleQueue[_Verb] = queue.SimpleQueue()
        self._wanted: frozenset[Fen] = frozenset()
        self._nothing_enabled = threading.Event()
        self._nothing_enabled.set()
        self._currency = currency
        self._bills = KnownBills(currency)
        self._desk = NoteDesk(post, self._bills.amount_of, self._timing.note, monotonic_s)
        self._health = CcnetHealth(post, monotonic_s, self._timing.longest_stay_s)
        self._exchange: Exchange
        self._forget_connection()

    # ---- the port ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._link.start()

    def close(self) -> None:
        """Shut the device to notes, if it answers, and give the port back."""
        self._link.ending()
        self.stop_accepting()
        self._nothing_enabled.wait(self._timing.disable_on_close_s)
        self._link.close()

    @property
    def trace(self) -> Trace:
        return self._link.trace

    @property
    def link(self) -> SerialLink:
        return self._link

    def accept(self, denominations: frozenset[Fen]) -> None:
        self._wanted = denominations
        self._link.wake()

    def stop_accepting(self) -> None:
        self._wanted = frozenset()
        self._link.wake()

    def stack(self) -> None:
        self._verbs.put(_Verb.STACK)
        self._link.wake()

    def return_note(self) -> None:
        self._verbs.put(_Verb.RETURN)
        self._link.wake()

    # ---- the conversation (devices.serial_link.Conversation) ---------------------------------------------------------

    def link_down(self, down: LinkDown) -> None:
        self._nothing_enabled.set()  # not ours to shut any more; without polls the device returns what comes
        self._health.link_down(down, may_hold_money=self._desk.note_inside)

    def talk(self, wire: Transport) -> None:
        self._exchange = Exchange(wire, self._timing.exchange, self._now_s)
        self._forget_connection()
        self._tell_health(None)
        while True:
            reply = self._poll()
            if reply is None:
                self._count_bad_answer()
            else:
                self._take(reply)
            self._rest(wire, reply)
            self._obey_verbs(heard=reply is not None)

    def _forget_connection(self) -> None:
        """The device was out of sight: nothing that it said before holds."""
        self._desk.lost_sight()
        self._begin_starting()
        self._silent = False
        self._bad_answers = 0
        self._reset_at_s: float | None = None
        self._last_code: int | None = None
        self._polls_in_state = 0
        self._recoveries = 0

    def _begin_starting(self) -> None:
        self._starting = True
        self._identified = False
        self._rests = 0
        self._enabled: frozenset[int] | None = None  # types, as last acknowledged; None: not known
        self._refusals = 0
        self._initialize_since_s: float | None = None

    def _poll(self) -> PollReply | None:
        answer = self._exchange.poll()
        try:
            reply = None if answer is None else frames.poll_reply(answer)
        except CcnetFormatError as error:
            _log.warning("the acceptor's state can't be read: %s", error)
            return None
        return None if reply is None or reply.code in NO_STATE else reply

    def _count_bad_answer(self) -> None:
        if self._reset_at_s is not None and self._now_s() - self._reset_at_s < self._timing.reset_again_s:
            return  # polls right after a RESET may be silent (section 6)
        self._bad_answers += 1
        if self._bad_answers == self._timing.bad_answers and not self._silent:
            self._silent = True
            self._nothing_enabled.set()
            self._desk.lost_sight()
            self._health.silent(echo=self._exchange.echoed, may_hold_money=self._desk.note_inside)

    def _take(self, reply: PollReply) -> None:
        if self._silent:
            self._forget_connection()
        self._bad_answers = 0
        self._polls_in_state = self._polls_in_state + 1 if reply.code == self._last_code else 0
        self._last_code = reply.code
        if not self._starting and reply.code in (*POWER_UPS, State.INITIALIZE):
            _log.warning("the acceptor started anew by itself (%s)", reply.raw)
            self._begin_starting()
        if self._desk.see(reply, starting=self._starting):
            self._exchange.acknowledge()
        self._react(reply.code)
        self._tell_health(reply)

    # ---- what is to be done in each state ----------------------------------------------------------------------------

    def _react(self, code: int) -> None:
        if code in POWER_UPS:
            self._rests = 0
            if self._reset_at_s is None or self._now_s() - self._reset_at_s >= self._timing.reset_again_s:
                self._reset()
        elif code == State.INITIALIZE:
            self._rests = 0
            self._initialize_since_s = self._initialize_since_s or self._now_s()
        elif code in JAMS:
            self._recover(self._timing.pause_polls if code == State.PAUSE else self._timing.recovery_polls)
        elif self._starting:
            self._start_step(code)
        elif code in (State.IDLING, State.UNIT_DISABLED):
            self._recoveries = 0
            if self._desk.fate_unknown():
                _log.error("a note was to be stacked, and the acceptor rests without a word on it")
                self._desk.tell_whereabouts()
            self._enable_as_wanted(code)

    def _reset(self) -> None:
        """Never while a report is not safe on the till's disk: a RESET may make the device forget it (section 8)."""
        if not self._desk.promise_pending:
            self._exchange.ask(frames.RESET)
            self._reset_at_s = self._now_s()
            self._initialize_since_s = None

    def _recover(self, every_polls: int) -> None:
        """A jam may come free by a RESET; what became of its note is then asked as after a power-up."""
        due = self._polls_in_state % every_polls == every_polls - 1
        if due and self._recoveries < self._timing.recovery_tries and not self._desk.promise_pending:
            self._recoveries += 1
            self._begin_starting()
            self._reset()

    def _start_step(self, code: int) -> None:
        if code == State.IDLING:
            self._enable(frozenset())  # by a session that is gone: no further note until we know the device
        if code in MAY_IDENTIFY and not self._identified:
            self._identify()
        if code not in AT_REST or not self._identified:
            self._rests = 0
            return
        self._rests += 1
        if self._rests < self._timing.rests_before_known:
            return
        self._desk.hear_no_more()
        if not self._desk.promise_pending:
            self._starting = False
            self._reset_at_s = None
            self._desk.tell_whereabouts()
            if code == State.UNIT_DISABLED:
                self._enable_as_wanted(code)

    def _identify(self) -> None:
        """Who is it, and which notes does it know? Believed only from a real answer: an echoing port gives none."""
        identification = self._exchange.ask_data(frames.IDENTIFICATION)
        if identification in (None, frames.ILLEGAL):
            return
        table = self._exchange.ask_data(frames.GET_BILL_TABLE)
        if table in (None, frames.ILLEGAL):
            return
        try:
            identity = frames.identity(identification or b"")
            self._bills.learn(frames.bill_table(table or b""))
        except CcnetFormatError as error:
            self._health.not_a_validator(str(error))
            return
        self._identified = True
        known = self._bills.denominations
        if not known:
            _log.error("the acceptor knows no note of %s", " or ".join(self._currency))
        self._post(AcceptorIdentified(model_of(identity.part_number), identity.serial, identity.part_number, known))

    def _enable_as_wanted(self, code: int) -> None:
        """Only between notes: a note on its way is heard out first (a deferred disable, section 7)."""
        wanted = self._bills.types_of(self._wanted) if self._desk.may_let_in else frozenset()
        shown = code == State.IDLING
        if self._enabled != wanted or shown != bool(wanted):
            self._enable(wanted)

    def _enable(self, types: frozenset[int]) -> None:
        if types:
            self._nothing_enabled.clear()
        obeyed = self._exchange.ask(frames.enable(types)) == frames.ACK
        self._enabled = types if obeyed else None
        self._refusals = 0 if obeyed else self._refusals + 1
        if obeyed and not types:
            self._nothing_enabled.set()

    # ---- the till's wishes -------------------------------------------------------------------------------------------

    def _obey_verbs(self, *, heard: bool) -> None:
        """``heard``: was the last POLL answered? Only then there is somebody to command: a wait for one more answer that
        does not come would keep silence from being told in time."""
        while True:
            try:
                verb = self._verbs.get_nowait()
            except queue.Empty:
                break
            if verb is _Verb.STACK:
                self._desk.stack()
            else:
                self._desk.return_note()
        command = self._desk.due_command() if heard else None
        if command is not None:
            name = _NAMES[command]
            reach(Failpoint.ACCEPTOR_BEFORE_COMMAND, name)
            answer = self._exchange.ask(command)
            reach(Failpoint.ACCEPTOR_AFTER_COMMAND, name)
            self._desk.answered(command, answer)

    def _rest(self, wire: Transport, reply: PollReply | None) -> None:
        """Until the next poll, or until somebody wakes us. One that was not answered is repeated soon; a busy device is
        left alone for as long as it asked."""
        if reply is None or reply.code != State.DEVICE_BUSY:
            wire.read(self._timing.poll_s if reply is None else self._pause_s(), until_woken=True)
            return
        until_s = self._now_s() + max((reply.detail or 0) * 0.1, self._timing.poll_s)
        while (left_s := until_s - self._now_s()) > 0:
            wire.read(left_s)

    def _pause_s(self) -> float:
        """A jam's RESETs are counted in slow polls; a note, or one that may come, deserves quick ones."""
        lively = self._starting or self._wanted or self._desk.note_inside
        return self._timing.poll_s if lively and self._last_code not in JAMS else self._timing.idle_poll_s

    def _tell_health(self, reply: PollReply | None) -> None:
        since_s = self._initialize_since_s if self._last_code == State.INITIALIZE else None
        self._health.tell(
            reply,
            starting=self._starting,
            may_hold_money=self._desk.note_inside,
            initializing_too_long=since_s is not None and self._now_s() - since_s > self._timing.initialize_limit_s,
            unwilling=self._refusals >= self._timing.refusals,
            no_notes=not self._bills.denominations,
        )
