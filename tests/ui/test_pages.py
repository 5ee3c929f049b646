"""Every page tells the facts of its view, in both languages, and forgets them when it is left."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtTest import QSignalSpy

from kiosk.money import Fen
from kiosk.views import CashView, NoteLine, NoteStep, NumberView
from kiosk.visit_types import Language
from tests.ui.conftest import Glass, wait_until
from ui import samples

FACTS: dict[str, dict[Language, tuple[str, ...]]] = {
    "starting": {Language.CHINESE: ("正在准备，请稍候",), Language.ENGLISH: ("Getting ready, one moment please",)},
    "home": {
        Language.CHINESE: ("交话费", "现金正常", "小票正常", "网络正常", "100", "5"),
        Language.ENGLISH: ("Pay a phone bill", "Cash: ready", "Receipts: ready", "Line: connected", "100"),
    },
    "home_degraded": {
        Language.CHINESE: ("网络中断", "网络中断。可以照常缴费：恢复后自动入账，短信随后发送。"),
        Language.ENGLISH: ("Line: down", "Receipts: not now"),
    },
    "number_typing": {Language.CHINESE: ("138 1234 ____",), Language.ENGLISH: ("138 1234 ____",)},
    "number_repeat": {Language.CHINESE: ("请再输入一次",), Language.ENGLISH: ("Once more, please",)},
    "amount_arrears": {
        Language.CHINESE: ("138 1234 5678", "张*", "欠费", "¥182.40", "已停机：不能打出", "¥30", "¥500"),
        Language.ENGLISH: ("138 1234 5678", "张*", "Owed", "¥182.40", "Stopped: can't make calls"),
    },
    "amount_credit": {Language.CHINESE: ("余额", "¥32.50", "正常使用"), Language.ENGLISH: ("Balance", "¥32.50")},
    "amount_typing": {Language.CHINESE: ("¥120", "缴 ¥120 ›"), Language.ENGLISH: ("¥120", "Pay ¥120 ›")},
    "method": {
        Language.CHINESE: (
            "¥182.40",
            "不找零，多出的钱存入 138\N{NO-BREAK SPACE}1234\N{NO-BREAK SPACE}5678 张*",
            "本机不能刷银行卡。",
        ),
        Language.ENGLISH: ("¥182.40", "This terminal takes no bank cards."),
    },
    "cash_some": {
        Language.CHINESE: ("已放入", "¥150", "应缴 ¥182.40", "还差 ¥32.40", "¥100", "已入箱  20:58:31", "正在入箱"),
        Language.ENGLISH: ("¥150", "To pay ¥182.40", "¥32.40 left", "In the box  20:58:31", "Finish, pay ¥150"),
    },
    "cash_over": {Language.CHINESE: ("多出 ¥17.60，存入话费",), Language.ENGLISH: ("¥17.60 too much, credited",)},
    "cash_rejected": {
        Language.CHINESE: ("纸币已退回：没有认出来，请抚平或换一张，没有计入。",),
        Language.ENGLISH: ("The note came back: it could not be read. Smooth it out or use another. It was not counted.",),
    },
    "confirm_payer": {Language.CHINESE: ("138 **** 5678", "张*", "¥150"), Language.ENGLISH: ("138 **** 5678", "¥150")},
    "result_posted": {
        Language.CHINESE: (
            "¥200",
            "已入账",
            "短信已送达",
            "已复机",
            "请取走小票",
            "现在余额 ¥17.60",
            "缴费编号 K0003-0000124",
        ),
        Language.ENGLISH: ("¥200", "Posted to the account", "Text message delivered", "The line is reconnected"),
    },
    "result_queued": {
        Language.CHINESE: ("网络恢复后入账", "网络恢复后发送短信"),
        Language.ENGLISH: ("Will be posted when the line is back",),
    },
    "result_owed": {
        Language.CHINESE: ("没有入账，将由人工处理",),
        Language.ENGLISH: ("Not posted; the staff will settle it",),
    },
    "out_storage": {
        Language.CHINESE: ("暂停服务", "¥150", "将缴入 138 **** 5678", "代码（告诉工作人员）：STO-IO"),
        Language.ENGLISH: ("Out of service", "Your money is recorded and safe", "Code for the staff: STO-IO"),
    },
}
CASES = [(name, language) for name, words in FACTS.items() for language in words]


@pytest.mark.parametrize(("name", "language"), CASES)
def test_page_tells_its_facts(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view(name, language))
    seen = glass.texts()
    assert [fact for fact in FACTS[name][language] if fact not in seen] == []


@pytest.mark.parametrize("name", sorted(samples.BODIES))
def test_frame_is_on_every_page(glass: Glass, name: str) -> None:
    view = samples.view(name)
    glass.show(view)
    for always in ("demo_mark", "language_zh_CN", "language_en", "large_type", "help", "service_phone", "clock"):
        assert glass.screen.find(always) is not None, always
    assert (glass.screen.find("quick_lane") is not None) == bool(view.frame.quick_lane)
    assert (glass.screen.find("back") is not None) == view.frame.can_go_back
    assert (glass.screen.find("home") is not None) == view.frame.can_go_home
    assert (glass.screen.find("countdown") is not None) == (view.frame.countdown is not None)
    assert (glass.screen.find("progress") is not None) == (view.frame.step > 0)


def test_quick_lane_is_at_the_upper_right(glass: Glass) -> None:
    lane, phone = glass.screen.find("quick_lane"), glass.screen.find("help")
    assert lane is not None
    assert phone is not None
    corner = lane.mapToScene(lane.boundingRect().bottomRight())
    assert corner.x() > 1080 * 0.95
    assert corner.y() < 1920 * 0.1


def test_live_terminal_has_no_demo_mark(glass: Glass) -> None:
    glass.show(samples.view("home", demo=False))
    assert glass.screen.find("demo_mark") is None
    assert "DEMO" not in glass.all_text()


def test_language_switches_at_once_both_ways(glass: Glass) -> None:
    glass.show(samples.view("home", Language.ENGLISH))
    assert "Pay a phone bill" in glass.texts()
    glass.show(samples.view("home", Language.CHINESE))
    assert "交话费" in glass.texts()
    assert "Pay a phone bill" not in glass.texts()


def test_nothing_of_a_customer_stays_in_hidden_pages(glass: Glass) -> None:
    """F9: after the visit no page, seen or not, holds the number, the name or an amount of it."""
    for name in samples.BODIES:
        glass.show(samples.view(name))
    glass.show(samples.view("home"))
    everything: list[str] = []

    def collect(item: object) -> None:
        from PySide6.QtQuick import QQuickItem

        assert isinstance(item, QQuickItem)
        if item.metaObject().indexOfProperty("text") >= 0:
            everything.append(str(item.property("text")))
        for child in item.childItems():
            collect(child)

    collect(glass.screen.window.contentItem())
    held = "\n".join(everything).replace("\N{NO-BREAK SPACE}", " ")
    assert len(everything) > 100, "hidden pages are part of this test"
    for secret in ("138", "5678", "张*", "182.40", "K0003-0000124", "17.60"):
        assert secret not in held


def test_no_key_offers_to_pay_nothing(glass: Glass) -> None:
    """The first note is still on its way: what would be paid is not said before it is something."""
    view = samples.view("cash_empty")
    assert isinstance(view.body, CashView)
    moving = replace(view.body, notes=(NoteLine(Fen(10000), NoteStep.STACKING),), accepting=False, can_finish=True)
    glass.show(replace(view, body=moving))
    assert "完成" in glass.texts()
    assert not any("缴 ¥0" in text for text in glass.texts())


def test_newest_note_is_the_large_one_and_the_others_follow_backwards(glass: Glass) -> None:
    glass.show(samples.view("cash_some"))
    newest = glass.screen.find("newest_value")
    assert newest is not None
    assert newest.property("text") == "¥20"
    texts = glass.texts()
    assert texts.index("已入箱  20:58:44") < texts.index("已入箱  20:58:31")


def test_tick_is_drawn_when_posting_is_done(glass: Glass) -> None:
    """A step stays the same item while its state changes, so that its tick is drawn and not merely there."""
    glass.show(samples.view("result_posting"))
    mark = glass.screen.find("step_posting")
    assert mark is not None
    # counts without Python being called from within QML; the stubs lack that SIGNAL makes a str
    steps = QSignalSpy(mark, SIGNAL("drawnChanged()"))  # type: ignore[call-overload]
    glass.screen.show(samples.view("result_posted"))
    wait_until(lambda: steps.count() > 1 and float(mark.property("drawn")) == 1.0, "the whole tick")
    assert glass.screen.find("step_posting") == mark


def test_views_from_another_thread_arrive_newest_last(glass: Glass) -> None:
    number = samples.view("number_empty")

    def many() -> None:
        for digits in range(200):
            glass.screen.show(replace(number, body=NumberView(digits=str(digits), complete=False)))

    thread = threading.Thread(target=many)
    thread.start()
    wait_until(lambda: any(text.startswith("199 ") for text in glass.texts()), "the last view")
    thread.join()
