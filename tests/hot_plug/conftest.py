"""The glass is painted offscreen, by the software renderer; a warning of Qt or QML fails the test that caused it."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_warning_of_qt(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [line.getMessage() for line in caplog.get_records("call") if line.name == "ui.qt"] == []
