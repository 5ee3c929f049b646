"""The way out where a presenter is fitted, ``custom`` family (specs/escpos.md 8): a slip is shown, taken or retracted.

Its FULL STATUS has the shape of an automatic status group, so ASB stays off with it (4.5 rule 6).
"""

import logging
import time
from dataclasses import dataclass, replace
from enum import StrEnum

from devices.escpos_commands import FULL_STATUS, RETRACT, present
from devices.escpos_dialogue import Dialogue
from kiosk.device_status import DeviceState, DeviceStatus, Severity

TICKET_IN_OUTPUT = 0x20  # of the paper byte
RETRACTIONS = 3  # attempts, one a poll, before a person must come
UNSEEN_S = 3.0  # a slip that was never seen in the exit for so long was taken between two looks
_log = logging.getLogger(__name__)


class Slip(StrEnum):
    """Where the latest slip is. Its value is the code of the printer's status."""

    NONE = ""  # none yet, or taken
    WAITING = "PRN-SLIP"
    RETRACTED = "PRN-RETRACTED"  # forgotten, drawn back; nobody has it
    STUCK = "PRN-EXIT"  # it can't be drawn back: a person must pull it out


_STATUS = {
    Slip.WAITING: (DeviceState.BUSY, Severity.NONE),
    Slip.RETRACTED: (DeviceState.ONLINE, Severity.WARNING),
    Slip.STUCK: (DeviceState.USER_ERROR, Severity.SUSPEND),
}


@dataclass(frozen=True, slots=True)
class PresenterOptions:
    """``wait_s``: how long a slip is held out. ``steps``: how far, in the model's own unit (0.6 to 22 mm)."""

    wait_s: float = 30.0
    steps: int = 1


class Presenter:
    """Belongs to the link's thread; outlives a lost port."""

    def __init__(self, options: PresenterOptions) -> None:
        self._options = options
        self._since_s = 0.0
        self._retractions = 0
        self._seen = False
        self._job_id = ""
        self._drawn_back = ""
        self.slip = Slip.NONE

    def show(self, dialogue: Dialogue, job_id: str) -> None:
        """A job has ended well: hold its slip out."""
        self._job_id = job_id
        dialogue.send(present(self._options.steps))
        self._since_s, self._retractions, self._seen = time.monotonic(), 0, False
        self._now(Slip.WAITING)
        self.look(dialogue)

    def look(self, dialogue: Dialogue) -> None:
        """Taken, forgotten, retracted? Nothing is known of a printer that does not answer: then all stays as it is."""
        if self.slip in {Slip.NONE, Slip.RETRACTED}:
            return
        there = self._in_exit(dialogue)
        if there is None:
            return
        held_s = time.monotonic() - self._since_s
        self._seen = self._seen or there
        if not there and not self._seen and held_s < UNSEEN_S:
            return  # a job that could not be proved may still be on its way
        if not there:
            drawn_back = self._retractions and self.slip is Slip.WAITING
            self._now(Slip.RETRACTED if drawn_back else Slip.NONE)
            self._drawn_back = self._job_id if drawn_back else ""
        elif held_s >= self._options.wait_s:
            self._retract(dialogue)

    def drawn_back(self) -> str:
        """The job whose slip was drawn back since this was asked last; empty if none was."""
        job_id, self._drawn_back = self._drawn_back, ""
        return job_id

    def exit_free(self, dialogue: Dialogue) -> bool:
        """What an earlier job left in the exit is no customer's to take: it is drawn back before the next job."""
        if self.slip is Slip.WAITING:
            return False
        there = self._in_exit(dialogue)
        if there:
            self._retract(dialogue)
            there = self._in_exit(dialogue)
        if there is False and self.slip is Slip.STUCK:
            self._now(Slip.NONE)
        return there is False

    def told(self, status: DeviceStatus) -> DeviceStatus:
        """The printer's status with what is known of the slip; a fault of the printer itself goes first."""
        if self.slip is Slip.NONE or not status.usable:
            return status
        state, severity = _STATUS[self.slip]
        return replace(status, state=state, severity=max(severity, status.severity), code=self.slip.value)

    def _retract(self, dialogue: Dialogue) -> None:
        self._retractions += 1
        if self._retractions > RETRACTIONS:
            self._now(Slip.STUCK)
        dialogue.send(RETRACT)

    def _in_exit(self, dialogue: Dialogue) -> bool | None:
        answer = dialogue.ask_full_status(FULL_STATUS)
        return None if answer is None else bool(answer[0] & TICKET_IN_OUTPUT)

    def _now(self, slip: Slip) -> None:
        if slip is not self.slip:
            _log.info("the slip: %s", slip.name.lower())
        self.slip = slip
