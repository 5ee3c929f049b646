"""What a driver test needs on the host's side: a till that collects events, and a driver with short delays."""

import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from devices.ccnet import CcnetAcceptor
from devices.ccnet_exchange import ExchangeTiming
from devices.ccnet_notes import NoteTiming
from devices.ccnet_tables import State
from devices.ccnet_timing import LONGEST_STAY_S, CcnetTiming
from devices.serial_link import LinkSettings
from kiosk.device_status import DeviceStatus
from kiosk.events import DeviceStatusChanged, Event, NoteReturned, NoteStacked, NotesWhereaboutsKnown
from kiosk.money import Fen

PATIENCE_S = 20.0
ALL_NOTES = frozenset(Fen(yuan * 100) for yuan in (1, 5, 10, 20, 50, 100))
QUICK = CcnetTiming(
    exchange=ExchangeTiming(poll_reply_s=0.05, data_reply_s=0.2, byte_gap_s=0.02, before_command_s=0.0),
    note=NoteTiming(hold_after_s=0.15, decide_within_s=0.4, repeat_unanswered_s=0.02, repeat_obeyed_s=0.1, fate_s=0.3),
    poll_s=0.005,
    idle_poll_s=0.005,
    reset_again_s=0.25,
    initialize_limit_s=0.2,
    recovery_polls=5,
    recovery_tries=3,
    pause_polls=10,
    longest_stay_s={**LONGEST_STAY_S, State.REJECTING: 0.1},
    disable_on_close_s=0.1,
)
SomeEvent = TypeVar("SomeEvent")


class Till:
    """Keeps every promise at once while ``keeps`` is set, as the real one does after its commit."""

    def __init__(self) -> None:
        self.keeps = True
        self.events: list[Event] = []
        self._fresh: queue.Queue[Event] = queue.Queue()

    def post(self, event: Event) -> None:
        self.events.append(event)
        if self.keeps and isinstance(event, NoteStacked | NoteReturned | NotesWhereaboutsKnown):
            event.promise.keep()
        self._fresh.put(event)

    def next(self, kind: type[SomeEvent]) -> SomeEvent:
        """The next event of this kind that was not looked at yet; others before it are stepped over."""
        deadline_s = time.monotonic() + PATIENCE_S
        try:
            while True:
                event = self._fresh.get(timeout=max(deadline_s - time.monotonic(), 0))
                if isinstance(event, kind):
                    return event
        except queue.Empty:
            raise AssertionError(f"no {kind.__name__}; there were {self.events}") from None

    def all(self, kind: type[SomeEvent]) -> list[SomeEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    def status(self, code: str) -> DeviceStatus:
        """Wait for the status with this code."""
        while True:
            changed = self.next(DeviceStatusChanged)
            if changed.status.code == code:
                return changed.status

    def usable(self) -> DeviceStatus:
        """Wait until the device can serve a customer."""
        while True:
            changed = self.next(DeviceStatusChanged)
            if changed.status.usable:
                return changed.status


@contextmanager
def running(port: Path, till: Till, timing: CcnetTiming = QUICK) -> Iterator[CcnetAcceptor]:
    settings = LinkSettings(str(port), first_retry_s=0.01, longest_retry_s=0.05)
    driver = CcnetAcceptor(settings, till.post, timing=timing)
    driver.start()
    try:
        yield driver
    finally:
        driver.close()


@contextmanager
def ready(port: Path, till: Till, timing: CcnetTiming = QUICK) -> Iterator[CcnetAcceptor]:
    """A driver that has started on a device at rest and is told to take all notes."""
    with running(port, till, timing) as driver:
        till.next(NotesWhereaboutsKnown)
        driver.accept(ALL_NOTES)
        yield driver
