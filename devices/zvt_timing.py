"""Every delay and count of the ZVT driver, each with its reason; tests and the demo give shorter ones."""

from dataclasses import dataclass
from typing import Final, Literal

Sync = Literal["autoreversal", "1f1f"]
Receipts = Literal["lines", "compose"]
CHINA: Final = "0156"  # ISO 4217, as the wire carries it


@dataclass(frozen=True, slots=True)
class LineTiming:
    """Seconds, but for ``sends``."""

    byte_gap_s: float = 0.2  # T1
    ack_s: float = 5.0  # T2
    sends: int = 3  # of one block; then it is a transmission error
    after_nak_s: float = 0.3  # before a block goes again: an ACK that a fault turned into NAK is followed by an answer
    poll_ack_s: float = 0.8  # of the idle status enquiry: link loss must show within 2 s (trust.md A2)
    rest_of_apdu_s: float = 5.0  # TCP: so long may an APDU take that has begun


@dataclass(frozen=True, slots=True)
class ZvtTiming:
    """Seconds where the name ends in ``_s``, else counts."""

    line: LineTiming = LineTiming()
    answer_s: float = 5.0  # T3: a command to its 80 or 84
    busy_s: float = 180.0  # T4: restarted by each 04 FF and 04 0F, which may also give new minutes
    longest_busy_s: float = 900.0  # what a terminal's minutes may ask for at most
    longest_sale_s: float = 1800.0  # however often the terminal restarts T4
    promise_s: float = 1.5  # at each 04 0F, before it is told to ask again; a commit takes milliseconds
    quiet_s: float = 1.0  # section 9.4 step 1
    longest_drain_s: float = 60.0
    poll_s: float = 0.8  # status enquiry when idle: section 2.3 asks for one each 60 s, trust.md A2 for news within 2 s
    retry_s: float = 2.0  # after a start that failed
    maintenance_again_s: float = 60.0  # between two tries of the same maintenance
    silence_alarm_s: float = 600.0  # a terminal may be busy with itself for minutes and say nothing (section 2.3)
    sell_start_s: float = 10.0  # a sale that could not begin by then is not begun at all
    day_start_s: float = 60.0  # the same for the end of a day
    doubt_s: float = 5.0  # after an unclear sale: until its question is ordered, the terminal is left alone
    ask_again_s: float = 30.0  # between the two questions of a resync
    word_limit_s: float = 600.0  # without a word of the terminal, a resync ends undecided
    longest_resolve_s: float = 1800.0  # however much the terminal says
    reversal_first_s: float = 2.0  # back-off of reversals
    reversal_longest_s: float = 60.0
    clock_skew_s: float = 600.0  # between our clock and the terminal's, which we set at each start


@dataclass(frozen=True, slots=True)
class ZvtOptions:
    """How one terminal is set up; ValueError if a value is impossible.

    ``sync``: does the terminal undo a sale whose answer it does not hear, or keep it and tell by tag 1F1F (section 5.6)?
    ``receipts``: does it send its text (``lines``), or do we compose the slip?
    """

    password: str = "000000"  # noqa: S105 - the factory's, not a secret
    currency: str = CHINA
    sync: Sync = "autoreversal"
    receipts: Receipts = "lines"
    hold_s: int = 30  # BMP 01: how long the terminal waits for our word on an approval
    hold_repeats: int = 5  # BMP 02: how often it asks again
    columns: int = 42

    def __post_init__(self) -> None:
        for name, digits, size in (("password", self.password, 6), ("currency", self.currency, 4)):
            if len(digits) != size or not (digits.isascii() and digits.isdigit()):
                raise ValueError(f"the card terminal's {name} must be {size} digits")
        if self.sync not in ("autoreversal", "1f1f"):
            raise ValueError(f'the card terminal\'s sync must be "autoreversal" or "1f1f", not "{self.sync}"')
        if self.receipts not in ("lines", "compose"):
            raise ValueError(f'the card terminal\'s receipts must be "lines" or "compose", not "{self.receipts}"')
        if not 5 <= self.hold_s <= 255 or not 1 <= self.hold_repeats <= 255 or not 16 <= self.columns <= 99:
            raise ValueError("the card terminal's hold must be 5 to 255 s, its columns 16 to 99")
