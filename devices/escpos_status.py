"""What an ESC/POS printer says: its reply bytes told apart (specs/escpos.md 4.5). Pure; times are handed in.

The five classes of single bytes do not overlap, so no context is needed but an open block or an open ASB group.
"""

from dataclasses import dataclass

XON, XOFF = 0x11, 0x13
BLOCK_STARTS = frozenset((0x35, 0x37, 0x3B, 0x3D, 0x5F))
BLOCK_LONGEST = 128  # bytes
PROCESS_ID, CLEARED = 0x22, 0x25  # second byte of a block that starts with 37


@dataclass(frozen=True, slots=True)
class Flow:
    """XON or XOFF; may cut into anything."""

    stopped: bool


@dataclass(frozen=True, slots=True)
class RealTimeStatus:
    """The answer to one DLE EOT; which one, only the order tells."""

    value: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """An ASB group of four bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """A header byte and ASCII up to, without, the closing 00."""

    header: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Transmitted:
    """The answer to GS r or GS I 1..3; which one, only the order tells."""

    value: int


@dataclass(frozen=True, slots=True)
class Garbage:
    """Bytes that are no reply, or one that was cut short."""

    data: bytes


Reply = Flow | RealTimeStatus | AutomaticStatus | Block | Transmitted | Garbage


def is_real_time(byte: int) -> bool:
    return byte & 0x93 == 0x12


def is_automatic_start(byte: int) -> bool:
    return byte & 0x93 == 0x10


def is_plain(byte: int) -> bool:
    """GS r, GS I, and bytes 2 to 4 of an ASB group."""
    return byte & 0x90 == 0


def _is_block_text(byte: int) -> bool:
    return 0x20 <= byte <= 0x7F


class ReplyParser:
    """Bytes in, replies out. A group or block that is not complete ``gap_s`` seconds after it began is garbage."""

    def __init__(self, gap_s: float = 0.35) -> None:
        self._gap_s = gap_s
        self._open = bytearray()
        self._opened_s = 0.0

    def feed(self, data: bytes, now_s: float) -> list[Reply]:
        """The replies that ``data`` completes, in order. Call it with ``b""`` too: time alone can end an open group."""
        replies: list[Reply] = []
        if self._open and now_s - self._opened_s > self._gap_s:
            replies.append(self._dropped())
        for byte in data:
            self._take(byte, now_s, replies)
        return replies

    def _take(self, byte: int, now_s: float, replies: list[Reply]) -> None:
        if byte in (XON, XOFF):
            replies.append(Flow(byte == XOFF))
        elif not self._open:
            self._begin(byte, now_s, replies)
        elif self._open[0] in BLOCK_STARTS:
            self._go_on_with_block(byte, now_s, replies)
        else:
            self._go_on_with_group(byte, now_s, replies)

    def _begin(self, byte: int, now_s: float, replies: list[Reply]) -> None:
        if byte in BLOCK_STARTS or is_automatic_start(byte):
            self._open.append(byte)
            self._opened_s = now_s
        elif is_real_time(byte):
            replies.append(RealTimeStatus(byte))
        elif is_plain(byte):
            replies.append(Transmitted(byte))
        else:
            replies.append(Garbage(bytes((byte,))))

    def _go_on_with_block(self, byte: int, now_s: float, replies: list[Reply]) -> None:
        if byte == 0:
            replies.append(Block(self._open[0], bytes(self._open[1:])))
            self._open.clear()
        elif _is_block_text(byte) and len(self._open) < BLOCK_LONGEST:
            self._open.append(byte)
        else:
            replies.append(self._dropped())
            self._begin(byte, now_s, replies)

    def _go_on_with_group(self, byte: int, now_s: float, replies: list[Reply]) -> None:
        if not is_plain(byte):
            replies.append(self._dropped())
            self._begin(byte, now_s, replies)
            return
        self._open.append(byte)
        if len(self._open) == 4:
            replies.append(AutomaticStatus(bytes(self._open)))
            self._open.clear()

    def _dropped(self) -> Garbage:
        garbage = Garbage(bytes(self._open))
        self._open.clear()
        return garbage
