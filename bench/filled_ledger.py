"""A ledger with as many payments as a terminal takes in years: raw rows in the ledger's own tables, not a commit each.

What the start and the sender look at is as real commits leave it: sealed bodies and accounts, the signed records of the
notes, the mirror. The journal holds one record a payment (its note), not all of them, so ``ledger verify`` would object.
"""

import itertools
import sqlite3
from pathlib import Path
from typing import Any, Final

from bench.records import AT, KIOSK, NOTE, account, note_id, payment, visit_id
from bench.storage import Storage
from kiosk.facts import NoteStackedFact
from kiosk.posting import request_body
from offline_queue import database, journal
from offline_queue.journal import JournalRecord
from offline_queue.keys import Keyring
from offline_queue.mirror import MIRROR_NAME, encode_line
from offline_queue.privacy import Vault, account_hash, seal_account, seal_body

_CHUNK: Final = 10_000  # payments in memory at once
_MONTH: Final = AT[:7]
_INSERTS: Final = {
    "visits": "INSERT INTO visits VALUES (?, ?, ?, ?, ?, '张*', 10000, 'zh', 0, 1, ?, 'paid', ?)",
    "payments": "INSERT INTO payments VALUES (?, ?, ?, 10000, 'cash', ?, ?, 'zh', 0, ?, ?, ?, ?, NULL, ?, ?, ?, 0)",
    "notes": "INSERT INTO notes VALUES (?, ?, 10000, 10000, 'stacked', ?, ?, 0, NULL, ?)",
    "outbox": "INSERT INTO outbox VALUES (?, ?, ?, ?, 'due')",
    "journal": "INSERT INTO journal VALUES (?, ?, ?)",
}


def filled(root: Path, *, settled: int, pending: int) -> Storage:
    """Payments 1 to ``settled`` are posted, the next ``pending`` are queued. Made once for each ``root``."""
    storage = Storage(root)
    if not root.exists():
        storage.ledger().close()
        rows = _Rows(storage)
        connection = database.connect(storage.data, read_only=False)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -300000")  # KiB; random keys otherwise go to and fro
        with (storage.data / MIRROR_NAME).open("ab") as mirror:
            for first in range(1, settled + pending + 1, _CHUNK):
                chunk = range(first, min(first + _CHUNK, settled + pending + 1))
                _insert(connection, rows.of(chunk, settled))
                mirror.write(b"".join(rows.lines))
        connection.close()
    return storage


def _insert(connection: sqlite3.Connection, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for table, insert in _INSERTS.items():
        connection.executemany(insert, rows[table])
    connection.execute("COMMIT")


class _Rows:
    """``lines``: the mirror's of the last chunk."""

    def __init__(self, storage: Storage) -> None:
        keyring = Keyring(storage.secrets)
        self._vault = Vault(keyring, may_make=True)
        self._account_key = keyring.account_key(may_make=False)
        self._journal_key = keyring.journal_key(may_make=False)
        self._mac = journal.genesis(KIOSK)
        self.lines: list[bytes] = []

    def of(self, chunk: range, settled: int) -> dict[str, list[tuple[Any, ...]]]:
        records = [self._record(seq) for seq in chunk]
        self.lines = [encode_line(record) for record in records]
        return {
            "visits": [self._visit(seq) for seq in chunk],
            "payments": [self._payment(seq, posted=seq <= settled) for seq in chunk],
            "notes": [(note_id(seq), visit_id(seq), f"{KIOSK}-{seq}", seq, AT) for seq in chunk],
            "outbox": [self._outbox(seq) for seq in itertools.islice(chunk, max(settled + 1 - chunk.start, 0), None)],
            "journal": [(record.seq, record.record.decode(), record.mac) for record in records],
        }

    def _visit(self, seq: int) -> tuple[Any, ...]:
        sealed = seal_account(self._vault, self._account_key, _MONTH, visit_id(seq), account(seq))
        return (visit_id(seq), sealed.kind, sealed.masked, sealed.cipher, sealed.hash, AT, AT)

    def _payment(self, seq: int, *, posted: bool) -> tuple[Any, ...]:
        answer = (f"C-{seq}", f"R-{seq}", AT, 0) if posted else (None, None, None, None)
        confirmation = ("delivered", "not_needed") if posted else (None, None)
        state = "posted" if posted else "queued"
        return (f"{KIOSK}-{seq}", seq, visit_id(seq), state, AT, *answer, *confirmation, AT)

    def _outbox(self, seq: int) -> tuple[Any, ...]:
        fact = payment(seq)
        body = seal_body(self._vault, _MONTH, fact.payment_id, request_body(fact, KIOSK))
        return (fact.payment_id, seq, account_hash(self._account_key, account(seq)), body)

    def _record(self, seq: int) -> JournalRecord:
        record = journal.encode_record(seq, AT, NoteStackedFact(note_id(seq), visit_id(seq), NOTE), None)
        self._mac = journal.mac(self._journal_key, self._mac, record)
        return JournalRecord(seq, record, self._mac)
