"""What a code of a terminal means, what the hall does, and what it blocks (features.md F67; central-api.md 6).

``advice.json`` holds one line a code of a terminal, in the terminal's own words: it is made from them (``python -m
app.hall_advice``), and a test fails when the two differ. ``advice_own.json`` has what only the centre tells. A code that
neither knows still gets a plain sentence, by its device.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["zh", "en"]
_TABLES: Final = tuple(Path(__file__).with_name(name) for name in ("advice.json", "advice_own.json"))
_DEVICES: Final = {
    "BV": (("cash",), "纸币器", "note acceptor"),
    "PRN": (("print",), "打印机", "printer"),
    "CARD": (("card",), "银行卡终端", "card terminal"),
    "CRD": (("card",), "银行卡终端", "card terminal"),
    "NET": ((), "网络", "line"),
    "CLK": ((), "时钟", "clock"),
    "Q": ((), "待传队列", "queue"),
}


@dataclass(frozen=True, slots=True)
class Words:
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Advice:
    """``blocks``: of cash, card, print; what customers can't have while it lasts. ``known``: by the tables."""

    code: str
    blocks: tuple[str, ...]
    zh: Words
    en: Words
    known: bool = True

    def words(self, language: Language) -> Words:
        return self.zh if language == "zh" else self.en


@cache
def table() -> dict[str, Advice]:
    """By code."""
    rows = [pair for table in _TABLES for pair in json.loads(table.read_text("utf-8")).items()]
    return {code: Advice(code, tuple(row["blocks"]), Words(*row["zh"]), Words(*row["en"])) for code, row in rows}


def advice(code: str) -> Advice:
    """For every code there is something to say."""
    found = table().get(code)
    if found is not None:
        return found
    blocks, zh, en = _DEVICES.get(code.partition("-")[0], ((), "终端", "terminal"))
    return Advice(
        code,
        blocks,
        Words(f"{zh}报告 {code}", "请报修，并告知代码"),
        Words(f"The {en} reports {code}", "Call the technician and tell the code"),
        known=False,
    )
