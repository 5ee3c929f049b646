"""What the till has ordered of a POS terminal and what is still to be done."""

from dataclasses import dataclass

from kiosk.card import CardAttempt, CardPart


@dataclass(slots=True)
class SellOrder:
    attempt: CardAttempt
    until_s: float  # monotonic; not begun by then: it is never sent


@dataclass(slots=True)
class ResolveOrder:
    attempt: CardAttempt
    until_s: float  # monotonic; without the terminal's word by then nobody can tell
    due_s: float  # monotonic
    told: bool = False  # the payer was told that the terminal is being asked
    detail: str = "the terminal was not there to be asked"


@dataclass(slots=True)
class ReverseOrder:
    card: CardPart
    due_s: float  # monotonic
    back_off_s: float
    tries: int = 0


@dataclass(slots=True)
class EndDayOrder:
    until_s: float  # monotonic


@dataclass(slots=True)
class CheckHostOrder:
    ticket: str
    until_s: float  # monotonic


@dataclass(frozen=True, slots=True)
class CancelOrder:
    attempt_id: str


@dataclass(frozen=True, slots=True)
class StopReversingOrder:
    attempt_id: str


Order = SellOrder | ResolveOrder | ReverseOrder | EndDayOrder | CheckHostOrder
