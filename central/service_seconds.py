"""How long each terminal has been in each state while it should serve, counted while this process runs (Prometheus counters
begin anew with a process). The reports' availability is computed from events instead."""

import threading
from collections.abc import Iterable, Mapping
from typing import Final

from central.terminal_state import Standing
from central.times import Milliseconds

MODES: Final = ("full", "degraded", "out", "unknown")
_LONGEST: Final = 60_000  # between two looks; a longer gap was a pause of ours, and says nothing of the terminals


class ServiceSeconds:
    """``look`` is called by one worker, ``totals`` from any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._looked_at: Milliseconds | None = None
        self._milliseconds: dict[tuple[str, str], int] = {}

    def look(self, standings: Iterable[Standing], now: Milliseconds) -> None:
        """What holds now held since the look before."""
        with self._guard:
            passed = 0 if self._looked_at is None else min(max(now - self._looked_at, 0), _LONGEST)
            self._looked_at = now
            for standing in standings:
                if standing.expected:
                    key = (standing.kiosk_id, standing.state)
                    self._milliseconds[key] = self._milliseconds.get(key, 0) + passed

    def totals(self, kiosk_id: str) -> Mapping[str, float]:
        """Seconds by each of ``MODES``."""
        with self._guard:
            return {mode: self._milliseconds.get((kiosk_id, mode), 0) / 1000 for mode in MODES}
