"""Where bytes come in: real-time commands are picked out, the rest waits in the buffer (specs/escpos.md 2, 7.1)."""

from collections.abc import Callable
from enum import Enum
from typing import Literal

from devices.simulators.escpos_parser import Parser

XON, XOFF = 0x11, 0x13
DLE = 0x10
CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
"""DLE DC4 8."""

_REAL_TIME = (
    CLEAR,
    *(bytes((DLE, 4, n)) for n in (1, 2, 3, 4, 20)),
    *(bytes((DLE, 5, n)) for n in (1, 2)),
)


class _Match(Enum):
    NONE, BEGUN, WHOLE = range(3)


def _match(seen: bytes) -> _Match:
    if seen in _REAL_TIME:
        return _Match.WHOLE
    return _Match.BEGUN if any(command.startswith(seen) for command in _REAL_TIME) else _Match.NONE


class Intake:
    """The receive buffer with the scanner for real-time commands before it.

    ``act`` is called with each real-time command, at once, even when the buffer is full. ``framing`` follows the stored
    bytes to know what is inside the data of another command.
    """

    def __init__(
        self,
        act: Callable[[bytes], None],
        framing: Parser,
        capacity: int,
        in_data: Literal["act_and_keep", "act", "ignore"],
    ) -> None:
        self._act = act
        self._framing = framing
        self.capacity = capacity
        self._in_data = in_data
        self.buffer = bytearray()
        self.dropped = 0
        self._seen = bytearray()
        self._withheld = False

    @property
    def free(self) -> int:
        return self.capacity - len(self.buffer)

    def clear(self) -> None:
        """Throw away what is stored, and the half command at its end."""
        self.buffer.clear()
        self._framing.reset()

    def push(self, byte: int) -> None:
        """Take one byte from the line."""
        if not self._seen:
            if byte != DLE or (self._framing.inside and self._in_data == "ignore"):
                self._store(byte)
                return
            self._withheld = not (self._framing.inside and self._in_data == "act_and_keep")
        self._seen.append(byte)
        if not self._withheld:
            self._store(byte)
        match _match(bytes(self._seen)):
            case _Match.WHOLE:
                command = bytes(self._seen)
                self._seen.clear()
                self._act(command)
            case _Match.NONE:
                self._release(byte)

    def _release(self, byte: int) -> None:
        """It was no real-time command after all: store what was withheld; the last byte may begin another."""
        seen, withheld = bytes(self._seen), self._withheld
        self._seen.clear()
        if withheld:
            self._store(seen[0])
            for later in seen[1:]:
                self.push(later)
        elif byte == DLE:
            self._seen.append(byte)

    def _store(self, byte: int) -> None:
        if self.free <= 0:
            self.dropped += 1
            return
        self.buffer.append(byte)
        self._framing.push(byte)


class Flow:
    """Busy and ready: which of XOFF and XON is due."""

    def __init__(self, xoff_left: int, xon_left: int, *, busy_when_offline: bool) -> None:
        self._xoff_left = xoff_left
        self._xon_left = xon_left
        self._busy_when_offline = busy_when_offline
        self.busy = False

    def update(self, free: int, *, offline: bool) -> int | None:
        """The byte that tells the host of a change, or None if there is none."""
        held = offline and self._busy_when_offline
        if not self.busy and (held or free <= self._xoff_left):
            self.busy = True
            return XOFF
        if self.busy and not held and free >= self._xon_left:
            self.busy = False
            return XON
        return None
