"""The search by a slip's code: what it says in both languages, and that its keys reach the core (field.md X10)."""

import pytest

from kiosk.events import BackPressed, ClearPressed, ConfirmPressed, DigitPressed, Event, LogOffPressed, Touched
from kiosk.visit_types import Language
from tests.ui.conftest import Glass, wait_until
from ui import samples
from ui.eyes import run_until

FACTS: dict[str, dict[Language, tuple[str, ...]]] = {
    "trace_typing": {
        Language.CHINESE: ("这笔钱在哪里？", "请输入凭条上的编号：缴费编号、凭证号或待查编号。", "K0001-123", "查找 ›"),
        Language.ENGLISH: ("Where is this money?", "Find it ›"),
    },
    "trace_busy": {Language.ENGLISH: ("Looking it up in this terminal's ledger …",)},
    "trace_nothing": {Language.CHINESE: ("本机没有这个编号。请与凭条核对：是哪台终端打印的？",)},
    "trace_limit": {
        Language.CHINESE: ("一小时内查得太多。请等 42 分钟后再查。",),
        Language.ENGLISH: ("You have looked for many codes within an hour. You can look again in 42 min.",),
    },
    "trace_older": {
        Language.ENGLISH: (
            "Records before 21 Nov 2026 are too old to be looked through here. All of them: by command word, ledger show.",
            "Slip: Printed",
        ),
    },
    "trace_too_old": {
        Language.CHINESE: ("2026年9月3日以前的记录太久，这里不再查找。要看全部，请用命令 ledger show。",),
    },
    "trace_cash": {
        Language.CHINESE: (
            "K0001-123 的全过程",
            "开始为 138\N{NO-BREAK SPACE}****\N{NO-BREAK SPACE}5678 缴费",
            "纸币已入箱，以纸币器报告为准",
            "已记为缴费 K0001-123（现金），等待入账",
            "中心已入账：凭证号 261121-7Q2MXP",
            "短信：已送达",
            "凭条：已打印",
            "11月21日 20:58:24",
            "¥100",
        ),
        Language.ENGLISH: ("Journey of K0001-123", "Text message: arrived", "21 Nov 20:58:24"),
    },
    "trace_note": {
        Language.ENGLISH: (
            "Where the note is is not known: case 3F09C1AA (fished out, the acceptor says)",
            "Slip: Cut short PRN-OUT",
            "Decided by 0217 and 0218: handed to the customer",
        )
    },
    "trace_card": {Language.CHINESE: ("尾号 6789 的银行卡已扣款", "扣款已退回银行卡")},
}


@pytest.mark.parametrize(("name", "language"), [(name, language) for name, said in FACTS.items() for language in said])
def test_x10_a_page_says_what_it_must(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view(name, language))
    shown = glass.texts()
    assert [words for words in FACTS[name][language] if words not in shown] == []


def test_s4_who_counts_the_box_sees_no_amount(glass: Glass) -> None:
    for language in Language:
        glass.show(samples.view("trace_blind", language))
        assert "••••" in glass.texts()
        assert not [text for text in glass.texts() if "¥" in text or "261121-7Q2MXP" in text]


@pytest.mark.parametrize(
    ("name", "key", "event"),
    [
        ("trace_typing", "key_K", DigitPressed("K")),
        ("trace_typing", "key_-", DigitPressed("-")),
        ("trace_typing", "key_clear", ClearPressed()),
        ("trace_typing", "confirm", ConfirmPressed()),
        ("trace_typing", "back", BackPressed()),
        ("trace_cash", "another", ClearPressed()),
        ("trace_cash", "back", BackPressed()),
        ("trace_cash", "log_off", LogOffPressed()),
    ],
)
def test_a_touch_reaches_the_core(glass: Glass, name: str, key: str, event: Event) -> None:
    glass.show(samples.view(name))
    glass.posted.clear()
    glass.screen.tap(key)
    wait_until(lambda: bool(glass.posted), f"{key} of {name}")
    assert glass.posted == [event]


@pytest.mark.parametrize(("name", "key"), [("trace_empty", "confirm"), ("trace_busy", "key_7"), ("trace_busy", "confirm")])
def test_a_key_that_may_not_be_pressed_says_nothing(glass: Glass, name: str, key: str) -> None:
    glass.show(samples.view(name))
    glass.posted.clear()
    glass.screen.tap(key)
    run_until(lambda: bool(glass.posted), 0.2)
    assert [one for one in glass.posted if not isinstance(one, Touched)] == []
