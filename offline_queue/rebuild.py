"""A damaged database is made anew from the journal's mirror: the same facts through the same writers (design.md 5).

The journal's rows are taken over byte for byte with their MACs, so the chain goes on. Accounts stay sealed as they are;
each number is opened once for its keyed hash and for the frozen body of a payment, which has deterministic bytes and is
sealed with the same month's key again. A number whose month's key was deleted is forgotten: its hash is a stand-in, and its
payments must all have been posted. No key is made here: a new one would hide that the old one is missing.

What may be missing: the mirror is written after each commit, so it may lack the last one, and after a power cut what was
not synced yet (``mirror.SYNC_EVERY``). What the damaged database still holds of that, with a fitting chain, is taken from
there. Else the missing tail is found by the journal's head that the centre last heard of, which holds cash back until it is
confirmed (``LED-REBUILT``), and by the acceptor's counters.
"""

import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import msgspec

from kiosk.accounts import AccountKind, AccountRef
from kiosk.facts import AnyFact, CashStopped, LedgerRebuilt, PaymentAccepted, VisitOpened
from kiosk.ports import StorageError
from offline_queue import balances, database, journal, quarantine
from offline_queue.card_writers import require_credited
from offline_queue.journal import ChainBrokenError, JournalRecord, Row
from offline_queue.journal_facts import PaymentAcceptedSealed, SealedFact, VisitOpenedSealed, decode_record
from offline_queue.journal_source import mirror_path, records_of_mirror
from offline_queue.keys import sync_directory
from offline_queue.privacy import SealedAccount, Vault, account_hash, unseal_account
from offline_queue.terminal import Terminal
from offline_queue.transaction import Transaction
from offline_queue.writers import record_fact, write

STOP_CODE: Final = "LED-REBUILT"
_TAIL: Final = "SELECT seq, CAST(record AS BLOB), CAST(mac AS BLOB) FROM journal WHERE seq > ? ORDER BY seq"


@dataclass(frozen=True, slots=True)
class _News:
    """What the rebuilt ledger says of itself, in its last records."""

    folder: str
    why: str
    at: str  # RFC 3339

    def facts(self, taken_over: int) -> tuple[AnyFact, ...]:
        detail = f"{taken_over} records were taken over. The damaged files are in {self.folder}."
        return LedgerRebuilt(taken_over, self.folder, self.why), CashStopped(STOP_CODE, detail)


def rebuild(terminal: Terminal, why: str, at: str, known: JournalRecord | None) -> None:
    """Make the ledger anew and put the damaged one into quarantine. The caller holds the lock, no connection is open.

    ``known`` is the last record of the damaged database, where that could be read and fits its key. Raises
    ``StorageError``, with everything left where it is, if the mirror is missing, does not verify, or tells another story.
    """
    if not mirror_path(terminal.directory).exists():
        raise _impossible(terminal, why, "there is no such file.")
    draft = database.draft_path(terminal.directory)
    name = quarantine.free_name(terminal.directory, at)
    try:
        database.clear(draft)
        database.build(draft, terminal.kiosk_id, at)
        _fill(terminal, draft, _News(f"{quarantine.QUARANTINE_NAME}/{name}", why, at), known)
        draft.chmod(0o600)
        sync_directory(terminal.directory)
        draft.rename(quarantine.rebuilt_path(terminal.directory, name))
        sync_directory(terminal.directory)
        quarantine.finish(terminal.directory)
    except StorageError as problem:
        raise _impossible(terminal, why, str(problem)) from problem
    except (sqlite3.Error, OSError) as problem:
        raise _impossible(terminal, why, database.advice(problem)) from problem


def _impossible(terminal: Terminal, why: str, reason: str) -> StorageError:
    return StorageError(
        f"{why} It cannot be rebuilt from {mirror_path(terminal.directory)}: {reason} No money is taken; keep the whole "
        f"folder {terminal.directory} and call a technician."
    )


def _fill(terminal: Terminal, draft: Path, new: "_News", known: JournalRecord | None) -> None:
    """All in one transaction; closing the connection leaves one synced file."""
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        database.apply_settings(connection)
        database.verify_settings(connection, draft)
        connection.execute("BEGIN IMMEDIATE")
        replay = _Replay(terminal, connection, new.at)
        last = replay.take_all(_history(terminal, known))
        replay.require_bodies()
        require_credited(replay.tx)
        replay.add(new.facts(last.seq), last)
        if mismatch := balances.explain(connection):
            raise StorageError(f"its records do not add up: {'; '.join(mismatch)}.")
        connection.execute("COMMIT")
    finally:
        connection.close()


# ---- the records ---------------------------------------------------------------------------------------------------


def _history(terminal: Terminal, known: JournalRecord | None) -> Iterator[Row]:
    """The mirror's records, then what the damaged database holds after them."""
    last = (0, b"", journal.genesis(terminal.kiosk_id))
    for last in records_of_mirror(mirror_path(terminal.directory)):
        if known is not None and last[0] == known.seq and last[2] != known.mac:
            raise StorageError(f"its record {known.seq} is another one than the database's: one of them was changed.")
        yield last
    if last[0] == 0:
        raise StorageError("it holds no record, and an empty ledger must not take the place of a lost one.")
    yield from _tail(terminal, last)


def _tail(terminal: Terminal, last: Row) -> Iterator[Row]:
    """Records after ``last`` that can still be read and fit the chain, so they are as true as the mirror's."""
    key, (count, _, previous) = terminal.keyring.journal_key(may_make=False), last
    path = database.database_path(terminal.directory)
    if not path.exists():
        return
    try:
        damaged = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.Error:
        return
    try:
        for seq, record, found in damaged.execute(_TAIL, (count,)):
            expected = journal.mac(key, previous, record)
            if seq != count + 1 or not hmac.compare_digest(expected, found):
                return
            yield seq, record, found
            count, previous = seq, expected
    except (sqlite3.Error, TypeError):
        return
    finally:
        damaged.close()


# ---- the rows ------------------------------------------------------------------------------------------------------


class _SparingVault(Vault):
    """Where there is nothing to seal, it needs no key."""

    def seal(self, month: str, purpose: str, plain: bytes) -> str:
        return super().seal(month, purpose, plain) if plain else ""


@dataclass(slots=True)
class _Replay:
    """Writes records into an empty database, in one transaction that the caller has begun."""

    terminal: Terminal
    connection: sqlite3.Connection
    at: str
    tx: Transaction = field(init=False)
    account_key: bytes = field(init=False)
    journal_key: bytes = field(init=False)
    without_body: list[str] = field(default_factory=list)
    months: dict[str, bool] = field(default_factory=dict)  # is there a key?

    def __post_init__(self) -> None:
        keyring = self.terminal.keyring
        self.account_key = keyring.account_key(may_make=False)
        self.journal_key = keyring.journal_key(may_make=False)
        vault = _SparingVault(keyring, may_make=False)
        body = self.terminal.request_body
        self.tx = Transaction(self.connection, self.terminal.kiosk_id, self.at, self.at[:7], vault, body)

    def take_all(self, records: Iterator[Row]) -> JournalRecord:
        """Write each record, once the chain has been found to hold up to it; the last one."""
        last = JournalRecord(0, b"", journal.genesis(self.terminal.kiosk_id))
        try:
            for row in journal.fitting(self.journal_key, self.terminal.kiosk_id, records):
                self._take(*row)
                last = JournalRecord(*row)
        except ChainBrokenError as broken:
            raise StorageError(
                f"{broken}. It was changed or damaged too, or [terminal] id or the secrets directory is another one."
            ) from broken
        return last

    def _take(self, seq: int, record: bytes, mac: bytes) -> None:
        try:
            entry = decode_record(record)
        except msgspec.DecodeError as problem:
            raise StorageError(f"record {seq} cannot be read by this version of the program ({problem}).") from problem
        self.tx.seq, self.tx.at, self.tx.month = seq, entry.at, entry.at[:7]
        write(self.tx, self._opened(entry.fact))
        self.tx.run("INSERT INTO journal (seq, record, mac) VALUES (?, ?, ?)", (seq, record.decode(), mac))
        self.tx.touched.clear()  # the whole is checked at the end

    def _opened(self, fact: SealedFact) -> AnyFact:
        """The fact as it was given to the ledger, its account opened, or forgotten."""
        if not isinstance(fact, VisitOpenedSealed | PaymentAcceptedSealed):
            return fact
        sealed = fact.account
        if self._is_remembered(sealed.cipher.partition(":")[0]):
            account = unseal_account(self.tx.vault, fact.visit_id, sealed.kind, sealed.cipher)
            self.tx.request_body = self.terminal.request_body
        else:
            account = AccountRef(AccountKind(sealed.kind), f"forgotten with visit {fact.visit_id}")
            self.tx.request_body = self._no_body
        hashed = self._hash_of_visit(fact) or account_hash(self.account_key, account)
        self.tx.account = SealedAccount(sealed.kind, sealed.masked, sealed.cipher, hashed)
        made = VisitOpened if isinstance(fact, VisitOpenedSealed) else PaymentAccepted
        return made(**{**msgspec.structs.asdict(fact), "account": account})

    def _hash_of_visit(self, fact: SealedFact) -> bytes | None:
        """Of a payment whose visit began in another month, when one of the two numbers is forgotten: they can't be
        compared any more, and the journal is signed."""
        if not isinstance(fact, PaymentAcceptedSealed):
            return None
        row = self.tx.row("SELECT account_hash, account_cipher FROM visits WHERE visit_id = ?", (fact.visit_id,))
        if row is None:
            return None
        hashed, cipher = cast(tuple[bytes, str], row)
        months = (cipher.partition(":")[0], fact.account.cipher.partition(":")[0])
        return None if all(map(self._is_remembered, months)) else hashed

    def _is_remembered(self, month: str) -> bool:
        if month not in self.months:
            self.months[month] = self.terminal.keyring.has_month_key(month)
        return self.months[month]

    def _no_body(self, fact: PaymentAccepted, _kiosk_id: str) -> bytes:
        self.without_body.append(fact.payment_id)
        return b""

    def require_bodies(self) -> None:
        """A payment that the centre has not confirmed cannot do without its bytes."""
        for payment_id in self.without_body:
            if self.tx.row("SELECT 1 FROM outbox WHERE payment_id = ?", (payment_id,)) is not None:
                raise StorageError(
                    f"payment {payment_id} is not posted, and the key of its month is missing from the secrets "
                    "directory. Put the key file back from the backup."
                )

    def add(self, new: tuple[AnyFact, ...], last: JournalRecord) -> None:
        """New records after the last one."""
        self.tx.at, self.tx.account = self.at, None
        for fact in new:
            last = record_fact(self.tx, self.journal_key, last, fact)
