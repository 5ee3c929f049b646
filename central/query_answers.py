"""Bills, balances and records as the contract shows them. Pure."""

from central.billing import Account
from central.charges import PROVIDERS, Words, charge_of
from central.detail_pages import Page
from central.months import begins, month_of, shifted
from central.query_schemas import (
    BalanceAnswer,
    BalancePart,
    BillAnswer,
    CategorySum,
    ChargeGroup,
    ChargeLine,
    DataVolume,
    DetailPage,
    DetailRecord,
    MonthSums,
    Named,
    PlanAnswer,
    ThirdPartyLine,
)
from central.statements import Adjustment, Bill, BillLine, Usage, by_category, kilobytes
from central.times import Milliseconds, render


def named(words: Words) -> Named:
    return Named.model_validate(words)


def balance_answer(account: Account, tier: str, bill: Bill, now: Milliseconds) -> BalanceAnswer:
    """A fifth of a credit was granted with the plan and lapses with the year; the rest is the customer's own."""
    granted = max(account.balance_fen, 0) // 5
    lapses = render(begins(f"{shifted(month_of(now), 12)[:4]}-01"))
    parts = [BalancePart(code="principal", amount_fen=account.balance_fen - granted, until=None)]
    if granted:
        parts.append(BalancePart(code="granted", amount_fen=granted, until=lapses))
    lines = [line for group in bill.own for line in group.lines] + list(bill.third_party)
    return BalanceAnswer(
        balance_fen=max(account.balance_fen, 0),
        arrears_fen=max(-account.balance_fen, 0),
        parts=parts,
        month=bill.month,
        charges=[_line(line) for line in lines],
        charged_fen=bill.own_fen + bill.third_party_fen,
        service_state=account.service_state,
        tier=tier,
        as_of=render(now),
    )


def bill_answer(bill: Bill, now: Milliseconds) -> BillAnswer:
    return BillAnswer(
        month=bill.month,
        closed=bill.month != month_of(now),
        plan=PlanAnswer(code=bill.plan.code, name=named(bill.plan.name)),
        own_charges=[
            ChargeGroup(category=group.category, amount_fen=group.amount_fen, lines=[_line(line) for line in group.lines])
            for group in bill.own
        ],
        third_party_charges=[
            ThirdPartyLine(**_line(line).model_dump(), provider=named(PROVIDERS[line.code])) for line in bill.third_party
        ],
        adjustments=[_line(adjustment) for adjustment in bill.adjustments],
        own_fen=bill.own_fen,
        third_party_fen=bill.third_party_fen,
        adjustments_fen=bill.adjustments_fen,
        total_fen=bill.total_fen,
        data_usage=DataVolume(volume_kb=kilobytes(bill.raw_bytes), raw_bytes=bill.raw_bytes),
        call_seconds=bill.call_seconds,
        messages=bill.messages,
        as_of=render(now),
    )


def month_sums(bill: Bill, now: Milliseconds) -> MonthSums:
    return MonthSums(
        month=bill.month,
        closed=bill.month != month_of(now),
        groups=[CategorySum(category=category, amount_fen=fen) for category, fen in by_category(bill).items()],
        adjustments_fen=bill.adjustments_fen,
        total_fen=bill.total_fen,
    )


def detail_page(month: str, page: Page, now: Milliseconds) -> DetailPage:
    return DetailPage(
        month=month,
        items=[_record(month, record) for record in page.records],
        next_cursor=f"d{page.following}" if page.following is not None else None,
        found=page.count,
        found_fen=page.amount_fen,
        as_of=render(now),
    )


def _record(month: str, record: Usage) -> DetailRecord:
    charge = charge_of(record.raw_type)
    return DetailRecord(
        record_id=f"{month}-{record.ordinal:06d}",
        category=charge.category,
        charge=charge.code,
        name=named(charge.name),
        raw_type=record.raw_type,
        started_at=render(record.started_at),
        counterpart=record.counterpart,
        place=record.place,
        seconds=record.seconds,
        raw_bytes=record.raw_bytes,
        volume_kb=kilobytes(record.raw_bytes),
        amount_fen=record.amount_fen,
    )


def _line(line: BillLine | Adjustment) -> ChargeLine:
    return ChargeLine(code=line.code, name=named(line.name), amount_fen=line.amount_fen)
