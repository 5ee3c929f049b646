"""One row of advice: what a code means, what to do about it, what it keeps from working. The tables are in advice_*.py."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.device_status import Severity
from kiosk.visit_types import Language


class Blocked(StrEnum):
    """What customers can't have while the code stands."""

    CASH = "cash"
    CARD = "card"
    PRINTING = "printing"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in the two languages of screen and paper."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en


@dataclass(frozen=True, slots=True)
class Advice:
    """``steps``: in the order they are done; none when there is nothing to do."""

    severity: Severity  # how soon a person is needed: NONE never, ROUTINE it passes by itself, WARNING soon, SUSPEND now,
    # FATAL now, and money or evidence may be lost by doing it wrongly
    blocks: tuple[Blocked, ...]
    what: Words
    steps: tuple[Words, ...]


Pair = tuple[str, str]  # zh, en

CASH: Final = (Blocked.CASH,)
CARD: Final = (Blocked.CARD,)
PRINTING: Final = (Blocked.PRINTING,)
MONEY: Final = (Blocked.CASH, Blocked.CARD)
NOTHING: Final[tuple[Blocked, ...]] = ()


def row(severity: Severity, blocks: tuple[Blocked, ...], what: Pair, *steps: Pair) -> Advice:
    return Advice(severity, blocks, Words(*what), tuple(Words(*step) for step in steps))


# Steps that many rows share, so that the same thing is said in the same words.
WAIT: Final[Pair] = ("等一分钟，会自动恢复", "Wait a minute; it goes on by itself")
POWER_CYCLE: Final[Pair] = ("关掉它的电源，等一分钟再打开", "Switch it off, wait a minute, switch it on")
REPORT: Final[Pair] = ("仍有故障请报修，并告知代码", "If it stays, call for repair and tell the code")
REPORT_NOW: Final[Pair] = ("报修，并告知代码", "Call for repair and tell the code")
PLUG_DATA: Final[Pair] = ("把数据线两头插紧", "Push the data cable in at both ends")
PLUG_POWER: Final[Pair] = ("查它的电源线和指示灯", "Look at its power cable and its lamp")
RESTART: Final[Pair] = ("重启终端", "Restart the terminal")
MANAGER: Final[Pair] = ("保留现场，立即报主管", "Leave everything as it is and call the manager at once")
BANK: Final[Pair] = ("打银行服务电话，报终端号", "Call the bank's service and tell the terminal number")
TWO_SETTLE: Final[Pair] = ("由两人在“待处理款项”中处理", "Two people settle it under open money")
NOTE_FOUND: Final[Pair] = (
    "取出的纸币不要自己收，由两人登记",
    "Never keep a note that you find: two people register it",
)
