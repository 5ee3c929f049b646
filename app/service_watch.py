"""What customers can do here, and since when; told at once when it changes (trust.md A11)."""

import logging
import threading
from collections.abc import Callable

from kiosk.flow.serving import service_of
from kiosk.flow.states import State
from kiosk.health_facts import ServiceChanged
from kiosk.ports import Clock, Screen
from kiosk.views import View

log = logging.getLogger("health")


class ServiceWatch:
    """``ports.Screen`` before the real one: ``show`` is called in the till's thread after every change, ``now`` in any."""

    def __init__(self, screen: Screen, state: Callable[[], State], clock: Clock, changed: Callable[[], None]) -> None:
        """``changed`` must not wait for anything."""
        self._screen = screen
        self._state = state
        self._clock = clock
        self._changed = changed
        self._lock = threading.Lock()
        self._known: tuple[ServiceChanged, str] | None = None

    def show(self, view: View) -> None:
        self._screen.show(view)
        try:
            self.now()
        except Exception:
            log.exception("HEALTH-010 what customers can do could not be told")  # it must not stop a till

    def now(self) -> tuple[ServiceChanged, str]:
        """As it is, and since when, RFC 3339."""
        service = service_of(self._state())
        with self._lock:
            before = self._known
            if before is not None and before[0] == service:
                return before
            self._known = known = (service, self._clock.now())
        if before is not None:
            self._changed()
        return known
