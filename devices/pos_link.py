"""The link rules of POS Integrado / Autoservicio: three sends, ACK and NAK, nothing told apart by silence
(specs/pos-integrado.md 2, 4)."""

import logging
import time
from collections import deque

from devices.card_trace import CardTrace
from devices.pos_frames import ACK, NAK, Frame, Receiver, Signal, encode
from devices.pos_messages import Answer, PosFormatError, answer, blanked, function_of
from devices.pos_tables import Dialect, Function
from devices.pos_timing import PosTiming
from devices.trace import Direction
from devices.transport import Transport
from kiosk.failpoints import Failpoint, reach

_log = logging.getLogger(__name__)
_ACK, _NAK = bytes((ACK,)), bytes((NAK,))
_TOLD = frozenset({Function.SALE, Function.LAST_SALE, Function.VOID, Function.CLOSE})  # their instants have failpoints


class PosLink:
    """Belongs to the link's thread, for one connection. LinkLost and LinkClosed of the wire pass through.

    Messages that came are kept until ``next_message`` takes them; the taker acknowledges them, as late as it must.
    """

    def __init__(self, wire: Transport, trace: CardTrace, dialect: Dialect, timing: PosTiming) -> None:
        self._wire = wire
        self._trace = trace
        self._dialect = dialect
        self._timing = timing
        self._receiver = Receiver()
        self._messages: deque[Answer] = deque()
        self._signals: deque[Signal] = deque()
        self.heard_at_s = time.monotonic()  # the last byte, whatever it was
        self.unreadable = 0  # in a row: damaged, or no message of ours

    @property
    def inside_frame(self) -> bool:
        return self._receiver.inside

    @property
    def dropped_bytes(self) -> int:
        return self._receiver.dropped_bytes

    def send(
        self,
        data: bytes,
        answered_by: frozenset[Function] = frozenset(),
        *,
        sends: int | None = None,
        ack_s: float | None = None,
    ) -> bool:
        """Did the terminal acknowledge this request? A message of ``answered_by`` says so too: then its ACK was lost.
        ``sends``, ``ack_s``: instead of what the timing says."""
        self.unreadable = 0
        limit_s = self._timing.ack_s if ack_s is None else ack_s
        for _ in range(self._timing.sends if sends is None else sends):
            self._signals.clear()
            _reach(Failpoint.CARD_BEFORE_ORDER, data)
            self._wire.write(encode(data))
            self._record(Direction.TO_DEVICE, data)
            _reach(Failpoint.CARD_AFTER_ORDER, data)
            if self._acknowledged(answered_by, limit_s):
                _reach(Failpoint.CARD_ORDER_ACKNOWLEDGED, data)
                return True
        return False

    def acknowledged_after_all(self, ack_s: float) -> bool:
        """Does the ACK to the last request come within so much more time?"""
        return self._acknowledged(frozenset(), ack_s)

    def next_message(self, until_s: float, *, until_woken: bool = False) -> Answer | None:
        """The next message, not acknowledged yet; None at ``until_s`` (monotonic), when the driver was woken, and when the
        terminal has sent its answer as often as it does and none could be read."""
        while not self._messages:
            left_s = until_s - time.monotonic()
            if left_s <= 0 or self.unreadable >= self._timing.bad_answers:
                return None
            if not self._read(left_s, until_woken=until_woken) and until_woken:
                return None
        return self._messages.popleft()

    def waiting_message(self) -> Answer | None:
        """One that came already, if any."""
        return self._messages.popleft() if self._messages else None

    def watch(self) -> None:
        """Take what is there, without waiting; raises as a read does when the port or the program is at its end."""
        self._receive(self._wire.read(0))

    def acknowledge(self) -> None:
        self._answer(_ACK)

    def _acknowledged(self, answered_by: frozenset[Function], ack_s: float) -> bool:
        until_s = time.monotonic() + ack_s
        while True:
            if self._signals:
                return self._signals.popleft() is Signal.ACK
            if any(message.function in answered_by for message in self._messages):
                return True
            left_s = until_s - time.monotonic()
            if left_s > 0:
                self._read(left_s)
            elif not self._receiver.inside or not self._read(self._timing.rest_of_frame_s):
                return False  # within a frame the terminal can't acknowledge, it is heard out first

    def _read(self, longest_s: float, *, until_woken: bool = False) -> bool:
        """Wait for bytes; False if none came. A frame that stopped in the middle is given up."""
        if self._receiver.inside:
            longest_s = min(longest_s, self._timing.rest_of_frame_s)
        data = self._wire.read(max(longest_s, 0), until_woken=until_woken)
        self._receive(data)
        cut = self._receiver.inside and time.monotonic() - self.heard_at_s >= self._timing.rest_of_frame_s
        if cut:
            self._receiver.give_up()
            self._trace.note("a frame was cut in the middle")
        return bool(data) or cut

    def _receive(self, data: bytes) -> None:
        if not data:
            return
        self.heard_at_s = time.monotonic()
        for token in self._receiver.feed(data):
            if isinstance(token, Frame):
                self._take(token.data)
            elif token is Signal.BAD_FRAME:
                self._refuse("damaged frame")
            else:
                self._trace.frame(Direction.TO_HOST, _ACK if token is Signal.ACK else _NAK)
                self._signals.append(token)

    def _take(self, data: bytes) -> None:
        self._record(Direction.TO_HOST, data)
        try:
            message = answer(self._dialect, data)
        except PosFormatError as error:
            self._refuse(str(error))
            return
        self.unreadable = 0
        self._messages.append(message)

    def _refuse(self, why: str) -> None:
        """NAK: the terminal sends it again, twice at most."""
        self.unreadable += 1
        _log.warning("the card terminal sent what can't be read: %s", why)
        self._trace.note(f"refused: {why}")
        self._answer(_NAK)

    def _answer(self, byte: bytes) -> None:
        self._wire.write(byte)
        self._trace.frame(Direction.TO_DEVICE, byte)

    def _record(self, direction: Direction, data: bytes) -> None:
        self._trace.frame(direction, encode(blanked(self._dialect, data)))


def _reach(point: Failpoint, data: bytes) -> None:
    code = function_of(data)
    if code in _TOLD:
        reach(point, Function(code).name)
