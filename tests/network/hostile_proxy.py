"""A man in the middle of terminal and centre, at byte level: passes requests on as they are and ruins what he likes.

Every payment request is checked before anything is done to it: the same key always carries the same bytes (trust.md M4).
"""

import contextlib
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

DEADLINE_S = 10.0
PAYMENTS = b"/v1/payment-batches"


class LineEndedError(Exception):
    """The other side closed in the middle of a message."""


class _Item(msgspec.Struct):
    idempotency_key: str
    payment: msgspec.Raw


class _Items(msgspec.Struct):
    items: list[_Item]


@dataclass(frozen=True)
class Message:
    """One HTTP/1.1 request or answer, byte for byte."""

    head: bytes  # with the empty line
    body: bytes

    @property
    def whole(self) -> bytes:
        return self.head + self.body

    @property
    def target(self) -> bytes:
        return self.head.split(b" ", 2)[1]


class Near:
    """The terminal's end of one connection."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line

    def send(self, data: bytes) -> None:
        self.line.sendall(data)

    def reset(self) -> None:
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.line.close()


@dataclass
class Scene:
    """What a fault has in hand: the request, the way on to the centre, and the terminal's line."""

    proxy: "HostileProxy"
    near: Near
    request: Message
    chance: random.Random

    def ask_centre(self) -> Message:
        """The centre does what is asked, and its answer is here."""
        return self.proxy.ask_centre(self.request.whole)


Fault = Callable[[Scene], None]


@dataclass
class HostileProxy:
    """Listens on loopback. ``choose`` gives the fault for a payment request, or None; everything else is passed on."""

    centre: tuple[str, int]
    seed: int
    choose: Callable[[], tuple[str, Fault] | None] = lambda: None
    silence_s: float = 1.0  # longer than the limit of the terminal's calls
    done: Counter[str] = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.bytes_of: dict[str, set[bytes]] = {}
        self.times: Counter[str] = Counter()
        self.problems: list[str] = []
        self.last_answer = b""  # the newest answer of the centre to payments, for a replay
        self._chance = random.Random(self.seed)
        self._lines: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def ask_centre(self, data: bytes) -> Message:
        with socket.create_connection(self.centre, DEADLINE_S) as far, far.makefile("rb") as reader:
            far.sendall(data)
            return read_message(reader.readline, reader.read)

    def send_part_to_centre(self, data: bytes) -> None:
        """Something that is no whole request; the centre's line is closed then."""
        with socket.create_connection(self.centre, DEADLINE_S) as far:
            far.sendall(data)

    def refuse_for(self, seconds: float) -> None:
        """Nobody listens at the port for a while: connection refused."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.stopping.wait(seconds)
        if not self.stopping.is_set():
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self._accepting = threading.Thread(target=self._accept, daemon=True)
            self._accepting.start()

    def stop(self) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._guard:
            lines = list(self._lines)
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in [self._accepting, *self._threads]:
            thread.join(DEADLINE_S)
            assert not thread.is_alive()

    # ---- connections ---------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        """Requests of one kept connection, one after the other, until a fault or the terminal ends it."""
        with self._guard:
            self._lines.add(line)
        near = Near(line)
        try:
            with line.makefile("rb") as reader:
                while not self.stopping.is_set():
                    self._one(near, read_message(reader.readline, reader.read))
        except (OSError, LineEndedError, ValueError):
            pass  # ended, by either side or by a fault
        finally:
            with self._guard:
                self._lines.discard(line)
            near.close()

    def _one(self, near: Near, request: Message) -> None:
        if not request.target.startswith(PAYMENTS):
            near.send(self.ask_centre(request.whole).whole)
            return
        self._check(request)
        with self._guard:
            chosen = self.choose()
        scene = Scene(self, near, request, self._chance)
        if chosen is None:
            answer = scene.ask_centre()
            self.last_answer = answer.whole
            near.send(answer.whole)
            return
        name, fault = chosen
        self.done[name] += 1
        fault(scene)

    def _check(self, request: Message) -> None:
        for item in msgspec.json.decode(request.body, type=_Items).items:
            seen = self.bytes_of.setdefault(item.idempotency_key, set())
            seen.add(bytes(item.payment))
            self.times[item.idempotency_key] += 1
            if len(seen) > 1:
                self.problems.append(f"{item.idempotency_key} was sent with other bytes")


def read_message(readline: Callable[[], bytes], read: Callable[[int], bytes]) -> Message:
    """Raises ``LineEndedError`` at the end of the line; ``ValueError`` for what is no HTTP with a length."""
    head = b""
    length = 0
    while not head.endswith(b"\r\n\r\n"):
        line = readline()
        if not line:
            raise LineEndedError
        head += line
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = read(length) if length else b""
    if len(body) < length:
        raise LineEndedError
    return Message(head, body)
