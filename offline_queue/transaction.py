"""What a writer may use while one commit is in progress, and how it says that a fact cannot be true."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.facts import PaymentAccepted
from kiosk.ports import StorageError
from offline_queue.privacy import SealedAccount, Vault

RequestBody = Callable[[PaymentAccepted, str], bytes]


class ContradictionError(StorageError):
    """A fact that what is on the disk rules out. The whole commit is rolled back, and nothing more is committed."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Notes that two persons credited: the payment of the same commit covers them and nothing else."""

    visit_id: str
    note_ids: tuple[str, ...]


@dataclass(slots=True)
class Transaction:
    """One commit. ``seq`` is the journal's number of the fact being written, ``touched`` the visits to check at the end."""

    connection: sqlite3.Connection
    kiosk_id: str
    at: str  # RFC 3339, the same for all facts of the commit
    month: str  # of the encryption key, "2026-11"
    vault: Vault
    request_body: RequestBody
    seq: int = 0
    account: SealedAccount | None = None  # of the fact being written
    touched: set[str] = field(default_factory=set)
    uncredited: set[str] = field(default_factory=set)  # attempts that persons called charged, until their charge
    credits: dict[str, Credit] = field(default_factory=dict)  # by payment id: what persons credited, until that payment

    def run(self, statement: str, parameters: tuple[object, ...]) -> int:
        """Execute a prepared statement; the number of rows it changed."""
        return self.connection.execute(statement, parameters).rowcount

    def row(self, statement: str, parameters: tuple[object, ...]) -> tuple[object, ...] | None:
        found: tuple[object, ...] | None = self.connection.execute(statement, parameters).fetchone()
        return found

    def sealed_account(self) -> SealedAccount:
        if self.account is None:
            raise ContradictionError("A fact that names an account came without it.")
        return self.account


def whole_fen(amount: object, what: str) -> int:
    """The amount, if it is a whole, positive number of fen; SQLite would accept ``True`` and ``100.0`` as well."""
    if type(amount) is not int or amount <= 0:
        raise ContradictionError(f"{what} must be a whole number of fen above 0, not {amount!r}.")
    return amount
