"""The terminal's session with the centre, opened once for all threads: at the first call of a process, when the centre says
that it no longer knows our key, and when answers come that are signed by another key than the centre's."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from kiosk.answers import CLOCK_SKEW, NOT_ENROLLED, SIGNATURE_INVALID, Problem, Reply, SessionReply
from kiosk.centre_enrolment import CentreEnrolment, CentreUnreachableError, TerminalRefusedError
from kiosk.message_signatures import AnotherKeyError, CentreKey, NotTheCentreError, SignedAnswer
from kiosk.ports import Clock

__all__ = ["CentreSession", "CentreUnreachableError", "TerminalRefusedError"]

OPEN_S = 5.0


class CentreSession:
    """May be asked by several threads at once. ``on_enrolled`` is told what the centre said at each opening."""

    def __init__(self, enrolment: CentreEnrolment, clock: Clock, on_enrolled: Callable[[SessionReply], None]) -> None:
        self._enrolment = enrolment
        self._clock = clock
        self._on_enrolled = on_enrolled
        self._lock = threading.Lock()
        self._centre: CentreKey | None = None  # of the open session
        self._opening: Future[CentreKey] | None = None

    def centre(self, until: float) -> CentreKey:
        """The centre's key, with a session open. Raises ``CentreUnreachableError`` or ``TerminalRefusedError``.

        One thread opens it. The others wait for it, each within its own limit, and take its failure too: if each tried
        in turn, the last one would wait for all before it.
        """
        with self._lock:
            if self._centre is not None:
                return self._centre
            ours = self._opening is None
            attempt = self._opening = self._opening or Future()
        if ours:
            self._open(attempt, until)
        try:
            return attempt.result(max(until - self._clock.monotonic_s(), 0.0))
        except TimeoutError as error:
            raise CentreUnreachableError("the opening of a session under way takes too long") from error

    def proved(self, reply: Reply, answer: SignedAnswer, centre: CentreKey) -> Reply:
        """The reply, proved to be the centre's and to our request. Raises ``CentreUnreachableError``."""
        try:
            centre.check(answer)
        except NotTheCentreError as error:
            if isinstance(error, AnotherKeyError):
                self._forget(centre)  # the next opening says by name what this is
            raise CentreUnreachableError(str(error)) from error
        return reply

    def can_cure(self, status: int, problem: Problem, centre: CentreKey) -> bool:
        """Is there something to do about this refusal, after which the request may be made once more?"""
        if status != 401:
            return False
        if problem.name in (NOT_ENROLLED, SIGNATURE_INVALID):
            self._forget(centre)
            return True
        return problem.name == CLOCK_SKEW and self._enrolment.learn_time(problem.server_time)

    def _forget(self, centre: CentreKey) -> None:
        with self._lock:
            if self._centre is centre:
                self._centre = None

    def _open(self, attempt: "Future[CentreKey]", until: float) -> None:
        try:
            centre, session = self._enrolment.open(min(until, self._clock.monotonic_s() + OPEN_S))
        except BaseException as problem:  # noqa: BLE001 - raised in every thread that waits for it, this one too
            with self._lock:
                self._opening = None
            attempt.set_exception(problem)
            return
        with self._lock:
            self._centre = centre
            self._opening = None
        attempt.set_result(centre)
        self._on_enrolled(session)
