"""Records that outlive their writer: whole lines stay, a torn last line goes, one writer at a time."""

from pathlib import Path

import pytest

from devices.simulators.device import SetupError
from devices.simulators.record_file import HEADER, RecordFile


def test_records_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "records"
    first = RecordFile(path)
    first.append({"a": 1})
    first.append({"b": "元\n"})
    first.close()
    first.close()
    assert path.stat().st_mode & 0o777 == 0o600
    second = RecordFile(path)
    assert second.found == [{"a": 1}, {"b": "元\n"}]
    second.close()


@pytest.mark.parametrize("torn", [b'{"c', b'{"c": 3}', b"\x00\xff"])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "records"
    path.write_bytes(HEADER + b'{"a":1}\n' + torn)
    file = RecordFile(path)
    assert file.found == [{"a": 1}]
    file.append({"b": 2})
    file.close()
    assert path.read_bytes() == HEADER + b'{"a":1}\n{"b":2}\n'


@pytest.mark.parametrize("damage", [b"nonsense\n", b"[1]\n", b"\xff\n"])
def test_damage_before_the_end_is_told_with_its_line(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "records"
    path.write_bytes(HEADER + b'{"a":1}\n' + damage + b'{"b":2}\n')
    with pytest.raises(SetupError, match="line 3"):
        RecordFile(path)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "records")
    with pytest.raises(SetupError, match="another simulator"):
        RecordFile(tmp_path / "records")
    file.close()
    RecordFile(tmp_path / "records").close()


def test_without_a_path_nothing_is_kept() -> None:
    file = RecordFile(None)
    file.append({"a": 1})
    assert file.found == []
    file.close()


@pytest.mark.parametrize("content", [b"do not lose me", b"do not lose me\nnor me", b'{"a":1}\n', HEADER[1:]])
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "precious"
    path.write_bytes(content)
    with pytest.raises(SetupError, match="precious"):
        RecordFile(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("length", range(len(HEADER) + 1))
def test_killed_while_the_file_was_new(tmp_path: Path, length: int) -> None:
    path = tmp_path / "records"
    path.write_bytes(HEADER[:length])
    file = RecordFile(path)
    assert file.found == []
    file.close()
    assert path.read_bytes() == HEADER
