"""Reconnection of a suspended line once its arrears are paid; the time it took is kept (F38, trust.md O4)."""

import logging
from typing import Any

from sqlalchemy import select, update

from central.base import Base
from central.billing import SimulatedBilling
from central.payment_rows import bump
from central.sms_outbox import SmsOutbox
from central.tables import payments
from central.times import milliseconds

_log = logging.getLogger(__name__)
_OPEN = ("pending", "late")
_RETRY_SECONDS = 5.0


class Reopening:
    """Looks for payments whose line is due to be reopened. ``late`` is for people to see; it goes on trying."""

    def __init__(self, base: Base, billing: SimulatedBilling, outbox: SmsOutbox) -> None:
        self._base = base
        self._billing = billing
        self._outbox = outbox

    def run_due(self, *, all_at_once: bool = False) -> int:
        """Reopen every line whose time has come (``all_at_once``: or not yet); gives how many accounts were looked at."""
        columns = (payments.c.account_kind, payments.c.account_number)
        waiting = select(*columns).where(payments.c.reopening.in_(_OPEN)).distinct()
        if not all_at_once:
            waiting = waiting.where(payments.c.reopen_due_at <= self._base.now())
        with self._base.database.read() as connection:
            accounts = [(row.account_kind, row.account_number) for row in connection.execute(waiting.limit(50))]
        for account in accounts:
            if self._billing.reopen(*account):
                self._reopened(account)
            else:
                self._not_yet(account)
        return len(accounts)

    def _reopened(self, account: tuple[str, str]) -> None:
        now = self._base.now()
        with self._base.database.write() as connection:
            took = (now - payments.c.posted_at) // 1000
            done = {"reopening": "reopened", "service_state": "active", "reopened_at": now, "service_reopen_seconds": took}
            moved = update(payments).where(*_waiting(account)).values(done).returning(payments.c.payment_id)
            changed = {row.payment_id for row in connection.execute(moved)}
            changed |= set(self._outbox.release(connection, *account))
            bump(connection, changed)
        for payment_id in changed:
            self._base.changes.notify(payment_id)

    def _not_yet(self, account: tuple[str, str]) -> None:
        now = self._base.now()
        overdue = payments.c.posted_at < now - milliseconds(self._base.settings.reopen_late_seconds)
        with self._base.database.write() as connection:
            retry = {"reopen_due_at": self._base.after(_RETRY_SECONDS)}
            connection.execute(update(payments).where(*_waiting(account)).values(retry))
            newly = update(payments).where(*_waiting(account), overdue, payments.c.reopening == "pending")
            late = [
                row.payment_id
                for row in connection.execute(newly.values(reopening="late").returning(payments.c.payment_id))
            ]
            bump(connection, late)
        for payment_id in late:
            _log.warning("CEN-401 the line of payment %s is paid and still not reopened", payment_id)
            self._base.changes.notify(payment_id)


def _waiting(account: tuple[str, str]) -> list[Any]:
    return [
        payments.c.account_kind == account[0],
        payments.c.account_number == account[1],
        payments.c.reopening.in_(_OPEN),
    ]
