"""The ESC/POS receipt printer: ``kiosk.ports.ReceiptPrinter`` over a serial link (specs/escpos.md; docs/adr/0004)."""

import logging
import math
import threading
import time
from collections import deque
from dataclasses import replace
from functools import partial
from pathlib import Path

from devices.escpos_dialogue import Dialogue, Timings
from devices.escpos_document import LONGEST_PIECE, PaperFormat, compile_document, cut_bytes
from devices.escpos_facts import device_status
from devices.escpos_job import FLOW_STUCK, UNPROVED, Marker, Sending, Verdict
from devices.escpos_library import byte_maker, private_directory
from devices.escpos_presenter import Presenter, PresenterOptions, Slip
from devices.escpos_upkeep import Leftover, Upkeep
from devices.printer_trace import PrinterTrace
from devices.serial_link import LinkDown, LinkProblem, LinkSettings, SerialLink, Trace
from devices.transport import Transport
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import DeviceStatusChanged, PrintJobEnded, SlipDrawnBack
from kiosk.paper import PrintJob, PrintOutcome
from kiosk.ports import Post

BITS_PER_BYTE = 10  # 8N1
GONE, BAD_DOCUMENT = "PRN-GONE", "PRN-DOCUMENT"
_STATE_OF_PROBLEM = {
    LinkProblem.PORT_MISSING: (DeviceState.NO_DEVICE, Severity.SUSPEND, GONE),
    LinkProblem.PORT_BUSY: (DeviceState.NO_DEVICE, Severity.SUSPEND, "PRN-PORT"),
    LinkProblem.PORT_FORBIDDEN: (DeviceState.NO_DEVICE, Severity.SUSPEND, "PRN-PORT"),
    LinkProblem.PORT_UNUSABLE: (DeviceState.NO_DEVICE, Severity.SUSPEND, "PRN-PORT"),
    LinkProblem.DRIVER_FAILED: (DeviceState.HW_ERROR, Severity.FATAL, "PRN-DRIVER"),
}
_log = logging.getLogger(__name__)


class EscposPrinter:
    """Starts nothing until ``start``. Posts ``DeviceStatusChanged`` at each change, one ``PrintJobEnded`` for each job, and
    ``SlipDrawnBack`` for a slip that was not taken."""

    def __init__(
        self,
        settings: LinkSettings,
        post: Post,
        paper: PaperFormat,
        cache: Path,
        timings: Timings | None = None,
        *,
        marker: Marker = Marker.AUTO,
        presenter: PresenterOptions | None = None,
        trace: Trace | None = None,
    ) -> None:
        """``cache``: a directory of this user alone, for python-escpos; PermissionError if it is not.
        ``presenter``: None where the cut slip hangs out."""
        self._post = post
        self._paper = paper
        self._cache = private_directory(cache)
        self._timings = timings if timings is not None else Timings()
        self._byte_s = 0.0 if "://" in settings.port else BITS_PER_BYTE / settings.baud
        # What an earlier process left in the printer nobody knows: clear it in any case.
        self._leftover = Leftover(LONGEST_PIECE, on_paper=False)
        self._presenter = None if presenter is None else Presenter(presenter)
        self._upkeep = Upkeep(marker, partial(cut_bytes, paper, self._cache), self._leftover, self._presenter)
        self._status: DeviceStatus | None = None
        self._lock = threading.Lock()  # guards the three below
        self._talking = False
        self._jobs: deque[PrintJob] = deque()
        self._refusal = "PRN-STARTING"  # the cause for jobs that come while nobody talks to the printer
        self._current: PrintJob | None = None
        self._sending: Sending | None = None
        self.link = SerialLink(settings, self, PrinterTrace() if trace is None else trace)

    def start(self, *, interrupted: bool = False) -> None:
        """``interrupted``: the ledger knows of a job of an earlier process without an end, so half of it may hang out of
        the printer: it is cut off."""
        self._leftover.on_paper = interrupted
        self.link.start()

    def close(self) -> None:
        self.link.close()

    # ---- the port, from any thread ---------------------------------------------------------------------------------

    def print(self, job: PrintJob) -> None:
        with self._lock:
            talking, refusal = self._talking, self._refusal
            if talking:
                self._jobs.append(job)
        if talking:
            self.link.wake()
        else:
            self._post(PrintJobEnded(job.job_id, PrintOutcome.NOT_PRINTED, refusal))

    # ---- the conversation, in the link's thread --------------------------------------------------------------------

    def link_down(self, down: LinkDown) -> None:
        state, severity, code = _STATE_OF_PROBLEM[down.problem]
        with self._lock:
            self._refusal = code
        self._tell(DeviceStatus(Device.PRINTER, state, severity, code=code, raw=down.sentence))

    def talk(self, wire: Transport) -> None:
        with self._lock:
            self._talking = True
        try:
            self._converse(Dialogue(wire, self._timings, self._byte_s))
        finally:
            self._hang_up()

    def _converse(self, dialogue: Dialogue) -> None:
        self._look(dialogue)
        byte_maker(self._paper.profile, self._cache)  # the slow import, once, after the first status and before any job
        next_look_s = time.monotonic()
        while True:
            if job := self._next_job():
                self._carry_out(dialogue, job)
            elif (left_s := next_look_s - time.monotonic()) > 0:
                dialogue.listen(left_s, until_woken=True)
                self._tell(self._status_of(dialogue))
            else:
                self._look(dialogue)
                self._upkeep.put_in_order(dialogue)
                next_look_s = time.monotonic() + self._timings.poll_s

    def _look(self, dialogue: Dialogue) -> DeviceStatus:
        dialogue.check()
        if self._presenter is not None:
            self._presenter.look(dialogue)
            if job_id := self._presenter.drawn_back():
                self._post(SlipDrawnBack(job_id))
        status = self._status_of(dialogue)
        self._tell(status)
        return status

    def _status_of(self, dialogue: Dialogue) -> DeviceStatus:
        status = device_status(dialogue.facts)
        return status if self._presenter is None else self._presenter.told(status)

    def _tell(self, status: DeviceStatus) -> None:
        new = replace(status, raw="")  # the same fact in other words (ASB, DLE EOT) is no news
        if new != self._status:
            self._status = new
            self._post(DeviceStatusChanged(status))

    def _next_job(self) -> PrintJob | None:
        if self._presenter is not None and self._presenter.slip is Slip.WAITING:
            return None  # one slip after the other: the next waits until this one is taken or drawn back
        with self._lock:
            self._current = self._jobs.popleft() if self._jobs else None
        return self._current

    def _hang_up(self) -> None:
        """The conversation ends, whatever the reason: every job that is still here ends too."""
        with self._lock:
            self._talking, self._refusal = False, GONE
            waiting = list(self._jobs)
            self._jobs.clear()
        begun = self._sending is not None and self._sending.begun
        self._end(Verdict(PrintOutcome.UNKNOWN if begun else PrintOutcome.NOT_PRINTED, GONE))
        for job in waiting:
            self._post(PrintJobEnded(job.job_id, PrintOutcome.NOT_PRINTED, GONE))

    # ---- one job ---------------------------------------------------------------------------------------------------

    def _carry_out(self, dialogue: Dialogue, job: PrintJob) -> None:
        status = self._look(dialogue)
        if not status.usable:
            self._end(Verdict(PrintOutcome.NOT_PRINTED, status.code))
            return
        if not self._upkeep.put_in_order(dialogue):
            status = self._status_of(dialogue)
            unready = FLOW_STUCK if self._presenter is None or dialogue.stopped else Slip.STUCK.value
            self._end(Verdict(PrintOutcome.NOT_PRINTED, unready if status.usable else status.code))
            return
        try:
            document = compile_document(job.document, self._paper, self._cache)
        except ValueError as error:
            _log.error("receipt %s can't be printed: %s", job.job_id, error)
            self._end(Verdict(PrintOutcome.NOT_PRINTED, BAD_DOCUMENT))
            return
        upkeep = self._upkeep
        self._sending = Sending(dialogue, document, upkeep.means, upkeep.new_process_id(), watch=upkeep.watches)
        verdict = self._sending.run()
        if self._presenter is not None and (verdict.outcome is PrintOutcome.PRINTED or verdict.cause == UNPROVED):
            self._presenter.show(dialogue, job.job_id)
        self._end(verdict)
        upkeep.put_in_order(dialogue)  # before anybody closes the cover on what is left in the printer
        self._tell(self._status_of(dialogue))

    def _end(self, verdict: Verdict) -> None:
        """Post the end of the current job, once, and remember what it may have left behind."""
        job, sending = self._current, self._sending
        self._current = self._sending = None
        if job is None:
            return
        if sending is not None and sending.begun:
            self._upkeep.job_ended(sending, verdict)
        paper_mm = self._fed_mm(sending)
        _log.info("print job %s: %s %s, %s mm", job.job_id, verdict.outcome.value, verdict.cause, paper_mm)
        self._post(PrintJobEnded(job.job_id, verdict.outcome, verdict.cause, paper_mm))

    def _fed_mm(self, sending: Sending | None) -> int:
        """Since the last job's end: this job's paper, and what was cut off before it."""
        before, self._upkeep.fed_mm = self._upkeep.fed_mm, 0.0
        return math.ceil(before + (0.0 if sending is None else sending.fed_mm))
