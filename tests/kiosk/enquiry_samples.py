"""What a centre answers to each question, as the contract shows it; tests and the fuzzer change it."""

import json
import re
from typing import Any

from kiosk.accounts import AccountKind, AccountRef
from kiosk.enquiry import Asker, ProofMethod
from kiosk.enquiry_answers import Category
from kiosk.money import Fen
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
    Question,
    Rate,
)
from kiosk.visit_types import Language

ACCOUNT = AccountRef(AccountKind.MOBILE, "13900001234")
TOKEN = "tokenToken_-" + "7" * 31
CHALLENGE_ID = "01M8ZZZZZZZZZZZZZZZZZZZZZZ"
SECRET = "481902"
ASKER = Asker("v-1", ACCOUNT, TOKEN)
NAME = {"zh": "套餐月租费", "en": "Monthly plan"}
AS_OF = "2026-11-21T20:58:44.120+08:00"

CHALLENGE: dict[str, Any] = {
    "challenge_id": CHALLENGE_ID,
    "method": "sms_code",
    "digits": 6,
    "tries_left": 3,
    "expires_at": AS_OF,
    "resend_after_seconds": 60,
}
GRANTED: dict[str, Any] = {
    "visit_token": TOKEN,
    "scopes": ["balance", "bill"],
    "methods": ["sms_code"],
    "expires_at": AS_OF,
}
LINE: dict[str, Any] = {"code": "plan", "name": NAME, "amount_fen": 9900}
BILL: dict[str, Any] = {
    "month": "2026-10",
    "closed": True,
    "plan": {"code": "P99", "name": NAME},
    "own_charges": [{"category": "monthly_fee", "amount_fen": 9900, "lines": [LINE]}],
    "third_party_charges": [{**LINE, "code": "sp_game", "amount_fen": 3000, "provider": NAME}],
    "adjustments": [{**LINE, "code": "minimum_spend", "amount_fen": 400}],
    "own_fen": 9900,
    "third_party_fen": 3000,
    "adjustments_fen": 400,
    "total_fen": 13300,
    "data_usage": {"volume_kb": 1048577, "raw_bytes": 1073741825},
    "call_seconds": 5230,
    "messages": 17,
    "as_of": AS_OF,
}
SUMS: dict[str, Any] = {
    "month": "2026-10",
    "closed": True,
    "groups": [{"category": "monthly_fee", "amount_fen": 9900}, {"category": "third_party", "amount_fen": 3000}],
    "adjustments_fen": 400,
    "total_fen": 13300,
}
RUNNING: dict[str, Any] = {**SUMS, "month": "2026-11", "closed": False}
HISTORY: dict[str, Any] = {"months": [SUMS, RUNNING]}
BALANCE: dict[str, Any] = {
    "balance_fen": 5630,
    "arrears_fen": 0,
    "parts": [
        {"code": "principal", "amount_fen": 4504, "until": None},
        {"code": "granted", "amount_fen": 1126, "until": "2027-01-01T00:00:00.000+08:00"},
    ],
    "month": "2026-11",
    "charges": [LINE],
    "charged_fen": 9900,
    "service_state": "active",
    "tier": "silver",
    "as_of": AS_OF,
}
RECORD: dict[str, Any] = {
    "record_id": "2026-10-005524",
    "category": "data",
    "charge": "data_domestic",
    "name": NAME,
    "raw_type": "ps_5g",
    "started_at": "2026-10-15T23:58:07.000+08:00",
    "counterpart": "",
    "place": "杭州",
    "seconds": 0,
    "raw_bytes": 8123456,
    "volume_kb": 7934,
    "amount_fen": 30,
}
PAGE: dict[str, Any] = {
    "month": "2026-10",
    "items": [RECORD, {**RECORD, "record_id": "2026-10-005523", "amount_fen": 12}],
    "next_cursor": None,
    "found": 2,
    "found_fen": 42,
    "as_of": AS_OF,
}
POINTS: dict[str, Any] = {"points": 1200, "expiring_points": 300, "expires_at": AS_OF, "as_of": AS_OF}
EXCHANGES: dict[str, Any] = {"items": [{"exchanged_at": AS_OF, "item": NAME, "points": 500}]}
PAYMENTS: dict[str, Any] = {
    "items": [{"paid_at": AS_OF, "amount_fen": 5000, "channel": NAME, "payment_id": CHALLENGE_ID}],
}
SUBSCRIPTIONS: dict[str, Any] = {
    "items": [{"code": "SP_GAME", "name": NAME, "provider": None, "monthly_fen": 3000, "since": AS_OF}],
}
RESTRICTIONS: dict[str, Any] = {
    "items": [{"code": "contract", "what": NAME, "reason": NAME, "until": AS_OF, "earlier": None}],
}
END: dict[str, Any] = {"outcome": "done", "code": "SP_GAME", "name": NAME, "charged_until": AS_OF}

HELP: dict[str, Any] = {"order_id": CHALLENGE_ID, "opened_at": AS_OF, "calls": 1, "rung": True}

COPY: dict[str, Any] = {
    "payment_id": CHALLENGE_ID,
    "receipt_number": "261121-7Q2MXP",
    "masked_number": "139****1234",
    "amount_fen": 20000,
    "tender": "mixed",
    "posted_at": AS_OF,
    "balance_after_fen": -3240,
    "copy_number": 1,
    "invoice": {
        "payment_id": CHALLENGE_ID,
        "state": "open",
        "code": "7Q2MX-KJ3WD-42",
        "qr": "FP:7Q2MXKJ3WD42",
        "amount_fen": 20000,
    },
}

ASKED: dict[str, tuple[Question, tuple[dict[str, Any], ...]]] = {
    "challenge": (OpenChallenge("v-1", ACCOUNT, ProofMethod.SMS_CODE, Language.CHINESE), (CHALLENGE,)),
    "proof": (Prove("v-1", CHALLENGE_ID, SECRET), (GRANTED,)),
    "visit end": (EndVisit("v-1"), ({"status": "ended"},)),
    "balance": (AskBalance(ASKER), (BALANCE, RESTRICTIONS)),
    "bill": (AskBill(ASKER, "2026-10"), (BILL, HISTORY)),
    "details": (AskDetails(ASKER, "2026-10", Category.DATA, "2026-10-15", limit=2), (PAGE,)),
    "points": (AskPoints(ASKER), (POINTS, EXCHANGES)),
    "payments": (AskPayments(ASKER), (PAYMENTS,)),
    "subscriptions": (AskSubscriptions(ASKER), (SUBSCRIPTIONS,)),
    "restrictions": (AskRestrictions(ASKER), (RESTRICTIONS,)),
    "quick lane": (AskQuickLane(ASKER), ({"own": ["current_details", "pay_bill"], "hall": ["pay_bill"]},)),
    "help": (CallHelp("v-1", "paying", Fen(15000), "138****5678", ("K0001-1",), ("BV-JAM",)), (HELP,)),
    "rating": (Rate("v-1", 5, AS_OF), ({"status": "kept"},)),
    "copy by number": (CopyByNumber("v-1", "261121-7Q2MXP"), (COPY,)),
    "copy by payment": (CopyByPayment(ASKER, CHALLENGE_ID), (COPY,)),
    "subscription end": (EndSubscription(ASKER, "SP_GAME", CHALLENGE_ID, SECRET), (END,)),
}


def encoded(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def without(said: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != name}


CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def texts_in(value: Any) -> list[str]:
    """Every text in lists and dictionaries, keys too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in texts_in(part)]
    return [text for one in value for text in texts_in(one)] if isinstance(value, (list, tuple, set, frozenset)) else []
