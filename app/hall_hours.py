"""The hall's hours at the terminal (features.md F60; field.md X14): tells the till when they begin and end, and a quarter
of an hour before they begin that it is time to look whether all is ready."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from app.open_hours import is_open, open_spans
from kiosk.catalogue import Catalogue
from kiosk.events import HallOpen, SelfCheckDue
from kiosk.flow.states import State
from kiosk.ports import Clock, Post

LOOK_EVERY_S: Final = 5.0
CHECK_BEFORE_S: Final = 15 * 60.0
LONGEST_CLOSURE_DAYS: Final = 400  # as many closed days as a hall may have


def next_opening(catalogue: Catalogue | None, now: datetime) -> datetime | None:
    """When the hall opens next, as far as its hours tell; ``now`` in its time. None: not within a year."""
    for days in range(LONGEST_CLOSURE_DAYS + 1):
        for begin, _ in open_spans(catalogue, now.date() + timedelta(days=days), now.tzinfo):
            if begin > now.timestamp():
                return datetime.fromtimestamp(begin, now.tzinfo)
    return None


def hall_now(catalogue: Catalogue | None, now: str) -> HallOpen:
    """``now``: RFC 3339, with the hall's offset."""
    if is_open(catalogue, now):
        return HallOpen(is_open=True)
    opens = next_opening(catalogue, datetime.fromisoformat(now))
    return HallOpen(is_open=False, opens_at=opens.isoformat() if opens is not None else "")


class HallHours:
    """``start`` and ``stop`` once each; ``look`` is one look at the clock."""

    def __init__(self, state: Callable[[], State], post: Post, clock: Clock) -> None:
        self._state = state
        self._post = post
        self._clock = clock
        self._told = HallOpen(is_open=True)  # as a till begins
        self._checked = ""  # the opening before which it was checked
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hall-hours", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def look(self) -> None:
        catalogue, now = self._state().terminal.catalogue, self._clock.now()
        hall = hall_now(catalogue, now)
        if hall != self._told:
            self._told = hall
            self._post(hall)
        if hall.opens_at and hall.opens_at != self._checked and _is_soon(hall.opens_at, now):
            self._checked = hall.opens_at
            self._post(SelfCheckDue(hall.opens_at))

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            self.look()


def _is_soon(opens_at: str, now: str) -> bool:
    left = datetime.fromisoformat(opens_at) - datetime.fromisoformat(now)
    return 0 <= left.total_seconds() <= CHECK_BEFORE_S
