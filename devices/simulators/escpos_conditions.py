"""The physical condition of the simulated printer and the status bytes that tell it (specs/escpos.md 4.1, 4.2, 4.3)."""

from dataclasses import dataclass

DRAWER, ONLINE, ERROR, PAPER, PANEL = 0x01, 0x02, 0x04, 0x08, 0x40
"""The items that ``GS a n`` enables (4.2)."""


@dataclass(slots=True)
class Conditions:
    """What is the case right now. Sensors that are not fitted are left out before (their bits are fixed 0)."""

    cover_open: bool = False
    paper_end: bool = False
    near_end: bool = False
    cutter_error: bool = False
    recoverable: bool = False
    unrecoverable: bool = False
    head_hot: bool = False
    feed_button: bool = False
    drawer_high: bool = False
    not_torn_off: bool = False
    """Bit 7 of DLE EOT 1 in the dialect of Equip 351006; it breaks the rule that bit 7 is 0."""

    @property
    def error(self) -> bool:
        return self.cutter_error or self.recoverable or self.unrecoverable or self.head_hot

    @property
    def offline(self) -> bool:
        return self.cover_open or self.paper_end or self.feed_button or self.error

    def dle_eot(self, n: int) -> int | None:
        """The one byte that answers ``DLE EOT n``, ``0xx1xx10``; None if this printer does not know n."""
        bits = {
            1: (self.drawer_high, self.offline, False, self.feed_button, self.not_torn_off),
            2: (self.cover_open, self.feed_button, self.paper_end, self.error, False),
            3: (self.recoverable, self.cutter_error, self.unrecoverable, self.head_hot, False),
            4: (self.near_end, self.near_end, self.paper_end, self.paper_end, False),
        }.get(n)
        if bits is None:
            return None
        return _bits({1: True, 4: True, **dict(zip((2, 3, 5, 6, 7), bits, strict=True))})

    def asb(self) -> bytes:
        """The four bytes of one automatic status group."""
        first = _bits({2: self.drawer_high, 3: self.offline, 4: True, 5: self.cover_open, 6: self.feed_button})
        second = {1: self.feed_button, 2: self.recoverable, 3: self.cutter_error, 5: self.unrecoverable, 6: self.head_hot}
        return bytes((first, _bits(second), self.paper_byte(), 0))

    def paper_byte(self) -> int:
        """ASB byte 3, which is also the answer to ``GS r 1``."""
        return (0x03 if self.near_end else 0) | (0x0C if self.paper_end else 0)

    def watched(self, enabled: int) -> tuple[bool, ...]:
        """The items that ``GS a`` has enabled: a change of this value calls for a group."""
        items = {
            DRAWER: (self.drawer_high,),
            ONLINE: (self.offline, self.cover_open),
            ERROR: (self.recoverable, self.cutter_error, self.unrecoverable, self.head_hot),
            PAPER: (self.near_end, self.paper_end),
            PANEL: (self.feed_button,),
        }
        return tuple(value for bit, values in items.items() if enabled & bit for value in values)

    def offline_causes(self) -> int:
        """The cause byte of the offline response, 40h..7Fh: cover 04, FEED 08, error 10, paper 20 (bits inferred)."""
        return _bits({2: self.cover_open, 3: self.feed_button, 4: self.error, 5: self.paper_end, 6: True})


def _bits(values: dict[int, bool]) -> int:
    return sum(1 << bit for bit, on in values.items() if on)
