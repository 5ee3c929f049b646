"""A CCNET acceptor on a bench: a clock that the test moves, and a host made of nothing but bytes."""

from pathlib import Path

from devices.simulators.ccnet import CcnetAcceptor
from devices.simulators.device import Answer, DeviceOptions

POLL = "02 03 06 33 DA 81"
RESET = "02 03 06 30 41 B3"
ACK = "02 03 06 00 C2 82"
NAK = "02 03 06 FF BA 8D"
GET_STATUS = "02 03 06 31 C8 A2"
IDENTIFICATION = "02 03 06 37 FE C7"
BILL_TABLE = "02 03 06 41 4F D1"
STACK = "02 03 06 35 EC E4"
RETURN = "02 03 06 36 77 D6"
HOLD = "02 03 06 38 09 3F"
ENABLE_ALL = "02 03 0C 34 FF FF FF FF FF FF FE F7"
ENABLE_NONE = "02 03 0C 34 00 00 00 00 00 00 17 0C"
ENABLE_0_TO_2 = "02 03 0C 34 00 00 07 00 00 07 89 2F"
SET_SECURITY_NONE = "02 03 09 32 00 00 00 26 1F"
BARCODE_PARAMETERS = "02 03 08 39 01 12 B9 C0"
EXTRACT_BARCODE = "02 03 06 3A 1B 1C"
"""Frames as section 3 of specs/ccnet.md prints them."""

FRAME_OVERHEAD = (3, -2)


class Bench:
    """Drives one acceptor; every exchange takes 20 ms."""

    def __init__(self, state: Path | None = None) -> None:
        self.now = 1000.0
        self.sent: list[bytes] = []
        self.discarded = 0
        self.device = CcnetAcceptor(self, DeviceOptions(state=state), self.now)

    # the line

    def send(self, data: bytes, delay_s: float = 0.0) -> None:
        assert delay_s >= 0
        self.sent.append(data)

    def discard(self) -> None:
        self.discarded += 1
        self.sent.clear()

    def listen(self, *, on: bool) -> None:
        assert on, "an acceptor never stops listening"

    @property
    def over_tcp(self) -> bool:
        return False

    # the host

    def frames(self, hexadecimal: str) -> list[str]:
        """All replies to raw bytes."""
        self.wait(0.02)
        self.sent.clear()
        self.device.received(bytes.fromhex(hexadecimal), self.now)
        return [data.hex(" ").upper() for data in self.sent]

    def say(self, hexadecimal: str) -> str | None:
        """The body of the one reply to a frame (hexadecimal, without frame and CRC), or None for silence."""
        replies = self.frames(hexadecimal)
        assert len(replies) <= 1
        return bytes.fromhex(replies[0])[slice(*FRAME_OVERHEAD)].hex(" ").upper() if replies else None

    def poll(self) -> str | None:
        """A POLL without acknowledging its answer."""
        return self.say(POLL)

    def poll_ack(self) -> str | None:
        """A POLL whose answer is acknowledged."""
        body = self.poll()
        assert self.say(ACK) is None
        return body

    # the clock and the people

    def wait(self, seconds: float) -> None:
        """Let time pass, calling the device when it asked to be called."""
        end = self.now + seconds
        while (due := self.device.tick(self.now)) is not None and due <= end:
            self.now = max(self.now, due)
        self.now = end
        self.device.tick(self.now)

    def do(self, command: str, **parameters: object) -> Answer:
        """A control command."""
        return self.device.control({"command": command, **parameters}, self.now)

    def where(self) -> list[object]:
        """Where each note ever inserted is, oldest first."""
        notes = self.do("state")["notes"]
        assert isinstance(notes, list)
        return [note["where"] for note in notes]

    # common beginnings

    def start(self, enable: str | None = ENABLE_ALL) -> "Bench":
        """Power-up, RESET, and bills enabled."""
        assert self.say(RESET) == "00"
        self.wait(2.0)
        assert self.poll_ack() == "19"
        if enable is not None:
            assert self.say(enable) == "00"
        return self

    def escrow(self, fen: int = 10_000) -> "Bench":
        """A note in escrow."""
        assert self.do("insert", denomination=fen)["outcome"] == "accepting"
        self.wait(0.3)
        assert (self.poll() or "").startswith("80")
        return self
