"""Faults between the printer's electronics and its wire that the wire itself cannot make (specs/escpos.md 14)."""

from dataclasses import dataclass

from devices.simulators.escpos_intake import XOFF, XON


@dataclass(slots=True)
class LineFaults:
    """Switches and counts; all off at first."""

    mute: bool = False
    """Reads and prints, but says nothing."""
    reading: bool = True
    wrong_speed: bool = False
    lost_xoff: int = 0
    lost_xon: int = 0
    line_errors: int = 0
    """Bytes still to come that are spoilt by parity or overrun errors."""
    error_prints: bool = False
    """A spoilt byte becomes ``?``; else it is lost."""

    def incoming(self, byte: int) -> int | None:
        """What the printer makes of a byte; None if it is lost."""
        if self.wrong_speed:
            byte = _garbled(byte)
        if self.line_errors > 0:
            self.line_errors -= 1
            return 0x3F if self.error_prints else None
        return byte

    def outgoing(self, data: bytes) -> bytes:
        """What the host gets of an answer."""
        if self.mute:
            return b""
        return bytes(map(_garbled, data)) if self.wrong_speed else data

    def loses(self, flow: int) -> bool:
        """Is this XOFF or XON one of those to be lost?"""
        if flow == XOFF and self.lost_xoff > 0:
            self.lost_xoff -= 1
            return True
        if flow == XON and self.lost_xon > 0:
            self.lost_xon -= 1
            return True
        return False


def _garbled(byte: int) -> int:
    """A byte read at another speed: some other byte, always the same one."""
    return (byte * 0x35 + 0x8B) & 0xFF
