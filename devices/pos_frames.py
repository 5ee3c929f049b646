"""POS Integrado / Autoservicio on the wire: bytes ↔ frames (specs/pos-integrado.md 2, 3). Pure.

A frame is ``STX DATA ETX LRC``; the LRC is the XOR of DATA and ETX and can be any byte. Frames are never told apart by
silence: the receiver reads exactly one byte after ETX and looks for nothing in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import reduce
from operator import xor
from typing import Final

STX: Final = 0x02
ETX: Final = 0x03
ACK: Final = 0x06
NAK: Final = 0x15
LONGEST_DATA: Final = 8192  # a voucher of 150 lines and all other fields: what is longer is no frame


class Signal(Enum):
    """What comes between frames, and what is wrong with one."""

    ACK = auto()
    NAK = auto()
    BAD_FRAME = auto()  # complete, and damaged on the way: it is to be sent again


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame whose LRC is right. ``data`` is what stands between STX and ETX."""

    data: bytes


Token = Frame | Signal


def lrc(data: bytes) -> int:
    """Of DATA, with the ETX that follows it; STX is not in it (section 3)."""
    return reduce(xor, data, ETX)


def encode(data: bytes) -> bytes:
    """A whole frame. ValueError if ``data`` holds STX or ETX, or is too long to be one."""
    if STX in data or ETX in data or len(data) > LONGEST_DATA:
        raise ValueError("DATA of a frame holds neither 02 nor 03, and at most 8192 bytes")
    return bytes((STX,)) + data + bytes((ETX, lrc(data)))


class _State(Enum):
    IDLE = auto()
    DATA = auto()
    LRC = auto()


class Receiver:
    """The state table of section 2. Bytes may come in any pieces; tokens come out as soon as they are complete."""

    def __init__(self) -> None:
        self._state = _State.IDLE
        self._data = bytearray()
        self.dropped_bytes = 0  # came between frames and mean nothing: a wrong speed, another protocol, a bad line

    @property
    def inside(self) -> bool:
        """Has a frame begun that has not ended?"""
        return self._state is not _State.IDLE

    def give_up(self) -> None:
        """The rest of the frame will not come any more: the next byte is looked at afresh."""
        self._state = _State.IDLE
        self.dropped_bytes += len(self._data)
        self._data.clear()

    def feed(self, received: bytes) -> Iterator[Token]:
        for byte in received:
            token = self._take(byte)
            if token is not None:
                yield token

    def _take(self, byte: int) -> Token | None:
        if self._state is _State.LRC:
            return self._ended(byte)
        if self._state is _State.DATA:
            return self._inside(byte)
        if byte == STX:
            self._state = _State.DATA
            self._data.clear()
        elif byte == ACK:
            return Signal.ACK
        elif byte == NAK:
            return Signal.NAK
        else:
            self.dropped_bytes += 1
        return None

    def _inside(self, byte: int) -> Token | None:
        if byte == ETX:
            self._state = _State.LRC
        elif len(self._data) >= LONGEST_DATA:
            self.give_up()
            return Signal.BAD_FRAME
        else:
            self._data.append(byte)
        return None

    def _ended(self, byte: int) -> Token:
        """An STX among the data means that an ETX was lost, and that this is two frames: no LRC makes them one."""
        data = bytes(self._data)
        self._state = _State.IDLE
        self._data.clear()
        return Frame(data) if lrc(data) == byte and STX not in data else Signal.BAD_FRAME
