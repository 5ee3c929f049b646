"""The fault bundle: one file, the same for the same contents, never too large, and what it says of itself is true."""

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest

from app.bundle_parts import plain, versions
from app.configuration import read_configuration
from app.fault_bundle import MANIFEST, File, TooLargeError, bundle, checked, lines_of
from app.processes import ROOT
from app.recent_log import RecentLog

ABOUT = {"kiosk_id": "K0001", "made_at": "2026-11-21T20:58:44+08:00", "running": True}
FILES = (File("b.txt", ("two", "lines")), File("a.json", lines_of({"z": 1, "a": "一"})))


def test_the_same_contents_give_the_same_bytes_in_any_order() -> None:
    assert bundle(FILES, ABOUT) == bundle(reversed(FILES), ABOUT)
    with zipfile.ZipFile(io.BytesIO(bundle(FILES, ABOUT))) as archive:
        assert archive.namelist() == [MANIFEST, "a.json", "b.txt"]
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o600}


def test_the_manifest_names_each_file_with_its_sum() -> None:
    packed = bundle(FILES, ABOUT)
    assert checked(packed) == {"a.json": FILES[1].content.decode(), "b.txt": "two\nlines\n"}
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    assert manifest["kiosk_id"] == "K0001"
    assert [one["name"] for one in manifest["files"]] == ["a.json", "b.txt"]
    assert all(len(one["sha256"]) == 64 for one in manifest["files"])


def test_too_much_is_cut_in_its_middle_and_what_was_left_out_is_told() -> None:
    lines = tuple(f"{number} {hash((number, 'x')) & 0xFFFFFFFFFFFFFFFF:x}{number * 7919:x}" for number in range(60_000))
    packed = bundle((File("trace.jsonl", lines), *FILES), ABOUT, most_bytes=100_000)
    assert len(packed) <= 100_000
    kept = checked(packed)["trace.jsonl"].splitlines()
    assert kept[0] == lines[0], "how it began stays"
    assert kept[-1] == lines[-1], "what is newest stays"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (left_out,) = [
            one["lines_left_out"] for one in json.loads(archive.read(MANIFEST))["files"] if "trace" in one["name"]
        ]
    assert left_out == len(lines) - len(kept) > 0


def test_what_can_not_be_made_small_enough_is_refused() -> None:
    with pytest.raises(TooLargeError):
        bundle((File("a", tuple(str(hash(("y", n))) for n in range(400))),), ABOUT, most_bytes=500)


@pytest.mark.parametrize("change", ["garbage", "content", "more", "none"])
def test_a_bundle_that_was_changed_is_none(change: str) -> None:
    packed = bundle(FILES, ABOUT)
    if change == "garbage":
        packed = b"PK" + packed[10:]
    else:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                if change == "none" and name == MANIFEST:
                    continue
                new.writestr(name, b"other" if change == "content" and name == "b.txt" else old.read(name))
            if change == "more":
                new.writestr("c.txt", b"slipped in")
        packed = out.getvalue()
    with pytest.raises(ValueError, match=r"bundle|manifest"):
        checked(packed)


def test_the_configuration_in_it_is_the_one_in_force_and_holds_no_secret(tmp_path: Path) -> None:
    settings = read_configuration(ROOT / "config.ini")
    told = plain(settings)
    assert told["policy"]["kiosk_id"] == settings.policy.kiosk_id
    assert told["acceptor"]["protocol"] == "ccnet"
    json.dumps(told)
    assert plain({"n": "call 13800135678 now", "p": tmp_path / "13800135678"}) == {
        "n": "call 138****5678 now",
        "p": str(tmp_path / "138****5678"),
    }


def test_versions_name_the_lock_file_and_no_repository() -> None:
    found = versions()
    assert len(found["locks_sha256"]["requirements.lock"]) == 64
    assert found["packages"]["msgspec"]


def test_the_last_log_lines_are_kept_masked_and_bounded() -> None:
    recent = RecentLog(kept=3)
    log = logging.getLogger("tests.recent")
    log.addHandler(recent)
    try:
        for number in range(5):
            log.warning("line %d of 13800135678", number)
    finally:
        log.removeHandler(recent)
    lines = recent.lines()
    assert [line.split(" of ")[0][-1] for line in lines] == ["2", "3", "4"]
    assert all("138****5678" in line for line in lines)
