"""The page of open money with real touches: what it says, and what a finger reaches (field.md X9; trust.md M5, S7)."""

import re

import pytest

from kiosk import answers
from kiosk.events import (
    AmountChosen,
    BackPressed,
    ConfirmPressed,
    ConsolePageChosen,
    Event,
    FoundPressed,
    LogOffPressed,
    MoneyChosen,
    NextPagePressed,
    PreviousPagePressed,
    PrintPressed,
    ReasonChosen,
    SettlementChosen,
    SuggestionChosen,
    Touched,
)
from kiosk.flow.console import BUILT
from kiosk.money import Fen
from kiosk.money_reasons import MoneyReason
from kiosk.open_money import MAY_BECOME, OpenKind, Settlement
from kiosk.staff_views import ConsolePage
from kiosk.visit_types import Language
from tests.ui.conftest import Glass, wait_until
from ui import samples
from ui.eyes import run_until
from ui.messages import SOURCES
from ui.samples_of_settling import SETTLING_SAMPLES
from ui.settling_facts import why_text
from ui.staff_facts import _TITLES
from ui.touches import TURNING

FACTS: dict[str, dict[Language, tuple[str, ...]]] = {
    "money_list": {
        Language.CHINESE: (
            "待处理款项  第 1 / 2 页",
            "0218 李* · 清机",
            "7 项待处理，共 ¥570",
            "去向不明的钞票",
            "¥100 ›",
            "138 **** 5678",
            "A83DB75A",
            "发现钞票",
        ),
        Language.ENGLISH: ("7 wait for a decision: ¥570", "Payment refused, owed", "no number", "A note was found"),
    },
    "money_none": {Language.CHINESE: ("没有待处理款项：每张钞票、每笔缴费都有着落。",)},
    "money_unread": {Language.ENGLISH: ("Read again",)},
    "money_moved": {Language.CHINESE: ("期间有变化，列表已重新读取，请再核对一次。",)},
    "money_line_note_in_doubt": {
        Language.CHINESE: ("怎样处理？", "入账到该号码", "退还客户", "没有这张钞票", "是假币"),
        Language.ENGLISH: ("What became of it?", "Credit it to the number", "There is no such note"),
    },
    "money_line_waits": {Language.CHINESE: ("暂不能处理：该笔业务未结束，或银行卡款正在退回。请稍后再看。",)},
    "money_why_chosen": {Language.CHINESE: ("✓  在钱箱内", "请第二人确认 ›")},
    "money_too_late": {Language.ENGLISH: ("The second person came too late. Nothing was done; open it again.",)},
    "money_whose": {Language.CHINESE: ("¥100.  可能是谁的？请与卡钞时间对照。", "无法判断", "139 **** 1234")},
    "money_whose_nobody": {Language.CHINESE: ("¥100.  本机没有缺少这个面额的钞票。",)},
    "money_done_credited": {
        Language.CHINESE: ("已入账，单号 K0003-130，将发短信给客户。", "凭证已打印。"),
        Language.ENGLISH: ("Credited as K0003-130. The customer gets an SMS.", "To the list"),
    },
    "money_done_handed_over": {Language.CHINESE: ("请把款项交给客户，并请客户在凭证上签字。", "退还客户  ·  0218 与 0219")},
    "money_done_unprinted": {Language.ENGLISH: ("The slip was not printed, or nobody can tell. Print it again.",)},
}


@pytest.mark.parametrize(("name", "language"), [(name, language) for name, said in FACTS.items() for language in said])
def test_a_page_says_what_it_must(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view(name, language))
    shown = glass.texts()
    assert [words for words in FACTS[name][language] if words not in shown] == []


OLD = "told to stack, and the acceptor knows nothing of it"
OF_NOTES = (MoneyReason.SILENT, MoneyReason.OVERTAKEN, MoneyReason.CHEATED)
OF_PAYMENTS = sorted({"billing-rejected"} | {name for _, name in answers._DEFINITE})


@pytest.mark.parametrize("why", [*OF_NOTES, *OF_PAYMENTS, OLD])
def test_why_money_is_open_is_said_in_the_readers_language(why: str) -> None:
    """What the flow writes, what the centre refuses with, and what the journals of earlier releases have."""
    said = why_text(str(why), lambda message: message.id)
    assert said.startswith("why_")
    assert said in SOURCES


def test_what_no_list_has_is_shown_as_it_was_recorded() -> None:
    assert why_text("lost in the mail", lambda message: message.id) == "lost in the mail"


@pytest.mark.parametrize("name", SETTLING_SAMPLES)
def test_s7_no_page_shows_a_whole_number(glass: Glass, name: str) -> None:
    glass.show(samples.view(name))
    assert not [text for text in glass.texts() if re.search("1[3-9][0-9]{9}", text.replace(" ", ""))]


@pytest.mark.parametrize("kind", OpenKind)
def test_m7_a_line_offers_what_may_become_of_it(glass: Glass, kind: OpenKind) -> None:
    glass.show(samples.view(f"money_line_{kind.value}"))
    for outcome in Settlement:
        glass.posted.clear()
        if outcome in MAY_BECOME[kind]:
            glass.screen.tap(f"outcome_{outcome.value}")
            wait_until(lambda: bool(glass.posted), outcome.value)
            assert glass.posted == [SettlementChosen(outcome)]
            glass.show(samples.view("money_list"))
            glass.show(samples.view(f"money_line_{kind.value}"))
        else:
            assert glass.screen.find(f"outcome_{outcome.value}") is None


@pytest.mark.parametrize(
    ("name", "key", "event"),
    [
        ("money_list", "money_1", MoneyChosen("k0003-118")),
        ("money_list", "found", FoundPressed()),
        ("money_list", "next_page", NextPagePressed()),
        ("money_last_page", "previous_page", PreviousPagePressed()),
        ("money_list", "back", BackPressed()),
        ("money_list", "log_off", LogOffPressed()),
        ("money_unread", "read_again", ConfirmPressed()),
        ("money_why_note_in_doubt_credited", "reason_found_in_path", ReasonChosen("found_in_path")),
        ("money_why_chosen", "confirm", ConfirmPressed()),
        ("money_value", "value_5000", AmountChosen(Fen(5000))),
        ("money_whose", "suggestion_0", SuggestionChosen("a83db75a")),
        ("money_whose", "whose_nobody", SuggestionChosen("")),
        ("money_done_unprinted", "print", PrintPressed()),
        ("money_done_credited", "to_list", BackPressed()),
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
        ("money_list", "previous_page"),
        ("money_last_page", "next_page"),
        ("money_reading", "found"),
        ("money_why_note_in_doubt_credited", "confirm"),
        ("money_done_printing", "print"),
    ],
)
def test_a_key_that_may_not_be_pressed_says_nothing(glass: Glass, name: str, key: str) -> None:
    glass.show(samples.view(name))
    glass.posted.clear()
    glass.screen.tap(key)
    run_until(lambda: bool(glass.posted), 0.2)
    assert [one for one in glass.posted if not isinstance(one, Touched)] == []


def test_every_page_of_the_console_has_a_tile() -> None:
    elsewhere = {ConsolePage.OVERVIEW, ConsolePage.DEVICE, ConsolePage.JOURNEY}  # the last: from the records
    assert BUILT - elsewhere <= _TITLES.keys()
    assert TURNING["console"]("open_money") == ConsolePageChosen(ConsolePage.OPEN_MONEY)
