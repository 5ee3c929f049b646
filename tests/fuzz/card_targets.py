"""Card terminals: frames, the contents of messages, and what is kept of them. No card number may come through."""

import re
from contextlib import suppress
from datetime import datetime

import msgspec

from devices.card_masking import blanked_text
from devices.pos_frames import Frame, Receiver
from devices.pos_messages import PosFormatError, answer
from devices.pos_tables import Dialect
from devices.zvt_apdu import Apdu, ApduStream, ZvtFormatError, parse_apdu
from devices.zvt_blanking import blanked
from devices.zvt_fields import Fields
from devices.zvt_link import Block, BlockParser, encode_block
from devices.zvt_status import after_status, registered, status_information, terminal_status
from devices.zvt_text import SlipBuffer
from tests.fuzz.engine import Target

NOW = datetime.fromisoformat("2026-11-22T12:00:00")  # the terminal's clock has no zone
PROOF = bytes.fromhex("06 0F 00")
_RUN = re.compile(r"\d{13,}")  # merchant numbers have up to 15 digits, and are kept where the field says so
_CHUNKS = (1, 2, 3, 7, 64, 1000)
APPROVED = bytes.fromhex(
    "27 00 04 00 00 00 00 16 00 49 01 56 0C 12 00 30 0D 11 21 22 F0 F8 62 14 83 EE EE EE 00 10 87 00 19 0B 00 02 65"
    "29 29 00 10 06 3B 38 39 31 35 30 30 00 00 19 60 8A C6 8B F0 F9 55 6E 69 6F 6E 50 61 79 00"
    "06 1B 2F 0C 1F 10 01 02 1F 11 01 01 1F 12 01 01 43 08 A0 00 00 03 33 01 01 02 41 01 C6"
)
CLEAR = bytes.fromhex("27 00 22 F0 F8 62 14 83 12 34 56 78 90 8B F1 F6") + b"6214831234567890"
SALE_I = b"0210|00|597029414300|75001234|000123|654321|1500|0||1234|000042|DB|||VI|21112024|120030|||"
SALE_A = b"0210|00|597029414300|75001234|000123|654321|000001500|6214831234567890|000042|CR||6214831234567890|VI"


def _chunked(data: bytes) -> list[bytes]:
    size = _CHUNKS[len(data) % len(_CHUNKS)]
    return [data[place : place + size] for place in range(0, len(data), size)]


def zvt_blocks(data: bytes) -> str:
    """Every block that comes out is one whose own encoding stands in the stream; a good one after the damage is found."""
    stream = data + b"\x10\x03\x00\x00" + encode_block(PROOF) * 3
    parser = BlockParser()
    blocks = [token.apdu for chunk in _chunked(stream) for token in parser.feed(chunk) if isinstance(token, Block)]
    for apdu in blocks:
        assert encode_block(apdu) in stream, f"a block that was never sent: {apdu.hex()}"
    assert blocks[-1:] == [PROOF], "not in step after two blocks"
    return f"{min(len(blocks), 5)} blocks"


def zvt_stream(data: bytes) -> str:
    stream = ApduStream()
    units = [unit for chunk in _chunked(data) for unit in stream.feed(chunk)]
    assert b"".join(units) == data[: sum(map(len, units))]
    for unit in units:
        assert parse_apdu(unit).encode()
    return f"{min(len(units), 5)} units"


def zvt_contents(data: bytes) -> str:
    """Values or a format error; and in what is kept no number of a card."""
    outcomes = []
    for read in (_status, registered, terminal_status, after_status, Fields):
        try:
            read(data)
            outcomes.append("read")
        except ZvtFormatError as refusal:
            assert str(refusal).isprintable()
            outcomes.append("refused")
    slip = SlipBuffer(utf8=bool(len(data) % 2))
    slip.line(data)
    with suppress(ZvtFormatError):
        slip.block(data)
    assert not _RUN.search("\n".join(slip.customer_copy))
    for code in (0x040F, 0x06D1, 0x06D3, 0x06C0):
        assert blanked(Apdu(code, data)).code == code
    return " ".join(outcomes)


def _status(data: bytes) -> None:
    info = status_information(data, NOW)
    told = msgspec.json.encode(msgspec.structs.replace(info.approval, merchant_id="", application_id="")).decode()
    assert not _RUN.search(told), told


def pos_frames(data: bytes) -> str:
    receiver = Receiver()
    proof = b"\x0210100\x03"
    whole = b"\x02" + b"0100" + b"\x03\x02"
    found = [token for chunk in _chunked(data + b"\x03\x00" + proof + whole * 3) for token in receiver.feed(chunk)]
    frames = [token.data for token in found if isinstance(token, Frame)]
    assert frames[-1:] == [b"0100"], "not in step after two frames"
    return f"{min(len(frames), 5)} frames"


def pos_contents(data: bytes) -> str:
    outcomes = []
    for dialect in Dialect:
        try:
            found = answer(dialect, data)
        except PosFormatError as refusal:
            assert str(refusal).isprintable()
            outcomes.append("refused")
        else:
            outcomes.append(found.function.name)
    return " ".join(outcomes)


def digit_runs(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    told = blanked_text(text)
    assert not re.search(r"[0-9]{12,}", told), told
    return "blanked" if told != text else "as it was"


TARGETS = (
    Target("zvt-blocks", (encode_block(bytes((0x04, 0x0F, len(APPROVED))) + APPROVED), b"\x06\x15"), zvt_blocks),
    Target("zvt-tcp", (bytes((0x04, 0x0F, len(APPROVED))) + APPROVED, b"\x06\x0f\xff\x02\x00ab"), zvt_stream),
    Target("zvt-contents", (APPROVED, CLEAR, bytes.fromhex("00"), bytes.fromhex("F0 F0 F1 31 00")), zvt_contents),
    Target("pos-frames", (b"\x02" + SALE_I + b"\x03W", b"\x06\x15\x0201\x03"), pos_frames),
    Target("pos-contents", (SALE_I, SALE_A, b"0260|11|597029414300|75001234|", b"0900|84|"), pos_contents),
    Target("digit-runs", (b"CARD 6214 8312 3456 7890 =2612101", b"6214831234567890", "卡号６２１４".encode()), digit_runs),
)
