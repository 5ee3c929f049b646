"""The ledger of one terminal: ``kiosk.ports.Ledger`` on SQLite. Belongs to the thread that opened it, the till's.

``commit`` is all or nothing and on the disk when it returns. Any error ends this ledger for good: a disk that failed once
may acknowledge the next write without keeping it (trust.md, *EIO*), so nothing is ever tried a second time.
"""

import hmac
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, cast

from kiosk import posting
from kiosk.accounts import AccountRef
from kiosk.facts import AnyFact
from kiosk.failpoints import Failpoint, reach
from kiosk.ports import StorageError
from kiosk.recollection import Recollection
from kiosk.slip_check import SlipSeal
from offline_queue import balances, database, journal
from offline_queue.balances import Balances
from offline_queue.journal import JournalHead, JournalRecord, Verdict
from offline_queue.keys import Keyring, sync_directory
from offline_queue.lock import ProcessLock
from offline_queue.mirror import Mirror
from offline_queue.privacy import Vault, seal_account
from offline_queue.recall import recall
from offline_queue.slip_seal import SlipSealer
from offline_queue.transaction import RequestBody, Transaction
from offline_queue.writers import write


class WallClock(Protocol):
    def __call__(self) -> str:
        """Now, RFC 3339 with offset."""


def _wall_clock() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")


class SqliteLedger:
    """Made by ``open`` only."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        lock: ProcessLock,
        kiosk_id: str,
        *,
        keyring: Keyring,
        directory: Path,
        request_body: RequestBody,
        now: WallClock,
    ) -> None:
        self._connection = connection
        self._lock = lock
        self._kiosk_id = kiosk_id
        self._directory = directory
        self._request_body = request_body
        self._now = now
        self._vault = Vault(keyring, may_make=True)
        self._account_key = keyring.account_key(may_make=False)
        self._journal_key = keyring.journal_key(may_make=False)
        self._slip_seal = SlipSealer(keyring, may_make=True)
        self._failed = ""
        self._last = self._last_record()
        self._head = JournalHead(self._last.seq, self._last.mac.hex())
        self._mirror = Mirror.open(directory, connection)

    @classmethod
    def open(
        cls,
        directory: Path,
        secrets_directory: Path,
        kiosk_id: str,
        request_body: RequestBody = posting.request_body,
        now: WallClock = _wall_clock,
    ) -> "SqliteLedger":
        """Take the lock, make the ledger if there is none, check everything, and open it in the calling thread.

        ``request_body`` gives the frozen bytes of an accepted payment. Raises ``StorageError`` with one plain sentence:
        no money may be taken then.
        """
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise StorageError(f"[storage] directory {directory} cannot be made ({problem.strerror}).") from problem
        lock = ProcessLock.take(directory)
        connection = None
        try:
            keyring = Keyring(secrets_directory)
            if not database.database_path(directory).exists():
                keyring.journal_key(may_make=True)
                keyring.account_key(may_make=True)
                database.create(directory, kiosk_id, now())
            connection = database.connect(directory, read_only=False)
            sync_directory(directory)  # the name of the new WAL file; SQLite syncs it too, but ignores a failure there
            return cls(
                connection,
                lock,
                kiosk_id,
                keyring=keyring,
                directory=directory,
                request_body=request_body,
                now=now,
            )
        except BaseException as problem:
            if connection is not None:
                connection.close()
            lock.release()
            if isinstance(problem, sqlite3.Error | OSError):
                raise StorageError(f"The ledger in {directory} cannot be used: {database.advice(problem)}") from problem
            raise

    # ---- the port ----------------------------------------------------------------------------------------------------

    def recall(self) -> Recollection:
        with self._reading() as connection:
            return recall(connection, self._vault)

    def commit(self, facts: Sequence[AnyFact]) -> None:
        """All facts and their journal records in one transaction with one sync. No facts, no transaction."""
        if self._failed:
            raise StorageError(f"The ledger takes nothing more since it failed: {self._failed}")
        if not facts:
            return
        self._failed = "the last commit was interrupted. Start the terminal again."  # until this one has succeeded
        try:
            records = self._write(facts)
            reach(Failpoint.LEDGER_COMMITTED)
            self._mirror.append(records)
            reach(Failpoint.LEDGER_MIRRORED)
        except Exception as problem:
            with suppress(sqlite3.Error):
                self._connection.rollback()
            raise self._refusal(problem) from problem
        self._last = records[-1]
        self._head = JournalHead(self._last.seq, self._last.mac.hex())
        self._failed = ""

    def slip_seal(self) -> SlipSeal:
        return self._slip_seal

    # ---- what command words, heartbeat and health ask -----------------------------------------------------------------

    def balances(self) -> Balances:
        """All rows summed now. The equation holds if ``difference_fen`` is 0."""
        with self._reading() as connection:
            return balances.read_total(connection)

    def explain(self) -> tuple[str, ...]:
        """What does not match in the ledger, in sentences; empty when every fen is explained."""
        with self._reading() as connection:
            return balances.explain(connection)

    def unposted_count(self) -> int:
        with self._reading() as connection:
            return int(connection.execute("SELECT COUNT(*) FROM payments WHERE state = 'queued'").fetchone()[0])

    def oldest_unposted_at(self) -> str | None:
        """``accepted_at`` of the first payment without an answer, RFC 3339."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT accepted_at FROM payments WHERE state = 'queued' ORDER BY kiosk_seq LIMIT 1"
            ).fetchone()
        return None if row is None else str(row[0])

    def journal_head(self) -> JournalHead:
        """Of the last commit. The only method that any thread may call: it reads one immutable value."""
        return self._head

    def verify_journal(self, uploaded: JournalHead | None = None) -> Verdict:
        """Walk the whole chain, against the last ``uploaded`` head if there is one."""
        with self._reading() as connection:
            rows = connection.execute("SELECT seq, record, mac FROM journal ORDER BY seq")
            records = (JournalRecord(seq, record.encode(), mac) for seq, record, mac in rows)
            return journal.verify(self._journal_key, self._kiosk_id, records, uploaded)

    def integrity_problems(self) -> tuple[str, ...]:
        """SQLite's full check; reads the whole file."""
        with self._reading() as connection:
            return database.integrity_problems(connection)

    def close(self) -> None:
        """Idempotent. The lock is the last to go."""
        self._mirror.close()
        self._connection.close()
        self._lock.release()

    # ---- one commit ----------------------------------------------------------------------------------------------------

    def _write(self, facts: Sequence[AnyFact]) -> list[JournalRecord]:
        at = self._now()
        tx = Transaction(self._connection, self._kiosk_id, at, at[:7], self._vault, self._request_body)
        self._connection.execute("BEGIN IMMEDIATE")
        reach(Failpoint.LEDGER_BEGUN)
        records = []
        last = self._last
        for fact in facts:
            last = self._write_one(tx, fact, last)
            records.append(last)
        for visit_id in tx.touched:
            balances.require_balance(self._connection, visit_id)
        reach(Failpoint.LEDGER_WRITTEN)
        self._connection.execute("COMMIT")
        return records

    def _write_one(self, tx: Transaction, fact: AnyFact, last: JournalRecord) -> JournalRecord:
        tx.seq = last.seq + 1
        account: AccountRef | None = getattr(fact, "account", None)
        tx.account = None
        if account is not None:
            visit_id = cast(str, getattr(fact, "visit_id", None))
            tx.account = seal_account(tx.vault, self._account_key, tx.month, visit_id, account)
        write(tx, fact)
        record = journal.encode_record(tx.seq, tx.at, fact, tx.account)
        mac = journal.mac(self._journal_key, last.mac, record)
        tx.run("INSERT INTO journal (seq, record, mac) VALUES (?, ?, ?)", (tx.seq, record.decode(), mac))
        return JournalRecord(tx.seq, record, mac)

    def _last_record(self) -> JournalRecord:
        """The journal's end, checked against the record before it, the terminal's id and the key."""
        owner = self._connection.execute("SELECT kiosk_id FROM terminal").fetchone()
        if owner is None or owner[0] != self._kiosk_id:
            raise StorageError(
                f"The ledger in {self._directory} belongs to terminal {owner and owner[0]}, not to {self._kiosk_id}. "
                "Correct [terminal] id or [storage] directory."
            )
        rows = self._connection.execute("SELECT seq, record, mac FROM journal ORDER BY seq DESC LIMIT 2").fetchall()
        previous = rows[1][2] if len(rows) == 2 else journal.genesis(self._kiosk_id)
        if not rows:
            return JournalRecord(0, b"", previous)
        seq, record, mac = rows[0]
        if not hmac.compare_digest(mac, journal.mac(self._journal_key, previous, record.encode())):
            raise StorageError(
                f"The last journal record of the ledger in {self._directory} does not fit its key: the record "
                "was changed, or the secrets directory is another one. No money is taken; call a technician."
            )
        return JournalRecord(seq, record.encode(), mac)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """What cannot be read cannot be trusted either: an error of SQLite ends the ledger."""
        try:
            yield self._connection
        except sqlite3.Error as problem:
            raise self._refusal(problem) from problem

    def _refusal(self, problem: Exception) -> StorageError:
        self._failed = database.advice(problem)
        return StorageError(f"The ledger in {self._directory} failed: {self._failed}")
