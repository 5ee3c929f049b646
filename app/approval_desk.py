"""A second person asked for at the hall page, in a thread of its own (docs/central-contract.md, Staff).

Asked again under the same id until the centre has heard it; then one long poll after the other until somebody has decided,
nobody waits any more, or the time is over. Without a line the flow is told so at once: there is the way by code.
"""

import logging
import threading
from typing import Annotated, Final, Literal, Protocol
from urllib.parse import quote

import msgspec

from kiosk.acts import ApprovalQuestion
from kiosk.answers import Reply, decode_json
from kiosk.approval import ELSEWHERE_S
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import ApprovalTold
from kiosk.ports import Clock, Post

log = logging.getLogger("staff")

WAIT_S: Final = 10  # of one long poll (contract: 0 to 10)
PAUSE_S: Final = 2.0  # after an answer that was none
BETWEEN_S: Final = 0.2


class Caller(Protocol):
    """What is needed of ``CentralClient``."""

    def call(self, method: str, path: str, body: bytes | None = None, *, limit_s: float | None = None) -> Reply: ...


class _Answer(msgspec.Struct, frozen=True):
    approval_id: str
    state: Literal["open", "approved", "refused", "expired"]
    by: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4,12}\Z")] | None = None


class ApprovalDesk:
    """One question at a time: a new one ends the one before."""

    def __init__(self, client: Caller, post: Post, clock: Clock, pause_s: float = PAUSE_S) -> None:
        self._client = client
        self._post = post
        self._clock = clock
        self._pause_s = pause_s
        self._lock = threading.Lock()
        self._asked = ""
        self._over = threading.Event()

    def ask(self, question: ApprovalQuestion) -> None:
        with self._lock:
            self._over.set()
            over = self._over = threading.Event()
            self._asked = question.approval_id
        threading.Thread(target=self._run, args=(question, over), name="approval", daemon=True).start()

    def stop(self, approval_id: str) -> None:
        with self._lock:
            if approval_id == self._asked:
                self._over.set()

    def close(self) -> None:
        self._over.set()

    def _run(self, question: ApprovalQuestion, over: threading.Event) -> None:
        try:
            self._follow(question, over)
        except Exception:
            log.exception("STAFF-BUG while a second person was asked for")
            self._tell(over, ApprovalTold(question.approval_id, "unreachable"))

    def _follow(self, question: ApprovalQuestion, over: threading.Event) -> None:
        until = self._clock.monotonic_s() + ELSEWHERE_S
        said = ""
        heard = False
        while not over.is_set() and self._clock.monotonic_s() < until:
            answer = self._poll(question) if heard else self._put(question)
            heard = heard or answer is not None
            state = "unreachable" if answer is None else answer.state
            if state != said and not self._is_odd(answer):
                self._tell(over, ApprovalTold(question.approval_id, state, (answer.by if answer else None) or ""))
                said = state
            if state in ("approved", "refused", "expired"):
                return
            over.wait(self._pause_s if answer is None else BETWEEN_S)  # also of a centre that does not wait for news

    @staticmethod
    def _is_odd(answer: _Answer | None) -> bool:
        """Decided by nobody: no decision."""
        return answer is not None and answer.state == "approved" and answer.by is None

    def _tell(self, over: threading.Event, told: ApprovalTold) -> None:
        if not over.is_set():
            self._post(told)

    def _put(self, question: ApprovalQuestion) -> _Answer | None:
        return self._called(question, "POST", "/v1/approvals", msgspec.json.encode(question), None)

    def _poll(self, question: ApprovalQuestion) -> _Answer | None:
        path = f"/v1/approvals/{quote(question.approval_id, safe='')}?wait={WAIT_S}"
        return self._called(question, "GET", path, None, WAIT_S + 5.0)

    def _called(
        self, question: ApprovalQuestion, method: str, path: str, body: bytes | None, limit_s: float | None
    ) -> _Answer | None:
        """The centre's word on this very question; None when it was none."""
        try:
            reply = self._client.call(method, path, body, limit_s=limit_s)
        except (CentreUnreachableError, TerminalRefusedError) as problem:
            log.info("STAFF-APPROVAL the hall page can't be asked: %s", problem)
            return None
        if reply.status not in (200, 201):
            log.warning("STAFF-APPROVAL %s was answered with HTTP %s", question.approval_id, reply.status)
            return None
        try:
            answer = decode_json(reply, _Answer)
        except ValueError as problem:
            log.warning("STAFF-APPROVAL %s was answered with what can't be read: %s", question.approval_id, problem)
            return None
        return answer if answer.approval_id == question.approval_id else None
