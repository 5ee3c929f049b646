"""A scripted CCNET device on a real pty: it answers what the script says and fails on everything the script does not say.

It frames and checks with an arithmetic of its own, so that a mistake of the driver's codec shows. POLLs are answered by the
current state, which the test, the host's commands (``reactions``) and its acknowledgements (``after_ack``) change.
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
from pathlib import Path

PATIENCE_S = 20.0
POLL, RESET, STACK, RETURN, IDENT, HOLD, TABLE, ENABLE = 0x33, 0x30, 0x35, 0x36, 0x37, 0x38, 0x41, 0x34
ACK, NAK = b"\x00", b"\xff"
IDENTIFICATION = b"SM-CN30-2471 XX"[:15].ljust(15) + b"21KC30012345" + bytes(range(7))


def crc(data: bytes) -> bytes:
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
    return bytes((value & 0xFF, value >> 8))


def frame(payload: bytes) -> bytes:
    body = bytes((0x02, 0x03, len(payload) + 5)) + payload
    return body + crc(body)


def chinese_table(text: bytes = b"CHN") -> bytes:
    """1, 5, 10, 20, 50 and 100 yuan as types 0 to 5."""
    values = ((1, 0), (5, 0), (1, 1), (2, 1), (5, 1), (1, 2))
    return b"".join(bytes([value]) + text + bytes([scale]) for value, scale in values).ljust(120, b"\0")


@dataclass
class Peer:
    """``state`` answers every POLL (None: silence). Other commands are listed in ``heard`` and answered by ``answers``, or
    as the spec says; ``reactions`` are the states that follow a command, one a poll, the last one stays.
    ``acknowledged`` lists the poll replies that the host acknowledged."""

    path: Path
    state: bytes | None = b"\x19"
    table: bytes = field(default_factory=chinese_table)
    answers: dict[int, bytes | None] = field(default_factory=dict)
    reactions: dict[int, tuple[bytes | None, ...]] = field(default_factory=dict)
    after_ack: dict[bytes, bytes] = field(default_factory=dict)
    mangle: Callable[[bytes], bytes | None] = lambda sent: sent
    echo: bool = False
    heard: list[bytes] = field(default_factory=list)
    acknowledged: list[bytes] = field(default_factory=list)
    polls: int = 0

    def __post_init__(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self.slave))
        self.lock = threading.RLock()
        self.upcoming: list[bytes | None] = []
        self.reported: bytes | None = None  # the poll reply that an ACK would acknowledge
        self.last_sent = b""
        self.ended = False
        self.faults: queue.Queue[str] = queue.Queue()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    # ---- what tests do -----------------------------------------------------------------------------------------------

    def show(self, *states: bytes | None) -> None:
        """These states, each for one poll, the last one for good."""
        with self.lock:
            self.state, self.upcoming = states[0], list(states[1:])

    def wait_until(self, condition: Callable[[], bool], what: str = "condition") -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline_s:
                raise AssertionError(f"{what} did not come; heard {[h.hex() for h in self.heard]}, state {self.state!r}")
            select.select([], [], [], 0.002)

    def wait_polls(self, count: int) -> None:
        """Until ``count`` more polls were answered after this moment."""
        wanted = self.polls + count
        self.wait_until(lambda: self.polls >= wanted, f"{count} polls")

    def wait_heard(self, command: int, count: int = 1) -> None:
        self.wait_until(lambda: self.count(command) >= count, f"command {command:02X} × {count}")

    def count(self, command: int) -> int:
        return sum(1 for heard in self.heard if heard[0] == command)

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.thread.join(PATIENCE_S)
            os.close(self.master)
            os.close(self.slave)
        assert self.faults.empty(), self.faults.get()

    # ---- the device --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            buffer = b""
            while not self.ended:
                if select.select([self.master], [], [], 0.02)[0]:
                    data = os.read(self.master, 4096)
                    if self.echo:
                        os.write(self.master, data)
                    buffer = self._take(buffer + data)
        except Exception as error:  # noqa: BLE001 - told by end(), in the test's own thread
            self.faults.put(repr(error))

    def _take(self, buffer: bytes) -> bytes:
        while len(buffer) >= 6:
            size = buffer[2]
            if len(buffer) < size:
                break
            one, buffer = buffer[:size], buffer[size:]
            assert one[:2] == b"\x02\x03", f"no frame: {one.hex(' ')}"
            assert crc(one[:-2]) == one[-2:], f"bad CRC from the host: {one.hex(' ')}"
            with self.lock:
                self._obey(one[3:-2])
        return buffer

    def _obey(self, payload: bytes) -> None:
        if payload == ACK:
            self._acknowledge()
        elif payload == NAK:
            self._send(self.last_sent)
        elif payload[0] == POLL:
            self.polls += 1
            self.reported = self.state
            self._send(self.state)
            if self.upcoming:
                self.state = self.upcoming.pop(0)
        else:
            self.heard.append(payload)
            self.reported = None
            self._send(self._answer(payload))
            if payload[0] in self.reactions:
                self.show(*self.reactions[payload[0]])

    def _acknowledge(self) -> None:
        if self.reported is not None:
            self.acknowledged.append(self.reported)
            if self.state == self.reported:
                self.state = self.after_ack.get(self.reported, self.state)
        self.reported = None

    def _answer(self, payload: bytes) -> bytes | None:
        command = payload[0]
        if command in self.answers:
            return self.answers[command]
        resting = self.state is not None and (
            self.state[0] in (0x10, 0x11, 0x12, 0x13, 0x19) or 0x41 <= self.state[0] <= 0x47
        )
        if command == IDENT:
            return IDENTIFICATION if resting else b"\x30"
        if command == TABLE:
            return self.table if resting else b"\x30"
        if command == ENABLE:
            assert len(payload) == 7
            assert payload[1:4] == payload[4:7], "a type without its escrow bit would be stacked straight away"
            if self.state in (b"\x14", b"\x19"):
                self.state = b"\x14" if any(payload[1:]) else b"\x19"
            return ACK
        if command in (STACK, RETURN, HOLD):
            return ACK if self.state is not None and self.state[0] in (0x80, 0x1A) else b"\x30"
        assert command == RESET, f"the script has no answer to {payload.hex(' ')}"
        return ACK

    def _send(self, payload: bytes | None) -> None:
        if payload is None:
            return
        self.last_sent = payload
        sent = self.mangle(frame(payload))
        if sent:
            os.write(self.master, sent)


@contextmanager
def peer_at(path: Path, state: bytes | None = b"\x19") -> Iterator[Peer]:
    peer = Peer(path, state)
    try:
        yield peer
    finally:
        peer.end()
