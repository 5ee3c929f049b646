"""One offscreen screen per process, on the software renderer; any warning of Qt or QML fails the test that caused it."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtQuick import QQuickItem

import ui
from kiosk.events import Touch
from kiosk.views import View
from ui import build_translations, samples
from ui.application import ScreenSettings, TouchScreen

PORTRAIT = ScreenSettings("offscreen", 1080, 1920, 4.0)
LANDSCAPE = ScreenSettings("offscreen", 1280, 1024, 3.4)


def wait_until(true: Callable[[], bool], what: str, seconds: float = 5.0) -> None:
    """Run the event loop until it is so; fails with ``what`` at the deadline."""
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            pytest.fail(f"not within {seconds} s: {what}")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


class Glass:
    """A touch screen with what it posted, for tests."""

    def __init__(self, settings: ScreenSettings) -> None:
        self.posted: list[Touch] = []
        self.screen = TouchScreen(self.posted.append, settings)
        frames: list[int] = []
        self.screen.on_first_frame(lambda: frames.append(1))
        wait_until(lambda: bool(frames), "the first frame")
        self.painted = 0
        self.screen.window.frameSwapped.connect(self._count)

    def _count(self) -> None:
        self.painted += 1

    def show(self, view: View) -> None:
        """Show and wait until it is laid out and painted."""
        before = self.painted
        self.screen.show(view)
        QCoreApplication.processEvents()
        self.screen.window.update()
        wait_until(lambda: self.painted > before, "a frame")
        before = self.painted
        self.screen.window.update()
        wait_until(lambda: self.painted > before, "a second frame, after layouts have settled")

    def turn(self, view: View) -> None:
        """Show without waiting for a frame: what is painted next is laid out then."""
        self.screen.show(view)
        QCoreApplication.processEvents()

    def texts(self) -> list[str]:
        """Every text that can be seen, in drawing order."""
        return [str(item.property("text")) for item in self.text_items()]

    def text_items(self) -> list[QQuickItem]:
        return [
            item
            for item in visible(self.screen.window.contentItem())
            if item.metaObject().indexOfProperty("contentWidth") >= 0 and item.property("text")
        ]

    def all_text(self) -> str:
        return "\n".join(self.texts())


def visible(item: QQuickItem) -> Iterator[QQuickItem]:
    """This item and everything inside it that can be seen."""
    if item.isVisible() and item.opacity() > 0:
        yield item
        for child in item.childItems():
            yield from visible(child)


@pytest.fixture(scope="session", autouse=True)
def _translations() -> None:
    build_translations.release()


@pytest.fixture(scope="package")
def portrait(_translations: None) -> Iterator[Glass]:
    glass = Glass(PORTRAIT)
    yield glass
    glass.screen.close()


@pytest.fixture(scope="package")
def landscape(_translations: None) -> Iterator[Glass]:
    glass = Glass(LANDSCAPE)
    yield glass
    glass.screen.close()


@pytest.fixture
def glass(portrait: Glass) -> Glass:
    """The portrait screen, turned to the home page, nothing posted yet."""
    portrait.turn(samples.view("home"))
    portrait.posted.clear()
    portrait.screen._model.allow_next_tap()
    return portrait


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    ui.warnings.clear()
    yield
    assert ui.warnings == []
