"""Real touches on the glass: each key posts its touch, once, on release, and answers at once."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from kiosk.events import (
    AmountChosen,
    BackPressed,
    BackspacePressed,
    CardChosen,
    CashChosen,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    FinishPressed,
    HelpPressed,
    HomePressed,
    LanguageChosen,
    LargeTypeToggled,
    OtherAmountChosen,
    RatingGiven,
    ServiceChosen,
    Touch,
    Touched,
)
from kiosk.money import Fen
from kiosk.views import NumberView
from kiosk.visit_types import Language, Service
from tests.ui.conftest import Glass, wait_until
from ui import samples
from ui.eyes import finger
from ui.messages import say

KEYS: list[tuple[str, str, Touch]] = [
    ("home", "home_pay", ServiceChosen(Service.PAY_BILL)),
    ("home", "quick_lane", ServiceChosen(Service.PAY_BILL)),
    ("home", "language_en", LanguageChosen(Language.ENGLISH)),
    ("home", "language_zh_CN", LanguageChosen(Language.CHINESE)),
    ("home", "large_type", LargeTypeToggled()),
    *(("number_typing", f"key_{digit}", DigitPressed(digit)) for digit in "0123456789"),
    ("number_typing", "key_backspace", BackspacePressed()),
    ("number_typing", "key_clear", ClearPressed()),
    ("number_typing", "back", BackPressed()),
    ("number_typing", "home", HomePressed()),
    ("number_problem", "confirm", ConfirmPressed()),
    ("amount_arrears", "amount_18240", AmountChosen(Fen(18240))),
    ("amount_arrears", "amount_50000", AmountChosen(Fen(50000))),
    ("amount_arrears", "amount_other", OtherAmountChosen()),
    ("amount_typing", "confirm", ConfirmPressed()),
    ("amount_typing", "key_7", DigitPressed("7")),
    ("method", "pay_cash", CashChosen()),
    ("method_both", "pay_cash", CashChosen()),
    ("method_both", "pay_card", CardChosen()),
    ("method_only_card", "pay_card", CardChosen()),
    ("cash_then_card", "pay_card", CardChosen()),
    ("cash_then_card", "finish", FinishPressed()),
    ("cash_jam_then_card", "pay_card", CardChosen()),
    ("card_present", "cancel", BackPressed()),
    ("card_pin_again", "cancel", BackPressed()),
    ("refused_declined", "pay_card", CardChosen()),
    ("refused_declined", "pay_cash", CashChosen()),
    ("refused_declined", "back", BackPressed()),
    ("refused_declined", "home", HomePressed()),
    ("refused_declined_rest", "finish", FinishPressed()),
    ("refused_only_finish", "finish", FinishPressed()),
    ("cash_some", "finish", FinishPressed()),
    ("confirm_payer", "continue", ConfirmPressed()),
    ("confirm_payer", "finish", FinishPressed()),
    ("confirm_payer_last", "finish", FinishPressed()),
    ("result_posted", "finish", FinishPressed()),
    *(("result_posted", f"rate_{score}", RatingGiven(score)) for score in range(1, 6)),
    ("result_queued", "rate_3", RatingGiven(3)),
    ("result_rated", "finish", FinishPressed()),
]


def settle(glass: Glass) -> None:
    """Let ``Qt.callLater`` of the released finger run."""
    for _ in range(5):
        QCoreApplication.processEvents()


def middle(glass: Glass, name: str) -> QPoint:
    item = glass.screen.find(name)
    assert item is not None, name
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("page", "key", "touch"), KEYS)
def test_key_posts_exactly_its_touch(glass: Glass, page: str, key: str, touch: Touch, language: Language) -> None:
    glass.show(samples.view(page, language))
    glass.screen.tap(key)
    settle(glass)
    assert glass.posted == [touch]


@pytest.mark.parametrize(("page", "key", "touch"), KEYS)
def test_key_works_in_landscape_and_large_type(landscape: Glass, page: str, key: str, touch: Touch) -> None:
    landscape.show(samples.view(page, large=True))
    landscape.posted.clear()
    landscape.screen.tap(key)
    settle(landscape)
    assert landscape.posted == [touch]


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("home_nothing", "home_pay"),
        ("number_typing", "confirm"),
        ("number_busy", "key_1"),
        ("number_busy", "confirm"),
        ("cash_empty", "finish"),
        ("cash_finishing", "finish"),
        ("card_bank", "cancel"),
        ("card_cancelling", "cancel"),
    ],
)
def test_key_that_is_off_only_tells_of_a_finger(glass: Glass, page: str, key: str) -> None:
    glass.show(samples.view(page))
    glass.screen.tap(key)
    settle(glass)
    assert glass.posted == [Touched()]


def test_no_key_fades_while_an_answer_may_come_at_once(glass: Glass) -> None:
    busy = samples.view("number_busy")
    assert isinstance(busy.body, NumberView)
    glass.show(replace(busy, body=replace(busy.body, busy=False)))
    key = glass.screen.find("confirm")
    assert key is not None
    faded: list[float] = []
    key.enabledChanged.connect(lambda: faded.append(time.monotonic()))
    asked = time.monotonic()
    glass.turn(busy)
    glass.screen.tap("confirm")
    glass.screen.tap("key_1")
    settle(glass)
    assert set(glass.posted) == {Touched()}
    wait_until(lambda: "正在查询" in glass.all_text(), "the wait is said")
    assert len(faded) == 1
    assert faded[0] - asked >= 0.09


def test_touch_beside_everything_is_told(glass: Glass) -> None:
    QTest.touchEvent(glass.screen.window, finger()).press(0, QPoint(4, 900)).commit()
    QTest.touchEvent(glass.screen.window, finger()).release(0, QPoint(4, 900)).commit()
    settle(glass)
    assert glass.posted == [Touched()]


def test_sliding_off_a_key_takes_the_press_back(glass: Glass) -> None:
    start = middle(glass, "home_pay")
    QTest.touchEvent(glass.screen.window, finger()).press(0, start).commit()
    QTest.touchEvent(glass.screen.window, finger()).move(0, QPoint(start.x(), 60)).commit()
    QTest.touchEvent(glass.screen.window, finger()).release(0, QPoint(start.x(), 60)).commit()
    settle(glass)
    assert glass.posted == [Touched()]


def test_key_answers_while_it_is_pressed(glass: Glass) -> None:
    key = glass.screen.find("home_pay")
    assert key is not None
    wait_until(lambda: key.property("down") is False, "the key is up")
    before = QColor(key.property("color"))
    QTest.touchEvent(glass.screen.window, finger()).press(0, middle(glass, "home_pay")).commit()
    assert QColor(key.property("color")) != before
    QTest.touchEvent(glass.screen.window, finger()).release(0, middle(glass, "home_pay")).commit()
    wait_until(lambda: QColor(key.property("color")) == before, "the key comes up a moment after the finger")
    settle(glass)


def test_second_finger_on_a_key_posts_nothing_more(glass: Glass) -> None:
    spot = middle(glass, "home_pay")
    beside = QPoint(spot.x() + 120, spot.y())
    QTest.touchEvent(glass.screen.window, finger()).press(0, spot).press(1, beside).commit()
    QTest.touchEvent(glass.screen.window, finger()).release(0, spot).release(1, beside).commit()
    settle(glass)
    assert [touch for touch in glass.posted if touch != Touched()] == [ServiceChosen(Service.PAY_BILL)]


def raw_tap(glass: Glass, name: str) -> None:
    """A finger without the leave that ``TouchScreen.tap`` gives to scripts."""
    spot = middle(glass, name)
    QTest.touchEvent(glass.screen.window, finger()).press(0, spot).commit()
    QTest.touchEvent(glass.screen.window, finger()).release(0, spot).commit()
    settle(glass)


def test_same_digit_twice_is_two_digits(glass: Glass) -> None:
    glass.show(samples.view("number_typing"))
    raw_tap(glass, "key_5")
    raw_tap(glass, "key_5")
    assert glass.posted == [DigitPressed("5"), DigitPressed("5")]


def test_trembling_finger_does_not_skip_a_page(glass: Glass) -> None:
    glass.show(samples.view("cash_some"))
    raw_tap(glass, "finish")
    glass.show(samples.view("result_posted"))
    raw_tap(glass, "finish")
    assert glass.posted == [FinishPressed()]


def test_help_opens_tells_phone_and_terminal_and_closes(glass: Glass) -> None:
    glass.show(samples.view("cash_some"))
    glass.screen.tap("help")
    settle(glass)
    assert {"10086", "并说明：示范营业厅，终端 K0003"} <= set(glass.texts())
    glass.screen.tap("help_close")
    settle(glass)
    assert glass.screen.find("help_sheet") is None


@pytest.mark.parametrize("page", ["home", "cash_some", "menu", "out_storage"])
def test_f19_one_key_of_the_help_sheet_calls_a_person(glass: Glass, page: str) -> None:
    glass.show(samples.view(page))
    glass.screen.tap("help")
    glass.screen.tap("help_call")
    settle(glass)
    assert glass.posted == [Touched(), HelpPressed()]


@pytest.mark.parametrize("language", list(Language))
def test_f19_the_sheet_says_what_came_of_the_call(glass: Glass, language: Language) -> None:
    views = samples.help_views(language)
    glass.show(samples.view("cash_some", language))
    glass.screen.tap("help")
    assert glass.screen.find("help_said") is None
    for said, view in views.items():
        glass.show(view)
        assert view.frame.help is not None
        assert say(view.frame.help) in glass.texts(), said
    glass.posted.clear()
    glass.show(views["help_calling"])
    glass.screen.tap("help_call")
    settle(glass)
    assert glass.posted == [Touched()], "not again before the answer"


def test_f42_thanks_stand_where_the_keys_were_and_finish_stays_where_it_is(glass: Glass) -> None:
    places = []
    for page in ("result_posting", "result_posted", "result_rated"):
        glass.show(samples.view(page))
        assert (glass.screen.find("rate_5") is not None) == (page == "result_posted"), page
        assert ("感谢您的评价！" in glass.texts()) == (page == "result_rated"), page
        places.append(middle(glass, "finish"))
    assert len(set(places)) == 1


def test_help_goes_away_with_the_page(glass: Glass) -> None:
    glass.show(samples.view("cash_some"))
    glass.screen.tap("help")
    glass.show(samples.view("result_posted"))
    assert glass.screen.find("help_sheet") is None


def test_countdown_warns_by_picture_and_sound_and_runs_by_itself(glass: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []
    monkeypatch.setattr(glass.screen._model, "_play", played.append)
    view = samples.views()["number_typing_warning"]
    countdown = view.frame.countdown
    assert countdown is not None
    glass.show(view)
    assert glass.screen.find("countdown_warning") is not None
    assert played == ["warn"]
    short = replace(view, frame=replace(view.frame, countdown=replace(countdown, seconds_left=1.4)))
    glass.show(short)
    wait_until(lambda: "您还在吗？1 秒后将返回首页。" in glass.texts(), "the count reaches 1")
    wait_until(lambda: "您还在吗？0 秒后将返回首页。" in glass.texts(), "the count reaches 0")
    assert played == ["warn"]
    glass.posted.clear()
    glass.screen.tap("stay")
    settle(glass)
    assert glass.posted == [Touched()]


def test_countdown_with_money_inside_says_it_pays(glass: Glass) -> None:
    glass.show(samples.views()["cash_some_warning"])
    assert any("将全部缴入话费" in text for text in glass.texts())
    assert glass.screen.find("stay") is None


def test_tap_on_what_is_not_there_says_so(glass: Glass) -> None:
    with pytest.raises(LookupError, match="finish"):
        glass.screen.tap("finish")
