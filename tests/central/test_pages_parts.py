"""How money, times and shares are written, how events are told, and that the pages' colours can be read."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, strategies as st

from central.pages import filters
from central.pages.event_words import beside, sentence
from central.pages.glance import BAR_WIDTH, segments
from central.pages.journey import steps_of
from central.pages.visitor import safe_back
from central.pages.words import BASES, MONEY_REASONS
from central.payment_journey import Journey
from central.payment_search import kind_of
from central.times import parse
from kiosk import answers
from kiosk.flow.open_money import IN_PATH
from kiosk.money_reasons import MoneyReason
from kiosk.open_money import MAY_BECOME, OpenKind, Settlement, reasons

NOW = parse("2026-11-21T14:02:00+08:00")
STYLE = (Path(filters.__file__).parent / "static" / "hall.css").read_text("utf-8")


@given(st.integers(-(10**12), 10**12))
def test_yuan_says_every_fen(fen: int) -> None:
    said = filters.yuan(fen)
    sign, digits = (-1, said[2:]) if said.startswith("−") else (1, said[1:])
    whole, _, rest = digits.replace(",", "").partition(".")
    assert sign * (int(whole) * 100 + int(rest or 0)) == fen
    assert len(rest) in (0, 2)


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "—"), (0.0, "0.0 %"), (0.961, "96.1 %"), (0.98, "98.0 %"), (0.99999, "99.9 %"), (1.0, "100.0 %")],
)
def test_a_share_is_never_rounded_up_to_all(value: float | None, said: str) -> None:
    assert filters.share(value) == said


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0 秒", "0 s"),
        (59, "59 秒", "59 s"),
        (60, "1 分钟", "1 min"),
        (3599, "59 分钟", "59 min"),
        (3600, "1 小时", "1 h"),
        (12_000, "3 小时 20 分钟", "3 h 20 min"),
        (187_200, "2 天 4 小时", "2 d 4 h"),
    ],
)
def test_how_long(seconds: int, zh: str, en: str) -> None:
    assert filters.lasting(seconds * 1000, "zh") == zh
    assert filters.lasting(seconds * 1000, "en") == en


def test_a_time_of_today_needs_no_day() -> None:
    assert filters.clock(parse("2026-11-21T09:41:00+08:00"), NOW, "zh") == "09:41"
    assert filters.clock(parse("2026-11-20T23:59:59+08:00"), NOW, "zh") == "11 月 20 日 23:59"
    assert filters.clock(parse("2026-11-20T15:59:59Z"), NOW, "en") == "20 Nov 23:59"
    assert filters.clock(None, NOW, "en") == "—"


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 2000)), max_size=8))
def test_a_bar_stays_within_its_bounds(spans: list[tuple[int, int]]) -> None:
    for part in segments([(min(span), max(span), "full") for span in spans], (500, 1500)):
        assert 0 <= part.x <= BAR_WIDTH
        assert 1 <= part.width <= BAR_WIDTH + 1


@pytest.mark.parametrize(
    "kind", ["run", "service", "device", "stop", "money", "print", "visit", "staff", "test", "new kind"]
)
@given(
    data=st.dictionaries(
        st.sampled_from(["what", "state", "code", "fen", "id", "outcome", "at"]), st.none() | st.integers() | st.text()
    )
)
def test_every_event_can_be_told(kind: str, data: dict[str, object]) -> None:
    """Terminals of a later release tell what this one does not know."""
    assert isinstance(sentence(kind, data, "zh", amounts=True), str)
    assert isinstance(sentence(kind, data, "en", amounts=False), str)


@given(fen=st.integers(100_000, 99_999_999))
@pytest.mark.parametrize("kind", ["money", "visit", "staff", "test", "command", "collection", "print", "new kind"])
def test_s4_no_event_names_an_amount_to_who_counts(kind: str, fen: int) -> None:
    """Not where it is named as one, and not in a text that somebody wrote."""
    texts = {"reason": f"{fen} fen", "detail": f"{fen} fen", "credited": f"{fen} fen", "basis": f"{fen} fen"}
    told = {"fen": fen, "amount_fen": fen, "what": "owed", "outcome": "paid", "act": "approved", **texts}
    for amounts in (True, False):
        said = sentence(kind, told, "en", amounts=amounts).replace(",", "")
        assert str(fen // 100) not in said or amounts, said
    if kind not in ("collection", "print"):
        assert str(fen // 100) in sentence(kind, told, "en", amounts=True).replace(",", ""), "it could fail"


MONEY = {"what": "settled", "fen": 10_000, "id": "n-1"}
DECIDED = {"reason": "credited", "credited_as": "K0103-9", "staff_id": "0217", "second_id": "0218", "basis": "found_in_box"}


@pytest.mark.parametrize(
    ("data", "zh", "en"),
    [
        (
            {"what": "in_doubt", "reason": "silent"},
            "存疑 · ¥100 · n-1 · 纸币器未报告钞票去向",
            "in doubt · ¥100 · n-1 · the acceptor never said where the note is",
        ),
        (
            DECIDED,
            "已处理 · ¥100 · n-1 · 入账到号码 · K0103-9 · 0217 · 0218 · 在钱箱内",
            "settled · ¥100 · n-1 · credited to the number · K0103-9 · 0217 · 0218 · it is in the box",
        ),
        ({"reason": "persons_charged", "basis": "第 3 行"}, "已处理 · ¥100 · n-1 · 两人核实：已扣款 · 第 3 行", ""),
        ({"reason": "charged, and credited"}, "已处理 · ¥100 · n-1 · charged, and credited", ""),  # of an earlier release
    ],
)
def test_why_money_is_open_is_said_in_the_readers_language(data: dict[str, str], zh: str, en: str) -> None:
    assert sentence("money", MONEY | data, "zh", amounts=True) == zh
    assert not en or sentence("money", MONEY | data, "en", amounts=True) == en


def test_who_counts_reads_why_in_words_of_a_list_alone() -> None:
    assert sentence("money", MONEY | DECIDED, "zh", amounts=False) == "已处理 · n-1 · 入账到号码 · 0217 · 0218 · 在钱箱内"
    free = {"reason": "credited as K0103-99", "basis": "一百元"}
    assert sentence("money", MONEY | free, "zh", amounts=False) == "已处理 · n-1"


def test_what_a_device_said_stands_beside_the_sentence_for_who_may_read_amounts() -> None:
    unclear = {"what": "in_doubt", "fen": 100, "id": "a1", "reason": "sale_unclear", "detail": "06D1 was cut"}
    assert "06D1" not in sentence("money", unclear, "zh", amounts=True)
    assert (beside("money", unclear, amounts=True), beside("money", unclear, amounts=False)) == ("06D1 was cut", "")
    assert beside("command", unclear, amounts=True) == ""


@pytest.mark.parametrize("kind", ["money", "staff", "test", "command"])
def test_words_of_ones_own_are_none_or_fit_a_row(kind: str) -> None:
    def told(detail: object) -> str:
        return sentence(kind, {"detail": detail}, "en", amounts=True) + beside(kind, {"detail": detail}, amounts=True)

    assert told(None) == told("")
    assert "None" not in told(None)
    assert told("x" * 5000).count("x") == 200


def test_pages_have_words_for_all_that_terminals_say_of_money() -> None:
    refusals = {"billing-rejected"} | {name for _, name in answers._DEFINITE}
    assert {str(one) for one in (*MoneyReason, *Settlement)} | refusals == set(MONEY_REASONS)
    offered = {one for kind in OpenKind for outcome in MAY_BECOME[kind] for one in reasons(kind, outcome)}
    assert offered | {IN_PATH} == set(BASES)


@pytest.mark.parametrize(
    ("problem", "zh", "en"),
    [
        ("account-not-found", "没有这个号码 · closed", "there is no such number · closed"),
        ("billing-rejected", "账务系统拒绝入账 · closed", "billing refused the posting · closed"),
        ("of-a-later-release", "of-a-later-release · closed", "of-a-later-release · closed"),
    ],
)
def test_why_a_payment_was_refused_is_said_in_the_readers_language(problem: str, zh: str, en: str) -> None:
    times: dict[str, Any] = {"accepted_at": NOW, "received_at": NOW, "reopened_at": None}
    refusal = {"status": "rejected", "problem": problem, "problem_reason": "closed"}
    payment = SimpleNamespace(**times, **refusal, reopening="not_needed")
    frozen: dict[str, Any] = {"tender": "cash", "notes": []}
    refused = Journey(cast(Any, payment), frozen, (), (), (), None, (), (), ())
    readers: tuple[tuple[filters.Language, str], ...] = (("zh", zh), ("en", en))
    for language, said in readers:
        (step,) = [one for one in steps_of(refused, language, amounts=True) if one.tone == "bad"]
        assert step.detail == said


@given(st.text(max_size=60))
def test_the_way_back_never_leads_away(text: str) -> None:
    for asked in (text, f"/halls/{text}", f"//{text}", f"/halls//{text}"):
        back = safe_back(asked)
        assert back.startswith("/halls/")
        assert "//" not in back


@given(st.text(max_size=40))
def test_whatever_is_typed_is_looked_for_as_something(text: str) -> None:
    assert kind_of(text) in {"receipt", "claim", "payment", "number"}


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["card", "ground"])
@pytest.mark.parametrize("text", ["ink", "quiet", "accent", "good", "warn", "bad", "idle"])
def test_text_has_a_contrast_of_seven_to_one(text: str, ground: str) -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", STYLE))
    lighter, darker = _luminance(tokens[ground]), _luminance(tokens[text])
    assert (lighter + 0.05) / (darker + 0.05) >= 7
