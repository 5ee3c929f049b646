"""Child: the least that QML can be, a window of the terminal's size with one text. Peer of P7 and P8.

``touched``: with the library loaded that makes touches, as in the terminal that is measured beside it.
"""

import sys
import time
from importlib import import_module

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from bench.measure import emit

SOURCE = b"""
import QtQuick
import QtQuick.Window
Window {
    width: 1080; height: 1920; visible: true; color: "white"
    Text { anchors.centerIn: parent; text: "1"; font.pixelSize: 48 }
}
"""


def main() -> None:
    application = QGuiApplication([])
    engine = QQmlApplicationEngine()
    engine.loadData(SOURCE)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)

    def first_frame() -> None:
        window.frameSwapped.disconnect(first_frame)
        emit(first_frame_s=time.monotonic())
        if "touched" in sys.argv:
            import_module("PySide6.QtTest")

    window.frameSwapped.connect(first_frame)
    ended = QSocketNotifier(0, QSocketNotifier.Type.Read)  # stdin closes when the measurement is over
    ended.activated.connect(application.quit)
    application.exec()


if __name__ == "__main__":
    main()
