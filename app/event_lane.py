"""The event lane's thread: what halls are to hear of this terminal leaves here, beside payments and never before them.

It reads the ledger by a connection of its own. What goes wrong in it stops nobody's payment: it begins again after a while.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from app.event_dispatch import PACING, Caller, EventDispatch, Lane
from kiosk.ports import Clock, Post, StorageError
from offline_queue.backoff import Pacing

log = logging.getLogger("health")

LOOK_EVERY_S: Final = 0.5  # for new events: an urgent one is on its way within that
REOPEN_S: Final = 60.0


class OpenLane(Lane, Protocol):
    """One that is closed by who opened it."""

    def close(self) -> None: ...


class EventLane:
    """``start`` once the ledger is open, ``stop`` once. ``line_is_up`` from any thread."""

    def __init__(
        self,
        client: Caller,
        kiosk_id: str,
        post: Post,
        open_lane: Callable[[], OpenLane],
        clock: Clock,
        *,
        pacing: Pacing = PACING,
        start_s: float = 0.0,
        reopen_s: float = REOPEN_S,
    ) -> None:
        """``open_lane`` is called in the thread; ``start_s``: what a machine waits that was switched on with others."""
        self._client = client
        self._kiosk_id = kiosk_id
        self._post = post
        self._open_lane = open_lane
        self._clock = clock
        self._pacing = pacing
        self._start_s = start_s
        self._reopen_s = reopen_s
        self._woken = threading.Event()
        self._up = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="event-lane", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def line_is_up(self) -> None:
        """The centre has just answered something."""
        self._up.set()
        self._woken.set()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """A request under way is finished first, within its own limit. False if the thread has not ended yet."""
        self._stopping.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                lane = self._open_lane()
                try:
                    self._send_for_ever(lane)
                finally:
                    lane.close()
            except (OSError, StorageError) as problem:
                log.warning("HEALTH-005 the events can't be read: %s; tried again in %.0f s", problem, self._reopen_s)
            except Exception:
                log.exception("HEALTH-006 the event lane stopped; it begins again in %.0f s", self._reopen_s)
            self._stopping.wait(self._reopen_s)

    def _send_for_ever(self, lane: OpenLane) -> None:
        dispatch = EventDispatch(
            self._client,
            self._kiosk_id,
            lane,
            self._post,
            now=self._clock.now,
            monotonic=time.monotonic,
            draw=random.random,
            pacing=self._pacing,
            start_s=self._start_s,
        )
        self._start_s = 0.0
        while not self._stopping.is_set():
            self._woken.clear()
            if self._up.is_set():
                self._up.clear()
                dispatch.line_is_up()
            self._woken.wait(min(dispatch.step(), LOOK_EVERY_S))
