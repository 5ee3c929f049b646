"""Challenge and response are to the byte what the contract says (docs/central-contract.md, Staff)."""

import base64
import re

import pytest
from hypothesis import given, strategies as some

from kiosk.approval import NEEDS, ApprovalCodes, act_id

KEY = base64.b64decode("4xjy6/Ik1bbQD4fdESf1UAiFpVb4NLvywT88vUAU9KY=")
CODES = ApprovalCodes(KEY)
ACT = "01M8032X3NJC333CDMBRFSV8HD"


def test_x12_the_worked_example_of_the_contract() -> None:
    challenge = CODES.challenge("K0001", "settle", by="0217", act_id=ACT, fen=10000)
    assert challenge == "21768182"
    assert CODES.response(challenge, "0218") == "66034641"
    assert CODES.fits("66034641", challenge, "0218")


@pytest.mark.parametrize(
    ("typed", "staff_id"), [("66034642", "0218"), ("66034641", "0219"), ("", "0218"), ("６６０３４６４１", "0218")]
)
def test_x12_another_code_or_another_person_does_not_fit(typed: str, staff_id: str) -> None:
    assert not CODES.fits(typed, "21768182", staff_id)


def test_x12_no_code_is_good_for_another_terminal_act_person_or_amount() -> None:
    ways = [
        CODES.challenge(kiosk, kind, by=by, act_id=act, fen=fen)
        for kiosk in ("K0001", "K0002")
        for kind in NEEDS
        for by in ("0217", "0218")
        for act in (ACT, ACT[:-1] + "E")
        for fen in (0, 10000)
    ]
    assert len(set(ways)) == len(ways)
    assert ApprovalCodes(bytes(32)).challenge("K0001", "settle", by="0217", act_id=ACT, fen=10000) != "21768182"


@given(some.binary(min_size=32, max_size=32), some.text("0123456789", min_size=8, max_size=8))
def test_codes_have_eight_digits_leading_zeros_too_and_no_text_holds_the_key(key: bytes, challenge: str) -> None:
    codes = ApprovalCodes(key)
    assert re.fullmatch("[0-9]{8}", codes.response(challenge, "0218"))
    assert (repr(codes), str(codes)) == ("ApprovalCodes()", "ApprovalCodes()")
    with pytest.raises(ValueError, match="32 bytes"):
        ApprovalCodes(key[:-1])


def test_ids_of_acts_are_ulids_in_the_order_of_time_and_never_twice() -> None:
    ids = [act_id(f"2026-11-21T20:58:4{second}.000+08:00", f"{uid}") for second in range(10) for uid in range(50)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", one) for one in ids)
    assert [one[:10] for one in ids] == sorted(one[:10] for one in ids)
