"""The simulator's own CCNET codec against the vectors of specs/ccnet.md section 3, and against noise."""

import pytest
from hypothesis import given, strategies as st

from devices.simulators.ccnet_codec import DamagedFrame, FrameReader, HostFrame, Identity, crc16, frame

HOST_FRAMES = {
    "02 03 06 33 DA 81": (0x33, ""),
    "02 03 06 30 41 B3": (0x30, ""),
    "02 03 06 00 C2 82": (0x00, ""),
    "02 03 06 FF BA 8D": (0xFF, ""),
    "02 03 06 31 C8 A2": (0x31, ""),
    "02 03 06 37 FE C7": (0x37, ""),
    "02 03 06 41 4F D1": (0x41, ""),
    "02 03 06 35 EC E4": (0x35, ""),
    "02 03 06 36 77 D6": (0x36, ""),
    "02 03 06 38 09 3F": (0x38, ""),
    "02 03 0C 34 FF FF FF FF FF FF FE F7": (0x34, "FF FF FF FF FF FF"),
    "02 03 0C 34 00 00 00 00 00 00 17 0C": (0x34, "00 00 00 00 00 00"),
    "02 03 0C 34 00 00 3F 00 00 3F 68 3B": (0x34, "00 00 3F 00 00 3F"),
    "02 03 0C 34 00 00 07 00 00 07 89 2F": (0x34, "00 00 07 00 00 07"),
    "02 03 09 32 00 00 00 26 1F": (0x32, "00 00 00"),
    "02 03 08 39 01 12 B9 C0": (0x39, "01 12"),
    "02 03 06 3A 1B 1C": (0x3A, ""),
}

DEVICE_FRAMES = [
    "02 03 06 10 43 92",
    "02 03 06 11 CA 83",
    "02 03 06 12 51 B1",
    "02 03 06 13 D8 A0",
    "02 03 06 14 67 D4",
    "02 03 06 15 EE C5",
    "02 03 06 17 FC E6",
    "02 03 06 18 0B 1E",
    "02 03 06 19 82 0F",
    "02 03 06 1A 19 3D",
    "02 03 07 1B 05 D4 99",
    "02 03 07 1C 68 3F 6C",
    "02 03 06 30 41 B3",
    "02 03 06 41 4F D1",
    "02 03 06 42 D4 E3",
    "02 03 06 43 5D F2",
    "02 03 06 44 E2 86",
    "02 03 06 45 6B 97",
    "02 03 06 46 F0 A5",
    "02 03 07 47 50 AB E6",
    "02 03 07 80 01 05 22",
    "02 03 07 80 02 9E 10",
    "02 03 07 81 01 DD 3B",
    "02 03 07 82 02 2E 23",
    "02 03 0B 00 00 00 00 00 00 A8 67",
    "02 03 27 46 4C 53 2D 45 55 31 30 2D 36 39 33 36 33 39 30 37 4B 49 34 31 41 53 37 34 38 32 75 ED 8D C8 03 3F 7B 35 DA",
]

bodies = st.builds(HostFrame, st.integers(0, 255), st.binary(max_size=12))


def encoded(said: HostFrame) -> bytes:
    return frame(bytes((said.command,)) + said.data)


def test_crc_check_value() -> None:
    assert crc16(b"123456789") == 0x2189


@pytest.mark.parametrize("text", DEVICE_FRAMES)
def test_device_frames_of_the_specification(text: str) -> None:
    raw = bytes.fromhex(text)
    assert frame(raw[3:-2]) == raw
    assert crc16(raw) == 0


@pytest.mark.parametrize(("text", "expected"), HOST_FRAMES.items())
def test_host_frames_of_the_specification(text: str, expected: tuple[int, str]) -> None:
    command, data = expected
    assert FrameReader(0.1).feed(bytes.fromhex(text), 0.0) == [HostFrame(command, bytes.fromhex(data))]


def test_identification_of_a_real_fls() -> None:
    identity = Identity("FLS-EU10-693639", "07KI41AS7482", bytes.fromhex("75 ED 8D C8 03 3F 7B"))
    assert frame(identity.encode()) == bytes.fromhex(DEVICE_FRAMES[-1])


@pytest.mark.parametrize("length", [0, 251])
def test_a_body_that_fits_no_frame_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"not {length}"):
        frame(bytes(length))


def test_bad_crc_is_a_damaged_frame() -> None:
    assert FrameReader(0.1).feed(bytes.fromhex("02 03 06 33 DA 80"), 0.0) == [DamagedFrame()]


def test_another_address_is_not_for_us() -> None:
    assert FrameReader(0.1).feed(bytes.fromhex("02 01 06 33 DA 81"), 0.0) == []


def test_a_partial_frame_is_dropped_after_the_gap() -> None:
    reader = FrameReader(0.1)
    poll = bytes.fromhex("02 03 06 33 DA 81")
    assert reader.feed(poll[:4], 0.0) == []
    assert reader.feed(poll[4:], 0.2) == []
    assert reader.feed(poll, 0.21) == [HostFrame(0x33, b"")]


def test_a_partial_frame_goes_on_within_the_gap() -> None:
    reader = FrameReader(0.1)
    poll = bytes.fromhex("02 03 06 33 DA 81")
    assert reader.feed(poll[:4], 0.0) == []
    assert reader.feed(poll[4:], 0.09) == [HostFrame(0x33, b"")]


@given(st.lists(bodies, max_size=6), st.data())
def test_frames_cut_anywhere_are_found(said: list[HostFrame], data: st.DataObject) -> None:
    raw = b"".join(encoded(item) for item in said)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    reader = FrameReader(0.1)
    pieces = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    assert [item for piece in pieces for item in reader.feed(piece, 0.0)] == said


@given(st.lists(st.binary(max_size=300)), bodies)
def test_noise_never_stops_the_reader(noise: list[bytes], said: HostFrame) -> None:
    reader = FrameReader(0.1)
    for piece in noise:
        reader.feed(piece, 0.0)
    assert reader.feed(encoded(said), 1.0) == [said]


@given(st.binary(max_size=20).filter(lambda data: 0x02 not in data), bodies)
def test_noise_before_a_frame_is_skipped(noise: bytes, said: HostFrame) -> None:
    assert FrameReader(0.1).feed(noise + encoded(said), 0.0) == [said]


@given(bodies, st.data())
def test_a_flipped_bit_never_gives_another_frame(said: HostFrame, data: st.DataObject) -> None:
    raw = bytearray(encoded(said))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert not [item for item in FrameReader(0.1).feed(bytes(raw), 0.0) if isinstance(item, HostFrame)]
