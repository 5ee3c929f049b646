"""What a proof counts is told at the end of the run: kills, images, faults, and what was lost, doubled or unexplained."""

import logging
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from kiosk.ports import StorageError
from offline_queue.ledger import SqliteLedger

Tally = Callable[[str, int], None]

MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # bytes; a run of everything holds about one and a half


def files_in_memory() -> None:
    """Thousands of tests commit to a ledger, and wait for a disk about which they say nothing: their files stand in memory
    where there is such a place, with room, for programs too. What disks do wrong, the tests of it play themselves."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return
    if os.access(MEMORY, os.W_OK) and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


files_in_memory()  # before the first test of it, and before the workers start

# How fast a busy machine draws examples is no property of the product.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """``tally("kills", 1)``: sums over all tests and workers stand in the summary of the run."""

    def count(what: str, how_many: int) -> None:
        request.node.user_properties.append(("tally", (what, how_many)))

    return count


@pytest.fixture
def log_given_back() -> Iterator[None]:
    """For a test that runs what starts the log: it would go on writing to a stderr that is closed with the test."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(autouse=True)
def conservation(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """M2: whatever a test did with a ledger, each fen is in one bucket when it is closed. Tests that write behind the
    ledger's back are marked ``tampers``."""
    if request.node.get_closest_marker("tampers"):
        return
    close = SqliteLedger.close

    def checked(ledger: SqliteLedger) -> None:
        try:
            cut = ledger._connection.in_transaction  # a power cut that the test plays: none of it was acknowledged
            unexplained = () if cut else ledger.explain()
        except (StorageError, sqlite3.ProgrammingError):
            unexplained = ()  # it has failed or is closed, which the test itself looks at
        close(ledger)
        assert not unexplained, unexplained

    monkeypatch.setattr(SqliteLedger, "close", checked)


# What mostly waits, for wires, processes and killed terminals, begins first, while other workers calculate; and no long
# test is the last one, that everybody waits for.
FIRST = ("power_cut", "card_cut", "journeys", "seeded_bugs", "soak", "privacy", "card_wire", "central_pages", "network")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    ranks = {tests / name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: next((ranks[folder] for folder in item.path.parents if folder in ranks), len(FIRST)))


def pytest_report_header() -> str:
    return f"temporary files: {tempfile.gettempdir()}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    sums: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, (what, how_many) in (found for found in report.user_properties if found[0] == "tally"):
                    del name
                    sums[what] += how_many
    if sums:
        terminalreporter.write_line("counted: " + ", ".join(f"{what} {number}" for what, number in sorted(sums.items())))
