"""A ZVT terminal on a bench: a clock that the test moves, and a host made of bytes and a few reflexes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from devices.simulators.device import Answer, DeviceOptions
from devices.simulators.zvt import ZvtTerminal

REGISTER = "06 00 18 00 00 00 BE 01 56 03 01 06 0E 12 01 42 26 04 0A 02 06 D3 27 03 14 01 FE"
"""R1 of section 3.2: print lines, CNY, text blocks, UTF-8."""
REGISTER_3E = REGISTER.replace("BE", "3E", 1)
"""The same, but the host composes its receipts itself."""
REGISTER_LINES = "06 00 08 00 00 00 BE 01 56 03 01"
"""No TLV: print lines one by one, CP437."""
REGISTERED = "06 0F 11 19 10 29 29 00 10 06 49 01 56 06 05 27 03 14 01 FE"
STATUS = "05 01 05 00 00 00 03 02"
READY = "06 0F 01 00"
REPEAT = "06 20 05 00 00 00 03 03"
END_OF_DAY = "06 50 03 00 00 00"
ABORT = "06 B0 00"
POSITIVE, REFUSED, NOT_FINISHED = "80 00 00", "84 66 00", "84 9C 00"
COMPLETED = "06 0F 00"
ABORTED_6C = "06 1E 01 6C"

QUICK = {
    **dict.fromkeys(("read", "pin", "host", "remove", "present", "maintenance"), 0.1),
    "print": 0.0,
    "auto_reversal": 1.0,
}
"""Timings for tests; those of the protocol stay as they are."""

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - a terminal's clock has no zone
Reflex = Callable[[str], str | None]


def raw(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal)


def hexed(data: bytes) -> str:
    return data.hex(" ").upper()


def kermit(data: bytes) -> bytes:
    """CRC-16/KERMIT by polynomial division of the reflected bits, low byte first."""
    register = 0
    for byte in data:
        for bit in range(8):
            feedback = register & 1 ^ byte >> bit & 1
            register = register >> 1 ^ (0x8408 if feedback else 0)
    return bytes((register & 0xFF, register >> 8))


def wrapped(hexadecimal: str) -> bytes:
    """A serial block around an APDU."""
    apdu = raw(hexadecimal)
    return b"\x10\x02" + apdu.replace(b"\x10", b"\x10\x10") + b"\x10\x03" + kermit(apdu + b"\x03")


def authorisation(fen: int, more: str = "") -> str:
    """06 01 with amount, CNY, type 40, hold 30 s, at most 5 repeats, and more fields."""
    data = raw(f"04 {fen:012d} 49 01 56 19 40 01 1E 02 05 {more}")
    return hexed(b"\x06\x01" + bytes([len(data)]) + data)


def reversal(receipt: str, fen: int | None = None) -> str:
    amount = "" if fen is None else f"04 {fen:012d} 49 01 56"
    data = raw(f"00 00 00 87 {receipt} {amount}")
    return hexed(b"\x06\x30" + bytes([len(data)]) + data)


def unwrap(data: bytes) -> tuple[list[str], bytes]:
    """ACKs ("06"), NAKs ("15") and the APDUs of good blocks in what the terminal has sent; and the rest."""
    found: list[str] = []
    while data:
        if data[:1] in (b"\x06", b"\x15"):
            found.append(hexed(data[:1]))
            data = data[1:]
            continue
        assert data[0] == 0x10, hexed(data)
        body, at = bytearray(), 2
        while at < len(data) and data[at : at + 2] != b"\x10\x03":
            body.append(data[at])
            at += 2 if data[at] == 0x10 else 1
        if len(data) < at + 4:
            return found, data
        assert data[at + 2 : at + 4] == kermit(bytes(body) + b"\x03"), hexed(data)
        found.append(hexed(bytes(body)))
        data = data[at + 4 :]
    return found, data


def _always_positive(_apdu: str) -> str | None:
    return POSITIVE


class Bench:
    """Drives one terminal. The host acknowledges each block and answers by ``reflex``; None is silence."""

    def __init__(self, state: Path | None = None, *, tcp: bool = False, **timing: float) -> None:
        self.now = 1000.0
        self.over_tcp = tcp
        self.dies_at = ""
        """The host is dead from the first message on that begins so."""
        self.dead = False
        self.heard: list[str] = []
        """APDUs of the terminal, oldest first."""
        self.signals: list[str] = []
        self.reflex: Reflex = _always_positive
        self.baud = 0
        self.carried = {"to_host": 0, "to_device": 0}
        """Bytes so far."""
        self.marks: dict[str, tuple[int, int]] = {}
        """The beginning of each message of the terminal, to the bytes (to host, to device) carried when it was answered."""
        self._cut: tuple[str, int] | None = None
        self._sent = b""
        self.device = ZvtTerminal(self, DeviceOptions(state=state), self.now)
        self.device.state._wall = self._wall
        self.do("timing", **{**QUICK, **timing})

    def _wall(self) -> datetime:
        """The time of day goes by the bench's clock too: a time or check sum with a byte 10 in it makes a block longer."""
        return NOON + timedelta(seconds=self.now)

    # the line

    def send(self, data: bytes, delay_s: float = 0.0) -> None:
        assert delay_s == 0.0
        self._sent += self._carry("to_host", data)

    def discard(self) -> None:
        self._sent = b""

    def listen(self, *, on: bool) -> None:
        assert on, "a card terminal never stops listening"

    def pace(self, baud: int) -> None:
        self.baud = baud

    def cut_after(self, direction: str, count: int) -> None:
        """The wire is cut when so many more bytes have gone that way."""
        self._cut = (direction, self.carried[direction] + count)

    def _carry(self, direction: str, data: bytes) -> bytes:
        """What gets through."""
        if self._cut is not None and self.carried[self._cut[0]] >= self._cut[1]:
            return b""
        if self._cut is not None and self._cut[0] == direction:
            data = data[: self._cut[1] - self.carried[direction]]
        self.carried[direction] += len(data)
        return data

    # the host

    def put(self, data: bytes) -> None:
        """Bytes of the host, as they are."""
        self._tell(data)
        self._react()

    def _tell(self, data: bytes) -> None:
        if data := self._carry("to_device", data):
            self.device.received(data, self.now)

    def order(self, hexadecimal: str) -> None:
        """Send a command; nothing more."""
        self.put(raw(hexadecimal) if self.over_tcp else wrapped(hexadecimal))

    def say(self, hexadecimal: str, seconds: float = 120.0) -> list[str]:
        """Send a command, run until the terminal rests (at most ``seconds``), and tell what it said."""
        self.heard.clear()
        self.order(hexadecimal)
        end = self.now + seconds
        self.until(lambda: not self.device.dialogue.running or self.now >= end)
        return list(self.heard)

    def _react(self) -> None:
        while self._sent:
            data, self._sent = self._sent, b""
            for item in self._items(data):
                if item in ("06", "15"):
                    self.signals.append(item)
                    continue
                self.heard.append(item)
                self.dead = self.dead or bool(self.dies_at and item.startswith(self.dies_at))
                if self.dead:
                    continue
                if not self.over_tcp:
                    self._tell(b"\x06")
                answer = None if item.startswith(("80", "84")) else self.reflex(item)
                if answer is not None:
                    self.wait(0.0)
                    to_host = self.carried["to_host"]
                    self._tell(raw(answer) if self.over_tcp else wrapped(answer))
                    self.marks[item[:5]] = (to_host, self.carried["to_device"])

    def _items(self, data: bytes) -> list[str]:
        if not self.over_tcp:
            found, rest = unwrap(data)
            assert rest == b"" or self._cut is not None, "the terminal sends whole blocks"
            return found
        found = []
        while len(data) > 2:
            size = 5 + int.from_bytes(data[3:5], "little") if data[2] == 0xFF else 3 + data[2]
            if len(data) >= size:
                found.append(hexed(data[:size]))
            data = data[size:]
        return found

    # the clock and the people

    def wait(self, seconds: float) -> None:
        """Let time pass, calling the terminal when it asked to be called."""
        end = self.now + seconds
        rounds = 0
        while (due := self.device.tick(self.now)) is not None and due <= end:
            self.now = max(self.now, due)
            self._react()
            rounds += 1
            assert rounds < 100_000, "the terminal never comes to rest"
        self._react()
        self.now = end
        self.device.tick(self.now)
        self._react()

    def until(self, condition: Callable[[], bool], limit_s: float = 1000.0) -> None:
        """Let time pass in small steps until something is so."""
        end = self.now + limit_s
        while not condition():
            assert self.now < end, f"it did not happen; heard {self.heard[-5:]}"
            self.wait(0.05)

    def do(self, command: str, **parameters: object) -> Answer:
        answer = self.device.control({"command": command, **parameters}, self.now)
        self._react()
        return answer

    def books(self) -> list[tuple[object, object]]:
        """Amount and state of each charge at the bank."""
        charges = self.do("state")["charges"]
        assert isinstance(charges, list)
        return [(charge["amount"], charge["state"]) for charge in charges]

    def revive(self) -> None:
        """The host is back, and answers everything with 80 00 00."""
        self.dead, self.dies_at, self.reflex, self._cut = False, "", _always_positive, None

    # common beginnings

    def ready(self, register: str = REGISTER, **options: object) -> "Bench":
        """Registered, and every sale gets a card."""
        if options:
            self.do("options", **options)
        self.do("auto_present")
        assert self.say(register)[:1] == [POSITIVE]
        return self

    def sell(self, fen: int = 1600, more: str = "") -> list[str]:
        return self.say(authorisation(fen, more))


def statuses(heard: list[str]) -> list[str]:
    """The status information messages."""
    return [apdu for apdu in heard if apdu.startswith("04 0F")]


def on_status(answer: str | None) -> Reflex:
    """A host that answers status information so, and everything else with 80 00 00."""
    return lambda apdu: answer if apdu.startswith("04 0F") else POSITIVE
