"""Wakes the calls that wait for a payment to change. A waiter costs one asyncio event, no thread."""

import asyncio
from collections import defaultdict


class Changes:
    """``notify`` may be called from any thread, after the change is committed; the rest belongs to the event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    def open(self) -> None:
        """Called once, on the loop that will wait."""
        self._loop = asyncio.get_running_loop()

    def notify(self, payment_id: str) -> None:
        self._on_loop(payment_id)

    def close(self) -> None:
        """The server stops: whoever waits is answered at once with what there is."""
        self.closed = True
        self._on_loop(None)

    @property
    def waiting(self) -> int:
        """How many payments are waited for."""
        return len(self._waiting)

    def register(self, payment_id: str) -> asyncio.Event:
        """Call this before reading the payment, or a change between reading and waiting is missed."""
        event = asyncio.Event()
        self._waiting[payment_id].add(event)
        return event

    def forget(self, payment_id: str, event: asyncio.Event) -> None:
        self._waiting[payment_id].discard(event)
        if not self._waiting[payment_id]:
            del self._waiting[payment_id]

    def _on_loop(self, payment_id: str | None) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, payment_id)

    def _wake(self, payment_id: str | None) -> None:
        chosen = list(self._waiting) if payment_id is None else [payment_id]
        for key in chosen:
            for event in self._waiting.get(key, ()):
                event.set()
