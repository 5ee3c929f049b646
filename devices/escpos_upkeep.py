"""What the printer needs between jobs: clearing what was left in it, leaving an error, learning what it can do
(specs/escpos.md 4.4, 11, 12; docs/adr/0004)."""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from devices import escpos_commands as commands
from devices.escpos_dialogue import Dialogue
from devices.escpos_document import CUT_FEED_MM
from devices.escpos_facts import device_status, job_fault
from devices.escpos_job import UNPROVED, Marker, Sending, Verdict
from devices.escpos_presenter import Presenter
from kiosk.paper import PrintOutcome

_DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ID_LENGTH = 4
IDENTITY = {
    "firmware": commands.BLOCK_FIRMWARE,
    "maker": commands.BLOCK_MAKER,
    "model": commands.BLOCK_MODEL,
    "serial": commands.BLOCK_SERIAL,
    "font": commands.BLOCK_FONT,
}
_log = logging.getLogger(__name__)


def process_ids(first: int) -> Iterator[bytes]:
    """Four characters, new for each job, counted in base 36 from ``first``."""
    number = first
    while True:
        rest, text = number, b""
        for _ in range(_ID_LENGTH):
            rest, digit = divmod(rest, 36)
            text = _DIGITS[digit : digit + 1] + text
        yield text
        number += 1


@dataclass(slots=True)
class Leftover:
    """What an earlier job may have left in the printer; it is cleared, never resumed (ADR 4)."""

    missing: int  # bytes of a command that the printer may still wait for
    on_paper: bool  # part of it may be on the paper: cut that off before the next job
    asked: bool = False  # the printer was asked to drop its buffers
    dropped: bool = False  # and said that they are empty


class Upkeep:
    """Belongs to the link's thread; outlives a lost port."""

    def __init__(
        self, marker: Marker, cut: Callable[[], bytes], leftover: Leftover, presenter: Presenter | None = None
    ) -> None:
        self.leftover: Leftover | None = leftover
        self.means = marker
        self._presenter = presenter
        self._unproved = False  # the last job may not be whole yet, for all that its printer can say
        self._cut = cut
        self._ids = process_ids(secrets.randbelow(36**_ID_LENGTH))  # no id of an earlier process comes again soon
        self._identified = False
        self._recover_after_s = 0.0
        self.fed_mm = 0.0  # paper of its own: what was cut off between jobs

    @property
    def watches(self) -> bool:
        """By ASB, where the printer has it and its presenter does not speak in the same shape."""
        return self.means is not Marker.REALTIME and self._presenter is None

    def new_process_id(self) -> bytes | None:
        """For the next job; None where the printer does not prove by it."""
        return next(self._ids) if self.means is Marker.PROCESS_ID else None

    def job_ended(self, sending: Sending, verdict: Verdict) -> None:
        """Remember what a job that began may have left behind. A good job of a printer that can prove none may still be
        on its way to the paper: it is not cleared, unless a fault is seen before the next one."""
        self._unproved = verdict == Verdict(PrintOutcome.UNKNOWN, UNPROVED)
        if not self._unproved and verdict.outcome is not PrintOutcome.PRINTED:
            self.leftover = Leftover(sending.missing, on_paper=True)

    def put_in_order(self, dialogue: Dialogue) -> bool:
        """True when the printer is ready for a job. Costs nothing when there is nothing to do."""
        if dialogue.facts.silent:
            return False
        if self._unproved and job_fault(dialogue.facts):
            self._unproved = False
            self.leftover = Leftover(0, on_paper=True)
        if self.leftover is not None and not self.leftover.asked:
            # At once, also when offline: whoever refills the paper must not get the rest of an old receipt.
            self.leftover.asked = True
            self.leftover.dropped = dialogue.clear()
            _log.info("clearing the printer's buffers: %s", "confirmed" if self.leftover.dropped else "not confirmed")
        self._leave_error(dialogue)
        dialogue.trust_silence_of_flow()
        if dialogue.stopped or not device_status(dialogue.facts).usable:
            return False
        if self.leftover is not None:
            if not self._swept(dialogue, self.leftover):
                return False
            self.leftover = None
        self._learn(dialogue)
        return self._presenter is None or self._presenter.exit_free(dialogue)

    def _leave_error(self, dialogue: Dialogue) -> None:
        """A cutter or mechanical error ends only by DLE ENQ after its cause was removed; 2 also clears the buffers."""
        in_error = dialogue.facts.cutter_error or dialogue.facts.recoverable_error
        if in_error and time.monotonic() >= self._recover_after_s:
            self._recover_after_s = time.monotonic() + dialogue.timings.recover_s
            dialogue.send(commands.RECOVER_AND_CLEAR)

    def _swept(self, dialogue: Dialogue, leftover: Leftover) -> bool:
        """Complete the command that was cut short, forget the modes, cut off what is on the paper."""
        missing = 0 if leftover.dropped else leftover.missing
        away = commands.RETRACT if self._presenter is not None else b""  # in turn: the cut takes its time
        cut = self._cut() + away if leftover.on_paper else b""
        swept = dialogue.send(commands.NUL * missing + commands.INITIALISE + cut)
        if swept and cut:
            self.fed_mm += CUT_FEED_MM
        return swept

    def _learn(self, dialogue: Dialogue) -> None:
        if not self._identified:
            self._identified = True
            for name, answer in identity(dialogue).items():
                _log.info("printer %s: %s", name, answer)
        if self.means is Marker.AUTO:
            self.means = dialect(dialogue, next(self._ids))
            _log.info("the printer proves its work by %s", self.means.value)
        if not dialogue.watched and self.watches:
            dialogue.watched = dialogue.send(commands.WATCH)


def dialect(dialogue: Dialogue, process_id: bytes) -> Marker:
    """The strongest proof that the printer knows. It must be online, as these questions wait in its buffer otherwise."""
    marks = dialogue.marks(process_id)
    found = dialect_of(marks=marks, transmits=not marks and dialogue.transmits())
    dialogue.send(commands.INITIALISE)  # one that does not know a question may hold it as text
    return found


def dialect_of(*, marks: bool, transmits: bool) -> Marker:
    """By the questions that the printer answers: GS ( H, GS r."""
    return Marker.PROCESS_ID if marks else Marker.STATUS if transmits else Marker.REALTIME


def identity(dialogue: Dialogue) -> dict[str, str]:
    """GS I 65..69 by name; empty if the printer does not answer the first, which then is not asked the others."""
    answers: dict[str, str] = {}
    for name, number in IDENTITY.items():
        answer = dialogue.ask_text(number)
        if answer is None and not answers:
            break
        if answer is not None:
            answers[name] = answer
    dialogue.send(commands.INITIALISE)  # one that does not know the question may hold it as text
    return answers
