"""What the printer says: automatic status, offline response, identity, process id (specs/escpos.md 4.2, 4.3, 6, 8).

Queued questions come here only when the receive buffer reaches them; while the printer is offline none does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from devices.simulators.escpos_conditions import Conditions
from devices.simulators.escpos_options import PrinterOptions
from devices.simulators.escpos_parser import Token

MARKER_MODES = ("normal", "never", "late", "previous")


@dataclass(slots=True)
class MarkerFault:
    """How process ids are answered; ``late`` adds ``seconds``, ``previous`` tells the id of the job before."""

    mode: str = "normal"
    seconds: float = 0.0


class Answers:
    """``conditions`` are those at power-up; ``say`` sends bytes to the host."""

    def __init__(
        self, options: PrinterOptions, conditions: Conditions, fault: MarkerFault, say: Callable[[bytes], None]
    ) -> None:
        self._options = options
        self._fault = fault
        self._say = say
        self._asb = 0
        self._offline_response = 0
        self._last = conditions
        self._pending: tuple[float, bytes] | None = None
        self._previous = b"0000"

    def changed(self, now_is: Conditions) -> None:
        """Tell the host what has changed, as far as it asked to be told."""
        before, self._last = self._last, now_is
        if before.watched(self._asb) != now_is.watched(self._asb):
            self._say(now_is.asb())
        if now_is.offline and not before.offline and self._offline_response:
            cause = bytes((now_is.offline_causes(),)) if self._offline_response == 2 else b""
            self._say(b"\x37\x23" + cause + b"\x00")

    def execute(self, token: Token, conditions: Conditions, now: float) -> bool:
        """Answer a queued question; False if the token is none."""
        data = token.data
        if token.name == "GS a":
            self._automatic_status(data[0], conditions)
        elif token.name == "GS r":
            self._transmit_status(data[0], conditions)
        elif token.name == "GS I":
            self._identify(data[0])
        elif token.name == "GS (" and data[:1] == b"H":
            self._response(data[3:], now)
        else:
            return False
        return True

    def due(self) -> float | None:
        """When a late process id is to be told."""
        return None if self._pending is None else self._pending[0]

    def tick(self, now: float) -> None:
        """Tell a late process id whose time has come."""
        if self._pending is not None and self._pending[0] <= now:
            marker = self._pending[1]
            self._pending = None
            self._say(b"\x37\x22" + marker + b"\x00")

    def clear(self) -> None:
        """The buffers were cleared: a pending process id is dropped without a word."""
        self._pending = None

    def _automatic_status(self, items: int, conditions: Conditions) -> None:
        if not self._options.asb:
            return
        self._asb = items & 0x4F
        self._last = conditions
        if self._asb:
            self._say(conditions.asb())

    def _transmit_status(self, n: int, conditions: Conditions) -> None:
        if not self._options.transmit_status:
            return
        if n in (1, 49):
            self._say(bytes((conditions.paper_byte(),)))
        elif n in (2, 50):
            self._say(bytes((1 if conditions.drawer_high else 0,)))

    def _identify(self, n: int) -> None:
        options = self._options
        if not options.identity:
            return
        numbers = {1: 0x20, 2: 0x01 | (0x02 if options.cutter_fitted else 0), 3: 0x01}
        words = {65: options.firmware, 66: options.maker, 67: options.model, 68: options.serial, 69: options.font}
        if n in words:
            self._say(b"\x5f" + words[n].encode("ascii") + b"\x00")
        elif n % 48 in numbers:
            self._say(bytes((numbers[n % 48],)))

    def _response(self, payload: bytes, now: float) -> None:
        """GS ( H: fn 48 asks for a process id (30 30 d1..d4), fn 49 sets the offline response (31 30 d)."""
        if not self._options.process_id:
            return
        if payload[:2] == b"00" and len(payload) == 6 and all(0x20 <= one <= 0x7E for one in payload[2:]):
            self._process_id(payload[2:], now)
        elif payload[:2] == b"10" and len(payload) == 3:
            self._offline_response = payload[2] % 48

    def _process_id(self, marker: bytes, now: float) -> None:
        fault = self._fault
        told = self._previous if fault.mode == "previous" else marker
        self._previous = marker
        if fault.mode == "never":
            return
        self._pending = (now + (fault.seconds if fault.mode == "late" else 0.0), told)
        self.tick(now)
