"""The one event loop: takes events one at a time, decides, commits, acts, shows. The only writer of the ledger.

event ─▶ flow.step ─▶ facts on the disk ─▶ promise kept ─▶ commands to the ports ─▶ view to the screen ─▶ news for halls
"""

import logging
import queue
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from kiosk.commands import Command
from kiosk.events import (
    CardApproved,
    Event,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    Started,
    StorageFailed,
    TimePassed,
)
from kiosk.facts import AnyFact, PaymentAccepted, RunStarted
from kiosk.failpoints import Failpoint, reach
from kiosk.flow import Moment, State, Terminal, next_deadline, step
from kiosk.flow.screens import view
from kiosk.flow.states import OutOfService
from kiosk.log_lines import BUG, REFUSED, STORAGE, event_said, facts_said
from kiosk.performing import Ports, perform
from kiosk.policy import Policy
from kiosk.ports import Clock, Ledger, StorageError
from kiosk.recollection import Recollection

log = logging.getLogger("till")

LedgerT = TypeVar("LedgerT", bound=Ledger)
Answer = TypeVar("Answer")
TellRun = Callable[[Recollection], RunStarted | None]


class _Stop:
    """Posted to end the loop after everything posted before it."""


class _Question:
    """Something a command word wants to know of the ledger; answered between two events, in the till's thread."""

    def __init__(self, ask: Callable[[Ledger], object]) -> None:
        self.ask = ask
        self.answer: Future[object] = Future()


class Till:
    """Runs in a thread of its own. ``post`` may be called from any thread, also before ``start``."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self._clock = clock
        self._inbox: queue.SimpleQueue[Event | _Question | _Stop] = queue.SimpleQueue()
        self._state = State(Terminal(policy))
        self._next_seq = 1
        self._ports: Ports | None = None
        self._ledger: Ledger | None = None
        self._thread: threading.Thread | None = None

    # ---- from any thread -------------------------------------------------------------------------------------------

    def post(self, event: Event) -> None:
        self._inbox.put(event)

    def ask(self, question: Callable[[LedgerT], Answer], kind: type[LedgerT]) -> "Future[Answer]":
        """The answer of ``question(ledger)``, asked in the till's thread; ``kind`` only names the ledger's type."""
        del kind
        asked = _Question(question)  # type: ignore[arg-type]
        self._inbox.put(asked)
        return asked.answer  # type: ignore[return-value]

    @property
    def state(self) -> State:
        """The newest state; a frozen value, so any thread may look at it."""
        return self._state

    @property
    def next_kiosk_seq(self) -> int:
        return self._next_seq

    def start(self, ports: Ports, open_ledger: Callable[[], Ledger], tell_run: TellRun = lambda _memory: None) -> None:
        """Open the ledger in the till's own thread and take events from then on. ``tell_run``, in that thread, makes the
        fact of this start from what the ledger remembers."""
        self._ports = ports
        self._thread = threading.Thread(target=self._run, args=(open_ledger, tell_run), name="till", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """After everything posted so far is done. Safe to call twice, and before ``start``."""
        self._inbox.put(_Stop())
        if self._thread is not None:
            self._thread.join(timeout_s)

    # ---- the loop --------------------------------------------------------------------------------------------------

    def _run(self, open_ledger: Callable[[], Ledger], tell_run: TellRun) -> None:
        try:
            ledger = open_ledger()
            memory = ledger.recall()
            seal = ledger.slip_seal()
            run = tell_run(memory)
        except StorageError as error:
            self._fail(str(error))
        except Exception as bug:
            log.critical("%s %s while opening the ledger", BUG, bug, exc_info=bug)
            self._fail(f"internal error: {bug}")
        else:
            self._ledger = ledger
            self._next_seq = memory.next_kiosk_seq
            self._take_safely(Started(memory, seal, run))
        while not isinstance(item := self._next(), _Stop):
            if isinstance(item, _Question):
                self._answer(item)
            else:
                self._take_safely(item)
        if self._ledger is not None:
            self._ledger.close()

    def _next(self) -> Event | _Question | _Stop:
        deadline = next_deadline(self._state)
        try:
            wait = None if deadline is None else max(deadline - self._clock.monotonic_s(), 0.0)
            return self._inbox.get(timeout=wait)
        except queue.Empty:
            return TimePassed()

    def _take_safely(self, event: Event) -> None:
        """A bug in the middle of money is treated like a storage error: stop taking notes, acknowledge nothing."""
        try:
            self._take(event)
        except Exception as bug:
            log.critical("%s %s while taking %s", BUG, bug, type(event).__name__, exc_info=bug)
            self._fail(f"internal error: {bug}")

    def _take(self, event: Event) -> None:
        reach(Failpoint.TILL_TOOK_EVENT, type(event).__name__)
        now = self._clock.monotonic_s()
        decision = step(self._state, event, Moment(self._clock.now(), now, uuid.uuid4().hex, self._next_seq))
        if decision.refused:
            log.debug("%s %s in %s: %s", REFUSED, type(event).__name__, self._where(), decision.refused)
        else:
            event_said(event, log)
        if not self._commit(decision.facts):
            return
        facts_said(decision.facts, log)
        safe = not isinstance(self._state.visit, OutOfService)
        if safe and isinstance(event, (NoteStacked, NoteReturned, NotesWhereaboutsKnown)):
            event.promise.keep()
            reach(Failpoint.TILL_KEPT_PROMISE, type(event).__name__)
        if safe and isinstance(event, CardApproved) and not decision.refused:  # an approval of no attempt is undone
            event.promise.keep()
            reach(Failpoint.TILL_KEPT_PROMISE, type(event).__name__)
        changed = decision.state is not self._state
        self._state = decision.state
        for command in decision.commands:
            reach(Failpoint.TILL_BEFORE_COMMAND, type(command).__name__)
            self._perform(command)
            reach(Failpoint.TILL_AFTER_COMMAND, type(command).__name__)
        if changed:
            self._show(now)
        if self._commit(decision.later):
            facts_said(decision.later, log)

    def _commit(self, facts: tuple[AnyFact, ...]) -> bool:
        """Facts first. If they can't be written, nothing that follows from them happens."""
        if not facts:
            return True
        if self._ledger is None:
            self._fail("no ledger is open")
            return False
        names = " ".join(type(fact).__name__ for fact in facts)
        reach(Failpoint.TILL_DECIDED, names)
        try:
            self._ledger.commit(facts)
        except StorageError as error:
            self._fail(str(error))
            return False
        reach(Failpoint.TILL_COMMITTED, names)
        self._next_seq += sum(isinstance(fact, PaymentAccepted) for fact in facts)
        return True

    def _fail(self, reason: str) -> None:
        """Out of service until a new process has verified the ledger (trust.md M10)."""
        log.critical("%s %s", STORAGE, reason)
        now = self._clock.monotonic_s()
        decision = step(self._state, StorageFailed(reason), Moment(self._clock.now(), now, "", self._next_seq))
        self._state = decision.state
        for command in decision.commands:
            self._try(partial(self._perform, command))
        self._try(partial(self._show, now))

    @staticmethod
    def _try(act: Callable[[], None]) -> None:
        """On the way out of service nothing may keep the rest from being done, nor end the loop."""
        try:
            act()
        except Exception as bug:
            log.critical("%s %s while going out of service", BUG, bug, exc_info=bug)

    def _perform(self, command: Command) -> None:
        assert self._ports is not None
        perform(command, self._ports)

    def _show(self, now: float) -> None:
        assert self._ports is not None
        self._ports.screen.show(view(self._state, now))

    def _answer(self, question: _Question) -> None:
        """A ledger that can't be read takes the till out of service like one that can't be written."""
        if not question.answer.set_running_or_notify_cancel():
            return  # nobody waits for it any more
        if self._ledger is None:
            why = self._state.terminal.storage_failed or "the till has only just started"
            question.answer.set_exception(StorageError(f"no ledger is open: {why}"))
            return
        try:
            answer = question.ask(self._ledger)
        except Exception as error:  # noqa: BLE001 - it is the asker's, raised where the answer is awaited
            if isinstance(error, StorageError) and not self._state.terminal.storage_failed:
                self._fail(str(error))
            question.answer.set_exception(error)
        else:
            question.answer.set_result(answer)

    def _where(self) -> str:
        return type(self._state.visit).__name__
