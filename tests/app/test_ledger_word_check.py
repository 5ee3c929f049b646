"""The running terminal's own check of its ledger: only a definite *not sound* is news for the till."""

import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ledger_check import LedgerCheck, verify_command
from kiosk.events import Event, LedgerDoubted, LedgerVerified
from offline_queue.ledger import SqliteLedger
from tests.app.test_ledger_word import CONFIG, history, tamper

DEADLINE_S = 30.0


def says(report: object, code: int) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({json.dumps(report)!r}); sys.exit({code})"]


def report(*problems: str) -> dict[str, object]:
    return {"records": 3, "sound": not problems, "broken_at": None, "problems": problems, "head": ""}


class Watched:
    """A check with its posts, and a log that tells when a round is over."""

    def __init__(self) -> None:
        self.posted: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.checks: list[LedgerCheck] = []

    def start(self, command: list[str], repeat_s: float = 3600.0, longest_s: float = DEADLINE_S) -> LedgerCheck:
        check = LedgerCheck(command, self.posted.put, first_after_s=0.0, repeat_s=repeat_s, longest_s=longest_s)
        self.checks.append(check)
        check.start()
        return check


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()

    class Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            made.said.put(record.getMessage())

    log, handler = logging.getLogger("app.ledger_check"), Told()
    log.addHandler(handler)
    level = log.level
    log.setLevel(logging.INFO)
    yield made
    for check in made.checks:
        check.stop()
    log.removeHandler(handler)
    log.setLevel(level)


def test_s5_not_sound_is_posted_with_its_reasons(watched: Watched) -> None:
    watched.start(says(report("record 3 does not fit the chain", "b", "c", "d"), 1))
    assert watched.posted.get(timeout=DEADLINE_S) == LedgerDoubted("record 3 does not fit the chain; b; c; and 1 more")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (says(report("broken"), 3), "LEDGER-003"),  # storage cannot be read: the till finds that by itself
        (says(report("broken"), 2), "LEDGER-003"),
        (says(report(), 1), "LEDGER-003"),  # contradicts itself
        (says([], 1), "LEDGER-003"),
        (says({"sound": False}, 1), "LEDGER-003"),
        ([sys.executable, "-c", "raise ValueError('a bug also ends with 1')"], "LEDGER-003"),
        ([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], "LEDGER-003"),
        (["/no/such/program"], "LEDGER-003"),
    ],
)
def test_anything_else_is_a_line_in_the_log(watched: Watched, command: list[str], line: str) -> None:
    watched.start(command)
    assert watched.said.get(timeout=DEADLINE_S).startswith(line)
    assert watched.posted.empty()


def test_a_sound_ledger_is_told_so_that_staff_can_read_when(watched: Watched) -> None:
    watched.start(says(report(), 0))
    assert watched.said.get(timeout=DEADLINE_S).startswith("LEDGER-002")
    assert watched.posted.get(timeout=DEADLINE_S) == LedgerVerified()
    assert watched.posted.empty()


def test_it_is_repeated_until_it_says_no(watched: Watched, tmp_path: Path) -> None:
    """Sound twice, then not: that is posted once, and never asked again."""
    counter = tmp_path / "rounds"
    code = (
        "import json, pathlib, sys\n"
        f"path = pathlib.Path({str(counter)!r})\n"
        "rounds = len(path.read_text()) if path.exists() else 0\n"
        "path.write_text('x' * (rounds + 1))\n"
        "print(json.dumps({'sound': rounds < 2, 'problems': ['changed'] if rounds >= 2 else []}))\n"
        "sys.exit(rounds >= 2)\n"
    )
    check = watched.start([sys.executable, "-c", code], repeat_s=0.01)
    for told in (LedgerVerified(), LedgerVerified(), LedgerDoubted("changed")):
        assert watched.posted.get(timeout=DEADLINE_S) == told
    check.stop()
    assert counter.read_text() == "xxx"
    assert watched.posted.empty()


def test_it_runs_at_the_lowest_priority_without_input_and_in_a_session_of_its_own(watched: Watched) -> None:
    code = (
        "import json, os, sys\n"
        "while os.getpriority(os.PRIO_PROCESS, 0) != 19: pass\n"
        "facts = [sys.stdin.read(), os.getsid(0) == os.getpid()]\n"
        "print(json.dumps({'sound': False, 'problems': [str(facts)]}))\n"
        "sys.exit(1)\n"
    )
    watched.start([sys.executable, "-c", code])
    assert watched.posted.get(timeout=DEADLINE_S) == LedgerDoubted("['', True]")


def test_one_that_hangs_is_ended_and_says_nothing_of_the_ledger(watched: Watched) -> None:
    watched.start([sys.executable, "-c", "import time; time.sleep(600)"], longest_s=0.3)
    assert watched.said.get(timeout=DEADLINE_S).startswith("LEDGER-003")
    assert watched.posted.empty()


def test_stop_ends_a_check_under_way_and_one_that_never_started(watched: Watched, tmp_path: Path) -> None:
    started = tmp_path / "pid"
    os.mkfifo(started)
    code = f"import os, time; open({str(started)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    check = watched.start([sys.executable, "-c", code])
    pid = int(started.read_text())
    check.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert watched.said.empty(), "the end of the terminal is no news of the ledger"
    LedgerCheck(["/no/such/program"], watched.posted.put).stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "ledger-check"]


@pytest.mark.parametrize("changed", [False, True])
def test_s5_the_real_word_beside_a_ledger_in_use(watched: Watched, tmp_path: Path, changed: bool) -> None:
    (tmp_path / "config.ini").write_text(CONFIG, "utf-8")
    ledger = SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0001")
    ledger.commit(history())
    if changed:
        tamper(tmp_path, "UPDATE notes SET denomination_fen = 100 WHERE visit_id IS NULL")
    watched.start(verify_command(tmp_path / "config.ini"))
    said = watched.said.get(timeout=DEADLINE_S)
    ledger.close()
    if changed:
        reason = "note cccc000022334455 is 100 fen in the table, 2000 fen in the journal"
        assert isinstance(found := watched.posted.get(timeout=DEADLINE_S), LedgerDoubted)
        assert reason in found.reason
        assert reason in said
    else:
        assert said.startswith("LEDGER-002")
        assert watched.posted.get(timeout=DEADLINE_S) == LedgerVerified()
