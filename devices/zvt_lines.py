"""The two ways ZVT travels: blocks with link acknowledgement on a serial port, bare APDUs on TCP (specs/zvt.md 2).

Both send and receive whole APDUs; a link ACK goes out at once and decides nothing about money. LinkLost and LinkClosed
of the wire pass through.
"""

import time
from collections import deque
from typing import Protocol

from devices.card_trace import CardTrace
from devices.trace import Direction
from devices.transport import Transport
from devices.wire import LinkLost, LinkProblem
from devices.zvt_apdu import Apdu, ApduStream, parse_apdu
from devices.zvt_blanking import blanked
from devices.zvt_commands import ABORT
from devices.zvt_link import ACK, NAK, Block, BlockParser, Signal, encode_block
from devices.zvt_timing import LineTiming
from kiosk.failpoints import Failpoint, reach


class TransmissionError(Exception):
    """The other side did not acknowledge a block that was sent three times: nobody knows whether it was heard."""


class ZvtLine(Protocol):
    def send(self, apdu: Apdu, name: str = "", *, ack_s: float | None = None, sends: int | None = None) -> int:
        """Returns when the other side has it: how often it was sent. Raises TransmissionError.

        ``name``: of failpoints, for orders. ``ack_s``, ``sends``: instead of T2 and 3.
        """

    def receive(self, timeout_s: float, *, until_woken: bool = False) -> Apdu | None:
        """The next APDU, acknowledged already; None after ``timeout_s`` seconds, or when the link was woken."""


def make_line(wire: Transport, port: str, trace: CardTrace, timing: LineTiming) -> ZvtLine:
    """By the kind of port: ``socket://host:port`` or a device."""
    return TcpLine(wire, trace, timing) if "://" in port else SerialLine(wire, trace, timing)


class SerialLine:
    """Belongs to the link's thread."""

    def __init__(self, wire: Transport, trace: CardTrace, timing: LineTiming) -> None:
        self._wire = wire
        self._trace = trace
        self._timing = timing
        self._parser = BlockParser()
        self._signals: deque[Signal] = deque()  # ACK and NAK; dropped unless an ACK is awaited
        self._inbox: deque[Apdu] = deque()
        self._last_in = b""
        self._may_repeat = False  # nothing of ours was heard since the last block: the same again is its repeat
        self._awaiting = False  # an ACK

    def send(self, apdu: Apdu, name: str = "", *, ack_s: float | None = None, sends: int | None = None) -> int:
        block = encode_block(apdu.encode())
        for sent in range(1, (sends or self._timing.sends) + 1):
            self._signals.clear()
            self._awaiting = True
            self._wire.write(block)
            _written(name)
            self._trace.frame(Direction.TO_DEVICE, encode_block(blanked(apdu).encode()))
            heard = self._heard(apdu, self._timing.ack_s if ack_s is None else ack_s)
            self._awaiting = False
            if heard:
                self._may_repeat = False
                return sent
        raise TransmissionError(f"{apdu.code:04X} was not acknowledged")

    def receive(self, timeout_s: float, *, until_woken: bool = False) -> Apdu | None:
        deadline_s = time.monotonic() + timeout_s
        while not self._inbox:
            left_s = deadline_s - time.monotonic()
            came = self._pump(max(left_s, 0.0), until_woken=until_woken)
            if not came and not self._inbox and (until_woken or time.monotonic() >= deadline_s):
                return None
        return self._inbox.popleft()

    def _heard(self, sent: Apdu, limit_s: float) -> bool:
        """An ACK, or a new block: its sender goes on, so it has ours. That holds not for an abort, which may cross one
        that was on its way already."""
        waiting = len(self._inbox)
        deadline_s = time.monotonic() + limit_s
        while (left_s := deadline_s - time.monotonic()) > 0:
            self._pump(left_s)
            while self._signals:
                signal = self._signals.popleft()
                if signal is Signal.ACK:
                    return True
                deadline_s = min(deadline_s, time.monotonic() + self._timing.after_nak_s)
            new = list(self._inbox)[waiting:]
            if new and (sent.code != ABORT or any(apdu.is_answer for apdu in new)):
                return True
        return False

    def _pump(self, timeout_s: float, *, until_woken: bool = False) -> bool:
        """Read once; were there bytes? A block that stops in its middle is refused."""
        inside = self._parser.in_block
        data = self._wire.read(self._timing.byte_gap_s if inside else timeout_s, until_woken=until_woken and not inside)
        if not data:
            if inside:
                self._parser.restart()
                self._refuse()
            return inside
        for token in self._parser.feed(data):
            if isinstance(token, Block):
                self._take(token.apdu)
            elif token is Signal.BAD:
                self._refuse()
            else:
                self._trace.frame(Direction.TO_HOST, ACK if token is Signal.ACK else NAK)
                self._signals.append(token)
                if token is Signal.ACK and self._awaiting:
                    self._may_repeat = False  # here and now: the next block may stand in the same bytes
        return True

    def _take(self, unit: bytes) -> None:
        apdu = parse_apdu(unit)
        self._trace.frame(Direction.TO_HOST, encode_block(blanked(apdu).encode()))
        self._wire.write(ACK)
        self._trace.frame(Direction.TO_DEVICE, ACK)
        if self._may_repeat and unit == self._last_in:
            self._trace.note("a block came twice: acknowledged again")
            return
        self._last_in, self._may_repeat = unit, True
        self._inbox.append(apdu)

    def _refuse(self) -> None:
        self._trace.note("a bad block: refused")
        self._wire.write(NAK)
        self._trace.frame(Direction.TO_DEVICE, NAK)


class TcpLine:
    """Belongs to the link's thread. What is written counts as heard; whether it was, the dialogue's answers tell."""

    def __init__(self, wire: Transport, trace: CardTrace, timing: LineTiming) -> None:
        self._wire = wire
        self._trace = trace
        self._timing = timing
        self._stream = ApduStream()
        self._inbox: deque[Apdu] = deque()

    def send(self, apdu: Apdu, name: str = "", *, ack_s: float | None = None, sends: int | None = None) -> int:
        del ack_s, sends
        self._wire.write(apdu.encode())
        _written(name)
        self._trace.frame(Direction.TO_DEVICE, blanked(apdu).encode())
        return 1

    def receive(self, timeout_s: float, *, until_woken: bool = False) -> Apdu | None:
        deadline_s = time.monotonic() + timeout_s
        while not self._inbox:
            inside = self._stream.in_apdu
            left_s = self._timing.rest_of_apdu_s if inside else max(deadline_s - time.monotonic(), 0.0)
            data = self._wire.read(left_s, until_woken=until_woken and not inside)
            if data:
                self._take(data)
            elif inside:
                raise LinkLost(LinkProblem.PORT_UNUSABLE, "the card terminal stopped in the middle of a message")
            elif until_woken or time.monotonic() >= deadline_s:
                return None
        return self._inbox.popleft()

    def _take(self, data: bytes) -> None:
        for unit in self._stream.feed(data):
            apdu = parse_apdu(unit)
            self._trace.frame(Direction.TO_HOST, blanked(apdu).encode())
            self._inbox.append(apdu)


def _written(name: str) -> None:
    if name:
        reach(Failpoint.CARD_AFTER_ORDER, name)
