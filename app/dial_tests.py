"""Dial tests (features.md F64): the terminal plays a customer with a test number, on schedule and by command, so that the
hall sees speed, success and stability of the whole way. Never in front of a customer, and never with money: a payment is
only asked for as a dry run, which posts nothing and which the centre takes for test numbers alone.
"""

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote

import msgspec

from kiosk.accounts import AccountKind, AccountRef
from kiosk.answers import Reply, problem_of
from kiosk.approval import act_id
from kiosk.central_answers import AccountFound, AccountRefused
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import StepTested, TrialPrintWanted
from kiosk.facts import PaymentAccepted
from kiosk.flow.presence import why_busy
from kiosk.paper import UNPROVED
from kiosk.ports import Clock
from kiosk.posting import payment_id, request_body
from kiosk.till import Till
from kiosk.visit_types import Language

log = logging.getLogger("remote")

DRY_RUN: Final = "/v1/payments/dry-run"
LOOK_EVERY_S: Final = 10.0
PRINT_LIMIT_S: Final = 60.0
SMS_EVERY_S: Final = 3 * 3600.0  # the centre sends at most ten codes a day to one number
MOST_KEPT: Final = 1000
MOST_AT_ONCE: Final = 100

Step = Literal["look_up", "pay_dry_run", "sms", "print"]


@dataclass(frozen=True, slots=True)
class StepResult:
    """One item of ``POST …/dial-tests``."""

    dial_id: str
    at: str
    step: Step
    outcome: Literal["passed", "failed"]
    milliseconds: int
    detail: str


class SkippedError(Exception):
    """This step tells nothing now: it was not tried."""


class FailedError(Exception):
    """The step failed; the text is told."""


class DialTests:
    """``run`` blocks, and is for any one thread at a time; ``start`` makes a thread that runs it on schedule."""

    def __init__(
        self,
        client: CentralClient,
        till: Till,
        kiosk_id: str,
        clock: Clock,
        *,
        number: str,
        every_s: float,
        prints: bool,
    ) -> None:
        """``number``: a mobile test number of the catalogue's; empty: no dial tests. ``every_s`` 0: only by command.
        ``prints``: also those on schedule use paper."""
        self._client = client
        self._till = till
        self._kiosk_id = kiosk_id
        self._clock = clock
        self._account = AccountRef(AccountKind.MOBILE, number) if number else None
        self._every_s = every_s
        self._prints = prints
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/dial-tests"
        self._untold: deque[StepResult] = deque(maxlen=MOST_KEPT)
        self._turn = threading.Lock()
        self._due_s = clock.monotonic_s() + every_s
        self._sms_due_s = 0.0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dial-tests", daemon=True)

    def start(self) -> None:
        if self._account is not None and self._every_s:
            self._thread.start()

    def stop(self) -> None:
        """Waits for nobody: a step under way has no money in it."""
        self._stopped.set()

    def run(self, *, prints: bool) -> list[StepResult]:
        """One round; what was found, up to the moment that somebody came. Raises ``LookupError`` without a test number."""
        if self._account is None:
            raise LookupError("no test number is set: [dial_tests] number")
        with self._turn:
            return self._round(act_id(self._clock.now(), uuid.uuid4().hex), self._account, prints=prints)

    def tell(self) -> None:
        """To the centre, as far as one call carries; what was not taken waits."""
        batch = list(self._untold)[:MOST_AT_ONCE]
        if not batch:
            return
        try:
            reply = self._client.call("POST", self._path, msgspec.json.encode({"items": batch}))
        except (CentreUnreachableError, TerminalRefusedError):
            return
        if reply.status >= 500 or reply.status == 429:
            return
        if reply.status != 200:
            log.warning("REMOTE-011 %s results of dial tests were refused with HTTP %s", len(batch), reply.status)
        for told in batch:
            if self._untold and self._untold[0] is told:
                self._untold.popleft()

    def look(self) -> None:
        """One look at the clock and at the screen."""
        self.tell()
        if self._clock.monotonic_s() < self._due_s or why_busy(self._till.state):
            return
        self._due_s = self._clock.monotonic_s() + self._every_s
        self.run(prints=self._prints)
        self.tell()

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            try:
                self.look()
            except Exception:
                log.exception("REMOTE-BUG while testing")

    # ---- one round ---------------------------------------------------------------------------------------------------

    def _round(self, dial_id: str, account: AccountRef, *, prints: bool) -> list[StepResult]:
        steps: list[tuple[Step, Callable[[], str]]] = [
            ("look_up", lambda: self._look_up(account)),
            ("pay_dry_run", lambda: self._pay_dry_run(dial_id, account)),
            ("sms", lambda: self._sms(dial_id, account)),
        ]
        if prints:
            steps.append(("print", lambda: self._print(dial_id)))
        found: list[StepResult] = []
        for step, act in steps:
            if self._stopped.is_set() or why_busy(self._till.state):
                break  # somebody came: they wait for nothing of ours
            result = self._tried(dial_id, step, act)
            if result is not None:
                found.append(result)
                self._untold.append(result)
        return found

    def _tried(self, dial_id: str, step: Step, act: Callable[[], str]) -> StepResult | None:
        at, begun_s = self._clock.now(), time.monotonic()
        passed, detail = True, ""
        try:
            detail = act()
        except SkippedError:
            return None
        except (FailedError, CentreUnreachableError, TerminalRefusedError) as failed:
            passed, detail = False, str(failed)
        milliseconds = round((time.monotonic() - begun_s) * 1000)
        self._till.post(StepTested(f"dial_{step}", passed, detail[:200], milliseconds, dial_id))
        return StepResult(dial_id, at, step, "passed" if passed else "failed", milliseconds, detail[:200])

    def _look_up(self, account: AccountRef) -> str:
        answer = self._client.look_up(account)
        if isinstance(answer, AccountFound):
            return ""
        raise FailedError(answer.problem.value if isinstance(answer, AccountRefused) else answer.reason)

    def _pay_dry_run(self, dial_id: str, account: AccountRef) -> str:
        """The bytes of a payment, to the one address that posts nothing, without the key that a posting needs."""
        note = max(self._till.state.terminal.policy.denominations)
        seq = self._till.next_kiosk_seq
        payment = PaymentAccepted(
            payment_id=payment_id(self._kiosk_id, seq),
            kiosk_seq=seq,
            visit_id=f"dial-{dial_id}",
            account=account,
            amount=note,
            tender="cash",
            notes=(note,),
            accepted_at=self._clock.now(),
            language=Language.CHINESE,
            offline=False,
        )
        _ok(self._client.call("POST", DRY_RUN, request_body(payment, self._kiosk_id)), 200)
        return ""

    def _sms(self, dial_id: str, account: AccountRef) -> str:
        """A code to the test number's own handset, as a customer who asks gets one; nobody types it."""
        if self._clock.monotonic_s() < self._sms_due_s:
            raise SkippedError
        visit = {"visit_id": f"dial-{dial_id}"}
        said = {
            "account": {"kind": account.kind.value, "number": account.number},
            "method": "sms_code",
            "language": "zh_CN",
        }
        reply = self._client.call("POST", "/v1/auth/challenges", msgspec.json.encode(visit | said))
        self._sms_due_s = self._clock.monotonic_s() + SMS_EVERY_S
        if reply.status == 429:
            raise SkippedError  # by what was tested before: that says nothing of the gateway
        _ok(reply, 201)
        self._client.call("POST", "/v1/auth/visits/end", msgspec.json.encode(visit))
        return ""

    def _print(self, dial_id: str) -> str:
        job = f"dial-{dial_id}"
        self._till.post(TrialPrintWanted(job, ""))
        return self.printed(job)

    def printed(self, job_id: str) -> str:
        """Wait for the printer's word on this trial; its doubt, if it has one. Raises ``FailedError``."""
        until = time.monotonic() + PRINT_LIMIT_S
        while time.monotonic() < until and not self._stopped.wait(0.1):
            trial = self._till.state.terminal.trial
            if trial is None or trial.job_id != job_id or not trial.outcome:
                continue
            if trial.outcome == "printed" or (trial.outcome, trial.cause) == ("unknown", UNPROVED):
                return trial.cause
            if trial.outcome == "busy":
                raise SkippedError(trial.cause)
            raise FailedError(trial.cause or trial.outcome)
        raise FailedError("no word from the printer")


def _ok(reply: Reply, status: int) -> None:
    if reply.status != status:
        problem = problem_of(reply)
        raise FailedError(f"HTTP {reply.status} {problem.name if problem is not None else ''}".strip())
