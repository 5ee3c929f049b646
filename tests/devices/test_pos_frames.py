"""Frames of POS Integrado: every vector of specs/pos-integrado.md 3 both ways, and nothing else is one."""

import pytest
from hypothesis import given, strategies as st

from devices.pos_frames import ACK, ETX, LONGEST_DATA, NAK, STX, Frame, Receiver, Signal, encode, lrc
from devices.pos_messages import Answer, PosFormatError, answer
from devices.pos_tables import Dialect

APPROVED = b"0210|00|597029414300|75001234|000123|654321|1500|0||1234|000042|DB|||VI|21112024|120030|||"
VECTORS = {
    b"0100": 0x02,
    b"0500||": 0x06,
    b"0900|84|": 0x06,
    b"0260|11|597029414300|75001234|": 0x03,
    b"0300": 0x00,
    b"0200|123|": 0x31,
    b"0250|": 0x78,
    b"0250|1": 0x49,
    b"0500|1": 0x4B,
    b"0800": 0x0B,
    b"1200|10|": 0x01,
    b"1200": 0x00,
    b"0200|1500|000123|||1|": 0x34,
    b"0200|000001500|000123|1|1": 0x35,
    b"0070": 0x04,
    b"0080": 0x0B,
    b"0710|00|1|2000": 0x4A,
    APPROVED: 0x57,
}
WHOLE = {
    b"0100": "02 30 31 30 30 03 02",
    b"0250|": "02 30 32 35 30 7C 03 78",
    b"0200|1500|000123|||1|": "02 30 32 30 30 7C 31 35 30 30 7C 30 30 30 31 32 33 7C 7C 7C 31 7C 03 34",
    b"0200|000001500|000123|1|1": ("02 30 32 30 30 7C 30 30 30 30 30 31 35 30 30 7C 30 30 30 31 32 33 7C 31 7C 31 03 35"),
    b"0900|84|": "02 30 39 30 30 7C 38 34 7C 03 06",
    b"0500||": "02 30 35 30 30 7C 7C 03 06",
    b"0260|11|597029414300|75001234|": (
        "02 30 32 36 30 7C 31 31 7C 35 39 37 30 32 39 34 31 34 33 30 30 7C 37 35 30 30 31 32 33 34 7C 03 03"
    ),
    APPROVED: (
        "02 30 32 31 30 7C 30 30 7C 35 39 37 30 32 39 34 31 34 33 30 30 7C 37 35 30 30 31 32 33 34 7C 30 30 30"
        "31 32 33 7C 36 35 34 33 32 31 7C 31 35 30 30 7C 30 7C 7C 31 32 33 34 7C 30 30 30 30 34 32 7C 44 42 7C"
        "7C 7C 56 49 7C 32 31 31 31 32 30 32 34 7C 31 32 30 30 33 30 7C 7C 7C 03 57"
    ),
}
any_data = st.binary(max_size=60).map(lambda data: bytes(byte for byte in data if byte not in (STX, ETX)))


def received(data: bytes) -> list[Frame | Signal]:
    return list(Receiver().feed(data))


@pytest.mark.parametrize(("data", "check"), VECTORS.items(), ids=[data.decode()[:24] for data in VECTORS])
def test_vectors_of_section_3(data: bytes, check: int) -> None:
    assert lrc(data) == check
    assert encode(data) == bytes((STX,)) + data + bytes((ETX, check))
    assert received(encode(data)) == [Frame(data)]


@pytest.mark.parametrize(("data", "text"), WHOLE.items(), ids=[data.decode()[:24] for data in WHOLE])
def test_whole_frames_of_section_3(data: bytes, text: str) -> None:
    assert encode(data) == bytes.fromhex(text)
    assert received(bytes.fromhex(text)) == [Frame(data)]


@given(any_data, st.lists(st.integers(1, 20), max_size=8))
def test_any_data_survives_in_any_pieces(data: bytes, sizes: list[int]) -> None:
    whole = encode(data)
    receiver = Receiver()
    tokens: list[Frame | Signal] = []
    for size in [*sizes, len(whole)]:
        tokens += receiver.feed(whole[:size])
        whole = whole[size:]
    assert tokens == [Frame(data)]
    assert not receiver.inside


@given(st.lists(st.one_of(any_data, st.sampled_from([Signal.ACK, Signal.NAK])), max_size=6))
def test_frames_and_signals_back_to_back_are_told_apart_without_silence(sent: list[bytes | Signal]) -> None:
    bare = {Signal.ACK: bytes((ACK,)), Signal.NAK: bytes((NAK,))}
    wire = b"".join(encode(one) if isinstance(one, bytes) else bare[one] for one in sent)
    assert received(wire) == [Frame(one) if isinstance(one, bytes) else one for one in sent]


@pytest.mark.parametrize("check", [STX, ETX, ACK, NAK, 0])
def test_the_lrc_may_be_any_byte(check: int) -> None:
    data = next(
        text
        for number in range(100_000)
        if ETX not in (text := f"0900|{number}|".encode()) + (last := bytes((lrc(text) ^ check,)))
        and STX not in last
        and lrc(text := text + last) == check
    )
    assert received(encode(data) + bytes((ACK,))) == [Frame(data), Signal.ACK]


@pytest.mark.parametrize("data", VECTORS, ids=[data.decode()[:24] for data in VECTORS])
def test_no_frame_with_one_wrong_byte_is_believed(data: bytes) -> None:
    """An ETX made of a data byte may find its LRC in the next one by chance: then the message is none."""
    whole = encode(data)
    for place in range(len(whole)):
        for wrong in range(256):
            if wrong == whole[place]:
                continue
            hurt = bytearray(whole)
            hurt[place] = wrong
            for token in received(bytes(hurt)):
                assert not _means_something(token), (place, wrong)


def _means_something(token: Frame | Signal) -> bool:
    if not isinstance(token, Frame):
        return False
    for dialect in Dialect:
        try:
            if isinstance(answer(dialect, token.data), Answer):
                return True
        except PosFormatError:
            continue
    return False


@given(any_data, any_data, st.integers(0, 255))
def test_two_frames_whose_border_was_damaged_are_never_one(first: bytes, second: bytes, wrong: int) -> None:
    wire = bytearray(encode(first) + encode(second))
    if wrong != ETX:
        wire[len(first) + 1] = wrong
        # An ETX that became 01 makes one frame of both, with the right LRC: no message has such a character inside.
        frames = [token for token in received(bytes(wire)) if isinstance(token, Frame)]
        assert all(frame == Frame(second) or min(frame.data) < 0x20 for frame in frames)


def test_what_stands_between_frames_is_dropped_and_counted() -> None:
    receiver = Receiver()
    assert list(receiver.feed(b"\x00\xff0100\x03" + encode(b"0100"))) == [Frame(b"0100")]
    assert receiver.dropped_bytes == 7


def test_a_cut_frame_can_be_given_up() -> None:
    receiver = Receiver()
    assert list(receiver.feed(encode(b"0900|82")[:-4])) == []
    assert receiver.inside
    receiver.give_up()
    assert list(receiver.feed(bytes((ACK,)))) == [Signal.ACK]


def test_endless_data_is_no_frame_and_takes_no_memory() -> None:
    receiver = Receiver()
    tokens = list(receiver.feed(bytes((STX,)) + b"9" * (LONGEST_DATA + 1)))
    assert tokens == [Signal.BAD_FRAME]
    assert not receiver.inside


@pytest.mark.parametrize("data", [b"0\x02", b"0\x03", b"9" * (LONGEST_DATA + 1)])
def test_what_can_be_no_frame_is_not_encoded(data: bytes) -> None:
    with pytest.raises(ValueError, match="DATA of a frame"):
        encode(data)
