"""The front door as scripts see it: exit codes, and one sentence on stderr when something is wrong. Real processes."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import kiosk_main
from kiosk.facts import ReceiptEnded
from offline_queue.ledger import SqliteLedger
from offline_queue.lock import ProcessLock
from tests.app.front_door import ROOT, call, call_anew


def sentences(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the front door itself said on stderr; the log stands there too."""
    return [line for line in done.stderr.splitlines() if line.startswith("kiosk_main.py")]


# ---- calls that are wrong ------------------------------------------------------------------------------------------


def test_help_names_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    for ask in ("--help", "-h"):
        assert kiosk_main.main([ask]) == 0
        said = capsys.readouterr().out
        assert all(word in said for word in kiosk_main.WORDS)


def test_an_unknown_word_is_told_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert kiosk_main.main(["brew"]) == 2
    said = capsys.readouterr().err
    assert said == f"kiosk_main.py: 'brew' is no command word; known are: {', '.join(kiosk_main.WORDS)}\n"


@pytest.mark.parametrize("word", list(kiosk_main.WORDS))
def test_each_word_explains_itself(word: str) -> None:
    explained(call(word, "--help"))


@pytest.mark.parametrize(
    "word", [word if word in ("run", "ledger") else pytest.param(word, marks=pytest.mark.long) for word in kiosk_main.WORDS]
)
def test_each_word_explains_itself_in_a_new_interpreter(word: str) -> None:
    """Whatever it imports, and in whichever order."""
    explained(call_anew(word, "--help"))


def explained(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0
    assert "usage: kiosk_main.py" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["simulate"], "required"),
        (["simulate", "toaster", "--protocol", "ccnet", "--link", "x"], "toaster"),
        (["simulate", "acceptor", "--protocol", "mdb", "--link", "x"], "mdb"),
        (["simulate", "acceptor", "--protocol", "ccnet"], "--link"),
        (["simulate", "acceptor", "--protocol", "ccnet", "--link", "/no/such/folder/x"], "/no/such/folder"),
        (["diagnose", "--port", "/dev/null"], "--port and --protocol belong together"),
        (["diagnose", "--protocol", "ccnet"], "--port and --protocol belong together"),
        (["diagnose", "--port", "/dev/null", "--protocol", "mdb"], "--protocol mdb is not known"),
        (["settle", "--timeout", "soon"], "--timeout"),
        (["settle", "--tiemout", "3"], "--tiemout"),
        (["tour"], "--out"),
        (["--confg", "x"], "--confg"),
    ],
)
def test_a_wrong_call_is_2_and_one_sentence(arguments: list[str], part: str) -> None:
    done = call(*arguments)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert part in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("word", [["settle"], ["diagnose"], ["run"], ["tour", "--out", "out"]])
def test_a_configuration_that_is_not_there_is_2(word: list[str], tmp_path: Path) -> None:
    done = call(*word, "--config", str(tmp_path / "none.ini"), cwd=tmp_path)
    assert done.returncode == 2
    assert "the file can't be read" in done.stderr
    assert list(tmp_path.iterdir()) == [], "nothing is made by a call that is wrong"


# ---- settle --------------------------------------------------------------------------------------------------------

CONFIG = """
[terminal]
id = K0001
hall = 示范营业厅
mode = demo
[centre]
url = http://127.0.0.1:9
token_file = enrolment.token
[storage]
directory = {storage}
[secrets]
directory = secrets
[acceptor]
protocol = ccnet
port = nothing/acceptor
[printer]
protocol = escpos
port = nothing/printer
"""
BUCKETS = ["stacked", "held_in_visit", "queued", "posted", "in_doubt", "owed", "unassigned", "settled"]
CARD_BUCKETS = [
    f"card_{bucket}"
    for bucket in ("charged", "held_in_visit", "queued", "posted", "in_doubt", "owed", "returned", "settled", "unclear")
]


def settle(folder: Path, storage: str = "data") -> subprocess.CompletedProcess[str]:
    config = folder / "config.ini"
    config.write_text(CONFIG.format(storage=storage), "utf-8")
    return call("settle", "--json", "--timeout", "5", "--config", str(config))


def refused(done: subprocess.CompletedProcess[str], part: str) -> None:
    """Exit 3, nothing on stdout, and one sentence that says why."""
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert len(sentences(done)) == 1, done.stderr
    assert part in sentences(done)[0]


def test_settle_of_a_new_terminal_prints_balances_of_nothing(tmp_path: Path) -> None:
    done = settle(tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {f"{bucket}_fen": 0 for bucket in (*BUCKETS, *CARD_BUCKETS)}


def test_settle_beside_another_process_is_3_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    lock = ProcessLock.take(tmp_path / "data")
    refused(settle(tmp_path), "already uses the ledger")
    lock.release()
    assert [path.name for path in (tmp_path / "data").iterdir() if path.suffix == ".sqlite"] == []


def test_settle_on_another_terminals_ledger_is_3(tmp_path: Path) -> None:
    SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0099").close()
    refused(settle(tmp_path), "K0099")


def _ledger_file(folder: Path) -> Path:
    SqliteLedger.open(folder / "data", folder / "secrets", "K0001").close()
    for left in (folder / "data").iterdir():
        if left.name.endswith(("-wal", "-shm")):
            left.unlink()
    [path] = [path for path in (folder / "data").iterdir() if path.read_bytes().startswith(b"SQLite format 3")]
    return path


def test_settle_on_a_database_of_another_program_is_3_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    path = _ledger_file(tmp_path)
    path.unlink()
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE recipes (name TEXT)")
    foreign.close()
    before = path.read_bytes()
    refused(settle(tmp_path), "is not a ledger of this program")
    assert path.read_bytes() == before


def test_settle_on_a_file_that_is_no_database_is_3(tmp_path: Path) -> None:
    _ledger_file(tmp_path).write_bytes(b"no database " * 1000)
    refused(settle(tmp_path), "cannot be used")


@pytest.mark.parametrize("storage", ["/proc/kiosk", "taken"])
def test_settle_where_nothing_can_be_written_is_3(tmp_path: Path, storage: str) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    refused(settle(tmp_path, storage), "[storage] directory ")


# ---- diagnose ------------------------------------------------------------------------------------------------------


def test_diagnose_tells_the_paper_left_by_count_also_of_a_printer_that_is_away(tmp_path: Path) -> None:
    config = tmp_path / "config.ini"
    config.write_text(CONFIG.format(storage="data") + "roll_metres = 60\n", "utf-8")
    asked = ("diagnose", "--device", "printer", "--json", "--config", str(config))
    assert "paper_left_mm" not in json.loads(call(*asked).stdout), "nobody has counted yet"
    ledger = SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0001")
    ledger.commit([ReceiptEnded("j1", "printed", "", 18_500), ReceiptEnded("j2", "partial", "PRN-OUT", 500)])
    ledger.close()
    done = call(*asked)
    assert (done.returncode, json.loads(done.stdout)["paper_left_mm"]) == (1, 41_000)


def test_a_call_that_is_not_utf_8_is_2_before_anything_is_done() -> None:
    command = [sys.executable.encode(), b"kiosk_main.py", b"release", b"BV-CHEAT", b"--reason", "卡钞".encode("gbk")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, b"not UTF-8" in done.stderr) == (2, True)
