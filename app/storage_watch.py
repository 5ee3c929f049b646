"""Watches over the storage from outside the till: room on its file system, and what the centre remembers of its journal."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

from kiosk.answers import SessionReply
from kiosk.events import DiskRoomChanged, LedgerConfirmed, LedgerDoubted, StorageFailed
from kiosk.ports import Post
from kiosk.till import Till
from offline_queue.journal import JournalHead
from offline_queue.ledger import SqliteLedger

log = logging.getLogger("app")

LOOK_EVERY_S = 5.0


class DiskWatch:
    """Looks at the room every few seconds, and tells the till when it has become too little, or enough again (A3)."""

    def __init__(self, look: Callable[[], tuple[bool, int]], post: Post, every_s: float = LOOK_EVERY_S) -> None:
        self._look = look
        self._post = post
        self._every_s = every_s
        self._low = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="disk-watch", daemon=True)

    def start(self) -> None:
        """The first look is taken here: no note is let in before it."""
        if self._looked():
            self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_s) and self._looked():
            pass

    def _looked(self) -> bool:
        try:
            low, free_bytes = self._look()
        except OSError as problem:
            self._post(StorageFailed(f"The storage directory can't be looked at: {problem}"))
            return False
        if low != self._low:
            self._low = low
            self._post(DiskRoomChanged(low, free_bytes))
        return True


def compare_with_centre(till: Till, session: SessionReply) -> None:
    """Is the newest head of our journal that the centre has heard of in our journal? Asked in the till's thread."""
    head = JournalHead(session.journal_count, session.journal_head)
    if not head.count:
        till.post(LedgerConfirmed(0))  # it has heard of none, so none is missing
        return

    def told(answer: "Future[str]") -> None:
        if answer.cancelled() or answer.exception() is not None:
            log.warning("APP-HEAD the journal can't be compared with the centre's memory of it: %s", answer.exception())
            return
        problem = answer.result()
        till.post(LedgerDoubted(problem) if problem else LedgerConfirmed(head.count))

    till.ask(lambda ledger: ledger.contradicts(head), SqliteLedger).add_done_callback(told)
