"""A day that runs thirty times as fast: alarms that take minutes are shown in seconds. Time-outs stay as they are."""

import time
from datetime import UTC, datetime, timedelta, timezone

RATE = 30.0
HALL = timezone(timedelta(hours=8))


class FastClock:
    """``kiosk.ports.Clock`` for terminals and ``now`` for the centre. ``skew_s``: how wrong this one's wall clock is."""

    def __init__(self, begins: datetime, started_s: float, skew_s: float = 0.0) -> None:
        self._begins = begins
        self._started_s = started_s
        self.skew_s = skew_s

    def another(self) -> "FastClock":
        """The same day on another wall."""
        return FastClock(self._begins, self._started_s)

    def moment(self) -> datetime:
        elapsed = (time.monotonic() - self._started_s) * RATE + self.skew_s
        return self._begins + timedelta(seconds=elapsed)

    def now(self) -> str:
        return self.moment().astimezone(HALL).isoformat(timespec="milliseconds")

    def milliseconds(self) -> int:
        return int(self.moment().timestamp() * 1000)

    def monotonic_s(self) -> float:
        return time.monotonic()


def day_at(hour: int, minute: int) -> FastClock:
    """A Monday in this hall's time, from now on."""
    begins = datetime(2026, 11, 23, hour, minute, tzinfo=HALL).astimezone(UTC)
    return FastClock(begins, time.monotonic())
