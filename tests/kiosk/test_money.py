"""Fen in, text out: exact for every amount, in both directions."""

import re

import pytest
from hypothesis import given, strategies as some

from kiosk.money import ZERO, Fen, price_text, total, yuan_text

AMOUNTS = some.integers(min_value=-(10**15), max_value=10**15).map(Fen)


@pytest.mark.parametrize(
    ("amount", "long", "short"),
    [
        (0, "0.00", "¥0"),
        (1, "0.01", "¥0.01"),
        (10, "0.10", "¥0.10"),
        (99, "0.99", "¥0.99"),
        (100, "1.00", "¥1"),
        (18240, "182.40", "¥182.40"),
        (15000, "150.00", "¥150"),
        (-1, "-0.01", "-¥0.01"),
        (-100, "-1.00", "-¥1"),
        (-3240, "-32.40", "-¥32.40"),
        (9007199254740993, "90071992547409.93", "¥90071992547409.93"),  # no double can hold this one
    ],
)
def test_an_amount_as_text(amount: int, long: str, short: str) -> None:
    assert (yuan_text(Fen(amount)), price_text(Fen(amount))) == (long, short)


@given(AMOUNTS)
def test_yuan_text_always_has_two_decimals_and_gives_the_fen_back(amount: Fen) -> None:
    text = yuan_text(amount)
    assert re.fullmatch(r"-?(0|[1-9]\d*)\.\d\d", text)
    assert int(text.replace(".", "")) == amount


@given(AMOUNTS)
def test_price_text_is_yuan_text_with_the_sign_before_the_currency(amount: Fen) -> None:
    price = price_text(amount)
    assert price.count("¥") == 1
    plain = price.replace("¥", "")
    assert yuan_text(amount) in (plain, f"{plain}.00")


@given(some.lists(AMOUNTS))
def test_a_total_is_exact_for_lists_and_tuples(amounts: list[Fen]) -> None:
    assert total(amounts) == total(tuple(amounts)) == sum(amounts)
    assert total([]) == ZERO
