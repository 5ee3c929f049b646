"""The staff's pages with real touches: the hidden way in, log-in, console, one device, records, paper (F67, X13, X17)."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QUrl
from PySide6.QtGui import QColor, QFont, QRawFont
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.advice import ADVICE
from kiosk.device_status import DeviceState
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    ConfirmPressed,
    ConsolePageChosen,
    DigitPressed,
    LogOffPressed,
    StaffPressed,
    Touched,
    UnlockPressed,
)
from kiosk.flow.console import BUILT
from kiosk.flow.staff_login import NOBODY
from kiosk.messages import Message
from kiosk.paper import PrintOutcome
from kiosk.staff import Role, pin_problem
from kiosk.staff_views import ConsolePage, ConsoleView, LoginStep, PaperStepNow
from kiosk.visit_types import Language, SmsState
from offline_queue.balances import Balances
from tests.ui.conftest import Glass, visible, wait_until
from tests.ui.test_words import contrast
from ui import fonts, messages, samples
from ui.application import QML
from ui.eyes import finger, run_until
from ui.staff_facts import HIDDEN

HOLD_MS = 3000

FACTS: dict[str, dict[Language, tuple[str, ...]]] = {
    "staff_id": {
        Language.CHINESE: ("工号", "仅供营业厅人员。输错会有记录。", "换纸，无需密码"),
        Language.ENGLISH: ("Staff number", "Change paper, no PIN needed"),
    },
    "staff_id_typing": {Language.CHINESE: ("0217", "下一步 ›")},
    "staff_pin": {Language.CHINESE: ("密码", "请用手遮挡按键。", "登录 ›")},
    "staff_refused": {Language.CHINESE: ("工号或密码不对，请重试。",)},
    "staff_locked": {
        Language.CHINESE: ("密码输错次数过多，请等 30 分钟，或向中心要解锁码。",),
        Language.ENGLISH: ("Too many wrong PINs. Please wait 30 min, or ask for a code.",),
    },
    "staff_may_unlock": {Language.CHINESE: ("打电话获取代码解锁",)},
    "staff_unlocked": {
        Language.CHINESE: ("已解除锁定，请输入密码。",),
        Language.ENGLISH: ("The lock is lifted. Please type your PIN.",),
    },
    "staff_new_pin": {Language.CHINESE: ("设置新密码", "6 至 12 位，只有您自己知道。")},
    "staff_repeat_pin": {Language.CHINESE: ("再输一次新密码",)},
    "staff_nobody": {Language.CHINESE: ("本机还没有从中心取到人员名单，暂时不能登录。换纸无需登录。",)},
    "console_well": {
        Language.CHINESE: ("维护", "0217 王* · 管理员", "可以营业，一切正常", "退出", "待传 0 笔", "约 74 米，370 张"),
        Language.ENGLISH: ("Service", "0217 王* · administrator", "May open: everything works", "Log off"),
    },
    "console_jam": {
        Language.CHINESE: (
            "可以营业，但有缺项：纸币卡在纸币器里",
            "纸币卡在纸币器里（不收现金）",
            "里面可能有顾客的纸币。",
            "打开纸币器上盖",
            "BV-JAM   43",
            "打印纸将尽",
            "约 11 米，55 张",
        ),
        Language.ENGLISH: ("A note is jammed in the acceptor (no cash)", "Open the lid of the acceptor", "Faulty ›"),
    },
    "console_bad_day": {
        Language.CHINESE: (
            "不能营业：账本被改动或缺尾",
            "盖或钱箱开着：不会自动退出。",
            "线已断开 ›",
            "无应答 ›",
            "待传 37 笔",
        ),
        Language.ENGLISH: ("Unplugged ›", "Silent ›", "A cover or the box is open: you stay logged in."),
    },
    "console_device": {
        Language.CHINESE: (
            "本次启动以来",
            "11月21日 09:11  钱箱不在位",
            "钱箱内（按账本）",
            "× 91",
            "→ 02 03 06 33 DA 81  ×118",
        ),
        Language.ENGLISH: ("Since the start", "In the box, by the ledger", "* port opened"),
    },
    "console_device_blind": {Language.CHINESE: (HIDDEN, "不显示：清点钱箱的人看不到应有金额。")},
    "console_device_reading": {Language.CHINESE: ("正在读取……",)},
    "console_printer": {Language.CHINESE: ("已打印", "1204", "中断", "剩余纸张", "约 31 米，157 张")},
    "console_centre": {Language.CHINESE: ("连不上中心（不能刷卡）", "查网线和交换机的灯")},
    "console_records": {
        Language.CHINESE: (
            "入箱",
            "¥18420",
            "= 待传 ¥20",
            "+ 已入账 ¥18300",
            "+ 存疑 ¥100",
            "相等：每一分钱都有去处",
            "账本校验通过 11月21日 03:10",
            "账本链 48211 条，链头 9f3c…77a1，中心已有",
            "138****5678",
        ),
        Language.ENGLISH: ("Equal: every fen is in one place", "Ledger verified 21 Nov 03:10"),
    },
    "console_records_blind": {
        Language.CHINESE: (HIDDEN, "= 待传 ¥20", f"+ 已入账 {HIDDEN}", "+ 存疑 ¥100", "相等：每一分钱都有去处")
    },
    "console_records_unread": {Language.CHINESE: ("现在读不到账本。账没有丢，请再试一次。",)},
    "console_records_doubted": {
        Language.CHINESE: (
            "有 ¥100 对不上，请报主管",
            "账本不完好：record 12 was changed",
            "账本链 48211 条，链头 9f3c…77a1，中心目前有 48020 条",
        ),
    },
    "paper_open": {
        Language.CHINESE: ("换纸", "扳动打印机侧面的拨杆，盖会弹起。取出旧纸芯。", "本页会随打印机的状态自动前进。"),
        Language.ENGLISH: ("Change paper", "The printer is watched: this page goes on by itself."),
    },
    "paper_done": {Language.CHINESE: ("纸已装好：约 80 米，400 张。按返回结束。",)},
    "paper_trouble": {Language.CHINESE: ("切刀卡住。代码 PRN-CUTTER", "0217 王* · 管理员")},
}


@pytest.mark.parametrize(("name", "language"), [(name, language) for name, words in FACTS.items() for language in words])
def test_page_tells_its_facts(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view(name, language))
    seen = glass.texts()
    assert [fact for fact in FACTS[name][language] if fact not in seen] == []


def test_x12_who_counts_cash_reads_no_payments_amount(glass: Glass) -> None:
    """The last twenty may be all that lies in the box."""
    shown, receipts = {}, {}
    for name in ("console_records", "console_records_blind"):
        glass.show(samples.view(name))
        receipts[name] = [text for text in glass.texts() if "261121-7Q2MXP" in text]
        shown[name] = [text for text in glass.texts() if re.fullmatch(r"¥\d+(\.\d\d)?", text)]
    assert shown["console_records"]
    assert shown["console_records_blind"] == ["¥232.40"], "the sum of the cards, none of which is in the box"
    assert receipts["console_records"]
    assert receipts["console_records_blind"] == [], "by it the hall page would tell the amount"


def dots(glass: Glass) -> int:
    row = glass.screen.find("dots")
    assert row is not None
    return sum(QColor(item.property("color")) == QColor("#F4F7FE") for item in visible(row) if item is not row)


def test_s3_a_pin_is_only_counted(glass: Glass) -> None:
    for name, typed in (("staff_pin", 4), ("staff_pin_long", 12), ("staff_pin_busy", 0)):
        glass.show(samples.view(name))
        assert dots(glass) == typed
        assert not any(re.fullmatch(r"\d{2,}", text) for text in glass.texts() if text not in ("60",))


# ---- the hidden way in ---------------------------------------------------------------------------------------------


def door(glass: Glass) -> tuple[QPoint, QQuickItem]:
    item = glass.screen.find("staff_door")
    assert item is not None
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint(), item


@pytest.fixture
def quick_door(glass: Glass) -> Iterator[QPoint]:
    """As it is, but for the three seconds, which the test of them measures nowhere else."""
    place, item = door(glass)
    assert item.property("pressAndHoldInterval") == HOLD_MS
    item.setProperty("pressAndHoldInterval", 150)
    yield place
    item.setProperty("pressAndHoldInterval", HOLD_MS)


def test_the_halls_name_held_long_enough_lets_staff_in(glass: Glass, quick_door: QPoint) -> None:
    QTest.touchEvent(glass.screen.window, finger()).press(0, quick_door).commit()
    wait_until(lambda: glass.posted == [StaffPressed()], "the way in")
    QTest.touchEvent(glass.screen.window, finger()).release(0, quick_door).commit()


def test_a_customers_touch_does_not_open_it(glass: Glass, quick_door: QPoint) -> None:
    window = glass.screen.window
    for _tap in range(5):
        QTest.touchEvent(window, finger()).press(0, quick_door).commit()
        QTest.touchEvent(window, finger()).release(0, quick_door).commit()
    QTest.touchEvent(window, finger()).press(0, quick_door).commit()
    for step in range(1, 6):  # a hand that wipes over it
        QTest.touchEvent(window, finger()).move(0, quick_door + QPoint(40 * step, 6 * step)).commit()
    run_until(lambda: StaffPressed() in glass.posted, 0.4)
    QTest.touchEvent(window, finger()).release(0, quick_door + QPoint(200, 30)).commit()
    assert StaffPressed() not in glass.posted
    assert {type(event) for event in glass.posted} <= {Touched}


def test_it_is_there_on_the_home_page_only(glass: Glass, quick_door: QPoint) -> None:
    for name in ("cash_some", "number_typing", "console_well"):
        glass.show(samples.view(name))
        glass.posted.clear()
        QTest.touchEvent(glass.screen.window, finger()).press(0, quick_door).commit()
        run_until(lambda: StaffPressed() in glass.posted, 0.3)
        QTest.touchEvent(glass.screen.window, finger()).release(0, quick_door).commit()
        assert StaffPressed() not in glass.posted, name
    glass.show(samples.view("home"))


# ---- touches -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "touch"),
    [
        ("staff_pin", "key_7", DigitPressed("7")),
        ("staff_pin", "key_backspace", BackspacePressed()),
        ("staff_pin_long", "confirm", ConfirmPressed()),
        ("staff_id", "change_paper", ConsolePageChosen(ConsolePage.PAPER)),
        ("staff_id", "back", BackPressed()),
        ("staff_may_unlock", "unlock", UnlockPressed()),
        ("console_well", "log_off", LogOffPressed()),
        ("console_well", "tile_records", ConsolePageChosen(ConsolePage.RECORDS)),
        ("console_well", "tile_paper", ConsolePageChosen(ConsolePage.PAPER)),
        ("console_jam", "device_acceptor", ConsolePageChosen(ConsolePage.DEVICE, "acceptor")),
        ("console_well", "device_centre", ConsolePageChosen(ConsolePage.DEVICE, "centre")),
        ("console_device", "read_again", ConsolePageChosen(ConsolePage.DEVICE, "acceptor")),
        ("console_device", "back", BackPressed()),
        ("console_records", "read_again", ConsolePageChosen(ConsolePage.RECORDS)),
        ("console_records", "log_off", LogOffPressed()),
        ("console_records", "find", ConsolePageChosen(ConsolePage.JOURNEY)),
        ("paper_roll", "home", None),
    ],
)
def test_each_key_posts_its_touch(glass: Glass, name: str, key: str, touch: object) -> None:
    glass.show(samples.view(name))
    glass.posted.clear()
    glass.screen.tap(key)
    wait_until(lambda: bool(glass.posted), f"{key} of {name}")
    if touch is not None:
        assert glass.posted == [touch]


def test_a_log_in_that_is_looked_at_takes_no_further_key(glass: Glass) -> None:
    glass.show(samples.view("staff_pin_busy"))
    glass.posted.clear()
    for key in ("key_1", "confirm"):
        glass.screen.tap(key)
    run_until(lambda: bool(glass.posted), 0.2)
    assert [event for event in glass.posted if not isinstance(event, Touched)] == []


def test_the_card_of_the_terminal_itself_leads_nowhere(glass: Glass) -> None:
    glass.show(samples.view("console_bad_day"))
    glass.posted.clear()
    glass.screen.tap("device_terminal")
    run_until(lambda: bool(glass.posted), 0.2)
    assert [event for event in glass.posted if not isinstance(event, Touched)] == []


def test_x13_no_countdown_while_hands_are_inside(glass: Glass) -> None:
    glass.show(samples.view("console_well"))
    assert glass.screen.find("countdown") is not None
    glass.show(samples.view("console_bad_day"))
    assert glass.screen.find("countdown") is None


def test_x17_the_step_that_is_next_is_lit_and_those_before_are_ticked(glass: Glass) -> None:
    for number, now in enumerate(PaperStepNow):
        glass.show(samples.view(f"paper_{now.value}"))
        for step in range(3):
            card = glass.screen.find(f"paper_step_{step}")
            assert card is not None
            assert bool(card.property("now")) == (step == number)
            assert bool(card.property("done")) == (step < number)


# ---- dark, and in words --------------------------------------------------------------------------------------------


def test_staff_pages_are_dark_and_home_is_light_again(glass: Glass) -> None:
    assert QColor(glass.screen.window.color()).lightness() > 200
    glass.show(samples.view("console_well"))
    assert QColor(glass.screen.window.color()).lightness() < 60
    glass.show(samples.view("home"))
    assert QColor(glass.screen.window.color()).lightness() > 200


def test_u1_contrast_of_every_pair_in_the_dark(glass: Glass) -> None:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    source = b"""import QtQuick
import "theme"
QtObject {
    property var pairs: Theme.pairs
    Component.onCompleted: Theme.dark = true
}"""
    component.setData(source, QUrl.fromLocalFile(str(QML / "probe.qml")))
    made = component.create()
    assert made is not None, component.errorString()
    pairs = made.property("pairs")
    pairs = pairs.toVariant() if hasattr(pairs, "toVariant") else pairs
    assert len(pairs) > 15
    assert QColor(pairs[0][1]).lightness() < 60
    for words, ground in pairs:
        assert contrast(QColor(words), QColor(ground)) >= 7.0, (QColor(words).name(), QColor(ground).name())


def test_advice_has_every_glyph(glass: Glass) -> None:
    font = QRawFont.fromFont(QFont(fonts.FAMILY))
    words = "".join(said.zh + said.en for row in ADVICE.values() for said in (row.what, *row.steps))
    assert sorted({sign for sign in words if not sign.isspace() and not font.supportsCharacter(ord(sign))}) == []


@pytest.mark.parametrize(
    "message_id",
    [
        *(f"login_{step.value}" for step in LoginStep),
        *(f"login_note_{step.value}" for step in LoginStep),
        *(f"role_{role.value}" for role in Role),
        *(f"console_{state}" for state in ("full", "degraded", "out")),
        *(f"device_{device}" for device in ("acceptor", "printer", "card", "centre", "terminal")),
        *(f"device_state_{state.value}" for state in DeviceState),
        *(f"jobs_{outcome.value}" for outcome in PrintOutcome),
        *(f"record_slip_{outcome.value}" for outcome in PrintOutcome),
        *(f"sms_word_{state.value}" for state in SmsState),
        *(f"state_{state}" for state in ("queued", "posted", "in_doubt", "owed", "settled")),
        *(f"tender_{tender}" for tender in ("cash", "card", "mixed")),
        *(pin_problem(pin, "0217") for pin in ("1", "111111", "020217")),
    ],
)
def test_every_word_of_the_core_is_known(message_id: str) -> None:
    assert message_id in messages.SOURCES


def test_every_balance_has_a_name() -> None:
    names = [name.removesuffix("_fen") for name in Balances.__struct_fields__]
    own = {"card_charged", "card_returned", "card_unclear"}
    assert [
        name for name in names if f"bucket_{name if name in own else name.removeprefix('card_')}" not in messages.SOURCES
    ] == []


def test_every_page_that_is_built_can_be_shown_from_the_overview(glass: Glass) -> None:
    """A page without a tile would be one that nobody finds."""
    view = samples.view("console_well")
    assert isinstance(view.body, ConsoleView)
    glass.show(replace(view, body=replace(view.body, pages=tuple(BUILT))))
    missing = {page for page in BUILT if glass.screen.find(f"tile_{page.value}") is None}
    assert missing == {ConsolePage.OVERVIEW, ConsolePage.DEVICE, ConsolePage.JOURNEY}, "the last: from the records"
    assert NOBODY.staff_id not in glass.all_text()


def test_the_reason_nobody_can_log_in_is_said_once(glass: Glass) -> None:
    glass.show(samples.view("staff_nobody"))
    told = messages.say(Message("staff_nobody"))
    assert glass.texts().count(told) == 1
