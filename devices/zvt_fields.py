"""Bitmaps (BMP) of ZVT messages: how long each is, and the values that drivers read (specs/zvt.md 5.4)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from devices.zvt_apdu import ZvtFormatError
from devices.zvt_tlv import tlv_length

HOLD_S: Final = 0x01
HOLD_REPEATS: Final = 0x02
SERVICE: Final = 0x03
AMOUNT: Final = 0x04
TLV: Final = 0x06
TRACE: Final = 0x0B
TIME: Final = 0x0C
DATE: Final = 0x0D
PAYMENT_TYPE: Final = 0x19  # in a status: what the terminal is in need of
CARD_NUMBER: Final = 0x22
TRACK_2: Final = 0x23
TRACK_3: Final = 0x24
RESULT: Final = 0x27
TERMINAL_ID: Final = 0x29
MERCHANT_ID: Final = 0x2A
TRACK_1: Final = 0x2D
ORIGINAL_TRACE: Final = 0x37
APPROVAL_CODE: Final = 0x3B  # called "AID" in the standard; it is not the EMV application id
CURRENCY: Final = 0x49
SUMS: Final = 0x60
RECEIPT: Final = 0x87
CARD_TYPE: Final = 0x8A
CARD_NAME: Final = 0x8B
FULL_DATE: Final = 0xAA


def _fixed(size: int, text: str) -> dict[int, int]:
    return {int(bitmap, 16): size for bitmap in text.split()}


FIXED: Final[Mapping[int, int]] = MappingProxyType(
    _fixed(1, "01 02 03 05 19 27 72 73 74 75 8A 8C A0 D0 D2 D3 E0 E9 EA F0 F9 FA FB FC FD")
    | _fixed(2, "0D 0E 17 3A 49 87")
    | _fixed(3, "0B 0C 37 3D 88 AA")
    | _fixed(4, "29 70 71")
    | _fixed(5, "BA")
    | _fixed(6, "04")
    | _fixed(8, "3B EB")
    | _fixed(15, "2A")
)
"""Bytes of data by bitmap."""
COUNTED: Final[Mapping[int, int]] = MappingProxyType(
    _fixed(2, "22 23 2D 4C 8B A7 D1 E1 E2 E3 E4 E5 E6 E7 E8 F1 F2 F3 F4 F5 F6 F7 F8") | _fixed(3, "24 2E 3C 60 9A AF")
)
"""Digits of the length by bitmap: 2 is LLVAR, 3 is LLLVAR."""


class UnknownBitmap(ZvtFormatError):  # noqa: N818 - an error by its base; the name says which
    """The data can't be walked beyond it: to be answered ``84 83 00``."""


class Fields:
    """The bitmaps of one message in any order. Raises ZvtFormatError (UnknownBitmap) when the data does not add up, or
    says two different things of one bitmap."""

    def __init__(self, data: bytes) -> None:
        self._values: dict[int, bytes] = {}
        for bitmap, start, end in spans(data):
            value = data[start:end]
            if self._values.setdefault(bitmap, value) != value:
                raise ZvtFormatError(f"bitmap {bitmap:02X} comes twice with different values")

    def get(self, bitmap: int) -> bytes | None:
        return self._values.get(bitmap)

    def byte(self, bitmap: int) -> int | None:
        value = self._values.get(bitmap)
        return None if value is None else value[0]

    def digits(self, bitmap: int) -> str:
        """BCD as text; ``""`` if it is not there. ZvtFormatError if it holds anything but digits."""
        value = self._values.get(bitmap)
        return "" if value is None else bcd_digits(value, f"bitmap {bitmap:02X}")

    def text(self, bitmap: int) -> str:
        """Printable ASCII up to a NUL; anything else is shown as a question mark."""
        return ascii_text(self._values.get(bitmap, b""))


def spans(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each bitmap, in order, with where its data begins and ends."""
    place = 0
    while place < len(data):
        bitmap = data[place]
        size, start = _size(data, place)
        if start + size > len(data):
            raise ZvtFormatError(f"bitmap {bitmap:02X} has {size} bytes, {max(len(data) - start, 0)} are left")
        yield bitmap, start, start + size
        place = start + size


def counted_size(data: bytes, place: int, digits: int) -> int:
    """The length that LLVAR (2 digits) or LLLVAR (3) bytes ``Fx Fy (Fz)`` say."""
    header = data[place : place + digits]
    if len(header) < digits or any(byte >> 4 != 0xF or byte & 0xF > 9 for byte in header):
        raise ZvtFormatError(f"a length of {digits} digits reads {header.hex(' ').upper() or 'nothing'}")
    size = 0
    for byte in header:
        size = size * 10 + (byte & 0xF)
    return size


def bcd(digits: str, size: int) -> bytes:
    """``digits`` as ``size`` bytes, zeros in front; ValueError if they do not fit."""
    if len(digits) > 2 * size or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"{digits!r} does not fit {size} bytes of digits")
    return bytes.fromhex(digits.zfill(2 * size))


def bcd_digits(value: bytes, what: str) -> str:
    """ZvtFormatError, naming ``what``, if a half byte is no digit."""
    text = value.hex()
    if not text.isdigit():
        raise ZvtFormatError(f"{what} holds something else than digits")
    return text


def ascii_text(value: bytes) -> str:
    shown = (chr(byte) if 0x20 <= byte < 0x7F else "?" for byte in value.split(b"\0")[0])
    return "".join(shown).strip()


def _size(data: bytes, place: int) -> tuple[int, int]:
    """How long the value of the bitmap at ``place`` is, and where it begins."""
    bitmap = data[place]
    place += 1
    if bitmap in FIXED:
        return FIXED[bitmap], place
    if bitmap in COUNTED:
        digits = COUNTED[bitmap]
        return counted_size(data, place, digits), place + digits
    if bitmap == TLV:
        return tlv_length(data, place)
    raise UnknownBitmap(f"bitmap {bitmap:02X} is unknown")
