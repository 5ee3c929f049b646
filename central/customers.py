"""What the customer system knows of a line beside its account: use, bills, points, subscriptions, restrictions. Simulated.

A real adapter offers the same methods of ``SimulatedCustomers``. Where nothing is invented (no demo) there are no accounts
to ask about either.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from central import demo_usage
from central.billing import SUSPENDED, Account
from central.charges import PROVIDERS, Words, charge_of
from central.months import begins, month_of, months_before
from central.statements import Bill, Usage, bill_of, until
from central.times import Milliseconds, Now

HISTORY_MONTHS: Final = 6
_DAY: Final = 24 * 3600 * 1000
_RECLAIMED_AFTER_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Subscription:
    code: str
    name: Words
    provider: Words | None  # of a third party's service
    monthly_fen: int
    since: Milliseconds


@dataclass(frozen=True, slots=True)
class PointsExchange:
    at: Milliseconds
    item: Words
    points: int


@dataclass(frozen=True, slots=True)
class Points:
    balance: int
    expiring: int
    expires_at: Milliseconds
    exchanges: tuple[PointsExchange, ...]


@dataclass(frozen=True, slots=True)
class EarlierPayment:
    at: Milliseconds
    amount_fen: int
    channel: Words


@dataclass(frozen=True, slots=True)
class LineRestriction:
    """Cannot do ``what`` until ``until`` because ``reason`` (F18). ``earlier``: what ends it sooner, if anything does."""

    code: str
    what: Words
    reason: Words
    until: Milliseconds
    earlier: Words | None


_ITEMS: Final = (
    (Words("话费10元", "10 yuan of credit"), 1_000),
    (Words("国内流量1GB", "1 GB of data"), 800),
    (Words("保温杯", "Thermos flask"), 3_200),
    (Words("超市购物卡50元", "50 yuan shop card"), 5_000),
)
_CHANNELS: Final = (
    Words("手机营业厅", "App"),
    Words("营业厅柜台", "Counter"),
    Words("银行代扣", "Bank debit"),
    Words("自助终端", "Terminal"),
)
_RESTRICTED: Final = {
    "contract_period": (
        Words("携号转网、变更为更低档套餐", "Porting out, change to a cheaper plan"),
        Words("合约期内", "The contract is still running"),
    ),
    "arrears": (
        Words("办理新业务、主叫通话", "Ordering services, outgoing calls"),
        Words("账户欠费，已停机", "The line is stopped because of arrears"),
    ),
}
_BY_PAYING: Final = Words("缴清欠费后自动解除", "Ends by itself once everything is paid")


class SimulatedCustomers:
    """Pure but for the clock."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def months(self) -> list[str]:
        """Those that are over and can be asked for, the last one first."""
        return months_before(month_of(self._now()), HISTORY_MONTHS)

    def usage(self, account: Account, month: str) -> Sequence[Usage]:
        """What has happened of it so far, in the order of time."""
        current = month == month_of(self._now())
        stopped = current and account.service_state in SUSPENDED
        found = demo_usage.usage_of(account.kind, account.number, month, account.tier, stopped=stopped)
        return until(found, self._now()) if current else found

    def bill(self, account: Account, month: str) -> Bill:
        closed = month != month_of(self._now())
        return bill_of(month, demo_usage.plan_of(account.tier), self.usage(account, month), closed=closed)

    def subscriptions(self, account: Account) -> list[Subscription]:
        """As they were ordered; what has been ended since is the centre's to know."""
        if account.kind != "mobile":
            return []
        since = begins(months_before(month_of(self._now()), 11)[-1])
        found = []
        for raw_type in demo_usage.subscribed(account.number):
            charge = charge_of(raw_type)
            fee = demo_usage.monthly_fee(raw_type)
            found.append(Subscription(charge.code.upper(), charge.name, PROVIDERS.get(charge.code), fee, since))
        return found

    def points(self, account: Account) -> Points:
        chance = random.Random(f"{demo_usage.SEED}:points:{account.kind}:{account.number}")
        now = self._now()
        moments = [begins(month) + 9 * _DAY for month in months_before(month_of(now), 11)[::3]]
        exchanges = [PointsExchange(at, *chance.choice(_ITEMS)) for at in moments if chance.randrange(3)]
        year_end = begins(f"{int(month_of(now)[:4]) + 1}-01")
        return Points(chance.randrange(200, 24_000), chance.randrange(0, 200), year_end, tuple(exchanges))

    def earlier_payments(self, account: Account) -> list[EarlierPayment]:
        """Those of other channels, the newest first; the terminals' own are in the centre's books."""
        chance = random.Random(f"{demo_usage.SEED}:payments:{account.kind}:{account.number}")
        moments = [begins(month) + chance.randrange(2, 26) * _DAY + chance.randrange(_DAY) for month in self.months()]
        return [
            EarlierPayment(at, chance.choice((3_000, 5_000, 10_000, 20_000)), chance.choice(_CHANNELS)) for at in moments
        ]

    def restrictions(self, account: Account) -> list[LineRestriction]:
        found = []
        if account.restriction_reason in _RESTRICTED and account.restriction_until is not None:
            what, reason = _RESTRICTED[account.restriction_reason]
            found.append(LineRestriction(account.restriction_reason, what, reason, account.restriction_until, None))
        if account.service_state in SUSPENDED:
            reclaimed = begins(month_of(self._now())) + _RECLAIMED_AFTER_DAYS * _DAY
            found.append(LineRestriction("arrears", *_RESTRICTED["arrears"], reclaimed, _BY_PAYING))
        return found
