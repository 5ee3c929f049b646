"""Every delay and count of the CCNET driver, each with its reason; tests give shorter ones."""

from dataclasses import dataclass, field

from devices.ccnet_exchange import ExchangeTiming
from devices.ccnet_notes import NoteTiming


@dataclass(frozen=True, slots=True)
class CcnetTiming:
    """Seconds where the name ends in ``_s``, else counts."""

    exchange: ExchangeTiming = field(default_factory=ExchangeTiming)
    note: NoteTiming = field(default_factory=NoteTiming)
    poll_s: float = 0.1  # nominal period (section 6), while a note may come or the device is starting
    idle_poll_s: float = 0.2  # while nothing is asked of the device; also the pace of jam recovery
    bad_answers: int = 4  # in a row: the device is lost (a production host's count), within 2 s (trust.md A2)
    reset_again_s: float = 4.0  # after a RESET silence is forgiven so long; still powering up then: it was not heard
    initialize_limit_s: float = 40.0  # the slowest known model's Initialize (SL)
    rests_before_known: int = 2  # "Initialize time-out + 1 poll" (section 8): *no note* is believed a poll later
    recovery_polls: int = 20  # of a jam, between two RESETs (section 7)
    recovery_tries: int = 10
    pause_polls: int = 150  # a second note is usually taken back within 30 s; then a RESET breaks the deadlock
    rejecting_is_jam_s: float = 120.0  # REJECTING for so long means that the note can't be taken out
    refusals: int = 4  # of ENABLE BILL TYPES in a row: the device won't serve
    disable_on_close_s: float = 0.5  # what the end of the program waits for the device to be shut
