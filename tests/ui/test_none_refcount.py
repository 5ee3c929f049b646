"""P0: Qt calls must not eat references to ``None`` (PySide6 6.12.0 aborts after some 5,000; 6.11.3 does not)."""

import sys
from collections.abc import Callable

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from tests.ui.conftest import Glass
from tests.ui.test_touch import raw_tap
from ui import samples

CALLS = 8_000
NOISE = 500  # references that other code may drop meanwhile, far below one a call


class Emitter(QObject):
    happened = Signal()


def fallen(action: Callable[[], object], calls: int) -> int:
    """How far the reference count of None fell over so many calls."""
    action()
    before = sys.getrefcount(None)
    for _ in range(calls):
        action()
    return before - sys.getrefcount(None)


def test_the_pinned_version() -> None:
    assert PySide6.__version__ == "6.11.3"


def test_plain_calls(glass: Glass) -> None:
    timer, emitter = QTimer(), Emitter()
    timer.setInterval(100_000)
    heard: list[int] = []
    emitter.happened.connect(lambda: heard.append(1))
    actions: list[Callable[[], object]] = [
        timer.start,
        timer.stop,
        emitter.happened.emit,
        QCoreApplication.processEvents,
        lambda: QTimer.singleShot(0, heard.clear),
        glass.screen.window.update,
        lambda: emitter.setObjectName("x"),
    ]
    for action in actions:
        assert fallen(action, CALLS) < NOISE
    QCoreApplication.processEvents()


@pytest.mark.parametrize("visits", [20, pytest.param(60, marks=pytest.mark.long)])
def test_simulated_visits(glass: Glass, visits: int) -> None:
    pages = [
        samples.view(name) for name in ("home", "number_typing", "amount_arrears", "method", "cash_some", "result_posted")
    ]

    def visit() -> None:
        for page in pages:
            glass.screen._show_now(page)
            QCoreApplication.processEvents()
        glass.screen._show_now(pages[1])
        for digit in "138":
            raw_tap(glass, f"key_{digit}")

    visit()
    glass.posted.clear()
    drop = fallen(visit, visits)
    assert len(glass.posted) == 3 * (visits + 1), "the touches were real"
    assert drop < 5 * visits


@pytest.mark.parametrize("model_calls", [CALLS])
def test_bridge(glass: Glass, model_calls: int) -> None:
    model = glass.screen._model
    assert fallen(lambda: model.act("digit", "1"), model_calls) < NOISE
    assert fallen(model.pageChanged.emit, 2_000) < NOISE
    glass.posted.clear()
