"""Queues that others use, made as durable as ours: SQLite in WAL mode with synchronous FULL, read back."""

import sqlite3
from pathlib import Path
from typing import Any

import huey.storage  # type: ignore[import-untyped]
import persistqueue

from bench.measure import BenchError

FULL = 2


class PersistQueue:
    """persist-queue's SQLiteAckQueue: put, get, acknowledge; a commit each. It has no chain, no books, no encryption."""

    name = "persist-queue"

    def __init__(self, folder: Path) -> None:
        self._queue: Any = persistqueue.SQLiteAckQueue(str(folder))
        self._queue._conn.execute(f"PRAGMA synchronous = {FULL}")
        _require_durable(self._queue._conn)

    def put(self, body: bytes) -> None:
        self._queue.put(body)

    def take(self) -> Any:
        """The next one; leased until it is settled."""
        return self._queue.get(block=False)

    def settle(self, taken: Any) -> None:
        self._queue.ack(taken)

    def close(self) -> None:
        self._queue.close()


class Huey:
    """huey's SQLite storage. Taking deletes: what is taken when the process dies is lost, so there is nothing to settle."""

    name = "huey"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._storage: Any = huey.storage.SqliteStorage(filename=str(folder / "huey.db"), fsync=True, journal_mode="wal")
        _require_durable(self._storage.conn)

    def put(self, body: bytes) -> None:
        self._storage.enqueue(body)

    def take(self) -> Any:
        return self._storage.dequeue()

    def settle(self, taken: Any) -> None:
        """Nothing: it is gone."""

    def close(self) -> None:
        self._storage.close()


def _require_durable(connection: sqlite3.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    level = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", FULL):
        raise BenchError(f"the peer has journal_mode {mode} and synchronous {level}: that is another durability than ours")


def fill_persist_queue(folder: Path, bodies: list[bytes], acknowledged: int) -> None:
    """Raw rows, as many as are too slow to put one by one: first the acknowledged ones, then ``bodies``."""
    queue: Any = persistqueue.SQLiteAckQueue(str(folder))
    ready, done = 1, 5  # its AckStatus
    pickled = queue._serializer.dumps(b"x" * 300)
    connection = queue._conn
    insert = f"INSERT INTO {queue._table_name} (data, timestamp, status) VALUES (?, 0, ?)"  # noqa: S608 - its own
    connection.executemany(insert, ((pickled, done) for _ in range(acknowledged)))
    connection.executemany(insert, ((queue._serializer.dumps(body), ready) for body in bodies))
    connection.commit()
    queue.close()
