"""Coming up behind the first frame: whatever fails is shown and logged, and a broken storage ends the process by itself."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import MagicMock

import pytest

from app import bring_up, call
from app.bring_up import BringUp
from app.configuration import read_configuration
from app.processes import ROOT, ChildError
from app.settings import Settings
from app.till_socket import TillSocket
from kiosk.clock import SystemClock
from kiosk.performing import Ports
from kiosk.ports import Ledger, Screen, StorageError
from kiosk.recollection import EMPTY
from kiosk.till import Till
from kiosk.views import HomeView, OutOfServiceView, View
from offline_queue.ledger import SqliteLedger
from offline_queue.lock import ProcessLock

DEADLINE_S = 20.0


class Glass:
    """A screen that tells what it was shown."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self._came = threading.Condition()

    def show(self, view: View) -> None:
        with self._came:
            self.views.append(view)
            self._came.notify_all()

    def until(self, is_so: Callable[[View], bool]) -> View:
        with self._came:
            assert self._came.wait_for(lambda: any(map(is_so, self.views)), DEADLINE_S), self.views
            return next(view for view in self.views if is_so(view))


class StandIn:
    """For ``KioskTerminal``: a till on a ledger, and no devices."""

    words: ClassVar[dict[str, Any]] = {}
    open_ledger: Callable[[], Ledger] = staticmethod(lambda: MagicMock(recall=lambda: EMPTY))
    fails: Exception | None = None

    def __init__(self, _settings: Settings, till: Till, screen: Screen) -> None:
        self._till = till
        self._screen = screen

    def start(self) -> None:
        ports: Any = MagicMock(spec=Ports)
        ports.screen = self._screen
        self._till.start(ports, self.open_ledger)
        self._till.ask(lambda _: None, SqliteLedger).exception(DEADLINE_S)
        if self.fails is not None:
            raise self.fails

    def stop(self) -> None:
        self._till.stop()


class Place:
    """One process that comes up; ``ended`` collects the exit codes it was told to end with."""

    def __init__(self, settings: Settings) -> None:
        self.glass = Glass()
        self.till = Till(settings.policy, SystemClock())
        self.ended: list[int] = []
        self.told = threading.Event()
        self.bring_up = BringUp(settings, self.till, self.glass, config=ROOT / "config.ini", end=self._end)

    def _end(self, code: int) -> None:
        self.ended.append(code)
        self.told.set()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    given = read_configuration(ROOT / "config.ini")
    return replace(given, demo=replace(given.demo, start=frozenset()), storage=tmp_path / "data")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch, sockets_apart: None) -> type[StandIn]:
    """No real devices, no minute, and nobody else's socket."""
    stand_in = type("StandInOfThisTest", (StandIn,), {})
    monkeypatch.setattr("app.terminal.KioskTerminal", stand_in)
    monkeypatch.setattr(bring_up, "LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(bring_up, "OUT_SHOWN_S", 0.05)
    return stand_in


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    made = Place(settings)
    yield made
    made.bring_up.stop()
    made.till.stop()


def is_out(view: View, code: str) -> bool:
    return isinstance(view.body, OutOfServiceView) and view.body.code == code


PROBLEMS = [
    ChildError("the centre did not become ready"),
    StorageError("no"),
    OSError("no"),
    RuntimeError("can't start new thread"),
    ImportError("a library is missing"),
    KeyError("a bug"),
]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: type(problem).__name__)
def test_whatever_fails_while_coming_up_is_shown_and_logged(
    place: Place, short: type[StandIn], caplog: pytest.LogCaptureFixture, problem: Exception
) -> None:
    """Regression: a bug ended the thread in silence, and the screen said for ever that the terminal is starting."""
    short.fails = problem
    place.bring_up.start()
    place.glass.until(lambda view: is_out(view, "APP-START"))
    place.bring_up.stop()
    [logged] = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert logged.getMessage() == f"APP-START {problem}"
    assert is_out(place.glass.views[-1], "APP-START"), "nothing is shown over it"
    assert place.ended == []


@pytest.mark.parametrize("problem", [PermissionError("must be a directory of this user alone"), KeyError("a bug")])
def test_a_socket_that_cannot_be_made_is_a_warning_and_the_terminal_runs(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, problem: Exception
) -> None:
    """Regression: the page of a start that failed lay over a terminal that took notes."""
    monkeypatch.setattr("app.till_socket.TillSocket", MagicMock(side_effect=problem))
    place.bring_up.start()
    place.glass.until(lambda view: isinstance(view.body, HomeView))
    place.bring_up.stop()
    assert not any(isinstance(view.body, OutOfServiceView) for view in place.glass.views)
    assert [record.levelno for record in caplog.records if "APP-SOCKET" in record.getMessage()] == [logging.WARNING]
    assert place.ended == []


def broken() -> Ledger:
    raise StorageError("EIO")


def test_m10_a_process_whose_storage_failed_ends_by_itself_with_its_own_code(place: Place, short: type[StandIn]) -> None:
    """Regression: it stood there out of service until a person came."""
    short.open_ledger = staticmethod(broken)
    place.bring_up.start()
    assert place.told.wait(DEADLINE_S)
    assert place.ended == [call.STORAGE]
    place.glass.until(lambda view: is_out(view, "STO-FAIL"))


def test_m10_also_when_the_storage_fails_later(place: Place) -> None:
    place.bring_up.start()
    place.glass.until(lambda view: isinstance(view.body, HomeView))
    assert place.ended == []
    with pytest.raises(StorageError):
        place.till.ask(lambda _: broken(), SqliteLedger).result(DEADLINE_S)
    assert place.told.wait(DEADLINE_S)
    assert place.ended == [call.STORAGE]


def test_the_page_of_a_failed_storage_is_shown_for_its_time_first(
    place: Place, short: type[StandIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bring_up, "OUT_SHOWN_S", 3600.0)
    short.open_ledger = staticmethod(broken)
    place.bring_up.start()
    place.glass.until(lambda view: is_out(view, "STO-FAIL"))
    place.bring_up.stop()  # and a person who ends the process meanwhile does not wait
    assert place.ended == []


CONFIG = """
[terminal]
id = K0001
hall = 示范营业厅
mode = demo
[centre]
url = http://127.0.0.1:9
token_file = enrolment.token
[storage]
directory = data
[secrets]
directory = secrets
[acceptor]
protocol = ccnet
port = nothing/acceptor
[printer]
protocol = escpos
port = nothing/printer
[screen]
mode = offscreen
"""
PROGRAM = """
import sys
import kiosk_main
from app import bring_up
bring_up.OUT_SHOWN_S = 0.2
sys.exit(kiosk_main.main(["run", "--config", sys.argv[1]]))
"""


def test_m10_run_exits_with_3_when_the_storage_cannot_be_used(tmp_path: Path) -> None:
    """The whole front door in a process of its own."""
    config = tmp_path / "config.ini"
    config.write_text(CONFIG, "utf-8")
    (tmp_path / "data").mkdir()
    lock = ProcessLock.take(tmp_path / "data")
    try:
        command = [sys.executable, "-c", PROGRAM, str(config)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    finally:
        lock.release()
    assert done.returncode == call.STORAGE, done.stderr
    assert "APP-STORAGE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_terminal_on_the_same_storage_is_told_so(
    place: Place, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Before its demo would start simulators beside the running ones."""
    settings.storage.mkdir(parents=True)
    running = TillSocket(settings.storage, lambda _word: {"error": "not this word"})
    try:
        place.bring_up.start()
        shown = place.glass.until(lambda view: isinstance(view.body, OutOfServiceView))
    finally:
        running.close()
    assert isinstance(shown.body, OutOfServiceView)
    assert shown.body.code == "APP-START"
    place.bring_up.stop()
    assert f"a terminal already runs on [storage] directory {settings.storage}" in caplog.text
