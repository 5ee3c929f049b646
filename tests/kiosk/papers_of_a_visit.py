"""Answers of a visit as they come over the wire, and the slips that are printed of them."""

import json
from pathlib import Path
from typing import Any

import msgspec

from kiosk.catalogue import Catalogue
from kiosk.enquiry_answers import Balance, BillSheet, Category, DetailPage, PastPayments, PointsSheet, Restrictions
from kiosk.money import Fen
from kiosk.papers.account import balance_part, payments_part, points_part
from kiosk.papers.bill import bill_part
from kiosk.papers.details import Narrowed, details_part
from kiosk.papers.receipts import invoice_block, receipt_part
from kiosk.papers.slip import Frame, Part, Whose
from kiosk.policy import Policy
from kiosk.receipt import Slip, SlipKind
from kiosk.reprint_answers import ReceiptCopy
from kiosk.visit_types import Language

AS_OF = "2026-11-21T20:58:44.120+08:00"
PRINTED_AT = "2026-11-21T21:00:05+08:00"
WHOSE = Whose("138****5678", "张*")
POLICY = Policy(
    kiosk_id="K0001",
    hall="示范营业厅",
    terminal="3 号终端",
    service_phone="10086",
    demo=True,
    denominations=frozenset({Fen(10000)}),
    round_sums=(),
    minimum_payment=Fen(1000),
    maximum_payment=Fen(50000),
    visit_limit=Fen(60000),
    visit_notes=20,
    offline_number_limit=Fen(30000),
    offline_terminal_limit=Fen(100000),
)
SLIP = Slip(
    kind=SlipKind.POSTED,
    claim_code="K0001-123",
    masked_number=WHOSE.masked_number,
    masked_name=WHOSE.masked_name,
    amount=Fen(15000),
    notes=(Fen(5000), Fen(5000), Fen(5000)),
    accepted_at="2026-11-21T20:58:44+08:00",
    posted_at="2026-11-21T20:58:45+08:00",
    receipt_number="261121-7Q2MXK",
    balance_after=Fen(-3240),
    was_suspended=True,
    sms_waits=False,
    problem="",
    check_code="4821-0937",
)
INVOICE_CODE, INVOICE_QR = "7Q2MX-KJ3WD-42", "FP:7Q2MXKJ3WD42"
_MENU = json.loads((Path(__file__).parents[2] / "central" / "catalogue.json").read_text(encoding="utf-8"))
CATALOGUE = msgspec.convert(_MENU | {"version": 1, "etag": "e1", "quick_lane": []}, Catalogue)


def named(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def charge(code: str, zh: str, en: str, fen: int) -> dict[str, Any]:
    return {"code": code, "name": named(zh, en), "amount_fen": fen}


def bill(*, closed: bool = True) -> BillSheet:
    month = "2026-10" if closed else "2026-11"
    monthly = [charge("plan", "套餐月租费", "Monthly plan", 9900), charge("function", "功能费", "Feature fee", 600)]
    voice = [
        charge("call_local", "国内主叫通话费", "Domestic calls", 245),
        charge("call_international", "国际长途通话费", "International calls", 1288),
    ]
    adjustments = [
        charge("minimum_spend", "最低消费补足", "Minimum spend", 400),
        charge("gift", "赠送话费返还（2026年春节充值活动第七期）", "Spring campaign 2026, seventh refund of twelve", -1000),
    ]
    third = charge("sp_game", "代收游戏点数费", "Game credits, collected", 3000)
    third["provider"] = named("杭州星桥网络科技有限公司", "Xingqiao Networks")
    adjusted = -600 if closed else 0
    answer = {
        "bill": {
            "month": month,
            "closed": closed,
            "plan": {"code": "P99", "name": named("4G自选99元套餐", "4G Plan 99")},
            "own_charges": [
                {"category": "monthly_fee", "amount_fen": 10500, "lines": monthly},
                {"category": "voice", "amount_fen": 1533, "lines": voice},
            ],
            "third_party_charges": [third],
            "adjustments": adjustments if closed else [],
            "own_fen": 12033,
            "third_party_fen": 3000,
            "adjustments_fen": adjusted,
            "total_fen": 15033 + adjusted,
            "data_usage": {"volume_kb": 1048577, "raw_bytes": 1073741825},
            "call_seconds": 5230,
            "messages": 17,
            "as_of": AS_OF,
        },
        "history": {"months": [_month(f"2026-{number:02d}", month, 15033, adjusted) for number in range(5, 12)]},
    }
    return msgspec.convert(answer, BillSheet)


def _month(month: str, of_the_bill: str, charged: int, adjusted: int) -> dict[str, Any]:
    if month != of_the_bill:
        charged, adjusted = 100 * int(month[-2:]) + 9037, -int(month[-2:])
    parts = (charged - 1533, 1533)
    groups = [{"category": kind, "amount_fen": fen} for kind, fen in zip(("data", "voice"), parts, strict=True)]
    sums = {"adjustments_fen": adjusted, "total_fen": charged + adjusted}
    return {"month": month, "closed": month != "2026-11", "groups": groups} | sums


_RECORDS = (
    ("data", named("国内上网流量费", "Domestic data"), "", "杭州", 0, 8123456, 0),
    ("voice", named("国内主叫通话费", "Domestic calls"), "13900001234", "杭州", 65, 0, 30),
    ("message", named("短信费", "SMS"), "106575011", "", 0, 0, 10),
    ("roaming", named("国际漫游通话费", "Roaming calls"), "0081312345678", "日本东京", 3725, 0, 5913),
    ("third_party", named("代收游戏点数费", "Game credits, collected"), "106580001", "", 0, 0, 3000),
    ("data", named("国内上网流量费", "Domestic data"), "", "呼和浩特", 0, 1073741825, 25),
)


def details(items: int = 14, found: int = 5524) -> DetailPage:
    return msgspec.convert(
        {
            "month": "2026-10",
            "items": [_record(number) for number in range(items)],
            "next_cursor": "d5510" if items < found else None,
            "found": found,
            "found_fen": 17245,
            "as_of": AS_OF,
        },
        DetailPage,
    )


def _record(number: int) -> dict[str, Any]:
    category, name, counterpart, place, seconds, raw_bytes, fen = _RECORDS[number % len(_RECORDS)]
    return {
        "record_id": f"2026-10-{5524 - number:06d}",
        "category": category,
        "charge": "c",
        "name": name,
        "started_at": f"2026-10-{31 - number // 5:02d}T{23 - number % 5:02d}:{58 - number % 50:02d}:07.000+08:00",
        "counterpart": counterpart,
        "place": place,
        "seconds": seconds,
        "raw_bytes": raw_bytes,
        "volume_kb": -(-raw_bytes // 1024),
        "amount_fen": fen,
    }


BALANCE = msgspec.convert(
    {
        "balance_fen": 25630,
        "arrears_fen": 0,
        "parts": [
            {"code": "principal", "amount_fen": 20630, "until": None},
            {"code": "granted", "amount_fen": 5000, "until": "2027-03-31T23:59:59+08:00"},
        ],
        "month": "2026-11",
        "charges": [
            charge("plan", "套餐月租费", "Monthly plan", 9900),
            charge("data_directed", "定向流量", "Data for chosen apps", 0),
        ],
        "charged_fen": 9900,
        "as_of": AS_OF,
    },
    Balance,
)
IN_ARREARS = msgspec.convert(
    msgspec.to_builtins(BALANCE)
    | {"balance_fen": 0, "arrears_fen": 18240, "parts": [{"code": "principal", "amount_fen": -18240, "until": None}]},
    Balance,
)
FREE = Restrictions(())
RESTRICTED = msgspec.convert(
    {
        "items": [
            {
                "code": "no_plan_change",
                "what": named("更改套餐", "Change the plan"),
                "reason": named("参加了存费送机活动，合约期内", "Phone with a contract: bound until it ends"),
                "until": "2027-06-30T23:59:59+08:00",
                "earlier": named("到营业厅缴清余下合约金", "Pay the rest of the contract at a hall"),
            }
        ]
    },
    Restrictions,
)


def points(exchanges: int = 2) -> PointsSheet:
    items = [
        {
            "exchanged_at": f"2026-0{1 + at % 9}-15T10:05:00+08:00",
            "item": named("流量包 1GB", "Data pack 1 GB"),
            "points": 1200 + at,
        }
        for at in range(exchanges)
    ]
    state = {"points": 4821, "expiring_points": 300, "expires_at": "2026-12-31T23:59:59+08:00", "as_of": AS_OF}
    return msgspec.convert({"points": state, "exchanges": {"items": items}}, PointsSheet)


def payments(count: int = 4) -> PastPayments:
    channels = (
        named("自助缴费终端", "Self-service terminal"),
        named("手机应用", "App"),
        named("营业厅柜台", "Counter at a hall"),
    )
    items = [
        {
            "paid_at": f"2026-{11 - at % 6:02d}-0{1 + at % 9}T09:12:{at % 60:02d}+08:00",
            "amount_fen": 5000 + at,
            "channel": channels[at % 3],
            "payment_id": None if at % 3 else PAYMENT_ID[:-1] + str(at),
        }
        for at in range(count)
    ]
    return msgspec.convert({"items": items}, PastPayments)


PAYMENT_ID = "01M8ZZZZZZZZZZZZZZZZZZZZZZ"
RECEIPT_NUMBER = "261121-7Q2MXP"


def copy(number: int = 1, *, invoice: bool = True, payment_id: str = PAYMENT_ID, **changes: Any) -> ReceiptCopy:
    """What the centre tells of ``SLIP``'s payment for copy ``number`` of it."""
    state = "open" if invoice else "exchanged"
    code, qr = (INVOICE_CODE, INVOICE_QR) if invoice else (None, None)
    answer = {
        "payment_id": payment_id,
        "receipt_number": RECEIPT_NUMBER,
        "masked_number": WHOSE.masked_number,
        "amount_fen": 15000,
        "tender": "cash",
        "posted_at": SLIP.posted_at,
        "balance_after_fen": -3240,
        "copy_number": number,
        "invoice": {"payment_id": payment_id, "state": state, "code": code, "qr": qr, "amount_fen": 15000},
    }
    return msgspec.convert(answer | changes, ReceiptCopy)


def frame(language: Language) -> Frame:
    return Frame(POLICY, language, PRINTED_AT)


def parts(language: Language) -> dict[str, Part]:
    """One of each."""
    invoice = invoice_block(INVOICE_CODE, INVOICE_QR, language)
    narrowed = Narrowed(Category.DATA, "2026-10-31")
    return {
        "receipt": receipt_part(SLIP, POLICY, language, invoice),
        "bill": bill_part(bill(), WHOSE, CATALOGUE, language),
        "bill_so_far": bill_part(bill(closed=False), WHOSE, CATALOGUE, language),
        "details": details_part(details(), WHOSE, CATALOGUE, language, most=12),
        "narrowed": details_part(details(3, 3), WHOSE, CATALOGUE, language, most=12, narrowed=narrowed),
        "balance": balance_part(BALANCE, RESTRICTED, WHOSE, language),
        "arrears": balance_part(IN_ARREARS, FREE, WHOSE, language),
        "points": points_part(points(), WHOSE, language, most=100),
        "payments": payments_part(payments(), WHOSE, language, most=100),
    }
