"""A sliding minute of requests per terminal and per number, against harvesting of numbers (field.md X27)."""

import threading
from collections import OrderedDict, deque

from central.problems import ProblemError
from central.times import Milliseconds, Now

_WINDOW: Milliseconds = 60_000
_REMEMBERED_KEYS = 10_000


class Throttle:
    """In memory: a restart forgives, which harms nobody."""

    def __init__(self, now: Now, limits: dict[str, int]) -> None:
        self._now = now
        self._limits = limits
        self._seen: OrderedDict[tuple[str, str], deque[Milliseconds]] = OrderedDict()
        self._guard = threading.Lock()

    def admit(self, **keys: str) -> None:
        """Count one request under every given key, e.g. ``kiosk="K0001"``. Raises ``rate-limited`` with Retry-After."""
        now = self._now()
        with self._guard:
            queues = {name: self._queue((name, value), now) for name, value in keys.items()}
            waits = [queue[0] + _WINDOW - now for name, queue in queues.items() if len(queue) >= self._limits[name]]
            if waits:
                raise ProblemError(
                    "rate-limited",
                    "too many from this terminal or of this number; wait and ask again",
                    retry_after=max(1, -(-max(waits) // 1000)),
                )
            for queue in queues.values():
                queue.append(now)

    def _queue(self, key: tuple[str, str], now: Milliseconds) -> deque[Milliseconds]:
        queue = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while queue and queue[0] <= now - _WINDOW:
            queue.popleft()
        while len(self._seen) > _REMEMBERED_KEYS:
            self._seen.popitem(last=False)
        return queue
