"""ZVT's application unit: ``CLASS INSTR LEN data`` (specs/zvt.md 4.1). The extended length is little-endian."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

EXTENDED: Final = 0xFF
LONGEST_DATA: Final = 0xFFFF
POSITIVE_CLASS: Final = 0x80
NEGATIVE_CLASS: Final = 0x84
_ODD_REFUSAL: Final = b"\x84\x1e\x6f"


class ZvtFormatError(ValueError):
    """Bytes that are not what the protocol says they should be; the sentence holds no card data."""


@dataclass(frozen=True, slots=True)
class Apdu:
    """``code`` is class and instruction, e.g. 0x040F; of an answer the instruction is the error (0x8466)."""

    code: int
    data: bytes = b""

    @property
    def is_answer(self) -> bool:
        return self.code >> 8 in (POSITIVE_CLASS, NEGATIVE_CLASS)

    @property
    def is_positive(self) -> bool:
        """``80 00``, and ``84 00``, which means the same."""
        return self.is_answer and not self.error

    @property
    def error(self) -> int:
        """Of an answer: 0, or the error code. A class 80 with another instruction than 00 is an error too."""
        return self.code & 0xFF

    def encode(self) -> bytes:
        """ValueError if the data is longer than 65535 bytes."""
        size = len(self.data)
        if size > LONGEST_DATA:
            raise ValueError(f"an APDU holds at most {LONGEST_DATA} bytes, not {size}")
        length = bytes((size,)) if size < EXTENDED else bytes((EXTENDED,)) + size.to_bytes(2, "little")
        return self.code.to_bytes(2, "big") + length + self.data


def parse_apdu(unit: bytes) -> Apdu:
    """ZvtFormatError unless ``unit`` is exactly one APDU, or the refusal of a registration in the odd form that was
    recorded (section 5.1): ``84 1E 6F [currency]``, without a length."""
    if unit in (_ODD_REFUSAL, _ODD_REFUSAL + unit[3:5]):
        return Apdu(int.from_bytes(unit[:2], "big"), unit[2:])
    size = apdu_size(unit)
    if size is None or size != len(unit):
        raise ZvtFormatError(f"an APDU of {len(unit)} bytes says it has {size if size is not None else 'more'}")
    start = 5 if unit[2] == EXTENDED else 3
    return Apdu(int.from_bytes(unit[:2], "big"), unit[start:])


def apdu_size(beginning: bytes | bytearray) -> int | None:
    """How many bytes the APDU that begins like this has; None if more bytes are needed to say."""
    if len(beginning) < 3:
        return None
    if beginning[2] != EXTENDED:
        return 3 + beginning[2]
    return 5 + int.from_bytes(beginning[3:5], "little") if len(beginning) >= 5 else None


class ApduStream:
    """APDUs out of a TCP stream, which has no other framing (section 2.1)."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def in_apdu(self) -> bool:
        return bool(self._buffer)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The whole APDUs that ``data`` completes."""
        self._buffer += data
        while (size := apdu_size(self._buffer)) is not None and len(self._buffer) >= size:
            unit = bytes(self._buffer[:size])
            del self._buffer[:size]
            yield unit


POSITIVE: Final = Apdu(0x8000)
WAIT: Final = Apdu(0x849C)  # to 04 0F: not finished, ask again
CREDIT_FAILED: Final = Apdu(0x8466)  # to 04 0F: nothing was issued, undo the payment
UNSUPPORTED: Final = Apdu(0x8483)
