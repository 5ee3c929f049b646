"""The flight recorder of a printer's wire: commands and answers, and nothing of what a customer had printed (trust.md S7).

Slips of answers carry names and the numbers of calls, and the recorder outlives the visit. Control bytes, lengths and times
stay: they are what a fault is found by.
"""

from typing import Final

from devices.trace import Direction, Trace

BLANK: Final = 0x2A
_SHORTEST_TEXT: Final = 5  # bytes; every question to the printer that begins with a control byte is shorter


class PrinterTrace(Trace):
    """Give it to the ``SerialLink``. Of longer writes to the printer every byte that could be text is ``*``."""

    def record(self, direction: Direction, data: bytes) -> None:
        super().record(direction, blanked(data) if direction is Direction.TO_DEVICE else data)


def blanked(data: bytes) -> bytes:
    """What went to a printer, as it is kept."""
    command = len(data) < _SHORTEST_TEXT and data[:1] < b"\x20"
    return data if command else bytes(byte if byte < 0x20 else BLANK for byte in data)
