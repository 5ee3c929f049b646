"""The till's orders to a card terminal: kept until one has its end, each ended by exactly one side.

The link's thread performs orders; a watch of each order ends (or tells of) one that the terminal gives no chance to: a
port that is gone calls nobody. ``claim`` decides who ends it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from devices.zvt_verdict import LastAnswer
from kiosk.card import CardAttempt, CardPart


class Verb(Enum):
    SELL = auto()
    RESOLVE = auto()
    REVERSE = auto()
    END_DAY = auto()
    CHECK = auto()  # of the line to the bank


@dataclass(eq=False)
class Order:
    """``due_s``, ``heard_s``, ``begun_s``: of ``time.monotonic``; the terminal was last heard of at ``heard_s``."""

    verb: Verb
    attempt: CardAttempt | None = None
    card: CardPart | None = None  # of a reversal
    begun_s: float = field(default_factory=time.monotonic)
    due_s: float = 0.0
    heard_s: float = field(default_factory=time.monotonic)
    answers: list[LastAnswer] = field(default_factory=list)
    tries: int = 0
    reason: str = "the terminal is not there"
    ticket: str = ""  # of a check
    trying: bool = False  # a reversal is on the wire just now
    dropped: bool = False  # persons have decided: no further try
    watch: threading.Timer | None = None

    @property
    def of(self) -> CardAttempt:
        """The attempt that is to be sold or resolved."""
        assert self.attempt is not None
        return self.attempt

    @property
    def charge(self) -> CardPart:
        """The charge that is to be taken back."""
        assert self.card is not None
        return self.card


class Orders:
    """Safe from any thread. ``overdue`` is called in a thread of its own when an order's watch has run out."""

    def __init__(self, overdue: Callable[[Order], None]) -> None:
        self._overdue = overdue
        self._orders: list[Order] = []
        self._lock = threading.Lock()
        self._closed = False

    def add(self, order: Order, watch_s: float) -> None:
        with self._lock:
            self._orders.append(order)
        self.watch(order, watch_s)

    def watch(self, order: Order, after_s: float) -> None:
        """Call ``overdue`` of it after so many seconds, if it is still open then."""
        with self._lock:
            if self._closed or order not in self._orders:
                return
            order.watch = threading.Timer(max(after_s, 0.0), self._run_out, (order,))
            order.watch.daemon = True
            order.watch.start()

    def claim(self, order: Order) -> bool:
        """Take the right to end it; False if somebody else has."""
        with self._lock:
            if self._closed or order not in self._orders:
                return False
            self._orders.remove(order)
            if order.watch is not None:
                order.watch.cancel()
            return True

    def claim_sale(self, attempt_id: str) -> bool:
        """The same for a sale that was not begun."""
        with self._lock:
            waiting = [order for order in self._orders if order.verb is Verb.SELL and order.of.attempt_id == attempt_id]
        return any(self.claim(order) for order in waiting)

    def drop_reversal(self, attempt_id: str) -> None:
        """No further try; one that is on the wire still tells its end."""
        with self._lock:
            reversals = [order for order in self._orders if order.verb is Verb.REVERSE]
            dropped = [order for order in reversals if order.charge.attempt_id == attempt_id]
            for order in dropped:
                order.dropped = True
        for order in dropped:
            if not order.trying:
                self.claim(order)

    def first_due(self, now_s: float, verbs: frozenset[Verb]) -> Order | None:
        """The oldest of these kinds whose time has come."""
        with self._lock:
            return next((order for order in self._orders if order.verb in verbs and order.due_s <= now_s), None)

    def next_due_s(self, verbs: frozenset[Verb]) -> float | None:
        with self._lock:
            return min((order.due_s for order in self._orders if order.verb in verbs), default=None)

    def any_of(self, verb: Verb) -> bool:
        with self._lock:
            return any(order.verb is verb for order in self._orders)

    def close(self) -> None:
        """No order is ended any more: the next process finds them on the disk."""
        with self._lock:
            self._closed = True
            for order in self._orders:
                if order.watch is not None:
                    order.watch.cancel()

    def _run_out(self, order: Order) -> None:
        with self._lock:
            if self._closed or order not in self._orders:
                return
        self._overdue(order)
