"""The whole terminal, its real screen too, as a process that a test may hang: touches in on stdin, pages out on stdout.

``python -m tests.power_cut.hang_process CONFIG [HANG]``, HANG being the JSON of a ``Hang``. A page is said when Qt's thread
has shown it: whoever reads it knows that the screen works.
"""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final, NoReturn

import msgspec
from PySide6.QtCore import QObject, Qt, Signal, Slot

import ui.application
from app.configuration import read_configuration
from app.words.run import run
from kiosk.events import CashChosen
from kiosk.failpoints import Failpoint, watch
from kiosk.views import View
from tests.power_cut.kiosk_process import TOUCHES, say
from tests.power_cut.moments import BORROWED

FREEZE, BUSY, DEADLOCK, SCREEN, CRASH = "freeze", "busy", "deadlock", "screen", "crash"
HOWS: Final = (FREEZE, BUSY, DEADLOCK, SCREEN)


class Hang(msgspec.Struct, frozen=True):
    """What hangs, and when: the first passing, once cash was chosen, of a failpoint whose detail (or the one it
    borrows, see ``moments``) contains ``detail``. ``crash``: at once."""

    how: str
    point: Failpoint = Failpoint.TILL_TOOK_EVENT
    detail: str = ""


class _Blocker(QObject):
    """Takes Qt's thread away for good."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._block, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _block(self) -> None:
        say(hangs=time.monotonic())
        _wait_for_ever()


class SpokenTouchScreen(ui.application.TouchScreen):
    """The real one, which also says its pages and takes touches as lines."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self._post = arguments[0]
        super().__init__(*arguments, **settings)
        self.blocker = _Blocker()
        threading.Thread(target=self._listen, daemon=True).start()

    def _show_now(self, view: View) -> None:
        super()._show_now(view)
        say(page=type(view.body).__name__, body=msgspec.to_builtins(view.body))

    def _listen(self) -> None:
        for line in sys.stdin:
            touch = json.loads(line)
            if HANG is not None and touch["touch"] == CashChosen.__name__:
                watch(_Watcher(HANG, self.blocker))  # not before: a device may report a note of before at the start
            self._post(msgspec.convert(touch["arguments"], TOUCHES[touch["touch"]]))


class _Watcher:
    def __init__(self, hang: Hang, blocker: _Blocker) -> None:
        self._hang = hang
        self._blocker = blocker
        self._turn = threading.Lock()
        self._details: dict[Failpoint, str] = {}

    def __call__(self, point: Failpoint, detail: str) -> None:
        self._details[point] = detail
        detail = self._details.get(BORROWED.get(point, point), "")
        if point is self._hang.point and self._hang.detail in detail and self._turn.acquire(blocking=False):
            self._hang_now()

    def _hang_now(self) -> None:
        if self._hang.how == SCREEN:
            self._blocker.asked.emit()
            return
        say(hangs=time.monotonic())
        if self._hang.how == FREEZE:
            os.kill(os.getpid(), signal.SIGSTOP)
        elif self._hang.how == BUSY:
            _work_for_ever()
        else:
            _wait_for_ever()


def _work_for_ever() -> NoReturn:
    while True:
        pass


def _wait_for_ever() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


HANG: Hang | None = None


def main(arguments: list[str]) -> int:
    global HANG  # noqa: PLW0603 - one process, one hang
    HANG = msgspec.json.decode(arguments[1], type=Hang) if len(arguments) > 1 else None
    if HANG is not None and HANG.how == CRASH:
        return 1
    config = Path(arguments[0])
    settings = read_configuration(config)
    ui.application.TouchScreen = SpokenTouchScreen  # type: ignore[misc]
    return run(settings, config)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
