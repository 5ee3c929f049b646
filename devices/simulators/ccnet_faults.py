"""What can go wrong inside a simulated CCNET acceptor, as switches (specs/ccnet.md section 10)."""

from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """One-shot faults and switches of the model."""

    reject_reasons: deque[int] = field(default_factory=deque)
    ignored_acks: int = 0
    lost_reports: int = 0
    """So many times a stacked note is not reported; the device restarts with 10h instead."""
    no_credit_after_power_up: bool = False
    silent_polls_after_reset: int = 0
    reset_drops_events: bool = True
    failure: int | None = None
    paused: bool = False
    busy_tenths: int = 0
    busy_until: float = 0.0
