"""What P12 prints: a month's bill, a page of fifty records, and the receipt of a payment; in Chinese, as most halls do."""

from typing import Any, Final

import msgspec

from bench.instant import NUMBER, POLICY
from kiosk.accounts import mask
from kiosk.catalogue import Catalogue
from kiosk.enquiry_answers import BillSheet, Category, DetailPage
from kiosk.money import Fen
from kiosk.paper import Document
from kiosk.papers.bill import bill_part
from kiosk.papers.details import details_part
from kiosk.papers.receipts import invoice_block, receipt_part
from kiosk.papers.slip import Frame, Whose, merged
from kiosk.receipt import Slip, SlipKind
from kiosk.visit_types import Language

_AT: Final = "2026-11-21T20:58:44.000+08:00"
_CHINESE: Final = Language.CHINESE
_WHOSE: Final = Whose(mask(NUMBER), "张*")
_NAMES: Final = (
    "套餐月租费",
    "国内主叫通话费",
    "短信费",
    "国内上网流量费",
    "国际漫游通话费",
    "视频会员月使用费",
    "代收游戏点数费",
    "其他费用",
)


def documents() -> dict[str, Document]:
    frame = Frame(POLICY, _CHINESE, _AT)
    catalogue = Catalogue(1, "e", (), (), (), (), ())
    invoice = invoice_block("7Q2MX-KJ3WD-42", "FP:7Q2MXKJ3WD42", _CHINESE)
    details = details_part(_records(), _WHOSE, catalogue, _CHINESE, most=50)
    return {
        "a receipt": merged(frame, receipt_part(_SLIP, POLICY, _CHINESE, invoice)),
        "a bill": merged(frame, bill_part(_bill(), _WHOSE, catalogue, _CHINESE)),
        "fifty records": merged(frame, details),
    }


_SLIP: Final = Slip(
    kind=SlipKind.POSTED,
    claim_code="K0001-123",
    masked_number=_WHOSE.masked_number,
    masked_name=_WHOSE.masked_name,
    amount=Fen(15000),
    notes=(Fen(5000), Fen(10000)),
    accepted_at=_AT,
    posted_at=_AT,
    receipt_number="261121-7Q2MXK",
    balance_after=Fen(3240),
    was_suspended=True,
    sms_waits=False,
    problem="",
    check_code="4821-0937",
)


def _named(name: str) -> dict[str, str]:
    return {"zh": name, "en": name}


def _charge(at: int) -> dict[str, Any]:
    return {"code": f"c{at}", "name": _named(_NAMES[at]), "amount_fen": 100 * at}


def _bill() -> BillSheet:
    groups = [{"category": kind, "amount_fen": 100 * at, "lines": [_charge(at)]} for at, kind in enumerate(Category)]
    own = sum(100 * at for at in range(len(Category)))
    months = [
        {"month": f"2026-{month:02d}", "closed": True, "groups": [], "adjustments_fen": own, "total_fen": own}
        for month in range(4, 11)
    ]
    bill = {
        "month": "2026-10",
        "closed": True,
        "plan": {"code": "P99", "name": _named("4G自选99元套餐")},
        "own_charges": groups,
        "third_party_charges": [_charge(6) | {"provider": _named("杭州星桥网络科技有限公司")}],
        "adjustments": [_charge(4)],
        "own_fen": own,
        "third_party_fen": 600,
        "adjustments_fen": 400,
        "total_fen": own + 1000,
        "data_usage": {"volume_kb": 1048577, "raw_bytes": 1073741825},
        "call_seconds": 5230,
        "messages": 17,
        "as_of": _AT,
    }
    return msgspec.convert({"bill": bill, "history": {"months": months}}, BillSheet)


def _records() -> DetailPage:
    kinds = tuple(Category)
    items = [
        {
            "record_id": f"2026-10-{at:06d}",
            "category": kinds[at % len(kinds)],
            "charge": "c",
            "name": _named(_NAMES[at % len(kinds)]),
            "started_at": f"2026-10-{31 - at // 5:02d}T12:00:{at:02d}.000+08:00",
            "counterpart": "13900001234",
            "place": "杭州",
            "seconds": 65,
            "raw_bytes": 0,
            "volume_kb": 0,
            "amount_fen": at,
        }
        for at in range(50)
    ]
    page = {"month": "2026-10", "items": items, "next_cursor": "d50", "found": 5524, "found_fen": 17245, "as_of": _AT}
    return msgspec.convert(page, DetailPage)
