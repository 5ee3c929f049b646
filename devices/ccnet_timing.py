"""Every delay and count of the CCNET driver, each with its reason; tests give shorter ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from devices.ccnet_exchange import ExchangeTiming
from devices.ccnet_notes import NoteTiming
from devices.ccnet_tables import State

LONGEST_STAY_S: Final[Mapping[int, float]] = MappingProxyType(
    {
        State.ACCEPTING: 30.0,  # the scan of a note takes a few seconds: what lasts so long does not move
        State.ESCROW: 20.0,  # we decide within 8 s and repeat it each second; unheard, the device gives up after 10 s
        State.HOLDING: 20.0,  # the same: our HOLD comes after 5 s, our decision after 8 s
        State.STACKING: 30.0,  # one stroke of the stacker, with its repetitions
        State.RETURNING: 120.0,  # until the customer takes the note; after minutes it can't be taken out
        State.REJECTING: 120.0,  # the same (a production host's rule, section 7)
        State.DEVICE_BUSY: 60.0,  # twice the longest quiet that one answer can ask for (FFh x 100 ms)
    }
)
"""Seconds after which a state that should pass means that the device is stuck."""


@dataclass(frozen=True, slots=True)
class CcnetTiming:
    """Seconds where the name ends in ``_s``, else counts."""

    exchange: ExchangeTiming = field(default_factory=ExchangeTiming)
    note: NoteTiming = field(default_factory=NoteTiming)
    poll_s: float = 0.1  # nominal period (section 6), while a note may come, the device is starting or does not answer
    idle_poll_s: float = 0.2  # while nothing is asked of the device; also the pace of jam recovery
    bad_answers: int = 4  # in a row: the device is lost (a production host's count); 1.6 s at most (2 s: trust.md A2)
    reset_again_s: float = 4.0  # after a RESET silence is forgiven so long; still powering up then: it was not heard
    initialize_limit_s: float = 40.0  # the slowest known model's Initialize (SL)
    rests_before_known: int = 2  # "Initialize time-out + 1 poll" (section 8): *no note* is believed a poll later
    recovery_polls: int = 20  # of a jam, between two RESETs (section 7)
    recovery_tries: int = 10
    pause_polls: int = 150  # a second note is usually taken back within 30 s; then a RESET breaks the deadlock
    longest_stay_s: Mapping[int, float] = field(default_factory=lambda: LONGEST_STAY_S)
    refusals: int = 4  # of ENABLE BILL TYPES in a row: the device won't serve
    disable_on_close_s: float = 0.5  # what the end of the program waits for the device to be shut
