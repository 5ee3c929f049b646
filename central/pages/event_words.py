"""An event of a terminal as one sentence for people (docs/central-contract.md, Health of terminals). Pure.

Who counts cash reads no amounts here, nor what people or devices wrote in words of their own: such a text may hold one.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from central.advice import advice
from central.pages import words
from central.pages.filters import Language, chosen, in_yuan, yuan

Data = Mapping[str, Any]
_Say = Callable[[Data, Language], str]
_LONGEST: Final = 200  # characters

_ENDED: Final = {
    "clean": ("正常关机", "clean end"),
    "killed": ("被终止", "killed"),
    "hang": ("死机", "hang"),
    "power": ("断电", "power cut"),
    "storage": ("存储故障", "storage failure"),
    "first": ("首次启动", "first start"),
    "unknown": ("原因不明", "not known why"),
}
_MONEY: Final = {
    "in_doubt": ("存疑", "in doubt"),
    "owed": ("待退", "owed"),
    "unassigned": ("无主", "unassigned"),
    "settled": ("已处理", "settled"),
}
_JOBS: Final = {
    "receipt": ("小票", "receipt"),
    "slip": ("凭条", "slip"),
    "enquiry": ("查询单", "enquiry"),
    "staff": ("维护单", "staff paper"),
}
_OUTCOMES: Final = {
    "paid": ("已缴费", "paid"),
    "asked": ("已查询", "asked"),
    "given_up": ("放弃", "gave up"),
    "failed": ("失败", "failed"),
    "printed": ("已打印", "printed"),
    "passed": ("通过", "passed"),
    "skipped": ("跳过", "skipped"),
    "done": ("完成", "done"),
    "refused": ("拒绝", "refused"),
    "expired": ("过期", "expired"),
    "unknown": ("不确定", "not sure"),
}
_STAFF: Final = {
    "log_in": ("登录", "logged in"),
    "refused": ("登录被拒", "refused"),
    "locked": ("被锁定", "locked out"),
    "unlocked": ("解锁", "unlocked"),
    "log_off": ("退出", "logged off"),
    "pin_changed": ("改密码", "changed the PIN"),
    "approved": ("同意", "agreed to an act"),
    "approval_refused": ("无权同意", "may not agree to an act"),
    "looked_up": ("查询单据", "looked for a slip's money"),
    "lookup_limit": ("查询次数过多", "looked for too many unknown codes"),
    "door_opened": ("开门", "door opened"),
    "door_closed": ("关门", "door closed"),
}


_STEPS: Final = {
    "opened": ("开始", "opened"),
    "box_out": ("旧箱取出", "box out"),
    "serial_out": ("旧箱编号", "serial of the old box"),
    "seal_out": ("旧箱封条", "seal of the old box"),
    "serial_in": ("新箱编号", "serial of the new box"),
    "seal_in": ("新箱封条", "seal of the new box"),
    "box_back": ("新箱装入", "box in"),
    "closed": ("完成", "finished"),
    "given_up": ("中止", "given up"),
    "disputed": ("有争议", "disputed"),
}
# Of who counts, by kind: amounts, and texts without a fixed list of words.
_HIDDEN: Final = MappingProxyType(
    {
        "money": frozenset({"fen", "credited_as"}),
        "visit": frozenset({"amount_fen"}),
        "staff": frozenset({"detail"}),
        "test": frozenset({"detail"}),
        "command": frozenset({"detail"}),
    }
)


# Of who counts, by kind: what may be read where it is a word of a list, and never in words of somebody's own.
_LISTED: Final[Mapping[str, Mapping[str, words.Words]]] = MappingProxyType(
    {"money": {"reason": words.MONEY_REASONS, "basis": words.BASES}}
)


def _word(table: Mapping[str, tuple[str, str]], data: Data, name: str, language: Language) -> str:
    return chosen(table, str(data.get(name, "")), language)


def _own_words(data: Data) -> str:
    """What a person, device or terminal said in words of its own: none, or as many as a row of a page has room for."""
    return str(data.get("detail") or "")[:_LONGEST]


def _run(data: Data, language: Language) -> str:
    zh, en = ("启动", "started") if data.get("what") == "started" else ("停止", "stopped")
    ended = (
        f"{'上次' if language == 'zh' else 'before: '}{_word(_ENDED, data, 'ended', language)}" if "ended" in data else ""
    )
    return _joined(zh if language == "zh" else en, ended)


def _service(data: Data, language: Language) -> str:
    code = str(data.get("code", ""))
    return _joined(_word(words.SERVICE, data, "state", language), advice(code).words(language).what if code else "", code)


def _device(data: Data, language: Language) -> str:
    code = str(data.get("code", ""))
    state = _word(words.DEVICE_STATES, data, "state", language)
    said = advice(code).words(language).what if code else state
    return _joined(f"{_word(words.DEVICES, data, 'device', language)}: {said}", code)


def _stop(data: Data, language: Language) -> str:
    code = str(data.get("code", ""))
    by = data.get("released_by")
    lifted = ("已解除 " if language == "zh" else "released by ") + str(by) if by else ""
    return _joined(advice(code).words(language).what, code, lifted)


def _money(data: Data, language: Language) -> str:
    fen = data.get("fen")
    amount = yuan(fen) if isinstance(fen, int) else ""
    named = (str(data.get(name) or "") for name in ("credited_as", "staff_id", "second_id"))
    why = _word(words.MONEY_REASONS, data, "reason", language)
    what = _word(_MONEY, data, "what", language)
    return _joined(what, amount, str(data.get("id", "")), why, *named, _word(words.BASES, data, "basis", language))


def _print(data: Data, language: Language) -> str:
    job, outcome = _word(_JOBS, data, "job", language), _word(_OUTCOMES, data, "outcome", language)
    return _joined(f"{job} {outcome}", str(data.get("cause", "")))


def _visit(data: Data, language: Language) -> str:
    fen = data.get("amount_fen")
    return _joined(_word(_OUTCOMES, data, "outcome", language), yuan(fen) if isinstance(fen, int) and fen else "")


def _staff(data: Data, language: Language) -> str:
    return _joined(str(data.get("staff_id", "")), _word(_STAFF, data, "act", language), _own_words(data))


def _test(data: Data, language: Language) -> str:
    outcome = _word(_OUTCOMES, data, "outcome", language)
    return _joined(str(data.get("item", "")), outcome, str(data.get("staff_id", "")), _own_words(data))


def _collection(data: Data, language: Language) -> str:
    people = (str(data.get("staff_id") or ""), str(data.get("second_id") or ""))
    return _joined(str(data.get("collection_id", "")), _word(_STEPS, data, "step", language), *people)


def _command(data: Data, language: Language) -> str:
    outcome = _word(_OUTCOMES, data, "outcome", language)
    return _joined(str(data.get("what", "")), outcome, _own_words(data))


_SAYERS: Final = MappingProxyType[str, _Say](
    {
        "run": _run,
        "service": _service,
        "device": _device,
        "stop": _stop,
        "money": _money,
        "print": _print,
        "visit": _visit,
        "staff": _staff,
        "test": _test,
        "collection": _collection,
        "command": _command,
    }
)


def sentence(kind: str, data: Data, language: Language, *, amounts: bool) -> str:
    """``amounts``: may the reader see money? Kinds that this release does not know are told by their members, to such a
    reader only. A text that names an amount in fen names it in yuan here, as the audit's page does."""
    say = _SAYERS.get(kind)
    if say is not None:
        return in_yuan(say(data if amounts else _without_amounts(kind, data), language))
    if not amounts:
        return ""
    return _joined(*(f"{name}={value}" for name, value in data.items()))


def beside(kind: str, data: Data, *, amounts: bool) -> str:
    """What a device said in words of its own about money: for a technician, beside the sentence and not in it."""
    return _own_words(data) if kind == "money" and amounts else ""


def _without_amounts(kind: str, data: Data) -> Data:
    hidden, listed = _HIDDEN.get(kind, frozenset()), _LISTED.get(kind, {})

    def may_be_read(name: str, value: Any) -> bool:
        return name not in hidden and (name not in listed or str(value) in listed[name])

    return {name: value for name, value in data.items() if may_be_read(name, value)}


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
