"""CCNET frames as the device sees them (specs/ccnet.md sections 2 and 3). Written from the spec alone; shares nothing with
the driver's codec.

``SYNC(02) ADR LNG BODY... CRClo CRChi``; LNG counts the whole frame. The CRC is CRC-16 with the reflected polynomial 8408h,
start 0, over everything before it.
"""

from dataclasses import dataclass

SYNC = 0x02
VALIDATOR = 0x03
"""Address of a bill validator."""
OVERHEAD = 5
MIN_LENGTH = 6
MAX_LENGTH = 255


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
        table.append(value)
    return tuple(table)


_TABLE = _crc_table()


def crc16(data: bytes) -> int:
    """The checksum of ``data``; 0 over a whole good frame with its CRC."""
    value = 0
    for byte in data:
        value = (value >> 8) ^ _TABLE[(value ^ byte) & 0xFF]
    return value


def frame(body: bytes) -> bytes:
    """The frame that carries ``body`` (1 to 250 bytes). Raises :class:`ValueError` for any other length."""
    if not 1 <= len(body) <= MAX_LENGTH - OVERHEAD:
        raise ValueError(f"a CCNET body has 1 to {MAX_LENGTH - OVERHEAD} bytes, not {len(body)}")
    head = bytes((SYNC, VALIDATOR, len(body) + OVERHEAD)) + body
    return head + crc16(head).to_bytes(2, "little")


@dataclass(frozen=True, slots=True)
class HostFrame:
    """A good frame of the host."""

    command: int
    data: bytes


@dataclass(frozen=True, slots=True)
class DamagedFrame:
    """A frame for us whose CRC is wrong; the device answers it with NAK."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What IDENTIFICATION tells: 15 and 12 characters, padded with blanks, and 7 bytes."""

    part_number: str = "SM-CN1006-SIM01"
    serial: str = "SIM000000001"
    asset: bytes = bytes.fromhex("43 43 4E 45 54 00 01")

    def encode(self) -> bytes:
        """The 34 data bytes of the reply."""
        return self.part_number.ljust(15)[:15].encode("ascii") + self.serial.ljust(12)[:12].encode("ascii") + self.asset


class FrameReader:
    """Finds the host's frames in a stream of bytes, and itself again after noise.

    Section 2: search 02, check address, length and CRC; if a check fails, skip one byte and search again. A partial frame
    is dropped when more than ``gap_s`` seconds pass without a byte.
    """

    def __init__(self, gap_s: float) -> None:
        self.gap_s = gap_s
        self._buffer = bytearray()
        self._heard = 0.0

    def feed(self, data: bytes, now: float) -> list[HostFrame | DamagedFrame]:
        """Take bytes that arrived at ``now`` (monotonic seconds) and give the frames that are complete."""
        if now - self._heard > self.gap_s:
            self._buffer.clear()
        self._heard = now
        self._buffer += data
        found: list[HostFrame | DamagedFrame] = []
        while (start := self._buffer.find(SYNC)) >= 0:
            del self._buffer[:start]
            length = self._plausible_length()
            if length is None or len(self._buffer) < (length or 1):
                return found
            if not length:
                del self._buffer[0]
                continue
            candidate = bytes(self._buffer[:length])
            if crc16(candidate) == 0:
                found.append(HostFrame(candidate[3], candidate[4:-2]))
                del self._buffer[:length]
            else:
                found.append(DamagedFrame())
                del self._buffer[0]
        self._buffer.clear()
        return found

    def clear(self) -> None:
        """Forget a partial frame."""
        self._buffer.clear()

    def _plausible_length(self) -> int | None:
        """Length of the frame that may start here, 0 if none can, None if too little has come to say."""
        if len(self._buffer) > 1 and self._buffer[1] != VALIDATOR:
            return 0
        if len(self._buffer) < 3:
            return None
        return self._buffer[2] if self._buffer[2] >= MIN_LENGTH else 0
