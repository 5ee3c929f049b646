"""A simulated POS on a bench: a clock that the test moves, and a host made of nothing but bytes."""

from collections.abc import Iterator
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any

from devices.simulators.device import Answer, DeviceOptions
from devices.simulators.pos import PosAutoservicio, PosIntegrado

ACK, NAK = b"\x06", b"\x15"
QUICK = {
    "gap": 0.15,
    "card": 0.1,
    "pin": 0.1,
    "bank": 0.1,
    "finish": 0.1,
    "close": 0.1,
    "initialise": 0.1,
    "boot": 0.5,
    "undo": 1.0,
}
SALE = {
    PosIntegrado: "0200|{amount}|{ticket}|||1|",
    PosAutoservicio: "0200|{amount:09}|{ticket}|1|1",
}
LAST = {PosIntegrado: "0250|", PosAutoservicio: "0250|1"}
CLOSE = {PosIntegrado: "0500||", PosAutoservicio: "0500|1"}


def framed(text: str) -> bytes:
    """A frame, made here and not by the simulator's codec."""
    body = text.encode("ascii") + b"\x03"
    return b"\x02" + body + bytes([reduce(xor, body)])


def unframed(data: bytes) -> str:
    """DATA of a frame that must be whole and good."""
    assert data[0] == 2
    assert data[-2] == 3
    assert data == framed(data[1:-2].decode("ascii")), data
    return data[1:-2].decode("ascii")


def signs(data: bytes) -> Iterator[str]:
    """A stream of the POS as ACK, NAK and DATA."""
    at = 0
    while at < len(data):
        if data[at] in (6, 21):
            yield "ACK" if data[at] == 6 else "NAK"
            at += 1
        else:
            end = data.index(3, at) + 2
            yield unframed(data[at:end])
            at = end


class PosBench:
    """Drives one POS."""

    def __init__(self, kind: type[PosIntegrado] = PosIntegrado, state: Path | None = None, **timing: float) -> None:
        self.kind = kind
        self.now = 1000.0
        self.sent: list[tuple[float, bytes]] = []
        self.discarded = 0
        self.device = kind(self, DeviceOptions(state=state), self.now)
        self.do("timing", **{**QUICK, **timing})

    # the line

    def send(self, data: bytes, delay_s: float = 0.0) -> None:
        assert delay_s == 0.0
        self.sent.append((self.now, data))

    def discard(self) -> None:
        self.discarded += 1

    def listen(self, *, on: bool) -> None:
        assert on, "a POS never stops listening"

    @property
    def over_tcp(self) -> bool:
        return False

    # the host

    def write(self, data: bytes) -> None:
        self.device.received(data, self.now)

    def say(self, text: str) -> None:
        self.write(framed(text))

    def read(self) -> list[str]:
        """What has come since the last time."""
        data = b"".join(data for _, data in self.sent)
        self.sent.clear()
        return list(signs(data))

    def hear(self, seconds: float) -> list[str]:
        """Let time pass and read."""
        self.wait(seconds)
        return self.read()

    def ask(self, text: str, limit_s: float = 200.0, *, answer: str | None = None) -> list[str]:
        """Send a request and acknowledge every frame, until the answer or silence; what came."""
        self.read()
        self.say(text)
        return self.listen_for(answer or f"{text[:2]}{int(text[2]) + 1 if text[2] != '5' else 6}0", limit_s)

    def listen_for(self, answer: str, limit_s: float = 200.0) -> list[str]:
        """Acknowledge every frame until one that begins with ``answer``, or until ``limit_s`` have passed."""
        heard: list[str] = []
        end = self.now + limit_s
        while True:
            self.device.tick(self.now)
            for sign in self.read():
                heard.append(sign)
                if sign not in ("ACK", "NAK"):
                    self.write(ACK)
                    if sign.startswith(answer):
                        return heard
            if self.sent:
                continue
            due = self.device.tick(self.now)
            if self.now >= end or due is None:
                return heard
            self.now = max(self.now, min(due, end))

    def sell(self, amount: int = 1500, ticket: str = "000123") -> list[str]:
        """The fields of the 0210 of a sale that asks for everything."""
        return self.ask(self.sale_text(amount, ticket), answer="0210")[-1].split("|")

    def last(self) -> list[str]:
        """The fields of the 0260."""
        return self.ask(LAST[self.kind], answer="0260")[-1].split("|")

    def sale_text(self, amount: int = 1500, ticket: str = "000123") -> str:
        return SALE[self.kind].format(amount=amount, ticket=ticket)

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

    def state(self) -> dict[str, Any]:
        return self.do("state")

    def charges(self) -> list[tuple[str, int, str]]:
        """The bank's book: (ticket, fen, state)."""
        return [(one["ticket"], one["amount"], one["state"]) for one in self.state()["charges"]]
