"""No log line carries a whole number, whatever stands around it, nor a character that forges a line (trust.md S7, S8)."""

import io
import logging
import re

import pytest
from hypothesis import given, strategies as some

from kiosk.masking import MaskingFilter, masked, shape

NUMBER = "13800135678"


@pytest.mark.parametrize(
    "line",
    [
        "paid for 13800135678",
        "13800135678",
        "no such account 13800135678.",
        "13800135678, please",
        "tel:13800135678",
        '{"number":13800135678}',
        '{"number": "13800135678"}',
        "GET /v1/accounts/13800135678?kind=mobile",
        "number=13800135678",
        "number_13800135678_x",
        "a-13800135678-b",
        "+8613800135678",
        "8613800135678",
        "138 0013 5678",
        "138-0013-5678",
        "号码13800135678不存在",
        "\uff1a13800135678\uff0c",
    ],
)
def test_s8_a_mobile_number_is_hidden_wherever_it_stands(line: str) -> None:
    assert "00135678" not in re.sub("[ -]", "", masked(line))


@given(some.text(max_size=20), some.text(max_size=20), some.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_s8_no_surrounding_text_uncovers_a_number(before: str, after: str, number: str) -> None:
    if not re.search(r"\d\Z", before) and not re.match(r"\d", after):
        assert number not in masked(before + number + after)


@pytest.mark.parametrize("line", ["card 6222020200112233445", "case 12345678", "iccid 89860012345678901234, new"])
def test_other_long_numbers_are_hidden_too(line: str) -> None:
    assert "*" in masked(line)


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-21T20:58:44.123456+08:00 payment K0001-123 posted, receipt R-20261",
        "stacked 10000 fen, held 150000",
        "note 4f9c2d7b1a3e4c5d8e9f0a1b2c3d4e5f",
        "http://127.0.0.1:43215/v1/payments",
        "raw 47 50 02 03 06 14 67 82",
        "took 0.123456789 s",
    ],
)
def test_times_ids_amounts_and_frames_stay_readable(line: str) -> None:
    assert masked(line) == line


@given(some.text())
def test_s8_no_line_can_be_forged_or_turned_around(text: str) -> None:
    shown = masked(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", shown)


def test_control_characters_become_visible() -> None:
    assert masked("a\r\nb\x1b@\tc\x9b") == "a\\x0d\\x0ab\\x1b@\tc\\x9b"


# ---- on a real handler ---------------------------------------------------------------------------------------------


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(MaskingFilter())
    logger = logging.Logger("masked-test")
    logger.addHandler(handler)
    return logger, written


def test_s8_arguments_are_masked(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("account %s is closed, %d", NUMBER, int(NUMBER))
    assert written.getvalue() == "account 138****5678 is closed, 138****5678\n"


def test_s8_a_traceback_is_masked_and_keeps_its_lines(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        int(f"no such account {NUMBER}")
    except ValueError as bug:
        logger.critical("bug", exc_info=bug, stack_info=True)
    text = written.getvalue()
    assert NUMBER not in text
    assert "'no such account 138****5678'" in text
    assert text.count("\n") > 4


def test_a_wrong_log_call_is_no_crash_and_no_leak(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%d fen of 13800135678", "x")
    assert written.getvalue() == "%d fen of 138****5678 (with arguments that do not fit)\n"


@pytest.mark.parametrize(
    ("code", "looks_like"),
    [
        ("K0001-123", "A9999-999"),
        ("261121-7Q2MXP", "999999-9A9AAA"),
        ("13800135678", "99999999999"),
        ("802739", "999999"),
        ("", ""),
        ("张٣", "A9"),
    ],
)
def test_the_shape_of_a_code_holds_nothing_of_it(code: str, looks_like: str) -> None:
    assert shape(code) == looks_like
