"""Invented use of the demo's lines: the same for a line and a month however often it is asked, believable in its mix.

Nothing is stored: a month's records come out of its name, so that there are seven months on every day the demo is run.
"""

import random
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from central.charges import Words
from central.months import begins, day_begins, ends
from central.statements import Plan, Usage

SEED: Final = "hall-demo-1"
HEAVY_NUMBER: Final = "13900001234"  # a line that is online all day: more than 5 000 records a month
_DAY = 24 * 3600 * 1000
_STOPPED_AFTER_DAYS = 4  # of this month, for lines that are stopped

PLANS: Final[dict[str, Plan]] = {
    "diamond": Plan("P299", Words("5G畅享299元套餐", "5G Plan 299"), 29_900, 0, 3_000),
    "gold": Plan("P159", Words("5G畅享159元套餐", "5G Plan 159"), 15_900, 0, 1_000),
    "silver": Plan("P99", Words("4G自选99元套餐", "4G Plan 99"), 9_900, 0, 0),
    "a": Plan("P79", Words("4G自选79元套餐", "4G Plan 79"), 7_900, 8_800, 0),
    "b": Plan("P39", Words("国内通39元套餐", "Domestic Plan 39"), 3_900, 5_800, 0),
    "c": Plan("P8", Words("保号8元套餐", "Basic Plan 8"), 800, 1_000, 0),
}
_CITIES: Final = ("杭州", "杭州", "杭州", "宁波", "绍兴", "上海", "嘉兴")
_ABROAD: Final = ("东京", "首尔", "新加坡")


class _Mix(NamedTuple):
    """A kind of record: how many a day on average, and what one has at most. ``charged`` of a thousand cost something."""

    raw_type: str
    a_day: float
    seconds: int
    kilobytes: int
    fee_fen: int
    charged: int


_MOBILE: Final = (
    _Mix("moc_volte", 1.6, 900, 0, 45, 120),
    _Mix("moc_long_distance", 0.4, 600, 0, 90, 150),
    _Mix("mtc_volte", 1.8, 900, 0, 0, 0),
    _Mix("cfw", 0.05, 300, 0, 30, 500),
    _Mix("sms_mo", 0.5, 0, 0, 10, 600),
    _Mix("mms_mo", 0.06, 0, 120, 30, 1000),
    _Mix("ps_5g", 2.4, 0, 420_000, 25, 15),
    _Mix("ps_directed", 0.6, 0, 260_000, 0, 0),
)
_HEAVY: Final = (_Mix("ps_5g", 168.0, 0, 48_000, 5, 4), _Mix("ps_4g", 14.0, 0, 20_000, 5, 4), *_MOBILE[:6])
_FIXED: Final = (_Mix("moc_local", 1.1, 1500, 0, 22, 400), _Mix("mtc", 1.4, 1500, 0, 0, 0))
_BROADBAND: Final = (_Mix("wlan", 3.0, 0, 2_400_000, 0, 0),)
_MIXES: Final = {"mobile": _MOBILE, "fixed": _FIXED, "broadband": _BROADBAND, "contract": _MOBILE}

# On a day of the month, for who has it: raw type, share of lines in a hundred, day, fen.
_MONTHLY: Final = (
    ("feature_fee", 60, 1, 600),
    ("vas_ringback", 40, 1, 500),
    ("vas_video", 30, 2, 1_500),
    ("vas_reading", 12, 3, 800),
    ("sp_game", 35, 2, 3_000),
    ("sp_music", 25, 3, 1_200),
)
_SERVICES: Final = {
    "vas_ringback": "彩铃",
    "vas_video": "视频会员",
    "vas_reading": "和阅读",
    "sp_game": "星桥游戏",
    "sp_music": "听潮音乐",
}


def plan_of(tier: str) -> Plan:
    return PLANS.get(tier, PLANS["c"])


@lru_cache(maxsize=64)
def usage_of(kind: str, number: str, month: str, tier: str, *, stopped: bool = False) -> tuple[Usage, ...]:
    """Every record of the month, also of its days to come. ``stopped``: the line is cut off a few days into the month."""
    chance = random.Random(f"{SEED}:{kind}:{number}:{month}")
    days = (ends(month) - begins(month)) // _DAY
    first = date(int(month[:4]), int(month[5:]), 1)
    found = list(_monthly(number, month, plan_of(tier), kind))
    mixes = _HEAVY if number == HEAVY_NUMBER else _MIXES[kind]
    friends = [f"1{chance.choice('35789')}{chance.randrange(10**9):09d}" for _ in range(12)]
    for index in range(_STOPPED_AFTER_DAYS if stopped else days):
        starts = day_begins(first + timedelta(days=index))
        for mix in mixes:
            for _ in range(_count(chance, mix.a_day)):
                found.append(_record(chance, mix, starts, friends))
    if kind == "mobile" and not stopped:
        found += _trip(chance, month, number)
    found.sort(key=lambda record: (record.started_at, record.raw_type, record.counterpart, record.raw_bytes))
    return tuple(record._replace(ordinal=ordinal) for ordinal, record in enumerate(found, 1))


def subscribed(number: str) -> list[str]:
    """The raw types of what this line pays every month beside its plan; the same in every month."""
    chance = random.Random(f"{SEED}:subscriptions:{number}")
    taken = [raw_type for raw_type, share, _, _ in _MONTHLY if chance.randrange(100) < share]
    return ["vas_video", "sp_game", "sp_music"] if number == HEAVY_NUMBER else taken


def monthly_fee(raw_type: str) -> int:
    """In fen. KeyError for what is not charged by the month."""
    return {name: fen for name, _, _, fen in _MONTHLY}[raw_type]


def _monthly(number: str, month: str, plan: Plan, kind: str) -> list[Usage]:
    begin = begins(month)
    fees = [Usage(0, begin, "plan_fee", plan.name.zh, "", 0, 0, plan.fee_fen)]
    if kind != "mobile":
        return fees
    wanted = set(subscribed(number))
    for raw_type, _, day, fen in _MONTHLY:
        if raw_type in wanted:
            fees.append(Usage(0, begin + (day - 1) * _DAY, raw_type, _SERVICES.get(raw_type, ""), "", 0, 0, fen))
    return fees


def _record(chance: random.Random, mix: _Mix, starts: int, friends: list[str]) -> Usage:
    moment = starts + int(chance.triangular(0, 1, 0.6) * (_DAY - 1))
    talks = mix.raw_type.startswith(("mo", "mt", "cf")) or mix.raw_type.startswith("sms")
    fee = mix.fee_fen * chance.randint(1, 4) if chance.randrange(1000) < mix.charged else 0
    return Usage(
        0,
        moment - moment % 1000,
        mix.raw_type,
        chance.choice(friends) if talks or mix.raw_type == "mms_mo" else "",
        chance.choice(_CITIES),
        1 + int(mix.seconds * chance.random() ** 3) if mix.seconds else 0,
        1 + int(mix.kilobytes * 1024 * chance.random() ** 3) if mix.kilobytes else 0,
        fee,
    )


def _trip(chance: random.Random, month: str, number: str) -> list[Usage]:
    """Every sixth line is abroad for a day or two in a month."""
    if chance.randrange(6):
        return []
    place, begin = chance.choice(_ABROAD), begins(month) + chance.randrange(5, 20) * _DAY
    hours = [begin + chance.randrange(48) * 3600 * 1000 for _ in range(8)]
    calls = [Usage(0, hour, "roam_moc", f"1{number[1:]}", place, 95, 0, 198) for hour in hours[:2]]
    return calls + [Usage(0, hour, "roam_ps", "", place, 0, chance.randrange(10**8), 500) for hour in hours[2:]]


def _count(chance: random.Random, average: float) -> int:
    """A whole number with this average."""
    spread = chance.uniform(0.6, 1.4) * average
    return int(spread) + (chance.random() < spread - int(spread))
