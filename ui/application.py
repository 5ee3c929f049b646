"""The touch screen: a window that shows the newest view and posts touches. Owns the Qt application."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.views import Frame, View
from ui import qt_messages
from ui.fonts import application_font
from ui.messages import say
from ui.presentation import present
from ui.screen_settings import ScreenSettings
from ui.sound import Silence, SoundPlayer, system_sound
from ui.translator import Languages
from ui.view_models import ScreenModel

if TYPE_CHECKING:  # neither is needed for the first frame
    from kiosk.events import Touch
    from ui.panel import PanelModel

__all__ = ["ScreenSettings", "TouchScreen"]

QML: Final = Path(__file__).parent / "qml"
TITLE_BAR_PX: Final = 40  # of a window on a desktop
_log = logging.getLogger(__name__)


class _Mailbox(QObject):
    """Brings the newest view to the GUI's thread by one queued signal; views overtaken on the way are skipped."""

    posted = Signal()

    def __init__(self, deliver: Callable[[View], None]) -> None:
        super().__init__()
        self._deliver = deliver
        self._lock = threading.Lock()
        self._newest: View | None = None
        self.posted.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def put(self, view: View) -> None:
        with self._lock:
            on_its_way = self._newest is not None
            self._newest = view
        if not on_its_way:
            self.posted.emit()

    @Slot()
    def _open(self) -> None:
        with self._lock:
            view, self._newest = self._newest, None
        if view is not None:
            self._deliver(view)


class _Fingers(QObject):
    """Sees every press of the window go by, and tells the model when one has ended without a key being meant.

    Works by the window's events: once a key has grabbed a finger, no handler in QML is told of its release any more.
    """

    ENDS: Final = (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel, QEvent.Type.MouseButtonRelease)
    BEGINNINGS: Final = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress)

    def __init__(self, model: ScreenModel) -> None:
        super().__init__()
        self._model = model

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in self.BEGINNINGS:
            self._model.press_began()
        elif kind in self.ENDS:
            QTimer.singleShot(0, self._model.press_ended)  # after the keys have had it
        return False


class _Quitter(QObject):
    """Lets any thread end the event loop."""

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._quit, Qt.ConnectionType.QueuedConnection)

    @Slot(int)
    def _quit(self, code: int) -> None:
        QGuiApplication.exit(code)


class TouchScreen:
    """What people see and touch. Make it, and call all but ``show`` and ``quit``, in the main thread.

    ``post`` takes each touch, in the GUI's thread, and must not block. Raises RuntimeError when QML can't be loaded and
    FileNotFoundError when the translations are not built.
    """

    def __init__(
        self,
        post: "Callable[[Touch], None]",
        settings: ScreenSettings,
        panel: "PanelModel | None" = None,
        *,
        first: View | None = None,
        sound: SoundPlayer | None = None,
    ) -> None:
        qt_messages.collect()
        self._application = _application(settings)
        self._application.setFont(application_font())
        self._languages = Languages()
        # What the window shows; the newest view may still be on its way to it.
        self.view = first if first is not None else View(Frame(hall="", terminal="", service_phone="", demo=False))
        self._languages.use(self.view.frame.language)
        player = sound if sound is not None else Silence() if settings.mode == "offscreen" else system_sound()
        self._model = ScreenModel(post, player.play, present(self.view, say))
        self._mailbox = _Mailbox(self._show_now)
        self._quitter = _Quitter()
        self._panel = panel
        self._first_frame: list[Callable[[], None]] = []
        self._pulse = QTimer()
        self._engine = QQmlApplicationEngine()
        self._engine.setInitialProperties(self._properties(settings))
        self._engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
        self.window = self._root_window()
        self._fingers = _Fingers(self._model)
        self.window.installEventFilter(self._fingers)
        self._place(settings)
        self.window.frameSwapped.connect(self._frame_swapped)

    def show(self, view: View) -> None:
        """Show this view as soon as may be; may be called in any thread and returns at once."""
        self._mailbox.put(view)

    def on_first_frame(self, callback: Callable[[], None]) -> None:
        """Call back once, in the GUI's thread, when the first frame is on the glass."""
        self._first_frame.append(callback)

    def pulse(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call back so often, in the GUI's thread, as long as that thread takes events. One callback only."""
        self._pulse.timeout.connect(callback)
        self._pulse.start(round(seconds * 1000))

    def exec(self) -> int:
        """Run until ``quit``; the exit code given there."""
        return self._application.exec()

    def quit(self, code: int = 0) -> None:
        """End ``exec``; may be called in any thread."""
        self._quitter.asked.emit(code)

    def grab(self, path: Path | str) -> None:
        """Write what the window shows now to a file named ``*.png``. Raises OSError when the file can't be written."""
        if not self.window.grabWindow().save(str(path)):
            raise OSError(f"the screenshot could not be written to {path}")

    def find(self, object_name: str) -> QQuickItem | None:
        """The item of this name that can be seen now, or None."""
        return _find(self.window.contentItem(), object_name)

    def tap(self, object_name: str) -> None:
        """Press and release a finger in the middle of this item: a real touch, through the window. Waits for nothing.

        Raises LookupError when no such item can be seen now.
        """
        from PySide6.QtTest import QTest

        from ui.eyes import finger

        item = self.find(object_name)
        if item is None:
            raise LookupError(f"nothing called {object_name!r} can be seen on the page {type(self.view.body).__name__}")
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        self._model.allow_next_tap()
        QTest.touchEvent(self.window, finger()).press(0, middle).commit()
        QTest.touchEvent(self.window, finger()).release(0, middle).commit()

    def close(self) -> None:
        """Take the window down, for good; for tests that make several screens in one process."""
        self._pulse.stop()
        self.window.hide()  # in full screen a request to close is refused
        self._engine.deleteLater()
        self._application.sendPostedEvents(self._engine, QEvent.Type.DeferredDelete)
        del self._mailbox  # it knows this screen: no circle of Qt objects is left to the garbage collector (docs/adr/0014)

    def _properties(self, settings: ScreenSettings) -> dict[str, object]:
        return {
            "terminal": self._model,
            "designWidth": settings.width_px,
            "designHeight": settings.height_px,
            "pixelsPerMm": settings.pixels_per_mm,
            "closable": settings.mode != "fullscreen",
        }

    def _root_window(self) -> QQuickWindow:
        roots = self._engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise RuntimeError(f"{QML / 'Main.qml'} could not be loaded; the log names the line")
        return roots[0]

    def _place(self, settings: ScreenSettings) -> None:
        """As large as the design, or as large as the monitor allows with the design's shape kept."""
        width, height = settings.width_px, settings.height_px
        if settings.mode == "fullscreen":
            QGuiApplication.setQuitOnLastWindowClosed(False)  # a terminal ends by a signal, never by a key of a customer
            self.window.setGeometry(monitor().geometry())  # there may be no window manager to do it
            self.window.showFullScreen()
            return
        if settings.mode == "window":
            room = monitor().availableSize()
            fit = min(1.0, room.width() / width, (room.height() - TITLE_BAR_PX) / height)
            width, height = round(width * fit), round(height * fit)
            self.window.visibleChanged.connect(self._closed_by_hand)
        self.window.resize(width, height)
        self.window.show()

    def _frame_swapped(self) -> None:
        self.window.frameSwapped.disconnect(self._frame_swapped)
        for callback in self._first_frame:
            callback()
        self._model.prepare()
        self.window.setProperty("warming", True)
        if self._panel is not None:
            self._open_panel(self._panel)

    @staticmethod
    def _closed_by_hand(visible: bool) -> None:  # noqa: FBT001
        """Closing the terminal's window ends the demo, also while its panel is still open."""
        if not visible:
            QGuiApplication.exit(0)

    def _open_panel(self, panel: "PanelModel") -> None:
        self._engine.setInitialProperties({"panel": panel})
        self._engine.load(QUrl.fromLocalFile(str(QML / "panel" / "Panel.qml")))
        beside = self._engine.rootObjects()[-1]
        if isinstance(beside, QQuickWindow):
            room = monitor().availableSize().height() - TITLE_BAR_PX
            beside.setHeight(min(beside.height(), room))
            beside.setPosition(self.window.x() + self.window.width() + 12, self.window.y())

    def _show_now(self, view: View) -> None:
        self.view = view
        if self._languages.use(view.frame.language):
            self._engine.retranslate()
            self._model.retranslate()
        self._model.show(present(view, say))


def monitor() -> QScreen:
    """The one that a terminal has. Never ask a window for its screen: docs/adr/0014-the-garbage-collector-and-qt.md."""
    return QGuiApplication.primaryScreen()


def _application(settings: ScreenSettings) -> QGuiApplication:
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if settings.mode == "offscreen":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")  # paint at once: a touch waits for no idle time
    os.environ.setdefault("QT_QUICK_BACKEND", "software")  # the terminals' boards have no graphics worth trusting
    return QGuiApplication(sys.argv[:1])


def _find(item: QQuickItem, object_name: str) -> QQuickItem | None:
    if not item.isVisible():
        return None
    if item.objectName() == object_name:
        return item
    for child in item.childItems():
        found = _find(child, object_name)
        if found is not None:
            return found
    return None
