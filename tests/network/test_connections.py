"""A6: how long calls may take on lines that answer nobody, and which kept connections are used again."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import time_limited_wires
from kiosk.central_client import CALL_S, CONNECT_S, CentralClient
from kiosk.clock import SystemClock
from kiosk.time_limited_wires import IDLE_S, POOLS
from offline_queue.terminal_keys import TerminalKeys
from tests.kiosk.hostile_centre import http
from tests.network.hostile_proxy import LineEndedError, read_message

DEADLINE_S = 20.0
BODY = b'{"amount_fen":1,"kiosk_seq":1,"kiosk_id":"K0001"}'


class KeepingServer:
    """Answers every request with 200 and keeps the connection, or closes it right after if told so."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.requests = 0
        self.closing = False
        self.closed = threading.Event()
        self._lines: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            line.close()
        for thread in self._threads:
            thread.join(DEADLINE_S)
            assert not thread.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._lines.append(line)
            self._threads.append(threading.Thread(target=self._serve, args=(line,), daemon=True))
            self._threads[-1].start()

    def _serve(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as reader:
            try:
                while True:
                    read_message(reader.readline, reader.read)
                    self.requests += 1
                    line.sendall(http(200, b"{}").replace(b"Connection: close\r\n", b""))
                    if self.closing:
                        line.shutdown(socket.SHUT_RDWR)
                        self.closed.set()
            except (OSError, LineEndedError):
                return


@pytest.fixture
def server() -> Iterator[KeepingServer]:
    made = KeepingServer()
    yield made
    made.stop()


class TurnedTime:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def monotonic(self) -> float:
        return self.now_s


def test_a_kept_connection_is_used_again_unless_it_was_idle(server: KeepingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """uvicorn closes idle connections after 5 s, routers forget theirs in silence: neither may look like an outage."""
    turned = TurnedTime()
    monkeypatch.setattr(time_limited_wires, "time", turned)
    with POOLS["http"]("127.0.0.1", server.port) as pool:
        for idle_s, connections in [(0.0, 1), (IDLE_S, 1), (IDLE_S + 0.1, 2), (1.0, 2), (3600.0, 3)]:
            turned.now_s += idle_s
            assert pool.request("GET", "/", retries=False).status == 200
            assert server.connections == connections
    assert server.requests == 5


def test_a_connection_that_the_server_has_closed_is_no_outage(server: KeepingServer) -> None:
    server.closing = True
    with POOLS["http"]("127.0.0.1", server.port) as pool:
        for times in (1, 2, 3):
            server.closed.clear()
            assert pool.request("GET", "/", retries=False).status == 200
            assert server.closed.wait(DEADLINE_S)
            assert server.connections == times


def call(tmp_path: Path, port: int) -> float:
    """Seconds that a post took which nobody answered."""
    token = tmp_path / "enrolment.token"
    token.write_text("enrol-me")
    client = CentralClient(f"http://127.0.0.1:{port}", "K0001", token, TerminalKeys(tmp_path / "secrets"), SystemClock())
    began = time.monotonic()
    reply = client.post_batch([("K0001-1", BODY)])
    assert (reply.reachable, reply.answers) == (False, {"K0001-1": None})
    return time.monotonic() - began


def test_a6_a_connection_that_is_not_taken_is_given_up_after_three_seconds(tmp_path: Path) -> None:
    """A full queue of connections: the kernel answers to no further one."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), DEADLINE_S):
            took_s = call(tmp_path, port)
    assert CONNECT_S - 0.1 <= took_s < 3 * CONNECT_S < CALL_S


@pytest.mark.long
def test_a6_a_line_that_swallows_everything_ends_a_call_within_its_limit(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        took_s = call(tmp_path, mute.getsockname()[1])
    assert took_s <= CALL_S + 1.0
