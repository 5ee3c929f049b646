"""A scripted POS terminal on a real pty, and a till that collects what the driver posts.

The peer frames and checks with an arithmetic of its own, so that a mistake of the driver's codec shows; it acknowledges and
answers what the script says and fails on everything the script does not say. It sends an answer again on NAK, and goes on
to the next one only after an ACK.
"""

import os
import pty
import queue
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from devices.pos_dialogue import PosOptions
from devices.pos_tables import Dialect
from devices.pos_terminal import PosCardTerminal
from devices.pos_timing import PosTiming
from devices.serial_link import LinkSettings
from kiosk.card import CardAttempt, CardReference
from kiosk.device_status import DeviceStatus
from kiosk.events import CardApproved, DeviceStatusChanged, Event
from kiosk.money import Fen

PATIENCE_S = 20.0
SEND_AGAIN_S = 0.25  # a real one: 10 s
TID, COMMERCE = "75001234", "597029414300"
NOW = datetime(2026, 11, 22, 12, 0, 30)  # noqa: DTZ001 - the terminal's clock has no zone
BEFORE = CardReference("000122", "000041", Fen(900), "2026-11-22T11:00:00")
QUICK = PosTiming(
    ack_s=0.08,
    answer_s=0.5,
    promise_s=0.3,
    promise_step_s=0.01,
    quiet_s=0.02,
    drain_s=0.3,
    rest_of_frame_s=0.05,
    idle_poll_s=0.01,
    host_answer_s=0.3,
    last_sale_s=0.2,
    init_s=0.2,
    init_again_s=0.01,
    start_again_s=0.03,
    order_waits_s=0.5,
    contact_s=1.5,
    ask_again_s=0.03,
    first_back_off_s=0.03,
    longest_back_off_s=0.1,
)
SomeEvent = TypeVar("SomeEvent")


def attempt(ticket: str = "000123", amount: int = 1500, before: CardReference | None = BEFORE) -> CardAttempt:
    return CardAttempt(f"attempt-{ticket}", ticket, Fen(amount), TID, before, "2026-11-22T12:00:00+08:00")


def sale_fields(ticket: str, amount: int | str, opno: str, moment: str = f"{NOW:%d%m%Y|%H%M%S}") -> dict[str, str]:
    return {
        "commerce": COMMERCE,
        "tid": TID,
        "ticket": ticket,
        "auth": "654321",
        "amount": str(amount),
        "last4": "1234",
        "opno": opno,
        "moment": moment,
    }


def last_before() -> dict[str, str]:
    return sale_fields("000122", 900, "000041", "22112026|110000")


def sale_message(dialect: Dialect, function: str, code: str, one: dict[str, str], voucher: str = "") -> str:
    """0210 or 0260 by the field lists of specs/pos-integrado.md 5, written out once more."""
    head = f"{function}|{code}|{one['commerce']}|{one['tid']}|{one['ticket']}|{one['auth']}|{one['amount']}"
    if dialect is Dialect.INTEGRADO:
        return f"{head}|0||{one['last4']}|{one['opno']}|DB|||VI|{one['moment']}|||"
    return f"{head}|{one['last4']}|{one['opno']}|DB|||VI|{one['moment']}|{voucher}|0|0|0|"


def frame(data: str | bytes) -> bytes:
    body = (data.encode() if isinstance(data, str) else data) + b"\x03"
    check = 0
    for byte in body:
        check ^= byte
    return b"\x02" + body + bytes((check,))


@dataclass
class Peer:
    """``last``: what 0250 is answered with (None: rc 11). ``sale``: the messages that answer 0200, in order. ``answers``:
    other answers, by function; None: no ACK, (): ACK alone. ``heard``: all requests but polls."""

    path: Path
    dialect: Dialect = Dialect.INTEGRADO
    last: dict[str, str] | None = field(default_factory=last_before)
    sale: tuple[str, ...] = ()
    answers: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    mangle: Callable[[bytes], bytes] = lambda sent: sent
    silent: bool = False  # dead: nothing is acknowledged, nothing is sent
    swallow_acks: int = 0  # of ours to requests
    gapless: bool = True  # ACK and first frame in one write
    to_poll: Callable[[int], bytes] = lambda _number: b"\x06"  # acknowledges the nth poll, and takes its time
    heard: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    polls: int = 0
    on_request: Callable[[str], None] = lambda _request: None

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.outgoing: list[str] = []
        self.sent: str | None = None
        self.ended = False
        self.faults: queue.Queue[str] = queue.Queue()
        self.sent_at_s = 0.0
        self.sends = 0
        self.plugged = True
        self._open()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    # ---- what tests do -----------------------------------------------------------------------------------------------

    def approves(self, one: dict[str, str], *, voucher: str = "", progress: tuple[str, ...] = ()) -> None:
        """The next sale ends so; its journal holds it as soon as it is asked for."""
        self.sale = (*(f"0900|{code}|" for code in progress), sale_message(self.dialect, "0210", "00", one, voucher))
        self.on_request = lambda request: setattr(self, "last", one) if request.startswith("0200") else None

    def refuses(self, code: str, one: dict[str, str] | None = None) -> None:
        fields = one or sale_fields("000123", 1500, "000042")
        self.sale = (sale_message(self.dialect, "0210", code, fields),)

    def say(self, *messages: str) -> None:
        """Unasked."""
        with self.lock:
            self.outgoing += messages
            self._go_on()

    def unplug(self) -> None:
        """Returns when the port is gone; what was not acknowledged is forgotten."""
        self.plugged = False
        self.wait_until(lambda: not self.is_open, "end of the port")

    def replug(self) -> None:
        self.plugged = True
        self.wait_until(lambda: self.is_open, "port")

    def wait_until(self, condition: Callable[[], bool], what: str = "condition") -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline_s:
                raise AssertionError(f"{what} did not come; heard {self.heard}, acknowledged {self.acknowledged}")
            select.select([], [], [], 0.002)

    def wait_polls(self, count: int) -> None:
        wanted = self.polls + count
        self.wait_until(lambda: self.polls >= wanted, f"{count} polls")

    def count(self, function: str) -> int:
        return sum(1 for heard in self.heard if heard.startswith(function))

    def end(self) -> None:
        self.ended = True
        self.thread.join(PATIENCE_S)
        assert self.faults.empty(), self.faults.get()

    # ---- the device --------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self.slave))
        self.is_open = True

    def _close(self) -> None:
        self.path.unlink()
        os.close(self.master)
        os.close(self.slave)
        self.outgoing, self.sent = [], None
        self.is_open = False

    def _run(self) -> None:
        buffer = b""
        try:
            while not self.ended:
                if self.plugged != self.is_open:
                    buffer = b""
                    (self._open if self.plugged else self._close)()
                if not self.is_open:
                    select.select([], [], [], 0.005)
                elif select.select([self.master], [], [], 0.02)[0]:
                    buffer = self._take(buffer + os.read(self.master, 4096))
                with self.lock:
                    self._send_again()
        except Exception as error:  # noqa: BLE001 - told by end(), in the test's own thread
            self.faults.put(repr(error))
        if self.is_open:
            self._close()

    def _send_again(self) -> None:
        """Without an ACK, twice; then the terminal goes on without it."""
        if self.sent is None or self.silent or time.monotonic() - self.sent_at_s < SEND_AGAIN_S:
            return
        if self.sends < 3:
            self._send()
        else:
            self.sent = None
            self._go_on()

    def _take(self, buffer: bytes) -> bytes:
        with self.lock:
            return self._took(buffer)

    def _took(self, buffer: bytes) -> bytes:
        while buffer:
            if buffer[:1] in (b"\x06", b"\x15"):
                self._signal(buffer[0])
                buffer = buffer[1:]
                continue
            assert buffer[:1] == b"\x02", f"neither frame nor signal: {buffer!r}"
            end = buffer.find(b"\x03")
            if end < 0 or len(buffer) < end + 2:
                return buffer
            whole, buffer = buffer[: end + 2], buffer[end + 2 :]
            assert frame(whole[1:-2]) == whole, f"bad LRC from the host: {whole.hex(' ')}"
            self._obey(whole[1:-2].decode())
        return b""

    def _signal(self, byte: int) -> None:
        if self.silent or self.sent is None:
            return
        if byte == 0x15:
            self.refused += 1
            if self.sends < 3:
                self._send()
            return
        self.acknowledged.append(self.sent)
        self.sent = None
        self._go_on()

    def _obey(self, request: str) -> None:
        function = request[:4]
        acknowledgement = b"\x06"
        if self.silent:
            self.outgoing, self.sent = [], None
            return
        if function == "0100":
            self.polls += 1
            acknowledgement = self.to_poll(self.polls)
        else:
            self.heard.append(request)
            self.on_request(request)
        answers = self.answers[function] if function in self.answers else self._usual(function)
        if answers is None:
            return
        if self.swallow_acks and function != "0100":
            self.swallow_acks -= 1
            acknowledgement = b""
        self.outgoing += answers
        if self.gapless:
            self._go_on(acknowledgement)
        else:
            self._write(acknowledgement)
            self._go_on()

    def _usual(self, function: str) -> tuple[str, ...]:
        if function == "0200":
            return self.sale
        if function == "0250":
            if self.last is None:
                return (f"0260|11|{COMMERCE}|{TID}|",)
            return (sale_message(self.dialect, "0260", "00", self.last),)
        usual = {
            "0100": (),
            "0800": (f"0810|00|{COMMERCE}|{TID}|",),
            "0070": (),
            "0080": ("1080|00|22112026|120000",),
            "0500": (f"0510|00|{COMMERCE}|{TID}|",),
            "0700": ("0710|00|3|4500",),
            "1200": (f"1210|00|{COMMERCE}|{TID}|654321|000042",),
        }
        assert function in usual, f"the script has no answer to {function}"
        return usual[function]

    def _go_on(self, first: bytes = b"") -> None:
        if self.sent is None and self.outgoing and not self.silent:
            self.sent = self.outgoing.pop(0)
            self.sends = 0
            self._send(first)
        elif first:
            self._write(first)

    def _send(self, first: bytes = b"") -> None:
        assert self.sent is not None
        self.sends += 1
        self.sent_at_s = time.monotonic()
        self._write(first + self.mangle(frame(self.sent)))

    def _write(self, sent: bytes) -> None:
        if sent:
            os.write(self.master, sent)


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


@contextmanager
def peer_at(path: Path, dialect: Dialect = Dialect.INTEGRADO) -> Iterator[Peer]:
    peer = Peer(path, dialect)
    try:
        yield peer
    finally:
        peer.end()


@contextmanager
def running(peer: Peer, till: Till, timing: PosTiming = QUICK) -> Iterator[PosCardTerminal]:
    settings = LinkSettings(str(peer.path), first_retry_s=0.01, longest_retry_s=0.03)
    driver = PosCardTerminal(settings, till.post, PosOptions(peer.dialect), timing=timing)
    driver.start()
    try:
        yield driver
    finally:
        driver.close()
