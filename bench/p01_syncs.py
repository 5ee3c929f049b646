"""P1: how often the disk must confirm, counted by the kernel: before a payment counts as taken, and over a backlog."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from bench.hall import Hall
from bench.measure import ROOT, BenchError
from bench.table import Row, verdict

PER_RECORD: Final = 1.05
LIMIT_S: Final = 600.0
MIRROR: Final = "journal.mirror"
_SYNC: Final = re.compile(r"\b(?:fdatasync|fsync|sync_file_range|msync|sync|syncfs)\((?:\d+<(?P<file>[^>]*)>)?")
_MARK: Final = re.compile(r'"MARK (?P<what>[^"\\]*)')


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    folder = hall.folder / "syncs"
    folder.mkdir()
    visits, payments = (5, 300) if quick else (50, 3000)
    lines = _traced(folder, visits, payments)
    return [_accepted(lines, visits), _backlog(lines, payments)]


def _traced(folder: Path, visits: int, payments: int) -> list[str]:
    strace = shutil.which("strace")
    if strace is None:
        raise BenchError("syncs are counted with strace, which is not installed: sudo apt-get install strace")
    trace = folder / "trace"
    watched = "trace=fdatasync,fsync,sync,syncfs,sync_file_range,msync,write"
    command = [strace, "-f", "-y", "-s", "400", "-e", watched, "-o", str(trace), sys.executable, "-m", "bench.sync_child"]
    done = subprocess.run(
        [*command, str(folder), str(visits), str(payments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    if done.returncode:
        raise BenchError(f"bench.sync_child ended with {done.returncode}: {done.stderr[-2000:].strip()}")
    return trace.read_text("utf-8", "replace").splitlines()


def _accepted(lines: list[str], visits: int) -> Row:
    """Each payment's own commit, and all syncs of a whole visit beside it."""
    commits = list(_commits(lines))
    payments = [files for names, files in commits if "PaymentAccepted" in names.split("+")]
    if len(payments) != visits:
        raise BenchError(f"{len(payments)} payments were committed, not {visits}")
    first, *others = payments
    most, least = max(map(_ledgers, others)), min(map(_ledgers, others))
    durable = sum(bool(_ledgers(files)) for _, files in commits)
    return Row(
        "P1",
        f"fdatasync of the ledger before a payment counts as taken, {visits} visits",
        "exactly 1",
        f"{least} to {most}; {durable / visits:.1f} commits in a whole visit; first of a new log: {_ledgers(first)}",
        "-",
        "met" if most == least == 1 else "missed",
    )


def _backlog(lines: list[str], payments: int) -> Row:
    enqueue, drain = _between(lines, "ENQUEUE", "DRAIN"), _between(lines, "DRAIN", "SETTLED")
    counts = _files(enqueue) + _files(drain)
    if not counts:
        raise BenchError("strace saw no sync at all")
    each = counts.total() / payments
    peer = _files(_between(lines, "PEER", "PEER DONE")).total() / (payments // 10)
    ledger, mirror = counts.total() - counts[MIRROR], counts[MIRROR]
    return Row(
        "P1",
        f"syncs a record: {payments} payments enqueued, sent in batches, settled",
        f"<= {PER_RECORD}",
        f"{each:.3f} (ledger {ledger}, its mirror {mirror}; of them settling {_files(drain).total()})",
        f"persist-queue, put + take + acknowledge: {peer:.2f}",
        verdict(each, PER_RECORD),
    )


def _commits(lines: Iterable[str]) -> Iterator[tuple[str, Counter[str]]]:
    """Each commit's facts and the syncs in it, by file."""
    names, files = "", Counter[str]()
    for line in lines:
        mark = _MARK.search(line)
        if mark is not None:
            word, _, rest = mark["what"].partition(" ")
            if word == "END":
                yield names, files
            names, files = rest, Counter()
        elif found := _file(line):
            files[found] += 1


def _ledgers(files: Counter[str]) -> int:
    return files.total() - files[MIRROR]


def _between(lines: list[str], start: str, stop: str) -> list[str]:
    places = {mark["what"]: place for place, line in enumerate(lines) if (mark := _MARK.search(line))}
    return lines[places[start] : places[stop]]


def _files(lines: Iterable[str]) -> Counter[str]:
    return Counter(found for line in lines if (found := _file(line)))


def _file(line: str) -> str:
    """The name of what is synced; a resumed call was counted when it began."""
    found = _SYNC.search(line)
    return "" if found is None else Path(found["file"] or "everything").name
