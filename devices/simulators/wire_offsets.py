"""Faults at one exact byte of a direction, whatever messages or chunks it travels in; for tests that sweep every offset.

Offsets count from 0 with the first byte that passes after the fault was set. No I/O here.
"""

from dataclasses import dataclass

from devices.simulators.wire_faults import Piece, flip


@dataclass(frozen=True, slots=True)
class _Spot:
    """What happens to one byte."""

    corrupt: bool = False
    drop: bool = False
    delay_s: float = 0.0


class ByteFaults:
    """The faults that wait in one direction of a wire."""

    def __init__(self) -> None:
        self._passed = 0
        self._spots: dict[int, _Spot] = {}
        self._cut_at: int | None = None

    def corrupt(self, offset: int) -> None:
        """One bit of that byte turns over."""
        self._spots[self._passed + offset] = _Spot(corrupt=True)

    def drop(self, offset: int) -> None:
        """That byte is lost."""
        self._spots[self._passed + offset] = _Spot(drop=True)

    def delay(self, offset: int, seconds: float) -> None:
        """That byte and all behind it come ``seconds`` later."""
        self._spots[self._passed + offset] = _Spot(delay_s=seconds)

    def cut(self, count: int) -> None:
        """The wire is cut when ``count`` (1 or more) bytes have passed."""
        self._cut_at = self._passed + count

    def forget(self) -> None:
        """The wire is cut: a new one has no faults."""
        self._spots.clear()
        self._cut_at = None

    def take(self, data: bytes) -> tuple[list[Piece], bool]:
        """What passes of ``data``, in pieces that leave one after the other; and whether the wire is cut after them."""
        if not self._spots and self._cut_at is None:
            self._passed += len(data)
            return [Piece(data)], False
        cut = self._cut_at is not None and self._cut_at <= self._passed + len(data)
        if self._cut_at is not None:
            data = data[: self._cut_at - self._passed]
        pieces = [Piece(b"")]
        for value in data:
            spot = self._spots.pop(self._passed, _Spot())
            self._passed += 1
            if spot.delay_s:
                pieces.append(Piece(b"", spot.delay_s))
            if not spot.drop:
                byte = bytes((value,))
                pieces[-1] = Piece(pieces[-1].data + (flip(byte, 0) if spot.corrupt else byte), pieces[-1].gap_s)
        return pieces, cut
