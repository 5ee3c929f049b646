"""The link below a ZVT terminal: blocks with ACK and three sends on the serial line, bare APDUs over TCP.

One message is under way at a time (ZVT specification, section 2). A repeated block of the host whose ACK was lost is
acknowledged again and answered with the same answer, but not acted upon twice.
"""

from collections import deque
from dataclasses import dataclass

from devices.simulators.device import Line
from devices.simulators.zvt_frames import ACK, NAK, Apdu, BlockReader, Signal, StreamReader, block
from devices.simulators.zvt_settings import Timings

SENDS = 3
TAPE_MESSAGES = 2000


@dataclass(slots=True)
class LinkFaults:
    """Faults that wait for their moment, as counts."""

    lose_ack_to_host: int = 0
    """ACKs of the terminal that never leave."""
    lose_ack_to_device: int = 0
    """ACKs of the host that are not heard; nor is anything until the terminal has sent again."""
    duplicate_block: int = 0
    """Messages that leave twice."""
    swallow_answer: int = 0
    """Answers of the host that are acknowledged and then forgotten."""


class Link:
    """Carries APDUs for one terminal."""

    def __init__(self, line: Line, timings: Timings) -> None:
        self._line = line
        self.timings = timings
        self._reader = BlockReader()
        self.faults = LinkFaults()
        self.tape: deque[tuple[float, str, str]] = deque(maxlen=TAPE_MESSAGES)
        self._stream = StreamReader()
        self._queue: deque[Apdu] = deque()
        self._sends = 0
        self._sent_at = 0.0
        self._ack_lost = False
        self._delivered: deque[bool] = deque()
        self._last_block: Apdu | None = None
        self._last_answer: Apdu | None = None
        self._tcp = False

    def send(self, apdu: Apdu, now: float) -> None:
        """Send one message after those before it; how it went is told by :meth:`outcome`, in the same order."""
        self._queue.append(apdu)
        if len(self._queue) == 1:
            self._sends = 0
            self._transmit(now)

    def outcome(self) -> bool | None:
        """Whether the oldest message not yet told of was received; None if that is not known yet."""
        return self._delivered.popleft() if self._delivered else None

    def received(self, data: bytes, now: float) -> list[Apdu]:
        """Take bytes of the host; returns the messages to act upon."""
        self._follow_line()
        if self._tcp:
            return [apdu for apdu in self._stream.feed(data) if self._accept(apdu, now)]
        new = []
        for item in self._reader.feed(data, now, self.timings.gap):
            if isinstance(item, Apdu):
                if not self._ack_lost and self._new_block(item, now):
                    new.append(item)
            else:
                self._signal(item, now)
        return new

    def tick(self, now: float) -> None:
        """Send again what was not acknowledged."""
        self._follow_line()
        if self._reader.expired(now, self.timings.gap) and not self._tcp:
            self._line.send(NAK)
        if self._queue and self._tcp:
            self._settle(now, arrived=True)  # there is no ACK: the bytes have left since the message was sent
        elif self._queue and now >= self._sent_at + self.timings.t2:
            self._again(now)

    def due(self, now: float) -> float | None:
        """When to call :meth:`tick` next."""
        if self._delivered or (self._queue and self._tcp):
            return now
        waits = (self._reader.due(self.timings.gap), self._sent_at + self.timings.t2 if self._queue else None)
        return min((at for at in waits if at is not None), default=None)

    def reset(self) -> None:
        """Power is gone: forget everything under way."""
        self._line.discard()
        self._reader.clear()
        self._stream.clear()
        self._queue.clear()
        self._delivered.clear()
        self._last_block = self._last_answer = None
        self._ack_lost = False

    # inside

    def _follow_line(self) -> None:
        if self._tcp != self._line.over_tcp:
            self._tcp = self._line.over_tcp
            self._reader.clear()
            self._stream.clear()
            self._last_block = None

    def _new_block(self, apdu: Apdu, now: float) -> bool:
        if self.faults.lose_ack_to_host:
            self.faults.lose_ack_to_host -= 1
        else:
            self._line.send(ACK)
        if apdu == self._last_block:
            self._note(now, "from_host_again", apdu)
            self._answer_again(apdu)
            return False
        accepted = self._accept(apdu, now)
        self._last_block = apdu
        return accepted

    def _accept(self, apdu: Apdu, now: float) -> bool:
        self._note(now, "from_host", apdu)
        if apdu.is_answer and self._queue:
            self._settle(now, arrived=True)  # an answer says that the message has arrived
        if apdu.is_answer and self.faults.swallow_answer:
            self.faults.swallow_answer -= 1
            return False
        return True

    def _answer_again(self, apdu: Apdu) -> None:
        """Our answer to a repeated command; the first one was lost, or is about to be acknowledged."""
        if not apdu.is_answer and self._last_answer is not None:
            self._line.send(block(self._last_answer.encoded))

    def _signal(self, signal: Signal, now: float) -> None:
        if signal is Signal.DAMAGED:
            self._line.send(NAK)
        elif self._queue and not self._ack_lost:
            if signal is Signal.NAK:
                self._again(now)
            elif self.faults.lose_ack_to_device:
                self.faults.lose_ack_to_device -= 1
                self._ack_lost = True
            else:
                self._settle(now, arrived=True)

    def _transmit(self, now: float) -> None:
        apdu = self._queue[0]
        self._last_answer = apdu if apdu.is_answer else None
        self._note(now, "to_host", apdu)
        self._put_on_line(now)
        if self.faults.duplicate_block:
            self.faults.duplicate_block -= 1
            self._put_on_line(now)

    def _put_on_line(self, now: float) -> None:
        self._sends += 1
        self._sent_at = now
        self._ack_lost = False
        encoded = self._queue[0].encoded
        self._line.send(encoded if self._tcp else block(encoded))

    def _again(self, now: float) -> None:
        if self._sends < SENDS:
            self._put_on_line(now)
        else:
            self._settle(now, arrived=False)

    def _settle(self, now: float, *, arrived: bool) -> None:
        self._queue.popleft()
        self._ack_lost = False
        self._delivered.append(arrived)
        self._last_block = None
        if self._queue:
            self._sends = 0
            self._transmit(now)

    def _note(self, now: float, direction: str, apdu: Apdu) -> None:
        self.tape.append((now, direction, apdu.encoded.hex(" ").upper()))
