"""The heartbeat's body: how this terminal is, right now (docs/central-contract.md, Heartbeat; field.md X31)."""

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec

from app.error_count import ERRORS, ErrorCount
from app.open_hours import is_open
from app.queue_age import QueueAge
from kiosk.device_status import DeviceStatus
from kiosk.flow import State, Terminal
from kiosk.flow.paper_roll import left_mm, printer_told
from kiosk.flow.staff_states import Console, StaffLogin
from kiosk.flow.states import Home, OutOfService, Starting
from kiosk.flow.stops import REBUILT
from kiosk.health_facts import ServiceChanged
from kiosk.ports import Clock, StorageError
from kiosk.till import Till
from offline_queue.health_books import DeviceStory, HealthBooks, HealthFigures
from offline_queue.journal import JournalHead
from offline_queue.ledger import SqliteLedger

log = logging.getLogger("health")

_NOBODY: Final = (Home, Starting, OutOfService, StaffLogin, Console)
_CASH: Final = ("stacked", "held_in_visit", "queued", "posted", "in_doubt", "owed", "unassigned", "settled")
_ANSWER_S: Final = 5.0


class Serving(Protocol):
    """What is needed of ``ServiceWatch``."""

    def now(self) -> tuple[ServiceChanged, str]: ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """What does not change while a process runs."""

    config_hash: str  # SHA-256 of the effective configuration, hex
    box_capacity_notes: int


class HeartbeatReport:
    """For any thread. The first that asks, the heartbeat's, keeps its reader of the ledger; others open their own."""

    def __init__(
        self,
        till: Till,
        clock: Clock,
        serving: Serving,
        fixed: Fixed,
        *,
        head: Callable[[], JournalHead | None],
        open_books: Callable[[], HealthBooks | None],
        errors: ErrorCount = ERRORS,
    ) -> None:
        """``head`` and ``open_books`` give None while there is no sound ledger; both may be asked at any time."""
        self._till = till
        self._clock = clock
        self._serving = serving
        self._fixed = fixed
        self._head = head
        self._open_books = open_books
        self._errors = errors
        self._queue_age = QueueAge()
        self._books: HealthBooks | None = None
        self._keeper: int | None = None  # the thread that keeps it
        self._offset_s: float | None = None

    def __call__(self) -> bytes:
        return msgspec.json.encode(self.now())

    def now(self) -> dict[str, Any]:
        """The body as it is; without the ledger's figures where that can't be read."""
        self._keeper = self._keeper or threading.get_ident()
        return self.body(self._figures() if self._keeper == threading.get_ident() else self._read_once())

    def heard(self, server_time: str) -> None:
        """The time in an answer that the centre signed, just now. One that is none says nothing."""
        try:
            ahead = datetime.fromisoformat(server_time) - datetime.fromisoformat(self._clock.now())
        except (ValueError, TypeError):
            return
        self._offset_s = round(ahead.total_seconds(), 3)

    def body(self, figures: HealthFigures | None) -> dict[str, Any]:
        """``figures``: of the ledger; None where it can't be read, and then nothing is said of them."""
        state = self._till.state
        terminal = state.terminal
        service, since = self._serving.now()
        told: dict[str, Any] = {
            "sent_at": self._clock.now(),
            "highest_kiosk_seq": self._till.next_kiosk_seq - 1,
            "journal": self._journal(terminal),
            "queue": {"depth": len(terminal.unposted), "oldest_seconds": self._queue_age.tell(self._oldest_s())},
            "service_state": service.state,
            "devices": [_device(status, figures) for status in (terminal.acceptor, printer_told(terminal), terminal.card)],
            "service": self._service(service, since, terminal),
            "paper_left_mm": left_mm(terminal),
            "config_hash": self._fixed.config_hash,
            "visit_open": _visit_open(state),
            "errors_logged": self._errors.count,
        }
        if self._offset_s is not None:
            told["clock_offset_seconds"] = self._offset_s
        return told | (self._of_ledger(figures) if figures is not None else {})

    def _service(self, service: ServiceChanged, since: str, terminal: Terminal) -> dict[str, Any]:
        resting = service.mode == "serving" and not is_open(terminal.catalogue, self._clock.now())
        return {
            "mode": "closed" if resting else service.mode,
            "code": service.code,
            "since": since,
            "cash": service.cash,
            "card": service.card,
            "print": service.printing,
        }

    def _of_ledger(self, figures: HealthFigures) -> dict[str, Any]:
        money = {f"{name}_fen": getattr(figures.money, f"{name}_fen") for name in _CASH}
        box = msgspec.to_builtins(figures.box) | {"capacity": self._fixed.box_capacity_notes}
        return {"money": money, "cash_box": box, "next_event_seq": figures.next_event_seq}

    def _journal(self, terminal: Terminal) -> dict[str, object] | None:
        """None: there is no sound ledger, or the centre's older memory must first confirm that this one has its end."""
        head = self._head()
        if head is None or terminal.stopped(REBUILT):
            return None
        return {"count": head.count, "head": head.mac}

    def close(self) -> None:
        """In the thread that asks for the reports, after the last one."""
        if self._books is not None:
            self._books.close()
            self._books = None

    def _figures(self) -> HealthFigures | None:
        """A reader that failed is opened anew at the next beat."""
        try:
            self._books = self._books or self._open_books()
            return None if self._books is None else self._books.figures(self._clock.now())
        except StorageError as problem:
            log.warning("HEALTH-011 the heartbeat goes without the ledger's figures: %s", problem)
            self.close()
            return None

    def _read_once(self) -> HealthFigures | None:
        try:
            books = self._open_books()
            if books is None:
                return None
            with closing(books):
                return books.figures(self._clock.now())
        except StorageError as problem:
            log.warning("HEALTH-011 the ledger's figures can't be read: %s", problem)
            return None

    def _oldest_s(self) -> int:
        """Age of the oldest payment without an answer, in seconds; 0 when there is none."""
        if not self._till.state.terminal.unposted:
            return 0
        try:
            oldest = self._till.ask(SqliteLedger.oldest_unposted_at, SqliteLedger).result(timeout=_ANSWER_S)
        except (StorageError, TimeoutError):
            return 0  # the heartbeat goes out all the same: the centre must hear that this terminal is out
        if oldest is None:
            return 0
        age = datetime.fromisoformat(self._clock.now()) - datetime.fromisoformat(oldest)
        return max(int(age.total_seconds()), 0)


def _device(status: DeviceStatus, figures: HealthFigures | None) -> dict[str, Any]:
    story = figures.devices.get(status.device.value) if figures is not None else None
    return {
        "device": status.device.value,
        "state": status.state.value,
        "severity": int(status.severity),
        "supplies": status.supplies.value,
        "code": status.code,
        "raw": status.raw,
        "may_hold_money": status.may_hold_money,
        **(_told(story, status) if story is not None else {}),
    }


def _told(story: DeviceStory, status: DeviceStatus) -> dict[str, Any]:
    """Since when it is so is not known before the first change of this run: what was recorded is of the run before."""
    is_so = (story.state, story.code) == (status.state.value, status.code)
    return {"count_24h": story.count_24h} | ({"since": story.since} if is_so else {})


def _visit_open(state: State) -> bool:
    """Is a customer here, or the money of one who left still under way?"""
    return not isinstance(state.visit, _NOBODY)
