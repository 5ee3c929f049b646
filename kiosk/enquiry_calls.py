"""How each question is put to the centre: which calls, and what their answers are together. A table, as in the contract
(docs/central-contract.md, Authentication of a visit, Queries, copies, and Help). Pure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode

import msgspec

from kiosk.catalogue import QuickLane
from kiosk.enquiry import Asker, Challenge, VisitEnded, VisitToken
from kiosk.enquiry_answers import (
    Balance,
    BalanceSheet,
    Bill,
    BillHistory,
    BillSheet,
    DetailPage,
    PastPayments,
    Points,
    PointsExchanges,
    PointsSheet,
    Restrictions,
    SubscriptionEnd,
    Subscriptions,
)
from kiosk.help_answers import HelpOrder, Rated
from kiosk.questions import (
    AskBalance,
    AskBill,
    AskDetails,
    AskPayments,
    AskPoints,
    AskQuickLane,
    AskRestrictions,
    AskSubscriptions,
    CallHelp,
    CopyByNumber,
    CopyByPayment,
    EndSubscription,
    EndVisit,
    OpenChallenge,
    Prove,
    Rate,
)
from kiosk.reprint_answers import ReceiptCopy


@dataclass(frozen=True, slots=True)
class Call:
    """``path``: quoted, with its query. An answer with ``status``, or with ``again`` where the centre
    tells apart what it has done before, has ``shape``. Numbers and secrets are in no ``repr``."""

    method: Literal["GET", "POST", "PUT"]
    path: str = field(repr=False)
    shape: type[Any]
    status: int = 200
    body: bytes | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)
    again: int | None = None

    @property
    def statuses(self) -> tuple[int, ...]:
        return (self.status,) if self.again is None else (self.status, self.again)

    @property
    def headers(self) -> dict[str, str]:
        return {"Visit-Token": self.token} if self.token else {}


@dataclass(frozen=True, slots=True)
class Way:
    """The calls of a question, one after the other, and the answer that theirs make together."""

    calls: Callable[[Any], Sequence[Call]]
    join: Callable[..., Any] = lambda only: only


class Ended(msgspec.Struct, frozen=True):
    status: Literal["ended"]


class Kept(msgspec.Struct, frozen=True):
    status: Literal["kept"]


def _ask(asker: Asker, what: str, shape: type[Any], **query: object) -> Call:
    """``GET /v1/accounts/{number}/{what}``; what is empty is not asked for."""
    given = {"kind": asker.account.kind.value, "visit_id": asker.visit_id, **query}
    narrowed = {name: value for name, value in given.items() if value is not None and value != ""}
    return Call("GET", f"{_account(asker)}/{what}?{_query(narrowed)}", shape, token=asker.token)


def _tell(path: str, shape: type[Any], said: dict[str, object], status: int = 200, token: str = "") -> Call:
    return Call("POST", path, shape, status, msgspec.json.encode(said), token)


def _account(asker: Asker) -> str:
    return f"/v1/accounts/{quote(asker.account.number, safe='')}"


def _query(given: dict[str, object]) -> str:
    return urlencode(given, quote_via=quote, safe="")


def _open_challenge(asked: OpenChallenge) -> list[Call]:
    account = {"kind": asked.account.kind.value, "number": asked.account.number}
    said: dict[str, object] = {"visit_id": asked.visit_id, "account": account}
    said |= {"method": asked.method.value, "language": asked.language.value}
    said |= {"unsubscribe": asked.subscription} if asked.subscription else {}
    return [_tell("/v1/auth/challenges", Challenge, said, status=201)]


def _prove(asked: Prove) -> list[Call]:
    path = f"/v1/auth/challenges/{quote(asked.challenge_id, safe='')}/verify"
    return [_tell(path, VisitToken, {"visit_id": asked.visit_id, "secret": asked.secret}, token=asked.token)]


def _end_visit(asked: EndVisit) -> list[Call]:
    return [_tell("/v1/auth/visits/end", Ended, {"visit_id": asked.visit_id})]


def _balance(asked: AskBalance) -> list[Call]:
    return [_ask(asked.asker, "balance", Balance), _ask(asked.asker, "restrictions", Restrictions)]


def _bill(asked: AskBill) -> list[Call]:
    what = "bills" if asked.month else "bills/current"
    return [_ask(asked.asker, what, Bill, month=asked.month), _ask(asked.asker, "bills/history", BillHistory)]


def _details(asked: AskDetails) -> list[Call]:
    what = "details" if asked.month else "details/current"
    category = asked.category.value if asked.category is not None else ""
    narrowed = {"month": asked.month, "category": category, "day": asked.day, "cursor": asked.cursor}
    return [_ask(asked.asker, what, DetailPage, **narrowed, limit=asked.limit)]


def _points(asked: AskPoints) -> list[Call]:
    return [_ask(asked.asker, "points", Points), _ask(asked.asker, "points/exchanges", PointsExchanges)]


def _end_subscription(asked: EndSubscription) -> list[Call]:
    asker = asked.asker
    path = f"{_account(asker)}/subscriptions/{quote(asked.code, safe='')}/end"
    query = {"kind": asker.account.kind.value, "visit_id": asker.visit_id}
    said = {"visit_id": asker.visit_id, "confirmed": True, "challenge_id": asked.challenge_id, "secret": asked.secret}
    return [_tell(f"{path}?{_query({**query})}", SubscriptionEnd, said, token=asker.token)]


def _copy_by_number(asked: CopyByNumber) -> list[Call]:
    return [_tell("/v1/reprints", ReceiptCopy, {"visit_id": asked.visit_id, "slip_code": asked.receipt_number})]


def _copy_by_payment(asked: CopyByPayment) -> list[Call]:
    said: dict[str, object] = {"visit_id": asked.asker.visit_id, "payment_id": asked.payment_id}
    return [_tell("/v1/reprints", ReceiptCopy, said, token=asked.asker.token)]


def _call_help(asked: CallHelp) -> list[Call]:
    visit = {"state": asked.state, "masked_number": asked.masked_number, "said": ""}
    lists = {"payment_keys": asked.payment_keys, "device_codes": asked.device_codes}
    said = {"visit_id": asked.visit_id, "reason": "called", "money_inside_fen": asked.money_inside, "visit": visit | lists}
    return [replace(_tell("/v1/work-orders", HelpOrder, said, status=201), again=200)]


def _rate(asked: Rate) -> list[Call]:
    said = {"score": asked.score, "rated_at": asked.rated_at}
    return [replace(_tell(f"/v1/visits/{quote(asked.visit_id, safe='')}/rating", Kept, said), method="PUT")]


WAYS: Final[dict[type[Any], Way]] = {
    OpenChallenge: Way(_open_challenge),
    Prove: Way(_prove),
    EndVisit: Way(_end_visit, lambda _ended: VisitEnded()),
    AskBalance: Way(_balance, BalanceSheet),
    AskBill: Way(_bill, BillSheet),
    AskDetails: Way(_details),
    AskPoints: Way(_points, PointsSheet),
    AskPayments: Way(lambda asked: [_ask(asked.asker, "payments", PastPayments)]),
    AskSubscriptions: Way(lambda asked: [_ask(asked.asker, "subscriptions", Subscriptions)]),
    AskRestrictions: Way(lambda asked: [_ask(asked.asker, "restrictions", Restrictions)]),
    AskQuickLane: Way(lambda asked: [_ask(asked.asker, "quick-lane", QuickLane)]),
    EndSubscription: Way(_end_subscription),
    CopyByNumber: Way(_copy_by_number),
    CopyByPayment: Way(_copy_by_payment),
    CallHelp: Way(_call_help),
    Rate: Way(_rate, lambda _kept: Rated()),
}
