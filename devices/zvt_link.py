"""ZVT's serial block: bytes ↔ APDUs, nothing else (specs/zvt.md 2.2, 3). Hexadecimal numbers are the protocol's own.

``10 02 | APDU with every 10 doubled | 10 03 | CRC low, CRC high``; ACK and NAK are bare bytes between blocks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from devices.zvt_apdu import ZvtFormatError, parse_apdu

DLE: Final = 0x10
STX: Final = 0x02
ETX: Final = 0x03
ACK: Final = b"\x06"
NAK: Final = b"\x15"
LONGEST_APDU: Final = 5 + 0xFFFF


def _crc_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
    return value


_CRC_TABLE: Final = tuple(_crc_entry(byte) for byte in range(256))


def crc16(data: Iterable[int]) -> int:
    """CRC-16/KERMIT; ``b"123456789"`` gives 2189h. Of a block: over the APDU, not doubled, and its 03."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc


def encode_block(apdu: bytes) -> bytes:
    """The whole block around one APDU."""
    body = apdu.replace(bytes((DLE,)), bytes((DLE, DLE)))
    crc = crc16(apdu + bytes((ETX,))).to_bytes(2, "little")
    return bytes((DLE, STX)) + body + bytes((DLE, ETX)) + crc


class Signal(Enum):
    ACK = auto()
    NAK = auto()
    BAD = auto()  # something that began as a block and is none: to be answered by NAK


@dataclass(frozen=True, slots=True)
class Block:
    apdu: bytes


Token = Block | Signal


class _At(Enum):
    HUNT = auto()
    AFTER_DLE = auto()
    BODY = auto()
    ESCAPE = auto()
    CRC_LOW = auto()
    CRC_HIGH = auto()


class BlockParser:
    """The receiver table of section 2.2, fed byte by byte. Whether an ACK is awaited is the caller's to know."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget what was begun: the gap between two bytes was too long."""
        self._at = _At.HUNT
        self._body = bytearray()
        self._crc_low = 0

    @property
    def in_block(self) -> bool:
        return self._at is not _At.HUNT

    def feed(self, data: bytes) -> Iterator[Token]:
        """What ``data`` completes, in order. Garbage between blocks gives nothing."""
        for byte in data:
            token = self._take(byte)
            if token is not None:
                yield token

    def _take(self, byte: int) -> Token | None:
        match self._at:
            case _At.HUNT:
                if byte == DLE:
                    self._at = _At.AFTER_DLE
                return {ACK[0]: Signal.ACK, NAK[0]: Signal.NAK}.get(byte)
            case _At.AFTER_DLE:
                self._body.clear()
                self._at = {STX: _At.BODY, DLE: _At.AFTER_DLE}.get(byte, _At.HUNT)
            case _At.BODY:
                if byte == DLE:
                    self._at = _At.ESCAPE
                else:
                    return self._store(byte)
            case _At.ESCAPE:
                if byte == DLE:
                    self._at = _At.BODY
                    return self._store(byte)
                if byte == ETX:
                    self._at = _At.CRC_LOW
                else:
                    return self._bad()
            case _At.CRC_LOW:
                self._crc_low = byte
                self._at = _At.CRC_HIGH
            case _At.CRC_HIGH:
                return self._checked(self._crc_low | byte << 8)
        return None

    def _store(self, byte: int) -> Token | None:
        self._body.append(byte)
        return self._bad() if len(self._body) > LONGEST_APDU else None

    def _checked(self, crc: int) -> Token:
        apdu = bytes(self._body)
        if crc16(apdu + bytes((ETX,))) != crc:
            return self._bad()
        try:
            parse_apdu(apdu)
        except ZvtFormatError:
            return self._bad()
        self.restart()
        return Block(apdu)

    def _bad(self) -> Token:
        self.restart()
        return Signal.BAD
