"""A fleet in virtual time: the real dispatcher and the real pace of heartbeats, and a centre that counts what it feels.

Nothing sleeps: a heap holds who acts next. A call takes its round trip on its terminal's own clock. Chance is seeded.
"""

import heapq
import itertools
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import cast

from kiosk.accounts import AccountRef
from kiosk.central_answers import AccountAnswer, CentreSilent, PaymentProgress
from kiosk.events import Event, PaymentsAnswered
from offline_queue.backoff import Pacing, beat_delay, power_up_delays
from offline_queue.dispatch import Dispatcher
from offline_queue.outbox import DuePayment, Outbox
from offline_queue.sender import IDLE_LOOK_S
from tests.offline_queue.support import Reply, a_posted_answer

CONNECT_S = 3.0  # a call that nobody answers
ROUND_TRIP_S = (0.05, 0.4)
CUSTOMER_STAYS_S = 45.0


@dataclass
class Centre:
    """Answers from ``up_at`` on; until ``busy_until`` with 503 and ``Retry-After``, except to sessions."""

    chance: random.Random
    up_at: float = 0.0
    busy_until: float = 0.0
    busy_retry_after_s: float = 5.0
    felt: list[tuple[float, str]] = field(default_factory=list)
    disobeyed: int = 0

    def hears(self, at: float, what: str) -> bool:
        if at < self.up_at:
            return False
        self.felt.append((at, what))
        return True

    def call(self, terminal: "Terminal", what: str) -> bool:
        """One call, behind the opening of the process's session if there is none yet. True if it was heard."""
        if not terminal.has_session:
            terminal.has_session = self.hears(terminal.passes(self.chance), "session")
        return terminal.has_session and self.hears(terminal.passes(self.chance), what)

    def is_busy(self, at: float) -> bool:
        return at < self.busy_until

    def peak(self, since: float = 0.0, seconds: float = 1.0) -> int:
        """The most requests within any ``seconds``, whenever these begin."""
        times = sorted(at for at, _ in self.felt if at >= since)
        return max((bisect_right(times, at + seconds) - place for place, at in enumerate(times)), default=0)

    def kinds(self) -> Counter[str]:
        return Counter(what for _, what in self.felt)


class Rows:
    """``Outbox`` without a disk: rows in order of their numbers, one account each."""

    def __init__(self, payments: Sequence[str]) -> None:
        self.waiting = dict.fromkeys(payments)
        self.sent_times: Counter[str] = Counter()

    def due(self, limit: int, passing_over: Collection[str]) -> list[DuePayment]:
        free = (payment_id for payment_id in self.waiting if payment_id not in passing_over)
        return [DuePayment(payment_id, b"") for payment_id in itertools.islice(free, limit)]

    def before(self, payment_id: str) -> DuePayment | None:
        return DuePayment(payment_id, b"") if payment_id in self.waiting else None

    def still_due(self, payment_ids: Collection[str]) -> set[str]:
        return self.waiting.keys() & payment_ids


class Terminal:
    """``CentralApi`` of its dispatcher, its till and its heartbeat in one."""

    def __init__(self, fleet: "Fleet", number: int, queued: int, since_boot_s: float) -> None:
        self.fleet = fleet
        self.number = number
        self.clock_s = fleet.now_s
        self.has_session = False
        self.rows = Rows([f"K{number}-{seq}" for seq in range(1, queued + 1)])
        self._seq = queued
        self._failures = 0
        self._draw = fleet.chance.random
        first_s, start_s = power_up_delays(since_boot_s, self._draw())
        self.drained_at = 0.0
        self.first_answer_at = 0.0
        self.requests: list[tuple[float, int]] = []  # of the sender that were heard: when sent, how many payments
        self.present_waits: list[float] = []
        self._not_before_s = 0.0
        self.dispatcher = Dispatcher(
            self,
            self._till,
            cast(Outbox, self.rows),
            pacing=fleet.pacing,
            monotonic=lambda: self.clock_s,
            draw=self._draw,
            start_s=start_s,
        )
        self._step_at = fleet.now_s
        fleet.at(fleet.now_s, self._step)
        fleet.at(fleet.now_s + first_s, self._beat)

    # ---- what the dispatcher uses --------------------------------------------------------------------------------------

    def look_up(self, account: AccountRef) -> AccountAnswer:
        return CentreSilent(f"not asked for {account}")

    def progress(self, central_id: str, seen_version: int, wait_s: float) -> PaymentProgress | None:
        raise AssertionError(f"the dispatcher does not poll: {central_id}, {seen_version}, {wait_s}")

    def post_batch(self, bodies: Sequence[tuple[str, bytes]]) -> Reply:
        centre = self.fleet.centre
        sent_at = self.clock_s
        if not centre.call(self, "payments"):
            self.clock_s += CONNECT_S
            return Reply(reachable=False, reason="nobody answers")
        centre.disobeyed += sent_at < self._not_before_s
        self.requests.append((sent_at, len(bodies)))
        if centre.is_busy(self.clock_s):
            self._not_before_s = self.clock_s + centre.busy_retry_after_s
            return Reply(retry_after_s=centre.busy_retry_after_s)
        self.first_answer_at = self.first_answer_at or self.clock_s
        return Reply({payment_id: a_posted_answer(payment_id) for payment_id, _ in bodies})

    def passes(self, chance: random.Random) -> float:
        """Half a round trip there, half a round trip back; the moment when the centre feels it."""
        half_s = chance.uniform(*ROUND_TRIP_S) / 2
        felt_at = self.clock_s + half_s
        self.clock_s = felt_at + half_s
        return felt_at

    # ---- what it does by itself ----------------------------------------------------------------------------------------

    def _till(self, event: Event) -> None:
        if isinstance(event, PaymentsAnswered):
            for answered in event.answers:
                del self.rows.waiting[answered.payment_id]
                self.rows.sent_times[answered.payment_id] += 1
            if not self.rows.waiting and not self.drained_at:
                self.drained_at = self.clock_s

    def _step(self) -> None:
        if self.fleet.now_s < self._step_at:
            return  # woken meanwhile, this look was put off
        self._act()

    def _act(self) -> None:
        self.clock_s = self.fleet.now_s
        wait_s = self.dispatcher.step()
        self._step_at = self.clock_s + (IDLE_LOOK_S if wait_s is None else min(wait_s, IDLE_LOOK_S))
        self.fleet.at(self._step_at, self._step)

    def _beat(self) -> None:
        self.clock_s = self.fleet.now_s
        heard = self.fleet.centre.call(self, "heartbeat")
        if not heard:
            self.clock_s += CONNECT_S
        answered = heard and not self.fleet.centre.is_busy(self.clock_s)
        self._failures = 0 if answered else self._failures + 1
        wait_s = self.fleet.beat_delay(self.fleet.heartbeat_s, self._failures, self._draw())
        self.fleet.at(self.clock_s + wait_s, self._beat)

    def customer(self) -> None:
        """Looks up, pays half a minute later, and leaves; the next one comes by chance."""
        self.clock_s = self.fleet.now_s
        self.fleet.centre.call(self, "look-up")
        self.fleet.at(self.fleet.now_s + 30.0, self._pays)
        if self.fleet.customers_every_s:
            self.fleet.at(self.fleet.now_s + self.fleet.chance.expovariate(1 / self.fleet.customers_every_s), self.customer)

    def _pays(self) -> None:
        self._seq += 1
        payment_id = f"K{self.number}-{self._seq}"
        self.rows.waiting[payment_id] = None
        self.drained_at = self.drained_at or self.fleet.now_s * (len(self.rows.waiting) == 1)
        self.dispatcher.customer_waits_for(payment_id)
        self._act()
        if payment_id not in self.rows.waiting:
            self.present_waits.append(self.clock_s - self.fleet.now_s)
            self.fleet.centre.call(self, "long poll")


class Fleet:
    """``size`` terminals that all start in the same second, ``queued`` payments each."""

    def __init__(
        self,
        size: int,
        seed: int,
        *,
        queued: int = 20,
        outage_s: float = 0.0,
        since_boot_s: float = float("inf"),
        customers_every_s: float = 0.0,
        beat_delay: Callable[[float, int, float], float] = beat_delay,
        pacing: Pacing | None = None,
    ) -> None:
        self.chance = random.Random(seed)
        self.now_s = 0.0
        self.pacing = pacing or Pacing()
        self.heartbeat_s = 30.0
        self.beat_delay = beat_delay
        self.customers_every_s = customers_every_s
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.centre = Centre(self.chance, up_at=outage_s)
        self.terminals = []
        for number in range(size):
            self.now_s = self.chance.random()  # of one second
            self.terminals.append(Terminal(self, number, queued, since_boot_s))
            if customers_every_s:
                self.at(self.chance.uniform(0, customers_every_s), self.terminals[-1].customer)
        self.now_s = 0.0

    def at(self, when_s: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when_s, next(self._order), act))

    def run(self, until_s: float) -> None:
        while self._events and self._events[0][0] <= until_s:
            self.now_s, _, act = heapq.heappop(self._events)
            act()
        self.now_s = until_s

    def open_sessions(self, share: float) -> None:
        """This share of the terminals has spoken to the centre before it went away; the others were started since."""
        for terminal in self.terminals:
            terminal.has_session = self.chance.random() < share

    def slowest_drain_s(self, since: float) -> float:
        """Of all terminals, from the moment when the centre was there again."""
        assert all(terminal.drained_at for terminal in self.terminals), "somebody still has payments queued"
        return max(terminal.drained_at for terminal in self.terminals) - since
