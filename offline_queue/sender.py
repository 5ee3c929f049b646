"""The sender's thread: ``kiosk.ports.PaymentSender``. Opens its own view of the outbox and sends for ever."""

import math
import random
import sqlite3
import threading
import time
from collections.abc import Callable

from kiosk.events import StorageFailed
from kiosk.ports import CentralApi, Post, StorageError
from offline_queue.backoff import Pacing
from offline_queue.database import advice
from offline_queue.dispatch import Dispatcher, Number
from offline_queue.outbox import Outbox

TICK_S = 2.0  # a thread that waits shows that it is alive
IDLE_LOOK_S = 60.0  # with nothing due, look again this often even if nobody wakes us


class Sender:
    """``open_outbox`` is called in the sender's thread, after the ledger is open. Answers are posted as events. The backlog
    waits ``start_s`` longer than its jitter before it is first probed; the present customer's payment does not."""

    def __init__(
        self,
        api: CentralApi,
        post: Post,
        open_outbox: Callable[[], Outbox],
        *,
        pacing: Pacing = Pacing(),  # noqa: B008 - frozen
        monotonic: Number = time.monotonic,
        draw: Number = random.random,
        start_s: float = 0.0,
    ) -> None:
        self._api = api
        self._post = post
        self._open_outbox = open_outbox
        self._pacing = pacing
        self._monotonic = monotonic
        self._draw = draw
        self._start_s = start_s
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._first_lock = threading.Lock()
        self._first: str | None = None
        self.ticked_s = time.monotonic()  # when its thread last came by; inf: it has ended, and has said why
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self, first: str | None) -> None:
        """There is something in the outbox, or an answer is on the disk; ``first`` goes at once. From any thread."""
        if first is not None:
            with self._first_lock:
                self._first = first
        self._woken.set()

    def stop(self, timeout_s: float) -> bool:
        """Ask the thread to end and wait for it; a request under way is finished first. False if it has not ended yet."""
        self._stopping.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            outbox = self._open_outbox()
            try:
                self._send_for_ever(outbox)
            finally:
                outbox.close()
        except (sqlite3.Error, OSError, StorageError) as problem:
            self._post(StorageFailed(f"The outbox cannot be read: {advice(problem)}"))
        except Exception as problem:
            # A terminal whose payments no longer leave must not look healthy.
            self._post(StorageFailed(f"The sender stopped with {type(problem).__name__}. Start the terminal again."))
            raise
        finally:
            self.ticked_s = math.inf

    def _send_for_ever(self, outbox: Outbox) -> None:
        dispatcher = Dispatcher(
            self._api,
            self._post,
            outbox,
            pacing=self._pacing,
            monotonic=self._monotonic,
            draw=self._draw,
            start_s=self._start_s,
        )
        while not self._stopping.is_set():
            self._woken.clear()
            first = self._take_first()
            if first is not None:
                dispatcher.customer_waits_for(first)
            wait_s = dispatcher.step()
            self._wait(IDLE_LOOK_S if wait_s is None else min(wait_s, IDLE_LOOK_S))

    def _wait(self, seconds: float) -> None:
        self.ticked_s = time.monotonic()
        while seconds > 0 and not self._woken.wait(min(seconds, TICK_S)):
            seconds -= TICK_S
            self.ticked_s = time.monotonic()

    def _take_first(self) -> str | None:
        with self._first_lock:
            first, self._first = self._first, None
        return first
