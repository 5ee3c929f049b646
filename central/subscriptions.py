"""What a line is subscribed to, and its end: named, confirmed, and by code (F16, F17)."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select

from central.base import Base
from central.billing import Account
from central.challenges import Challenges
from central.charges import Words
from central.customers import SimulatedCustomers, Subscription
from central.months import ends, month_of
from central.problems import ProblemError
from central.times import Milliseconds
from central.visit_tables import subscription_ends
from central.visits import Visit

Outcome = Literal["done", "none"]


@dataclass(frozen=True, slots=True)
class Ended:
    """``none``: there was no such subscription. ``charged_until``: nothing is charged from then on."""

    outcome: Outcome
    code: str
    name: Words | None
    charged_until: Milliseconds | None


class Subscriptions:
    def __init__(self, base: Base, customers: SimulatedCustomers, challenges: Challenges) -> None:
        self._base = base
        self._customers = customers
        self._challenges = challenges

    def active(self, account: Account) -> list[Subscription]:
        with self._base.database.read() as connection:
            return self._active(connection, account)

    def end(self, visit: Visit, account: Account, code: str, challenge_id: str, secret: str) -> Ended:
        """By a challenge that was opened for this end. The same challenge again gives the same answer, or 409
        ``challenge-over``; other problems as ``Challenges.settle``."""

        def act(connection: Connection) -> Ended:
            found = [one for one in self._active(connection, account) if one.code == code]
            now = self._base.now()
            outcome: Outcome = "done" if found else "none"
            whose = {"account_kind": account.kind, "account_number": account.number, "code": code}
            kept = insert(subscription_ends).values(challenge_id=challenge_id, outcome=outcome, ended_at=now, **whose)
            connection.execute(kept)
            return self._ended(account, code, outcome, now)

        purpose = f"unsubscribe:{code}"
        try:
            return self._challenges.confirm(visit, challenge_id, secret, purpose=purpose, act=act)
        except ProblemError as problem:
            row = self._kept(challenge_id) if problem.more.get("reason") == "used" else None
            if row is None:
                raise
            return self._ended(account, code, row.outcome, row.ended_at)

    def _active(self, connection: Connection, account: Account) -> list[Subscription]:
        columns = subscription_ends.c
        mine = (columns.account_kind == account.kind, columns.account_number == account.number, columns.outcome == "done")
        ended = set(connection.execute(select(columns.code).where(*mine)).scalars())
        return [one for one in self._customers.subscriptions(account) if one.code not in ended]

    def _kept(self, challenge_id: str) -> Row[Any] | None:
        query = select(subscription_ends).where(subscription_ends.c.challenge_id == challenge_id)
        with self._base.database.read() as connection:
            return connection.execute(query).first()

    def _ended(self, account: Account, code: str, outcome: Outcome, at: Milliseconds) -> Ended:
        names = {one.code: one.name for one in self._customers.subscriptions(account)}
        return Ended(outcome, code, names.get(code), ends(month_of(at)) if outcome == "done" else None)
