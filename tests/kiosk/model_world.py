"""The whole core of the model: the till's own loop, a real ledger, outbox and dispatcher, in one thread; and a centre that
may commit and lose its answer."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from kiosk.accounts import AccountRef
from kiosk.central_answers import Contradicted, Posted, PostingAnswer, Refused
from kiosk.events import (
    CashChosen,
    ConfirmPressed,
    DigitPressed,
    Event,
    OtherAmountChosen,
    ServiceChosen,
    Started,
    TimePassed,
)
from kiosk.facts import AnyFact
from kiosk.flow import next_deadline
from kiosk.flow.screens import view
from kiosk.flow.states import OutOfService, State
from kiosk.open_money import OpenSheet
from kiosk.paper import PrintJob
from kiosk.performing import Ports
from kiosk.policy import Policy
from kiosk.ports import StorageError
from kiosk.till import Till
from kiosk.views import View
from kiosk.visit_types import Service
from offline_queue.backoff import Pacing
from offline_queue.dispatch import Dispatcher
from offline_queue.ledger import SqliteLedger
from offline_queue.outbox import Outbox
from tests.kiosk.model_card import ModelCardTerminal
from tests.kiosk.model_device import ModelAcceptor
from tests.kiosk.no_staff import QuietDesk
from tests.kiosk.play import POLICY, posted
from tests.offline_queue.support import KIOSK, NOW, FakeCentre, Home, Reply

INJECTED = "model: the disk is gone"
PACING = Pacing(
    interval_s=0.1, first_probe_s=0.2, longest_s=1.0, present_first_s=0.1, refused_first_s=0.3, lease_poll_s=0.1
)
VERDICTS = ("posted", "posted", "posted", "refused", "contradicted")
WAYS = ("answers", "answers", "loses the answer", "never gets it", "refuses the terminal")


class ModelClock:
    def __init__(self) -> None:
        self.s = 1000.0

    def now(self) -> str:
        return NOW

    def monotonic_s(self) -> float:
        return self.s


class ModelCentre(FakeCentre):
    """``verdicts``: its definite answer to each key, once for all. ``way``: what becomes of the next request."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.way = "answers"
        self.next_verdict = "posted"
        self.verdicts: dict[str, PostingAnswer] = {}

    def _answer(self, batch: Sequence[tuple[str, bytes]]) -> Reply:
        for payment_id, _ in batch:
            assert len(self.bodies[payment_id]) == 1, f"{payment_id} was sent with other bytes"
        if self.way == "never gets it":
            return Reply(reachable=False, reason="no route")
        if self.way == "refuses the terminal":
            return Reply(kiosk_refused="kiosk-disabled")
        for payment_id, _ in batch:
            self.verdicts.setdefault(payment_id, self._verdict(payment_id))
        if self.way == "loses the answer":
            return Reply(reachable=False, reason="cut")
        return Reply({payment_id: self.verdicts[payment_id] for payment_id, _ in batch})

    def _verdict(self, payment_id: str) -> PostingAnswer:
        if self.next_verdict == "refused":
            return Refused("account-not-found")
        return Contradicted("idempotency-mismatch") if self.next_verdict == "contradicted" else posted(payment_id)

    @property
    def posted(self) -> set[str]:
        return {payment_id for payment_id, answer in self.verdicts.items() if isinstance(answer, Posted)}


class BreakingLedger(SqliteLedger):
    """Fails when told to: before anything is written, or after all of it is (the commit stands, and nobody knows)."""

    breaks = ""
    broken = False

    def commit(self, facts: Sequence[AnyFact]) -> None:
        if self.broken:
            raise StorageError(INJECTED)
        if facts and self.breaks:
            self.broken = True
            if self.breaks == "after":
                super().commit(facts)
            raise StorageError(INJECTED)
        super().commit(facts)


class World:
    """One terminal over many lives. ``late`` holds what threads have posted and the till has not taken yet."""

    def __init__(self, root: Path, policy: Policy = POLICY, *, undoes: bool = True) -> None:
        self.home = Home(root)
        self.policy = replace(policy, kiosk_id=KIOSK)
        self.clock = ModelClock()
        self.centre = ModelCentre()
        self.device = ModelAcceptor(self.take, lambda: not self.ledger.broken)
        self.card = ModelCardTerminal(self.take, undoes=undoes)
        self.draw = Random(7)  # of the card terminal's own ways
        self.late: deque[Event] = deque()
        self.jobs: list[str] = []
        self.printed: list[PrintJob] = []  # in all lives
        self.looked_up: list[AccountRef] = []
        self.followed: list[str] = []
        self.shown: View | None = None
        self.lives = 0
        self.begin()

    # ---- a life ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """As ``Till._run`` begins, in this thread."""
        self.lives += 1
        opened = BreakingLedger.open(self.home.data, self.home.secrets, KIOSK, now=lambda: NOW)
        assert isinstance(opened, BreakingLedger)
        self.ledger = opened
        self.outbox = Outbox.open(self.home.data, self.home.secrets)
        self.till = Till(self.policy, self.clock)
        self.till._ports = Ports(
            acceptor=self.device,
            card=self.card,
            printer=self,
            sender=self,
            look_up=self.looked_up.append,
            ask=lambda *_: None,
            follow=lambda payment_id, _: self.followed.append(payment_id),
            stop_following=self.followed.clear,
            screen=self,
            staff=QuietDesk(),
        )
        self.dispatcher = Dispatcher(
            self.centre, self.late.append, self.outbox, pacing=PACING, monotonic=self.clock.monotonic_s, draw=lambda: 0.5
        )
        memory = self.ledger.recall()
        self.till._ledger = self.ledger
        self.till._next_seq = memory.next_kiosk_seq
        self.jobs.clear()
        self.take(Started(memory, self.ledger.slip_seal()))

    def die(self, *, in_a_transaction: bool) -> None:
        """All threads end; what they had to say is gone. The device keeps what was not acknowledged."""
        if in_a_transaction and not self.ledger.broken:
            self.ledger._connection.execute("BEGIN IMMEDIATE")
            self.ledger._connection.execute("UPDATE notes SET denomination_fen = 1")
        self.ledger.close()
        self.outbox.close()
        self.late.clear()
        self.looked_up.clear()
        self.followed.clear()
        self.card.driver_dies(self.draw)
        self.device.new_driver = True
        self.device.accepting = frozenset()

    # ---- events ----------------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """One event through the till's own loop body."""
        self.till._take_safely(event)
        failed = self.till.state.terminal.storage_failed
        assert failed in ("", INJECTED), failed

    def take_late(self) -> None:
        while self.late:
            self.take(self.late.popleft())

    def wait(self, seconds: float) -> None:
        """Every deadline on the way fires at its own moment."""
        until = self.clock.s + seconds
        while (deadline := next_deadline(self.till.state)) is not None and deadline <= until:
            self.clock.s = max(deadline, self.clock.s)
            self.take(TimePassed())
        self.clock.s = until

    def dispatch(self) -> None:
        self.dispatcher.step()
        self.clock.s += 0.05

    @property
    def state(self) -> State:
        return self.till.state

    def open_money(self) -> OpenSheet:
        """As the till's thread reads it between two events."""
        return replace(self.ledger.open_money(), as_of=self.state.terminal.money_moves)

    @property
    def out(self) -> bool:
        return isinstance(self.till.state.visit, OutOfService)

    # ---- the other ports -------------------------------------------------------------------------------------------

    def wake(self, first: str | None) -> None:
        if first is not None:
            self.dispatcher.customer_waits_for(first)

    def print(self, job: PrintJob) -> None:
        self.printed.append(job)
        self.jobs.append(job.job_id)

    def show(self, shown: View) -> None:
        self.shown = shown

    # ---- a customer ------------------------------------------------------------------------------------------------

    def type(self, digits: str) -> None:
        for digit in digits:
            self.take(DigitPressed(digit))
        self.take(ConfirmPressed())

    def begin_visit(self, number: str) -> None:
        self.take(ServiceChosen(Service.PAY_BILL))
        self.type(number)

    def choose(self, yuan: int, method: Event = CashChosen()) -> None:  # noqa: B008 - frozen
        self.take(OtherAmountChosen())
        self.type(str(yuan))
        self.take(method)

    def check_screen(self) -> None:
        """There is a page for every state."""
        assert view(self.till.state, self.clock.s).body is not None
