"""``settle-money``: what waits for persons, by command word with two proofs, on a running terminal or without one (field.md
X9, X31; trust.md M5)."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from app import call
from app.configuration import read_configuration
from app.money_word import answer_money_word
from app.processes import ROOT
from app.settings import Settings
from app.staff_list import kept_staff
from app.words import ledger as ledger_word, settle_money
from kiosk import facts
from kiosk.clock import SystemClock
from kiosk.device_status import Device
from kiosk.events import AcceptorIdentified, NoteStacked, NotesWhereaboutsKnown
from kiosk.money import Fen
from kiosk.performing import Ports
from kiosk.till import Till
from offline_queue.balances import Balances
from offline_queue.ledger import SqliteLedger
from tests.app.people import PINS, make_staff, ports_with_desk, typed
from tests.kiosk.play import NOTES, ok
from tests.offline_queue.support import check_conservation, closed, intended, mobile, opened, queue_payment, stacked

TWO = ["--by", "0218", "--and", "0219"]
PROOFS = [{"id": one, "pin": PINS[one]} for one in ("0218", "0219")]
NOTE, LOST, GONE = "a83db75a" + "0" * 24, "77b0e1d2" + "0" * 24, "3f09c1aa" + "0" * 24
WHY = ["--reason", "as counted on 22 November"]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets_apart: None) -> Settings:
    """Of a terminal that runs nowhere: a refused payment, a note in doubt, a note that was given back, one of nobody."""
    given = replace(read_configuration(ROOT / "config.ini"), storage=tmp_path / "data", secrets=tmp_path / "secrets")
    monkeypatch.setattr(call, "configured", lambda _path: given)
    make_staff(given.secrets)
    monkeypatch.setattr("getpass.getpass", typed)
    with closing(open_ledger(given)) as ledger:
        queue_payment(ledger, 1)
        ledger.commit([facts.PaymentOwed("K0001-1", "account-restricted")])
        ledger.commit([opened("v", mobile(3)), intended(NOTE, "v"), facts.NoteDoubted(NOTE, "silent")])
        ledger.commit([intended(GONE, "v", 2000), facts.NoteReturnedFact(GONE), closed("v")])
        ledger.commit([stacked(LOST, None, 5000)])
    return given


def open_ledger(settings: Settings) -> SqliteLedger:
    return SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)


def balances(settings: Settings) -> Balances:
    with closing(open_ledger(settings)) as ledger:
        check_conservation(ledger)
        return ledger.balances()


def codes(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    settle_money.main(["show", "--json"])
    return [one["code"] for one in json.loads(capsys.readouterr().out)["open"]]


# ---- without a terminal ----------------------------------------------------------------------------------------------


def test_show_tells_what_is_open_and_what_can_become_of_it(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert settle_money.main(["show", "--json"]) == call.NO, "while anything is open the answer is no"
    told = json.loads(capsys.readouterr().out)
    assert told["sum_fen"] == 25000
    by_code = {one["code"]: one for one in told["open"]}
    assert by_code["A83DB75A"]["can"] == ["credited", "handed_over", "not_there", "counterfeit"]
    assert by_code["K0001-1"]["can"] == ["credited", "handed_over"]
    assert by_code["77B0E1D2"]["can"] == ["handed_over", "counterfeit"]
    assert by_code["A83DB75A"]["number"] == "139****0003"
    settle_money.main(["show"])
    said = capsys.readouterr().out
    assert "A83DB75A        100.00  note in doubt, 139****0003" in said
    assert "13900000003" not in said
    assert settings.storage.exists()


@pytest.mark.parametrize(
    ("what", "bucket", "fen"),
    [
        (["note", "A83DB75A", "--credited"], "queued_fen", 10000),
        (["note", "a83db75a", "--handed-over"], "settled_fen", 10000),
        (["note", NOTE, "--not-there"], "settled_fen", 10000),
        (["note", "77B0E1D2", "--counterfeit"], "settled_fen", 5000),
        (["payment", "K0001-1", "--credited"], "queued_fen", 10000),
        (["payment", "k0001-1", "--handed-over"], "settled_fen", 10000),
    ],
    ids=lambda what: what[2] if isinstance(what, list) else None,
)
def test_x31_two_persons_settle_without_a_terminal(
    settings: Settings, capsys: pytest.CaptureFixture[str], what: list[str], bucket: str, fen: int
) -> None:
    assert settle_money.main([*what, *WHY, *TWO]) == call.DONE
    assert f"{what[1]} is settled" in capsys.readouterr().out
    assert getattr(balances(settings), bucket) == fen
    assert settle_money.main([*what, *WHY, *TWO]) == call.NO, "once"
    assert "waits for a decision" in capsys.readouterr().err
    assert getattr(balances(settings), bucket) == fen


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (["note", "FFFFFFFF", "--not-there"], "no note FFFFFFFF waits for a decision"),
        (["note", "K0001-1", "--credited"], "no note K0001-1 waits"),
        (["payment", "K0001-2", "--credited"], "open are: K0001-1"),
        (["payment", "K0001-1", "--already-credited"], "can't be settled as already_credited"),
        (["note", "77B0E1D2", "--credited"], "can't be settled as credited"),
    ],
)
def test_m7_what_cannot_be_is_said_and_not_done(
    settings: Settings, capsys: pytest.CaptureFixture[str], what: list[str], said: str
) -> None:
    before = balances(settings)
    assert settle_money.main([*what, *WHY, *TWO]) == call.NO
    assert said in capsys.readouterr().err
    assert balances(settings) == before


@pytest.mark.parametrize(
    "two",
    [["--by", "0218", "--and", "0301"], ["--by", "0301", "--and", "0219"], ["--by", "0218", "--and", "9999"]],
    ids=["second without the role", "first without the role", "nobody"],
)
def test_s4_it_takes_two_with_the_role(settings: Settings, capsys: pytest.CaptureFixture[str], two: list[str]) -> None:
    before = balances(settings)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("getpass.getpass", lambda prompt: "000000" if "9999" in prompt else typed(prompt))
        assert settle_money.main(["note", "A83DB75A", "--not-there", *WHY, *two]) == call.NO
    assert "one of the two was not accepted" in capsys.readouterr().err
    assert balances(settings) == before


@pytest.mark.parametrize(
    "wrong",
    [
        ["note", "A83DB75A", *WHY, *TWO],
        ["note", "A83DB75A", "--credited", "--counterfeit", *WHY, *TWO],
        ["note", "A83DB75A", "--credited", *TWO],
        ["note", "A83DB75A", "--credited", *WHY, "--by", "0218", "--and", "0218"],
        ["payment", "K0001-1", "--not-there", *WHY, *TWO],
        ["found", "0", "--place", "path", *TWO],
        ["found", "12.5", "--place", "path", *TWO],
    ],
)
def test_a_wrong_call_does_nothing(settings: Settings, wrong: list[str]) -> None:
    before = balances(settings)
    with pytest.raises(SystemExit) as ended:
        settle_money.main(wrong)
    assert ended.value.code == call.WRONG
    assert balances(settings) == before


def test_x9_a_found_note_is_recorded_for_whose_it_seems_and_then_settled(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settle_money.main(["found", "20", "--place", "in the path", "--like", "3F09C1AA", *TWO]) == call.DONE
    (found,) = set(codes(capsys)) - {"A83DB75A", "K0001-1", "77B0E1D2"}
    assert balances(settings).in_doubt_fen == 12000
    assert settle_money.main(["note", found, "--credited", *WHY, *TWO]) == call.DONE
    assert balances(settings).queued_fen == 2000
    capsys.readouterr()
    assert ledger_word.main(["show", found]) == call.DONE
    story = capsys.readouterr().out
    assert f"note {found} of ¥20 is found by 0218: in the path" in story
    assert f"note {found} is settled by 0218 and 0219 (present): credited to the confirmed number as K0001-2" in story
    assert "payment K0001-2 of ¥20" in story


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["20", "--like", "FFFFFFFF"], "no note FFFFFFFF of 20.00 yuan is missing; may be: 3F09C1AA"),
        (["100", "--like", "A83DB75A"], "is in doubt itself: settle it"),
        (["7"], "no note of 7.00 yuan is taken here"),
    ],
)
def test_x9_what_cannot_have_been_found_is_said(
    settings: Settings, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    before = balances(settings)
    assert settle_money.main(["found", *more, "--place", "path", *TWO]) == call.NO
    assert said in capsys.readouterr().err
    assert balances(settings) == before


def test_where_no_terminal_has_run_nothing_waits(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = replace(settings, storage=settings.storage.parent / "nowhere")
    call.configured = lambda _path: nowhere  # type: ignore[assignment]  # the fixture's patch is put back at the end
    assert settle_money.main(["show"]) == call.DONE
    assert "nothing waits for a decision" in capsys.readouterr().out
    assert settle_money.main(["note", "A83DB75A", "--credited", *WHY, *TWO]) == call.NO
    assert not nowhere.storage.exists()


# ---- on a running terminal -------------------------------------------------------------------------------------------


@pytest.fixture
def till(settings: Settings) -> Iterator[Till]:
    running = Till(settings.policy, SystemClock())
    running.start(cast(Ports, ports_with_desk(running)), lambda: open_ledger(settings))
    known = kept_staff(settings.secrets)
    assert known is not None
    for event in (ok(Device.ACCEPTOR), AcceptorIdentified("SM", "S1", "1.0", NOTES), NotesWhereaboutsKnown(), known):
        running.post(event)
    settled(running)
    yield running
    running.stop()


def settled(till: Till) -> Balances:
    def looked(ledger: SqliteLedger) -> Balances:
        check_conservation(ledger)
        return ledger.balances()

    return till.ask(looked, SqliteLedger).result(timeout=10)


def word(till: Till, do: str, **more: Any) -> dict[str, Any]:
    return answer_money_word(till, {"word": "settle-money", "do": do, "proofs": PROOFS, **more})


def test_x31_a_running_terminal_settles_by_word(till: Till) -> None:
    assert len(word(till, "show")["open"]) == 3
    done = word(till, "note", code="A83DB75A", outcome="credited", reason="found in the box")
    assert {one["code"] for one in done["open"]} == {"K0001-1", "77B0E1D2"}
    assert settled(till).queued_fen == 10000
    assert till.state.terminal.unposted[-1].amount == 10000
    assert "waits for a decision" in word(till, "note", code="A83DB75A", outcome="credited", reason="again")["error"]
    assert word(till, "payment", code="K0001-1", outcome="handed_over", reason="slip")["sum_fen"] == 5000
    assert (settled(till).settled_fen, settled(till).owed_fen) == (10000, 0)


def test_m4_late_evidence_of_a_note_that_was_settled_by_word_is_a_case(settings: Settings) -> None:
    """The doubt is the newest note, and persons were faster than the device."""
    with closing(open_ledger(settings)) as ledger:
        ledger.commit(
            [opened("w", mobile(4)), intended("late", "w", 2000), facts.NoteDoubted("late", "silent"), closed("w")]
        )
    running = Till(settings.policy, SystemClock())
    running.start(cast(Ports, ports_with_desk(running)), lambda: open_ledger(settings))
    known = kept_staff(settings.secrets)
    assert known is not None
    running.post(known)
    assert not word(running, "note", code="LATE", outcome="credited", reason="in the box").get("error")
    before = settled(running)
    running.post(NoteStacked(Fen(2000)))
    assert settled(running) == before
    reasons = running.ask(lambda ledger: ledger._connection.execute("SELECT reason FROM cases").fetchall(), SqliteLedger)
    assert reasons.result(timeout=10) == [("evidence_after_settlement",)]
    running.stop()


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "sing"},
        {"do": "note", "code": "A83DB75A", "outcome": "stolen", "reason": "x"},
        {"do": "note"},
        {"do": "found"},
        {"do": "found", "fen": "10000", "place": "x"},
        {"do": "note", "code": "A83DB75A", "outcome": "credited", "reason": "x", "proofs": []},
        {"do": "note", "code": "A83DB75A", "outcome": "credited", "reason": " "},
    ],
)
def test_what_is_no_word_is_said_so(till: Till, wrong: dict[str, Any]) -> None:
    before = settled(till)
    assert answer_money_word(till, {"proofs": PROOFS, **wrong})["error"]
    assert settled(till) == before
