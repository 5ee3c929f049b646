"""The printer library's cache, after the power went while it was written."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.processes import ROOT
from devices.escpos_library import private_directory

START = "import sys; from pathlib import Path; from devices.escpos_library import byte_maker; "
PRINT = "maker = byte_maker('default', Path(sys.argv[1])); maker.cut(feed=True); print(maker.output.hex())"


def start(cache: Path) -> "subprocess.CompletedProcess[str]":
    """What a new process of the terminal does, and the bytes of a cut."""
    command = [sys.executable, "-c", START + PRINT, str(cache)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "torn",
    [lambda _whole: b"", lambda whole: whole[: len(whole) // 2], lambda whole: bytes(len(whole)), lambda whole: whole[:-1]],
    ids=["empty", "half", "zeros", "all but a byte"],
)
def test_m17_killed_while_the_cache_was_written(tmp_path: Path, torn: Callable[[bytes], bytes]) -> None:
    """A regression: found by kills at random times. An empty pickle was left, and no later start could print."""
    cache = private_directory(tmp_path / "escpos")
    first = start(cache)
    assert first.returncode == 0, first.stderr
    (pickle,) = cache.glob("*.pickle")
    whole = pickle.read_bytes()
    pickle.write_bytes(torn(whole))
    again = start(cache)
    assert (again.returncode, again.stdout) == (0, first.stdout), again.stderr
    assert pickle.read_bytes() == whole
    assert start(cache).stdout == first.stdout
