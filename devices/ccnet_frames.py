"""CCNET frames: bytes ↔ values, nothing else (specs/ccnet.md 2 to 4). Hexadecimal numbers are the protocol's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.money import FEN_PER_YUAN, Fen

SYNC: Final = 0x02
BILL_VALIDATOR: Final = 0x03
SHORTEST: Final = 6
LONGEST: Final = 250  # LNG is one byte; 0 announces a long frame, which only a firmware download uses
TYPES: Final = 24
STATE_BYTES: Final = 2  # at most, of the answer to a POLL
TABLE_ENTRY_BYTES: Final = 5
IDENTIFICATION_BYTES: Final = 34

ACK: Final = b"\x00"
NAK: Final = b"\xff"
ILLEGAL: Final = b"\x30"  # as a reply; the same byte as the command RESET
RESET: Final = b"\x30"
POLL: Final = b"\x33"
STACK: Final = b"\x35"
RETURN: Final = b"\x36"
IDENTIFICATION: Final = b"\x37"
HOLD: Final = b"\x38"
GET_BILL_TABLE: Final = b"\x41"
ENABLE_BILL_TYPES: Final = b"\x34"


class CcnetFormatError(ValueError):
    """A well-framed reply whose content is not what its command asks for."""


def _crc_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
    return value


_CRC_TABLE: Final = tuple(_crc_entry(byte) for byte in range(256))


def crc16(data: Iterable[int]) -> int:
    """Reflected 8408h, start 0, no final xor; ``b"123456789"`` gives 2189h, a whole good frame gives 0 (section 3)."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc


def encode(payload: bytes) -> bytes:
    """The frame around ``payload`` (command or state byte, then data); ValueError if it is empty or too long."""
    length = len(payload) + SHORTEST - 1
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"a CCNET frame holds 1 to {LONGEST - SHORTEST + 1} bytes, not {len(payload)}")
    body = bytes((SYNC, BILL_VALIDATOR, length)) + payload
    return body + crc16(body).to_bytes(2, "little")


class FrameParser:
    """Finds good frames in a stream of bytes and steps over everything else, one byte at a time (section 2).

    ``noise`` tells whether bytes were stepped over, or are waiting unfinished, since ``restart``.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._skipped = False

    @property
    def noise(self) -> bool:
        return self._skipped or bool(self._buffer)

    def restart(self) -> None:
        self._buffer.clear()
        self._skipped = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The payloads of the frames that ``data`` completes."""
        self._buffer += data
        while self._seek_start():
            length = self._buffer[2] if len(self._buffer) > 2 else SHORTEST
            if len(self._buffer) < length:
                return
            frame = bytes(self._buffer[:length])
            if crc16(frame) == 0:
                del self._buffer[:length]
                yield frame[3:-2]
            else:
                self._skip()

    def give_up_partial(self) -> Iterator[bytes]:
        """After too long a gap an unfinished frame is noise; a whole one may be hidden behind its first byte."""
        while self._buffer:
            self._skip()
            yield from self.feed(b"")

    def _seek_start(self) -> bool:
        """Step to the first byte that may begin a frame; False if more bytes are needed to say."""
        while self._buffer:
            if self._may_begin():
                return True
            self._skip()
        return False

    def _may_begin(self) -> bool:
        head = self._buffer
        return (
            head[0] == SYNC
            and (len(head) < 2 or head[1] == BILL_VALIDATOR)
            and (len(head) < 3 or SHORTEST <= head[2] <= LONGEST)
        )

    def _skip(self) -> None:
        del self._buffer[0]
        self._skipped = True


@dataclass(frozen=True, slots=True)
class PollReply:
    """The state byte and, for the states that have one, the byte after it."""

    code: int
    detail: int | None = None

    @property
    def raw(self) -> str:
        """As technicians know it: ``"1C 68"``."""
        return f"{self.code:02X}" if self.detail is None else f"{self.code:02X} {self.detail:02X}"


def poll_reply(payload: bytes) -> PollReply:
    """CcnetFormatError on a payload that no state has; unknown state bytes are kept as numbers."""
    if len(payload) not in (1, 2):
        raise CcnetFormatError(f"a POLL is answered by 1 or 2 bytes, not {len(payload)}: {payload.hex(' ')}")
    return PollReply(payload[0], payload[1] if len(payload) > 1 else None)


@dataclass(frozen=True, slots=True)
class Identity:
    part_number: str  # with the firmware's version, e.g. "FLS-EU10-693639"
    serial: str
    asset: str  # hexadecimal


def identity(payload: bytes) -> Identity:
    """CcnetFormatError unless these are the 34 bytes of IDENTIFICATION (15 part number, 12 serial, 7 asset)."""
    if len(payload) != IDENTIFICATION_BYTES:
        raise CcnetFormatError(f"IDENTIFICATION is {IDENTIFICATION_BYTES} bytes, not {len(payload)}: {payload.hex(' ')}")
    part_number, serial = _text(payload[:15]), _text(payload[15:27])
    if not part_number:
        raise CcnetFormatError(f"IDENTIFICATION names no part number: {payload.hex(' ')}")
    return Identity(part_number, serial, payload[27:].hex(" ").upper())


@dataclass(frozen=True, slots=True)
class Bill:
    """One used entry of the bill table; ``type_number`` is its place there. ``value`` × 10^``exponent`` is in yuan."""

    type_number: int
    currency: str
    value: int
    exponent: int

    @property
    def amount(self) -> Fen | None:
        """In fen; None if that is no whole number of fen, or absurd."""
        if not -9 <= self.exponent <= 9:
            return None
        if self.exponent >= 0:
            return Fen(self.value * 10**self.exponent * FEN_PER_YUAN)
        fen, rest = divmod(self.value * FEN_PER_YUAN, 10**-self.exponent)
        return Fen(fen) if fen and not rest else None


def bill_table(payload: bytes) -> tuple[Bill, ...]:
    """The used entries, holes left out. CcnetFormatError unless the payload is 24 entries of 5 bytes."""
    if len(payload) != TYPES * TABLE_ENTRY_BYTES:
        raise CcnetFormatError(f"a bill table is {TYPES * TABLE_ENTRY_BYTES} bytes, not {len(payload)}")
    entries = (payload[place : place + TABLE_ENTRY_BYTES] for place in range(0, len(payload), TABLE_ENTRY_BYTES))
    return tuple(
        Bill(number, _text(entry[1:4]), entry[0], -(entry[4] & 0x7F) if entry[4] & 0x80 else entry[4])
        for number, entry in enumerate(entries)
        if entry[0]
    )


def enable(types: Iterable[int]) -> bytes:
    """The payload that enables exactly these types, each with escrow: both groups, 24 bits big-endian (section 4)."""
    mask = 0
    for number in types:
        if not 0 <= number < TYPES:
            raise ValueError(f"bill type {number} is not one of 0 to {TYPES - 1}")
        mask |= 1 << number
    group = mask.to_bytes(3, "big")
    return ENABLE_BILL_TYPES + group + group


def _text(data: bytes) -> str:
    """Printable ASCII; anything else could reach a log or a screen and is shown as a question mark."""
    shown = (chr(byte) if 0x20 <= byte < 0x7F else "?" for byte in data.rstrip(b"\x00 "))
    return "".join(shown).strip()
