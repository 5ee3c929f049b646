"""What the tests of the front door share."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def sockets_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A temporary directory of this test alone, so that no running terminal of this user is met; and with a short name: the
    path of a socket has 107 bytes at most."""
    assert tmp_path.is_dir(), "where this run's files stand is settled before"
    with TemporaryDirectory(prefix="t") as made:
        monkeypatch.setattr("tempfile.tempdir", made)
        yield
