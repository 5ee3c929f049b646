"""TLV containers inside ZVT messages (specs/zvt.md 4.1, 5.5). Their lengths are big-endian, unlike the APDU's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from devices.zvt_apdu import ZvtFormatError

CONSTRUCTED: Final = 0x20  # in the first byte of a tag: the value is a list of TLVs itself
DEEPEST: Final = 8

TEXT_LINE: Final = 0x07
LINE_ATTRIBUTE: Final = 0x09
LINE_WIDTH: Final = 0x12
CHARACTER_SET: Final = 0x14
DISPLAY_TEXTS: Final = 0x24
PRINT_TEXTS: Final = 0x25
COMMAND_LIST: Final = 0x26
COMMAND: Final = 0x0A
CHARACTER_SETS: Final = 0x27
PAYMENT: Final = 0x2F
CARD_TYPE: Final = 0x41
CARD_LABEL: Final = 0x42
APPLICATION_ID: Final = 0x43
PREFERRED_NAME: Final = 0x44
RECEIPT_TYPE: Final = 0x1F07
CVM: Final = 0x1F10
ONLINE: Final = 0x1F11
ENTRY: Final = 0x1F12
VENDOR_ERROR: Final = 0x1F16
VENDOR_TEXT: Final = 0x1F17
SYNC_ID: Final = 0x1F1F
LONG_TRACE: Final = 0x1F2B
DEVICE_STATE: Final = 0x1F43


@dataclass(frozen=True, slots=True)
class Tlv:
    tag: int  # all its bytes as one number, e.g. 0x1F07
    value: bytes

    @property
    def is_container(self) -> bool:
        return bool(_first_byte(self.tag) & CONSTRUCTED)


def spans(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each tag of one level, in order, with where its value begins and ends. ZvtFormatError if it does not add up."""
    place = 0
    while place < len(data):
        tag, place = _tag(data, place)
        size, place = tlv_length(data, place)
        if place + size > len(data):
            raise ZvtFormatError(f"TLV tag {tag:X} says {size} bytes, {len(data) - place} are left")
        yield tag, place, place + size
        place += size


def parse_tlvs(data: bytes) -> tuple[Tlv, ...]:
    """One level, in order. ZvtFormatError if the bytes do not add up."""
    return tuple(Tlv(tag, data[start:end]) for tag, start, end in spans(data))


def walk(data: bytes, depth: int = 0) -> Iterator[Tlv]:
    """All TLVs, the inner ones of containers right after each. ZvtFormatError also for those."""
    if depth > DEEPEST:
        raise ZvtFormatError(f"TLV containers nest deeper than {DEEPEST}")
    for tlv in parse_tlvs(data):
        yield tlv
        if tlv.is_container:
            yield from walk(tlv.value, depth + 1)


def first_values(data: bytes) -> dict[int, bytes]:
    """The value of each tag, wherever it is nested; the first one counts."""
    values: dict[int, bytes] = {}
    for tlv in walk(data):
        values.setdefault(tlv.tag, tlv.value)
    return values


def encode_tlv(tag: int, value: bytes) -> bytes:
    """Tag, shortest length, value."""
    size = max((tag.bit_length() + 7) // 8, 1)
    return tag.to_bytes(size, "big") + encode_length(len(value)) + value


def encode_length(size: int) -> bytes:
    """00-7F, ``81 n``, ``82 hi lo``; ValueError above 65535."""
    if size <= 0x7F:
        return bytes((size,))
    if size <= 0xFF:
        return bytes((0x81, size))
    if size <= 0xFFFF:
        return b"\x82" + size.to_bytes(2, "big")
    raise ValueError(f"a TLV holds at most 65535 bytes, not {size}")


def tlv_length(data: bytes, place: int) -> tuple[int, int]:
    """The length that stands at ``place``, and where its value begins."""
    if place >= len(data):
        raise ZvtFormatError("a TLV ends before its length")
    first = data[place]
    if first <= 0x7F:
        return first, place + 1
    more = {0x81: 1, 0x82: 2}.get(first)
    if more is None or place + 1 + more > len(data):
        raise ZvtFormatError(f"a TLV length of the form {first:02X} with {len(data) - place - 1} bytes after it")
    return int.from_bytes(data[place + 1 : place + 1 + more], "big"), place + 1 + more


def _tag(data: bytes, place: int) -> tuple[int, int]:
    tag = data[place]
    place += 1
    if tag & 0x1F != 0x1F:
        return tag, place
    while place < len(data) and tag < 1 << 24:
        byte = data[place]
        tag, place = tag << 8 | byte, place + 1
        if not byte & 0x80:
            return tag, place
    raise ZvtFormatError(f"TLV tag {tag:X} does not end")


def _first_byte(tag: int) -> int:
    while tag > 0xFF:
        tag >>= 8
    return tag
