"""The journal once more, in a plain file of its own: what unposted money is rebuilt from if the database is damaged.

One JSON line a record: ``{"mac": "<hex>", "record": {...}}``, the record byte for byte as it was signed. Lines are written
after the commit that holds them, so the file may lag behind the database by a crash, and never be ahead of it. Opening it
takes away what is torn, keeps that aside, and appends what is missing.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from kiosk.ports import StorageError
from offline_queue.damage import DamagedError
from offline_queue.journal import JournalRecord

MIRROR_NAME: Final = "journal.mirror"
SYNC_EVERY: Final = 256  # records; what a power cut can take from the file is less than the tail that is checked
_TAIL_BYTES: Final = 512 * 1024
_AFTER: Final = "SELECT seq, record, mac FROM journal WHERE seq > ? ORDER BY seq"


class _Line(msgspec.Struct, frozen=True):
    mac: str
    record: msgspec.Raw


class _Numbered(msgspec.Struct, frozen=True):
    seq: int


def encode_line(record: JournalRecord) -> bytes:
    return msgspec.json.encode(_Line(record.mac.hex(), msgspec.Raw(record.record))) + b"\n"


def decode_line(line: bytes) -> JournalRecord:
    """Raises ``msgspec.DecodeError`` or ``ValueError`` for anything that is not a whole line of ours."""
    try:
        found = msgspec.json.decode(line, type=_Line)
        record = bytes(found.record)
        return JournalRecord(msgspec.json.decode(record, type=_Numbered).seq, record, bytes.fromhex(found.mac))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


class Mirror:
    """The open file. Belongs to the till's thread."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self._unsynced = 0

    @classmethod
    def open(cls, directory: Path, connection: sqlite3.Connection) -> "Mirror":
        """Open and heal. Raises ``DamagedError`` if the file holds records that the database does not have, and
        ``StorageError`` if a record of it is another one than the database's."""
        path = directory / MIRROR_NAME
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise StorageError(
                f"The journal's mirror {path} cannot be opened ({problem.strerror}). Check its rights."
            ) from problem
        mirror = cls(path, descriptor)
        try:
            mirror._heal(connection)
        except BaseException:
            os.close(descriptor)
            raise
        return mirror

    def append(self, records: Iterable[JournalRecord]) -> None:
        """Raises ``OSError``; the records are in the database already."""
        lines = [encode_line(record) for record in records]
        _write_all(self._descriptor, b"".join(lines))
        self._unsynced += len(lines)
        if self._unsynced >= SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        os.fsync(self._descriptor)
        self._unsynced = 0

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _heal(self, connection: sqlite3.Connection) -> None:
        size = os.fstat(self._descriptor).st_size
        start = max(0, size - _TAIL_BYTES)
        tail = os.pread(self._descriptor, size - start, start)
        if start:
            cut = tail.find(b"\n") + 1
            start, tail = start + cut, tail[cut:]
        good, last_seq = self._check(tail, connection, expected_first=None if start else 1)
        if good < len(tail):
            self._set_aside(tail[good:])
            os.ftruncate(self._descriptor, start + good)
        if last_seq == 0 and start:
            raise StorageError(
                f"The end of the journal's mirror {self._path} is unreadable. "
                "Move the file away; it is written anew at the next start."
            )
        missing = connection.execute(_AFTER, (last_seq,))
        while rows := missing.fetchmany(SYNC_EVERY):
            self.append(JournalRecord(seq, record.encode(), mac) for seq, record, mac in rows)
        self.sync()

    def _check(self, tail: bytes, connection: sqlite3.Connection, expected_first: int | None) -> tuple[int, int]:
        """How many bytes are whole lines in order, and the last of their sequence numbers (0: none)."""
        good, expected, last_seq = 0, expected_first, 0
        rows: Iterator[tuple[int, str, bytes]] = iter(())  # of the records that should come next
        for line in tail.splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break
            row = next(rows, None)
            if row is None or row[0] != expected or encode_line(JournalRecord(row[0], row[1].encode(), row[2])) != line:
                try:
                    found = decode_line(line)
                except (msgspec.DecodeError, ValueError):
                    break
                if expected is not None and found.seq != expected:
                    break
                self._require_same(found, connection)
                rows = connection.execute(_AFTER, (found.seq,))
                expected = found.seq
            good, last_seq, expected = good + len(line), expected, expected + 1
        return good, last_seq

    def _require_same(self, found: JournalRecord, connection: sqlite3.Connection) -> None:
        row = connection.execute("SELECT record, mac FROM journal WHERE seq = ?", (found.seq,)).fetchone()
        if row is None:
            raise DamagedError(
                f"The journal's mirror {self._path} holds record {found.seq}, which the ledger does not have: the "
                "ledger is an older copy, or lost what it had confirmed."
            )
        if (row[0].encode(), bytes(row[1])) != (found.record, found.mac):
            raise StorageError(
                f"Record {found.seq} differs between the ledger and its mirror {self._path}: one of them was changed. "
                "No money is taken; keep both and call a technician."
            )

    def _set_aside(self, damaged: bytes) -> None:
        descriptor = os.open(
            self._path.with_suffix(".damaged"), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
        )
        try:
            _write_all(descriptor, damaged + b"\n")
        finally:
            os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
