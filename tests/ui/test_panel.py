"""The demo's control panel: every key reaches its control, in a worker, and what comes back is shown."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPointF, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from tests.ui.conftest import Glass, visible, wait_until
from ui.application import QML
from ui.eyes import finger
from ui.panel import PanelModel

ACTIONS = (
    "tap_card",
    "insert_card",
    "wrong_pin",
    "decline_card",
    "slow_bank",
    "cancel_card",
    "card_power_off",
    "card_power_on",
    "unplug_card",
    "replug_card",
    "reject_next",
    "jam",
    "clear_jam",
    "unplug_acceptor",
    "replug_acceptor",
    "paper_out",
    "paper_in",
    "cover_open",
    "cover_close",
    "cut_network",
    "restore_network",
    "slow_network",
    "garble",
)


class Recorder:
    """Stands in for the demo's world; remembers what was asked and in which thread."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []
        self.threads: set[str] = set()
        self.gate = threading.Event()
        self.gate.set()

    def _note(self, name: str, value: int = 0) -> None:
        assert self.gate.wait(5)
        self.threads.add(threading.current_thread().name)
        self.calls.append((name, value))

    def insert(self, denomination: int) -> None:
        self._note("insert", denomination)

    def jam(self) -> None:
        self._note("jam")
        raise OSError("the simulator is gone")

    def __getattr__(self, name: str) -> object:
        if name not in ACTIONS:
            raise AttributeError(name)
        return lambda: self._note(name)


class PanelWindow:
    def __init__(self) -> None:
        self.world = Recorder()
        self.model = PanelModel(self.world)  # type: ignore[arg-type]
        self.engine = QQmlApplicationEngine()
        self.engine.setInitialProperties({"panel": self.model})
        self.engine.load(QUrl.fromLocalFile(str(QML / "panel" / "Panel.qml")))
        root = self.engine.rootObjects()[0]
        assert isinstance(root, QQuickWindow)
        self.window = root
        self.finger = finger()

    def items(self) -> list[QQuickItem]:
        return list(visible(self.window.contentItem()))

    def tap(self, name: str) -> None:
        item = next(item for item in self.items() if item.objectName() == name)
        spot = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.touchEvent(self.window, self.finger).press(0, spot).commit()
        QTest.touchEvent(self.window, self.finger).release(0, spot).commit()

    def texts(self) -> list[str]:
        return [str(item.property("text")) for item in self.items() if item.metaObject().indexOfProperty("text") >= 0]


@pytest.fixture
def panel(glass: Glass) -> Iterator[PanelWindow]:
    made = PanelWindow()
    wait_until(lambda: made.window.isExposed() and bool(made.items()), "the panel")
    yield made
    made.window.close()
    made.engine.deleteLater()


@pytest.mark.parametrize("action", ACTIONS)
def test_key_reaches_its_control(panel: PanelWindow, action: str) -> None:
    panel.tap(f"panel_{action}")
    wait_until(lambda: panel.world.calls == [(action, 0)], action)
    assert panel.world.threads == {"demo-panel"}


@pytest.mark.parametrize("yuan", [1, 5, 10, 20, 50, 100])
def test_note_is_inserted_in_fen(panel: PanelWindow, yuan: int) -> None:
    panel.tap(f"insert_{yuan}")
    wait_until(lambda: panel.world.calls == [("insert", yuan * 100)], "the note")


def test_slow_world_does_not_block_the_screen(panel: PanelWindow) -> None:
    panel.world.gate.clear()
    panel.tap("insert_100")
    panel.tap("insert_50")
    panel.model.set_state("still alive")
    wait_until(lambda: "still alive" in panel.texts(), "the state line")
    assert panel.world.calls == []
    panel.world.gate.set()
    wait_until(lambda: panel.world.calls == [("insert", 10000), ("insert", 5000)], "both notes in order")


def test_failure_is_shown(panel: PanelWindow) -> None:
    panel.tap("panel_jam")
    wait_until(lambda: any("the simulator is gone" in text for text in panel.texts()), "the failure")


def test_texts_and_receipt_arrive_from_other_threads(panel: PanelWindow, tmp_path: Path) -> None:
    picture = QImage(40, 90, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    assert picture.save(str(tmp_path / "receipt.png"))

    def other() -> None:
        panel.model.add_sms("已缴 150.00 元", "20:59")
        panel.model.set_receipt(str(tmp_path / "receipt.png"))

    thread = threading.Thread(target=other)
    thread.start()
    wait_until(lambda: "20:59  已缴 150.00 元" in panel.texts(), "the text message")
    thread.join()
    image = next(item for item in panel.items() if item.objectName() == "panel_receipt")
    wait_until(lambda: float(image.property("progress")) == 1.0, "the receipt")
    assert isinstance(image, QObject)
