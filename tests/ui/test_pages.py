"""Every page tells the facts of its view, in both languages, and forgets them when it is left."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QSignalSpy

from kiosk.card import CardStep
from kiosk.enquiry_views import BillView
from kiosk.money import Fen
from kiosk.views import CardView, CashView, NoteLine, NoteStep, NumberView
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
    "home_card": {
        Language.CHINESE: ("现金、银行卡均可，可为任何手机号缴费，无需密码。", "3 现金或刷卡", "刷卡正常"),
        Language.ENGLISH: ("With cash or bank card, for any mobile number. No password needed.", "Card: ready"),
    },
    "home_only_card": {
        Language.CHINESE: ("刷银行卡，可为任何手机号缴费，无需服务密码。", "3 刷卡"),
        Language.ENGLISH: ("By bank card, for any mobile number. No password needed.", "3 Pay by card"),
    },
    "recovering_card": {
        Language.CHINESE: (
            "终端刚才中断，当时正在为 138 **** 5678 刷卡 ¥82.40。现在正向刷卡机查询结果，请稍候，不要重复付款。",
        ),
    },
    "method_both": {
        Language.CHINESE: ("请选择缴费方式", "现金 ›", "银行卡 ›", "正好扣 ¥182.40", "以上我已知道并同意"),
        Language.ENGLISH: ("How would you like to pay?", "Cash ›", "Bank card ›", "exactly ¥182.40"),
    },
    "method_card_needs_line": {
        Language.CHINESE: ("网络中断时不能刷银行卡。", "用现金缴费 ›"),
        Language.ENGLISH: ("Bank cards can't be used while the line is down.", "Pay with cash ›"),
    },
    "method_only_card": {
        Language.CHINESE: ("现在不能收现金。代码 BV-JAM", "刷银行卡缴费 ›"),
        Language.ENGLISH: ("Cash can't be taken right now. Code BV-JAM", "Pay by bank card ›"),
    },
    "method_neither": {
        Language.CHINESE: ("现在不能收现金。代码 BV-OFF", "现在不能刷银行卡。代码 CT-OFF", "请使用其他终端或到柜台办理。"),
    },
    "cash_then_card": {
        Language.CHINESE: ("¥100", "剩下的 ¥82.40 刷银行卡", "放完了，缴 ¥100"),
        Language.ENGLISH: ("Pay the remaining ¥82.40 by card", "Finish, pay ¥100"),
    },
    "card_present": {
        Language.CHINESE: ("请在刷卡机上插卡或挥卡", "¥182.40", "138 **** 5678", "取消刷卡"),
        Language.ENGLISH: ("Insert your card, or hold it to the terminal", "¥182.40", "Cancel the card payment"),
    },
    "card_pin_again": {
        Language.CHINESE: ("请在刷卡机上输入密码", "密码不对。", "¥82.40", "已放入纸币 ¥100，已妥善记录；共 ¥182.40"),
        Language.ENGLISH: (
            "Enter your PIN on the card terminal",
            "The PIN was wrong.",
            "¥100 in notes is in and safe; ¥182.40 in all",
        ),
    },
    "card_checking_rest": {
        Language.CHINESE: ("正在核实结果", "没有收到刷卡机的答复，正在查询。请稍候，不要重复付款。"),
        Language.ENGLISH: ("Checking what happened",),
    },
    "refused_funds_rest": {
        Language.CHINESE: (
            "没有扣款",
            "¥82.40",
            "卡内余额不足。",
            "代码（告诉工作人员）：05",
            "继续放入纸币",
            "完成，缴 ¥100",
        ),
        Language.ENGLISH: ("Nothing was charged", "There isn't enough money on this card.", "Code for the staff: 05"),
    },
    "refused_taken_back": {
        Language.CHINESE: ("已退回", "已退回卡内", "刷卡中断，刷卡机已撤销扣款。"),
        Language.ENGLISH: ("Taken back", "The card payment was interrupted. The card terminal has undone it."),
    },
    "result_cash_and_card": {
        Language.CHINESE: ("¥182.40", "纸币 ¥100 + 刷卡 ¥82.40 UnionPay ****1234"),
        Language.ENGLISH: ("¥100 in notes + ¥82.40 by card UnionPay ****1234",),
    },
    "result_by_card": {
        Language.CHINESE: ("刷卡 UnionPay ****1234", "已入账"),
        Language.ENGLISH: ("by card UnionPay ****1234",),
    },
    "result_card_in_doubt": {
        Language.CHINESE: (
            "请记下代码",
            "还不知道卡内是否已扣 ¥182.40。我们正自动核实，一般几分钟有结果：已扣的款将入账或撤销。"
            "请不要重复付款。代码 A1B2C3D4",
            "如已扣款，将会入账",
        ),
        Language.ENGLISH: ("Please keep the code", "Case code A1B2C3D4", "Posted if the card was charged"),
    },
    "result_card_taken_back": {
        Language.CHINESE: ("已退回卡内", "没有入账，款已退回卡内"),
        Language.ENGLISH: ("Back on the card", "Not posted; the card has its money back"),
    },
    "result_card_not_charged": {
        Language.CHINESE: ("没有扣款", "已向刷卡机核实：卡内没有扣款，也没有缴费。"),
        Language.ENGLISH: ("Nothing was charged", "Not posted; nothing was paid"),
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


def _everything(item: QQuickItem) -> Iterator[QQuickItem]:
    """This item and what is inside, seen or not."""
    yield item
    for child in item.childItems():
        yield from _everything(child)


def _slots(glass: Glass) -> dict[str, QQuickItem]:
    """The place of each page, by the page's name."""
    everything = _everything(glass.screen.window.contentItem())
    return {str(item.property("modelData")): item for item in everything if "PageSlot" in item.metaObject().className()}


def test_a_page_that_cant_be_seen_is_not_laid_out_again(glass: Glass) -> None:
    """P9: step and countdown leave a page less room; that is the business of the page that is shown, not of all."""
    before = {name: (slot.position(), slot.size()) for name, slot in _slots(glass).items()}
    glass.show(samples.view("number_typing"))
    after = {name: (slot.position(), slot.size()) for name, slot in _slots(glass).items()}
    room = glass.screen.find("page")
    assert room is not None
    assert len(before) > 20
    assert after.pop("Number") == (room.position(), room.size()) != before["Home"]
    assert after == {name: place for name, place in before.items() if name != "Number"}


def test_f9_a_page_that_was_left_is_emptied_though_nothing_is_painted(glass: Glass) -> None:
    """A window that is covered paints nothing; what the last page told is gone all the same."""
    glass.show(samples.view("amount_arrears"))
    left = _slots(glass)["Amount"]

    def tells() -> bool:
        return any("5678" in str(item.property("text")) for item in _everything(left))

    assert tells()
    glass.screen.window.hide()
    glass.screen.show(samples.view("home"))
    wait_until(lambda: not tells(), "an empty page")
    glass.screen.window.show()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["bill_past", "bill_current", "bill_long", "bill_huge", "bill_empty"])
def test_the_first_frame_of_a_bill_has_all_that_is_on_the_glass(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view("home", language))  # the frame around the page is in that language already
    painted: list[list[str]] = []

    def on_the_glass() -> None:
        if glass.screen.window.property("page") == "Bill":
            edge = glass.screen.find("scroll")
            assert edge is not None
            place = edge.mapRectToScene(edge.boundingRect())
            shown = [item for item in glass.text_items() if item.mapRectToScene(item.boundingRect()).intersects(place)]
            painted.append([str(item.property("text")) for item in shown])

    glass.screen.window.frameSwapped.connect(on_the_glass)
    try:
        glass.turn(samples.view(name, language))
        wait_until(lambda: len(painted) > 0, "a frame of the bill")
        glass.show(samples.view(name, language))
    finally:
        glass.screen.window.frameSwapped.disconnect(on_the_glass)
    assert painted[0] == painted[-1]
    assert name == "bill_empty" or len(glass.texts()) > len(painted[0]) + 12  # what stands below is there as well


def test_no_row_of_a_bill_stays_under_the_next_one(glass: Glass) -> None:
    """Items of rows are kept and filled again: the same words in the same order, whatever was there before."""
    bill = samples.view("bill_past").body
    assert isinstance(bill, BillView)
    names = {line.name for group in bill.own for line in group.lines} - {bill.plan}
    glass.show(samples.view("bill_past"))
    told = glass.texts()
    assert len(names) > 3
    assert names <= set(told)
    for other in ("bill_empty", "bill_long", "bill_huge"):
        glass.show(samples.view(other))
        assert other != "bill_empty" or names.isdisjoint(glass.texts())
        glass.show(samples.view("bill_past"))
        assert glass.texts() == told


def test_no_key_offers_to_pay_nothing(glass: Glass) -> None:
    """The first note is still on its way: what would be paid is not said before it is something."""
    view = samples.view("cash_empty")
    assert isinstance(view.body, CashView)
    moving = replace(view.body, notes=(NoteLine(Fen(10000), NoteStep.STACKING),), accepting=False, can_finish=True)
    glass.show(replace(view, body=moving))
    assert "完成" in glass.texts()
    assert not any("缴 ¥0" in text for text in glass.texts())


@pytest.mark.parametrize("step", list(CardStep))
def test_a_step_that_cant_be_cancelled_has_no_key_to_cancel_and_nothing_jumps(glass: Glass, step: CardStep) -> None:
    """The key's place is kept: the sum stands still while the sale goes on."""
    places = []
    for can_cancel in (True, False):
        view = samples.view(f"card_{step.value}")
        assert isinstance(view.body, CardView)
        glass.show(replace(view, body=replace(view.body, can_cancel=can_cancel)))
        assert ("取消刷卡" in glass.texts()) == can_cancel
        charge = glass.screen.find("charge")
        assert charge is not None
        places.append(charge.mapToScene(charge.boundingRect().topLeft()))
    assert places[0] == places[1]


@pytest.mark.parametrize("step", list(CardStep))
def test_each_step_has_a_picture_of_its_own_step(glass: Glass, step: CardStep) -> None:
    glass.show(samples.view(f"card_{step.value}"))
    picture = glass.screen.find("terminal_picture")
    assert picture is not None
    assert picture.property("step") == step.value
    assert picture.isVisible()
    assert picture.height() > 300


@pytest.mark.parametrize("name", ["method_both", "refused_funds_rest"])
def test_cash_and_card_are_equals(glass: Glass, name: str) -> None:
    glass.show(samples.view(name))
    cash, card = glass.screen.find("pay_cash"), glass.screen.find("pay_card")
    assert cash is not None
    assert card is not None
    assert (cash.width(), cash.height()) == (card.width(), card.height())


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


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("page", "line"), [("closed", "closed_phone"), ("closed_bare", "closed_phone"), ("out_storage", "out_phone")]
)
def test_who_is_told_to_call_is_told_the_number(glass: Glass, page: str, line: str, language: Language) -> None:
    view = samples.view(page, language)
    glass.show(view)
    told = glass.screen.find(line)
    assert told is not None
    assert str(told.property("text")).endswith(view.frame.service_phone)
