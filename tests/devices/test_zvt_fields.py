"""Bitmaps, containers, status information, receipt text, and what the flight recorder may keep of them."""

import base64
from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from devices import zvt_fields as bmp, zvt_tlv as tlv
from devices.zvt_apdu import Apdu, ZvtFormatError, parse_apdu
from devices.zvt_blanking import blanked
from devices.zvt_codes import problem_of, progress_of
from devices.zvt_fields import Fields, UnknownBitmap
from devices.zvt_status import day_count, registered, status_information, terminal_status
from devices.zvt_text import PRINT_BLOCK, PRINT_LINE, SlipBuffer
from kiosk.card import CardProblem, CardStep
from tests.devices.zvt_peer import unblock
from tests.devices.zvt_vectors import VECTORS

NOW = datetime(2026, 11, 22, 4, 10)  # noqa: DTZ001 - as the terminal's clock: without offset
PAN = "6214831234560010"


def encode_counted(value: bytes, digits: int) -> bytes:
    """LLVAR or LLLVAR."""
    return bytes(0xF0 | int(digit) for digit in f"{len(value):0{digits}d}") + value


def data_of(name: str) -> bytes:
    return parse_apdu(unblock(bytes.fromhex(VECTORS[name]))).data


def test_s1_and_s2_are_read_whole() -> None:
    info = status_information(data_of("status S1"), NOW)
    assert (info.result, info.amount, info.currency, info.terminal_id) == (0, 1600, "0156", "29001006")
    assert (info.receipt, info.trace, info.auth_code, info.last4) == ("0019", "000265", "891500", "0010")
    assert (info.card_name, info.entry, info.application_id) == ("UnionPay", "chip", "A000000333010102")
    assert (info.at, info.number_in_clear, info.sync_id) == ("2026-11-21T12:00:30", False, None)
    failed = status_information(data_of("status S2"), NOW)
    assert (failed.result, failed.amount, failed.trace) == (0x6C, None, "")
    assert status_information(data_of("declined 05"), NOW).result == 5


def test_the_completion_of_a_registration() -> None:
    said = registered(data_of("completion R1'"))
    assert (said.terminal_id, said.currency, said.vending, said.utf8) == ("29001006", "0156", True, True)


@pytest.mark.parametrize(
    ("data", "code", "software", "state"),
    [
        ("00", 0x00, "", None),
        ("DC", 0xDC, "", None),
        ("F0", 0xF0, "", None),
        ("F0 F0 F7 32 2E 31 34 2E 31 35 00", 0x00, "2.14.15", None),
        ("00 06 04 1F 43 01 00", 0x00, "", 0),
        ("F0 F0 F1 41 F5 06 04 1F 43 01 02", 0xF5, "A", 2),
    ],
)
def test_the_answer_to_a_status_enquiry(data: str, code: int, software: str, state: int | None) -> None:
    said = terminal_status(bytes.fromhex(data))
    assert (said.code, said.software, said.device_state) == (code, software, state)


@pytest.mark.parametrize("data", ["", "00 01", "F0 F0 F9 41", "F0 F0 FA 41"])
def test_what_is_no_answer_to_a_status_enquiry(data: str) -> None:
    with pytest.raises(ZvtFormatError):
        terminal_status(bytes.fromhex(data))


def test_every_bitmap_of_the_page_can_be_walked() -> None:
    whole = b"".join(bytes((bitmap,)) + bytes(size) for bitmap, size in bmp.FIXED.items())
    whole += b"".join(bytes((bitmap,)) + encode_counted(b"ab", digits) for bitmap, digits in bmp.COUNTED.items())
    whole += b"\x06" + tlv.encode_length(3) + tlv.encode_tlv(0x41, b"\xc6")
    fields = Fields(whole)
    assert all(fields.get(bitmap) == bytes(size) for bitmap, size in bmp.FIXED.items())
    assert all(fields.get(bitmap) == b"ab" for bitmap in bmp.COUNTED)
    assert len(bmp.FIXED) + len(bmp.COUNTED) == 45 + 29


def test_unknown_bitmaps_stop_everything() -> None:
    known = {*bmp.FIXED, *bmp.COUNTED, bmp.TLV}
    for bitmap in set(range(256)) - known:
        with pytest.raises(UnknownBitmap):
            Fields(bytes((0x27, 0, bitmap, 1, 2)))


@pytest.mark.parametrize(
    "data",
    ["27", "04 00 00", "22 F0 F8 62", "22 F0 0A 62", "06 82 00", "06 80", "06 02 41 02", "27 00 27 05", "06 02 1F FF"],
)
def test_what_does_not_add_up_proves_nothing(data: str) -> None:
    with pytest.raises(ZvtFormatError):
        status_information(bytes.fromhex(data), NOW)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        status_information(data, NOW)
    except ZvtFormatError:
        return


@given(st.lists(st.tuples(st.sampled_from([0x07, 0x41, 0x1F12, 0x1F2B]), st.binary(max_size=300)), max_size=5))
def test_containers_come_back(pairs: list[tuple[int, bytes]]) -> None:
    whole = b"".join(tlv.encode_tlv(tag, value) for tag, value in pairs)
    assert [(found.tag, found.value) for found in tlv.parse_tlvs(whole)] == pairs


@given(st.binary(max_size=900), st.sampled_from([2, 3]))
def test_counted_lengths_come_back(value: bytes, digits: int) -> None:
    value = value[:99] if digits == 2 else value
    coded = encode_counted(value, digits)
    assert bmp.counted_size(coded, 0, digits) == len(value)


def test_the_long_trace_and_the_type_in_the_container() -> None:
    inner = tlv.encode_tlv(0x1F2B, bytes.fromhex("01234567")) + tlv.encode_tlv(0x41, b"\x0a")
    data = bytes.fromhex("27 00 0B 00 00 00 8A FF 06") + tlv.encode_length(len(inner)) + inner
    info = status_information(data, NOW)
    assert (info.trace, info.card_name) == ("1234567", "Visa")


@pytest.mark.parametrize(
    ("day", "now", "year"), [("1231", (2027, 1, 1), 2026), ("0101", (2026, 12, 31), 2027), ("0229", (2027, 3, 1), 2028)]
)
def test_the_year_is_the_nearest(day: str, now: tuple[int, int, int], year: int) -> None:
    info = status_information(bytes.fromhex(f"27 00 0C 23 59 59 0D {day}"), datetime(*now))  # noqa: DTZ001
    assert info.at.startswith(f"{year}-")


def test_a_date_that_is_none_gives_no_time() -> None:
    assert status_information(bytes.fromhex("27 00 0C 99 00 00 0D 13 40"), NOW).at == ""


def test_totals_of_a_day() -> None:
    sums = bytes.fromhex("0001 0009") + bytes.fromhex("03 000000004800") + bytes(6 * 7)
    assert day_count(sums) == 3
    assert day_count(sums[:-1]) is None
    assert day_count(b"") is None


# ---- codes -----------------------------------------------------------------------------------------------------------

LISTED = set(range(0x01, 0x64)) | set(
    bytes.fromhex(
        "64 65 66 67 68 6A 6B 6C 6E 6F 71 72 73 77 78 79 7A 7B 7C 7D 7E 83 85 89 9A 9B 9C A0 A1 A3 A5 B1 B2 B7 B8 BF"
        "C0 C2 C3 C4 C5 C6 C8 C9 CC DC DD DE E0 E2 E3 E4 EC ED F0 F5 F6 FA FB FC FD FF"
    )
)
"""The result codes of section 6.2, but for B4 and B5, which speak of reversals."""


def test_m6_exactly_the_listed_codes_are_definite() -> None:
    assert {code for code in range(256) if problem_of(code) is not None} == LISTED
    assert problem_of(0x00) is None
    assert problem_of(0xB4) is None
    assert problem_of(0xB5) is None
    assert (problem_of(0x05), problem_of(0x33)) == (CardProblem.DECLINED, CardProblem.FUNDS)


def test_progress_codes_and_their_forms_with_the_card_to_be_taken() -> None:
    assert progress_of(0x0A) == (CardStep.PRESENT, None)
    assert progress_of(0x15) == (CardStep.PIN, CardProblem.WRONG_PIN)
    assert progress_of(0x45) == (CardStep.REMOVE, None)
    assert progress_of(0x54) == (CardStep.REMOVE, CardProblem.FUNDS)
    assert progress_of(0x77) == progress_of(0x99) == (CardStep.WAIT, None)


# ---- receipt text ----------------------------------------------------------------------------------------------------


def test_lines_of_the_payers_copy() -> None:
    slip = SlipBuffer(utf8=True)
    for text in ("00 4D", "81 45 6E 64", "FF 02", "02 43", "00", f"00 {PAN.encode().hex()}", "FF", "81 58"):
        slip.line(bytes.fromhex(text))
    assert slip.customer_copy == ("  C", "", "************0010", "", " X")


def test_blocks_say_whose_copy_they_are() -> None:
    slip = SlipBuffer(utf8=True)
    slip.block(data_of("text block TEST"))
    merchant = tlv.encode_tlv(0x1F07, b"\x01") + tlv.encode_tlv(0x25, tlv.encode_tlv(0x07, b"other"))
    slip.block(b"\x06" + tlv.encode_length(len(merchant)) + merchant)
    assert slip.customer_copy == ("TEST",)
    long = SlipBuffer(utf8=True)
    long.block(data_of("long text block"))
    assert long.customer_copy == ("A" * 243,)


def test_text_in_both_character_sets_is_printable() -> None:
    for utf8, raw, shown in ((True, "缴费".encode(), "缴费"), (False, b"\x81\x1b", "ü"), (True, b"\xff", "\ufffd")):
        slip = SlipBuffer(utf8=utf8)
        slip.line(b"\x00" + raw)
        assert slip.customer_copy == (shown,)


def test_a_terminal_that_prints_on_and_on_is_cut() -> None:
    slip = SlipBuffer(utf8=True)
    for _ in range(5000):
        slip.line(b"\x00x")
    assert len(slip.customer_copy) == 400


# ---- the flight recorder ---------------------------------------------------------------------------------------------


def everywhere() -> dict[str, Apdu]:
    """A card number at each place where a misconfigured terminal may put it."""
    bcd, text = bytes.fromhex(PAN), PAN.encode()
    approved = data_of("status S1")
    inside = {f"tag {tag:X}": tlv.encode_tlv(tag, text) for tag in (0x07, 0x1F08, 0x1F0A, 0x1F1A, 0x1F17, 0x42, 0x45, 0x5A)}
    found = {
        name: Apdu(0x040F, approved[:9] + b"\x06" + tlv.encode_length(len(inner)) + inner) for name, inner in inside.items()
    }
    for bitmap, digits in ((0x22, 2), (0x23, 2), (0x2D, 2), (0x24, 3), (0x2E, 3), (0x3C, 3), (0x8B, 2), (0xF1, 2)):
        found[f"bitmap {bitmap:02X}"] = Apdu(0x040F, bytes((bitmap,)) + encode_counted(bcd + text, digits))
    found["unknown bitmap"] = Apdu(0x040F, b"\x27\x00\xb0" + bcd)
    found["cut short"] = Apdu(0x040F, b"\x22\xf2\xf0" + bcd)
    found["line"] = Apdu(PRINT_LINE, b"\x00" + text)
    block = tlv.encode_tlv(0x25, tlv.encode_tlv(0x07, text))
    found["block"] = Apdu(PRINT_BLOCK, b"\x06" + tlv.encode_length(len(block)) + block)
    found["progress"] = Apdu(0x04FF, b"\xff\x06" + tlv.encode_length(len(block)) + block)
    found["completion"] = Apdu(0x060F, b"\x00\x06" + tlv.encode_length(10) + tlv.encode_tlv(0x5A, bcd))
    found["odd completion"] = Apdu(0x060F, bcd)
    found["abort"] = Apdu(0x061E, b"\x6c" + bcd)
    found["answer"] = Apdu(0x8000, bcd)
    found["unknown command"] = Apdu(0x06C0, bcd)
    return found


@pytest.mark.parametrize("place", everywhere())
def test_s1_no_card_number_is_recorded(place: str) -> None:
    apdu = everywhere()[place]
    kept = blanked(apdu)
    raw = kept.encode()
    assert len(raw) == len(apdu.encode())
    assert kept.code == apdu.code
    for head in (PAN.encode(), bytes.fromhex(PAN), PAN[:12].encode(), bytes.fromhex(PAN[:12])):
        assert head not in raw, raw.hex(" ")
        assert base64.b64encode(head)[:-4] not in base64.b64encode(raw)


def test_what_is_no_card_data_is_recorded_as_it_is() -> None:
    names = ("completion R1'", "completion with software version", "progress 0A", "progress 17, three minutes", "abort")
    more = ("authorisation A1", "authorisation A2", "credit failed", "print line TEST", "text block TEST")
    for name in names + more:
        apdu = parse_apdu(unblock(bytes.fromhex(VECTORS[name])))
        assert blanked(apdu) == apdu, name


def test_the_password_is_not_recorded() -> None:
    assert blanked(Apdu(0x0650, bytes.fromhex("123456"))).data == b"\xee\xee\xee"
    assert blanked(Apdu(0x0630, bytes.fromhex("123456 87 0019"))).data.hex() == "eeeeee870019"


@given(st.integers(0, 0xFFFF), st.binary(max_size=120))
def test_blanking_never_fails_and_keeps_the_length(code: int, data: bytes) -> None:
    assert len(blanked(Apdu(code, data)).data) == len(data)
