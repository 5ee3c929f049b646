"""P1, M10, with the kernel as witness: one fdatasync a commit, and the first one that fails is the last one tried."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.offline_queue.support import Home, check_conservation

COMMITS = 20
PROGRAM = """
import os, sys
from pathlib import Path
from kiosk.ports import StorageError
from tests.offline_queue.support import Home, queue_payment
def say(text):
    os.write(1, f"{text}\\n".encode())
ledger = Home(Path(sys.argv[1])).open()
say("OPEN")
for seq in range(int(sys.argv[2]), int(sys.argv[3])):
    try:
        queue_payment(ledger, seq)
    except StorageError as problem:
        say(f"FAILED {seq} {problem}")
        continue
    say(f"ACKNOWLEDGED {seq}")
say("CLOSE")
"""


@cache
def strace_works() -> bool:
    strace = shutil.which("strace")
    if strace is None:
        return False
    tried = subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True, check=False, timeout=20)
    return tried.returncode == 0


pytestmark = pytest.mark.skipif(not strace_works(), reason="strace is not installed, or may not trace here")


def traced(home: Home, first: int, end: int, *options: str) -> tuple[list[str], str]:
    """The program's lines and strace's, of commits ``first`` to ``end`` - 1."""
    trace = home.root / "trace"
    command = ["strace", "-f", "-y", "-e", "trace=fdatasync,fsync,write", *options, "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, "-c", PROGRAM, str(home.root), str(first), str(end)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.splitlines(), trace.read_text()


def between(trace: str, start: str, stop: str) -> Iterator[str]:
    inside = False
    for line in trace.splitlines():
        if f'"{stop}\\n"' in line:
            return
        if inside:
            yield line
        inside = inside or f'"{start}\\n"' in line


def syncs(lines: Iterator[str]) -> list[str]:
    found = (re.search(r"\b(fdatasync|fsync)\(\d+<([^>]*)>", line) for line in lines)
    return [f"{match[1]} {Path(match[2]).name}" for match in found if match]


def test_P1_one_fdatasync_a_commit_and_no_other_sync(home: Home) -> None:
    home.open().close()
    traced(home, 1, 2)  # makes the month's key
    lines, trace = traced(home, 2, 2 + COMMITS)
    assert lines == ["OPEN", *(f"ACKNOWLEDGED {seq}" for seq in range(2, 2 + COMMITS)), "CLOSE"]
    steady = syncs(between(trace, "ACKNOWLEDGED 2", "CLOSE"))  # the first commit of a new WAL syncs its header too
    assert steady == ["fdatasync ledger.db-wal"] * (COMMITS - 1)


@pytest.mark.parametrize("k", [1, 3, 4, 5, 9])
def test_M10_a_failed_fdatasync_ends_the_ledger_and_loses_nothing(home: Home, k: int) -> None:
    """strace makes the k-th fdatasync of the process fail with EIO, and only that one. The second is SQLite's own sync of
    the directory, whose failure it ignores: the ledger has synced the directory itself when it was opened."""
    home.open().close()
    lines, trace = traced(home, 1, 16, "-e", f"inject=fdatasync:error=EIO:when={k}")
    assert trace.count("(INJECTED)") == 1
    acknowledged = [int(line.split()[1]) for line in lines if line.startswith("ACKNOWLEDGED")]
    failed = [line for line in lines if line.startswith("FAILED")]
    assert acknowledged == list(range(1, len(acknowledged) + 1))  # nothing after the first failure
    assert len(failed) == 15 - len(acknowledged) > 0
    assert "disk reports an error" in failed[0]
    assert all("takes nothing more" in line for line in failed[1:])
    ledger = home.open()
    assert ledger.unposted_count() in (len(acknowledged), len(acknowledged) + 1)  # the failed one: unknown, not half
    check_conservation(ledger)
    ledger.close()
