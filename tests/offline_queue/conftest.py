"""A ledger of its own for each test, whose conservation is checked when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_queue.ledger import SqliteLedger
from tests.offline_queue.support import Home, check_conservation


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def ledger(home: Home) -> Iterator[SqliteLedger]:
    opened = home.open()
    yield opened
    check_conservation(opened)
    opened.close()
