"""What a customer asks about a line once it is proved who asks: balance, bills, details, points, payments, restrictions."""

from typing import Annotated

from fastapi import APIRouter, Query

from central.api.errors import documented
from central.api.visit_guard import QUERY_REFUSALS, Asked, MayAskBalance, MayAskBill, MayAskDetails
from central.detail_pages import Wanted, page_of
from central.months import PATTERN, month_of
from central.past_payments import payments_of
from central.problems import ProblemError
from central.query_answers import balance_answer, bill_answer, detail_page, month_sums, named
from central.query_schemas import (
    BalanceAnswer,
    BillAnswer,
    BillHistoryAnswer,
    DetailPage,
    DetailQuery,
    LineRestrictionAnswer,
    PastPayment,
    PastPaymentsAnswer,
    PointsAnswer,
    PointsExchangeAnswer,
    PointsExchangesAnswer,
    RestrictionsAnswer,
)
from central.times import render

router = APIRouter(prefix="/v1/accounts/{number}", tags=["queries"])
_ASKED = documented(*QUERY_REFUSALS)
_PAST = documented(*QUERY_REFUSALS, "month-not-found")
PastMonth = Annotated[str, Query(pattern=PATTERN, description="one of the six before the current one")]
DetailsAsked = Annotated[DetailQuery, Query()]


@router.get("/balance", responses=_ASKED)
def balance(asked: MayAskBalance) -> BalanceAnswer:
    """The balance with its parts, and what each service has cost this month (F15)."""
    now = asked.centre.now()
    tier = asked.centre.catalogues.tier_of(asked.account)
    return balance_answer(asked.account, tier, asked.centre.customers.bill(asked.account, month_of(now)), now)


@router.get("/bills/current", responses=_ASKED)
def current_bill(asked: MayAskBill) -> BillAnswer:
    """The month that is running: no adjustments yet (F26)."""
    now = asked.centre.now()
    return bill_answer(asked.centre.customers.bill(asked.account, month_of(now)), now)


@router.get("/bills", responses=_PAST)
def past_bill(month: PastMonth, asked: MayAskBill) -> BillAnswer:
    """A month that is over; the current one has a call of its own (F26)."""
    _check_past(asked, month)
    return bill_answer(asked.centre.customers.bill(asked.account, month), asked.centre.now())


@router.get("/bills/history", responses=_ASKED)
def bill_history(asked: MayAskBill) -> BillHistoryAnswer:
    """Where the money went, this month and the six before, for the picture."""
    now, customers = asked.centre.now(), asked.centre.customers
    months = [*reversed(customers.months()), month_of(now)]
    return BillHistoryAnswer(months=[month_sums(customers.bill(asked.account, month), now) for month in months])


@router.get("/details/current", responses=_ASKED)
def current_details(asked: MayAskDetails, wanted: DetailsAsked) -> DetailPage:
    """Records of the month that is running, the newest first."""
    return _details(asked, month_of(asked.centre.now()), wanted)


@router.get("/details", responses=_PAST)
def past_details(month: PastMonth, asked: MayAskDetails, wanted: DetailsAsked) -> DetailPage:
    """Records of a month that is over, the newest first."""
    _check_past(asked, month)
    return _details(asked, month, wanted)


@router.get("/points", responses=_ASKED)
def points(asked: MayAskBalance) -> PointsAnswer:
    """The points, and how many lapse when."""
    found = asked.centre.customers.points(asked.account)
    return PointsAnswer(
        points=found.balance,
        expiring_points=found.expiring,
        expires_at=render(found.expires_at),
        as_of=render(asked.centre.now()),
    )


@router.get("/points/exchanges", responses=_ASKED)
def points_exchanges(asked: MayAskBalance) -> PointsExchangesAnswer:
    """What points were given for, the newest first (F21)."""
    found = asked.centre.customers.points(asked.account).exchanges
    return PointsExchangesAnswer(
        items=[PointsExchangeAnswer(exchanged_at=render(one.at), item=named(one.item), points=one.points) for one in found]
    )


@router.get("/payments", responses=_ASKED)
def past_payments(asked: MayAskBalance) -> PastPaymentsAnswer:
    """Payments of the last months by every channel. Receipt numbers are left out: they open reprints (field.md X32)."""
    found = payments_of(asked.centre.database, asked.centre.customers, asked.account)
    return PastPaymentsAnswer(
        items=[
            PastPayment(paid_at=render(one.at), amount_fen=one.fen, channel=named(one.channel), payment_id=one.payment_id)
            for one in found
        ]
    )


@router.get("/restrictions", responses=_ASKED)
def restrictions(asked: MayAskBalance) -> RestrictionsAnswer:
    """What cannot be done with this line, why, and until when (F18)."""
    found = asked.centre.customers.restrictions(asked.account)
    return RestrictionsAnswer(
        items=[
            LineRestrictionAnswer(
                code=one.code,
                what=named(one.what),
                reason=named(one.reason),
                until=render(one.until),
                earlier=named(one.earlier) if one.earlier is not None else None,
            )
            for one in found
        ]
    )


def _details(asked: Asked, month: str, wanted: DetailQuery) -> DetailPage:
    usage = asked.centre.customers.usage(asked.account, month)
    below = int(wanted.cursor[1:]) if wanted.cursor is not None else None
    filters = Wanted(category=wanted.category, day=wanted.day, text=wanted.search.strip())
    return detail_page(month, page_of(usage, filters, below, wanted.limit), asked.centre.now())


def _check_past(asked: Asked, month: str) -> None:
    if month == month_of(asked.centre.now()):
        raise ProblemError("month-not-found", "the month is not over; ask for the current one", reason="current")
    if month not in asked.centre.customers.months():
        raise ProblemError("month-not-found", "only the six months before the current one are kept", reason="not_kept")
