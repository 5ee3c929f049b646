"""A scripted ZVT terminal on a real pty or on TCP: it says what the script says and writes down what the host answers.

It frames and checks with an arithmetic of its own, so that a mistake of the driver's codec shows.
"""

import os
import pty
import queue
import select
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from devices.serial_link import LinkSettings
from devices.zvt import ZvtCardTerminal
from devices.zvt_timing import LineTiming, ZvtOptions, ZvtTiming
from kiosk.card import CardAttempt, CardReference
from kiosk.device_status import DeviceStatus
from kiosk.events import CardApproved, CardTerminalReady, DeviceStatusChanged, Event
from kiosk.money import Fen

PATIENCE_S = 20.0


def said(code: str, data: str) -> str:
    """A message in hexadecimal, its length counted."""
    return f"{code} {len(bytes.fromhex(data)):02X} {data}".strip()


OK = "80 00 00"
READY = "06 0F 01 00"
REGISTERED = "06 0F 11 19 10 29 29 00 10 06 49 01 56 06 05 27 03 14 01 FE"
APPROVED = (
    "04 0F 60 27 00 04 00 00 00 00 16 00 49 01 56 0C 12 00 30 0D 11 21 22 F0 F8 62 14 83 EE EE"
    " EE 00 10 87 00 19 0B 00 02 65 29 29 00 10 06 3B 38 39 31 35 30 30 00 00 19 60 8A C6 8B F0"
    " F9 55 6E 69 6F 6E 50 61 79 00 06 1B 2F 0C 1F 10 01 02 1F 11 01 01 1F 12 01 01 43 08 A0 00"
    " 00 03 33 01 01 02 41 01 C6"
)
"""Vector S1: 16.00 CNY, receipt 0019, trace 000265, 21 November 12:00:30."""
BEFORE_DATA = "27 00 04 00 00 00 00 05 00 49 01 56 0C 10 00 00 0D 11 20 87 00 18 0B 00 02 64 29 29 00 10 06"
BEFORE = said("04 0F", BEFORE_DATA)
"""The transaction before it: 5.00 CNY, receipt 0018, trace 000264."""
COMPLETED = "06 0F 00"
ABORTED = "06 1E 01 6C"
Handler = Callable[["Peer", bytes], None]
SomeEvent = TypeVar("SomeEvent")
LINE = LineTiming(byte_gap_s=0.1, ack_s=0.4, after_nak_s=0.05, poll_ack_s=0.3, rest_of_apdu_s=0.5)
QUICK = ZvtTiming(
    line=LINE,
    answer_s=0.5,
    busy_s=0.8,
    promise_s=0.2,
    quiet_s=0.05,
    poll_s=0.1,
    retry_s=0.05,
    maintenance_again_s=0.2,
    silence_alarm_s=0.6,
    sell_start_s=0.6,
    day_start_s=0.6,
    doubt_s=0.3,
    ask_again_s=0.2,
    word_limit_s=1.5,
    longest_resolve_s=4.0,
    reversal_first_s=0.05,
    reversal_longest_s=0.2,
)


def crc(data: bytes) -> bytes:
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
    return bytes((value & 0xFF, value >> 8))


def block(apdu: bytes) -> bytes:
    return b"\x10\x02" + apdu.replace(b"\x10", b"\x10\x10") + b"\x10\x03" + crc(apdu + b"\x03")


def unblock(frame: bytes) -> bytes:
    """The APDU of one whole good block."""
    assert frame[:2] == b"\x10\x02", frame.hex(" ")
    assert frame[-4:-2] == b"\x10\x03", frame.hex(" ")
    apdu = frame[2:-4].replace(b"\x10\x10", b"\x10")
    assert crc(apdu + b"\x03") == frame[-2:], frame.hex(" ")
    return apdu


def hexadecimal(data: bytes) -> str:
    return data.hex(" ").upper()


class Gone(Exception):  # noqa: N818 - the script's end, no error
    """The peer was ended, or the host went."""


class Peer:
    """``handlers`` by command code; ``heard`` lists the host's commands in hexadecimal, ``answers`` its answers."""

    def __init__(self, path: Path, *, tcp: bool = False) -> None:
        self.path = path
        self.tcp = tcp
        self.heard: list[str] = []
        self.answers: list[str] = []
        self.last = "06 1E 01 83"  # what 06 20 is answered with, before 06 0F unless it is an abort
        self.status = READY
        self.deaf = False  # powered off: not even acknowledges
        self.lost_acks = 0  # of the next blocks of the host
        self.ended = False
        self.faults: queue.Queue[str] = queue.Queue()
        self.handlers: dict[int, Handler] = {
            0x0600: lambda peer, _: peer.finish(REGISTERED),
            0x0501: lambda peer, _: peer.finish(peer.status),
            0x0691: lambda peer, _: peer.say(OK),
            0x06B0: lambda peer, _: peer.say(OK),
            0x0620: lambda peer, _: peer.tell_last(),
        }
        self._buffer = b""
        self._open()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    @property
    def port(self) -> str:
        return f"socket://127.0.0.1:{self.tcp_port}" if self.tcp else str(self.path)

    # ---- what scripts do ---------------------------------------------------------------------------------------------

    def finish(self, *messages: str) -> None:
        """80 00 00, then each message with the host's answer to it."""
        self.say(OK)
        for message in messages:
            self.ask(message)

    def tell_last(self) -> None:
        if self.last.startswith("84"):
            self.say(self.last)
        elif self.last.startswith("06 1E"):
            self.finish(self.last)
        else:
            self.finish(self.last, COMPLETED)

    def ask(self, message: str) -> str:
        """Say it, and the host's application answer."""
        self.say(message)
        return self.answer()

    def answer(self) -> str:
        while True:
            apdu = self.next_apdu()
            if apdu[0] in (0x80, 0x84):
                self.answers.append(hexadecimal(apdu))
                return self.answers[-1]
            self.heard.append(hexadecimal(apdu))
            self.handlers[apdu[0] << 8 | apdu[1]](self, apdu[3:])

    def say(self, message: str) -> None:
        """One block, and its ACK (sent again at most twice without one)."""
        unit = bytes.fromhex(message)
        if self.tcp:
            self.write(unit)
            return
        for _ in range(3):
            self.write(block(unit))
            if self._acknowledged():
                return
        raise Gone

    def next_apdu(self) -> bytes:
        """The host's next APDU, acknowledged."""
        while True:
            unit = self._whole_apdu() if self.tcp else self._whole_block()
            if unit is None:
                self._read()
                continue
            if self.tcp:
                return unit
            if self.deaf:
                continue
            if self.lost_acks:
                self.lost_acks -= 1
                continue
            self.write(b"\x06")
            return unit

    def write(self, data: bytes) -> None:
        if self.ended:
            raise Gone
        try:
            os.write(self.fd, data)
        except BrokenPipeError:
            raise Gone from None

    # ---- what tests do -----------------------------------------------------------------------------------------------

    def wait_until(self, condition: Callable[[], bool], what: str = "condition") -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline_s:
                raise AssertionError(f"{what} did not come; heard {self.heard}, answers {self.answers}")
            select.select([], [], [], 0.002)

    def count(self, command: str) -> int:
        return sum(1 for heard in self.heard if heard.startswith(command))

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.thread.join(PATIENCE_S)
            self._close()
        assert self.faults.empty(), self.faults.get()

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self.tcp:
            self.server = socket.create_server(("127.0.0.1", 0))
            self.tcp_port = self.server.getsockname()[1]
            self.fd = -1
            return
        self.fd, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self.slave))

    def _close(self) -> None:
        if self.tcp:
            self.server.close()
            if self.fd >= 0:
                os.close(self.fd)
        else:
            os.close(self.fd)
            os.close(self.slave)

    def _run(self) -> None:
        while not self.ended:
            try:
                apdu = self.next_apdu()
                if apdu[0] in (0x80, 0x84):
                    self.answers.append(hexadecimal(apdu))
                    continue
                self.heard.append(hexadecimal(apdu))
                handler = self.handlers.get(apdu[0] << 8 | apdu[1])
                if handler is None:
                    self.say("84 83 00")
                else:
                    handler(self, apdu[3:])
            except Gone:
                continue
            except Exception as error:  # noqa: BLE001 - told by end(), in the test's own thread
                self.faults.put(repr(error))
                return

    def _read(self) -> None:
        if self.ended:
            raise Gone
        if self.tcp and self.fd < 0:
            if select.select([self.server], [], [], 0.02)[0]:
                self.fd = self.server.accept()[0].detach()
            return
        if select.select([self.fd], [], [], 0.02)[0]:
            data = os.read(self.fd, 4096)
            if not data and self.tcp:
                os.close(self.fd)
                self.fd, self._buffer = -1, b""
                raise Gone
            self._buffer += data

    def _acknowledged(self) -> bool:
        until_s = time.monotonic() + LINE.ack_s
        while time.monotonic() < until_s:
            if self._buffer[:1] == b"\x06":
                self._buffer = self._buffer[1:]
                return True
            if self._buffer[:1] == b"\x15":
                self._buffer = self._buffer[1:]
                return False
            self._read()
        return False

    def _whole_apdu(self) -> bytes | None:
        buffer = self._buffer
        if len(buffer) < 3 or len(buffer) < 3 + buffer[2]:
            return None
        unit, self._buffer = buffer[: 3 + buffer[2]], buffer[3 + buffer[2] :]
        return unit

    def _whole_block(self) -> bytes | None:
        """Cut at ``10 03`` that is no doubled 10, two bytes later."""
        self._buffer = self._buffer.lstrip(b"\x06\x15")
        place = 2
        while place + 3 < len(self._buffer):
            if self._buffer[place] == 0x10:
                if self._buffer[place + 1] == 0x03:
                    frame, self._buffer = self._buffer[: place + 4], self._buffer[place + 4 :]
                    return unblock(frame)
                place += 1
            place += 1
        return None


class Till:
    """Keeps every promise at once while ``keeps`` is set, as the real one does after its commit."""

    def __init__(self) -> None:
        self.keeps = True
        self.events: list[Event] = []
        self._fresh: queue.Queue[Event] = queue.Queue()

    def post(self, event: Event) -> None:
        self.events.append(event)
        if self.keeps and isinstance(event, CardApproved):
            event.promise.keep()
        self._fresh.put(event)

    def next(self, kind: type[SomeEvent]) -> SomeEvent:
        """The next event of this kind that was not looked at yet; others before it are stepped over."""
        deadline_s = time.monotonic() + PATIENCE_S
        try:
            while True:
                event = self._fresh.get(timeout=max(deadline_s - time.monotonic(), 0))
                if isinstance(event, kind):
                    return event
        except queue.Empty:
            raise AssertionError(f"no {kind.__name__}; there were {self.events}") from None

    def all(self, kind: type[SomeEvent]) -> list[SomeEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    def status(self, code: str) -> DeviceStatus:
        """Wait for the status with this code."""
        while True:
            changed = self.next(DeviceStatusChanged)
            if changed.status.code == code:
                return changed.status


def attempt(
    amount: int = 1600, before: CardReference | None = None, begun_at: str = "2026-11-21T12:00:00+08:00"
) -> CardAttempt:
    return CardAttempt("a1", "000001", Fen(amount), "29001006", before, begun_at)


@contextmanager
def peer_at(path: Path, *, tcp: bool = False) -> Iterator[Peer]:
    peer = Peer(path, tcp=tcp)
    try:
        yield peer
    finally:
        peer.end()


@contextmanager
def running(
    peer: Peer, till: Till, options: ZvtOptions | None = None, timing: ZvtTiming = QUICK
) -> Iterator[ZvtCardTerminal]:
    settings = LinkSettings(peer.port, first_retry_s=0.01, longest_retry_s=0.05)
    driver = ZvtCardTerminal(settings, till.post, options or ZvtOptions(), timing=timing)
    driver.start()
    try:
        yield driver
    finally:
        driver.close()


@contextmanager
def ready(
    peer: Peer, till: Till, options: ZvtOptions | None = None, timing: ZvtTiming = QUICK
) -> Iterator[ZvtCardTerminal]:
    """A driver on a terminal at rest."""
    with running(peer, till, options, timing) as driver:
        till.next(CardTerminalReady)
        yield driver
