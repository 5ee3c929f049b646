"""The pages that show answers: their words, their sums, their keys, and that a finger reaches everything on them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.enquiry_answers import Category
from kiosk.enquiry_events import (
    CategoryChosen,
    DayChosen,
    MonthChosen,
    NextPagePressed,
    PayPressed,
    PreviousPagePressed,
    PrintPressed,
    ReceiptChosen,
    SubscriptionChosen,
)
from kiosk.enquiry_views import BillView, MonthBar
from kiosk.events import BackPressed, ConfirmPressed, Touch, Touched
from kiosk.money import Fen
from kiosk.views import Message
from kiosk.visit_types import Language
from tests.ui.conftest import Glass, visible, wait_until
from tests.ui.test_layout import check_keys, check_texts, scene_rect
from tests.ui.test_touch import settle
from ui import messages, samples, sheet_texts
from ui.eyes import finger
from ui.presentation import body_facts
from ui.samples_of_sheets import HUGE, SHEET_BODIES
from ui.sheet_facts import BLANK_SHEETS, SHEET_FACTS
from ui.translator import Languages

ZH, EN = Language.CHINESE, Language.ENGLISH
AT = "2026-10-05T09:03:44.000+08:00"


@pytest.mark.parametrize(
    ("make", "value", "chinese", "english"),
    [
        (sheet_texts.moment_text, AT, "10月5日 09:03", "5 Oct 09:03"),
        (sheet_texts.moment_text, "", "", ""),
        (sheet_texts.day_text, AT, "10月5日", "5 Oct"),
        (sheet_texts.day_text, "2026-10-15", "10月15日", "15 Oct"),
        (sheet_texts.full_day_text, AT, "2026年10月5日", "5 Oct 2026"),
        (sheet_texts.month_text, "2026-01", "2026年1月", "Jan 2026"),
        (sheet_texts.month_name, "2026-12", "12月", "Dec"),
        (sheet_texts.month_name, "", "", ""),
        (sheet_texts.length_text, 0, "0秒", "0 s"),
        (sheet_texts.length_text, 59, "59秒", "59 s"),
        (sheet_texts.length_text, 60, "1分0秒", "1 min 0 s"),
        (sheet_texts.length_text, 5230, "1小时27分10秒", "1 h 27 min 10 s"),
        (sheet_texts.length_text, 3_600_000, "1,000小时0分0秒", "1,000 h 0 min 0 s"),
    ],
)
def test_dates_and_lengths_as_people_read_them(
    glass: Glass, make: Callable[..., str], value: object, chinese: str, english: str
) -> None:
    for language, expected in ((ZH, chinese), (EN, english)):
        Languages().use(language)
        assert make(value, messages.say) == expected


@pytest.mark.parametrize("language", [ZH, EN])
def test_moments_of_many_records_read_as_each_alone(glass: Glass, language: Language) -> None:
    Languages().use(language)
    many = sheet_texts.moments(messages.say)
    for at in (AT, "", "2026-10-05T00:00:00.000+08:00", "2026-01-31T23:59:59.000+08:00", AT):
        assert many(at) == sheet_texts.moment_text(at, messages.say)


@pytest.mark.parametrize(
    ("kb", "text"),
    [
        (0, "0 K"),
        (1023, "1023 K"),
        (1024, "1.00 MB"),
        (7934, "7.74 MB"),
        (1_048_575, "1023.99 MB"),
        (1_048_576, "1.00 GB"),
        (2_422_243, "2.31 GB"),
    ],
)
def test_volume(kb: int, text: str) -> None:
    assert sheet_texts.volume_text(kb).replace(",", "") == text


@given(st.integers(min_value=1024, max_value=2**53))
def test_volume_never_says_more_than_was_used_and_misses_less_than_a_hundredth(kb: int) -> None:
    number, unit = sheet_texts.volume_text(kb).replace(",", "").split(" ")
    whole, part = number.split(".")
    told = (int(whole) * 100 + int(part)) * {"MB": 1024, "GB": 1024 * 1024}[unit]
    assert told <= kb * 100 < told + {"MB": 1024, "GB": 1024 * 1024}[unit]


@given(st.integers(min_value=0, max_value=2**40))
def test_length_loses_no_second(seconds: int) -> None:
    def plain(message: Message) -> str:
        return " ".join(value.replace(",", "") for _, value in message.params)

    hours, minutes, left = map(int, sheet_texts.length_text(seconds, plain).split(" "))
    assert hours * 3600 + minutes * 60 + left == seconds
    assert minutes < 60
    assert left < 60


FACTS: dict[str, dict[Language, tuple[str, ...]]] = {
    "balance_credit": {
        ZH: (
            "话费余额",
            "138 **** 5678",
            "余额",
            "¥68.30",
            "38.30",
            "赠送余额",
            "2027年3月31日到期",
            "¥177.40",
            "截至 11月21日 20:58",
        ),
        EN: ("Balance", "¥68.30", "Granted", "until 31 Mar 2027", "As of 21 Nov 20:58"),
    },
    "balance_arrears": {
        ZH: ("欠费", "¥182.40", "2027年2月1日前不能办理：办理新业务、主叫通话。原因：账户欠费，已停机。"),
        EN: ("Owed", "¥182.40"),
    },
    "balance_empty": {ZH: ("¥0", "本月还没有产生费用。"), EN: ("Nothing has been charged this month.",)},
    "bill_past": {
        ZH: ("2026年10月", "¥182.40", "217.10", "11月至今", "本公司费用", "167.40", "国内主叫通话", "12.40", "国际漫游"),
        EN: ("Oct 2026", "¥182.40", "Our own charges", "Nov so far"),
    },
    "bill_current": {ZH: ("2026年11月（截至目前）", "¥141"), EN: ("Nov 2026, so far",)},
    "bill_empty": {ZH: ("¥0",), EN: ("¥0",)},
    "bill_huge": {ZH: ("¥999999999.99", "999999999.99"), EN: ("¥999999999.99",)},
    "bill_busy": {ZH: ("¥182.40", "167.40", "正在查询……"), EN: ("¥182.40", "Fetching…")},
    "bill_problem": {ZH: ("¥182.40", "中心没有答复，没有任何变动。请稍后再试。")},
    "details_past": {
        ZH: ("共 5,524 条", "¥172.45", "第 1–100 条，共 5,524 条", "10月15日 11:58", "139****1234  杭州  3分7秒", "0.60"),
        EN: ("5,524 found", "1 to 100 of 5,524", "15 Oct 11:58", "139****1234  杭州  3 min 7 s", "杭州  7.74 MB"),
    },
    "details_day": {ZH: ("10月15日 ▾", "第 101–200 条，共 5,524 条"), EN: ("15 Oct ▾",)},
    "details_empty": {ZH: ("这段时间没有这类记录。", "共 0 条"), EN: ("There are no such records in this time.",)},
    "details_busy": {ZH: ("正在查询……", "10月15日 11:58")},
    "points": {
        ZH: ("12,860", "1,200", "其中 2026年12月31日 到期", "30 元话费", "3,000", "2026年9月12日"),
        EN: ("12,860", "of these expire on 31 Dec 2026"),
    },
    "points_empty": {ZH: ("0", "还没有兑换过积分。"), EN: ("No points have been exchanged yet.",)},
    "payments": {ZH: ("凭证 ›", "自助终端，现金", "100.00", "2026年11月2日 10:11"), EN: ("2 Nov 2026 10:11", "182.40")},
    "payments_empty": {ZH: ("这个号码没有缴费记录。",), EN: ("No payments are known for this number.",)},
    "subscriptions": {
        ZH: ("视频会员", "每月 ¥10", "某视频科技有限公司  2026年3月1日起", "炫铃", "退订 ›"),
        EN: ("¥10 a month", "End it ›"),
    },
    "subscriptions_done": {
        ZH: ("退订成功：视频会员，12月1日 00:00 起不再收费。",),
        EN: ("Done: 视频会员 is ended. Nothing is charged from 1 Dec 00:00 on.",),
    },
    "subscriptions_nothing": {
        ZH: ("没有可退订的业务：这个号码没有订购 视频会员，没有变更，也没有收费。",),
        EN: ("Nothing to end: this number does not have 视频会员. Nothing was changed or charged.",),
    },
    "subscriptions_empty": {ZH: ("这个号码没有订购业务。",), EN: ("This number has no subscriptions.",)},
    "end_subscription": {
        ZH: ("确定要退订吗？", "视频会员", "¥10", "每月收取，直到退订", "验证码短信发送到 138 **** 5678。"),
        EN: ("End this subscription?", "¥10", "A text message with a code goes to 138 **** 5678."),
    },
    "restrictions": {
        ZH: ("携号转网、变更为更低档套餐", "2027年6月30日", "合约期内", "缴清欠费后自动解除"),
        EN: ("30 Jun 2027", "Reason", "Until"),
    },
    "restrictions_empty": {
        ZH: ("没有任何限制，这个号码可以正常使用。",),
        EN: ("Nothing is restricted: this number can be used in full.",),
    },
}


@pytest.mark.parametrize(("name", "language"), [(name, language) for name, words in FACTS.items() for language in words])
def test_page_tells_its_facts(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view(name, language))
    seen = glass.texts()
    assert [fact for fact in FACTS[name][language] if fact not in seen] == []


@pytest.mark.parametrize("name", [name for name in SHEET_BODIES if name.split("_")[0] != "end"])
def test_number_is_masked_on_every_page(glass: Glass, name: str) -> None:
    glass.show(samples.view(name))
    account = glass.screen.find("account")
    assert account is not None
    assert account.property("text") == "138 **** 5678"


def test_the_two_results_of_an_end_look_different(glass: Glass) -> None:
    for name, shown, hidden in (("done", "done", "nothing"), ("nothing", "nothing", "done")):
        glass.show(samples.view(f"subscriptions_{name}"))
        banner = glass.screen.find(shown)
        assert banner is not None
        assert banner.property("kind") == {"done": "good", "nothing": "info"}[name]
        assert glass.screen.find(hidden) is None


KEYS: list[tuple[str, str, Touch]] = [
    ("balance_credit", "pay", PayPressed()),
    ("balance_credit", "print", PrintPressed()),
    ("bill_past", "month_2026-05", MonthChosen("2026-05")),
    ("bill_past", "month_2026-10", MonthChosen("2026-10")),
    ("bill_past", "pay", PayPressed()),
    ("bill_past", "print", PrintPressed()),
    ("details_past", "month_2026-06", MonthChosen("2026-06")),
    ("details_past", "next_page", NextPagePressed()),
    ("details_day", "previous_page", PreviousPagePressed()),
    ("details_past", "print", PrintPressed()),
    ("points", "print", PrintPressed()),
    ("payments", "print", PrintPressed()),
    ("payments", "receipt_01M8000000000000000000000A", ReceiptChosen("01M8000000000000000000000A")),
    ("payments", "receipt_01M8000000000000000000000B", ReceiptChosen("01M8000000000000000000000B")),
    ("subscriptions", "end_VIDEO", SubscriptionChosen("VIDEO")),
    ("subscriptions", "end_RINGTONE", SubscriptionChosen("RINGTONE")),
    ("end_subscription", "confirm", ConfirmPressed()),
    ("end_subscription", "keep", BackPressed()),
]


@pytest.mark.parametrize(("page", "key", "touch"), KEYS)
def test_key_posts_exactly_its_touch(glass: Glass, landscape: Glass, page: str, key: str, touch: Touch) -> None:
    for shape, large in ((glass, False), (landscape, True)):
        shape.show(samples.view(page, large=large))
        shape.posted.clear()
        shape.screen.tap(key)
        settle(shape)
        assert shape.posted == [touch]


@pytest.mark.parametrize("code", ["", *Category])
@pytest.mark.parametrize("large", [False, True])
def test_kind_is_chosen_by_a_chip_and_in_large_type_from_a_sheet(glass: Glass, code: str, large: bool) -> None:
    glass.show(samples.view("details_past", large=large))
    if large:
        glass.screen.tap("choose_kind")
        glass.show(samples.view("details_past", large=large))
    glass.posted.clear()
    glass.screen.tap(f"category_{code or 'all'}")
    settle(glass)
    assert glass.posted == [CategoryChosen(Category(code) if code else None)]


@pytest.mark.parametrize(
    ("key", "day"), [("day_1", "2026-10-01"), ("day_15", "2026-10-15"), ("day_31", "2026-10-31"), ("day_all", "")]
)
def test_day_is_picked_from_the_month(glass: Glass, key: str, day: str) -> None:
    view = samples.view("details_past")
    glass.show(view)
    glass.screen.tap("choose_day")
    glass.show(view)
    assert glass.screen.find("records") is None
    assert glass.screen.find("day_32") is None
    glass.posted.clear()
    glass.screen.tap(key)
    settle(glass)
    assert glass.posted == [DayChosen(day)]
    glass.show(view)
    assert glass.screen.find("records") is not None, "the records are back"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("chooser", ["choose_day", "choose_kind"])
def test_layout_of_what_is_chosen_from(
    portrait: Glass, landscape: Glass, chooser: str, large: bool, language: Language
) -> None:
    if chooser == "choose_kind" and not large:
        return  # every kind is on the page itself
    for glass, pixels_per_mm in ((portrait, 4.0), (landscape, 3.4)):
        view = samples.view("details_day", language, large=large)
        glass.show(view)
        glass.screen.tap(chooser)
        glass.show(view)
        assert check_texts(glass, pixels_per_mm, large=large) + check_keys(glass, pixels_per_mm) == []


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("bill_busy", "month_2026-05"),
        ("bill_busy", "print"),
        ("bill_busy", "pay"),
        ("details_busy", "next_page"),
        ("details_busy", "previous_page"),
        ("details_busy", "category_data"),
        ("details_busy", "choose_day"),
        ("details_past", "previous_page"),
        ("end_subscription_no_sms", "confirm"),
    ],
)
def test_key_that_is_off_only_tells_of_a_finger(glass: Glass, page: str, key: str) -> None:
    glass.show(samples.view(page))
    glass.screen.tap(key)
    settle(glass)
    assert glass.posted == [Touched()]


@pytest.mark.parametrize("name", ["bill_current", "details_current"])
def test_the_running_month_has_no_tabs(glass: Glass, name: str) -> None:
    glass.show(samples.view(name))
    assert [
        item.objectName() for item in visible(glass.screen.window.contentItem()) if item.objectName()[:6] == "month_"
    ] == []


def drag_up(glass: Glass, item: QQuickItem) -> None:
    """A finger moves the page up by two thirds of what can be seen of it, and rests before it lets go."""
    rect = scene_rect(item)
    x, start, end = int(rect.center().x()), int(rect.bottom() - 20), int(rect.bottom() - 20 - rect.height() * 0.66)
    QTest.touchEvent(glass.screen.window, finger()).press(0, QPoint(x, start)).commit()
    for step in range(1, 9):
        QTest.touchEvent(glass.screen.window, finger()).move(0, QPoint(x, start + (end - start) * step // 8)).commit()
        QCoreApplication.processEvents()
    QTest.touchEvent(glass.screen.window, finger()).release(0, QPoint(x, end)).commit()


def moved_from(item: QQuickItem, before: float) -> bool:
    return float(item.property("contentY")) > before


def positions(glass: Glass, item: QQuickItem) -> Iterator[float]:
    """Every place that dragging brings this page to, until its end."""
    for _ in range(60):
        wait_until(lambda: not item.property("moving"), "the page stands still")
        yield float(item.property("contentY"))
        if item.property("atYEnd"):
            return
        before = float(item.property("contentY"))
        drag_up(glass, item)
        wait_until(partial(moved_from, item, before), "the finger moves the page")
    pytest.fail("a finger does not reach the end")


LONG_PAGES = (
    ("bill_past", "scroll", "2,422,243 K，原始流量 2,480,376,321 字节"),
    ("bill_long", "scroll", "1小时27分10秒"),
    ("balance_long", "scroll", "其他费用"),
    ("points_long", "scroll", "2026年3月2日"),
    ("payments_long", "scroll", "2026年10月3日 18:40"),
    ("subscriptions_long", "scroll", "退订 ›"),
    ("restrictions_long", "scroll", "提前解除"),
    ("details_long", "records", "10月15日 12:03"),
)


@pytest.mark.parametrize(
    ("name", "list_", "last", "large"),
    [
        pytest.param(*page, large, marks=() if large == bool(number % 2) else pytest.mark.long)
        for number, page in enumerate(LONG_PAGES)
        for large in (False, True)
    ],
)
def test_a_finger_reaches_the_end_and_nothing_is_clipped_on_the_way(
    landscape: Glass, name: str, list_: str, last: str, large: bool
) -> None:
    landscape.show(samples.view("home"))
    view = samples.view(name, large=large)
    landscape.show(view)
    item = landscape.screen.find(list_)
    mark = landscape.screen.find(f"{list_}_position")
    assert item is not None
    assert mark is not None, "what is longer than its place shows where one is"
    marks = []
    for _ in positions(landscape, item):
        marks.append(mark.y())
        assert check_texts(landscape, 3.4, large=large) == []
    assert len(marks) > 1
    assert marks == sorted(set(marks)), "the mark moves with the page"
    ends = [scene_rect(text).bottom() for text in landscape.text_items() if text.property("text") == last]
    assert ends
    assert max(ends) <= scene_rect(item).bottom() + 40
    landscape.show(samples.view("home"))


def test_two_screens_of_one_process_each_speak_their_own_language(portrait: Glass, landscape: Glass) -> None:
    """Qt translates by process: the one that spoke last spoke for both, so that this page said "3 Oct 2026"."""
    landscape.show(samples.view("home"))
    portrait.show(samples.view("payments_long", EN))
    landscape.show(samples.view("payments_long", ZH))
    assert "2026年10月3日 18:40" in landscape.texts()
    portrait.show(samples.view("payments", EN))
    assert "Receipt ›" in portrait.texts()
    landscape.show(samples.view("payments", ZH))
    assert "凭证 ›" in landscape.texts()


def test_a_finger_that_moves_the_page_presses_nothing(glass: Glass) -> None:
    glass.show(samples.view("subscriptions_long"))
    item = glass.screen.find("scroll")
    assert item is not None
    glass.posted.clear()
    drag_up(glass, item)
    settle(glass)
    assert glass.posted == [Touched()]


def test_a_hundred_records_are_shown_at_once_and_only_those_that_can_be_seen_are_made(glass: Glass) -> None:
    began = time.perf_counter()
    glass.show(samples.view("details_past"))
    shown_after = time.perf_counter() - began
    records = glass.screen.find("records")
    assert records is not None
    assert records.property("count") == 100
    made = [item for item in visible(records) if item.metaObject().className().startswith("DetailLine")]
    assert 5 <= len(made) <= 30
    assert shown_after < 2.0, "far above what it takes; a list that makes every line is slower"


def bill(*bars: MonthBar) -> BillView:
    body = SHEET_BODIES["bill_past"]
    assert isinstance(body, BillView)
    return replace(body, kinds=("a", "b"), bars=bars)


def test_picture_tells_shares_of_the_dearest_month() -> None:
    one = MonthBar("2026-09", Fen(300), (Fen(200), Fen(100)), closed=True, chosen=False)
    other = MonthBar("2026-10", Fen(1000), (Fen(0), Fen(900)), closed=False, chosen=True)  # 100 of no kind: adjusted
    facts = body_facts(bill(one, other), lambda message: message.id)
    first, second = facts["bars"]
    assert first["parts"] == [{"kind": 0, "share": 0.2}, {"kind": 1, "share": 0.1}]
    assert second["parts"] == [{"kind": 1, "share": 0.9}, {"kind": 2, "share": 0.1}]
    assert (first["total"], second["total"]) == ("3.00", "10.00")
    assert facts["legend"] == [
        {"kind": 0, "name": "a", "amount": "0.00"},
        {"kind": 1, "name": "b", "amount": "9.00"},
        {"kind": 2, "name": "sheet_adjustments", "amount": "1.00"},
    ]


def test_what_lowers_a_bill_has_no_length_but_is_in_its_sum() -> None:
    lowered = MonthBar("2026-10", Fen(50), (Fen(200), Fen(0)), closed=True, chosen=True)
    facts = body_facts(bill(lowered), lambda message: message.id)
    assert facts["bars"][0]["parts"] == [{"kind": 0, "share": 1.0}]
    assert facts["bars"][0]["total"] == "0.50"
    assert facts["legend"][-1]["amount"] == "-1.50"


@given(st.lists(st.lists(st.integers(-HUGE, HUGE), min_size=2, max_size=2), min_size=1, max_size=7), st.integers(0, 10**6))
def test_no_bar_is_longer_than_its_place(sums: list[list[int]], more: int) -> None:
    bars = [
        MonthBar("2026-10", Fen(a + b + more), (Fen(a), Fen(b)), closed=True, chosen=number == 0)
        for number, (a, b) in enumerate(sums)
    ]
    facts = body_facts(bill(*bars), lambda message: message.id)
    lengths = [sum(part["share"] for part in bar["parts"]) for bar in facts["bars"]]
    assert max(lengths) <= 1.0 + 1e-9
    assert all(part["share"] > 0 for bar in facts["bars"] for part in bar["parts"])


def test_bars_are_drawn_as_long_as_they_say(glass: Glass) -> None:
    view = samples.view("bill_past")
    glass.show(view)
    bars = [item for item in visible(glass.screen.window.contentItem()) if item.objectName() in ("bar", "bar_chosen")]
    facts = body_facts(view.body, messages.say)["bars"]
    assert [bar.objectName() == "bar_chosen" for bar in bars] == [bar["chosen"] for bar in facts]
    drawn = [[item for item in bar.childItems() if item.inherits("QQuickRectangle") and item.isVisible()] for bar in bars]
    names, totals = zip(*([item for item in bar.childItems() if item.property("text")] for bar in bars), strict=True)
    shares = [part["share"] for bar in facts for part in bar["parts"]]
    widths = [item.width() for parts in drawn for item in parts]
    room = max(widths) / max(shares)  # of the longest bar: one scale for all
    assert widths == pytest.approx([max(1.0, share * room) for share in shares], abs=1.5), "each edge on a whole pixel"
    assert all(
        after.x() == pytest.approx(before.x() + before.width()) for parts in drawn for before, after in pairwise(parts)
    )
    assert all(edge == round(edge) for parts in drawn for item in parts for edge in (item.width(), item.x() - parts[0].x()))
    (start,) = {parts[0].x() for parts in drawn}
    gap = start - max(name.x() + name.width() for name in names)
    longest = max(parts[-1].x() + parts[-1].width() for parts in drawn)
    assert gap > 0
    assert gap / 2 < min(total.x() for total in totals) - longest < 2 * gap, "the longest ends before its sum"
    colours = {str(bar.property("color").name()) for bar in bars}
    assert len(colours) == 2, "the chosen month stands out"


def texts_of(facts: object) -> Iterator[str]:
    if isinstance(facts, dict):
        for value in facts.values():
            yield from texts_of(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from texts_of(value)
    elif isinstance(facts, str):
        yield facts


def test_f9_blank_pages_carry_nobodys_data() -> None:
    assert {type(body) for body in BLANK_SHEETS} == set(SHEET_FACTS)
    for body in BLANK_SHEETS:
        held = set(texts_of(body_facts(body, lambda message: message.id)))
        assert held <= {"", "0", "0.00", "¥0", "0 K", "sheet_seconds"}, type(body).__name__


@pytest.mark.parametrize("name", SHEET_BODIES)
def test_the_keys_of_a_page_never_vary(name: str) -> None:
    body = SHEET_BODIES[name]
    blank = next(blank for blank in BLANK_SHEETS if type(blank) is type(body))
    say = lambda message: message.id  # noqa: E731
    assert body_facts(body, say).keys() == body_facts(blank, say).keys()
