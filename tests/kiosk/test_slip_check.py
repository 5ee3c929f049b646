"""The check code of a slip: what it covers, and how people type it."""

import pytest

from kiosk.money import Fen
from kiosk.slip_check import check_code, same_code, sealed_text

SLIP = ("K0001-12", "138****5678", Fen(15000), "2026-11-21 20:58:44")


def test_the_code_is_eight_letters_that_nobody_confuses() -> None:
    assert check_code(bytes(5)) == "0000-0000"
    assert check_code(b"\xff" * 32) == "ZZZZ-ZZZZ"
    assert check_code(bytes.fromhex("0123456789")) == "04HM-ASW9"


@pytest.mark.parametrize(
    "other",
    [
        ("K0001-13", *SLIP[1:]),
        (SLIP[0], "138****5679", *SLIP[2:]),
        (*SLIP[:2], Fen(15001), SLIP[3]),
        (*SLIP[:3], "2026-11-21 20:58:45"),
    ],
)
def test_everything_printed_is_covered(other: tuple[str, str, Fen, str]) -> None:
    assert sealed_text(*SLIP) != sealed_text(*other)


def test_grouping_of_the_number_does_not_matter() -> None:
    assert sealed_text(*SLIP) == sealed_text(SLIP[0], "138 **** 5678", *SLIP[2:])


def test_parts_can_not_run_into_each_other() -> None:
    with pytest.raises(ValueError, match="line break"):
        sealed_text("K0001-12\n138****5678", "", *SLIP[2:])


@pytest.mark.parametrize("typed", ["04HM-ASW9", "04hmasw9", " 04HM ASW9 ", "O4HM-ASW9"])
def test_as_people_type_it(typed: str) -> None:
    assert same_code(typed, "04HM-ASW9")


def test_another_code_is_another_code() -> None:
    assert not same_code("04HM-ASW8", "04HM-ASW9")
