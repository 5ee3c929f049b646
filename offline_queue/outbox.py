"""The sender's view of the outbox: its own read-only connection, opened in the sender's thread.

Payments of one account leave in the order they were taken: a payment is due only while no earlier one of its account is
without an answer. Both reads use partial indexes over the rows still due.
"""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from offline_queue import database
from offline_queue.keys import Keyring
from offline_queue.privacy import Vault, unseal_body

_HEADS = """SELECT o.payment_id, o.body_cipher FROM outbox o WHERE o.state = 'due' AND NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.account_hash = o.account_hash AND e.state = 'due' AND e.kiosk_seq < o.kiosk_seq)
    ORDER BY o.kiosk_seq LIMIT ?"""
_HEAD_OF_ACCOUNT = """SELECT e.payment_id, e.body_cipher FROM outbox o JOIN outbox e ON e.account_hash = o.account_hash
    WHERE o.payment_id = ? AND o.state = 'due' AND e.state = 'due' ORDER BY e.kiosk_seq LIMIT 1"""
_STILL_DUE = "SELECT payment_id FROM outbox WHERE payment_id IN (SELECT value FROM json_each(?)) AND state = 'due'"


@dataclass(frozen=True, slots=True)
class DuePayment:
    payment_id: str
    body: bytes  # the frozen request body; holds the full number


class Outbox:
    """Raises ``StorageError`` where a body does not open, ``sqlite3.Error`` where the database cannot be read."""

    def __init__(self, connection: sqlite3.Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    @classmethod
    def open(cls, directory: Path, secrets_directory: Path) -> "Outbox":
        """The ledger must be open in this process already. The calling thread is the only one that may use the result."""
        connection = database.connect(directory, read_only=True)
        return cls(connection, Vault(Keyring(secrets_directory), may_make=False))

    def due(self, limit: int, passing_over: Collection[str]) -> list[DuePayment]:
        """Up to ``limit`` payments that may be sent together, oldest first, one of each account."""
        rows = self._connection.execute(_HEADS, (limit + len(passing_over),)).fetchall()
        chosen = [row for row in rows if row[0] not in passing_over][:limit]
        return [self._opened(row) for row in chosen]

    def before(self, payment_id: str) -> DuePayment | None:
        """What must be sent so that this payment can go: itself, or the oldest unanswered one of its account. None once
        it has its answer."""
        row = self._connection.execute(_HEAD_OF_ACCOUNT, (payment_id,)).fetchone()
        return None if row is None else self._opened(row)

    def still_due(self, payment_ids: Collection[str]) -> set[str]:
        """Which of these have no answer on the disk yet. One read for all: it is asked before every request."""
        if not payment_ids:
            return set()
        return {row[0] for row in self._connection.execute(_STILL_DUE, (json.dumps(list(payment_ids)),))}

    def close(self) -> None:
        self._connection.close()

    def _opened(self, row: tuple[str, str]) -> DuePayment:
        payment_id, body_cipher = row
        return DuePayment(payment_id, unseal_body(self._vault, payment_id, body_cipher))
