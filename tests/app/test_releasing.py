"""``release``: a person lifts a stop, on a running terminal or without one; the journal keeps who and why."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from app import call
from app.configuration import read_configuration
from app.processes import ROOT
from app.releasing import release_running
from app.settings import Settings
from app.staff_list import kept_staff
from app.words import release
from kiosk.clock import SystemClock
from kiosk.events import AcceptorIdentified
from kiosk.facts import AcceptorBound, CashStopped
from kiosk.performing import Ports
from kiosk.recollection import BoundAcceptor
from kiosk.till import Till
from offline_queue.ledger import SqliteLedger
from tests.app.people import PINS, make_staff, ports_with_desk, typed
from tests.kiosk.play import NOTES

PROOFS = [{"id": "0217", "pin": PINS["0217"]}, {"id": "0216", "pin": PINS["0216"]}]
STOPS = {
    "BV-CHEAT": CashStopped("BV-CHEAT", "the acceptor reports cheating: 47"),
    "BV-CHANGED": CashStopped("BV-CHANGED", "SM S2 (1.0) is fitted, SM S1 (1.0) was bound"),
    "SEQ-BEHIND": CashStopped("SEQ-BEHIND", "the centre has kiosk_seq 12, our next one is 7"),
}
WORD = ["--by", "0217", "--and", "0216", "--reason", "looked"]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets_apart: None) -> Settings:
    """Of a terminal that runs nowhere, whose ledger has every stop in force."""
    given = replace(read_configuration(ROOT / "config.ini"), storage=tmp_path / "data", secrets=tmp_path / "secrets")
    monkeypatch.setattr(call, "configured", lambda _path: given)
    make_staff(given.secrets)
    monkeypatch.setattr("getpass.getpass", typed)
    ledger = open_ledger(given)
    ledger.commit([AcceptorBound("SM", "S1", "1.0"), *STOPS.values()])
    ledger.close()
    return given


def open_ledger(settings: Settings) -> SqliteLedger:
    return SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)


def in_force(settings: Settings) -> list[str]:
    ledger = open_ledger(settings)
    try:
        return [stop.code for stop in ledger.recall().stops]
    finally:
        ledger.close()


def test_without_a_terminal_the_ledger_takes_it(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["BV-CHEAT", *WORD]) == call.DONE
    assert "released by 0217 and 0216" in capsys.readouterr().out
    assert in_force(settings) == ["BV-CHANGED", "SEQ-BEHIND"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("BV-JAM", "there is no stop BV-JAM; in force: BV-CHEAT (the acceptor reports cheating: 47)"),
        ("SEQ-BEHIND", "enrol this terminal under a new id"),
        ("BV-CHANGED", "while the terminal runs"),
    ],
)
def test_what_can_not_be_released_says_why(
    settings: Settings, capsys: pytest.CaptureFixture[str], code: str, why: str
) -> None:
    assert release.main([code, *WORD]) == call.NO
    assert why in capsys.readouterr().err
    assert in_force(settings) == list(STOPS)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--by", " ", "--and", "0216", "--reason", "looked"],
        ["--by", "technician 7", "--and", "0216", "--reason", "looked"],
        ["--by", "0217", "--and", "0217", "--reason", "looked"],
        ["--by", "0217", "--and", "0216", "--reason", " "],
        ["--by", "0217", "--reason", "looked"],
    ],
)
def test_x31_what_is_not_two_persons_and_a_reason_is_a_wrong_call(settings: Settings, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        release.main(["BV-CHEAT", *wrong])
    assert ended.value.code == call.WRONG
    assert in_force(settings) == list(STOPS)


def test_x31_who_lacks_the_role_admin_or_the_pin_releases_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert release.main(["BV-CHEAT", "--by", "0217", "--and", "0218", "--reason", "looked"]) == call.NO
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "999999")
    assert release.main(["BV-CHEAT", *WORD]) == call.NO
    assert capsys.readouterr().err.count("one of the two was not accepted") == 2
    assert in_force(settings) == list(STOPS)
    ledger = open_ledger(settings)
    marks = {mark.staff_id: mark.failures for mark in ledger.recall().staff_marks}
    ledger.close()
    assert marks == {"0217": 1, "0216": 1}, "wrong PINs are counted in the ledger"


@pytest.fixture
def till(settings: Settings) -> Iterator[Till]:
    running = Till(settings.policy, SystemClock())
    running.start(cast(Ports, ports_with_desk(running)), lambda: open_ledger(settings))
    known = kept_staff(settings.secrets)
    assert known is not None
    running.post(known)
    running.ask(lambda _: None, SqliteLedger).result(timeout=10)
    yield running
    running.stop()


def ask(till: Till, code: str) -> dict[str, Any]:
    return release_running(till, {"word": "release", "code": code, "reason": "exchanged", "proofs": PROOFS})


def test_a_running_terminal_accepts_the_acceptor_that_it_sees(till: Till, settings: Settings) -> None:
    assert "while the terminal runs and sees" in ask(till, "BV-CHANGED")["error"]
    till.post(AcceptorIdentified("SM", "S2", "1.0", NOTES))
    till.ask(lambda _: None, SqliteLedger).result(timeout=10)
    assert ask(till, "BV-CHANGED") == {}
    till.stop()
    ledger = open_ledger(settings)
    remembered = ledger.recall()
    ledger.close()
    assert remembered.acceptor == BoundAcceptor("SM", "S2", "1.0")
    assert [stop.code for stop in remembered.stops] == ["BV-CHEAT", "SEQ-BEHIND"]


def test_where_no_terminal_has_run_nothing_is_made(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(settings.storage)
    assert release.main(["BV-CHEAT", *WORD]) == call.NO
    assert "there is no ledger in" in capsys.readouterr().err
    assert not settings.storage.exists()
