"""The sole owner of a port: one thread that opens it, lets a driver talk, and opens it again when it was lost.

A driver is a ``Conversation``; it lives in the link's thread and blocks there as it likes on its ``Transport``. Other
threads leave commands with the driver and call ``SerialLink.wake``: a wait with ``until_woken`` ends at once.
"""

import logging
import math
import threading
from dataclasses import dataclass
from typing import Protocol

from devices.trace import CLOSED, ENDING, Trace
from devices.transport import Transport
from devices.wire import LinkClosed, LinkLost, LinkProblem, LinkSettings, Waker, Wire

__all__ = [
    "Conversation",
    "LinkClosed",
    "LinkDown",
    "LinkLost",
    "LinkProblem",
    "LinkSettings",
    "SerialLink",
    "Trace",
    "Wire",
]

JOIN_LIMIT_S = 2.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LinkDown:
    """Why there is no conversation now; ``sentence`` is for technicians and the log."""

    problem: LinkProblem
    sentence: str


class Conversation(Protocol):
    """What a driver does with its port. Both methods are called in the link's thread only."""

    def talk(self, wire: Transport) -> None:
        """Called each time the port was opened. Runs until LinkLost or LinkClosed leaves it; if it returns, or lets
        another error out, the port is closed, and opened again after the back-off."""

    def link_down(self, down: LinkDown) -> None:
        """The port is not there. Called after each loss, and again only when the problem changes."""


class SerialLink:
    """Starts nothing until ``start``; no method blocks, but ``close`` waits for the thread (2 s at most)."""

    def __init__(self, settings: LinkSettings, conversation: Conversation, trace: Trace | None = None) -> None:
        self.settings = settings
        self.trace = trace if trace is not None else Trace()
        self._conversation = conversation
        self._waker = Waker()
        self._thread = threading.Thread(target=self._run, name=f"link {settings.port}", daemon=True)
        self._reported: LinkProblem | None = None
        self._ending = False

    @property
    def ticked_s(self) -> float:
        """When its thread last came by (monotonic seconds): never over a second ago, but for a port that takes its time
        to be opened (5 s at most), or a driver that hangs. ``inf`` once it was closed."""
        return self._waker.ticked_s

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """End the driver's present (or next) wait that has ``until_woken``. From any thread."""
        self._waker.wake()

    def ending(self) -> None:
        """Noted once: what follows in the trace is the good-bye of this program, and nothing that anybody ordered."""
        if not self._ending:
            self._ending = True
            self.trace.note(ENDING)

    def close(self) -> None:
        """End the conversation and give the port back. Safe to call twice, and before ``start``."""
        self.ending()
        self._waker.end()
        if self._thread.is_alive():
            self._thread.join(JOIN_LIMIT_S)
        if self._thread.is_alive():
            _log.error("the thread of %s did not end within %s s", self.settings.port, JOIN_LIMIT_S)
        else:
            self._waker.close()

    def _run(self) -> None:
        retry_s = self.settings.first_retry_s
        while True:
            try:
                if self._conversed():
                    retry_s = self.settings.first_retry_s
                self._waker.wait(retry_s)
            except LinkClosed:
                self._waker.ticked_s = math.inf
                return
            retry_s = min(retry_s * 2, self.settings.longest_retry_s)

    def _conversed(self) -> bool:
        """Open the port and talk until it is lost; was it opened? A driver's own defect counts as a loss."""
        opened = False
        try:
            wire = Wire(self.settings, self.trace, self._waker)
            opened = True
            self._reported = None
            self.trace.port_opened()
            try:
                self._conversation.talk(wire)
            finally:
                wire.close()
                self.trace.note(CLOSED)
        except LinkClosed:
            raise
        except LinkLost as lost:
            self._report(LinkDown(lost.problem, str(lost)))
        except Exception as error:  # noqa: BLE001 - the thread must live: the device is asked again where the money is
            _log.exception("the driver of %s failed", self.settings.port)
            self._report(LinkDown(LinkProblem.DRIVER_FAILED, f"the driver failed: {error!r}"))
            return False  # so that the back-off grows
        return opened

    def _report(self, down: LinkDown) -> None:
        if down.problem is self._reported:
            return
        self._reported = down.problem
        self.trace.note(f"link down: {down.problem.value}: {down.sentence}")
        self._conversation.link_down(down)
