"""A1: the service manager hears of life only while every part ticks; who does not is named, and marked for the next one."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from app import service_ended
from app.alive import HANG, SAFE_PAGE
from app.processes import ROOT
from app.service_manager import ALIVE, HANGING, READY, STOPPING, ServiceManager
from app.watchdog import LIMITS_S, SCREEN, STOP, TILL, Answered, Beat, Tick, Watchdog, late
from kiosk.clock import SystemClock
from kiosk.till import Till
from offline_queue.ledger import SqliteLedger
from tests.kiosk.play import POLICY

DEADLINE_S = 10.0


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Manager:
    """The other end of ``$NOTIFY_SOCKET``."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self.socket.settimeout(DEADLINE_S)

    def hear(self) -> str:
        return self.socket.recv(4096).decode()

    def until(self, line: str) -> None:
        while line not in self.hear().splitlines():
            pass


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["path", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"@kiosk-{os.getpid()}-{id(request)}" if request.param == "abstract" else str(tmp_path / "notify")


@pytest.fixture
def manager(address: str) -> Iterator[Manager]:
    made = Manager(address)
    yield made
    made.socket.close()


def watchdog_of(address: str, storage: Path, clock: Clock, period_s: float = 5.0) -> Watchdog:
    environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": str(int(period_s * 1e6)), "WATCHDOG_PID": str(os.getpid())}
    return Watchdog(ServiceManager(environment), storage, clock)


# ---- judging -----------------------------------------------------------------------------------------------------------


def test_a1_a_part_is_late_only_beyond_its_limit() -> None:
    ticks = {"till": Tick(10.0, 5.0), "screen": Tick(12.0, 5.0), "closed": Tick(float("inf"), 7.0)}
    assert late(ticks, 15.0) == {}
    assert late(ticks, 15.5) == {"till": 5.5}
    assert set(late(ticks, 17.5)) == {"till", "screen"}


def test_a_part_that_answers_is_asked_again_only_when_it_did(clock: Clock) -> None:
    asked: list[Future[object]] = []

    def ask() -> Future[object]:
        asked.append(Future())
        return asked[-1]

    part = Answered(ask, clock)
    assert (part(), part(), len(asked)) == (1000.0, 1000.0, 1)
    clock.now_s = 1003.0
    asked[0].set_exception(OSError("no ledger is open"))  # an answer too: it came between two events
    assert part() == 1003.0
    assert len(asked) == 2
    clock.now_s = 1009.0
    assert part() == 1003.0


def test_a_real_till_answers_also_without_a_ledger() -> None:
    till = Till(POLICY, SystemClock())
    part = Answered(lambda: till.ask(lambda _ledger: None, SqliteLedger))
    before = part()
    assert part() == before, "nobody takes events yet"


# ---- telling -----------------------------------------------------------------------------------------------------------


def test_a1_all_is_well_as_long_as_all_tick(address: str, manager: Manager, clock: Clock, tmp_path: Path) -> None:
    watchdog = watchdog_of(address, tmp_path, clock)
    glass, till = Beat(clock), Beat(clock)
    watchdog.watch(SCREEN, glass)
    watchdog.watch(TILL, till)
    for _ in range(4):
        clock.now_s += 3.0
        glass.tick()
        till.tick()
        watchdog.look()
        assert manager.hear() == ALIVE
    watchdog.stop()
    assert not (tmp_path / HANG).exists()


def test_a1_who_hangs_is_marked_and_named_and_nothing_is_taken_back(
    address: str, manager: Manager, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watchdog = watchdog_of(address, tmp_path, clock)
    glass, link = Beat(clock), Beat(clock)
    watchdog.watch(SCREEN, glass)
    watchdog.watch("acceptor", link, 7.0)
    clock.now_s += 7.5
    glass.tick()
    watchdog.look()
    assert manager.hear() == "STATUS=hangs: acceptor for 7.5 s"
    assert manager.hear() == HANGING
    assert (tmp_path / HANG).read_text() == "acceptor for 7.5 s\n"
    assert "APP-HANG" in caplog.text
    link.tick()
    watchdog.look()
    assert manager.hear() == HANGING, "it was seen: the end is sure"
    watchdog.stop()


def test_a_part_that_is_up_no_more_is_not_waited_for(address: str, manager: Manager, clock: Clock, tmp_path: Path) -> None:
    watchdog = watchdog_of(address, tmp_path, clock)
    watchdog.watch("start", Beat(clock))
    watchdog.forget("start")
    clock.now_s += 600
    watchdog.look()
    assert manager.hear() == ALIVE
    watchdog.stop()


def test_an_end_that_was_wanted_has_a_limit_of_its_own(
    address: str, manager: Manager, clock: Clock, tmp_path: Path
) -> None:
    watchdog = watchdog_of(address, tmp_path, clock)
    watchdog.watch(TILL, Beat(clock))
    clock.now_s += LIMITS_S[TILL] - 1
    watchdog.stopping()
    assert manager.hear() == STOPPING
    clock.now_s += LIMITS_S[STOP] - 1
    watchdog.look()
    assert manager.hear() == ALIVE
    clock.now_s += 2
    watchdog.look()
    assert "stop" in manager.hear()
    watchdog.stop()


def test_its_thread_feeds_at_a_fraction_of_the_period(address: str, manager: Manager, tmp_path: Path) -> None:
    environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "200000"}
    watchdog = Watchdog(ServiceManager(environment), tmp_path)
    watchdog.watch(SCREEN, lambda: float("inf"))
    watchdog.start()
    assert manager.hear() == READY
    for _ in range(5):
        manager.until(ALIVE)
    watchdog.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "watchdog"]


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"WATCHDOG_USEC": "5000000"},  # nobody to tell
        {"NOTIFY_SOCKET": "/nowhere"},
        {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "0"},
        {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "-5"},
        {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "９"},
        {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "1"},
    ],
)
def test_nobody_is_watched_who_is_not_to_be(environment: dict[str, str], tmp_path: Path) -> None:
    manager = ServiceManager(environment)
    assert manager.period_s is None
    watchdog = Watchdog(manager, tmp_path)
    watchdog.start()
    assert watchdog.is_supervised == ("NOTIFY_SOCKET" in environment)
    watchdog.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "watchdog"]


def test_a_manager_that_is_gone_harms_nobody(tmp_path: Path) -> None:
    manager = ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "gone")})
    manager.tell(ALIVE)
    manager.close()


# ---- after the end -----------------------------------------------------------------------------------------------------


@pytest.fixture
def config(tmp_path: Path) -> Path:
    text = (ROOT / "config.ini").read_text("utf-8")
    text = text.replace("directory = var/data", "directory = data").replace("mode = window", "mode = offscreen")
    (tmp_path / "data").mkdir()
    (tmp_path / "config.ini").write_text(text, "utf-8")
    return tmp_path / "config.ini"


@pytest.mark.parametrize(("result", "marked"), [("watchdog", True), ("success", False), ("signal", False), ("", False)])
def test_a1_a_process_that_could_not_say_that_it_hung_is_marked(config: Path, result: str, *, marked: bool) -> None:
    assert service_ended.main(["--config", str(config)], {"SERVICE_RESULT": result}) == 0
    assert (config.parent / "data" / HANG).exists() == marked


def test_what_the_process_itself_has_said_stands(config: Path) -> None:
    mark = config.parent / "data" / HANG
    mark.write_text("till for 5.1 s\n")
    assert service_ended.main(["--config", str(config)], {"SERVICE_RESULT": "watchdog"}) == 0
    assert mark.read_text() == "till for 5.1 s\n"


def test_a1_the_safe_page_is_ready_is_watched_and_ends_for_another_try(config: Path, tmp_path: Path) -> None:
    manager = Manager(str(tmp_path / "n"))
    environment = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "n"), "WATCHDOG_USEC": "5000000"}
    command = [sys.executable, "kiosk_main.py", "safe", "--config", str(config), "--minutes", "0.03"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as process:
        manager.until(READY)
        manager.until(ALIVE)
        assert process.wait(DEADLINE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""
    manager.socket.close()
    assert (config.parent / "data" / SAFE_PAGE).exists()


def test_the_safe_page_comes_up_with_a_configuration_that_is_wrong(config: Path, tmp_path: Path) -> None:
    config.write_text("[terminal]\nmode = nonsense\n")
    manager = Manager(str(tmp_path / "n"))
    environment = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "n"), "DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "kiosk_main.py", "safe", "--config", str(config)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as process:
        manager.until(READY)
        process.send_signal(signal.SIGTERM)
        assert process.wait(DEADLINE_S) == 0
    manager.socket.close()
