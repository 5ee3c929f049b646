"""Bill tables: the check values of specs/ccnet.md section 3, the variants of section 10, and bad input."""

import pytest

from devices.simulators import ccnet_bills
from devices.simulators.ccnet_bills import Bill
from devices.simulators.ccnet_codec import frame
from devices.simulators.device import ControlError

YUAN = [100, 500, 1_000, 2_000, 5_000, 10_000]


@pytest.mark.parametrize(("variant", "crc"), [("eur", "88 C2"), ("chn", "F2 EE")])
def test_check_values_of_the_specification(variant: str, crc: str) -> None:
    reply = frame(ccnet_bills.encode(ccnet_bills.VARIANTS[variant]))
    assert reply[:3] == bytes.fromhex("02 03 7D")
    assert reply[-2:] == bytes.fromhex(crc)


@pytest.mark.parametrize(
    ("variant", "fen"),
    [
        ("chn", YUAN),
        ("cny", YUAN),
        ("missing_20", [100, 500, 1_000, 5_000, 10_000]),
        ("holes", YUAN),
        ("negative_scale", YUAN),
    ],
)
def test_variants_hold_these_denominations(variant: str, fen: list[int]) -> None:
    table = ccnet_bills.VARIANTS[variant]
    assert [bill.fen for bill in table if bill.value] == fen
    assert len(ccnet_bills.encode(table)) == 120


def test_types_are_positions_in_the_table() -> None:
    holes = ccnet_bills.VARIANTS["holes"]
    assert [ccnet_bills.type_of(holes, fen) for fen in YUAN] == [1, 3, 5, 7, 9, 11]
    assert ccnet_bills.type_of(holes, 0) is None
    assert ccnet_bills.types_mask(ccnet_bills.VARIANTS["eur"]) == 0x80007F


def test_the_negative_scale_entry_on_the_wire() -> None:
    assert Bill(100, "CHN", 0x81).encode() == bytes.fromhex("64 43 48 4E 81")
    assert Bill(100, "CHN", 0x81).fen == 1_000


def test_a_table_of_entries() -> None:
    table = ccnet_bills.table_of({"command": "bill_table", "entries": [None, [5, "CNY", 1]]})
    assert table == (ccnet_bills.UNUSED, Bill(5, "CNY", 1))


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"variant": "klingon"},
        {"variant": 3},
        {"entries": "CHN"},
        {"entries": [[256, "CHN", 0]]},
        {"entries": [[True, "CHN", 0]]},
        {"entries": [[1, "CHNX", 0]]},
        {"entries": [[1, "元元元", 0]]},
        {"entries": [[1, "CHN", -1]]},
        {"entries": [None] * 25},
    ],
)
def test_a_bad_table_is_refused(parameters: dict[str, object]) -> None:
    with pytest.raises(ControlError):
        ccnet_bills.table_of({"command": "bill_table", **parameters})
