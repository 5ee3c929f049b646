"""What a customer is charged for, and where it is found in the details: data (F27, F28).

A charge has one name, on the bill and in the details alike. Every raw type of the switches and of billing leads to one
charge, and every charge to one of the eight categories, which are fixed; their names on the screen are the catalogue's.
"""

from dataclasses import dataclass
from typing import Final, Literal

Category = Literal[
    "monthly_fee", "voice", "message", "data", "roaming", "value_added", "third_party", "other"
]  # exactly eight (F28)
CATEGORIES: Final[tuple[Category, ...]] = (
    "monthly_fee",
    "voice",
    "message",
    "data",
    "roaming",
    "value_added",
    "third_party",
    "other",
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the two languages of the screens."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Charge:
    code: str
    category: Category
    name: Words


def _charges() -> dict[str, Charge]:
    rows: tuple[tuple[str, Category, str, str], ...] = (
        ("plan", "monthly_fee", "套餐月租费", "Monthly plan"),
        ("function", "monthly_fee", "功能费", "Feature fee"),
        ("call_local", "voice", "国内主叫通话费", "Domestic calls"),
        ("call_forwarded", "voice", "呼叫转移通话费", "Forwarded calls"),
        ("call_received", "voice", "被叫通话", "Calls received"),
        ("call_international", "voice", "国际长途通话费", "International calls"),
        ("sms", "message", "短信费", "SMS"),
        ("mms", "message", "彩信费", "MMS"),
        ("data_domestic", "data", "国内上网流量费", "Domestic data"),
        ("data_directed", "data", "定向流量", "Data for chosen apps"),
        ("roaming_call", "roaming", "国际漫游通话费", "Roaming calls"),
        ("roaming_sms", "roaming", "国际漫游短信费", "Roaming SMS"),
        ("roaming_data", "roaming", "国际漫游流量费", "Roaming data"),
        ("ringback", "value_added", "彩铃月使用费", "Ringback tone"),
        ("video", "value_added", "视频会员月使用费", "Video membership"),
        ("reading", "value_added", "阅读月使用费", "Reading"),
        ("sp_game", "third_party", "代收游戏点数费", "Game credits, collected"),
        ("sp_music", "third_party", "代收音乐会员费", "Music membership, collected"),
        ("card_replacement", "other", "补换卡手续费", "SIM replacement"),
    )
    return {code: Charge(code, category, Words(zh, en)) for code, category, zh, en in rows}


CHARGES: Final = _charges()

# Raw types as records arrive with them.
RAW_TYPES: Final[dict[str, str]] = {
    "plan_fee": "plan",
    "feature_fee": "function",
    "moc_local": "call_local",
    "moc_long_distance": "call_local",
    "moc_volte": "call_local",
    "cfw": "call_forwarded",
    "mtc": "call_received",
    "mtc_volte": "call_received",
    "idd": "call_international",
    "sms_mo": "sms",
    "sms_sp": "sms",
    "mms_mo": "mms",
    "ps_4g": "data_domestic",
    "ps_5g": "data_domestic",
    "wlan": "data_domestic",
    "ps_directed": "data_directed",
    "roam_moc": "roaming_call",
    "roam_mtc": "roaming_call",
    "roam_sms": "roaming_sms",
    "roam_ps": "roaming_data",
    "vas_ringback": "ringback",
    "vas_video": "video",
    "vas_reading": "reading",
    "sp_game": "sp_game",
    "sp_music": "sp_music",
    "sim_swap": "card_replacement",
}

PROVIDERS: Final[dict[str, Words]] = {
    "sp_game": Words("杭州星桥网络科技有限公司", "Xingqiao Networks"),
    "sp_music": Words("上海听潮文化有限公司", "Tingchao Culture"),
}


def charge_of(raw_type: str) -> Charge:
    """KeyError for a raw type that nobody has mapped: it must not slip past the bill."""
    return CHARGES[RAW_TYPES[raw_type]]
