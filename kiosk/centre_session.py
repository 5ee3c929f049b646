"""The terminal's session with the centre: enrolled when there is none or it has expired, once for all threads."""

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import msgspec

from kiosk.answers import CLOCK_SKEW, Reply, SessionReply, decode, problem_of
from kiosk.clock import CentreTime
from kiosk.ports import Clock

log = logging.getLogger("centre")

ENROL_S = 5.0
SOFTWARE = "kiosk/0.1"


class CentreUnreachableError(Exception):
    """No answer that can be read, within the limits. Says nothing about what the centre did with the request."""


class TerminalRefusedError(Exception):
    """The centre refuses this terminal itself."""


class Exchange(Protocol):
    def __call__(self, method: str, path: str, body: bytes | None, token: str, until: float) -> Reply:
        """One request and its answer, over by ``until`` (seconds of ``Clock.monotonic_s``)."""


class CentreSession:
    """May be asked by several threads at once. ``on_enrolled`` is told of each new session."""

    def __init__(
        self,
        kiosk_id: str,
        token_file: Path,
        clock: Clock,
        exchange: Exchange,
        on_enrolled: Callable[[SessionReply], None],
    ) -> None:
        self._kiosk_id = kiosk_id
        self._token_file = token_file
        self._clock = clock
        self._exchange = exchange
        self._on_enrolled = on_enrolled
        self._centre_time = CentreTime(clock)
        self._lock = threading.Lock()
        self._token = ""
        self._enrolling: Future[str] | None = None  # the enrolment under way

    def token(self, until: float, expired: str = "") -> str:
        """The session's token, another one than ``expired``. Raises ``CentreUnreachableError`` or ``TerminalRefusedError``.

        One thread enrols. The others wait for it, each within its own limit, and take its failure too: if each tried
        in turn, the last one would wait for all before it.
        """
        with self._lock:
            if self._token and self._token != expired:
                return self._token
            ours = self._enrolling is None
            attempt = self._enrolling = self._enrolling or Future()
        if ours:
            self._enrol(attempt, until)
        try:
            return attempt.result(max(until - self._clock.monotonic_s(), 0.0))
        except TimeoutError as error:
            raise CentreUnreachableError("the enrolment under way takes too long") from error

    def _enrol(self, attempt: "Future[str]", until: float) -> None:
        try:
            session = self._new_session(min(until, self._clock.monotonic_s() + ENROL_S))
        except BaseException as problem:  # noqa: BLE001 - raised in every thread that waits for it, this one too
            with self._lock:
                self._enrolling = None
            attempt.set_exception(problem)
            return
        with self._lock:
            self._token = session.session_token
            self._enrolling = None
        attempt.set_result(session.session_token)
        self._on_enrolled(session)

    def _new_session(self, until: float) -> SessionReply:
        reply = self._ask(until)
        if self._learnt_time(reply):
            reply = self._ask(until)
        if reply.status != 201:
            problem = problem_of(reply)
            if problem is not None and reply.status in (401, 403):
                raise TerminalRefusedError(problem.name)
            raise CentreUnreachableError(f"enrolment was answered with HTTP {reply.status}")
        try:
            return decode(reply.body, SessionReply)
        except ValueError as error:
            raise CentreUnreachableError(f"the answer to the enrolment can't be read: {error}") from error

    def _learnt_time(self, reply: Reply) -> bool:
        """Does the centre say that our clock is wrong, and what its own shows? The queue never waits for a clock (X15)."""
        problem = problem_of(reply)
        if problem is None or (reply.status, problem.name) != (401, CLOCK_SKEW):
            return False
        if not self._centre_time.learn(problem.server_time):
            return False
        ahead_s = self._centre_time.offset_s
        log.warning("CENTRE-CLOCK the centre's clock is %+.0f s from ours: enrolling by its time; set this clock", ahead_s)
        return True

    def _ask(self, until: float) -> Reply:
        path = f"/v1/kiosks/{quote(self._kiosk_id, safe='')}/sessions"
        sent = {"nonce": secrets.token_hex(16), "sent_at": self._centre_time.now(), "software": SOFTWARE}
        return self._exchange("POST", path, msgspec.json.encode(sent), self._enrolment_token(), until)

    def _enrolment_token(self) -> str:
        try:
            token = self._token_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise TerminalRefusedError(f"no enrolment token: {error}; enrol this terminal at the centre") from error
        if not token.isprintable() or not token or " " in token:
            raise TerminalRefusedError(
                f"no enrolment token: {self._token_file} holds none; enrol this terminal at the centre"
            )
        return token
