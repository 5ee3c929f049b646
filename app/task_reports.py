"""Times of tasks on their way to the centre: noted beside the screen, sent after a heartbeat that was answered (F25).

Figures for a report, not money: a restart forgets those that were not sent yet.
"""

import logging
import uuid
from collections import deque
from collections.abc import Callable
from typing import Protocol
from urllib.parse import quote

import msgspec

from kiosk.answers import Reply
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.flow.states import State
from kiosk.flow.task_times import TaskClock, TaskTime
from kiosk.ports import Clock, Screen
from kiosk.views import View

log = logging.getLogger("centre")

MOST_KEPT = 1000  # of a long outage; the oldest give way
MOST_AT_ONCE = 100  # docs/central-contract.md, Help, rating, times


class Caller(Protocol):
    """What is needed of ``CentralClient``."""

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply: ...


class TaskReports:
    """``ports.Screen`` before the real one. ``show`` is called in the till's thread, ``send`` in the heartbeat's."""

    def __init__(self, screen: Screen, state: Callable[[], State], client: Caller, kiosk_id: str, clock: Clock) -> None:
        self._screen = screen
        self._state = state
        self._client = client
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/task-times"
        self._clock = clock
        self._tasks = TaskClock()
        self._waiting: deque[TaskTime] = deque(maxlen=MOST_KEPT)

    def show(self, view: View) -> None:
        self._screen.show(view)
        try:
            told = self._tasks.seen(self._state(), uuid.uuid4().hex, self._clock.now(), self._clock.monotonic_s())
        except Exception:
            log.exception("CENTRE-BUG while noting the time of a task")  # a figure must not stop a till
            return
        if told is not None:
            self._waiting.append(told)

    def send(self) -> None:
        """What waits, as far as one call carries; what was not taken waits for the next heartbeat."""
        batch = list(self._waiting)[:MOST_AT_ONCE]
        if not batch:
            return
        body = msgspec.json.encode({"items": batch})
        try:
            reply = self._client.call("POST", self._path, body)
        except (CentreUnreachableError, TerminalRefusedError):
            return
        if reply.status >= 500 or reply.status == 429:
            return
        if reply.status != 200:
            log.warning("CENTRE-TIMES %s times of tasks were refused with HTTP %s", len(batch), reply.status)
        for told in batch:  # refused ones would be refused again
            if self._waiting and self._waiting[0] is told:
                self._waiting.popleft()
