"""What to send next and what to make of the answer: the sender's mind, without a thread (trust.md M4, M5, A7; field.md X1).

Two lanes share one line. The *present* customer's payment goes alone and at once, and is tried again quickly while the
customer stands there. The *backlog* goes in batches, paced and jittered so that a fleet does not knock all at once, and
after an outage one payment probes the line first. Both obey the centre's ``Retry-After`` and stop when it refuses this
terminal. A row whose answer was handed to the till is leased until the till has recorded it; it is never sent meanwhile.
An outcome that is unknown changes nothing: the same bytes go again later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from kiosk.central_answers import PostingAnswer
from kiosk.events import CentreReachable, KioskRefused, PaymentAnswered, PaymentsAnswered
from kiosk.failpoints import Failpoint, reach
from kiosk.ports import BatchAnswer, CentralApi, Post
from offline_queue.backoff import Pacing, asked_delay, outage_delay, present_delay, refused_delay
from offline_queue.outbox import DuePayment, Outbox


class Line(Enum):
    """What the last calls told about the way to the centre."""

    UNTRIED = auto()
    UP = auto()
    DOWN = auto()  # nobody answers, or nothing definite
    REFUSED = auto()  # the centre refuses this terminal itself


@dataclass(slots=True)
class _Present:
    payment_id: str
    until_s: float
    attempt: int = 0
    next_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Retry:
    attempt: int
    not_before_s: float


@dataclass(frozen=True, slots=True)
class _Failed:
    """A call that raised: nothing is known of any of its payments."""

    reason: str
    answers: dict[str, PostingAnswer | None]
    reachable: bool = False
    retry_after_s: float | None = None
    kiosk_refused: str | None = None


Number = Callable[[], float]  # time or chance, given from outside


class Dispatcher:
    """Used by one thread. ``monotonic`` gives seconds, ``draw`` a random number in [0, 1). The backlog waits ``start_s``
    longer than its jitter before it is first probed."""

    def __init__(
        self,
        api: CentralApi,
        post: Post,
        outbox: Outbox,
        *,
        pacing: Pacing,
        monotonic: Number,
        draw: Number,
        start_s: float = 0.0,
    ) -> None:
        self._api = api
        self._post = post
        self._outbox = outbox
        self._pacing = pacing
        self._monotonic = monotonic
        self._draw = draw
        self._line = Line.UNTRIED
        self._line_attempt = 0
        self._backlog_at_s = monotonic() + start_s + outage_delay(pacing, 1, draw())
        self._not_before_s = 0.0  # the centre's own wish; for everything
        self._present: _Present | None = None
        self._retries: dict[str, _Retry] = {}
        self._leased: set[str] = set()
        self._reported: bool | None = None
        self._refused = False  # told to the till and not taken back yet

    def customer_waits_for(self, payment_id: str) -> None:
        """This payment goes first, from now on."""
        now = self._monotonic()
        self._present = _Present(payment_id, until_s=now + self._pacing.present_for_s, next_s=now)

    def step(self) -> float | None:
        """Send at most one request. Returns the seconds until there may be something to do, None if nothing is due."""
        now = self._monotonic()
        self._leased = self._outbox.still_due(self._leased)
        gate = max(self._not_before_s, self._backlog_at_s if self._line is Line.REFUSED else 0.0)
        urgent = self._urgent(now)
        if urgent is not None and self._present is not None and urgent.payment_id not in self._leased:
            ready_at = max(gate, self._present.next_s)
            if ready_at <= now:
                self._send([urgent], now, present=True)
                return 0.0
        rows = self._backlog(now, urgent)
        ready_at = max(gate, self._backlog_at_s)
        if rows and ready_at <= now:
            self._send(rows, now, present=False)
            return 0.0
        return self._wait(now, gate, urgent, backlog=bool(rows))

    # ---- choosing ------------------------------------------------------------------------------------------------------

    def _urgent(self, now: float) -> DuePayment | None:
        """The present customer's payment, or the one of the same account that must go before it."""
        if self._present is None:
            return None
        found = self._outbox.before(self._present.payment_id)
        if found is None or now > self._present.until_s:
            self._present = None
            return None
        return found

    def _backlog(self, now: float, urgent: DuePayment | None) -> list[DuePayment]:
        resting = {payment_id for payment_id, retry in self._retries.items() if retry.not_before_s > now}
        passed = self._leased | resting
        if urgent is not None:
            passed |= {urgent.payment_id}
        rows = self._outbox.due(self._pacing.batch, passed)
        if self._line is Line.UP:
            return rows
        # The probe is the row that was tried least, or one that never gets an answer would keep all others waiting.
        return sorted(rows, key=lambda row: self._attempts(row.payment_id))[:1]

    def _attempts(self, payment_id: str) -> int:
        retry = self._retries.get(payment_id)
        return 0 if retry is None else retry.attempt

    def _wait(self, now: float, gate: float, urgent: DuePayment | None, *, backlog: bool) -> float | None:
        moments = [retry.not_before_s for retry in self._retries.values() if retry.not_before_s > now]
        if backlog:
            moments.append(max(gate, self._backlog_at_s))
        if urgent is not None and self._present is not None and urgent.payment_id not in self._leased:
            moments.append(max(gate, self._present.next_s))
        if self._leased:
            moments.append(now + self._pacing.lease_poll_s)
        return max(min(moments) - now, 0.0) if moments else None

    # ---- sending -------------------------------------------------------------------------------------------------------

    def _send(self, rows: Sequence[DuePayment], began: float, *, present: bool) -> None:
        known_trouble = self._line is Line.UP and all(row.payment_id in self._retries for row in rows)
        reach(Failpoint.SENDER_CHOSE)
        reply = self._call(rows)
        reach(Failpoint.SENDER_HEARD)
        now = self._monotonic()
        unknown = self._take_answers(rows, reply)
        if reply.reachable:
            self._report(reachable=True, reason="")
        if reply.kiosk_refused is not None:
            self._terminal_refused(reply.kiosk_refused, now)
            return
        self._plan_retries(unknown, reply, now, present=present)
        if not reply.reachable:
            self._report(reachable=False, reason=reply.reason)
        answered = len(unknown) < len(rows)
        if reply.retry_after_s is not None and not answered:
            self._not_before_s = now + asked_delay(self._pacing, reply.retry_after_s, self._draw())
        if reply.reachable and (answered or known_trouble):
            self._line_holds(began, now, present=present)
        else:
            self._line_fails(now, present=present)

    def _call(self, rows: Sequence[DuePayment]) -> BatchAnswer:
        try:
            return self._api.post_batch([(row.payment_id, row.body) for row in rows])
        except Exception as problem:  # noqa: BLE001 - whatever the client did, the outcome is unknown and the queue goes on
            return _Failed(f"the client failed with {type(problem).__name__}", {})

    def _take_answers(self, rows: Sequence[DuePayment], reply: BatchAnswer) -> list[str]:
        """Hand the definite answers to the till, in the order sent; the ids of the others."""
        unknown = []
        answered = []
        for row in rows:
            answer = reply.answers.get(row.payment_id)
            if answer is None:
                unknown.append(row.payment_id)
                continue
            self._leased.add(row.payment_id)
            self._retries.pop(row.payment_id, None)
            answered.append(PaymentAnswered(row.payment_id, answer))
        if answered:
            self._post(PaymentsAnswered(tuple(answered)))
        return unknown

    def _plan_retries(self, unknown: Sequence[str], reply: BatchAnswer, now: float, *, present: bool) -> None:
        if present and self._present is not None:
            self._present.attempt = self._present.attempt + 1 if unknown else 0
            delay = present_delay(self._pacing, self._present.attempt, self._draw()) if unknown else 0.0
            self._present.next_s = now + max(delay, min(reply.retry_after_s or 0.0, self._pacing.longest_s))
            return
        if not reply.reachable:
            return  # the line's fault, not these payments'
        for payment_id in unknown:
            attempt = self._attempts(payment_id) + 1
            delay = outage_delay(self._pacing, attempt, self._draw())
            wished = asked_delay(self._pacing, reply.retry_after_s or 0.0, self._draw())
            self._retries[payment_id] = _Retry(attempt, now + max(delay, wished))

    # ---- the line ------------------------------------------------------------------------------------------------------

    def _line_holds(self, began: float, now: float, *, present: bool) -> None:
        """A probe of the backlog frees it, one request a second. The present customer's success only shortens its wait:
        every terminal of the hall sees the line come back at the same moment."""
        if self._refused:
            self._reported = None
            self._report(reachable=True, reason="")
        if not present:
            self._backlog_at_s = began + self._pacing.interval_s
        elif self._line in (Line.DOWN, Line.REFUSED):
            self._backlog_at_s = min(self._backlog_at_s, now + outage_delay(self._pacing, 1, self._draw()))
        self._line, self._line_attempt = Line.UP, 0

    def _line_fails(self, now: float, *, present: bool) -> None:
        if present and self._line is Line.DOWN:
            return  # quick tries of one customer must not push the backlog's probe away
        self._line_attempt = self._line_attempt + 1
        self._line = Line.DOWN
        self._backlog_at_s = now + outage_delay(self._pacing, self._line_attempt, self._draw())

    def _terminal_refused(self, problem: str, now: float) -> None:
        self._line_attempt = self._line_attempt + 1 if self._line is Line.REFUSED else 1
        self._line = Line.REFUSED
        self._backlog_at_s = now + refused_delay(self._pacing, self._line_attempt, self._draw())
        self._refused = True
        self._post(KioskRefused(problem))  # each time: another call of this terminal may have taken the last one back

    def _report(self, *, reachable: bool, reason: str) -> None:
        """On change only. That the line is there also takes a refusal back."""
        if reachable != self._reported:
            self._reported = reachable
            self._refused = self._refused and not reachable
            self._post(CentreReachable(reachable, reason))
