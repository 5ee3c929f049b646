"""A printer driver under test, and all that it posts; whatever is at the far end of its port."""

import queue
import time
from collections.abc import Callable
from pathlib import Path

from devices.escpos import EscposPrinter
from devices.escpos_dialogue import Timings
from devices.escpos_document import PAPER_80_MM, PaperFormat
from devices.escpos_job import Marker
from devices.escpos_presenter import PresenterOptions
from devices.wire import LinkSettings
from kiosk.device_status import DeviceStatus
from kiosk.events import DeviceStatusChanged, Event, PrintJobEnded, SlipDrawnBack
from kiosk.paper import Document, Pair, PrintJob, PrintOutcome

PATIENCE_S = 20.0
BILL = Document(tuple(Pair(f"通话费 {n:02}", f"¥{n}.00") for n in range(30)))


class Desk:
    """Set the attributes up to ``paper`` before ``start_driver``. ``close`` checks: no job ended twice."""

    def __init__(self, path: Path, cache: Path) -> None:
        self.path, self.cache = path, cache
        self.timings = Timings()
        self.marker = Marker.AUTO
        self.presenter: PresenterOptions | None = None
        self.baud = 115200
        self.paper: PaperFormat = PAPER_80_MM
        self.events: queue.Queue[Event] = queue.Queue()
        self.at_post: Callable[[Event], None] = lambda _event: None  # in the driver's thread, at that moment
        self.statuses: list[DeviceStatus] = []
        self.ends: list[PrintJobEnded] = []
        self.drawn_back: list[str] = []  # jobs
        self.printer: EscposPrinter | None = None

    def start_driver(self, *, interrupted: bool = False) -> EscposPrinter:
        self.printer = EscposPrinter(
            LinkSettings(str(self.path), self.baud),
            self._post,
            self.paper,
            self.cache,
            self.timings,
            marker=self.marker,
            presenter=self.presenter,
        )
        self.printer.start(interrupted=interrupted)
        return self.printer

    def print(self, job_id: str = "j1", document: Document = BILL) -> None:
        assert self.printer is not None
        self.printer.print(PrintJob(job_id, document))

    def result(self, job_id: str = "j1") -> tuple[PrintOutcome, str]:
        """Waits for the end of a job."""
        self.wait(lambda: any(end.job_id == job_id for end in self.ends))
        (end,) = [end for end in self.ends if end.job_id == job_id]
        return end.outcome, end.cause

    def status(self, code: str) -> DeviceStatus:
        """Waits until the newest status has this code."""
        self.wait(lambda: bool(self.statuses) and self.statuses[-1].code == code)
        return self.statuses[-1]

    def wait(self, condition: Callable[[], bool]) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline_s, f"waited too long; {self.statuses[-3:]} {self.ends}"
            try:
                self._note(self.events.get(timeout=0.02))
            except queue.Empty:
                continue

    def close(self) -> None:
        if self.printer is not None:
            self.printer.close()
        while not self.events.empty():
            self._note(self.events.get())
        assert len({end.job_id for end in self.ends}) == len(self.ends), "a job ended twice"

    def _post(self, event: Event) -> None:
        self.at_post(event)
        self.events.put(event)

    def _note(self, event: Event) -> None:
        if isinstance(event, DeviceStatusChanged):
            self.statuses.append(event.status)
        elif isinstance(event, SlipDrawnBack):
            self.drawn_back.append(event.job_id)
        else:
            assert isinstance(event, PrintJobEnded)
            self.ends.append(event)
