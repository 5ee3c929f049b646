"""``card``: what is open, and two persons' word on it, on a running terminal or without one (field.md X18)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from app import call
from app.card_word import answer_card_word
from app.configuration import read_configuration
from app.processes import ROOT
from app.settings import Settings
from app.staff_list import kept_staff
from app.words import card
from kiosk.card import CardTotals
from kiosk.clock import SystemClock
from kiosk.device_status import Device
from kiosk.events import CardDayEnded
from kiosk.facts import AnyFact, CardAttempted, CardUndecided, VisitOpened
from kiosk.money import Fen
from kiosk.performing import Ports
from kiosk.till import Till
from kiosk.visit_types import Language
from offline_queue.ledger import SqliteLedger
from tests.app.people import PINS, make_staff, ports_with_desk, typed
from tests.kiosk.play import ACCOUNT, Play, ok

ATTEMPT = "6fd0c1-card"
OPEN: list[AnyFact] = [
    VisitOpened("v1", ACCOUNT, "张*", Fen(18240), Language.CHINESE, offline=False, receipt_expected=True),
    CardAttempted(ATTEMPT, "v1", 1, Fen(18240), "29001006", None),
    CardUndecided(ATTEMPT, "its last transaction is newer, and not ours"),
]
WORD = ["--by", "0217", "--and", "0218", "--reason", "statement 7, line 3"]
PROOFS = [{"id": "0217", "pin": PINS["0217"]}, {"id": "0218", "pin": PINS["0218"]}]
SETTLE = {"do": "settle", "attempt": ATTEMPT, "charged": True, "reason": "line 3", "proofs": PROOFS}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets_apart: None) -> Settings:
    """Of a terminal that runs nowhere, with a charge that two persons must decide."""
    given = replace(read_configuration(ROOT / "config.ini"), storage=tmp_path / "data", secrets=tmp_path / "secrets")
    monkeypatch.setattr(call, "configured", lambda _path: given)
    make_staff(given.secrets)
    monkeypatch.setattr("getpass.getpass", typed)
    ledger = open_ledger(given)
    ledger.commit(OPEN)
    ledger.close()
    return given


def open_ledger(settings: Settings) -> SqliteLedger:
    return SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)


def test_show_tells_what_is_open_and_that_the_answer_is_no(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    del settings
    assert card.main(["show"]) == call.NO
    told = capsys.readouterr().out
    assert ATTEMPT in told
    assert "182.40 yuan" in told
    assert "two persons must decide" in told
    assert card.main(["show", "--json"]) == call.NO
    assert json.loads(capsys.readouterr().out)["open"][0]["attempt"] == ATTEMPT


def test_x18_charged_without_a_terminal_is_a_payment_to_be_sent(settings: Settings) -> None:
    assert card.main(["settle", ATTEMPT, "--charged", *WORD]) == call.DONE
    ledger = open_ledger(settings)
    memory, balances = ledger.recall(), ledger.balances()
    ledger.close()
    assert (memory.attempt, memory.open_visits) == (None, ())
    assert [payment.amount for payment in memory.unposted] == [18240]
    assert (balances.card_queued_fen, balances.card_unclear_fen) == (18240, 0)


def test_x18_not_charged_without_a_terminal_ends_the_visit(settings: Settings) -> None:
    assert card.main(["settle", ATTEMPT, "--not-charged", *WORD]) == call.DONE
    ledger = open_ledger(settings)
    memory = ledger.recall()
    ledger.close()
    assert (memory.attempt, memory.open_visits, memory.unposted) == (None, (), ())
    assert card.main(["show"]) == call.DONE


@pytest.mark.parametrize(
    "words",
    [
        ["settle", ATTEMPT, "--charged", "--by", "0217", "--and", "0217", "--reason", "line 3"],
        ["settle", ATTEMPT, "--charged", "--by", "0217", "--and", "0218", "--reason", " "],
        ["settle", ATTEMPT, *WORD],
        ["settle", ATTEMPT, "--charged", "--not-charged", *WORD],
    ],
    ids=["one person", "no statement", "no word", "both words"],
)
def test_x18_what_is_not_two_persons_word_is_a_wrong_call(settings: Settings, words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        card.main(words)
    assert ended.value.code == call.WRONG
    ledger = open_ledger(settings)
    assert ledger.recall().attempt is not None
    ledger.close()


def test_a_charge_that_is_not_open_is_said_so(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    del settings
    assert card.main(["settle", "nothing", "--charged", *WORD]) == call.NO
    assert "no open charge nothing" in capsys.readouterr().err


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


def test_x18_a_running_terminal_takes_the_word_once(till: Till) -> None:
    assert answer_card_word(till, SETTLE) == {}
    assert "no open charge" in answer_card_word(till, SETTLE)["error"]
    assert [payment.amount for payment in till.state.terminal.unposted] == [18240]


def test_a_running_terminal_tells_and_closes_the_day(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer_card_word(till, {"do": "show"})["open"][0]["attempt"] == ATTEMPT
    monkeypatch.setattr("app.card_word.DAY_S", 0.3)
    assert "a charge is open" in answer_card_word(till, {"do": "close"})["error"]
    assert answer_card_word(till, SETTLE) == {}
    for event in (ok(Device.CARD), *Play.card_up(), CardDayEnded(CardTotals(1, Fen(9), "29001006"))):
        till.post(event)
    monkeypatch.setattr("app.card_word._waited", lambda *_: True)
    day = answer_card_word(till, {"do": "close"})["day"]["last"]
    assert day["terminal_amount_fen"] == 9
    assert day["differences"], "the terminal says 9 fen, the ledger 18240"


def test_an_unknown_word_is_said_so(till: Till) -> None:
    assert "card knows no 'sing'" in answer_card_word(till, {"do": "sing"})["error"]
