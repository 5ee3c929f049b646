"""Blocks, APDUs and every vector of the page, in both directions; each single wrong bit makes a block no block."""

import pytest
from hypothesis import given, strategies as st

from devices import zvt_commands as zvt
from devices.zvt_apdu import Apdu, ApduStream, ZvtFormatError, parse_apdu
from devices.zvt_link import Block, BlockParser, Signal, Token, crc16, encode_block
from kiosk.money import Fen
from tests.devices.zvt_vectors import VECTORS

BYTES = st.binary(max_size=400)
APDUS = st.builds(Apdu, st.integers(0, 0xFFFF), st.binary(max_size=70_000 // 100)).filter(
    lambda apdu: apdu.encode()[:3] != b"\x84\x1e\x6f"
)


def parsed(data: bytes) -> list[Token]:
    return list(BlockParser().feed(data))


@pytest.mark.parametrize("name", VECTORS)
def test_each_vector_of_the_page_in_both_directions(name: str) -> None:
    block = bytes.fromhex(VECTORS[name])
    tokens = parsed(block)
    assert len(tokens) == 1
    assert isinstance(tokens[0], Block)
    assert encode_block(tokens[0].apdu) == block
    assert parse_apdu(tokens[0].apdu).encode() == tokens[0].apdu


@pytest.mark.parametrize("name", VECTORS)
def test_each_wrong_bit_of_each_vector_is_no_block(name: str) -> None:
    block = bytes.fromhex(VECTORS[name])
    for place in range(len(block) * 8):
        wrong = bytearray(block)
        wrong[place // 8] ^= 1 << place % 8
        good = [token for token in parsed(bytes(wrong)) if isinstance(token, Block)]
        assert not good, f"bit {place}"


def test_the_check_value_of_the_crc() -> None:
    assert crc16(b"123456789") == 0x2189


def test_our_commands_are_the_vectors() -> None:
    pairs = {
        "registration R1": zvt.registration("000000", zvt.RECEIPTS_BY_LINES, "0156", 42),
        "authorisation A1": zvt.sale(Fen(1600), "0156", 30, 5),
        "authorisation A2": zvt.sale(Fen(1600), "0156", 30, 5, b""),
        "status enquiry service 06": zvt.status_enquiry("000000"),
        "repeat receipt": zvt.last_transaction("000000"),
        "reversal": zvt.reversal("000000", "0019", Fen(1600), "0156"),
        "end of day": zvt.end_of_day("000000"),
        "abort": zvt.ABORT_APDU,
        "diagnosis": zvt.DIAGNOSIS_APDU,
        "initialisation": zvt.initialisation("123456"),
    }
    for name, apdu in pairs.items():
        assert encode_block(apdu.encode()) == bytes.fromhex(VECTORS[name]), name


@given(APDUS)
def test_apdus_come_back_from_blocks(apdu: Apdu) -> None:
    tokens = parsed(encode_block(apdu.encode()))
    assert tokens == [Block(apdu.encode())]
    assert parse_apdu(apdu.encode()) == apdu


@given(st.lists(APDUS, max_size=4), st.data())
def test_apdus_come_back_from_a_stream_cut_anywhere(apdus: list[Apdu], data: st.DataObject) -> None:
    whole = b"".join(apdu.encode() for apdu in apdus)
    stream, found, place = ApduStream(), [], 0
    while place < len(whole):
        size = data.draw(st.integers(1, len(whole) - place))
        found += [parse_apdu(unit) for unit in stream.feed(whole[place : place + size])]
        place += size
    assert found == apdus
    assert not stream.in_apdu


@given(BYTES)
def test_no_bytes_break_the_parser(data: bytes) -> None:
    for token in BlockParser().feed(data):
        if isinstance(token, Block):
            assert encode_block(token.apdu) in data


@given(APDUS, st.binary(max_size=30).filter(lambda garbage: not set(garbage) & {0x10}))
def test_garbage_before_a_block_is_dropped(apdu: Apdu, garbage: bytes) -> None:
    blocks = [token for token in parsed(garbage + encode_block(apdu.encode())) if isinstance(token, Block)]
    assert blocks == [Block(apdu.encode())]


def test_the_receiver_table() -> None:
    assert parsed(b"\x06\x15\x00") == [Signal.ACK, Signal.NAK]
    assert parsed(bytes.fromhex("10 02 80 10 04")) == [Signal.BAD]  # 10 and neither 10 nor 03
    assert parsed(bytes.fromhex("10 06")) == []
    assert parsed(encode_block(b"\x80\x00")) == [Signal.BAD]  # a good CRC around no APDU
    parser = BlockParser()
    assert list(parser.feed(bytes.fromhex("10 02 80"))) == []
    assert parser.in_block
    parser.restart()
    assert not parser.in_block


def test_lengths_beyond_254_are_little_endian() -> None:
    apdu = Apdu(0x06D3, bytes(260))
    assert apdu.encode()[:5].hex() == "06d3ff0401"
    with pytest.raises(ValueError, match="65535"):
        Apdu(0x06D3, bytes(65536)).encode()


@pytest.mark.parametrize("unit", ["", "80", "80 00", "80 00 01", "80 00 00 00", "06 D3 FF 04", "06 D3 FF 04 01"])
def test_what_is_no_apdu(unit: str) -> None:
    with pytest.raises(ZvtFormatError):
        parse_apdu(bytes.fromhex(unit))


def test_the_odd_refusal_of_a_currency_is_understood() -> None:
    assert parse_apdu(bytes.fromhex("84 1E 6F")) == Apdu(0x841E, b"\x6f")
    assert parse_apdu(bytes.fromhex("84 1E 6F 01 56")) == Apdu(0x841E, bytes.fromhex("6F 01 56"))
