"""One note after the other on the real terminal, each followed from the wire to the glass."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from app import terminal as terminal_module
from app.terminal import KioskTerminal
from app.tour_visitor import Visitor
from bench.measure import BenchError
from bench.visits import Visits
from devices import ccnet_frames as frames
from devices.ccnet_tables import State
from devices.trace import Direction, TraceEntry
from kiosk.views import CashView

if TYPE_CHECKING:
    from bench.kiosk_child import HookedScreen

POLL: Final = frames.encode(frames.POLL)
terminals: list[KioskTerminal] = []


class SeenTerminal(KioskTerminal):
    """Lets the scenario read the acceptor's flight recorder."""

    def start(self) -> None:
        terminals.append(self)
        super().start()


vars(terminal_module)["KioskTerminal"] = SeenTerminal


class Report(NamedTuple):
    """A stacked report on the wire, in wall-clock seconds: the poll before it, the poll it answers, its last byte."""

    poll_before_s: float
    poll_s: float
    heard_s: float


class Notes:
    """``open`` goes to the open slot, ``finish`` home again. ``note`` waits for a note that somebody inserts and
    answers its times."""

    def __init__(self, screen: "HookedScreen", visitor: Visitor) -> None:
        self._screen = screen
        self._visitor = visitor
        self._visits = Visits(screen, visitor)
        self._inserted = 0
        self._shown_s = 0.0
        self._painted_s = 0.0
        screen.heard = self._shown
        screen.window.frameSwapped.connect(self._frame)

    def answer(self, line: str) -> dict[str, Any]:
        if line == "open":
            self._visits.to_the_slot()
            return {}
        if line == "finish":
            self._visits.leave()
            return {}
        begun = time.time()
        self._painted_s = self._shown_s = 0.0
        self._visitor.until(lambda: self._painted_s > 0, "a note in the box and on the glass")
        self._visitor.see(CashView, lambda page: page.accepting, "with the slot open again")
        report = next((report for report in reports(terminals[0].acceptor.trace.entries()) if report.heard_s > begun), None)
        if report is None:
            raise BenchError("a note was credited that no report on the wire told of")
        return {**report._asdict(), "committed_s": self._shown_s, "painted_s": self._painted_s}

    def _shown(self) -> None:
        """In the till's thread: a view has come, and what it shows is on the disk."""
        if not self._shown_s and self._credited(self._screen.watched.view) > self._inserted:
            self._shown_s = time.time()

    def _frame(self) -> None:
        """In the GUI's thread: the frame just painted shows the newest view that was delivered to it."""
        credited = self._credited(self._screen.view)
        if credited > self._inserted:
            self._inserted = credited
            self._painted_s = time.time()

    @staticmethod
    def _credited(view: Any) -> int:
        body = view.body if view is not None else None
        return int(body.inserted) if isinstance(body, CashView) else 0


def reports(entries: list[TraceEntry]) -> Iterator[Report]:
    """Every first stacked report of a note; its repeats, should there be any, are left out."""
    parser = frames.FrameParser()
    poll_before_s = poll_s = 0.0
    stacked = False
    for entry in entries:
        if entry.direction is Direction.TO_DEVICE:
            parser.restart()
            if entry.data == POLL:
                poll_before_s, poll_s = poll_s, entry.unix_s
        elif entry.direction is Direction.TO_HOST:
            for payload in parser.feed(entry.data):
                if payload[0] == State.BILL_STACKED and not stacked:
                    yield Report(poll_before_s, poll_s, entry.unix_s)
                stacked = payload[0] == State.BILL_STACKED or (stacked and payload == frames.ACK)
