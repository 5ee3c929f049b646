"""What can go wrong on a wire, independent of the protocol: data in, damaged data out. No I/O here.

Switches last until they are turned off; one-shot faults wait for the next message in their direction. All are settable
at any moment through the control socket (see :data:`COMMANDS`).
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from devices.simulators.device import Answer, Command, ControlError, choice, flag, hex_bytes, integer, number

DEFAULT_NOISE = "ff 02 03 00 7f 02"
"""Garbage that looks like the start of a frame to several protocols."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that leave together, ``gap_s`` seconds after the piece before them."""

    data: bytes
    gap_s: float = 0.0


Fault = Callable[[list[Piece]], list[Piece]]


def flip(data: bytes, index: int) -> bytes:
    """``data`` with one bit of the byte at ``index`` turned over; an index beyond the end damages the last byte."""
    if not data:
        return data
    damaged = bytearray(data)
    damaged[max(-len(data), min(index, len(data) - 1))] ^= 0x10
    return bytes(damaged)


def split(piece: Piece, size: int, gap_s: float) -> list[Piece]:
    """One message as writes of ``size`` bytes with pauses between them."""
    parts = [piece.data[at : at + size] for at in range(0, len(piece.data), size)]
    return [Piece(part, gap_s if at else piece.gap_s) for at, part in enumerate(parts)]


class WireFaults:
    """The fault switches of one wire."""

    def __init__(self) -> None:
        self.silent = False
        self.echo = False
        self.echo_reaches_device = False
        self._split_size = 0
        self._split_gap_s = 0.0
        self._to_host: deque[Fault] = deque()
        self._to_device: deque[Callable[[bytes], bytes]] = deque()

    def outgoing(self, data: bytes) -> list[Piece]:
        """What really leaves for the host when the device sends ``data``."""
        if self.silent or (self.echo and not self.echo_reaches_device):
            return []
        pieces = [Piece(data)]
        if self._to_host:
            pieces = self._to_host.popleft()(pieces)
        if self._split_size:
            pieces = [part for piece in pieces for part in split(piece, self._split_size, self._split_gap_s)]
        return pieces

    def incoming(self, data: bytes) -> bytes:
        """What reaches the device of ``data`` sent by the host."""
        if self.silent or (self.echo and not self.echo_reaches_device):
            return b""
        return self._to_device.popleft()(data) if self._to_device else data

    def _corrupt_next(self, command: Command) -> None:
        index = integer(command, "byte", -1, low=-4096, high=4096)
        if choice(command, "direction", ("to_host", "to_device"), "to_host") == "to_host":
            self._add_to_host(command, lambda pieces: [Piece(flip(p.data, index), p.gap_s) for p in pieces])
        else:
            self._to_device.extend([lambda data: flip(data, index)] * _count(command))

    def _drop_next(self, command: Command) -> None:
        if choice(command, "direction", ("to_host", "to_device"), "to_host") == "to_host":
            self._add_to_host(command, lambda _pieces: [])
        else:
            self._to_device.extend([lambda _data: b""] * _count(command))

    def _cut_next(self, command: Command) -> None:
        keep = integer(command, "keep", high=4096)
        self._add_to_host(command, lambda pieces: [Piece(p.data[:keep], p.gap_s) for p in pieces])

    def _repeat_next(self, command: Command) -> None:
        self._add_to_host(command, lambda pieces: pieces + pieces)

    def _delay_next(self, command: Command) -> None:
        delay_s = number(command, "seconds")
        self._add_to_host(command, lambda pieces: [Piece(p.data, p.gap_s + delay_s) for p in pieces])

    def _garbage_next(self, command: Command) -> None:
        noise = hex_bytes(command, "bytes", DEFAULT_NOISE)
        inside = choice(command, "where", ("before", "inside"), "before") == "inside"

        def spoil(pieces: list[Piece]) -> list[Piece]:
            at = len(pieces[0].data) // 2 if inside else 0
            return [Piece(pieces[0].data[:at] + noise + pieces[0].data[at:], pieces[0].gap_s), *pieces[1:]]

        self._add_to_host(command, spoil)

    def _add_to_host(self, command: Command, fault: Fault) -> None:
        self._to_host.extend([fault] * _count(command))

    def _split_writes(self, command: Command) -> None:
        size, gap_s = integer(command, "size", 1, high=4096), number(command, "gap_s", 0.002)
        self._split_size, self._split_gap_s = size, gap_s

    def _echo(self, command: Command) -> None:
        on, reaches = flag(command, "on", default=True), flag(command, "with_device", default=False)
        self.echo, self.echo_reaches_device = on, reaches

    def _silence(self, _command: Command) -> None:
        self.silent = True

    def _resume(self, _command: Command) -> None:
        self.silent = False

    def control(self, command: Command) -> Answer:
        """Set one fault. Raises :class:`ControlError` for a name outside :data:`COMMANDS` or a bad parameter."""
        name = command.get("command")
        if not isinstance(name, str) or name not in COMMANDS:
            raise ControlError(f'unknown command "{name}"')
        COMMANDS[name](self, command)
        return {}

    def state(self) -> Answer:
        """The switches as they stand, and how many one-shot faults still wait."""
        return {
            "silent": self.silent,
            "echo": self.echo,
            "split_size": self._split_size,
            "waiting_to_host": len(self._to_host),
            "waiting_to_device": len(self._to_device),
        }


def _count(command: Command) -> int:
    return integer(command, "count", 1, low=1, high=10_000)


COMMANDS: dict[str, Callable[[WireFaults, Command], None]] = {
    "silence": WireFaults._silence,
    "resume": WireFaults._resume,
    "corrupt_next": WireFaults._corrupt_next,
    "drop_next": WireFaults._drop_next,
    "cut_next": WireFaults._cut_next,
    "repeat_next": WireFaults._repeat_next,
    "delay_next": WireFaults._delay_next,
    "garbage_next": WireFaults._garbage_next,
    "split_writes": WireFaults._split_writes,
    "echo": WireFaults._echo,
}
"""Control commands of every wire, whatever device is on it (parameters in ``README.md`` beside this file)."""
