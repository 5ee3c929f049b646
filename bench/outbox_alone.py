"""The outbox as a queue by itself: its own table, indexes, encryption and settings, without books and journal around it."""

import sqlite3
from typing import Any

from bench.records import AT, KIOSK, money_in, paid, payment
from bench.storage import Storage
from kiosk.posting import request_body
from offline_queue import database
from offline_queue.keys import Keyring
from offline_queue.outbox import DuePayment
from offline_queue.privacy import Vault, seal_body


class OutboxAlone:
    """Rows of ``count`` payments that are there already. One commit a put, one commit a batch that is settled."""

    def __init__(self, storage: Storage, count: int) -> None:
        ledger = storage.ledger()
        ledger.commit([fact for seq in range(1, count + 1) for fact in (*money_in(seq), *paid(seq))])
        ledger.close()
        self._connection: sqlite3.Connection = database.connect(storage.data, read_only=False)
        self._hashes: dict[int, bytes] = dict(self._connection.execute("SELECT kiosk_seq, account_hash FROM outbox"))
        self._connection.execute("DELETE FROM outbox")
        self._vault = Vault(Keyring(storage.secrets), may_make=True)
        self._outbox = storage.outbox()

    def put(self, seq: int) -> None:
        fact = payment(seq)
        sealed = seal_body(self._vault, AT[:7], fact.payment_id, request_body(fact, KIOSK))
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "INSERT INTO outbox (payment_id, kiosk_seq, account_hash, body_cipher, state) VALUES (?, ?, ?, ?, 'due')",
            (fact.payment_id, seq, self._hashes[seq], sealed),
        )
        self._connection.execute("COMMIT")

    def take(self, most: int) -> list[DuePayment]:
        return self._outbox.due(most, ())

    def settle(self, taken: list[DuePayment]) -> None:
        gone: list[tuple[Any, ...]] = [(row.payment_id,) for row in taken]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("DELETE FROM outbox WHERE payment_id = ?", gone)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._outbox.close()
        self._connection.close()
