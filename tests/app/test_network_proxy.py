"""The demo's network between terminal and centre: up, cut, slow and garbled, as the panel sets it."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest

from app.network import Network
from app.network_proxy import SLOW_S, NetworkProxy

DEADLINE_S = 20.0


class Echo:
    """A centre that sends back what it gets, and tells how many callers it had."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.callers = 0
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(DEADLINE_S)
            assert not thread.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self.callers += 1
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    @staticmethod
    def _serve(line: socket.socket) -> None:
        with line:
            try:
                while data := line.recv(65536):
                    line.sendall(data)
            except OSError:
                return


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[NetworkProxy]:
    made = NetworkProxy("127.0.0.1", echo.port)
    yield made
    made.stop()


def call(proxy: NetworkProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), DEADLINE_S)


def read(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count and (part := line.recv(count - len(data))):
        data += part
    return data


def is_dead(line: socket.socket) -> bool:
    """Reset or closed, without a byte."""
    try:
        line.sendall(b"anybody?")
        return line.recv(1) == b""
    except ConnectionError:
        return True


def test_what_goes_in_comes_out_in_both_directions_whole(proxy: NetworkProxy) -> None:
    sent = bytes(range(256)) * 2000
    with call(proxy) as line:
        writer = threading.Thread(target=line.sendall, args=(sent,))
        writer.start()
        assert read(line, len(sent)) == sent
        writer.join(DEADLINE_S)


def test_the_end_of_one_direction_is_passed_on_too(proxy: NetworkProxy) -> None:
    with call(proxy) as line:
        line.sendall(b"last words")
        line.shutdown(socket.SHUT_WR)
        assert read(line, 100) == b"last words"


def test_a_cut_resets_what_is_under_way_and_every_new_call_until_it_is_mended(proxy: NetworkProxy, echo: Echo) -> None:
    with call(proxy) as line:
        line.sendall(b"x")
        assert read(line, 1) == b"x"
        proxy.set(Network.CUT)
        assert is_dead(line)
    before = echo.callers
    with call(proxy) as line:
        assert is_dead(line)
    assert echo.callers == before, "nothing of a cut call reaches the centre"
    proxy.set(Network.UP)
    with call(proxy) as line:
        line.sendall(b"back")
        assert read(line, 4) == b"back"


def test_a_slow_network_delays_each_way(proxy: NetworkProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await real(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    proxy.set(Network.SLOW)
    with call(proxy) as line:
        line.sendall(b"slow")
        assert read(line, 4) == b"slow"
    assert waits[:2] == [SLOW_S, SLOW_S]


@pytest.mark.parametrize("size", [1, 7, 8, 100, 9000])
def test_a_garbled_network_damages_every_answer_and_loses_no_byte(proxy: NetworkProxy, echo: Echo, size: int) -> None:
    proxy.set(Network.GARBLED)
    sent = b"a" * size
    with call(proxy) as line:
        line.sendall(sent)
        got = read(line, size)
    assert len(got) == size
    assert got != sent
    proxy.set(Network.UP)
    with call(proxy) as line:
        line.sendall(sent)
        assert read(line, size) == sent


def test_a_centre_that_is_not_there_is_a_dead_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    proxy = NetworkProxy("127.0.0.1", port)
    with call(proxy) as line:
        assert is_dead(line)
    proxy.stop()


def test_stopping_ends_what_is_under_way_without_a_word(echo: Echo, caplog: pytest.LogCaptureFixture) -> None:
    proxy = NetworkProxy("127.0.0.1", echo.port)
    with call(proxy) as line:
        line.sendall(b"x")
        assert read(line, 1) == b"x"
        proxy.stop()
        assert is_dead(line)
    assert caplog.text == ""


def test_a_half_open_network_takes_everything_and_answers_nothing_until_it_is_mended(proxy: NetworkProxy) -> None:
    proxy.set(Network.HALF_OPEN)
    with call(proxy) as line:
        line.sendall(b"anybody?")
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(DEADLINE_S)
        proxy.set(Network.UP)
        assert is_dead(line), "what was swallowed never comes: the line is reset"
    with call(proxy) as line:
        line.sendall(b"back")
        assert read(line, 4) == b"back"


def test_a_resetting_network_cuts_each_answer_in_its_middle(proxy: NetworkProxy, echo: Echo) -> None:
    proxy.set(Network.RESETTING)
    with call(proxy) as line:
        line.sendall(b"a" * 100)
        got = b""
        try:
            got = read(line, 100)
        except ConnectionError:
            got = b""
        assert len(got) < 100
    assert echo.callers == 1, "the request itself got through"


@pytest.mark.parametrize("network", [Network.LOSSY, Network.DELAYED, Network.DRIPPING])
def test_slow_networks_lose_nothing(proxy: NetworkProxy, monkeypatch: pytest.MonkeyPatch, network: Network) -> None:
    waits: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await real(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    proxy.set(network)
    with call(proxy) as line:
        for _ in range(3):
            line.sendall(b"whole")
            assert read(line, 5) == b"whole"
    assert max(waits) > 0.0
