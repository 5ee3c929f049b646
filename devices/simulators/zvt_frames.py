"""ZVT on the wire, the terminal's side: APDUs, serial blocks and their CRC (ZVT specification, sections 2 and 4.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

DLE, STX, ETX = 0x10, 0x02, 0x03
ACK, NAK = b"\x06", b"\x15"
EXTENDED = 0xFF
"""A length byte that says: two more follow, the low one first."""


@dataclass(frozen=True, slots=True)
class Apdu:
    """One message: control field ``code`` (class and instruction, such as 0x0601) and its data."""

    code: int
    data: bytes = b""

    @property
    def encoded(self) -> bytes:
        size = len(self.data)
        length = bytes([size]) if size < EXTENDED else bytes([EXTENDED]) + size.to_bytes(2, "little")
        return self.code.to_bytes(2, "big") + length + self.data

    @property
    def is_answer(self) -> bool:
        return self.code >> 8 in (0x80, 0x84)

    @property
    def refusal(self) -> int | None:
        """The error of a negative answer; None for a positive one (84 00 is positive)."""
        return self.code & 0xFF or None if self.code >> 8 == 0x84 else None


POSITIVE = Apdu(0x8000)


def negative(error: int) -> Apdu:
    return Apdu(0x8400 | error)


def whole_length(data: bytes) -> int | None:
    """How long the APDU at the start of ``data`` is, or None if that can't be told yet."""
    if len(data) < 3:
        return None
    if data[2] != EXTENDED:
        return 3 + data[2]
    return 5 + int.from_bytes(data[3:5], "little") if len(data) >= 5 else None


def decode(data: bytes) -> Apdu | None:
    """The one APDU that ``data`` is; None if its length says otherwise."""
    if whole_length(data) != len(data):
        return None
    return Apdu(int.from_bytes(data[:2], "big"), data[5:] if data[2] == EXTENDED else data[3:])


def crc(data: bytes) -> int:
    """CRC-16/KERMIT."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0x8408 if value & 1 else value >> 1
    return value


def block(apdu: bytes) -> bytes:
    """A serial block: DLE doubled inside, CRC over the un-doubled APDU and ETX, low byte first and never doubled."""
    stuffed = apdu.replace(b"\x10", b"\x10\x10")
    return b"\x10\x02" + stuffed + b"\x10\x03" + crc(apdu + b"\x03").to_bytes(2, "little")


class Signal(Enum):
    """What came besides whole blocks."""

    ACK = "ack"
    NAK = "nak"
    DAMAGED = "damaged"


class _State(Enum):
    HUNT = 0
    START = 1
    BODY = 2
    ESCAPE = 3
    CRC_LOW = 4
    CRC_HIGH = 5


class BlockReader:
    """Takes a serial line byte by byte; a block that pauses longer than ``gap_s`` is damaged."""

    def __init__(self) -> None:
        self._state = _State.HUNT
        self._body = bytearray()
        self._crc_low = 0
        self._heard_at = 0.0

    def feed(self, data: bytes, now: float, gap_s: float) -> list[Apdu | Signal]:
        """The blocks and signals that ``data`` completes."""
        found: list[Apdu | Signal] = []
        if self.expired(now, gap_s):
            found.append(Signal.DAMAGED)
        self._heard_at = now
        for byte in data:
            item = self._take(byte)
            if item is not None:
                found.append(item)
        return found

    def due(self, gap_s: float) -> float | None:
        """When an unfinished block is given up."""
        return None if self._state is _State.HUNT else self._heard_at + gap_s

    def expired(self, now: float, gap_s: float) -> bool:
        """Whether an unfinished block has just been given up."""
        due = self.due(gap_s)
        if due is None or now < due:
            return False
        self.clear()
        return True

    def clear(self) -> None:
        self._state = _State.HUNT
        self._body.clear()

    def _damaged(self) -> Signal:
        self.clear()
        return Signal.DAMAGED

    def _take(self, byte: int) -> Apdu | Signal | None:
        match self._state:
            case _State.HUNT:
                if byte == DLE:
                    self._state = _State.START
                return {ACK[0]: Signal.ACK, NAK[0]: Signal.NAK}.get(byte)
            case _State.START:
                if byte != DLE:
                    self._state = _State.BODY if byte == STX else _State.HUNT
            case _State.BODY:
                if byte == DLE:
                    self._state = _State.ESCAPE
                else:
                    self._body.append(byte)
            case _State.ESCAPE:
                if byte not in (DLE, ETX):
                    return self._damaged()
                self._state = _State.BODY if byte == DLE else _State.CRC_LOW
                if byte == DLE:
                    self._body.append(byte)
            case _State.CRC_LOW:
                self._crc_low, self._state = byte, _State.CRC_HIGH
            case _State.CRC_HIGH:
                return self._check(byte << 8 | self._crc_low)
        return None

    def _check(self, received: int) -> Apdu | Signal:
        body = bytes(self._body)
        self.clear()
        apdu = decode(body) if crc(body + b"\x03") == received else None
        return Signal.DAMAGED if apdu is None else apdu


class StreamReader:
    """Takes a TCP stream: APDUs one after the other without any framing."""

    def __init__(self) -> None:
        self._data = b""

    def feed(self, data: bytes) -> Iterator[Apdu]:
        """The APDUs that ``data`` completes."""
        self._data += data
        while (length := whole_length(self._data)) is not None and len(self._data) >= length:
            apdu, self._data = decode(self._data[:length]), self._data[length:]
            if apdu is not None:
                yield apdu

    def clear(self) -> None:
        self._data = b""
