"""No card number leaves a card driver in text: last four digits at most (trust.md S1)."""

import time

import pytest
from hypothesis import example, given, strategies as st

from devices.card_masking import blanked_ascii, blanked_text, last_four


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("6214831234560010", "************0010"),
        ("卡号 6214 8312 3456 0010 有效", "卡号 **** **** **** 0010 有效"),
        ("PAN 6214-8312-3456-0010.", "PAN ****-****-****-0010."),
        ("621483******0010", "************0010"),
        ("6214 83XX XXXX 0010", "**** **XX XXXX 0010"),
        ("62x14 83** 0010", "**x** **** 0010"),
        ("123456789012", "********9012"),
        ("12345678901", "12345678901"),
        ("2026-11-21 12:00:30", "2026-11-21 12:00:30"),
        ("TID 29001006 TRACE 000265", "TID 29001006 TRACE 000265"),
        ("RMB 16.00", "RMB 16.00"),
        ("", ""),
    ],
)
def test_s1_digit_runs_are_blanked_to_the_last_four(text: str, safe: str) -> None:
    assert blanked_text(text) == safe


@given(st.text(st.sampled_from("0123456789 -*xA中"), max_size=60))
@example("0x000000000000")  # masking made a masked tail, of which 0x is the head
@example("5x1**0000")
def test_s1_no_text_keeps_a_run_and_none_changes_its_length(text: str) -> None:
    safe = blanked_text(text)
    assert len(safe) == len(text)
    assert blanked_text(safe) == safe
    run = 0
    for char in safe.replace(" ", "").replace("-", ""):
        run = run + 1 if char.isdigit() else 0
        assert run < 24  # two numbers side by side keep four each, and less than twelve before them
    for piece in safe.replace("-", " ").split():
        assert sum(char.isdigit() for char in piece) < 12 or not piece.isdigit()


@given(st.binary(max_size=60))
def test_s1_the_same_for_bytes(data: bytes) -> None:
    assert len(blanked_ascii(data)) == len(data)


def test_s1_bytes_of_any_character_set_are_blanked() -> None:
    assert blanked_ascii("卡号6214831234560010".encode()) == "卡号************0010".encode()


@pytest.mark.parametrize(
    ("digits", "last"),
    [("621483eeeeee0010", "0010"), ("6214831234560010", "0010"), ("0010", ""), ("621483eeeeeee010", ""), ("", "")],
)
def test_the_last_four_are_digits_or_nothing(digits: str, last: str) -> None:
    assert last_four(digits) == last


@pytest.mark.parametrize("unit", ["1 ", "1", "1-", "12**", "*x", " -", "=1234", "1*1 ", "*", "** ", "** 1234"])
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    """Found by fuzzing: 40,000 digits took 40 s. Eight times the text may cost some eight times, never sixty-four."""

    def cost_s(text: str) -> float:
        began = time.process_time()
        blanked_text(text)
        return time.process_time() - began

    small = min(cost_s("1" + unit * 1000) for _ in range(3))
    assert min(cost_s("1" + unit * 8000) for _ in range(3)) < 30 * small + 0.05
