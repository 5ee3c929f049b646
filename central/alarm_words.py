"""What alarms say, as data, and its words in the reader's language: on a page the page's, in an SMS the hall's. Pure.

Rules make a ``What``; it is worded only where somebody reads it. Alarms of earlier releases have a Chinese sentence and no
``What``: they are shown as they are.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from central.pages.filters import Language, chosen
from central.pages.words import DEVICE_STATES, MODES
from central.sms_texts import yuan
from central.times import hall_time

_LONGEST: Final = 200  # characters, of the Chinese sentence that is kept beside the data


@dataclass(frozen=True, slots=True)
class What:
    """``word``: a key of ``WORDS``. ``parts``: by the names in its texts; ``terminal`` stands in front of any text."""

    word: str
    parts: Mapping[str, str | int | float] = field(default_factory=dict)

    def of_terminal(self, kiosk_id: str) -> "What":
        return What(self.word, {"terminal": kiosk_id, **self.parts})


NOTHING: Final = What("")  # of a reading that raises nothing
# Each pair is Chinese, then English; short, for an SMS has 70 characters.
WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "silent": ("自{since}起无心跳", "no heartbeat since {since}"),
        "no_way_to_pay": ("无法缴费 {code}", "takes no payment {code}"),
        "stuck": ("停在“{mode}”{minutes}分钟", "{mode} for {minutes} min"),
        "device_stuck": ("{device}停在“{state}”{minutes}分钟", "{device} {state} for {minutes} min"),
        "device_out": ("{device}故障 {code}{state}", "{device} fault: {code}{state}"),
        "money_in_device": ("{device}内可能有客户的钱 {code}", "customer's money may be in the {device} {code}"),
        "paper_low": ("打印纸将尽", "paper nearly out"),
        "paper_out": ("打印纸用完", "paper out"),
        "box_filling": ("钞箱{notes}/{capacity}张，请安排清机", "box {notes}/{capacity} notes, plan a swap"),
        "box_full": ("钞箱已满，停收现金", "box full, no cash taken"),
        "backlog": ("待上传缴费{count}笔，最早{minutes}分钟前", "{count} payments wait, the oldest {minutes} min"),
        "prints_failing": ("连续{count}次打印失败", "{count} prints in a row failed"),
        "clock": ("时钟偏差{offset}秒", "clock off by {offset} s"),
        "journal": ("流水账与此前所报不符，请核查", "journal differs from what it told before"),
        "event_gap": ("事件记录有缺号", "numbers of events are missing"),
        "not_ready": ("{opens}开门前未就绪：{why}", "not ready to open at {opens}: {why}"),
        "in_doubt": ("有{fen}元去向待查", "¥{fen} in doubt"),
        "commands_undone": ("{count}条远程命令过期未执行", "remote commands that nobody did: {count}"),
        "unused": ("营业中{hours}小时无人使用", "in service, unused for {hours} h"),
        "dialling": ("拨测成功率{share}", "{share} of dial tests passed"),
        "variance": ("清点差额{fen}元未说明", "count differs by ¥{fen}, no reason given"),
        "errors": ("15分钟内记录{count}个错误", "{count} errors logged in 15 min"),
        "hall_silent": ("{hall}全部{count}台终端自{since}起无心跳", "{hall}: all {count} terminals silent since {since}"),
        "no_sms": ("{payment} 已缴费无短信", "{payment} paid, no SMS"),
        "not_reopened": ("{payment} 已缴费未复机", "{payment} paid, line not reopened"),
        "payment_in_doubt": ("{payment} 入账结果待查", "{payment} not known to be posted"),
        "lookup_limit": ("工号{staff_id}一小时内查缴费过多，已暂停", "{staff_id} looked for too many payments, paused"),
        "sms_slow": ("确认短信p95为{seconds}秒", "SMS slow: p95 {seconds} s"),
        "sms_backlog": ("待发短信{count}条，最早{seconds}秒前", "{count} SMS wait, the oldest {seconds} s"),
        # why one is not ready
        "no_heartbeat": ("无心跳", "no heartbeat"),
        "mode": ("{mode}", "{mode}"),
        "journal_differs": ("流水账不符", "journal differs"),
        "takes_nothing": ("{code}", "{code}"),
        "no_payment": ("无法缴费", "takes no payment"),
        "device": ("{device} {code}{state}", "{device} {code}{state}"),
    }
)
_DEVICES: Final = {
    "acceptor": ("纸币器", "note acceptor"),
    "printer": ("打印机", "printer"),
    "card": ("刷卡器", "card terminal"),
}
_Writer = Callable[[Any, Language], str]
# How a part is written, by its name; any other as it is.
_WRITERS: Final[Mapping[str, _Writer]] = MappingProxyType(
    {
        "since": lambda moment, _: f"{hall_time(moment):%H:%M}",
        "opens": lambda moment, _: f"{hall_time(moment):%H:%M}",
        "fen": lambda fen, _: yuan(fen),
        "offset": lambda seconds, _: f"{seconds:+.0f}",
        "share": lambda share, _: f"{share:.0%}",
        "seconds": lambda seconds, _: f"{seconds:.0f}",
        "device": lambda device, language: chosen(_DEVICES, device, language),
        "state": lambda state, language: chosen(DEVICE_STATES, state, language),
        "mode": lambda mode, language: chosen(MODES, mode, language),
    }
)


def said(what: What, language: Language, terminal: str = "") -> str:
    """``terminal``: as the reader is told of it, in the place of its id. A part that is missing is left out."""
    name = terminal or str(what.parts.get("terminal", ""))
    return " ".join(text for text in (name, _text(what.word, what.parts, language)) if text)


def _text(word: str, parts: Mapping[str, str | int | float], language: Language) -> str:
    written = defaultdict(str, {name: _written(name, value, language) for name, value in parts.items() if name != "why"})
    if "why" in parts:
        written["why"] = _text(str(parts["why"]), {name: value for name, value in parts.items() if name != "why"}, language)
    return chosen(WORDS, word, language).format_map(written).strip()


def _written(name: str, value: str | int | float, language: Language) -> str:
    writer = _WRITERS.get(name)
    return str(value) if writer is None else writer(value, language)


def kept(what: What) -> str:
    """The Chinese sentence beside the data: for the log, and for who reads the table without this module."""
    return said(what, "zh")[:_LONGEST]


def read(word: Any, parts: Any, text: str, language: Language, terminal: str = "") -> str:
    """A stored alarm's sentence. ``text`` where it has no data, or the data of a later release: a word that is not known
    here, or a part of another type."""
    if not isinstance(word, str) or word not in WORDS or not isinstance(parts, Mapping):
        return text
    try:
        return said(What(word, parts), language, terminal)
    except (TypeError, ValueError, KeyError, OverflowError, OSError):  # whatever its writer makes of another type
        return text
