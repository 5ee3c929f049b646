"""For tours and tests that sit in front of the screen: eyes and one finger. GUI thread only."""

import time
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

LOOK_EVERY_MS = 10


@cache
def finger() -> QPointingDevice:
    """The one of this process: Qt keeps each device that was ever made."""
    return QTest.createTouchDevice()


def run_until(condition: Callable[[], bool], timeout_s: float) -> bool:
    """Let the screen live until ``condition`` holds; False if it did not within ``timeout_s`` seconds."""
    until = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() >= until:
            return False
        run_for(LOOK_EVERY_MS / 1000)
    return True


def run_for(seconds: float) -> None:
    """Let the screen live for so long: animations end, frames are painted."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
