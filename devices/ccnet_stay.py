"""Does the device stay too long in a state that should pass? A validator that hangs says so by nothing else."""

import math
from collections.abc import Callable, Mapping

from devices.ccnet_tables import State


class Stay:
    """Belongs to the link's thread. ``longest_s``: seconds by state; a state that is not in it may last for ever."""

    def __init__(self, longest_s: Mapping[int, float], monotonic_s: Callable[[], float]) -> None:
        self._longest_s = longest_s
        self._now_s = monotonic_s
        self._since_s: dict[int, float] = {}  # the state shown, and DEVICE BUSY if that interrupts it

    def forget(self) -> None:
        """The device was out of sight: how long it has been in the state that it shows next, nobody knows."""
        self._since_s.clear()

    def overstayed(self, code: int) -> int | None:
        """The state that has lasted too long, now that the device shows ``code``; None if all is as it should be.

        DEVICE BUSY tells nothing of a note, so the state that it interrupts goes on meanwhile.
        """
        now_s = self._now_s()
        if code == State.DEVICE_BUSY:
            self._since_s.setdefault(code, now_s)
        else:
            self._since_s = {code: self._since_s.get(code, now_s)}
        late = (state for state, since_s in self._since_s.items() if now_s - since_s > self._longest_s.get(state, math.inf))
        return next(late, None)
