"""A centre on loopback that answers with exactly the bytes a test gives it: real sockets, no HTTP library on its side.

It signs what it answers, as the centre of the contract does, unless a test tells it not to.
"""

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.kiosk.signing import Seal

DEADLINE_S = 5.0


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]  # names in small letters
    body: bytes


Answer = bytes | Callable[[socket.socket], None]
Script = Callable[[Request], Answer]


def http(
    status: int, body: bytes = b"", content_type: str = "application/json", *, length: int | None = None, extra: str = ""
) -> bytes:
    """One HTTP/1.1 answer; ``length`` may lie about the body's."""
    declared = len(body) if length is None else length
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {declared}\r\n"
    return f"{head}Connection: close\r\n{extra}\r\n".encode("latin-1") + body


def problem(status: int, name: str, extra: str = "") -> bytes:
    return http(status, b'{"type": "urn:problem:%s"}' % name.encode(), "application/problem+json", extra=extra)


def session(highest: int = 7, server_time: str = "2026-11-21T20:58:44+08:00") -> bytes:
    return http(201, json.dumps({"server_time": server_time, "highest_kiosk_seq": highest}).encode())


def reset(line: socket.socket) -> None:
    """The connection is torn down with a RST."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


@dataclass
class HostileCentre:
    """Enrols whoever asks, unless ``enrol`` says otherwise; everything else is answered by ``answer``."""

    answer: Script = lambda _: problem(503, "bss-unavailable")
    enrol: Script = lambda _: session()
    requests: list[Request] = field(default_factory=list)
    seal: Seal = field(default_factory=Seal)
    signs_sessions: bool = True
    signs_answers: bool = True
    tls: ssl.SSLContext | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self._listener.getsockname()[1]}"

    def asked(self, part: str) -> list[Request]:
        return [request for request in self.requests if part in request.path]

    def close(self) -> None:
        self.done.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in [self._accepting, *self._threads]:
            thread.join(DEADLINE_S)
            assert not thread.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _signed(self, answer: bytes, request: Request) -> bytes:
        sessions = request.path.endswith("/sessions")
        if not (self.signs_sessions if sessions else self.signs_answers):
            return answer
        if sessions:
            answer = _introduced(answer, self.seal.introduction(request.body))
        return self.seal.seal(answer, request.headers.get("signature", ""))

    def _serve(self, line: socket.socket) -> None:
        """One request a connection."""
        line.settimeout(DEADLINE_S)
        try:
            if self.tls is not None:
                line = self.tls.wrap_socket(line, server_side=True)
            with line, line.makefile("rb") as reader:
                request = _read(reader.readline, reader.read)
                self.requests.append(request)
                script = self.enrol if request.path.endswith("/sessions") else self.answer
                answer = script(request)
                if callable(answer):
                    answer(line)
                else:
                    line.sendall(self._signed(answer, request))
        except OSError:
            return


def _introduced(raw: bytes, introduction: dict[str, str]) -> bytes:
    """The same answer, a JSON object, with these members too."""
    head, _, body = raw.partition(b"\r\n\r\n")
    try:
        said: Any = json.loads(body)
    except ValueError:
        return raw
    if not introduction or not isinstance(said, dict):
        return raw
    more = json.dumps(introduction | said).encode()
    lines = [f"Content-Length: {len(more)}".encode() if b"Content-Length" in line else line for line in head.split(b"\r\n")]
    return b"\r\n".join(lines) + b"\r\n\r\n" + more


def _read(readline: Callable[[], bytes], read: Callable[[int], bytes]) -> Request:
    method, path, _ = readline().decode().split(" ", 2)
    headers: dict[str, str] = {}
    while (line := readline().decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Request(method, path, headers, read(int(headers.get("content-length", "0"))))
