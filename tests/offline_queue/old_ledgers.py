"""Ledgers as earlier releases left them: made by the statements of their migrations, with the records of their time."""

# ruff: noqa: S608 - the names in statements are those of our own tables

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Final

import pytest

from kiosk.facts import AnyFact
from offline_queue import journal, schema
from offline_queue.database import APPLICATION_ID
from offline_queue.ledger import SqliteLedger
from offline_queue.privacy import SealedAccount
from tests.offline_queue.support import Home

_STATEMENTS: Final = {
    1: schema._FIRST,
    2: schema._FIRST + schema._SECOND,
    3: schema._FIRST + schema._SECOND + schema._THIRD,
}
_MIGRATIONS: Final = {
    1: ("0001_first_tables",),
    2: ("0001_first_tables", "0002_stops_and_rebuilds"),
    3: ("0001_first_tables", "0002_stops_and_rebuilds", "0003_cards"),
}


def make(home: Home, version: int, fill: Callable[[SqliteLedger], None]) -> Home:
    """A closed ledger of that schema with its mirror; ``fill`` takes its money in, before schema 3 in cash."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(journal, "encode_record", partial(_record_of, version))
        ledger = home.open()
        fill(ledger)
        ledger.close()
    _make_old(home, version)
    return home


_encode = journal.encode_record


def _record_of(version: int, seq: int, at: str, fact: AnyFact, account: SealedAccount | None) -> bytes:
    """Without the fields that came later: cards with schema 3, paper with schema 4."""
    record = _encode(seq, at, fact, account).replace(b',"paper_mm":0', b"")
    return record.replace(b',"card":null', b"") if version < 3 else record


def _make_old(home: Home, version: int) -> None:
    path, old = home.data / "ledger.db", home.data / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("ATTACH ? AS now", (str(path),))
        (migrations,) = connection.execute("SELECT sql FROM now.sqlite_schema WHERE name = '_sqlite_migrations'").fetchone()
        for statement in (*_STATEMENTS[version], migrations):
            connection.execute(statement)
        tables = connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        for (table,) in tables.fetchall():
            names = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} (rowid, {names}) SELECT rowid, {names} FROM now.{table}")
        kept = ", ".join(f"'{name}'" for name in _MIGRATIONS[version])
        connection.execute(f"DELETE FROM main._sqlite_migrations WHERE name NOT IN ({kept})")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("DETACH now")
    for left in home.data.glob("ledger.db*"):
        left.unlink()
    old.rename(path)
