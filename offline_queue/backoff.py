"""When to send next: pure arithmetic, seconds in, seconds out (trust.md A7, M5; field.md X1).

``draw`` is a random number in [0, 1) given by the caller, so that every delay can be tested and none aligns a fleet.
"""

from dataclasses import dataclass

BEAT_RETRY_S = 5.0  # first try after a heartbeat that nobody answered
BEAT_LONGEST_INTERVALS = 5
POWER_UP_S = 300.0  # a machine that runs for less than this has just been switched on
POWER_UP_BEATS_S = 120.0
POWER_UP_BACKLOGS_S = 150.0


@dataclass(frozen=True, slots=True)
class Pacing:
    """All times in seconds. The defaults keep 100 terminals under 10 requests a second after an outage.

    ``ValueError`` for values that would make the sender spin or that the centre refuses.
    """

    batch: int = 100  # payments in one request, the centre's limit
    interval_s: float = 1.0  # between two requests of the backlog
    first_probe_s: float = 60.0  # the first probe of the backlog falls anywhere in this span
    longest_s: float = 300.0  # no delay is ever longer: money never expires, and never sleeps either
    present_first_s: float = 1.0  # first retry for the customer who stands there
    present_longest_s: float = 10.0
    present_for_s: float = 120.0  # after that nobody stands there any more
    refused_first_s: float = 60.0  # the centre refuses this terminal itself
    lease_poll_s: float = 0.25  # how soon to look whether the till has recorded an answer

    def __post_init__(self) -> None:
        if not 1 <= self.batch <= 100:
            raise ValueError(f"batch must be 1 to 100 payments, not {self.batch}")
        first_tries = (self.first_probe_s, self.present_first_s, self.refused_first_s, self.lease_poll_s)
        if min(first_tries) <= 0 or self.interval_s < 0:
            raise ValueError("the first delays must be above 0 s, or the sender would never rest; interval_s may be 0")


def outage_delay(pacing: Pacing, attempt: int, draw: float) -> float:
    """Full jitter: anywhere in 0..60 s for the first probe (``attempt`` 1), the span doubling to 300 s."""
    return draw * _doubled(pacing.first_probe_s, attempt, pacing.longest_s)


def present_delay(pacing: Pacing, attempt: int, draw: float) -> float:
    """The present customer's next try: upper half of a span that doubles from 1 s to 10 s."""
    span = _doubled(pacing.present_first_s, attempt, pacing.present_longest_s)
    return span / 2 + draw * span / 2


def refused_delay(pacing: Pacing, attempt: int, draw: float) -> float:
    """A refused terminal asks rarely: upper half of a span that doubles from 60 s to 300 s."""
    span = _doubled(pacing.refused_first_s, attempt, pacing.longest_s)
    return span / 2 + draw * span / 2


def beat_delay(interval_s: float, failures: int, draw: float) -> float:
    """From one heartbeat to the next: the interval, a tenth more or less, or a fleet that once beat together would do so
    for ever. After ``failures`` without an answer: upper half of a span that doubles from 5 s to five intervals, which is
    150 s of the usual 30 and less than the 180 s after which a hall calls a terminal silent."""
    if not failures:
        return interval_s * (0.9 + draw / 5)
    span = _doubled(min(BEAT_RETRY_S, interval_s), failures, BEAT_LONGEST_INTERVALS * interval_s)
    return span / 2 + draw * span / 2


def power_up_delays(since_boot_s: float, draw: float) -> tuple[float, float]:
    """What a terminal waits by itself, before its first heartbeat and before its backlog's first jitter, if the whole
    machine has just been switched on: then the others of its hall were too, in the same second. First all are ready for
    customers, then the backlogs go. A process that was started again waits for nothing."""
    if not 0 <= since_boot_s < POWER_UP_S:
        return 0.0, 0.0
    return draw * POWER_UP_BEATS_S, POWER_UP_BEATS_S + draw * POWER_UP_BACKLOGS_S


def asked_delay(pacing: Pacing, retry_after_s: float, draw: float) -> float:
    """At least what the centre asked for, spread by a tenth; capped, because a wrong figure must not stop money."""
    return min(max(retry_after_s, 0.0) * (1 + draw / 10), pacing.longest_s)


def _doubled(first_s: float, attempt: int, longest_s: float) -> float:
    """``first_s`` × 2^(attempt-1), at most ``longest_s``; the exponent is capped, for attempts never end."""
    return float(min(first_s * 2 ** min(max(attempt, 1) - 1, 30), longest_s))
