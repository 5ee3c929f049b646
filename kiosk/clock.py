"""The terminal's clock. Order and time-outs go by the monotonic side, only papers and records by the wall."""

import time
from datetime import datetime, timedelta

from kiosk.ports import Clock

_A_DAY = timedelta(days=1)
_YEARS = range(2020, 2200)  # a time outside is a mistake of the centre's and would only make ours worse


def trusted(ours: str, theirs: str) -> str:
    """``ours``, unless the centre's ``theirs`` is more than a day away: then this terminal's clock is wrong (X15). Both
    RFC 3339; a moment that there is not proves nothing."""
    try:
        apart = abs(datetime.fromisoformat(ours) - datetime.fromisoformat(theirs))
    except (ValueError, TypeError):
        return ours
    return theirs if apart > _A_DAY else ours


class SystemClock:
    """Implements ``ports.Clock``."""

    def now(self) -> str:
        """Wall time with offset, RFC 3339, milliseconds."""
        return datetime.now().astimezone().isoformat(timespec="milliseconds")

    def monotonic_s(self) -> float:
        return time.monotonic()


class CentreTime:
    """The time by the centre's clock, as far as we know it: our own, plus the offset of the last time it named (X15).

    For what the centre checks against its own clock; papers and records keep the terminal's. For any thread.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset = timedelta(0)

    @property
    def offset_s(self) -> float:
        """Seconds that the centre's clock is ahead of ours; negative when it is behind."""
        return self._offset.total_seconds()

    def there(self) -> datetime:
        return datetime.fromisoformat(self._clock.now()) + self._offset

    def learn(self, named: str) -> bool:
        """Take the offset of the time that the centre has just ``named`` (RFC 3339); False if that is no usable time."""
        try:
            theirs = datetime.fromisoformat(named)
        except ValueError:
            return False
        if theirs.tzinfo is None or theirs.year not in _YEARS:
            return False
        self._offset = theirs - datetime.fromisoformat(self._clock.now())
        return True
