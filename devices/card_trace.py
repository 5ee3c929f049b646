"""The flight recorder of a card terminal's wire: whole frames that its driver has blanked, never raw bytes (trust.md S1).

Raw bytes may hold a card number that a misconfigured terminal sends, cut anywhere; only the driver knows where a frame
begins. So what passes the port is counted, and the driver records each frame after it has blanked it.
"""

from devices.trace import Direction, Trace


class CardTrace(Trace):
    """Give it to the ``SerialLink``; call ``frame`` for each frame sent or received, with card data blanked."""

    raw_bytes = 0  # passed the port and were not kept

    def record(self, direction: Direction, data: bytes) -> None:
        del direction
        self.raw_bytes += len(data)

    def frame(self, direction: Direction, blanked: bytes) -> None:
        super().record(direction, blanked)
