"""The billing system, simulated: it has its own books and can be slow, down, refuse, or lose its answer after posting.

It posts whatever it is told, also twice (``tables.billing_postings``): that nothing is posted twice is our work, not its.
A real adapter offers the same four methods.
"""

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from sqlalchemy import Row, insert, select, update

from central.database import Database
from central.tables import billing_accounts, billing_postings
from central.times import Milliseconds, Now

LineState = Literal["active", "suspended_one_way", "suspended_two_way"]
SUSPENDED: Final = frozenset({"suspended_one_way", "suspended_two_way"})


class BillingMode(StrEnum):
    NORMAL = "normal"
    DOWN = "down"  # no connection: nothing is posted, and we know it
    LOSE_ANSWER = "lose_answer"  # posted, but we never hear of it
    REJECT = "reject"


class BillingUnreachableError(Exception):
    """Not connected: certainly nothing was done."""


class BillingAnswerLostError(Exception):
    """Sent, no answer: nobody knows. Only an inquiry may follow, never the same posting again."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account as billing sees it; ``balance_fen`` is negative while something is owed."""

    kind: str
    number: str
    name: str
    tier: str  # as billing says, where it knows no spending
    balance_fen: int
    service_state: LineState
    condition: str
    restriction_reason: str | None
    restriction_until: Milliseconds | None
    sms_number: str
    spent_year_fen: int | None = None  # over the last twelve months
    spent_month_fen: int | None = None  # on average of the last three

    @property
    def sms_reachable(self) -> bool:
        """A line stopped in both directions receives nothing, a fixed line without a contact mobile never does (X6)."""
        stopped = self.service_state == "suspended_two_way" and self.sms_number == self.number
        return bool(self.sms_number) and not stopped


@dataclass(frozen=True, slots=True)
class Posting:
    """An order to credit an account. ``valid_until``: billing must not apply it later than this."""

    reference: str
    kind: str
    number: str
    amount_fen: int
    valid_until: Milliseconds


@dataclass(frozen=True, slots=True)
class PostingDone:
    balance_after_fen: int
    account: Account


@dataclass(frozen=True, slots=True)
class PostingRejected:
    """``problem`` is a name of ``problems.KINDS``; ``reason`` e.g. ``closed``."""

    problem: str
    reason: str | None = None


class SimulatedBilling:
    """Thread-safe. The mode is not stored: after a restart billing is normal again."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._pause = threading.Event()  # never set: waiting on it is a sleep that a stop can end
        self.mode = BillingMode.NORMAL
        self.delay_seconds = 0.0

    def close(self) -> None:
        self._pause.set()

    def account(self, kind: str, number: str) -> Account | None:
        """None: no such account. Raises BillingUnreachableError."""
        self._reach()
        with self._database.read() as connection:
            row = connection.execute(select(billing_accounts).where(*_is(kind, number))).first()
        return None if row is None else _account(row)

    def post(self, posting: Posting) -> PostingDone | PostingRejected:
        """Raises BillingUnreachableError (nothing done) or BillingAnswerLostError (nobody knows)."""
        self._reach()
        mode = self.mode
        with self._database.write() as connection:
            if self._now() > posting.valid_until:
                raise BillingAnswerLostError("the order arrived after its time and was not applied")
            row = connection.execute(select(billing_accounts).where(*_is(posting.kind, posting.number))).first()
            refusal = _refusal(row, mode)
            if refusal is not None or row is None:
                return refusal or PostingRejected("account-not-found")
            balance = row.balance_fen + posting.amount_fen
            here = update(billing_accounts).where(*_is(posting.kind, posting.number))
            connection.execute(here.values(balance_fen=balance))
            connection.execute(
                insert(billing_postings).values(
                    reference=posting.reference,
                    kind=posting.kind,
                    number=posting.number,
                    amount_fen=posting.amount_fen,
                    balance_after_fen=balance,
                    posted_at=self._now(),
                )
            )
        if mode is BillingMode.LOSE_ANSWER:
            raise BillingAnswerLostError("the connection broke before the answer came")
        return PostingDone(balance, _account(row, balance_fen=balance))

    def inquire(self, reference: str) -> PostingDone | None:
        """Was this reference posted? None: certainly not. Raises BillingUnreachableError."""
        self._reach()
        with self._database.read() as connection:
            query = select(billing_postings).where(billing_postings.c.reference == reference)
            posted = connection.execute(query.order_by(billing_postings.c.posting_id)).first()
            if posted is None:
                return None
            row = connection.execute(select(billing_accounts).where(*_is(posted.kind, posted.number))).one()
        return PostingDone(posted.balance_after_fen, _account(row))

    def reopen(self, kind: str, number: str) -> bool:
        """Switch a suspended line on again. False while something is owed or billing can't be reached."""
        if self.mode is BillingMode.DOWN:
            return False
        paid = [*_is(kind, number), billing_accounts.c.balance_fen >= 0]
        with self._database.write() as connection:
            done = connection.execute(update(billing_accounts).where(*paid).values(service_state="active"))
            return done.rowcount == 1

    def _reach(self) -> None:
        if self.mode is BillingMode.DOWN:
            raise BillingUnreachableError("the billing system does not answer")
        if self.delay_seconds:
            self._pause.wait(self.delay_seconds)


def _is(kind: str, number: str) -> list[Any]:
    return [billing_accounts.c.kind == kind, billing_accounts.c.number == number]


def _refusal(row: Row[Any] | None, mode: BillingMode) -> PostingRejected | None:
    if row is None:
        return PostingRejected("account-not-found")
    if row.condition != "open":
        return PostingRejected("account-restricted", row.condition)
    return PostingRejected("billing-rejected", "refused_by_billing") if mode is BillingMode.REJECT else None


def _account(row: Row[Any], **changed: Any) -> Account:
    fields = row._asdict() | changed
    return Account(**fields)
