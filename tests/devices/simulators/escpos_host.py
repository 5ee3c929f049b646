"""A host for the simulated printer: sends bytes at a line speed on a clock of its own, collects what comes back."""

from pathlib import Path

from devices.simulators.device import Answer, DeviceOptions
from devices.simulators.escpos import EscposPrinter

INIT = bytes.fromhex("1B 40 1C 26 1C 53 00 00")
CUT = bytes.fromhex("1D 56 42 00")
ASB_ON = bytes.fromhex("1D 61 0E")
CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
CLEARED = bytes.fromhex("37 25 00")
XON, XOFF = b"\x11", b"\x13"


def eot(n: int) -> bytes:
    """DLE EOT n."""
    return bytes((0x10, 4, n))


def marker(name: str) -> bytes:
    """GS ( H fn 48 with a name of four characters."""
    return b"\x1d(H\x06\x0000" + name.encode("ascii")


def printed(name: str) -> bytes:
    """The answer to :func:`marker`."""
    return b"\x37\x22" + name.encode("ascii") + b"\x00"


def gbk(text: str) -> bytes:
    return text.encode("gbk")


class FakeLine:
    """The printer's end of a wire that keeps everything."""

    def __init__(self) -> None:
        self.sent = bytearray()
        self.listening = True
        self.over_tcp = False

    def send(self, data: bytes, delay_s: float = 0.0) -> None:
        assert delay_s == 0.0
        self.sent += data

    def discard(self) -> None:
        self.sent.clear()

    def listen(self, *, on: bool) -> None:
        self.listening = on


class Host:
    """Drives one printer. ``options`` are those of the control command of that name."""

    def __init__(self, out: Path | None = None, state: Path | None = None, baud: int = 115_200, **options: object) -> None:
        self.line = FakeLine()
        self.now = 1000.0
        self.byte_s = 10 / baud
        self.printer = EscposPrinter(self.line, DeviceOptions(state=state, out=out), self.now)
        if options:
            self.control("options", **options)
            self.read()

    def send(self, *parts: bytes) -> None:
        """Write bytes as the line carries them, 16 at a time."""
        data = b"".join(parts)
        for start in range(0, len(data), 16):
            chunk = data[start : start + 16]
            self.wait(len(chunk) * self.byte_s)
            self.printer.received(chunk, self.now)

    def wait(self, seconds: float) -> None:
        """Let time pass, waking the printer whenever it wants to be woken."""
        end = self.now + seconds
        while True:
            due = self.printer.tick(self.now)
            if due is None or due >= end:
                break
            self.now = max(due, self.now + 1e-6)
        self.now = end
        self.printer.tick(end)

    def settle(self) -> None:
        """Wait until nothing moves any more."""
        for _ in range(100_000):
            due = self.printer.tick(self.now)
            if due is None:
                return
            self.now = max(due, self.now + 1e-6)
        raise AssertionError("the printer never comes to rest")

    def read(self) -> bytes:
        """What has come back since the last time."""
        data = bytes(self.line.sent)
        self.line.sent.clear()
        return data

    def ask(self, query: bytes) -> bytes:
        """Send a query and read what comes back at once; older answers are thrown away."""
        self.read()
        self.send(query)
        return self.read()

    def control(self, command: str, **parameters: object) -> Answer:
        return self.printer.control({"command": command, **parameters}, self.now)

    def state(self) -> Answer:
        return self.control("state")

    def texts(self) -> list[str]:
        """The text of every piece that came off, oldest first."""
        return [piece.text for piece in self.printer.tray.pieces.values()]

    def print_and_cut(self, *parts: bytes) -> str:
        """Print, cut, wait; the text of the piece."""
        self.send(INIT, *parts, CUT)
        self.settle()
        return self.texts()[-1]
