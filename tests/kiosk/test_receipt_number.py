"""The number of a receipt as it is typed: forgiven what people mistake, told at once what can't be one."""

import random

import pytest
from hypothesis import given, strategies as some

from kiosk import receipt_number
from kiosk.base32 import LETTERS
from kiosk.receipt_number import NumberFault

NUMBER = "2611217Q2MXP"
PLACES = some.integers(0, receipt_number.CHARACTERS - 1)


def keyed(keys: str) -> str:
    typed = ""
    for key in keys:
        typed = receipt_number.with_key(typed, key)
    return typed


@pytest.mark.parametrize(
    "keys", ["2611217Q2MXP", "261121-7Q2MXP", "26 11 21 7q2mxp", "26ll2I7q2mxp", "2611217Q2MXPZZZ", "261121*7Q2MXPU"]
)
def test_a_number_may_be_keyed_as_people_read_it(keys: str) -> None:
    assert keyed(keys) == NUMBER
    assert receipt_number.is_whole(keyed(keys))
    assert receipt_number.written(keyed(keys)) == "261121-7Q2MXP"


@pytest.mark.parametrize("keys", ["A", "26X", "26112Z", "U", "é", "７", "12", ""])
def test_the_day_has_digits_only_and_no_key_means_two_characters(keys: str) -> None:
    typed = "26112"
    assert receipt_number.with_key(typed, keys) == (typed + keys if keys == "1" else typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", None),
        ("2", None),
        ("26", None),
        ("261", None),
        ("262", NumberFault.NO_SUCH_DAY),
        ("2613", NumberFault.NO_SUCH_DAY),
        ("26114", NumberFault.NO_SUCH_DAY),
        ("261131", NumberFault.NO_SUCH_DAY),
        ("270229", NumberFault.NO_SUCH_DAY),
        ("280229", None),
        ("2611217Q2MX", None),
        ("2611217Q2MXK", NumberFault.MISTYPED),
        (NUMBER, None),
    ],
)
def test_what_can_t_be_right_is_told_as_soon_as_it_shows(typed: str, found: NumberFault | None) -> None:
    assert receipt_number.fault(typed) is found
    assert receipt_number.is_whole(typed) is (typed == NUMBER)


@given(some.text(LETTERS, min_size=5, max_size=5), PLACES, some.sampled_from(LETTERS))
def test_every_single_wrong_character_is_found(serial: str, place: int, other: str) -> None:
    typed = "261121" + serial
    typed += receipt_number.check_character(typed)
    wrong = typed[:place] + other + typed[place + 1 :]
    assert receipt_number.is_whole(wrong) is (wrong == typed)


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    draw = random.Random(seed)
    missed = swaps = 0
    for _ in range(300):
        typed = "261121" + "".join(draw.choices(LETTERS, k=5))
        typed += receipt_number.check_character(typed)
        for place in range(6, 11):
            swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
            swaps += swapped != typed
            missed += swapped != typed and receipt_number.is_whole(swapped)
    assert swaps > 1000
    assert missed <= swaps * 0.01
