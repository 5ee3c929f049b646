"""``ledger`` as technicians, auditors and scripts see it: real processes on a real storage directory."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.words import ledger
from kiosk import facts
from kiosk.accounts import AccountKind, AccountRef
from kiosk.money import Fen
from kiosk.visit_types import Language, Reopening, SmsState, VisitEnd
from offline_queue.keys import Keyring
from offline_queue.ledger import SqliteLedger
from offline_queue.slip_seal import SlipSealer, expected_code
from tests.app import front_door
from tests.app.front_door import ROOT

NUMBER = "13812345678"
MASKED = "138****5678"
AT = "2026-11-21T20:58:44+08:00"
NOTES = {"a3f09c1122334455": 10000, "b7e1aa0022334455": 5000}
CONFIG = """
[terminal]
id = K0001
hall = 示范营业厅
mode = demo
[centre]
url = http://127.0.0.1:9
token_file = enrolment.token
[storage]
directory = data
[secrets]
directory = secrets
[acceptor]
protocol = ccnet
port = nothing/acceptor
[printer]
protocol = escpos
port = nothing/printer
"""


def history() -> list[facts.AnyFact]:
    account = AccountRef(AccountKind.MOBILE, NUMBER)
    made: list[facts.AnyFact] = [
        facts.VisitOpened("visit-1", account, "张*", Fen(15000), Language.CHINESE, offline=False, receipt_expected=True)
    ]
    for note, value in NOTES.items():
        made += [facts.NoteIntended(note, "visit-1", Fen(value)), facts.NoteStackedFact(note, "visit-1", Fen(value))]
    accepted = facts.PaymentAccepted(
        payment_id="K0001-1",
        kiosk_seq=1,
        visit_id="visit-1",
        account=account,
        amount=Fen(15000),
        tender="cash",
        notes=tuple(Fen(value) for value in NOTES.values()),
        accepted_at=AT,
        language=Language.CHINESE,
        offline=False,
    )
    return [
        *made,
        accepted,
        facts.VisitClosed("visit-1", VisitEnd.PAID),
        facts.PaymentPosted("K0001-1", "01JD", "261121-7Q2MXK", AT, Fen(0)),
        facts.ConfirmationProgressed("K0001-1", SmsState.DELIVERED, Reopening.NOT_NEEDED),
        facts.ReceiptStarted("job-1", "K0001-1"),
        facts.ReceiptEnded("job-1", "printed", ""),
        facts.CaseOpened("=HYPERLINK(1)", f"he said\r\n\x1b[2J call {NUMBER}"),
        facts.DeviceChanged("acceptor", "ready", 0, "ok", "-2+3", "@raw"),
        facts.NoteStackedFact("cccc000022334455", None, Fen(2000)),
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    (folder / "config.ini").write_text(CONFIG, "utf-8")
    opened = SqliteLedger.open(folder / "data", folder / "secrets", "K0001", now=lambda: AT)
    opened.commit(history())
    opened.close()
    return folder


@pytest.fixture
def terminal(made: Path, tmp_path: Path) -> Path:
    """A terminal's folder of its own for one test."""
    shutil.copytree(made, tmp_path / "terminal")
    return tmp_path / "terminal"


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = front_door.call("ledger", *arguments, "--config", str(folder / "config.ini"), cwd=folder)
    assert (done.stderr == "") == (done.returncode == 0)
    assert len(done.stderr.splitlines()) <= 1, "one sentence when it is not 0"
    return done


def tamper(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "ledger.db")) as connection:
        connection.execute("DROP TRIGGER IF EXISTS journal_is_append_only_update")
        connection.execute(statement)
        connection.commit()


# ---- verify --------------------------------------------------------------------------------------------------------


def test_s5_a_sound_ledger_is_0_and_its_head_finds_a_later_cut(terminal: Path) -> None:
    done = call(terminal, "verify", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(report) == ["records", "records_per_second", "sound", "broken_at", "problems", "head"]
    assert (report["records"], report["sound"], report["broken_at"], report["problems"]) == (14, True, None, [])
    again = call(terminal, "verify", "--head", report["head"])
    assert again.returncode == 0
    assert "the ledger is sound" in again.stdout
    assert report["head"] in again.stdout
    (terminal / "data" / "journal.mirror").unlink()
    tamper(terminal, "DROP TRIGGER journal_is_append_only_delete")
    tamper(terminal, "DELETE FROM journal WHERE seq > 13")
    cut = call(terminal, "verify", "--head", report["head"])
    assert cut.returncode == 1
    assert "records 14 to 14 are missing at the end" in cut.stdout


def test_s5_an_edited_amount_is_1_and_named(terminal: Path) -> None:
    tamper(terminal, "UPDATE payments SET amount_fen = 5000")
    done = call(terminal, "verify", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["sound"] is False
    assert "payment K0001-1 is 5000 fen in the table, 15000 fen in the journal" in report["problems"]
    assert "10000 fen of 17000 fen stacked are in no bucket" in report["problems"]
    assert "the ledger is not sound" in done.stderr


def test_s5_an_edited_record_is_1_at_its_number(terminal: Path) -> None:
    tamper(terminal, "UPDATE journal SET record = replace(record, '5000', '9000') WHERE seq = 4")
    done = call(terminal, "verify", "--json")
    assert (done.returncode, json.loads(done.stdout)["broken_at"]) == (1, 4)
    for word in (["show", "K0001-1"], ["show"], ["export", "--format", "csv", "--out", "x.csv"]):
        read = call(terminal, *word)
        assert read.returncode == 1
        assert "record 4 does not fit the chain" in read.stderr
    assert not (terminal / "x.csv").exists()
    assert call(terminal, "verify", "--mirror").returncode == 0


@pytest.mark.usefixtures("log_given_back")
def test_where_no_terminal_has_run_there_is_no_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.ini"
    config.write_text(CONFIG, "utf-8")
    for word in (["verify"], ["show"], ["export", "--format", "csv"]):
        assert ledger.main([*word, "--config", str(config)]) == 3
        assert "There is no ledger in" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.ini"]


def test_another_terminals_ledger_is_not_this_ones(terminal: Path) -> None:
    config = terminal / "config.ini"
    config.write_text(config.read_text("utf-8").replace("K0001", "K0002"), "utf-8")
    done = call(terminal, "verify")
    assert done.returncode == 1
    assert "the database names K0001 as its terminal, the configuration K0002" in done.stderr


def test_a_copied_directory_is_checked_in_its_place(terminal: Path) -> None:
    shutil.move(terminal / "data", terminal / "copy")
    shutil.move(terminal / "secrets", terminal / "keys")
    assert call(terminal, "verify").returncode == 3
    done = call(terminal, "verify", "--storage", str(terminal / "copy"), "--secrets", str(terminal / "keys"))
    assert done.returncode == 0


@pytest.mark.parametrize("word", [["verify"], ["verify", "--mirror"], ["show"], ["export", "--format", "jsonl"]])
def test_what_cannot_be_read_is_3(terminal: Path, word: list[str]) -> None:
    shutil.rmtree(terminal / "data")
    done = call(terminal, *word)
    assert (done.returncode, done.stdout) == (3, "")


# ---- calls that are wrong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "required"),
        (["audit"], "audit"),
        (["verify", "--head", "12"], "a head is COUNT:MAC"),
        (["show", "K0001-1", "--visit", "visit-1"], "one code or one --visit"),
        (["show", "--last", "0"], "--last"),
        (["export"], "--format"),
        (["export", "--format", "xml"], "xml"),
        (["slip", "--claim", "K0001-1"], "required"),
        (
            ["slip", "--claim", "K1-1", "--number", "1", "--amount", "1,5", "--time", "noon", "--code", "7K3M-9QXT"],
            "should look like 138****5678",
        ),
    ],
)
def test_a_wrong_call_is_2_and_one_sentence(arguments: list[str], part: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        ledger.main(arguments)
    said = capsys.readouterr()
    assert (ended.value.code, said.out, len(said.err.splitlines())) == (2, "", 1)
    assert part in said.err


@pytest.mark.parametrize(("out", "part"), [("no/such/folder/x", "cannot be written"), ("config.ini", "exists already")])
def test_an_export_that_cannot_be_written_is_2_and_replaces_nothing(made: Path, out: str, part: str) -> None:
    done = call(made, "export", "--format", "csv", "--out", out)
    assert (done.returncode, done.stdout) == (2, "")
    assert part in done.stderr
    assert (made / "config.ini").read_text("utf-8") == CONFIG


# ---- show ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [["k0001-1"], ["A3F09C11"], ["b7e1aa0022334455"], ["--visit", "visit-1"], ["K0001-1", "--mirror"], ["2611217q2mxk"]],
)
def test_show_tells_the_whole_journey(made: Path, ask: list[str]) -> None:
    done = call(made, "show", *ask)
    assert done.returncode == 0
    told = [line.split("  ")[1].split()[0] for line in done.stdout.splitlines()]
    assert told == [f"#{number}" for number in range(1, 12)]
    for part in (
        "note A3F09C11 of ¥100 is in escrow",
        "note B7E1AA00 of ¥50 is in the cash box",
        f"payment K0001-1 of ¥150 (1 × ¥100, 1 × ¥50) is accepted for {MASKED}",
        "is posted: receipt 261121-7Q2MXK",
        "SMS delivered",
        "a slip for K0001-1 goes to the printer",
        "the printer says: printed",
    ):
        assert part in done.stdout
    assert NUMBER not in done.stdout


def test_show_of_a_note_without_a_visit_and_of_the_last_payments(made: Path) -> None:
    note = call(made, "show", "CCCC0000")
    assert "no visit open: nobody is credited" in note.stdout
    last = call(made, "show", "--last", "5")
    assert last.stdout.split() == ["2026-11-21", "20:58:44", "K0001-1", MASKED, "150.00", "posted", "261121-7Q2MXK"]


def test_show_of_what_is_not_there_is_1(made: Path) -> None:
    done = call(made, "show", NUMBER)
    assert (done.returncode, done.stdout) == (1, "")
    assert NUMBER not in done.stderr
    assert call(made, "show", "261121-7Q2MXX").returncode == 1


# ---- export --------------------------------------------------------------------------------------------------------


def test_s8_the_csv_holds_no_formula_no_control_character_no_number_and_no_cipher(terminal: Path) -> None:
    done = call(terminal, "export", "--format", "csv", "--out", "facts.csv")
    assert (done.returncode, done.stdout) == (0, "")
    path = terminal / "facts.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [left.name for left in terminal.iterdir() if left.name.endswith(".part")] == []
    content = path.read_bytes().decode()
    assert NUMBER not in content
    assert "cipher" not in content
    assert "2026-11:" not in content
    rows = list(csv.DictReader(content.splitlines(keepends=True)))
    assert [row["seq"] for row in rows] == [str(number) for number in range(1, 15)]
    assert rows[5]["account"] == MASKED
    assert rows[5]["amount_fen"] == "15000"
    assert "notes=10000 5000" in rows[5]["details"]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert not [cell for cell in cells if not cell.isprintable()]
    assert f"\\x0d\\x0a\\x1b[2J call {MASKED}" in rows[11]["details"]


def test_s8_json_lines_hold_what_the_journal_says(made: Path) -> None:
    done = call(made, "export", "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, 15))
    assert lines[0]["account"] == {"kind": "mobile", "masked": MASKED}
    assert (lines[5]["fact"], lines[5]["amount"], lines[5]["notes"]) == ("PaymentAccepted", 15000, [10000, 5000])
    assert NUMBER not in done.stdout
    assert "cipher" not in done.stdout
    assert call(made, "export", "--format", "jsonl", "--mirror").stdout == done.stdout


def test_a_reader_that_has_enough_is_no_error(made: Path) -> None:
    command = [sys.executable, str(ROOT / "kiosk_main.py"), "ledger", "export", "--format", "jsonl"]
    with subprocess.Popen(
        [*command, "--config", str(made / "config.ini")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as export:
        assert export.stdout is not None
        assert export.stderr is not None
        export.stdout.close()
        assert export.wait(30) == 0
        assert export.stderr.read() == b""


# ---- slip ----------------------------------------------------------------------------------------------------------

PRINTED = {"claim": "K0001-1", "number": "138 **** 5678", "amount": "150.00", "time": "2026-11-21 20:58:44"}


def ask_slip(folder: Path, code: str, **changes: str) -> subprocess.CompletedProcess[str]:
    given = {**PRINTED, "code": code, **changes}
    return call(folder, "slip", *(part for name, value in given.items() for part in (f"--{name}", value)))


def test_x29_a_genuine_slip_is_0_and_a_changed_one_is_1(terminal: Path) -> None:
    seal = SlipSealer(Keyring(terminal / "secrets"), may_make=False)
    code = expected_code(seal, "K0001-1", MASKED, Fen(15000), PRINTED["time"])
    shutil.rmtree(terminal / "data")  # needs only the secrets
    genuine = ask_slip(terminal, code)
    assert (genuine.returncode, "Genuine" in genuine.stdout) == (0, True)
    assert ask_slip(terminal, code.lower().replace("-", ""), claim="k0001-1", amount="￥150").returncode == 0
    for changes in (
        {"amount": "1500.00"},
        {"claim": "K0001-2"},
        {"number": "138****5679"},
        {"time": "2026-11-22 20:58:44"},
    ):
        forged = ask_slip(terminal, code, **changes)
        assert (forged.returncode, forged.stdout) == (1, "")
        assert code not in forged.stderr


def test_x29_without_the_key_nobody_can_tell(terminal: Path) -> None:
    (terminal / "secrets" / "slip.key").unlink()
    assert ask_slip(terminal, "7K3M-9QXT").returncode == 3
    assert not (terminal / "secrets" / "slip.key").exists()
