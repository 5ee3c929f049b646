"""Opening a disk as a power cut left it: with SQLite alone, then as the terminal does at its next start."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.facts import CaseOpened
from kiosk.ports import StorageError
from offline_queue.database import database_path
from offline_queue.journal import JournalRecord
from offline_queue.ledger import SqliteLedger
from offline_queue.mirror import MIRROR_NAME, decode_line
from offline_queue.outbox import Outbox
from tests.power_cut.images import Image, write_directory
from tests.power_cut.strace_log import DATA, SECRETS


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many records of the journal are there; ``problem`` is empty when the terminal can go on with this disk."""

    count: int
    problem: str = ""


@dataclass
class Judge:
    """``macs`` are those of the journal as it became at last, from record 1 on. Equal images are opened once."""

    work: Path
    kiosk_id: str
    macs: list[bytes]
    _known: dict[bytes, Verdict] = field(default_factory=dict)

    @property
    def distinct(self) -> int:
        return len(self._known)

    def verdict(self, image: Image) -> Verdict:
        key = _digest(image)
        if key not in self._known:
            self._known[key] = self._open(image)
        return self._known[key]

    def _open(self, image: Image) -> Verdict:
        with _Placed(self.work, image) as home:
            problem = _problem_by_sqlite(home)
        if problem:
            return Verdict(0, problem)
        with _Placed(self.work, image) as home:
            try:
                return self._by_terminal(home)
            except (StorageError, sqlite3.Error) as error:
                return Verdict(0, f"{type(error).__name__}: {error}")

    def _by_terminal(self, home: Path) -> Verdict:
        """Opened, recalled, every sealed text opened; the mirror healed; and one more record written."""
        ledger = SqliteLedger.open(home / DATA, home / SECRETS, self.kiosk_id)
        with closing(ledger):
            count = ledger.journal_head().count
            verdict = ledger.verify_journal()
            ledger.recall()
            with closing(Outbox.open(home / DATA, home / SECRETS)) as outbox:
                outbox.due(1000, ())
            problems = [verdict.problem, *ledger.explain()]
            if ledger.balances().difference_fen:
                problems.append("the balances do not add up")
            records = _journal(home)
            if [record.mac for record in records] != self.macs[:count]:
                problems.append("the journal is not a beginning of what it became")
            if _mirror(home) != records:
                problems.append("the mirror is not the journal")
            ledger.commit([CaseOpened("power cut", "the terminal goes on")])
        return Verdict(count, "; ".join(problem for problem in problems if problem))


class _Placed:
    """The image as a directory, until the ``with`` block is left."""

    def __init__(self, work: Path, image: Image) -> None:
        self._home, self._image = work / "image", image

    def __enter__(self) -> Path:
        self._home.mkdir()
        write_directory(self._home, self._image)
        return self._home

    def __exit__(self, *_error: object) -> None:
        shutil.rmtree(self._home)


def journal_macs(home: Path) -> list[bytes]:
    return [record.mac for record in _journal(home)]


def _journal(home: Path) -> list[JournalRecord]:
    """By a connection of our own."""
    with closing(sqlite3.connect(database_path(home / DATA))) as connection:
        rows = connection.execute("SELECT seq, record, mac FROM journal ORDER BY seq").fetchall()
    return [JournalRecord(seq, record.encode(), bytes(mac)) for seq, record, mac in rows]


def _mirror(home: Path) -> list[JournalRecord]:
    return [decode_line(line) for line in (home / DATA / MIRROR_NAME).read_bytes().splitlines()]


def _problem_by_sqlite(home: Path) -> str:
    path = database_path(home / DATA)
    if not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(path)) as connection:
            rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    except sqlite3.Error as error:
        return f"SQLite alone: {error}"
    return "" if rows == ["ok"] else f"SQLite alone: {rows[:3]}"


def _digest(image: Image) -> bytes:
    found = hashlib.blake2b()
    for path, content in sorted(image.items()):
        found.update(f"{path}\0{-1 if content is None else len(content)}\0".encode())
        found.update(content or b"")
    return found.digest()
