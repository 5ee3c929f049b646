"""The closing of the card terminal's day: at the hour of the configuration, or when the terminal itself asks for it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from kiosk.events import CardDayDue, Event
from kiosk.flow import State

LOOK_EVERY_S: Final = 20.0
AFTER_REFUSAL: Final = timedelta(minutes=15)  # the terminal did not close it: not every few seconds again
MUST_CLOSE: Final = "CARD-MUST-CLOSE"


class CardDay:
    """Says ``CardDayDue`` to the till until the terminal has answered; the flow picks a moment when nobody is paying."""

    def __init__(
        self,
        end_of_day: str,
        state: Callable[[], State],
        post: Callable[[Event], None],
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._at = end_of_day  # HH:MM, or empty: only when the terminal asks
        self._state = state
        self._post = post
        self._now = now
        self._done_on = now().date() if end_of_day and f"{now():%H:%M}" >= end_of_day else None
        self._ended = 0
        self._not_before = now()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="card-day", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def look(self) -> None:
        """One look at the clock and at the terminal."""
        terminal, now = self._state().terminal, self._now()
        if terminal.card_days_ended != self._ended:
            self._ended = terminal.card_days_ended
            if terminal.card_day_refused:
                self._not_before = now + AFTER_REFUSAL
            else:
                self._done_on = now.date()
        due = bool(self._at) and f"{now:%H:%M}" >= self._at and self._done_on != now.date()
        if now >= self._not_before and (due or terminal.card.code == MUST_CLOSE):
            self._post(CardDayDue())

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            self.look()
