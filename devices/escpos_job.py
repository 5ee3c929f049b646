"""One document on its way to the paper: sent in small chunks, watched, and judged by the printer's evidence alone
(specs/escpos.md 5, 6, 11)."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from devices import escpos_commands as commands
from devices.escpos_dialogue import CHUNK, Dialogue
from devices.escpos_document import CompiledDocument
from devices.escpos_facts import SILENT, device_status
from kiosk.failpoints import Failpoint, reach
from kiosk.paper import PrintOutcome

WRITE_S = 0.1  # so long one attempt waits for the port, before the printer is listened to again
PAPER_END_BITS = 0x0C  # of an answer to GS r 1
FLOW_STUCK, NO_MARKER = "PRN-FLOW", "PRN-NO-MARKER"
UNPROVED = "PRN-UNPROVED"  # all was sent, nothing went wrong as far as could be seen, and this printer can prove no more


class Marker(StrEnum):
    """What proves that a job is done: the printer's dialect."""

    AUTO = "auto"  # ask the printer once, from the strongest proof to the weakest
    PROCESS_ID = "process_id"  # GS ( H: comes when all is really printed
    STATUS = "status"  # GS r 1: comes when the interpreter got so far; weaker, so the printer is asked once more
    REALTIME = "realtime"  # DLE EOT only: tells of faults, proves no job (specs/escpos.md 6); a good job ends as unknown


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: PrintOutcome
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """``left``: how many bytes of a command that began are still to be sent after it; 0 at a boundary."""

    data: bytes
    left: int


def chunks(pieces: tuple[bytes, ...]) -> Iterator[Chunk]:
    """At most 64 bytes each; short pieces together, long ones cut."""
    waiting = b""
    for piece in pieces:
        if waiting and len(waiting) + len(piece) > CHUNK:
            yield Chunk(waiting, 0)
            waiting = b""
        if len(piece) <= CHUNK:
            waiting += piece
            continue
        for start in range(0, len(piece), CHUNK):
            part = piece[start : start + CHUNK]
            yield Chunk(part, len(piece) - start - len(part))
    if waiting:
        yield Chunk(waiting, 0)


class Sending:
    """A job under way. ``begun``: a byte of it may be in the printer. ``missing``: bytes of a command that was begun and
    that the printer still waits for, should the job end now."""

    def __init__(
        self,
        dialogue: Dialogue,
        document: CompiledDocument,
        means: Marker,
        process_id: bytes | None = None,
        *,
        watch: bool = True,
    ) -> None:
        """``means``: any but AUTO. ``process_id``: never used before; where that is the means. ``watch``: by ASB too."""
        if (means is Marker.PROCESS_ID) != (process_id is not None) or means is Marker.AUTO:
            raise ValueError(f"a job is proved by {means.value} with a process id of {process_id!r}")
        self.begun = False
        self.missing = 0
        self._sent = 0  # bytes that the port took
        self._document = document
        self._dialogue = dialogue
        self._means = means
        self._process_id = process_id
        self._pieces = (commands.WATCH, *document.pieces) if watch else document.pieces
        self._question = b"" if means is Marker.REALTIME else commands.ASK_PAPER
        if process_id is not None:
            self._question = commands.process_id(process_id)
        self._next_check_s = 0.0
        self._moving_s = document.paper_mm / dialogue.timings.speed_mm_s

    @property
    def fed_mm(self) -> float:
        """How much paper it took: all of it, or at most what was sent for it."""
        return self._document.fed_mm(self._sent - sum(map(len, self._pieces[: -len(self._document.pieces)])))

    def run(self) -> Verdict:
        """Send it, and wait for the evidence.

        The limit is T of specs/escpos.md 6, with the time that sending really took, flow control included.
        """
        self._dialogue.forget()
        self._next_check_s = time.monotonic() + self._dialogue.timings.watch_s
        if not self._sent_all():
            return self._explained(FLOW_STUCK, sent=False)
        reach(Failpoint.PRINTER_SENT)
        printed_s = time.monotonic() + self._moving_s
        if self._means is Marker.REALTIME:
            self._watch_until(printed_s)
            return self._explained(UNPROVED, sent=True)
        if self._marked(printed_s + self._dialogue.timings.margin_s):
            reach(Failpoint.PRINTER_PROVED)
            return self._proved(printed_s)
        return self._explained(NO_MARKER, sent=True)

    def _sent_all(self) -> bool:
        """The question goes alone and last, when the line has carried the rest: what comes before it answers another."""
        free_s = time.monotonic()  # when the line has carried all we gave it
        for chunk in (*chunks(self._pieces), Chunk(self._question, 0)):
            if not self._goes_well():
                return False
            self._dialogue.listen_until(free_s)
            if not self._taken(chunk):
                return False
            free_s = max(free_s, time.monotonic()) + len(chunk.data) * self._dialogue.byte_s
        return True

    def _taken(self, chunk: Chunk) -> bool:
        """Give the chunk to the port as soon as the printer lets us; False after ``stall_s`` without progress."""
        rest = chunk.data
        stalled_s = time.monotonic() + self._dialogue.timings.stall_s
        while rest:
            self._dialogue.forget_answers()  # nothing was asked yet, as the question is the last that is written
            if not self._watched_well() or time.monotonic() >= stalled_s:
                return False
            if self._dialogue.stopped:
                self._dialogue.listen(min(stalled_s, self._next_check_s) - time.monotonic())
                continue
            reach(Failpoint.PRINTER_BETWEEN_BYTES if self.begun else Failpoint.PRINTER_BEFORE_BYTES)
            begun, self.begun = self.begun, True  # if the port breaks now, nobody knows how much went out
            count = self._dialogue.wire.write_some(rest, WRITE_S)
            self.begun = begun or count > 0
            if count:
                self._sent += count
                rest = rest[count:]
                self.missing = chunk.left + len(rest)
                stalled_s = time.monotonic() + self._dialogue.timings.stall_s
        return True

    def _goes_well(self) -> bool:
        """False only between two commands: one that has begun is finished, or the printer would wait for its rest."""
        return self.missing > 0 or not (self._dialogue.fault or self._dialogue.lapsed)

    def _watched_well(self) -> bool:
        """The same, and from time to time the printer is asked: not every one reports its faults by itself, and one that
        was switched off and on again in the middle would print the rest, and prove it."""
        if self.missing == 0 and time.monotonic() >= self._next_check_s:
            self._dialogue.check(self._dialogue.timings.patience_s)
            self._next_check_s = time.monotonic() + self._dialogue.timings.watch_s
        return self._goes_well()

    def _watch_until(self, moment_s: float) -> None:
        """Until then (monotonic seconds), or until something is wrong. All was sent."""
        while self._watched_well() and (left_s := moment_s - time.monotonic()) > 0:
            self._dialogue.listen(min(left_s, self._next_check_s - time.monotonic()))

    def _marked(self, deadline_s: float) -> bool:
        """Wait for the marker; between times ask for the status, as not every printer reports faults by itself.

        One that answers, online and without a fault, may just be slow: it is waited for longer.
        """
        dialogue = self._dialogue
        longest_s = deadline_s + (dialogue.timings.slowest - 1) * self._moving_s
        next_check_s = time.monotonic() + dialogue.timings.poll_s
        while not dialogue.fault and not self._marker_seen() and time.monotonic() < deadline_s:
            dialogue.listen(min(next_check_s, deadline_s) - time.monotonic())
            if time.monotonic() >= next_check_s and not self._marker_seen():
                if dialogue.check(dialogue.timings.patience_s).online:
                    deadline_s = max(deadline_s, min(longest_s, time.monotonic() + 2 * dialogue.timings.poll_s))
                next_check_s = time.monotonic() + dialogue.timings.poll_s
        return self._marker_seen()

    def _marker_seen(self) -> bool:
        if self._process_id is None:
            return bool(self._dialogue.transmitted)
        return self._process_id in self._dialogue.proofs

    def _proved(self, printed_s: float) -> Verdict:
        """The marker is there. A process id says *printed*; an answer to GS r only *read*: wait, then ask once more."""
        if self._process_id is not None:
            return Verdict(PrintOutcome.PRINTED)
        if self._dialogue.transmitted[-1] & PAPER_END_BITS:
            return Verdict(PrintOutcome.PARTIAL, "PRN-OUT")
        self._watch_until(printed_s)
        verdict = self._explained("", sent=True)
        return verdict if verdict.cause else Verdict(PrintOutcome.PRINTED)

    def _explained(self, unexplained: str, *, sent: bool) -> Verdict:
        """It did not end well: ask for the cause. Known cause: partial. No answer, or none that explains it: unknown."""
        status = device_status(self._dialogue.check(self._dialogue.timings.patience_s))
        lapse = SILENT.code if self._dialogue.lapsed else ""
        if not self.begun:
            return Verdict(PrintOutcome.NOT_PRINTED, self._dialogue.fault or status.code or lapse or unexplained)
        if self._dialogue.fault:
            return Verdict(PrintOutcome.PARTIAL, self._dialogue.fault)
        if lapse:
            return Verdict(PrintOutcome.UNKNOWN, SILENT.code)
        cause = unexplained if status.usable else status.code
        # It answers, and tells of nothing that spoils paper: only what was never sent is sure to be missing.
        return Verdict(PrintOutcome.UNKNOWN if sent else PrintOutcome.PARTIAL, cause)
