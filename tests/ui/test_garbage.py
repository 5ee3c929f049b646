"""No Qt object is ever left to Python's garbage collector, which would destroy Qt's own monitor with it: adr/0014.

A run of the collector happens in whichever thread allocates, in the middle of whatever Qt does there.
"""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import Shiboken

from kiosk.visit_types import Language
from tests.ui.conftest import Glass, wait_until
from tests.ui.test_full_screen import FULL_SCREEN
from ui import samples
from ui.application import TouchScreen, monitor

PAGES = ("home", "number_typing", "amount_arrears", "method", "cash_some", "result_posted", "menu")


@contextmanager
def by_hand() -> Iterator[None]:
    """The collector runs when told, and what it finds first is not of this test."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def found_by_the_collector(act: Callable[[], object]) -> list[str]:
    """The kinds of Qt objects that only the collector could free after ``act``."""
    with by_hand():
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            act()
            gc.collect()
            return [type(one).__name__ for one in gc.garbage if isinstance(one, Shiboken.Object)]
        finally:
            gc.set_debug(0)
            gc.garbage.clear()


def opened() -> TouchScreen:
    screen = TouchScreen(lambda _touch: None, FULL_SCREEN)
    frames: list[int] = []
    screen.on_first_frame(lambda: frames.append(1))
    wait_until(lambda: bool(frames), "the first frame")
    return screen


def test_the_monitor_outlives_screens_in_circles(glass: Glass) -> None:
    """Shiboken 6.11 gives what a window's wrapper holds to Python when the collector finds both, and Python deletes it."""
    gone: list[str] = []
    connection = monitor().destroyed.connect(lambda: gone.append("the monitor"))
    with by_hand():
        for _ in range(2):
            screen = opened()
            circle: list[object] = [screen, screen.window]
            circle.append(circle)
            screen.close()
            del screen, circle
        gc.collect()
        assert gone == [], "every window of this process would now use freed memory"
        QObject.disconnect(connection)


def test_a_closed_screen_is_freed_at_once(glass: Glass) -> None:
    with by_hand():
        screen = opened()
        closed = weakref.ref(screen)
        screen.close()
        del screen
        assert closed() is None


def test_visits_leave_no_qt_object_to_the_collector(glass: Glass) -> None:
    """Pages, languages, touches, the help sheet, and views that come from another thread."""

    def visits() -> None:
        for language in Language:
            for name in PAGES:
                glass.show(samples.view(name, language))
        other = threading.Thread(target=lambda: glass.screen.show(samples.view("number_typing")))
        other.start()
        other.join()
        wait_until(lambda: glass.screen.find("key_1") is not None, "the number page")
        for key in ("key_1", "help", "help_close"):
            glass.screen.tap(key)
            QCoreApplication.processEvents()
        assert glass.posted

    assert found_by_the_collector(visits) == []


def test_the_check_can_fail() -> None:
    def circle() -> None:
        one = QObject()
        one.me = one  # type: ignore[attr-defined]

    assert found_by_the_collector(circle) == ["QObject"]
