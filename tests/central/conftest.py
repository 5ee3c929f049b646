"""A centre without threads on a clock moved by hand, and a real one behind real HTTP."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.centre import Centre
from central.server import CentralServer, listen
from central.settings import Settings
from tests.central.helpers import Clock, Signed, Terminal, audited
from tests.central.on_postgresql import NOT_HERE, SERVER, close_all, copy_database, moved_to_postgresql

moved_to_postgresql()

FAST = Settings(
    reopen_seconds=0.2,
    handset_delay_seconds=0.1,
    inquiry_seconds=0.2,
    billing_retry_seconds=0.3,
    worker_interval_seconds=0.05,
)


@pytest.fixture(autouse=bool(SERVER))
def postgresql(request: pytest.FixtureRequest) -> Iterator[None]:
    """Only where the tests run on PostgreSQL."""
    why = NOT_HERE.get(request.node.originalname)
    if why is not None:
        pytest.skip(f"not on PostgreSQL: {why}")
    yield
    close_all()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demo accounts and terminal K0001, made once: a copy is there in a third of the time."""
    location = tmp_path_factory.mktemp("demo") / "centre.sqlite"
    with audited(Centre(str(location), settings=Settings(), now=Clock(), demo=True)) as made:
        made.enrolment.enrol("K0001", "people's road")
    return location


@pytest.fixture
def centre(tmp_path: Path, clock: Clock, demo_database: Path) -> Iterator[Centre]:
    """Demo accounts, terminal K0001, no background work: tests call ``run_due`` themselves."""
    copy_database(demo_database, tmp_path / demo_database.name)
    shutil.copy(f"{demo_database}.key", tmp_path / f"{demo_database.name}.key")
    with audited(Centre(str(tmp_path / demo_database.name), settings=Settings(), now=clock, demo=True)) as made:
        yield made


class Live:
    """A server on a port of its own, in a thread."""

    def __init__(self, folder: Path, settings: Settings = FAST, *, demo: bool = True) -> None:
        self.centre = Centre(str(folder / "live.sqlite"), settings=settings, demo=demo)
        self.token = self.centre.enrolment.enrol("K0001", "people's road")
        self._private = Signed("K0001").private
        self.server = CentralServer(self.centre, listen("127.0.0.1", 0))
        self._thread = threading.Thread(target=self.server.serve_here)
        self._thread.start()

    def terminal(self) -> Terminal:
        """As often as wanted: it is the same one."""
        terminal = Terminal(self.server.url, self.token, private=self._private)
        terminal.enrol()
        return terminal

    def stop(self) -> None:
        self.server.stop()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A terminal for tests that change nothing; they share one server."""
    running = Live(tmp_path_factory.mktemp("reader"))
    with audited(running.centre):
        try:
            yield running.terminal()
        finally:
            running.stop()


@pytest.fixture
def terminal(live: Live) -> Terminal:
    return live.terminal()
