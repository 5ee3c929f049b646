"""The vectors of specs/zvt.md section 3 in the terminal's own codec, and what it makes of damaged bytes."""

import pytest
from hypothesis import given, strategies as st

from devices.simulators.zvt_fields import BadFieldsError, bcd, container, fields, from_bcd, tlv, tlv_objects, variable
from devices.simulators.zvt_frames import Apdu, BlockReader, Signal, StreamReader, block, crc, decode
from devices.simulators.zvt_messages import abort, completion, progress, terminal_status
from devices.simulators.zvt_print import CUSTOMER, as_apdus
from devices.simulators.zvt_state import Registration
from tests.devices.simulators.zvt_bench import raw, wrapped

GAP_S = 0.2

BLOCKS = [
    "10 02 06 00 06 12 34 56 BA 09 78 10 03 24 C3",
    "10 02 06 01 0A 04 00 00 00 01 10 10 00 49 09 78 10 03 F2 FF",
    "10 02 06 93 03 12 34 56 10 03 CA A4",
    "10 02 06 70 00 10 03 D9 F9",
    "10 02 80 00 00 10 03 F5 1F",
    "10 02 84 9C 00 10 03 C3 41",
    "10 02 06 0F 0B F0 F0 F7 32 2E 31 34 2E 31 35 00 10 03 B1 11",
    "10 02 06 00 18 00 00 00 BE 01 56 03 01 06 0E 12 01 42 26 04 0A 02 06 D3 27 03 14 01 FE 10 03 EA DA",
    "10 02 06 0F 11 19 10 10 29 29 00 10 10 06 49 01 56 06 05 27 03 14 01 FE 10 03 7D 1C",
    "10 02 06 01 10 10 04 00 00 00 00 16 00 49 01 56 19 40 01 1E 02 05 10 03 94 F7",
    "10 02 06 01 15 04 00 00 00 00 16 00 49 01 56 19 40 01 1E 02 05 06 03 1F 1F 00 10 03 1A 08",
    "10 02 04 0F 60 27 00 04 00 00 00 00 16 00 49 01 56 0C 12 00 30 0D 11 21 22 F0 F8 62 14 83 EE EE EE 00"
    "10 10 87 00 19 0B 00 02 65 29 29 00 10 10 06 3B 38 39 31 35 30 30 00 00 19 60 8A C6 8B F0 F9 55 6E 69"
    "6F 6E 50 61 79 00 06 1B 2F 0C 1F 10 10 01 02 1F 11 01 01 1F 12 01 01 43 08 A0 00 00 03 33 01 01 02 41"
    "01 C6 10 03 9D 64",
    "10 02 04 0F 07 27 6C 29 29 00 10 10 06 10 03 B2 57",
    "10 02 04 FF 01 0A 10 03 F5 7D",
    "10 02 04 FF 02 17 03 10 03 E3 CD",
    "10 02 06 0F 00 10 03 C6 33",
    "10 02 06 1E 01 6C 10 03 C9 F2",
    "10 02 84 66 00 10 03 8D BE",
    "10 02 84 9D 07 04 00 00 00 00 05 00 10 03 62 BD",
    "10 02 84 83 00 10 03 91 8E",
    "10 02 06 B0 00 10 03 43 F3",
    "10 02 05 01 00 10 03 10 06",
    "10 02 05 01 05 00 00 00 03 06 10 03 2B 8A",
    "10 02 06 0F 01 00 10 03 26 E1",
    "10 02 06 20 05 00 00 00 03 03 10 03 DB 15",
    "10 02 06 30 10 10 00 00 00 87 00 19 04 00 00 00 00 16 00 49 01 56 10 03 D1 C9",
    "10 02 06 50 03 00 00 00 10 03 FB 37",
    "10 02 06 23 03 87 FF FF 10 03 FB BD",
    "10 02 06 1E 04 B8 87 FF FF 10 03 B6 4B",
    "10 02 06 D1 04 00 10 10 02 10 10 10 03 09 B7",
    "10 02 06 D1 03 00 10 10 03 10 03 8F 99",
    "10 02 06 02 00 10 03 B9 CC",
    "10 02 06 22 0C 04 00 00 00 01 00 00 49 01 56 19 40 10 03 51 79",
    "10 02 06 24 1A 87 02 31 04 00 00 00 00 16 00 49 01 56 0B 00 09 75 3B 37 35 30 30 37 31 00 00 10 03 A5 34",
    "10 02 06 25 06 87 02 31 49 01 56 10 03 30 E6",
    "10 02 04 0F 09 27 05 04 00 00 00 00 16 00 10 03 AA 1A",
    "10 02 06 0F 01 DC 10 03 BD 17",
    "10 02 06 1E 01 6B 10 03 C1 BF",
    "10 02 84 CC 00 10 03 20 C2",
    "10 02 06 D1 05 00 54 45 53 54 10 03 71 EA",
    "10 02 06 D3 11 06 0F 1F 07 01 02 25 09 07 04 54 45 53 54 09 01 FF 10 03 99 EB",
    "10 02 06 D3 FF 04 01 06 82 01 00 1F 07 01 02 25 81 F9 07 81 F3" + "41" * 243 + "09 01 FF 10 03 FC 2F",
]


def read(data: bytes) -> list[Apdu | Signal]:
    return BlockReader().feed(data, 0.0, GAP_S)


def test_crc_check_value() -> None:
    assert crc(b"123456789") == 0x2189


@pytest.mark.parametrize("text", BLOCKS, ids=lambda text: text[6:26])
def test_vectors_both_ways(text: str) -> None:
    data = raw(text)
    (apdu,) = read(data)
    assert isinstance(apdu, Apdu)
    assert block(apdu.encoded) == data
    assert decode(apdu.encoded) == apdu


def test_the_vector_of_an_approval_walks() -> None:
    (apdu,) = read(raw(BLOCKS[11]))
    assert isinstance(apdu, Apdu)
    found = fields(apdu.data)
    assert (found[0x27], found[0x04], found[0x87], found[0x0B]) == (b"\0", raw("000000001600"), raw("0019"), raw("000265"))
    assert found[0x8B] == b"UnionPay\0"
    assert dict(tlv_objects(found[0x06]))[0x43] == raw("A000000333010102")


def test_messages_are_those_of_the_vectors() -> None:
    assert block(progress(0x0A).encoded) == raw(BLOCKS[13])
    assert block(completion().encoded) == raw(BLOCKS[15])
    assert block(abort(0x6C).encoded) == raw(BLOCKS[16])
    assert block(terminal_status(0, "2.14.15", details=False).encoded) == raw(BLOCKS[6])
    assert block(terminal_status(0xDC, None, details=False).encoded) == raw("10 02 06 0F 01 DC 10 03 BD 17")
    assert block(abort(0xB8, b"\x87\xff\xff").encoded) == raw("10 02 06 1E 04 B8 87 FF FF 10 03 B6 4B")


def test_text_blocks_are_those_of_the_vectors() -> None:
    said = Registration(text_blocks=True)
    for text, vector in (("TEST", BLOCKS[-2]), ("A" * 243, BLOCKS[-1])):
        (apdu,) = as_apdus([(0, text)], CUSTOMER, said)
        assert block(apdu.encoded) == raw(vector)


def test_a_receipt_larger_than_the_host_takes_comes_in_blocks_with_one_end() -> None:
    lines = [(0x40 if number % 3 == 0 else 0, f"line {number}") for number in range(40)]
    apdus = as_apdus(lines, CUSTOMER, Registration(text_blocks=True, max_apdu=100))
    assert len(apdus) > 5
    assert all(len(apdu.encoded) <= 100 for apdu in apdus)
    assert [b"\x09\x01\xff" in apdu.data for apdu in apdus] == [False] * (len(apdus) - 1) + [True]
    assert sum(apdu.data.count(b"line") for apdu in apdus) == 40


def test_print_lines_end_with_the_high_bit() -> None:
    apdus = as_apdus([(0x40, "HEAD"), (0, "支付")], CUSTOMER, Registration(utf8=True))
    assert [apdu.encoded.hex(" ").upper() for apdu in apdus] == [
        "06 D1 05 40 48 45 41 44",
        "06 D1 02 FF 01",
        "06 D1 07 C0 E6 94 AF E4 BB 98",
    ]
    assert as_apdus([(0, "Käse")], CUSTOMER, Registration())[-1].data == b"\xc0K\x84se"


@given(st.binary(max_size=600), st.integers(0, 0xFFFF))
def test_any_message_comes_back_over_both_wires(data: bytes, code: int) -> None:
    apdu = Apdu(code, data)
    assert read(block(apdu.encoded)) == [apdu]
    assert block(apdu.encoded) == wrapped(apdu.encoded.hex())
    stream = StreamReader()
    encoded = apdu.encoded + apdu.encoded
    assert [found for at in range(len(encoded)) for found in stream.feed(encoded[at : at + 1])] == [apdu, apdu]


@given(st.sampled_from(BLOCKS), st.integers(0, 400), st.integers(1, 255))
def test_a_damaged_byte_is_never_another_message(text: str, at: int, difference: int) -> None:
    data = bytearray(raw(text))
    original = read(bytes(data))
    data[at % len(data)] ^= difference
    assert all(item in original for item in read(bytes(data)) if isinstance(item, Apdu))


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_the_reader_finds_the_next_block_in_any_noise(noise: list[bytes]) -> None:
    reader = BlockReader()
    for number, piece in enumerate(noise):
        reader.feed(piece, float(number), GAP_S)
    good = raw(BLOCKS[15])
    assert read(good) == reader.feed(good, 100.0, GAP_S)[-1:]


def test_a_pause_inside_a_block_is_damage() -> None:
    reader = BlockReader()
    data = raw(BLOCKS[9])
    assert reader.feed(data[:10], 1.0, GAP_S) == []
    assert not reader.expired(1.1, GAP_S)
    assert reader.due(GAP_S) == pytest.approx(1.2)
    assert reader.expired(1.2, GAP_S)
    assert reader.due(GAP_S) is None
    assert reader.feed(data[:10], 2.0, GAP_S) == []
    assert reader.feed(data, 3.0, GAP_S)[0] is Signal.DAMAGED


def test_wrong_length_or_escape_is_damage() -> None:
    assert read(wrapped("06 0F 02 00")) == [Signal.DAMAGED]
    assert read(raw("10 02 06 10 07")) == [Signal.DAMAGED]
    assert decode(b"") is None
    assert decode(raw("06 D3 FF 04")) is None


def test_fields_and_tlv() -> None:
    data = b"\x04" + bcd(1600, 6) + b"\x22" + variable(b"1234", 2) + b"\x60" + variable(b"x" * 53, 3)
    data += container(tlv(0x1F10, b"\1"), tlv(0x24, tlv(7, b"a" * 300)))
    found = fields(data)
    assert from_bcd(found[4]) == 1600
    assert (found[0x22], len(found[0x60])) == (b"1234", 53)
    outer = dict(tlv_objects(found[6]))
    assert (outer[0x1F10], dict(tlv_objects(outer[0x24]))[7]) == (b"\1", b"a" * 300)
    assert tlv(7, b"b" * 200)[:3] == b"\x07\x81\xc8"


@pytest.mark.parametrize("text", ["B0 01 02", "04 00", "22 F0", "22 0A", "06 82 01", "06 83 00 00 01", "06", "60 F0 FA F0"])
def test_fields_that_cannot_be_walked(text: str) -> None:
    with pytest.raises(BadFieldsError):
        fields(raw(text))


@pytest.mark.parametrize("text", ["1F", "07", "07 05 41"])
def test_containers_that_cannot_be_walked(text: str) -> None:
    with pytest.raises(BadFieldsError):
        list(tlv_objects(raw(text)))


def test_digits_only() -> None:
    with pytest.raises(BadFieldsError):
        from_bcd(b"\x1a")
