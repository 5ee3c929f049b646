"""The invented facts of the demo's hall: which terminal has which trouble, whose lines are paid for, which boxes went."""

import random
from dataclasses import dataclass, field
from typing import Any, Final

from central.halls import DutyNumbers, Hall
from central.open_hours import Hours
from central.places import Place

HALL: Final = "示范营业厅"
TERMINALS: Final = ("K0101", "K0102", "K0103", "K0104", "K0105")
PLACES: Final = {
    "K0101": Place("门口左侧", "left of the door"),
    "K0102": Place("门口右侧", "right of the door"),
    "K0103": Place("3 号柜台左边", "left of counter 3"),
    "K0104": Place("等候区靠窗", "waiting area, window"),
    "K0105": Place("二楼楼梯口", "upstairs, by the stairs"),
}
INCIDENTS: Final = {"paper": "K0101", "jam": "K0103", "silent": "K0104", "box": "K0105"}
_WELL: Final = {"state": "online", "severity": 0, "supplies": "good", "code": "", "raw": "", "may_hold_money": False}
_SERVING: Final = {"mode": "serving", "code": "", "cash": True, "card": True, "print": True}


@dataclass(frozen=True, slots=True)
class Seen:
    """How a terminal stands now. ``told``: the events with which its trouble began, ``fault_minutes`` ago."""

    box: dict[str, Any]
    state: str = "full"
    service: dict[str, Any] = field(default_factory=lambda: dict(_SERVING))
    devices: dict[str, dict[str, Any]] = field(default_factory=dict)
    money: dict[str, int] = field(default_factory=dict)
    queue: int = 0
    paper_left_mm: int = 64_000
    fault_minutes: int = 0
    told: tuple[tuple[str, dict[str, Any]], ...] = ()


def _devices(**changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All well but what is named."""
    return {name: _WELL | changed.get(name, {}) for name in ("acceptor", "printer", "card")}


def _box(number: int, notes: int, fen: int) -> dict[str, Any]:
    return {"serial": f"BX-{number:04d}", "notes": notes, "capacity": 600, "fen": fen}


def _money(stacked_fen: int, *, queued_fen: int = 0, in_doubt_fen: int = 0) -> dict[str, int]:
    names = ("held_in_visit_fen", "owed_fen", "unassigned_fen", "settled_fen")
    posted = stacked_fen - queued_fen - in_doubt_fen
    known = {"stacked_fen": stacked_fen, "queued_fen": queued_fen, "posted_fen": posted, "in_doubt_fen": in_doubt_fen}
    return known | dict.fromkeys(names, 0)


_LOW_PAPER: Final = {"supplies": "low", "severity": 2, "code": "PRN-LOW"}
_JAM: Final = {"state": "hw_error", "severity": 4, "code": "BV-JAM", "raw": "43", "may_hold_money": True}
_NO_CASH: Final = {"mode": "serving", "code": "BV-JAM", "cash": False, "card": True, "print": True}
_NO_LINE: Final = {"mode": "serving", "code": "NET-DOWN", "cash": True, "card": False, "print": True}
_NOTE: Final = {"what": "in_doubt", "fen": 10_000, "id": "7f3a91c2", "reason": "silent"}

DEVICES: Final = {
    "K0101": Seen(
        box=_box(7, 216, 931_000),
        devices=_devices(printer=_LOW_PAPER),
        money=_money(931_000),
        paper_left_mm=11_000,
        fault_minutes=35,
        told=(("device", {"device": "printer", "state": "online"} | _LOW_PAPER),),
    ),
    "K0102": Seen(box=_box(11, 294, 1_265_000), devices=_devices(), money=_money(1_265_000)),
    "K0103": Seen(
        box=_box(12, 426, 1_842_000),
        state="degraded",
        service=dict(_NO_CASH),
        devices=_devices(acceptor=_JAM),
        money=_money(1_852_000, in_doubt_fen=10_000),
        fault_minutes=50,
        told=(
            ("device", {"device": "acceptor"} | _JAM),
            ("money", _NOTE),
            ("service", {"state": "degraded", "centre": True} | _NO_CASH),
        ),
    ),
    "K0104": Seen(
        box=_box(15, 144, 620_000),
        state="degraded",
        service=dict(_NO_LINE),
        devices=_devices(),
        money=_money(635_000, queued_fen=15_000),
        queue=2,
        fault_minutes=12,
        told=(("service", {"state": "degraded", "centre": False} | _NO_LINE),),
    ),
    "K0105": Seen(box=_box(19, 522, 2_190_000), devices=_devices(), money=_money(2_190_000)),
}


def _lines() -> list[dict[str, Any]]:
    """Forty lines that nobody has; every fifth is stopped and will be open again once it is paid for."""
    found = []
    for count in range(40):
        stopped = count % 5 == 0
        number = f"139000{52_000 + 37 * count:05d}"
        row: dict[str, Any] = {"kind": "mobile", "number": number, "name": "演示", "tier": "b", "condition": "open"}
        row |= {"balance_fen": -5_000 if stopped else 1_200, "service_state": "suspended_one_way" if stopped else "active"}
        found.append(row | {"restriction_reason": None, "restriction_until": None, "sms_number": number})
    return found


LINES: Final = _lines()


def described(opens: int, closes: int) -> Hall:
    """``opens``, ``closes``: minutes after midnight."""
    told = {"days": [1, 2, 3, 4, 5, 6, 7], "from": _clock(opens), "to": _clock(closes)}
    duty = DutyNumbers(page="13800000217", ticket="13800000218")
    return Hall(city="杭州", province="浙江", hours=[Hours.model_validate(told)], closed_days=[], duty_numbers=duty)


def inventory(kiosk_id: str) -> dict[str, Any]:
    """The contract's body but for its moments."""
    made_of = (
        ("acceptor", "ccnet", "SM-2073", "21K01", "1.34"),
        ("printer", "escpos", "EU-T332", "P80", "2.11"),
        ("card", "zvt", "UPT 1000", "5250", "7.02"),
    )
    devices = [
        {"device": name, "protocol": protocol, "model": model, "serial": serial + kiosk_id[1:], "firmware": firmware}
        for name, protocol, model, serial, firmware in made_of
    ]
    body = {"software": "kiosk/0.1", "config_hash": "c0ffee", "ended": "clean", "devices": devices}
    return body | {"box_capacity_notes": 600, "paper_width_mm": 80}


def payment_of(kiosk_id: str, seq: int, number: str, accepted_at: str, chance: random.Random) -> dict[str, Any]:
    """The contract's body of a payment."""
    body: dict[str, Any] = {"kiosk_id": kiosk_id, "kiosk_seq": seq, "visit_id": f"v-{kiosk_id}-{seq}", "offline": False}
    body |= {"account": {"kind": "mobile", "number": number}, "accepted_at": accepted_at, "language": "zh_CN"}
    if chance.random() < 0.25:
        fen = chance.choice((5_000, 10_000, 15_000, 20_000))
        card = {"amount_fen": fen, "terminal_id": f"7500{kiosk_id[1:]}", "merchant_id": "898110248990001"}
        card |= {"receipt": f"{seq:04d}", "trace": f"{seq:06d}", "auth_code": f"{750_000 + seq}", "last4": f"{6000 + seq}"}
        return body | {"amount_fen": fen, "tender": "card", "notes": [], "card": card | {"card_name": "UnionPay"}}
    counts = {10_000: chance.choice((0, 1, 1, 2)), 5_000: chance.choice((0, 1)), 2_000: chance.choice((0, 0, 1))}
    if not any(counts.values()):
        counts[10_000] = 1
    notes = [{"denomination_fen": fen, "count": count} for fen, count in sorted(counts.items()) if count]
    amount = sum(fen * count for fen, count in counts.items())
    return body | {"amount_fen": amount, "tender": "cash", "notes": notes}


def _swap(kiosk_id: str, number: int, boxes: tuple[str, str], expected: dict[int, int]) -> dict[str, Any]:
    listed = [{"denomination_fen": fen, "count": count} for fen, count in sorted(expected.items())]
    return {
        "collection_id": f"{kiosk_id}-C{number}",
        "kiosk_id": kiosk_id,
        "box_out": boxes[0],
        "box_in": boxes[1],
        "seal_out": f"S-{990 + number}",
        "seal_in": f"S-{1990 + number}",
        "first": "0217",
        "second": "0218",
        "second_how": "present",
        "expected": listed,
        "acceptor": listed,
    }


_EXPECTED: Final = {1_000: 40, 2_000: 60, 5_000: 90, 10_000: 120}

# Hours ago, the swap, and what two people found (genuine, counterfeit) with the reason of what is missing.
COLLECTIONS: Final = (
    (50, {"swap": _swap("K0102", 3, ("BX-0008", "BX-0011"), _EXPECTED), "counted": (_EXPECTED, {}), "reason": ""}),
    (
        27,
        {
            "swap": _swap("K0101", 5, ("BX-0003", "BX-0007"), _EXPECTED),
            "counted": (_EXPECTED | {10_000: 119}, {10_000: 1}),
            "reason": "counterfeit",
        },
    ),
    (3, {"swap": _swap("K0103", 7, ("BX-0005", "BX-0012"), _EXPECTED), "counted": None, "reason": ""}),
)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
