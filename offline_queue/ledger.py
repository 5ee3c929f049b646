"""The ledger of one terminal: ``kiosk.ports.Ledger`` on SQLite. Belongs to the thread that opened it, the till's.

``commit`` is all or nothing and on the disk when it returns. Any error ends this ledger for good: a disk that failed once
may acknowledge the next write without keeping it (trust.md, *EIO*), so nothing is ever tried a second time.
"""

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
from kiosk.open_money import OpenSheet
from kiosk.ports import StorageError
from kiosk.recollection import Recollection
from kiosk.slip_check import SlipSeal
from kiosk.staff_records import JobCount, NoteCount, PaymentRecord
from offline_queue import balances, collection_rows, damage, database, disk_room, glance, journal, quarantine
from offline_queue.balances import Balances
from offline_queue.card_day import CardDay, read_card_day
from offline_queue.card_writers import require_credited
from offline_queue.collection_rows import CashBox, UntoldCollection
from offline_queue.damage import DamagedError
from offline_queue.journal import JournalHead, JournalRecord, Verdict
from offline_queue.journal_rows import contradiction, last_record
from offline_queue.keys import Keyring, sync_directory
from offline_queue.lock import ProcessLock
from offline_queue.mirror import Mirror
from offline_queue.open_money import read_open_money
from offline_queue.open_rows import open_differences
from offline_queue.privacy import SealedAccount, Vault, seal_account
from offline_queue.rebuild import rebuild
from offline_queue.recall import recall
from offline_queue.recent_records import recent_differences
from offline_queue.slip_seal import SlipSealer
from offline_queue.terminal import Terminal
from offline_queue.transaction import RequestBody, Transaction
from offline_queue.writers import record_fact


class WallClock(Protocol):
    def __call__(self) -> str:
        """Now, RFC 3339 with offset."""


def _wall_clock() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")


class SqliteLedger:
    """Made by ``open`` only."""

    def __init__(self, terminal: Terminal, lock: ProcessLock, now: WallClock) -> None:
        self._terminal = terminal
        self._lock = lock
        self._now = now
        self._failed = ""
        self._untouched = True  # nothing was committed by this process
        self._last: JournalRecord | None = None  # while none is open
        try:
            self._open_files()
        except DamagedError as damaged:
            self._rebuild(damaged)

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

        A damaged database is put into quarantine and rebuilt from the journal's mirror; cash is stopped then
        (``LED-REBUILT``). ``request_body`` gives the frozen bytes of an accepted payment. Raises ``StorageError`` with one
        plain sentence: no money may be taken then.
        """
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise StorageError(f"[storage] directory {directory} cannot be made ({problem.strerror}).") from problem
        lock = ProcessLock.take(directory)
        try:
            disk_room.prepare(directory)
            quarantine.finish(directory)
            keyring = Keyring(secrets_directory)
            if database.was_never_made(directory):
                keyring.journal_key(may_make=True)
                keyring.account_key(may_make=True)
                database.create(directory, kiosk_id, now())
            return cls(Terminal(directory, kiosk_id, keyring, request_body), lock, now)
        except BaseException as problem:
            lock.release()
            if isinstance(problem, Exception) and not isinstance(problem, StorageError):
                raise StorageError(f"The ledger in {directory} cannot be used: {database.advice(problem)}") from problem
            raise

    # ---- opening -----------------------------------------------------------------------------------------------------

    def _open_files(self) -> None:
        """The connection, the journal's end, the mirror. Raises ``DamagedError`` for what a rebuild may mend."""
        directory = self._terminal.directory
        self._last = None
        connection = database.connect(directory, read_only=False)
        try:
            self._read_keys()
            sync_directory(directory)  # the name of the new WAL file; SQLite syncs it too, but ignores a failure there
            if damage.is_suspect(directory):
                database.require_integrity(connection, directory)
                damage.clear(directory)
            self._last = last_record(connection, self._terminal, self._journal_key)
            self._mirror = Mirror.open(directory, connection)
        except BaseException as problem:
            connection.close()
            if isinstance(problem, sqlite3.Error) and damage.is_damage(problem):
                raise DamagedError(f"The ledger in {directory} cannot be read: {database.advice(problem)}") from problem
            raise
        self._connection = connection
        self._head = JournalHead(self._last.seq, self._last.mac.hex())

    def _read_keys(self) -> None:
        keyring = self._terminal.keyring
        self._vault = Vault(keyring, may_make=True)
        self._account_key = keyring.account_key(may_make=False)
        self._journal_key = keyring.journal_key(may_make=False)
        self._slip_seal = SlipSealer(keyring, may_make=True)

    def _rebuild(self, damaged: DamagedError) -> None:
        """Only while nothing was committed: afterwards a damaged ledger ends, and the next start rebuilds it."""
        rebuild(self._terminal, str(damaged), self._now(), self._last)
        self._open_files()
        self._failed = ""

    # ---- the port ----------------------------------------------------------------------------------------------------

    def recall(self) -> Recollection:
        """What still needs something, compared with the signed journal. Damage met here before the first commit is rebuilt,
        as at ``open``; a row that differs from its record in a sound file is a ``StorageError``: somebody changed it."""
        try:
            return self._recall()
        except DamagedError as damaged:
            if not self._untouched:
                raise
            self._close_files()
            self._rebuild(damaged)
            return self._recall()

    def _recall(self) -> Recollection:
        with self._reading() as connection:
            self._require_none(open_differences(connection, self._terminal, self._journal_key, self._vault))
            memory = recall(connection, self._vault)
            self._require_none(recent_differences(connection, self._terminal.kiosk_id, self._journal_key, memory))
            return memory

    def _require_none(self, differences: Iterator[str]) -> None:
        """Raises ``DamagedError`` for a difference if the file is not sound, ``StorageError`` if SQLite is content."""
        for what in differences:
            directory = self._terminal.directory
            database.require_integrity(self._connection, directory)
            raise StorageError(
                f"In the ledger in {directory}, {what} is not as it was recorded: somebody changed it. No money is taken. "
                "Run `ledger verify` and call a technician: where the journal's mirror is sound, the database is rebuilt "
                "from it once ledger.db and ledger.db-wal are moved away."
            )

    def commit(self, facts: Sequence[AnyFact]) -> None:
        """All facts and their journal records in one transaction with one sync. No facts, no transaction."""
        if self._failed:
            raise StorageError(f"The ledger takes nothing more since it failed: {self._failed}")
        if not facts:
            return
        self._untouched = False
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

    def contradicts(self, head: JournalHead) -> str:
        """Empty if ``head``, of which the centre last heard, is in this journal at its place; else one plain sentence: the
        end is missing, or there is another record. Reads one row."""
        with self._reading() as connection:
            return contradiction(connection, self._terminal.kiosk_id, self._head, head)

    def verify_journal(self, uploaded: JournalHead | None = None) -> Verdict:
        """Walk the whole chain, against the last ``uploaded`` head if there is one."""
        with self._reading() as connection:
            rows = connection.execute("SELECT seq, record, mac FROM journal ORDER BY seq")
            records = (JournalRecord(seq, record.encode(), mac) for seq, record, mac in rows)
            return journal.verify(self._journal_key, self._terminal.kiosk_id, records, uploaded)

    def integrity_problems(self) -> tuple[str, ...]:
        """SQLite's full check; reads the whole file."""
        with self._reading() as connection:
            return database.integrity_problems(connection)

    def cash_box(self) -> CashBox:
        """What is in the box by the ledger; for the centre, never for who counts it."""
        with self._reading() as connection:
            return collection_rows.cash_box(connection)

    def untold_collections(self) -> list[UntoldCollection]:
        """Swaps that are closed and that the centre has not answered, as they are told."""
        with self._reading() as connection:
            return collection_rows.untold_collections(connection, self._terminal.kiosk_id)

    def recent_collections(self) -> list[dict[str, object]]:
        """The newest twenty swaps, without what is in the boxes."""
        with self._reading() as connection:
            return collection_rows.recent_collections(connection)

    def card_day(self) -> CardDay:
        """The charges since the card terminal's day was last closed, and the last closed day compared with what the
        terminal said. Reads all attempts: for the end of the day, not for the way of a payment."""
        with self._reading() as connection:
            return read_card_day(connection)

    def open_money(self) -> OpenSheet:
        """Notes and payments that wait for persons; only a key that is there opens their numbers."""
        with self._reading() as connection:
            return read_open_money(connection, Vault(self._terminal.keyring, may_make=False))

    def last_payments(self) -> tuple[PaymentRecord, ...]:
        """Newest first, numbers masked; for the staff's pages, as the two below."""
        with self._reading() as connection:
            return glance.last_payments(connection)

    def note_counts(self) -> tuple[NoteCount, ...]:
        with self._reading() as connection:
            return glance.note_counts(connection)

    def job_counts(self) -> tuple[JobCount, ...]:
        with self._reading() as connection:
            return glance.job_counts(connection)

    def close(self) -> None:
        """Idempotent. The lock is the last to go."""
        self._close_files()
        self._lock.release()

    def _close_files(self) -> None:
        self._mirror.close()
        self._connection.close()

    # ---- one commit ----------------------------------------------------------------------------------------------------

    def _write(self, facts: Sequence[AnyFact]) -> list[JournalRecord]:
        at = self._now()
        tx = Transaction(self._connection, self._terminal.kiosk_id, at, at[:7], self._vault, self._terminal.request_body)
        self._connection.execute("BEGIN IMMEDIATE")
        reach(Failpoint.LEDGER_BEGUN)
        records = []
        last = cast(JournalRecord, self._last)
        for fact in facts:
            tx.account = self._sealed(tx, fact)
            last = record_fact(tx, self._journal_key, last, fact)
            records.append(last)
        require_credited(tx)
        for visit_id in tx.touched:
            balances.require_balance(self._connection, visit_id)
        reach(Failpoint.LEDGER_WRITTEN)
        self._connection.execute("COMMIT")
        return records

    def _sealed(self, tx: Transaction, fact: AnyFact) -> SealedAccount | None:
        account: AccountRef | None = getattr(fact, "account", None)
        if account is None:
            return None
        visit_id = cast(str, getattr(fact, "visit_id", None))
        return seal_account(tx.vault, self._account_key, tx.month, visit_id, account)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """What cannot be read cannot be trusted either: an error of SQLite ends the ledger, and a value that was never
        written (another type, an unknown state) as well."""
        try:
            yield self._connection
        except (sqlite3.Error, TypeError, ValueError, LookupError, AttributeError) as problem:
            raise self._refusal(problem) from problem

    def _refusal(self, problem: Exception) -> StorageError:
        self._failed = database.advice(problem)
        text = f"The ledger in {self._terminal.directory} failed: {self._failed}"
        if not damage.is_damage(problem):
            return StorageError(text)
        damage.suspect(self._terminal.directory)
        return DamagedError(text)
