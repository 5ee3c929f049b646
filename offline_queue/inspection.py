"""Is this ledger what it says it is? Chain, tables and file, read by anybody who has the directory and the secrets.

Needs nothing of the running terminal: the database is opened read-only and looked at in one read transaction, so that a
commit in between changes nothing. Nothing here writes.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from kiosk.ports import StorageError
from offline_queue import balances, database
from offline_queue.audit import Books
from offline_queue.audit_compare import differences, sealed_differences
from offline_queue.journal import JournalHead, JournalRecord, Verdict, genesis, verify
from offline_queue.journal_source import end_of_mirror, mac_of, mirror_path, records_of_database, records_of_mirror
from offline_queue.keys import Keyring
from offline_queue.schema_check import schema_differences

MOST_PROBLEMS: Final = 100
# Of a file that could be opened: rows or tables are not what they were. Any other error says nothing about the content.
_CHANGED: Final = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Report(msgspec.Struct, frozen=True):
    """What ``ledger verify`` found; the names are the keys of its JSON."""

    records: int  # that fit the chain, from the first on
    records_per_second: int  # of the walk over the chain
    sound: bool
    broken_at: int | None  # number of the first record that does not fit
    problems: tuple[str, ...]
    head: str  # COUNT:MAC of the last record that fits, to be given to a later ``--head``


def inspect_database(directory: Path, secrets: Path, kiosk_id: str, head: JournalHead | None) -> Report:
    """Schema, chain, SQLite's own check, every row against the journal, and the conservation equation.

    Raises ``StorageError`` if the database or a key cannot be read at all.
    """
    keyring = Keyring(secrets)
    key = keyring.journal_key(may_make=False)
    try:
        mirrored = end_of_mirror(directory)  # before the snapshot: it may not be newer
    except OSError as problem:
        raise StorageError(f"The journal's mirror in {directory} cannot be read: {problem.strerror}.") from problem
    verdict, seconds, problems = Verdict(0, mac=genesis(kiosk_id)), 0.0, list[str]()
    with closing(database.connect(directory, read_only=True)) as connection:
        try:
            connection.execute("BEGIN")
            problems += schema_differences(connection)
            started = time.perf_counter()
            verdict = verify(key, kiosk_id, records_of_database(connection), head)
            seconds = time.perf_counter() - started
            verdict = _against_mirror(connection, verdict, mirrored)
            problems[:0] = [*_wrong_owner(connection, kiosk_id), *([] if verdict.sound else [verdict.problem])]
            found = _problems(connection, verdict, keyring, kiosk_id)
            problems += islice(found, MOST_PROBLEMS + 1)
        except sqlite3.Error as error:
            # Python's own errors have no code: a text that is no UTF-8.
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _CHANGED:
                raise StorageError(f"The ledger in {directory} cannot be read: {database.advice(error)}") from error
            problems.append(f"the database is damaged, or was changed: {error}")
    return _report(verdict, seconds, problems)


def inspect_mirror(directory: Path, secrets: Path, kiosk_id: str, head: JournalHead | None) -> Report:
    """The chain alone, from the journal's mirror: for when the database is damaged or missing. Raises ``StorageError``."""
    key = Keyring(secrets).journal_key(may_make=False)
    path = mirror_path(directory)
    started = time.perf_counter()
    try:
        verdict = verify(key, kiosk_id, records_of_mirror(path), head)
    except OSError as problem:
        raise StorageError(f"The journal's mirror {path} cannot be read: {problem.strerror}.") from problem
    return _report(verdict, time.perf_counter() - started, [] if verdict.sound else [verdict.problem])


def _report(verdict: Verdict, seconds: float, problems: list[str]) -> Report:
    if len(problems) > MOST_PROBLEMS:
        problems[MOST_PROBLEMS:] = ["and more"]
    return Report(
        records=verdict.count,
        records_per_second=int(verdict.count / seconds) if seconds else 0,
        sound=not problems,
        broken_at=verdict.broken_at,
        problems=tuple(problems),
        head=str(verdict.head),
    )


def _against_mirror(connection: sqlite3.Connection, verdict: Verdict, mirrored: JournalRecord | None) -> Verdict:
    """The mirror is written after the database: a record that only the mirror has was taken out of the database."""
    if not verdict.sound or mirrored is None:
        return verdict
    if mirrored.seq > verdict.count:
        missing = f"records {verdict.count + 1} to {mirrored.seq} stand in the mirror and are missing in the database"
        return replace(verdict, broken_at=verdict.count + 1, problem=missing)
    if mac_of(connection, mirrored.seq) != mirrored.mac:
        return replace(
            verdict, broken_at=mirrored.seq, problem=f"record {mirrored.seq} differs between the database and the mirror"
        )
    return verdict


def _wrong_owner(connection: sqlite3.Connection, kiosk_id: str) -> Iterator[str]:
    owner = connection.execute("SELECT kiosk_id FROM terminal").fetchall()
    if owner != [(kiosk_id,)]:
        named = ", ".join(str(row[0]) for row in owner) or "nobody"
        yield f"the database names {named} as its terminal, the configuration {kiosk_id}"


def _problems(connection: sqlite3.Connection, verdict: Verdict, keyring: Keyring, kiosk_id: str) -> Iterator[str]:
    """One sentence each. A journal that is broken is no witness: the tables are then checked against themselves only."""
    yield from database.integrity_problems(connection)
    if verdict.sound:
        books = Books()
        books.take_all(records_of_database(connection))
        yield from books.problems
        yield from sealed_differences(connection, books, keyring, kiosk_id)
        yield from differences(connection, books)
    try:
        yield from balances.explain(connection)
    except KeyError as state:
        yield f"a row is in the state {state}, which no bucket takes"
