"""The samples of the pages that show answers: full, empty, long, huge, busy, with a problem."""

from dataclasses import replace
from typing import Final

from kiosk.enquiry_views import (
    BalanceView,
    BillGroup,
    BillView,
    CategoryKey,
    DetailRow,
    DetailsView,
    EndSubscriptionView,
    ExchangeLine,
    Line,
    MonthBar,
    PastPaymentLine,
    PaymentsView,
    PointsView,
    RestrictionLine,
    RestrictionsView,
    SubscriptionLine,
    SubscriptionsView,
)
from kiosk.money import ZERO, Fen, total
from kiosk.views import Body, Message
from ui.sample_payer import GREETING, MASKED, OWED

AS_OF: Final = "2026-11-21T20:58:44.120+08:00"
HUGE: Final = Fen(99_999_999_999)
_SILENT: Final = Message("centre_silent_asking")
_CONTRACT: Final = RestrictionLine("携号转网、变更为更低档套餐", "合约期内", "2027-06-30T23:59:59+08:00")
_STOPPED: Final = RestrictionLine(
    "办理新业务、主叫通话", "账户欠费，已停机", "2027-02-01T00:00:00+08:00", "缴清欠费后自动解除"
)
_BALANCE: Final = BalanceView(
    title="话费余额",
    masked_number=MASKED,
    balance=Fen(6830),
    arrears=ZERO,
    principal=Fen(3830),
    granted=(Line("", Fen(3000), "2027-03-31T23:59:59+08:00"),),
    charges=(
        Line("套餐及固定费", Fen(12800)),
        Line("上网流量", Fen(2400)),
        Line("语音通话", Fen(1540)),
        Line("代收费业务", Fen(1000)),
    ),
    charged=Fen(17740),
    restrictions=(),
    as_of=AS_OF,
    can_pay=True,
    can_print=True,
    credit_limit=Fen(20000),
    care=Message("care_sms"),
    greeting=GREETING,
)
KINDS: Final = ("套餐及固定费", "语音通话", "短信彩信", "上网流量", "国际漫游", "增值业务", "代收费业务", "其他费用")
_OWN: Final = (
    BillGroup("套餐及固定费", Fen(12800), (Line("畅享融合 128 元套餐", Fen(12800)),)),
    BillGroup("语音通话", Fen(1540), (Line("国内主叫通话", Fen(1240)), Line("国内被叫通话", Fen(300)))),
    BillGroup("上网流量", Fen(2400), (Line("国内流量，超出套餐", Fen(2400)), Line("套餐内流量", ZERO))),
)


def _bar(month: str, *parts: int, adjusted: int = 0, closed: bool = True, chosen: bool = False) -> MonthBar:
    whole = (*parts, *(0,) * (len(KINDS) - len(parts)))
    return MonthBar(month, Fen(sum(whole) + adjusted), tuple(Fen(part) for part in whole), closed, chosen)


_BARS: Final = (
    _bar("2026-05", 12800, 400, 0, 0, 0, 0, 1000),
    _bar("2026-06", 12800, 900, 20, 100),
    _bar("2026-07", 12800, 320, 0, 0, 0, 500, 1000, adjusted=-1500),
    _bar("2026-08", 12800, 210, 0, 2900, 4800, 0, 1000),
    _bar("2026-09", 12800, 150, 10, 600, 0, 500, 1000),
    _bar("2026-10", 12800, 1540, 0, 2400, 0, 0, 1000, adjusted=500),
    _bar("2026-11", 12800, 300, 0, 0, 0, 0, 1000, closed=False),
)
_MONTHS: Final = tuple(bar.month for bar in _BARS[:-1])
_BILL: Final = BillView(
    title="历史账单",
    masked_number=MASKED,
    month="2026-10",
    closed=True,
    plan="畅享融合 128 元套餐",
    own=_OWN,
    own_total=Fen(16740),
    third_party=(Line("视频会员", Fen(1000), "某视频科技有限公司"),),
    third_party_total=Fen(1000),
    adjustments=(Line("最低消费补足", Fen(500)),),
    adjusted=Fen(500),
    total=OWED,
    volume_kb=2_422_243,
    raw_bytes=2_480_376_321,
    call_seconds=5230,
    messages=17,
    as_of=AS_OF,
    kinds=KINDS,
    bars=tuple(replace(bar, chosen=bar.month == "2026-10") for bar in _BARS),
    months=_MONTHS,
    can_pay=True,
    can_print=True,
    greeting=GREETING,
)
_NOW: Final = replace(
    _BILL,
    title="本月账单",
    month="2026-11",
    closed=False,
    own=(BillGroup("套餐及固定费", Fen(12800), _OWN[0].lines), BillGroup("语音通话", Fen(300), _OWN[1].lines[1:])),
    own_total=Fen(13100),
    adjustments=(),
    adjusted=ZERO,
    total=Fen(14100),
    bars=tuple(replace(bar, chosen=bar.month == "2026-11") for bar in _BARS),
    months=(),
)
_LONG_ZH: Final = "全国亲情畅聊融合尊享大流量不限量提速家庭共享套餐（含副卡三张及宽带五百兆）二零二六年版"
_LONG_EN: Final = (
    "Nationwide family plan with unlimited reduced-speed data, three extra SIM cards and 500 Mbit/s broadband, 2026"
)
_MANY_OWN: Final = tuple(
    BillGroup(
        kind,
        Fen(4 * 12_345),
        tuple(Line(f"{_LONG_EN if kind == KINDS[1] else _LONG_ZH} {n}", Fen(12_345)) for n in range(4)),
    )
    for kind in KINDS[:6]
)
_FULL_BARS: Final = tuple(
    replace(bar, total=Fen(8 * 1_234_567), parts=(Fen(1_234_567),) * 8, chosen=bar.month == "2026-10") for bar in _BARS
)
_LONG_BILL: Final = replace(
    _BILL,
    plan=_LONG_ZH,
    own=_MANY_OWN,
    own_total=total([group.amount for group in _MANY_OWN]),
    third_party=tuple(Line(_LONG_EN, Fen(100), _LONG_ZH) for _ in range(6)),
    third_party_total=Fen(600),
    adjustments=(Line(_LONG_ZH, Fen(-5000)), Line(_LONG_EN, Fen(500))),
    adjusted=Fen(-4500),
    total=Fen(total([group.amount for group in _MANY_OWN]) + 600 - 4500),
    bars=_FULL_BARS,
)
_HUGE_BILL: Final = replace(
    _BILL,
    own=(BillGroup(KINDS[0], HUGE, (Line("套餐", HUGE),)),),
    own_total=HUGE,
    third_party=(Line("视频会员", HUGE, "某视频科技有限公司"),),
    third_party_total=HUGE,
    adjustments=(Line("调账", Fen(-HUGE)),),
    adjusted=Fen(-HUGE),
    total=HUGE,
    volume_kb=2**53,
    raw_bytes=2**53,
    call_seconds=2**40,
    messages=2**53,
    bars=(
        *_BARS[:-2],
        replace(_BARS[-2], total=HUGE, parts=(HUGE, *(ZERO,) * 5, HUGE, Fen(-HUGE)), chosen=True),
        _BARS[-1],
    ),
)
_EMPTY_BILL: Final = replace(
    _NOW,
    own=(),
    own_total=ZERO,
    third_party=(),
    third_party_total=ZERO,
    total=ZERO,
    volume_kb=0,
    raw_bytes=0,
    call_seconds=0,
    messages=0,
    bars=(_bar("2026-11", closed=False, chosen=True),),
)
_CATEGORY_CODES: Final = ("monthly_fee", "voice", "message", "data", "roaming", "value_added", "third_party", "other")
_CATEGORIES: Final = (
    CategoryKey("", "", chosen=True),
    *(CategoryKey(code, name, chosen=False) for code, name in zip(_CATEGORY_CODES, KINDS, strict=False)),
)
_CATEGORIES_EN: Final = (
    CategoryKey("", "", chosen=True),
    *(
        CategoryKey(code, name, chosen=False)
        for code, name in zip(
            _CATEGORY_CODES,
            (
                *("Plan and fixed fees", "Calls", "SMS and MMS", "Data", "Roaming", "Value-added services"),
                *("Collected for others", "Other"),
            ),
            strict=True,
        )
    ),
)
_SAMPLE_ROWS: Final = (
    DetailRow("2026-10-15T12:03:44.000+08:00", "国内流量", "", "杭州", 0, 7934, Fen(120)),
    DetailRow("2026-10-15T11:58:02.000+08:00", "国内主叫通话", "139****1234", "杭州", 187, 0, Fen(60)),
    DetailRow("2026-10-15T09:12:31.000+08:00", "短信", "10086", "杭州", 0, 0, ZERO),
    DetailRow("2026-10-14T22:41:09.000+08:00", "国际漫游流量", "", "新加坡", 5230, 2_422_243, Fen(4800)),
)
ROWS: Final = _SAMPLE_ROWS * 25
_DETAILS: Final = DetailsView(
    title="历史详单",
    masked_number=MASKED,
    month="2026-10",
    months=_MONTHS,
    categories=_CATEGORIES,
    day="",
    rows=ROWS,
    first=1,
    last=100,
    found=5524,
    found_amount=Fen(17245),
    as_of=AS_OF,
    has_previous=False,
    has_next=True,
    can_print=True,
    greeting=GREETING,
)
_LONG_ROWS: Final = tuple(
    DetailRow("2026-10-15T12:03:44.000+08:00", name, "8613800000000000000000", name, 2**40, 2**53, HUGE)
    for name in (_LONG_ZH, _LONG_EN)
)
_POINTS: Final = PointsView(
    title="积分查询",
    masked_number=MASKED,
    points=12_860,
    expiring=1_200,
    expires_at="2026-12-31T23:59:59+08:00",
    exchanges=(
        ExchangeLine("2026-09-12T10:11:12+08:00", "30 元话费", 3000),
        ExchangeLine("2026-03-02T15:01:00+08:00", "1 GB 流量包", 1000),
    ),
    as_of=AS_OF,
    can_print=True,
    greeting=GREETING,
)
_PAYMENTS: Final = PaymentsView(
    title="缴费记录",
    masked_number=MASKED,
    payments=(
        PastPaymentLine("2026-11-02T10:11:12+08:00", "自助终端，现金", Fen(10000), "01M8000000000000000000000A"),
        PastPaymentLine("2026-10-03T18:40:00+08:00", "自助终端，银行卡", OWED, "01M8000000000000000000000B"),
        PastPaymentLine("2026-09-01T08:00:00+08:00", "营业厅", Fen(5000)),
    ),
    can_print=True,
    greeting=GREETING,
)
_VIDEO: Final = SubscriptionLine("VIDEO", "视频会员", "某视频科技有限公司", Fen(1000), "2026-03-01T00:00:00+08:00")
_RING: Final = SubscriptionLine("RINGTONE", "炫铃", "", Fen(500), "2025-11-11T00:00:00+08:00")
_LONG_SUB: Final = SubscriptionLine("LONG-1", _LONG_EN, _LONG_ZH, HUGE, "2020-01-01T00:00:00+08:00")
_SUBSCRIPTIONS: Final = SubscriptionsView("业务查询与退订", MASKED, (_VIDEO, _RING), greeting=GREETING)
_END: Final = EndSubscriptionView(MASKED, _VIDEO)

SHEET_BODIES: Final[dict[str, Body]] = {
    "balance_credit": _BALANCE,
    "balance_arrears": replace(
        _BALANCE, balance=ZERO, arrears=OWED, principal=Fen(-OWED), granted=(), restrictions=(_STOPPED,)
    ),
    "balance_long": replace(
        _BALANCE,
        balance=HUGE,
        principal=HUGE,
        granted=(Line(_LONG_ZH, HUGE, "2027-03-31T23:59:59+08:00"), Line(_LONG_EN, ZERO)),
        charges=tuple(Line(name, HUGE) for name in (_LONG_ZH, _LONG_EN, *KINDS)),
        charged=HUGE,
        restrictions=(_CONTRACT, _STOPPED),
        credit_limit=HUGE,
        care=Message("care_manual_call"),
        greeting=_LONG_EN,
    ),
    "balance_empty": replace(
        _BALANCE,
        balance=ZERO,
        principal=ZERO,
        granted=(),
        charges=(),
        charged=ZERO,
        can_pay=False,
        can_print=False,
        credit_limit=None,
        care=None,
        greeting="",
    ),
    "bill_past": _BILL,
    "bill_current": _NOW,
    "bill_long": _LONG_BILL,
    "bill_huge": _HUGE_BILL,
    "bill_empty": _EMPTY_BILL,
    "bill_busy": replace(_BILL, busy=True),
    "bill_problem": replace(_BILL, problem=_SILENT),
    "details_past": _DETAILS,
    "details_current": replace(
        _DETAILS,
        title="本月详单",
        month="2026-11",
        months=(),
        rows=_SAMPLE_ROWS,
        last=4,
        found=4,
        found_amount=Fen(4980),
        has_next=False,
    ),
    "details_day": replace(
        _DETAILS,
        categories=tuple(replace(key, chosen=key.code == "data") for key in _CATEGORIES_EN),
        day="2026-10-15",
        first=101,
        last=200,
        has_previous=True,
    ),
    "details_long": replace(_DETAILS, rows=_LONG_ROWS, last=2, found=2, found_amount=HUGE, has_next=False),
    "details_empty": replace(
        _DETAILS, rows=(), first=0, last=0, found=0, found_amount=ZERO, has_next=False, can_print=False
    ),
    "details_busy": replace(_DETAILS, busy=True, first=1, last=100, has_previous=True),
    "details_problem": replace(_DETAILS, problem=_SILENT),
    "points": _POINTS,
    "points_long": replace(
        _POINTS,
        points=2**53,
        expiring=2**53,
        exchanges=tuple(ExchangeLine("2026-03-02T15:01:00+08:00", name, 2**53) for name in (_LONG_ZH, _LONG_EN) * 6),
    ),
    "points_empty": replace(_POINTS, points=0, expiring=0, expires_at="", exchanges=(), can_print=False),
    "payments": _PAYMENTS,
    "payments_long": replace(
        _PAYMENTS,
        payments=tuple(PastPaymentLine("2026-10-03T18:40:00+08:00", name, HUGE) for name in (_LONG_ZH, _LONG_EN) * 10),
    ),
    "payments_empty": replace(_PAYMENTS, payments=(), can_print=False),
    "subscriptions": _SUBSCRIPTIONS,
    "subscriptions_done": replace(
        _SUBSCRIPTIONS,
        subscriptions=(_RING,),
        done=Message("unsubscribed", (("name", "视频会员"), ("until", "2026-12-01T00:00:00.000+08:00"))),
    ),
    "subscriptions_nothing": replace(
        _SUBSCRIPTIONS, subscriptions=(_RING,), nothing=Message("not_subscribed", (("name", "视频会员"),))
    ),
    "subscriptions_done_list_old": replace(
        _SUBSCRIPTIONS,
        done=Message("unsubscribed", (("name", "视频会员"), ("until", "2026-12-01T00:00:00.000+08:00"))),
        problem=Message("list_is_old"),
    ),
    "subscriptions_busy": replace(_SUBSCRIPTIONS, busy=True),
    "subscriptions_long": replace(
        _SUBSCRIPTIONS, subscriptions=tuple(replace(_LONG_SUB, code=f"LONG-{n}") for n in range(5))
    ),
    "subscriptions_empty": replace(_SUBSCRIPTIONS, subscriptions=()),
    "end_subscription": _END,
    "end_subscription_no_sms": replace(_END, subscription=_RING, sms=Message("sms_unreachable_to_end")),
    "end_subscription_problem": replace(_END, problem=_SILENT),
    "end_subscription_long": replace(_END, subscription=_LONG_SUB, problem=_SILENT),
    "restrictions": RestrictionsView("业务受限查询", MASKED, (_CONTRACT, _STOPPED), GREETING),
    "restrictions_long": RestrictionsView(
        "业务受限查询",
        MASKED,
        tuple(RestrictionLine(_LONG_ZH, _LONG_EN, "2027-06-30T23:59:59+08:00", _LONG_EN) for _ in range(4)),
    ),
    "restrictions_empty": RestrictionsView("业务受限查询", MASKED, ()),
}
