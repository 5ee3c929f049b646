"""The simulated POS's frames against the vectors of specs/pos-integrado.md section 3, and against noise."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from devices.simulators.pos_codec import MAX_DATA, FrameReader, Heard, Sign, filler_for, frame, lrc
from devices.simulators.pos_dialect import Dialect, SaleReport, Shop

LRCS = {
    "0100": 0x02,
    "0500||": 0x06,
    "0900|84|": 0x06,
    "0260|11|597029414300|75001234|": 0x03,
    "0300": 0x00,
    "0200|123|": 0x31,
    "0250|": 0x78,
    "0250|1": 0x49,
    "0500|1": 0x4B,
    "0800": 0x0B,
    "1200|10|": 0x01,
    "1200": 0x00,
    "0200|1500|000123|||1|": 0x34,
    "0200|000001500|000123|1|1": 0x35,
    "0070": 0x04,
    "0080": 0x0B,
    "0710|00|1|2000": 0x4A,
}
FRAMES = {
    "0100": "02 30 31 30 30 03 02",
    "0250|": "02 30 32 35 30 7C 03 78",
    "0200|1500|000123|||1|": "02 30 32 30 30 7C 31 35 30 30 7C 30 30 30 31 32 33 7C 7C 7C 31 7C 03 34",
    "0200|000001500|000123|1|1": "02 30 32 30 30 7C 30 30 30 30 30 31 35 30 30 7C 30 30 30 31 32 33 7C 31 7C 31 03 35",
    "0900|84|": "02 30 39 30 30 7C 38 34 7C 03 06",
    "0500||": "02 30 35 30 30 7C 7C 03 06",
    "0260|11|597029414300|75001234|": "02 30 32 36 30 7C 31 31 7C 35 39 37 30 32 39 34 31 34 33 30 30 7C 37 35 30 30 31 32"
    " 33 34 7C 03 03",
    "0210|00|597029414300|75001234|000123|654321|1500|0||1234|000042|DB|||VI|21112024|120030|||": "02 30 32 31 30 7C 30 30"
    " 7C 35 39 37 30 32 39 34 31 34 33 30 30 7C 37 35 30 30 31 32 33 34 7C 30 30 30 31 32 33 7C 36 35 34 33 32 31 7C 31 35"
    " 30 30 7C 30 7C 7C 31 32 33 34 7C 30 30 30 30 34 32 7C 44 42 7C 7C 7C 56 49 7C 32 31 31 31 32 30 32 34 7C 31 32 30 30"
    " 33 30 7C 7C 7C 03 57",
}
SHOP = Shop("597029414300", "75001234")
SOLD = SaleReport(
    rc="00",
    ticket="000123",
    auth="654321",
    amount=1500,
    last4="1234",
    opno="000042",
    debit=True,
    brand="VI",
    day="21112024",
    time="120030",
)

texts = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=60)


@pytest.mark.parametrize(("text", "expected"), LRCS.items())
def test_lrc_vectors(text: str, expected: int) -> None:
    assert lrc(text.encode()) == expected


@pytest.mark.parametrize(("text", "expected"), FRAMES.items())
def test_frame_vectors(text: str, expected: str) -> None:
    assert frame(text) == bytes.fromhex(expected)
    assert FrameReader().feed(bytes.fromhex(expected)) == [Heard(text)]


def test_the_answers_of_the_vectors_come_from_the_dialect() -> None:
    integrado = Dialect("pos_integrado")
    assert integrado.sale("0210", SHOP, SOLD) in FRAMES
    assert integrado.bare("0260", SHOP, "11") in FRAMES
    assert integrado.totals("00", 1, 2000) in LRCS
    assert integrado.progress("84") in FRAMES


def test_fields_of_autoservicio_stand_in_their_order() -> None:
    fields = Dialect("pos_autoservicio").sale("0210", SHOP, SOLD).split("|")
    assert fields[:16] == [
        *("0210", "00", "597029414300", "75001234", "000123", "654321", "000001500", "1234", "000042", "DB", "", ""),
        *("VI", "21112024", "120030", ""),
    ]
    assert len(fields) == 20


@pytest.mark.parametrize(
    ("dialect", "text", "fields"),
    [
        ("pos_integrado", "0200|1500|000123|||1|", {"amount": "1500", "ticket": "000123", "status": "1"}),
        ("pos_integrado", "1200|42|", {"opno": "42"}),
        ("pos_integrado", "0260|0|", {"print": "0"}),
        ("pos_integrado", "0700||", {}),
        (
            "pos_autoservicio",
            "0200|000001500|A1|0|1",
            {"amount": "000001500", "ticket": "A1", "voucher": "0", "status": "1"},
        ),
        ("pos_autoservicio", "0250|1", {"voucher": "1"}),
        ("pos_autoservicio", "1200", {}),
        ("pos_autoservicio", "0080", {}),
    ],
)
def test_requests_are_taken_apart(dialect: str, text: str, fields: dict[str, str]) -> None:
    request = Dialect("pos_integrado" if dialect == "pos_integrado" else "pos_autoservicio").request(text)
    assert request is not None
    assert (request.function, dict(request.fields)) == (text[:4], fields)


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("pos_integrado", "0200|000001500|000123|1|1"),
        ("pos_integrado", "0200|1234567890|000123|||1|"),
        ("pos_integrado", "0200|1500|0001234|||1|"),
        ("pos_integrado", "0250|1"),
        ("pos_integrado", "0070"),
        ("pos_integrado", ""),
        ("pos_autoservicio", "0200|1500|000123|||1|"),
        ("pos_autoservicio", "0200|1500|000123|1|1"),
        ("pos_autoservicio", "0250|"),
        ("pos_autoservicio", "0700||"),
        ("pos_autoservicio", "1200|42|"),
    ],
)
def test_requests_of_the_other_dialect_or_of_none_are_not_known(dialect: str, text: str) -> None:
    assert Dialect("pos_integrado" if dialect == "pos_integrado" else "pos_autoservicio").request(text) is None


@given(st.lists(texts, min_size=1, max_size=5), st.data())
def test_any_pieces_give_the_same_frames(sent: list[str], data: st.DataObject) -> None:
    stream = b"\x06".join(frame(text) for text in sent)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=8))
    edges = sorted({0, len(stream), *cuts})
    reader = FrameReader()
    found = [item for start, end in pairwise(edges) for item in reader.feed(stream[start:end])]
    assert [item.text for item in found if isinstance(item, Heard)] == sent
    assert [item for item in found if not isinstance(item, Heard)] == [Sign.ACK] * (len(sent) - 1)


@given(texts, st.data())
def test_no_single_damaged_bit_of_data_passes(text: str, data: st.DataObject) -> None:
    good = bytearray(frame(text))
    at = data.draw(st.integers(1, len(good) - 3))
    good[at] ^= 1 << data.draw(st.integers(0, 6))
    assert Heard(text) not in FrameReader().feed(bytes(good))
    assert not any(isinstance(item, Heard) for item in FrameReader().feed(bytes(good)) if good[at] != 3)


@given(st.binary(max_size=200), texts)
def test_after_any_noise_the_third_send_is_understood(noise: bytes, text: str) -> None:
    reader = FrameReader()
    reader.feed(noise)
    found = reader.feed(frame(text) * 3)
    assert Heard(text) in found or Sign.DAMAGED in found


def test_a_frame_without_end_is_dropped() -> None:
    reader = FrameReader()
    assert reader.feed(b"\x02" + b"9" * (MAX_DATA + 1)) == []
    assert reader.feed(frame("0100")) == [Heard("0100")]


def test_a_frame_that_is_not_ascii_is_damaged_even_if_its_lrc_is_good() -> None:
    body = bytes([0x30, 0xE9, 3])
    assert FrameReader().feed(b"\x02" + body + bytes([0x30 ^ 0xE9 ^ 3])) == [Sign.DAMAGED]


def test_control_characters_in_data_are_refused() -> None:
    with pytest.raises(ValueError, match="02 or 03"):
        frame("01\x0200")


@given(texts, st.integers(0, 0x7F))
def test_a_filler_makes_any_lrc(text: str, wanted: int) -> None:
    filler = filler_for(text, wanted)
    assert "|" not in filler
    assert frame(text + filler)[-1] == wanted
    assert frame(filler + text)[-1] == wanted
