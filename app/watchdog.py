"""The watchdog (trust.md A1): the service manager hears that this process lives only while screen, till, sender and every
driver have ticked within their limits. Who does not is named in the log, and the process lets itself be ended.

A tick costs its thread next to nothing: a driver and the sender write down the time as they wait anyway; Qt's thread by a
timer; the till answers a question between two events. ``late`` judges, without a clock.
"""

import faulthandler
import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.service_manager import ALIVE, HANGING, READY, STOPPING, ServiceManager

log = logging.getLogger("app")

LOOK_EVERY_S: Final = 0.5

SCREEN, TILL, SENDER, START, STOP = "screen", "till", "sender", "start", "stop"
LIMITS_S: Final[Mapping[str, float]] = {
    SCREEN: 5.0,
    TILL: 5.0,  # the slowest write to a disk that still works
    SENDER: 40.0,  # two calls of the centre at their limit; nobody stands before it meanwhile
    START: 60.0,  # to check a ledger of any size, or make it anew (A5)
    STOP: 20.0,
}
LINK_LIMIT_S: Final = 6.0  # a port may take 5 s to be opened


@dataclass(frozen=True, slots=True)
class Tick:
    """When a part last came by (monotonic seconds), and how long it may take until it does so again."""

    at_s: float
    limit_s: float


def late(ticks: Mapping[str, Tick], now_s: float) -> dict[str, float]:
    """The parts that are over their limit, and for how many seconds each has said nothing."""
    return {name: now_s - tick.at_s for name, tick in ticks.items() if now_s - tick.at_s > tick.limit_s}


class Beat:
    """A part that ticks by calling ``tick``, from any thread."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._at_s = now()

    def tick(self) -> None:
        self._at_s = self._now()

    def __call__(self) -> float:
        return self._at_s


class Answered:
    """A part that ticks by answering a question; the next one is asked when the last one is answered."""

    def __init__(self, ask: Callable[[], "Future[object]"], now: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._beat = Beat(now)
        self._asked: Future[object] | None = None

    def __call__(self) -> float:
        if self._asked is None or self._asked.done():
            self._asked = self._ask()
            self._asked.add_done_callback(lambda _answer: self._beat.tick())
        return self._beat()


LastTick = Callable[[], float]


class Watchdog:
    """Made in the main thread. Looks only where a service manager watches this process: nobody else could start it anew."""

    def __init__(self, manager: ServiceManager, storage: Path, now: Callable[[], float] = time.monotonic) -> None:
        self._manager = manager
        self._storage = storage
        self._now = now
        self._lock = threading.Lock()
        self._parts: dict[str, tuple[LastTick, float]] = {}
        self._hangs = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    @property
    def is_supervised(self) -> bool:
        """Does somebody start this process anew when it ends?"""
        return self._manager.listens

    def watch(self, name: str, last_tick: LastTick, limit_s: float | None = None) -> None:
        """From now on this part must tick. ``limit_s``: of parts without one in ``LIMITS_S``."""
        with self._lock:
            self._parts[name] = (last_tick, LIMITS_S[name] if limit_s is None else limit_s)

    def forget(self, name: str) -> None:
        with self._lock:
            self._parts.pop(name, None)

    def start(self) -> None:
        """The first page is on the glass."""
        self._manager.tell(READY)
        if self._manager.period_s is not None:
            self._thread.start()

    def stopping(self) -> None:
        """The process was told to end: its parts end one by one, all of them within a limit."""
        beat = Beat(self._now)
        with self._lock:
            self._parts = {STOP: (beat, LIMITS_S[STOP])}
        self._manager.tell(STOPPING)

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._manager.close()

    def look(self) -> None:
        """One look at every part: all is well, or the end. Once that was seen, nothing is taken back."""
        with self._lock:
            ticks = {name: Tick(last_tick(), limit_s) for name, (last_tick, limit_s) in self._parts.items()}
        found = late(ticks, self._now())
        if found and not self._hangs:
            self._hangs = True
            self._tell(", ".join(f"{name} for {silent_s:.1f} s" for name, silent_s in found.items()))
        self._manager.tell(HANGING if self._hangs else ALIVE)

    def _tell(self, who: str) -> None:
        from app.alive import HANG, mark  # not before the first frame

        mark(self._storage, HANG, who)
        log.critical("APP-HANG no sign of life: %s; this process is ended, and started anew", who)
        self._manager.status(f"hangs: {who}")
        faulthandler.dump_traceback(sys.__stderr__ or 2, all_threads=True)  # where each thread is; no values of anything

    def _run(self) -> None:
        import app.alive  # noqa: F401 - now, while imports still work

        assert self._manager.period_s is not None
        every_s = min(LOOK_EVERY_S, self._manager.period_s / 4)
        while not self._stopped.wait(every_s):
            self.look()
