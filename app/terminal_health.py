"""All that a terminal tells of itself: sign of life, the heartbeat's body, inventory, events, the figures of the day."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from app.alive import Alive
from app.daily_report import DailyReports, figures_of
from app.event_lane import EventLane
from app.heartbeat_report import Fixed, HeartbeatReport
from app.inventory import InventoryReports, inventory
from app.service_watch import ServiceWatch
from app.settings import Settings
from kiosk.answers import HeartbeatReply
from kiosk.central_client import CentralClient
from kiosk.facts import RunStarted
from kiosk.ports import Clock, Screen
from kiosk.recollection import Recollection
from kiosk.till import Till
from offline_queue.health_books import HealthBooks
from offline_queue.health_lane import HealthLane
from offline_queue.journal import JournalHead


class TerminalHealth:
    """``screen`` goes before the real one; ``report`` is the heartbeat's, ``after_beat`` is called in its thread."""

    def __init__(
        self,
        settings: Settings,
        till: Till,
        screen: Screen,
        client: CentralClient,
        clock: Clock,
        *,
        head: Callable[[], JournalHead | None],
        changed: Callable[[], None],
        start_s: float,
    ) -> None:
        """``head``: the journal's, None while there is no sound ledger. ``changed``: what customers can do is another thing
        now. ``start_s``: what a machine waits that was switched on together with others."""
        kiosk_id, storage = settings.policy.kiosk_id, settings.storage
        self._settings = settings
        self._till = till
        self._clock = clock
        self._head = head
        self._changed = changed
        self._beaten = threading.Condition()
        self._beats = 0  # that were answered
        self._run: RunStarted | None = None
        self._alive = Alive(storage, lambda: till.state.terminal.storage_failed)
        self.screen = ServiceWatch(screen, lambda: till.state, clock, changed)
        fixed = Fixed(settings.config_hash, settings.acceptor.box_capacity_notes)
        self.report = HeartbeatReport(till, clock, self.screen, fixed, head=head, open_books=self._open_books)
        self._inventory = InventoryReports(client, kiosk_id, clock, self.inventory)
        self._days = DailyReports(client, kiosk_id, storage, clock, lambda: till.state.terminal.catalogue)
        self._lane = EventLane(client, kiosk_id, till.post, partial(HealthLane.open, storage), clock, start_s=start_s)

    def tell_run(self, memory: Recollection) -> RunStarted:
        """In the till's thread, once the ledger is open."""
        self._run = self._alive.tell_run(memory)
        return self._run

    def start(self) -> None:
        """Once the till has opened its ledger, or failed to."""
        self._alive.start()
        if self._head() is not None:
            self._lane.start()

    def stop(self) -> None:
        self._lane.stop()
        self._alive.stop()

    def after_beat(self, news: HeartbeatReply) -> None:
        """A beat was answered: the line is up, and the centre's clock shows ``server_time``."""
        self.report.heard(news.server_time)
        with self._beaten:
            self._beats += 1
            self._beaten.notify_all()
        self._lane.line_is_up()
        self._inventory.send()
        if self._head() is not None:
            self._days.send()

    def upload(self, limit_s: float) -> bool:
        """A heartbeat now; False if the centre has not answered one within ``limit_s``."""
        with self._beaten:
            before = self._beats
            self._changed()
            return self._beaten.wait_for(lambda: self._beats > before, limit_s)

    def today(self) -> dict[str, int]:
        """The day's figures so far. Raises ``StorageError``."""
        now = datetime.fromisoformat(self._clock.now())
        return figures_of(self._settings.storage, self._till.state.terminal.catalogue, now.date(), now)

    def inventory(self) -> dict[str, Any] | None:
        """None before it is known how the process before ended."""
        return None if self._run is None else inventory(self._settings, self._run, self._till.state.terminal)

    def _open_books(self) -> HealthBooks | None:
        return None if self._head() is None else HealthBooks.open(self._settings.storage)
