"""One database, two kinds of transaction: readers, and writers that are serialised (central-api.md 3 and 5)."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from central.all_tables import metadata

_SYNCHRONOUS_FULL = 2


class DatabaseError(Exception):
    """The database can't be opened as it must be; the message says what and where."""


class Database:
    """Opens (and if need be creates) the tables. ``location``: a path of an SQLite file, or an SQLAlchemy URL."""

    def __init__(self, location: str) -> None:
        url = make_url(location) if "://" in location else make_url("sqlite://").set(database=location)
        self._sqlite = url.get_backend_name() == "sqlite"
        if self._sqlite:
            if not url.database or url.database == ":memory:":
                raise DatabaseError("the centre keeps money: give --database a file, not memory")
            _prepare_sqlite_file(Path(url.database))
        # Parameters hold numbers and names: they stay out of error messages and logs.
        self._engine = create_engine(url, hide_parameters=True, pool_size=8, max_overflow=32)
        self._writer = self._engine.execution_options(central_writes=True)
        # SQLite has one writer anyway; waiting for a lock of ours is fair, waiting inside SQLite is a poll.
        self._turn: threading.Lock | nullcontext[None] = threading.Lock() if self._sqlite else nullcontext()
        if self._sqlite:
            event.listen(self._engine, "connect", _set_pragmas)
            event.listen(self._engine, "begin", _begin)
        with self.write() as connection:
            metadata.create_all(connection)

    @property
    def engine(self) -> Engine:
        """For tests and reports."""
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot; never blocks a writer."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, on the disk when the block has ended, gone as a whole if it raises."""
        with self._turn, self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()


def insert_once(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert unless a unique key says that it is there already. True if this call wrote the row."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(values).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return connection.execute(statement).first() is not None


def _prepare_sqlite_file(path: Path) -> None:
    """Create the file owner-only and switch it to WAL so that no power cut undoes the switch (trust.md M9)."""
    if path.exists():
        return
    if not path.parent.is_dir():
        raise DatabaseError(f"--database: the folder {path.parent} does not exist; create it or name another file")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA user_version=1")
        connection.close()
        folder = os.open(path.parent, os.O_RDONLY)
    except (OSError, sqlite3.Error) as problem:
        raise DatabaseError(f"--database: {path} can't be created: {problem}") from problem
    os.fsync(folder)
    os.close(folder)


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=10000")
    journal = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    cursor.close()
    if journal != "wal" or synchronous != _SYNCHRONOUS_FULL:
        raise DatabaseError(f"SQLite gave journal_mode={journal}, synchronous={synchronous}; wal and 2 are needed")


def _begin(connection: Connection) -> None:
    """A writer takes its turn at the start: a reader that becomes a writer half-way could be refused (SQLITE_BUSY)."""
    writes = connection.get_execution_options().get("central_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
