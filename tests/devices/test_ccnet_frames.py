"""The CCNET codec against the vectors of specs/ccnet.md 3, against itself, and against noise."""

import pytest
from hypothesis import given, strategies as st

from devices import ccnet_frames as frames
from devices.ccnet_frames import Bill, CcnetFormatError, FrameParser, PollReply

HOST_VECTORS = {
    "POLL": (frames.POLL, "02 03 06 33 DA 81"),
    "RESET": (frames.RESET, "02 03 06 30 41 B3"),
    "ACK": (frames.ACK, "02 03 06 00 C2 82"),
    "NAK": (frames.NAK, "02 03 06 FF BA 8D"),
    "GET STATUS": (b"\x31", "02 03 06 31 C8 A2"),
    "IDENTIFICATION": (frames.IDENTIFICATION, "02 03 06 37 FE C7"),
    "GET BILL TABLE": (frames.GET_BILL_TABLE, "02 03 06 41 4F D1"),
    "STACK": (frames.STACK, "02 03 06 35 EC E4"),
    "RETURN": (frames.RETURN, "02 03 06 36 77 D6"),
    "HOLD": (frames.HOLD, "02 03 06 38 09 3F"),
    "ENABLE all": (frames.enable(range(24)), "02 03 0C 34 FF FF FF FF FF FF FE F7"),
    "ENABLE none": (frames.enable(()), "02 03 0C 34 00 00 00 00 00 00 17 0C"),
    "ENABLE 0-5": (frames.enable(range(6)), "02 03 0C 34 00 00 3F 00 00 3F 68 3B"),
    "ENABLE 0-2": (frames.enable({2, 0, 1}), "02 03 0C 34 00 00 07 00 00 07 89 2F"),
    "SET SECURITY none": (b"\x32\0\0\0", "02 03 09 32 00 00 00 26 1F"),
    "SET BARCODE": (b"\x39\x01\x12", "02 03 08 39 01 12 B9 C0"),
    "EXTRACT BARCODE": (b"\x3a", "02 03 06 3A 1B 1C"),
}
DEVICE_VECTORS = {
    "POWER UP": (PollReply(0x10), "02 03 06 10 43 92"),
    "POWER UP, validator": (PollReply(0x11), "02 03 06 11 CA 83"),
    "POWER UP, stacker": (PollReply(0x12), "02 03 06 12 51 B1"),
    "INITIALIZE": (PollReply(0x13), "02 03 06 13 D8 A0"),
    "IDLING": (PollReply(0x14), "02 03 06 14 67 D4"),
    "ACCEPTING": (PollReply(0x15), "02 03 06 15 EE C5"),
    "STACKING": (PollReply(0x17), "02 03 06 17 FC E6"),
    "RETURNING": (PollReply(0x18), "02 03 06 18 0B 1E"),
    "UNIT DISABLED": (PollReply(0x19), "02 03 06 19 82 0F"),
    "HOLDING": (PollReply(0x1A), "02 03 06 1A 19 3D"),
    "DEVICE BUSY": (PollReply(0x1B, 5), "02 03 07 1B 05 D4 99"),
    "REJECTING": (PollReply(0x1C, 0x68), "02 03 07 1C 68 3F 6C"),
    "ILLEGAL COMMAND": (PollReply(0x30), "02 03 06 30 41 B3"),
    "CASSETTE FULL": (PollReply(0x41), "02 03 06 41 4F D1"),
    "CASSETTE OUT": (PollReply(0x42), "02 03 06 42 D4 E3"),
    "VALIDATOR JAMMED": (PollReply(0x43), "02 03 06 43 5D F2"),
    "CASSETTE JAMMED": (PollReply(0x44), "02 03 06 44 E2 86"),
    "CHEATED": (PollReply(0x45), "02 03 06 45 6B 97"),
    "PAUSE": (PollReply(0x46), "02 03 06 46 F0 A5"),
    "FAILURE": (PollReply(0x47, 0x50), "02 03 07 47 50 AB E6"),
    "ESCROW 1": (PollReply(0x80, 1), "02 03 07 80 01 05 22"),
    "ESCROW 2": (PollReply(0x80, 2), "02 03 07 80 02 9E 10"),
    "BILL STACKED": (PollReply(0x81, 1), "02 03 07 81 01 DD 3B"),
    "BILL RETURNED": (PollReply(0x82, 2), "02 03 07 82 02 2E 23"),
}
FLS_IDENTIFICATION = bytes.fromhex(
    "020327464C532D455531302D36393336333930374B493431415337343832" + "75ED8DC8033F7B" + "35DA"
)


def parsed(data: bytes) -> list[bytes]:
    return list(FrameParser().feed(data))


def table_payload(*entries: tuple[int, bytes, int]) -> bytes:
    used = b"".join(bytes([value]) + text + bytes([scale]) for value, text, scale in entries)
    return used.ljust(120, b"\0")


def test_crc_check_value() -> None:
    assert frames.crc16(b"123456789") == 0x2189


@pytest.mark.parametrize("name", HOST_VECTORS)
def test_what_the_host_sends(name: str) -> None:
    payload, vector = HOST_VECTORS[name]
    assert frames.encode(payload) == bytes.fromhex(vector)


@pytest.mark.parametrize("name", DEVICE_VECTORS)
def test_what_the_device_sends(name: str) -> None:
    reply, vector = DEVICE_VECTORS[name]
    (payload,) = parsed(bytes.fromhex(vector))
    assert frames.poll_reply(payload) == reply


def test_a_real_identification() -> None:
    (payload,) = parsed(FLS_IDENTIFICATION)
    assert frames.identity(payload) == frames.Identity("FLS-EU10-693639", "07KI41AS7482", "75 ED 8D C8 03 3F 7B")


def test_control_characters_of_a_device_never_reach_a_log() -> None:
    payload = b"SM-\x1b[2J\r\n".ljust(15, b" ") + b"12345678901\x00" + bytes(7)
    identity = frames.identity(payload)
    assert identity.part_number == "SM-?[2J??"
    assert identity.serial == "12345678901"


EURO = ((5, 0), (1, 1), (2, 1), (5, 1), (1, 2), (2, 2), (5, 2))
CHINA = ((1, 0), (5, 0), (1, 1), (2, 1), (5, 1), (1, 2))


@pytest.mark.parametrize(
    ("text", "values", "crc"), [(b"EUR", EURO, "88 C2"), (b"CHN", CHINA, "F2 EE")], ids=["captured EUR", "synthetic CHN"]
)
def test_bill_tables_with_a_check_value(text: bytes, values: tuple[tuple[int, int], ...], crc: str) -> None:
    payload = table_payload(*((value, text, scale) for value, scale in values))
    assert frames.encode(payload)[:3] == bytes.fromhex("02 03 7D")
    assert frames.encode(payload)[-2:] == bytes.fromhex(crc)
    assert [bill.amount for bill in frames.bill_table(payload)] == [value * 10**scale * 100 for value, scale in values]


def test_holes_keep_the_type_numbers_of_what_follows() -> None:
    payload = table_payload((0, b"\0\0\0", 0), (5, b"CNY", 0), (0, b"\0\0\0", 0), (1, b"CNY", 2))
    assert frames.bill_table(payload) == (Bill(1, "CNY", 5, 0), Bill(3, "CNY", 1, 2))


@pytest.mark.parametrize(
    ("value", "scale", "fen"),
    [(5, 0x81, 50), (1, 0x82, 1), (1, 0x83, None), (15, 0x83, None), (1, 2, 10_000), (1, 0x7F, None), (1, 0xFF, None)],
    ids=["5 jiao", "1 fen", "no whole fen", "nor this", "100 yuan", "absurd", "absurdly small"],
)
def test_scales(value: int, scale: int, fen: int | None) -> None:
    (bill,) = frames.bill_table(table_payload((value, b"CNY", scale)))
    assert bill.amount == fen


@pytest.mark.parametrize("length", [0, 1, 119, 121])
def test_a_bill_table_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(CcnetFormatError, match="120 bytes"):
        frames.bill_table(bytes(length))


@pytest.mark.parametrize("payload", [b"", b"\x41", bytes(33), bytes(35), bytes(34)])
def test_what_is_no_identification_is_refused(payload: bytes) -> None:
    with pytest.raises(CcnetFormatError, match="IDENTIFICATION"):
        frames.identity(payload)


@pytest.mark.parametrize("payload", [b"", b"\x80\x01\x02"])
def test_what_is_no_state_is_refused(payload: bytes) -> None:
    with pytest.raises(CcnetFormatError, match="1 or 2 bytes"):
        frames.poll_reply(payload)


@pytest.mark.parametrize("payload", [b"", bytes(246)])
def test_a_payload_that_fits_no_frame(payload: bytes) -> None:
    with pytest.raises(ValueError, match="1 to 245 bytes"):
        frames.encode(payload)


@pytest.mark.parametrize("number", [-1, 24])
def test_there_are_24_types(number: int) -> None:
    with pytest.raises(ValueError, match="bill type"):
        frames.enable([number])


@given(st.sets(st.integers(0, 23)))
def test_the_mask_has_both_groups_and_each_type_at_its_place(types: set[int]) -> None:
    payload = frames.enable(types)
    accept, escrow = payload[1:4], payload[4:7]
    assert accept == escrow
    assert {n for n in range(24) if accept[2 - n // 8] >> (n % 8) & 1} == types


@given(st.binary(min_size=1, max_size=245))
def test_round_trip(payload: bytes) -> None:
    frame = frames.encode(payload)
    assert frames.crc16(frame) == 0
    assert parsed(frame) == [payload]


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5), st.data())
def test_frames_survive_any_splitting(payloads: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(map(frames.encode, payloads))
    parser = FrameParser()
    seen: list[bytes] = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        seen += parser.feed(stream[:size])
        stream = stream[size:]
    assert seen == payloads


@given(st.binary(max_size=600))
def test_noise_never_crashes_and_yields_only_frames_that_are_in_it(noise: bytes) -> None:
    parser = FrameParser()
    for payload in [*parser.feed(noise), *parser.give_up_partial()]:
        assert frames.encode(payload) in noise
    assert not list(parser.feed(b""))


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=30))
def test_a_frame_behind_noise_is_found_at_the_latest_after_the_gap(noise: bytes, payload: bytes) -> None:
    parser = FrameParser()
    seen = [*parser.feed(noise + frames.encode(payload)), *parser.give_up_partial()]
    swallowed = any(frames.encode(payload) in frames.encode(other) for other in seen)  # noise made a frame around it
    assert payload in seen or swallowed


@given(st.binary(min_size=1, max_size=40), st.data())
def test_one_wrong_bit_anywhere_is_no_frame(payload: bytes, data: st.DataObject) -> None:
    frame = bytearray(frames.encode(payload))
    place = data.draw(st.integers(0, len(frame) * 8 - 1))
    frame[place // 8] ^= 1 << place % 8
    parser = FrameParser()
    assert payload not in [*parser.feed(bytes(frame)), *parser.give_up_partial()]


def test_a_long_frame_of_a_firmware_download_is_noise() -> None:
    assert parsed(bytes.fromhex("02 03 00 50") + frames.encode(b"\x14")) == [b"\x14"]


def test_noise_is_told_until_the_parser_is_restarted() -> None:
    parser = FrameParser()
    assert list(parser.feed(b"\x55" + frames.encode(b"\x14"))) == [b"\x14"]
    assert parser.noise
    parser.restart()
    assert not parser.noise
    assert not list(parser.feed(b"\x02"))
    assert parser.noise
