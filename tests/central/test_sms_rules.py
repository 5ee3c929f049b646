"""Texts and rules of SMS without any I/O (central-api.md 4)."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from central.settings import Settings
from central.sms_states import FINAL, Sms, after_receipt, back_off_seconds, quiet_until
from central.sms_texts import ARREARS_REMINDER, PAYMENT_POSTED, SINGLE_MESSAGE_CHARACTERS, sms_text, yuan
from central.times import HALL_TIME, parse

_WIDEST = {"number": "12345678901234567890", "moment": parse("2026-12-31T23:59:59+08:00"), "receipt": "261231-WWWWWW"}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("template", [PAYMENT_POSTED, ARREARS_REMINDER])
@pytest.mark.parametrize("tender", ["cash", "card", "mixed"])
@pytest.mark.parametrize("balance_fen", [-999_999_999, 999_999_999, 0])
def test_the_longest_values_fit_one_message(template: str, language: str, tender: str, balance_fen: int) -> None:
    limit = Settings().amount_limit_fen
    values = _WIDEST | {"amount_fen": limit, "balance_fen": balance_fen, "tender": tender}
    text = sms_text(template, language, **values)  # type: ignore[arg-type]
    assert len(text) <= SINGLE_MESSAGE_CHARACTERS, text
    assert "7890" in text
    assert "12345678901234567890" not in text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh_CN", "尾号5678于11月21日20:58缴费150.00元，尚欠32.40元，凭证号261121-7Q2MXK。"),
        ("en", "*5678 paid ¥150.00 11-21 20:58, owing 32.40. Ref 261121-7Q2MXK"),
    ],
)
def test_a_confirmation_carries_tail_time_amount_balance_and_receipt(language: str, expected: str) -> None:
    moment = parse("2026-11-21T20:58:44+08:00")
    values = {"number": "13800135678", "amount_fen": 15_000, "balance_fen": -3_240, "receipt": "261121-7Q2MXK"}
    assert sms_text(PAYMENT_POSTED, language, moment=moment, **values) == expected  # type: ignore[arg-type]


@given(st.integers(-(10**12), 10**12))
def test_yuan_keeps_every_fen(fen: int) -> None:
    assert int(yuan(fen).replace(".", "")) == fen


@pytest.mark.parametrize(
    ("state", "receipt", "current", "expected"),
    [
        (Sms.SUBMITTING, 8, True, Sms.SUBMITTED),
        (Sms.UNKNOWN, 8, True, Sms.SUBMITTED),
        (Sms.SUBMITTED, 1, True, Sms.DELIVERED),
        (Sms.DELIVERED, 8, True, Sms.DELIVERED),  # final beats acknowledgement
        (Sms.SUBMITTING, 1, True, Sms.DELIVERED),  # receipts may come in reverse
        (Sms.UNKNOWN, 1, True, Sms.DELIVERED),  # a receipt proves acceptance
        (Sms.SUBMITTED, 2, True, Sms.FAILED),
        (Sms.SUBMITTED, 34, True, Sms.FAILED),
        (Sms.SUBMITTED, 66, True, Sms.FAILED),
        (Sms.SUBMITTED, 16, True, Sms.REFUSED),
        (Sms.FAILED, 8, True, Sms.FAILED),
        (Sms.FAILED, 1, True, Sms.DELIVERED),  # it arrived, whatever was said before
        (Sms.SUBMITTING, 2, False, Sms.SUBMITTING),  # a late end of the first attempt does not end the second
        (Sms.SUBMITTING, 1, False, Sms.DELIVERED),
        (Sms.SUBMITTED, 4, True, Sms.SUBMITTED),
        (Sms.SUBMITTED, 9, True, Sms.DELIVERED),  # bits, not equality
    ],
)
def test_receipts(state: Sms, receipt: int, current: bool, expected: Sms) -> None:
    assert after_receipt(state, receipt, of_this_attempt=current) is expected


@given(st.sampled_from(sorted(FINAL)), st.lists(st.integers(1, 255), max_size=6))
def test_a_final_state_never_goes_back(state: Sms, receipts: list[int]) -> None:
    for receipt in receipts:
        state = after_receipt(state, receipt, of_this_attempt=True)
        assert state in FINAL


def test_back_off_grows_to_ten_minutes_then_every_five() -> None:
    assert [back_off_seconds(attempt) for attempt in range(1, 13)] == [1, 2, 4, 8, 15, 30, 60, 120, 240, 600, 300, 300]


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        ("21:59:59", None),
        ("22:00:00", "2026-11-22T07:00:00"),
        ("23:30:00", "2026-11-22T07:00:00"),
        ("00:00:00", "2026-11-21T07:00:00"),
        ("06:59:59", "2026-11-21T07:00:00"),
        ("07:00:00", None),
        ("12:00:00", None),
    ],
)
def test_quiet_hours_hold_reminders_only(clock: str, until: str | None) -> None:
    local = datetime.fromisoformat(f"2026-11-21T{clock}+08:00")
    expected = None if until is None else datetime.fromisoformat(until).replace(tzinfo=HALL_TIME)
    assert quiet_until("reminder", local) == expected
    assert quiet_until("confirmation", local) is None
