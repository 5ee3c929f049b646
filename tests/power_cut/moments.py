"""The instants at which a terminal dies, and what kills it: the only watcher of ``kiosk.failpoints`` there is."""

import os
import signal
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Final

import msgspec

from kiosk.failpoints import Failpoint, watch


class Ending(StrEnum):
    KILL = "kill"  # this process, at this instant
    HALL = "hall"  # the acceptor's power first, then this process: nothing in the hall goes on
    STOP = "stop"  # the thread that came by waits for ever, all others go on; said, so that the test goes on
    GATE = "gate"  # the same, until the test lets it pass


class Moment(msgspec.Struct, frozen=True):
    """The ``nth`` passing of a failpoint whose detail contains ``detail``, or, after a "=", is all of it."""

    point: Failpoint
    detail: str = ""
    nth: int = 1
    ending: Ending = Ending.KILL

    def is_of(self, detail: str) -> bool:
        whole = self.detail.startswith("=")
        return detail == self.detail[1:] if whole else self.detail in detail

    def __str__(self) -> str:
        words = (self.ending.value, self.point.value, self.detail.rsplit("/", 1)[-1], str(self.nth) if self.nth > 1 else "")
        return " ".join(word for word in words if word)


# Points without a detail of their own are told apart by what their thread, the till or the link, passed before them.
BORROWED: Final[dict[Failpoint, Failpoint]] = {
    Failpoint.LEDGER_BEGUN: Failpoint.TILL_DECIDED,
    Failpoint.LEDGER_WRITTEN: Failpoint.TILL_DECIDED,
    Failpoint.LEDGER_COMMITTED: Failpoint.TILL_DECIDED,
    Failpoint.LEDGER_MIRRORED: Failpoint.TILL_DECIDED,
    Failpoint.ACCEPTOR_BEFORE_ACKNOWLEDGE: Failpoint.ACCEPTOR_REPORTED,
    Failpoint.ACCEPTOR_AFTER_ACKNOWLEDGE: Failpoint.ACCEPTOR_REPORTED,
}


class Doom:
    """Ends the process at its moment. ``cut_hall`` takes the acceptor's power, ``tell`` says that a thread has stopped,
    ``wait`` lasts until it may pass the gate."""

    def __init__(
        self, moment: Moment, cut_hall: Callable[[], object], tell: Callable[[], None], wait: Callable[[], object]
    ) -> None:
        self._moment = moment
        self._cut_hall = cut_hall
        self._tell = tell
        self._wait = wait
        self._details: dict[Failpoint, str] = {}
        self._left = moment.nth
        self._counting = threading.Lock()

    def __call__(self, point: Failpoint, detail: str) -> None:
        self._details[point] = detail
        if point is not self._moment.point:
            return
        detail = self._details.get(BORROWED.get(point, point), "")
        if not self._moment.is_of(detail):
            return
        with self._counting:
            self._left -= 1
            mine = self._left == 0
        if mine:
            self._end()

    def _end(self) -> None:
        if self._moment.ending is Ending.GATE:
            self._tell()
            self._wait()
            return
        if self._moment.ending is Ending.STOP:
            self._tell()
            threading.Event().wait()
        if self._moment.ending is Ending.HALL:
            self._cut_hall()
        os.kill(os.getpid(), signal.SIGKILL)


def await_doom(
    moment: Moment, cut_hall: Callable[[], object], tell: Callable[[], None], wait: Callable[[], object]
) -> None:
    """From now on this process is doomed."""
    watch(Doom(moment, cut_hall, tell, wait))
