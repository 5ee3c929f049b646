"""Child, peer of P9: as many pages in a QStackedWidget, prebuilt, with a keypad's worth of keys and words on each.

Answers ``turns`` with the milliseconds from lifting the finger to the painted page, for each page once.
"""

from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from bench.measure import emit, serve
from ui.eyes import run_for

PAGES: Final = 9
KEYS: Final = 12
COLUMNS: Final = 3
LINES: Final = 4
FINGER_DOWN_S: Final = 0.05


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
    """Words above, a keypad's worth of keys below; every key turns the page."""

    def __init__(self, number: int, pages: Pages) -> None:
        super().__init__()
        self._number = number
        self._pages = pages
        column = QVBoxLayout(self)
        for line in range(LINES):
            label = QLabel(f"第 {number} 页 第 {line} 行")
            label.setStyleSheet("font-size: 48px")
            column.addWidget(label)
        grid = QGridLayout()
        self.keys: list[QPushButton] = []
        for key in range(KEYS):
            button = QPushButton(str(key))
            button.setStyleSheet("font-size: 64px; border-radius: 24px; background: #e8f0fe; min-height: 160px")
            button.clicked.connect(lambda: pages.setCurrentIndex((number + 1) % PAGES))
            self.keys.append(button)
            grid.addWidget(button, key // COLUMNS, key % COLUMNS)
        column.addLayout(grid)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._pages.awaited == self._number:
            self._pages.painted = True


def main() -> None:
    application = QApplication([])
    pages = Pages()
    for number in range(PAGES):
        pages.addWidget(Page(number, pages))
    pages.resize(1080, 1920)
    pages.show()
    run_for(0.5)
    device, window = QTest.createTouchDevice(), pages.windowHandle()

    def turn() -> float:
        shown = pages.currentWidget()
        assert isinstance(shown, Page)
        middle = shown.keys[0].mapTo(pages, shown.keys[0].rect().center())
        QTest.touchEvent(window, device).press(0, middle).commit()
        run_for(FINGER_DOWN_S)
        pages.awaited = (pages.currentIndex() + 1) % PAGES
        begun = perf_counter()
        QTest.touchEvent(window, device).release(0, middle).commit()
        if pages.awaited >= 0:
            pages.loop.exec()
        return (pages.painted_at - begun) * 1000

    def answer(_line: str) -> dict[str, Any]:
        return {"turns": [(str(pages.currentIndex()), turn()) for _ in range(PAGES)]}

    emit(ready=True)
    serve(answer)
    pages.close()
    application.processEvents()


if __name__ == "__main__":
    main()
