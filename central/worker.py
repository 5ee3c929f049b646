"""Background work on threads of its own: run the jobs that are due, wait a little or until woken, again."""

import logging
import threading
from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)

Job = Callable[[], object]


class Worker:
    """Runs its jobs in order, for ever. A job that raises is logged and tried again in the next round."""

    def __init__(self, name: str, jobs: Sequence[Job], interval_seconds: float) -> None:
        self._jobs = jobs
        self._interval = interval_seconds
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something may be due now. From any thread; never blocks."""
        self._wake.set()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            for job in self._jobs:
                try:
                    job()
                except Exception:  # noqa: BLE001 (the last line of defence of a thread)
                    # A row that can't be worked on must not end the work on all others; the traceback says which.
                    _log.exception("CEN-001 background job failed; it will be tried again")
            self._wake.wait(self._interval)
            self._wake.clear()
