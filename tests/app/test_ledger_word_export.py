"""S8 and memory: an export is flat in memory however long the journal is, and its file is whole or not there."""

import resource
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ledger_export import FORMATS, whole_file
from kiosk import facts
from offline_queue.journal import Row, encode_record

MOST_BYTES = 200_000


def records(count: int) -> Iterator[Row]:
    for seq in range(1, count + 1):
        fact = facts.CaseOpened(f"reason {seq}", "detail " * 20)
        yield seq, encode_record(seq, "2026-11-21T20:58:44+08:00", fact, None), b""


def peak(name: str, count: int) -> int:
    tracemalloc.start()
    try:
        lines = sum(1 for _ in FORMATS[name](records(count)))
        assert lines == count + (name == "csv")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", FORMATS)
def test_memory_does_not_grow_with_the_journal(name: str) -> None:
    peak(name, 10)  # what is loaded once
    assert peak(name, 5_000) < MOST_BYTES


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", FORMATS)
def test_memory_is_flat_with_a_million_records(name: str) -> None:
    peak(name, 10)
    before = highest = resident_bytes()
    for number, _ in enumerate(FORMATS[name](records(1_000_000))):
        if number % 10_000 == 0:
            highest = max(highest, resident_bytes())
    assert highest - before < 4_000_000


def test_a_file_that_fails_on_the_way_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"), whole_file(tmp_path / "x.csv") as file:
        file.write("half of it")
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_whole_file_appears_under_its_name_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with whole_file(path) as file:
        file.write("all of it\n")
        assert not path.exists()
        assert [draft.stat().st_mode & 0o777 for draft in tmp_path.iterdir()] == [0o600]
    assert [found.name for found in tmp_path.iterdir()] == ["x.csv"]
    assert path.read_text() == "all of it\n"
    with pytest.raises(FileExistsError), whole_file(path):
        pass
    assert path.read_text() == "all of it\n"
