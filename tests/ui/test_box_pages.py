"""A swap of the cash box and the second person with real touches; no sum is on the glass."""

import re

import pytest

from kiosk.events import (
    BackPressed,
    BackspacePressed,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    Event,
    GiveUpPressed,
    LogOffPressed,
    PrintPressed,
    Touched,
    WayChosen,
)
from kiosk.visit_types import Language
from tests.ui.conftest import Glass, wait_until
from ui import samples
from ui.eyes import run_until
from ui.samples_of_boxes import BOX_SAMPLES

FACTS: dict[str, dict[Language, tuple[str, ...]]] = {
    "box_start": {
        Language.CHINESE: (
            "清机换箱",
            "0218 李* · 清机",
            "两人更换密封钱箱。从开始到完成，本机不收现金。",
            "开始，需第二人确认 ›",
        ),
        Language.ENGLISH: ("Swap the cash box", "Open, with a second person ›"),
    },
    "box_not_now": {Language.CHINESE: ("有一张纸币正在入箱，纸币器还没有报告位置，请稍候。",)},
    "box_out": {Language.CHINESE: ("清机换箱  K0003-C7", "请取出旧钱箱。机器感应到后自动进入下一步。", "放弃：钱箱不动")},
    "box_serial_out_typing": {Language.CHINESE: ("请输入取出的钱箱编号。", "BX-0007", "下一步 ›")},
    "box_close": {
        Language.CHINESE: (
            "旧箱编号  BX-0007",
            "旧箱封签  S-20261121-991",
            "新箱编号  BX-0012",
            "新箱封签  无",
            "完成换箱",
        ),
        Language.ENGLISH: ("Old box: serial  BX-0007", "New box: seal  none", "Close the swap"),
    },
    "box_closed": {Language.CHINESE: ("换箱完成，恢复收现金。请把凭证随密封钱箱放好。", "凭证已打印。", "返回总览")},
    "box_closed_unprinted": {Language.ENGLISH: ("The slip was not printed, or nobody can tell. Print it again.",)},
    "second_id": {
        Language.CHINESE: (
            "需要第二人同意",
            "更换密封钱箱",
            "现场",
            "营业厅页面",
            "电话取码",
            "第二人：请输入您自己的工号。",
        )
    },
    "second_code": {Language.CHINESE: ("2176 8182", "66034641", "请输入 0219 得到的八位数字。", "我同意")},
    "second_hall_unreachable": {Language.CHINESE: ("与中心的线路中断，请改用电话取码。",)},
    "unlock_code": {
        Language.CHINESE: ("解除密码输错后的锁定", "0217", "2176 8182", "66034641"),
        Language.ENGLISH: ("Lift the lock after wrong PINs", "Type the eight digits that 0219 was given."),
    },
    "unlock_id": {Language.CHINESE: ("请输入电话那头同事的工号。",)},
    "unlock_wrong": {Language.ENGLISH: ("Number or code is not right. Please try again.",)},
    "problem_second_same": {Language.ENGLISH: ("That is you. It must be somebody else.",)},
}


@pytest.mark.parametrize(("name", "language"), [(name, language) for name, said in FACTS.items() for language in said])
def test_a_page_says_what_it_must(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view(name, language))
    shown = glass.texts()
    assert [words for words in FACTS[name][language] if words not in shown] == []


@pytest.mark.parametrize("name", BOX_SAMPLES)
def test_s4_no_sum_is_on_any_of_these_pages(glass: Glass, name: str) -> None:
    for language in Language:
        glass.show(samples.view(name, language))
        for text in glass.texts():
            assert not re.search("[¥￥]|yuan|fen\\b|[0-9]元", text), text


@pytest.mark.parametrize(
    ("name", "key", "event"),
    [
        ("box_start", "confirm", ConfirmPressed()),
        ("box_out", "give_up", GiveUpPressed()),
        ("box_serial_out_typing", "key_-", DigitPressed("-")),
        ("box_serial_out_typing", "key_O", DigitPressed("O")),
        ("box_serial_out_typing", "key_7", DigitPressed("7")),
        ("box_serial_out_typing", "key_clear", ClearPressed()),
        ("box_serial_out_typing", "key_backspace", BackspacePressed()),
        ("box_serial_out_typing", "confirm", ConfirmPressed()),
        ("box_serial_out_typing", "back", BackPressed()),
        ("box_close", "confirm", ConfirmPressed()),
        ("box_closed", "print", PrintPressed()),
        ("box_closed", "to_overview", BackPressed()),
        ("box_close", "log_off", LogOffPressed()),
        ("second_id", "way_hall_page", WayChosen("hall_page")),
        ("second_id", "way_offline_code", WayChosen("offline_code")),
        ("second_code", "way_present", WayChosen("present")),
        ("second_code", "confirm", ConfirmPressed()),
        ("second_pin", "key_7", DigitPressed("7")),
        ("second_pin", "back", BackPressed()),
        ("second_pin", "log_off", LogOffPressed()),
        ("unlock_code", "confirm", ConfirmPressed()),
    ],
)
def test_a_touch_reaches_the_core(glass: Glass, name: str, key: str, event: Event) -> None:
    glass.show(samples.view(name))
    glass.posted.clear()
    glass.screen.tap(key)
    wait_until(lambda: bool(glass.posted), f"{key} of {name}")
    assert glass.posted == [event]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("box_not_now", "confirm"),
        ("box_serial_out", "confirm"),
        ("box_closed_printing", "print"),
        ("second_no_key", "way_offline_code"),
        ("second_id", "confirm"),
        ("second_pin_busy", "key_7"),
    ],
)
def test_a_key_that_may_not_be_pressed_says_nothing(glass: Glass, name: str, key: str) -> None:
    glass.show(samples.view(name))
    glass.posted.clear()
    glass.screen.tap(key)
    run_until(lambda: bool(glass.posted), 0.2)
    assert [one for one in glass.posted if not isinstance(one, Touched)] == []


def test_s4_of_a_pin_nobody_sees_more_than_dots(glass: Glass) -> None:
    glass.show(samples.view("second_pin_long"))
    assert not [text for text in glass.texts() if re.fullmatch("[0-9]{4,12}", text)]


def test_who_is_locked_out_has_nothing_to_log_off_from(glass: Glass) -> None:
    glass.show(samples.view("unlock_id"))
    with pytest.raises(LookupError, match="log_off"):
        glass.screen.tap("log_off")
