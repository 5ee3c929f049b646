"""Numbers: validated as they are typed, grouped as people read them, masked wherever they are printed."""

import pytest
from hypothesis import given, strategies as some

from kiosk.accounts import AccountKind, AccountRef, NumberProblem, grouped, mask, mobile_problem
from kiosk.central_answers import CentreSilent
from kiosk.commands import LookUpAccount
from kiosk.events import AccountLookedUp
from kiosk.facts import VisitOpened
from kiosk.money import Fen
from kiosk.recollection import UnpostedPayment
from kiosk.visit_types import Language

NUMBER = "13812345678"
ACCOUNT = AccountRef(AccountKind.MOBILE, NUMBER)
SHORT, WRONG = NumberProblem.TOO_SHORT, NumberProblem.NOT_A_MOBILE


@pytest.mark.parametrize(
    ("digits", "problem"),
    [
        ("", SHORT),
        ("1", SHORT),
        ("13", SHORT),
        ("1380013567", SHORT),
        ("13800135678", None),
        ("19912345678", None),
        ("2", WRONG),
        ("0", WRONG),
        ("10", WRONG),
        ("11", WRONG),
        ("12", WRONG),
        ("10086", WRONG),
        ("138001356789", WRONG),
        ("1\n", WRONG),
        ("13800135678\n", WRONG),
        ("1380013567x", WRONG),
        ("13\uff18\uff10\uff10\uff11\uff13\uff15\uff16\uff17\uff18", WRONG),  # full-width digits are no digits of a number
    ],
)
def test_what_is_wrong_with_typed_digits(digits: str, problem: NumberProblem | None) -> None:
    assert mobile_problem(digits) is problem


@given(some.text(max_size=14))
def test_only_eleven_ascii_digits_make_a_mobile_number(typed: str) -> None:
    if mobile_problem(typed) is None:
        assert len(typed) == 11
        assert typed.isascii()
        assert typed.isdigit()


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("861381234567890", "861********7890"),
        ("12345678", "123*5678"),
        ("1234567", "*****67"),
    ],
)
def test_a_masked_number(number: str, shown: str) -> None:
    assert mask(number) == shown


@given(some.text("0123456789", min_size=3, max_size=20))
def test_a_mask_keeps_the_length_and_hides_at_least_a_digit(number: str) -> None:
    assert len(mask(number)) == len(number)
    assert "*" in mask(number)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("", ""), ("138", "138"), ("1381", "138 1"), ("13812345678", "138 1234 5678"), ("138****5678", "138 **** 5678")],
)
def test_grouping_by_3_4_4(number: str, shown: str) -> None:
    assert grouped(number) == shown


@pytest.mark.parametrize(
    "holder",
    [
        ACCOUNT,
        [ACCOUNT],
        VisitOpened("v1", ACCOUNT, "张*", Fen(100), Language.CHINESE, offline=False, receipt_expected=True),
        AccountLookedUp(ACCOUNT, CentreSilent("time-out")),
        LookUpAccount(ACCOUNT),
        UnpostedPayment("K0001-1", ACCOUNT, Fen(100)),
    ],
    ids=lambda holder: type(holder).__name__,
)
def test_s8_whoever_holds_an_account_prints_it_masked(holder: object) -> None:
    for text in (repr(holder), str(holder), f"{holder}", f"{holder!r:>200}"):
        assert "138****5678" in text
        assert NUMBER not in text
        assert "12345" not in text


def test_accounts_of_different_kinds_are_different() -> None:
    assert AccountRef(AccountKind.FIXED, NUMBER) != ACCOUNT
    assert AccountRef(AccountKind.MOBILE, NUMBER) == ACCOUNT
