"""In full screen nothing that a customer can reach ends the terminal, and it fills the monitor by itself."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QCloseEvent, QGuiApplication

from tests.ui.conftest import wait_until
from ui.application import ScreenSettings, TouchScreen, monitor

FULL_SCREEN = ScreenSettings("fullscreen", 1080, 1920, 4.0)


@pytest.fixture
def full_screen() -> Iterator[TouchScreen]:
    screen = TouchScreen(lambda _touch: None, FULL_SCREEN)
    frames: list[int] = []
    screen.on_first_frame(lambda: frames.append(1))
    wait_until(lambda: bool(frames), "the first frame")
    yield screen
    screen.close()


def test_s2_a_close_request_is_refused(full_screen: TouchScreen) -> None:
    """What Alt+F4 becomes under a window manager."""
    asked = QCloseEvent()
    QCoreApplication.sendEvent(full_screen.window, asked)
    assert not asked.isAccepted()
    assert full_screen.window.isVisible()
    assert not QGuiApplication.quitOnLastWindowClosed()


def test_it_fills_the_monitor_without_a_window_manager(full_screen: TouchScreen) -> None:
    assert full_screen.window.geometry() == monitor().geometry()
