"""Child, peer of P9: the terminal's own pages in a QStackedWidget, prebuilt, every word already in its place. ``PAGES``.

``PAGES`` is a file with the parts of each page (``bench.page_contents``): sheets become frames, words and pictures labels,
and keys push buttons, each where it stands at the terminal; a full frame of the terminal around them is not even painted
again. Answers ``turns`` with the milliseconds from lifting the finger to the painted page, for each page once.
"""

import json
import sys
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QBuffer, QEvent, QEventLoop, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPaintEvent, QPalette, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QStackedWidget, QWidget

from bench.measure import BenchError, emit, serve
from bench.page_contents import Part
from ui.eyes import run_for
from ui.fonts import application_font

FINGER_DOWN_S: Final = 0.05
TURNING_KEY: Final = QRect(400, 20, 300, 120)
"""Where every page has a key, so that each can be turned by a finger: in the terminal's frame, which has none there."""


class Pages(QStackedWidget):
    """``painted_at``: when the backing store was flushed that holds the page which was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = QEventLoop()
        self.awaited = -1
        self.painted = False
        self.painted_at = 0.0

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if self.painted and event.type() == QEvent.Type.UpdateRequest:
            self.awaited, self.painted = -1, False
            self.painted_at = perf_counter()
            self.loop.quit()
        return done


class Page(QWidget):
    """One page; the key at ``TURNING_KEY`` turns to the next."""

    def __init__(self, number: int, parts: list[Part], pages: Pages, next_page: int) -> None:
        super().__init__()
        self._number = number
        self._pages = pages
        for part in parts:
            made = MAKERS[part.kind](part, self)
            made.setGeometry(part.left, part.top, part.width, part.height)
        turning = QPushButton(str(number), self)
        turning.setGeometry(TURNING_KEY)
        turning.setStyleSheet("font-size: 64px; border-radius: 24px; background: #e8f0fe")
        turning.clicked.connect(lambda: pages.setCurrentIndex(next_page))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._pages.awaited == self._number:
            self._pages.painted = True


def _sheet(part: Part, page: QWidget) -> QWidget:
    frame = QFrame(page)
    frame.setStyleSheet(_box(part))
    return frame


def _words(part: Part, page: QWidget) -> QWidget:
    label = QLabel(part.text, page)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(_font(part))
    colours = QPalette()
    colours.setColor(QPalette.ColorRole.WindowText, QColor(part.ink))
    label.setPalette(colours)
    label.setAlignment(Qt.AlignmentFlag(part.alignment))
    label.setWordWrap(part.wraps)
    return label


def _key(part: Part, page: QWidget) -> QWidget:
    key = QPushButton(part.text, page)
    key.setFont(_font(part))
    key.setStyleSheet(f"{_box(part)}; color: {part.ink}")
    return key


def _picture(part: Part, page: QWidget) -> QWidget:
    label = QLabel(page)
    label.setPixmap(QPixmap.fromImage(_drawn(part)))
    return label


def _drawn(part: Part) -> QImage:
    """The picture in its size. Raises BenchError for a source that can't be read."""
    data, url = QBuffer(), QUrl(part.text)
    data.setData(b64decode(part.text.partition(",")[2]) if url.scheme() == "data" else Path(url.toLocalFile()).read_bytes())
    reader = QImageReader(data)
    reader.setScaledSize(QSize(part.width, part.height))
    image = reader.read()
    if image.isNull():
        raise BenchError(f"the picture {part.text[:80]} can't be read: {reader.errorString()}")
    return image


MAKERS: Final[dict[str, Callable[[Part, QWidget], QWidget]]] = {
    "sheet": _sheet,
    "words": _words,
    "key": _key,
    "picture": _picture,
}


def _box(part: Part) -> str:
    radius = min(part.radius, part.width // 2, part.height // 2)
    return f"background: {part.colour}; border: {part.border}px solid {part.border_colour}; border-radius: {radius}px"


def _font(part: Part) -> QFont:
    font = application_font()
    font.setPixelSize(part.pixels)
    font.setBold(part.bold)
    return font


def main(path: Path) -> None:
    application = QApplication([])
    contents: dict[str, list[dict[str, Any]]] = json.loads(path.read_text("utf-8"))
    names = list(contents)
    pages = Pages()
    for number, parts in enumerate(contents.values()):
        pages.addWidget(Page(number, [Part(**part) for part in parts], pages, (number + 1) % len(names)))
    pages.resize(1080, 1920)
    pages.show()
    run_for(0.5)
    device, window = QTest.createTouchDevice(), pages.windowHandle()

    def turn() -> float:
        middle = TURNING_KEY.center()
        QTest.touchEvent(window, device).press(0, middle).commit()
        run_for(FINGER_DOWN_S)
        pages.awaited = (pages.currentIndex() + 1) % len(names)
        begun = perf_counter()
        QTest.touchEvent(window, device).release(0, middle).commit(False)  # as in the terminal that is measured beside it
        if pages.awaited >= 0:
            pages.loop.exec()
        return (pages.painted_at - begun) * 1000

    def answer(_line: str) -> dict[str, Any]:
        return {"turns": [(names[(pages.currentIndex() + 1) % len(names)], turn()) for _ in names]}

    emit(ready=True)
    serve(answer)
    pages.close()
    application.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
