"""The fields inside ZVT messages: bitmaps, TLV containers, BCD (ZVT specification, sections 4.1, 5.4, 5.5)."""

from collections.abc import Iterator

FIXED = {
    **dict.fromkeys((0x01, 0x02, 0x03, 0x05, 0x19, 0x27, 0x72, 0x73, 0x74, 0x75, 0x8A, 0x8C), 1),
    **dict.fromkeys((0xA0, 0xD0, 0xD2, 0xD3, 0xE0, 0xE9, 0xEA, 0xF0, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD), 1),
    **dict.fromkeys((0x0D, 0x0E, 0x17, 0x3A, 0x49, 0x87), 2),
    **dict.fromkeys((0x0B, 0x0C, 0x37, 0x3D, 0x88, 0xAA), 3),
    **dict.fromkeys((0x29, 0x70, 0x71), 4),
    0xBA: 5,
    0x04: 6,
    **dict.fromkeys((0x3B, 0xEB), 8),
    0x2A: 15,
}
"""Bitmap to its length in bytes."""
LLVAR = frozenset((0x22, 0x23, 0x2D, 0x4C, 0x8B, 0xA7, 0xD1, *range(0xE1, 0xE9), *range(0xF1, 0xF9)))
LLLVAR = frozenset((0x24, 0x2E, 0x3C, 0x60, 0x9A, 0xAF))
TLV = 0x06
"""The bitmap whose content is a TLV container."""


class BadFieldsError(ValueError):
    """The data can't be walked: an unknown bitmap, or a length that goes beyond the end."""


def bcd(value: int | str, size: int) -> bytes:
    """``value`` as ``size`` bytes, two decimal digits each."""
    return bytes.fromhex(str(value).zfill(2 * size))


def from_bcd(data: bytes) -> int:
    """Raises :class:`BadFieldsError` if a nibble is no digit."""
    digits = data.hex()
    if not digits.isdecimal():
        raise BadFieldsError(f"{digits} is not BCD")
    return int(digits)


def variable(data: bytes, digits: int) -> bytes:
    """LLVAR (``digits`` 2) or LLLVAR (3): the decimal length in bytes Fx Fy .., then ``data``."""
    return bytes(0xF0 | int(digit) for digit in str(len(data)).zfill(digits)) + data


def fields(data: bytes) -> dict[int, bytes]:
    """The bitmaps of a command, each with its content. Raises :class:`BadFieldsError`."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        bitmap = data[at]
        start, size = _extent(bitmap, data, at + 1)
        if start + size > len(data):
            raise BadFieldsError(f"bitmap {bitmap:02X} goes beyond the end")
        found[bitmap] = data[start : start + size]
        at = start + size
    return found


def _extent(bitmap: int, data: bytes, at: int) -> tuple[int, int]:
    """Where the content of a bitmap begins and how long it is."""
    if bitmap in FIXED:
        return at, FIXED[bitmap]
    if bitmap == TLV:
        return _tlv_length(data, at)
    digits = 2 if bitmap in LLVAR else 3 if bitmap in LLLVAR else 0
    length = data[at : at + digits]
    if not digits or len(length) < digits or any(byte & 0xF0 != 0xF0 or byte & 0x0F > 9 for byte in length):
        raise BadFieldsError(f"bitmap {bitmap:02X} is unknown or has no length")
    return at + digits, int("".join(str(byte & 0x0F) for byte in length))


def tlv(tag: int, data: bytes) -> bytes:
    """One TLV object; ``tag`` such as 0x07 or 0x1F10."""
    name = tag.to_bytes(2 if tag > 0xFF else 1, "big")
    size = len(data)
    if size < 0x80:
        return name + bytes([size]) + data
    return name + (bytes([0x81, size]) if size < 0x100 else b"\x82" + size.to_bytes(2, "big")) + data


def container(*objects: bytes) -> bytes:
    """Bitmap 06 with TLV objects."""
    return tlv(TLV, b"".join(objects))


def tlv_objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects of a TLV container, one level. Raises :class:`BadFieldsError`."""
    at = 0
    while at < len(data):
        tag, at = data[at], at + 1
        if tag & 0x1F == 0x1F:
            if at >= len(data):
                raise BadFieldsError("a TLV tag goes beyond the end")
            tag, at = tag << 8 | data[at], at + 1
        start, size = _tlv_length(data, at)
        if start + size > len(data):
            raise BadFieldsError(f"TLV {tag:X} goes beyond the end")
        yield tag, data[start : start + size]
        at = start + size


def _tlv_length(data: bytes, at: int) -> tuple[int, int]:
    head = data[at] if at < len(data) else 0xFF
    if head < 0x80:
        return at + 1, head
    more = {0x81: 1, 0x82: 2}.get(head, 0)
    if not more or at + 1 + more > len(data):
        raise BadFieldsError("a TLV length goes beyond the end or has an unknown form")
    return at + 1 + more, int.from_bytes(data[at + 1 : at + 1 + more], "big")
