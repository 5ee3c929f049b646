"""What may happen to one byte, sign or message of a sale, as commands of the simulator's control socket."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.devices.simulators.process import Simulator

CUT, CORRUPT, DROP, ACK_LOST, DOUBLED = "cut", "corrupt", "drop", "ACK lost", "block doubled"
TALLIES: Mapping[str, str] = {
    CUT: "card cuts",
    CORRUPT: "card corruptions",
    DROP: "card bytes lost",
    ACK_LOST: "card ACKs lost",
    DOUBLED: "card blocks doubled",
}
DIRECTIONS = ("to_host", "to_device")
ACK, NAK, DLE, STX, ETX = 0x06, 0x15, 0x10, 0x02, 0x03


@dataclass(frozen=True)
class Fault:
    """``place``: an offset from the first byte of the sale, or the number of a message of the terminal."""

    kind: str
    direction: str
    place: int

    def arm(self, simulator: Simulator) -> None:
        """Set it; it happens when its place comes."""
        if self.kind == CUT:
            simulator.ok("cut_after", direction=self.direction, bytes=self.place + 1)
        elif self.kind == CORRUPT:
            simulator.ok("corrupt_byte", direction=self.direction, byte=self.place)
        elif self.kind in (DROP, ACK_LOST):
            simulator.ok("drop_byte", direction=self.direction, byte=self.place)
        else:
            if self.place:
                simulator.ok("delay_next", seconds=0, count=self.place)  # those before it pass as they are
            simulator.ok("repeat_next")

    def __str__(self) -> str:
        return f"{self.kind} {self.direction} {self.place}"


def at_every_byte(kind: str, heard: Mapping[str, bytes]) -> Iterator[Fault]:
    for direction in DIRECTIONS:
        for place in range(len(heard[direction])):
            yield Fault(kind, direction, place)


def at_every_sign(heard: Mapping[str, bytes]) -> Iterator[Fault]:
    """Each ACK is lost once; each message of the terminal, ACKs too, comes twice."""
    for direction in DIRECTIONS:
        for start, length in messages(heard[direction]):
            if length == 1 and heard[direction][start] == ACK:
                yield Fault(ACK_LOST, direction, start)
    for number, _ in enumerate(messages(heard["to_host"])):
        yield Fault(DOUBLED, "to_host", number)


def messages(data: bytes) -> list[tuple[int, int]]:
    """Start and length of each message: an ACK or NAK, a ZVT block (10 02 … 10 03 CRC CRC) or a POS frame (02 … 03 LRC)."""
    found, at = [], 0
    while at < len(data):
        if data[at] in (ACK, NAK):
            end = at + 1
        elif data[at] == DLE:
            end = at + 2
            while data[end : end + 2] != bytes((DLE, ETX)):
                end += 2 if data[end] == DLE else 1
            end += 4
        else:
            assert data[at] == STX, data[at:].hex(" ")
            end = data.index(ETX, at) + 2
        found.append((at, end - at))
        at = end
    return found
