"""Wrong answers are counted per number and method, at all terminals together, and lock (F10)."""

from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from central.auth_rules import SERVICE_PASSWORD
from central.base import Base
from central.database import insert_once
from central.problems import ProblemError
from central.settings import Settings
from central.times import Milliseconds, milliseconds, render
from central.visit_tables import auth_failures


class Failures:
    """Everything takes part in the caller's transaction, so that two terminals can't both have the last try."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def check(self, connection: Connection, kind: str, number: str, method: str) -> None:
        """403 ``account-locked`` with Retry-After and ``locked_until``. Holds the row until the transaction ends.

        Also for numbers that do not exist: a lock says nothing about whether there is a customer.
        """
        now = self._base.now()
        row = self._row(connection, kind, number, method)
        if row.locked_until > now:
            raise self.locked(row.locked_until)

    def locked(self, until: Milliseconds) -> ProblemError:
        wait = max(1, -(-(until - self._base.now()) // 1000))
        return ProblemError(
            "account-locked",
            "too many wrong answers for this number; the counter can help at once",
            retry_after=wait,
            locked_until=render(until),
        )

    def count(self, connection: Connection, kind: str, number: str, method: str) -> Milliseconds | None:
        """One more wrong answer. Gives the end of the lock that it brings, if it does."""
        now, settings = self._base.now(), self._base.settings
        row = self._row(connection, kind, number, method)
        recent = row.failed_at > now - milliseconds(settings.failure_window_seconds) and not row.locked_until
        failures = row.failures + 1 if recent else 1
        until = now + lock_length(method, settings) if failures >= settings.failures_to_lock else None
        changed = {"failures": failures, "failed_at": now, "locked_until": until or 0}
        connection.execute(update(auth_failures).where(*_is(kind, number, method)).values(changed))
        return until

    def forgive(self, connection: Connection, kind: str, number: str, method: str) -> None:
        """A right answer: the count begins anew."""
        connection.execute(update(auth_failures).where(*_is(kind, number, method)).values(failures=0, locked_until=0))

    def _row(self, connection: Connection, kind: str, number: str, method: str) -> Row[tuple[Any, ...]]:
        key = {"account_kind": kind, "account_number": number, "method": method}
        if insert_once(connection, auth_failures, key | {"failures": 0, "failed_at": self._base.now(), "locked_until": 0}):
            self._forget_old(connection)
        return connection.execute(select(auth_failures).where(*_is(kind, number, method)).with_for_update()).one()

    def _forget_old(self, connection: Connection) -> None:
        """Made-up numbers leave rows too; none stays longer than it could matter."""
        now, settings = self._base.now(), self._base.settings
        old = auth_failures.c.failed_at < now - milliseconds(settings.failure_window_seconds)
        connection.execute(delete(auth_failures).where(old, auth_failures.c.locked_until < now))


def lock_length(method: str, settings: Settings) -> Milliseconds:
    """A password can be guessed from anywhere, a code only by who makes the customer's handset ring."""
    long = method == SERVICE_PASSWORD
    return milliseconds(settings.password_lock_seconds if long else settings.code_lock_seconds)


def _is(kind: str, number: str, method: str) -> tuple[Any, ...]:
    columns = auth_failures.c
    return (columns.account_kind == kind, columns.account_number == number, columns.method == method)
