"""Command words of another process: answered one by one, whatever comes; never a stranger's socket."""

import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.till_socket import MAX_LINE, TillSocket, ask_running_till, socket_path

pytestmark = pytest.mark.usefixtures("sockets_apart")


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    return tmp_path / "data"


def handle(word: dict[str, Any]) -> dict[str, Any]:
    """Repeats the word; raises what a handler may raise."""
    if word.get("word") == "raise":
        raise {"value": ValueError, "type": TypeError, "os": OSError, "time": TimeoutError}[word["kind"]]("odd")
    return {"heard": word}


@pytest.fixture
def running(storage: Path) -> Iterator[TillSocket]:
    made = TillSocket(storage, handle)
    yield made
    made.close()


def ask(storage: Path, word: dict[str, Any]) -> dict[str, Any] | None:
    return ask_running_till(storage, word, 5.0)


def test_a_word_gets_its_answer(running: TillSocket, storage: Path) -> None:
    for number in range(3):
        assert ask(storage, {"word": "settle", "n": number}) == {"heard": {"word": "settle", "n": number}}


def test_without_a_terminal_there_is_no_answer(storage: Path) -> None:
    assert ask(storage, {"word": "settle"}) is None
    TillSocket(storage, handle).close()
    assert ask(storage, {"word": "settle"}) is None
    assert not socket_path(storage).exists()


def test_a_socket_that_a_dead_terminal_left_behind_is_nobody_and_is_replaced(storage: Path) -> None:
    TillSocket(storage, handle).close()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(socket_path(storage)))
    assert ask(storage, {"word": "settle"}) is None
    again = TillSocket(storage, handle)
    assert ask(storage, {"word": "x"}) == {"heard": {"word": "x"}}
    again.close()


def test_each_storage_has_a_socket_of_its_own_under_any_of_its_names(storage: Path, tmp_path: Path) -> None:
    storage.mkdir()
    link = tmp_path / "link"
    link.symlink_to(storage)
    assert socket_path(link) == socket_path(storage) == socket_path(storage / ".." / "data")
    assert socket_path(tmp_path / "other") != socket_path(storage)
    assert len(str(socket_path(Path("/" + "x" * 200)))) < len(str(socket_path(storage).parent)) + 30


def test_the_socket_is_its_owners_alone(running: TillSocket, storage: Path) -> None:
    path = socket_path(storage)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_directory_that_others_could_enter_is_refused(storage: Path) -> None:
    directory = socket_path(storage).parent
    directory.mkdir(mode=0o700)
    directory.chmod(0o755)
    with pytest.raises(PermissionError, match="must be a directory of this user alone"):
        TillSocket(storage, handle)


def test_a_link_in_place_of_the_directory_is_refused(storage: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir(mode=0o700)
    socket_path(storage).parent.symlink_to(tmp_path / "mine")
    with pytest.raises(PermissionError):
        TillSocket(storage, handle)


def test_a_strangers_terminal_is_not_asked(running: TillSocket, storage: Path) -> None:
    socket_path(storage).parent.chmod(0o777)
    assert ask(storage, {"word": "settle"}) is None


# ---- nonsense ------------------------------------------------------------------------------------------------------

NONSENSE = {
    "empty": b"\n",
    "nothing": b"",
    "no JSON": b"settle\n",
    "array": b"[1]\n",
    "number": b"7\n",
    "deep": b"[" * 4000 + b"\n",
    "no UTF-8": b'{"word": "\xff"}\n',
    "too long": b'{"word": "' + b"x" * MAX_LINE + b'"}\n',
}


def say(storage: Path, raw: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(5.0)
        line.connect(str(socket_path(storage)))
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        try:
            return line.makefile("rb").readline()
        except ConnectionResetError:  # closed with some of a too long line unread
            return b'{"error'


@pytest.mark.parametrize("raw", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_answered_with_an_error_and_the_next_word_is_heard(
    running: TillSocket, storage: Path, raw: bytes
) -> None:
    assert say(storage, raw).startswith(b'{"error')
    assert ask(storage, {"word": "x"}) == {"heard": {"word": "x"}}


@pytest.mark.parametrize("kind", ["value", "type", "os", "time"])
def test_a_handler_that_raises_answers_with_an_error_and_lives_on(running: TillSocket, storage: Path, kind: str) -> None:
    answer = ask(storage, {"word": "raise", "kind": kind})
    assert answer is not None
    assert answer["error"].startswith("the running terminal could not do it")
    assert ask(storage, {"word": "x"}) == {"heard": {"word": "x"}}


def test_a_caller_that_leaves_at_once_disturbs_nobody(running: TillSocket, storage: Path) -> None:
    for _ in range(3):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(socket_path(storage)))
    assert ask(storage, {"word": "x"}) == {"heard": {"word": "x"}}


@pytest.mark.parametrize("answer", [b"", b"{\n", b"[1]\n", b"\xff\n", None])
def test_a_terminal_that_answers_nothing_sensible_is_an_error_not_a_crash(storage: Path, answer: bytes | None) -> None:
    path = socket_path(storage)
    path.parent.mkdir(mode=0o700)
    done = threading.Event()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        os.chmod(path, 0o600)  # noqa: PTH101 - a socket
        listener.listen()

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(4096)
                if answer is None:
                    done.wait(5.0)
                else:
                    line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        told = ask_running_till(storage, {"word": "settle"}, 0.3)
        done.set()
        thread.join(5.0)
    assert told is not None
    assert told["error"].startswith("the running terminal ")


def test_half_a_character_reaches_no_till(running: TillSocket, storage: Path) -> None:
    """It passes JSON, and could be kept in no record: the commit would fail and take the terminal out of service."""
    del running
    told = ask_running_till(storage, {"word": "release", "reason": "\ud800"}, 5.0)
    assert told is not None
    assert "not understood" in told["error"]
