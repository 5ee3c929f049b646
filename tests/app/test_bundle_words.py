"""``bundle``, ``diagnose --readiness`` and ``replay`` as scripts see them: exit codes, one sentence, files (F67)."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.fault_bundle import File, bundle, checked
from app.till_socket import TillSocket
from kiosk import facts
from offline_queue.ledger import SqliteLedger
from tests.app.front_door import call
from tests.app.test_command_words import CONFIG, sentences

PACKED = bundle((File("states.json", ("{}",)),), {"kiosk_id": "K0001"})


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.ini"
    path.write_text(CONFIG.format(storage="data"), "utf-8")
    return path


@pytest.fixture
def recorded(tmp_path: Path, config: Path) -> Path:
    """A ledger with a test and a swap of a PIN in it, and no terminal that runs."""
    ledger = SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0001")
    ledger.commit([facts.TestRecorded("printer", "failed", "0217", "not cut", 900), facts.PinChanged("0217")])
    ledger.close()
    return config


@pytest.fixture
def running(tmp_path: Path, config: Path) -> Iterator[dict[str, Any]]:
    """Answers of a terminal that runs; change them as wanted."""
    answers: dict[str, Any] = {"zip": base64.b64encode(PACKED).decode()}
    (tmp_path / "data").mkdir()
    socket = TillSocket(tmp_path / "data", lambda word: {**answers, "asked": word})
    yield answers
    socket.close()


# ---- bundle --------------------------------------------------------------------------------------------------------


def test_a_bundle_of_a_terminal_that_does_not_run_comes_from_its_disk(recorded: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    done = call("bundle", str(out), "--config", str(recorded))
    assert done.returncode == 0, done.stderr
    assert "does not run" in done.stdout
    files = checked(out.read_bytes())
    assert {"TestRecorded", "PinChanged"} <= {json.loads(line)["fact"] for line in files["journal.jsonl"].splitlines()}
    assert json.loads(files["states.json"]) == {"running": False}
    assert out.stat().st_mode & 0o777 == 0o600
    again = call("bundle", str(out), "--config", str(recorded))
    assert (again.returncode, len(sentences(again))) == (2, 1)
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_bundle_without_a_ledger_still_says_what_there_is(config: Path, tmp_path: Path) -> None:
    done = call("bundle", str(tmp_path / "out.zip"), "--config", str(config))
    assert done.returncode == 0, done.stderr
    assert "can't be read" in checked((tmp_path / "out.zip").read_bytes())["journal.jsonl"]


def test_a_running_terminal_makes_the_bundle_itself(running: dict[str, Any], config: Path, tmp_path: Path) -> None:
    done = call("bundle", str(tmp_path / "out.zip"), "--config", str(config))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.zip").read_bytes() == PACKED
    running["error"] = "the disk is full"
    refused = call("bundle", str(tmp_path / "other.zip"), "--config", str(config))
    assert (refused.returncode, sentences(refused)) == (1, ["kiosk_main.py: the disk is full"])
    assert not (tmp_path / "other.zip").exists()


# ---- readiness -----------------------------------------------------------------------------------------------------


def test_a_terminal_that_does_not_run_is_not_ready_and_its_last_tests_are_told(recorded: Path) -> None:
    done = call("diagnose", "--readiness", "--json", "--config", str(recorded))
    found = json.loads(done.stdout)
    assert (done.returncode, found["verdict"]) == (1, "not_ready")
    assert {"APP-NOT-RUNNING", "TEST-PRINTER"} <= {one["code"] for one in found["findings"]}
    printer = next(one for one in found["tests"] if one["item"] == "printer")
    assert (printer["outcome"], printer["staff_id"], printer["detail"]) == ("failed", "0217", "not cut")
    told = call("diagnose", "--readiness", "--config", str(recorded))
    assert told.returncode == 1
    assert told.stdout.startswith("NOT READY")
    assert "1. Restart the terminal" in told.stdout


@pytest.mark.parametrize(("verdict", "code"), [("ready", 0), ("limited", 0), ("not_ready", 1)])
def test_the_verdict_of_a_running_terminal_is_the_exit_code(
    running: dict[str, Any], config: Path, verdict: str, code: int
) -> None:
    lists: dict[str, Any] = {"findings": [], "tests": [], "waiting": 0, "open_money": 0, "at": "2026-11-21T20:58:44+08:00"}
    running |= {"verdict": verdict, "cash": True, "card": None, "printing": True, "centre": True} | lists
    done = call("diagnose", "--readiness", "--config", str(config))
    assert (done.returncode, "not fitted" in done.stdout) == (code, True), done.stderr


def test_readiness_is_of_the_whole_terminal() -> None:
    done = call("diagnose", "--readiness", "--device", "printer")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


# ---- replay --------------------------------------------------------------------------------------------------------

HEAD = {"unix_s": 1.0, "direction": "note", "text": 'wire {"baud": 9600, "device": "acceptor", "protocol": "ccnet"}'}
STARTING = {
    "device": "acceptor",
    "state": "starting",
    "severity": 0,
    "supplies": "n/a",
    "code": "",
    "may_hold_money": False,
}


def trace(said: dict[str, Any]) -> str:
    """Ten polls that nobody answers, after what the driver says at its start."""
    words = json.dumps({"event": "DeviceStatusChanged", **said}, sort_keys=True)
    poll = [{"unix_s": 1.1 + number / 5, "direction": "to_device", "hex": "02 03 06 33 da 81"} for number in range(3)]
    records = [HEAD, {**HEAD, "text": "port opened"}, {**HEAD, "text": f"said {words}"}, *poll]
    return "".join(f"{json.dumps(record)}\n" for record in records)


def test_the_same_states_are_0_other_ones_1_and_what_is_no_trace_2(tmp_path: Path) -> None:
    path = tmp_path / "trace.jsonl"
    path.write_text(trace(STARTING))
    same = call("replay", str(path))
    assert (same.returncode, same.stdout.splitlines()[-1]) == (0, "The same states."), same.stdout
    path.write_text(trace({**STARTING, "code": "BV-JAM"}))
    other = call("replay", str(path), "--json")
    found = json.loads(other.stdout)
    assert (other.returncode, found["same"]) == (1, False)
    assert any("BV-JAM" in one for one in found["differences"])
    path.write_text("nonsense\n")
    none = call("replay", str(path))
    assert (none.returncode, len(sentences(none))) == (2, 1)
    assert "line 1" in none.stderr


def test_a_trace_out_of_a_bundle_is_named_by_its_device(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle((File("traces/acceptor.jsonl", tuple(trace(STARTING).splitlines())),), {}))
    unnamed = call("replay", str(path))
    assert (unnamed.returncode, "it has: acceptor" in unnamed.stderr) == (2, True)
    played = call("replay", str(path), "--device", "acceptor")
    assert played.returncode == 0, played.stdout + played.stderr
    assert call("replay", str(path), "--device", "printer").returncode == 2
    assert call("replay", str(tmp_path / "none.zip")).returncode == 2
