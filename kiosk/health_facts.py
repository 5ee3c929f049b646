"""What became true of the terminal itself, for halls and technicians; no money follows from any of it.

Each becomes one event for the centre (docs/central-contract.md, Health of terminals) in the transaction that records it.
"""

from typing import Literal

from kiosk.fact import Fact
from kiosk.money import Fen

RunEnd = Literal["first", "clean", "killed", "hang", "power", "storage", "unknown"]
Mode = Literal["starting", "serving", "closed", "staff", "disabled"]


class RunStarted(Fact, frozen=True, tag=True):
    """This process opened the ledger. ``ended`` is how the one before it ended, ``last_alive_at`` when it was last known
    to run; empty: nobody knows."""

    software: str
    boot_id: str  # of the machine's present run
    ended: RunEnd
    last_alive_at: str  # RFC 3339


class RunStopped(Fact, frozen=True, tag=True):
    """A clean end, wanted by somebody."""

    why: str


class ServiceChanged(Fact, frozen=True, tag=True):
    """What customers can do here from now on."""

    state: Literal["full", "degraded", "out"]
    mode: Mode
    code: str  # why it is not full; empty when it is
    cash: bool
    card: bool
    printing: bool
    centre: bool


class VisitTold(Fact, frozen=True, tag=True):
    """A customer has gone: what they came for last, how far they got. Nothing in it says who it was."""

    visit_id: str
    task: str  # kiosk.visit_types.Service
    outcome: Literal["paid", "asked", "given_up", "failed"]
    at_page: str  # the last page before home, in the contract's words
    reached_payment: bool  # the slot or the card terminal was open for them
    amount: Fen  # paid, in fen
    tender: str  # cash, card, mixed; empty when nothing was paid


class EventsNumberedFrom(Fact, frozen=True, tag=True):
    """The centre has events of ours that this ledger, rebuilt, does not have: ours go on behind them."""

    event_seq: int


class EventsForgotten(Fact, frozen=True, tag=True):
    """The centre has everything below; rows older than a week are given up."""

    below: int
