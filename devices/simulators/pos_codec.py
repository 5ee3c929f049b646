"""POS Integrado frames as the terminal sees them (specs/pos-integrado.md sections 2 and 3). Written from the spec alone;
shares nothing with the driver's codec.

``STX(02) DATA ETX(03) LRC``; the LRC is the XOR of DATA and ETX and can be any byte, control characters included.
"""

from dataclasses import dataclass
from enum import Enum

STX, ETX, ACK, NAK = 0x02, 0x03, 0x06, 0x15
MAX_DATA = 2048
"""A longer DATA is noise behind a stray STX; the reader then waits for the next one."""

FILLER = [chr(code) for code in range(0x20, 0x7F) if chr(code) != "|"]
"""Characters that a free field may hold."""


def lrc(data: bytes) -> int:
    """The checksum of ``data`` and the ETX behind it."""
    value = ETX
    for byte in data:
        value ^= byte
    return value


def frame(text: str) -> bytes:
    """The frame that carries ``text`` (ASCII). Raises :class:`ValueError` if it holds STX or ETX."""
    data = text.encode("ascii")
    if STX in data or ETX in data:
        raise ValueError(f"DATA never holds 02 or 03: {data!r}")
    return bytes((STX, *data, ETX, lrc(data)))


def filler_for(text: str, wanted: int) -> str:
    """Two characters that, put anywhere into ``text``, give its frame the LRC ``wanted`` (0 to 7F)."""
    difference = lrc(text.encode("ascii")) ^ wanted
    first = next(one for one in FILLER if chr(ord(one) ^ difference) in FILLER)
    return first + chr(ord(first) ^ difference)


class Sign(Enum):
    """What the host can say besides a good frame."""

    ACK = "ACK"
    NAK = "NAK"
    DAMAGED = "damaged"
    """A whole frame whose LRC is wrong, or which is not ASCII."""


@dataclass(frozen=True, slots=True)
class Heard:
    """DATA of a good frame."""

    text: str


class _State(Enum):
    IDLE = 0
    DATA = 1
    LRC = 2


class FrameReader:
    """The receiver of section 2's table: any pieces of bytes in, frames and signs out. It knows no time-out."""

    def __init__(self) -> None:
        self._state = _State.IDLE
        self._data = bytearray()

    def clear(self) -> None:
        """Forget a frame that has begun."""
        self._state = _State.IDLE
        self._data.clear()

    def feed(self, data: bytes) -> list[Heard | Sign]:
        """What these bytes complete, in order."""
        found = (self._take(byte) for byte in data)
        return [item for item in found if item is not None]

    def _take(self, byte: int) -> Heard | Sign | None:
        match self._state:
            case _State.IDLE:
                return self._begin(byte)
            case _State.DATA if byte == ETX:
                self._state = _State.LRC
            case _State.DATA if len(self._data) < MAX_DATA:
                self._data.append(byte)
            case _State.DATA:
                self.clear()
            case _State.LRC:
                return self._end(byte)
        return None

    def _begin(self, byte: int) -> Sign | None:
        if byte == STX:
            self._state = _State.DATA
            self._data.clear()
        return {ACK: Sign.ACK, NAK: Sign.NAK}.get(byte)

    def _end(self, byte: int) -> Heard | Sign:
        data = bytes(self._data)
        self.clear()
        return Heard(data.decode("ascii")) if byte == lrc(data) and data.isascii() else Sign.DAMAGED
