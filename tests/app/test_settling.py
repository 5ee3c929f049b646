"""When the books are closed, and what stands in the way when they are not."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import MagicMock

import pytest

from app import call, settling
from app.settling import Books, TillBusyError, answer_word, as_json, books_of, is_settled, what_is_open
from app.words import settle
from kiosk import events as ev
from kiosk.clock import SystemClock
from kiosk.facts import AnyFact, NoteIntended, VisitOpened
from kiosk.money import Fen
from kiosk.performing import Ports
from kiosk.ports import StorageError
from kiosk.recollection import EMPTY, OpenIntent, Recollection, UnpostedPayment
from kiosk.slip_check import SlipSeal
from kiosk.till import Till
from kiosk.visit_types import Language
from offline_queue.balances import Balances
from tests.kiosk.play import ACCOUNT, POLICY, Play, answered, posted

INTENT = Recollection(2, open_intents=(OpenIntent("n1", "v1", Fen(5000)),))
UNPOSTED = replace(EMPTY, next_kiosk_seq=2, unposted=(UnpostedPayment("K0001-1", ACCOUNT, Fen(5000)),))


def test_a_terminal_with_nothing_open_is_settled() -> None:
    assert is_settled(Play().at_home().state)


def test_a_queued_payment_is_waited_for_until_it_has_its_answer() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed())
    assert not is_settled(play.state)
    assert what_is_open(play.state).startswith("1 payment(s) wait to be posted: ")
    play.take(answered("K0001-1", posted("K0001-1")))
    assert is_settled(play.state)


def test_a_payment_of_the_time_before_is_waited_for() -> None:
    assert not is_settled(Play().take(ev.Started(UNPOSTED)).state)


def test_a_note_without_evidence_is_waited_for_and_named() -> None:
    play = Play()
    play.books.take(VisitOpened("v1", ACCOUNT, "张*", Fen(5000), Language.CHINESE, offline=False, receipt_expected=True))
    play.books.take(NoteIntended("n1", "v1", Fen(5000)))
    play.take(ev.Started(INTENT))
    assert not is_settled(play.state)
    assert what_is_open(play.state).startswith("a note of 5000 fen was on its way in")
    play.take(ev.NotesWhereaboutsKnown())
    assert is_settled(play.state)
    assert what_is_open(play.state) == ""


@pytest.mark.parametrize("memory", [UNPOSTED, INTENT])
def test_after_a_storage_error_nothing_more_is_waited_for(memory: Recollection) -> None:
    assert is_settled(Play().take(ev.Started(memory), ev.StorageFailed("EIO")).state)


@pytest.mark.parametrize(
    ("figures", "closed"),
    [
        ({}, True),
        ({"stacked_fen": 5000, "posted_fen": 5000}, True),
        ({"stacked_fen": 5000, "posted_fen": 3000, "settled_fen": 2000}, True),
        ({"stacked_fen": 5000, "queued_fen": 5000}, False),
        ({"stacked_fen": 5000, "posted_fen": 4999, "in_doubt_fen": 1}, False),
        ({"stacked_fen": 5000, "owed_fen": 5000}, False),
        ({"stacked_fen": 5000, "unassigned_fen": 5000}, False),
        ({"stacked_fen": 5000, "held_in_visit_fen": 5000}, False),
        ({"stacked_fen": 5000, "posted_fen": 5000, "owed_fen": 1}, False),
        ({"card_charged_fen": 5000, "card_posted_fen": 5000}, True),
        ({"card_charged_fen": 5000, "card_returned_fen": 3000, "card_settled_fen": 2000}, True),
        ({"card_charged_fen": 5000, "card_queued_fen": 5000}, False),
        ({"card_charged_fen": 5000, "card_owed_fen": 5000}, False),
        ({"card_charged_fen": 5000, "card_held_in_visit_fen": 5000}, False),
        ({"card_charged_fen": 5000, "card_posted_fen": 5000, "card_in_doubt_fen": 1}, False),
        ({"card_charged_fen": 5000, "card_posted_fen": 5000, "card_unclear_fen": 1}, False),
        ({"card_charged_fen": 5000, "posted_fen": 5000}, False),
    ],
)
def test_all_is_posted_when_every_fen_is_with_the_centre_or_was_settled_by_persons(
    figures: dict[str, Any], *, closed: bool
) -> None:
    balances = Balances(**figures)
    assert Books(balances).closed is closed
    assert Balances(**as_json(balances)) == balances


def test_books_that_are_posted_but_not_explained_are_not_closed() -> None:
    """Regression: settle said 0 while a payment was more than the notes it covers."""
    assert not Books(Balances(stacked_fen=Fen(5000), posted_fen=Fen(5000)), ("payment K0001-1 is 5001 fen",)).closed


# ---- what the till is asked ----------------------------------------------------------------------------------------

OPEN = Books(Balances(stacked_fen=Fen(5000), posted_fen=Fen(5000)), ("payment K0001-1 is 6000 fen",))


@dataclass
class FakeLedger:
    books: Books = Books(Balances())
    fails: str = ""

    def recall(self) -> Recollection:
        return EMPTY

    def commit(self, facts: Sequence[AnyFact]) -> None: ...

    def slip_seal(self) -> SlipSeal:
        return bytes

    def close(self) -> None: ...

    def balances(self) -> Balances:
        if self.fails:
            raise StorageError(self.fails)
        return self.books.balances

    def explain(self) -> tuple[str, ...]:
        return self.books.unexplained


Start = Callable[[FakeLedger], Till]


@pytest.fixture
def started() -> Iterator[Start]:
    tills: list[Till] = []

    def start(ledger: FakeLedger) -> Till:
        till = Till(POLICY, SystemClock())
        ports = cast(Ports, MagicMock(spec=Ports))
        till.start(ports, lambda: ledger)
        tills.append(till)
        return till

    yield start
    for till in tills:
        till.stop()


def settle_beside(till: Till, monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    """The command word, with the running till at the other end of a socket that loses nothing but types."""

    def ask(_storage: Path, word: dict[str, Any], _timeout_s: float) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(json.dumps(answer_word(till, word)))
        return answer

    monkeypatch.setattr(settle, "ask_running_till", ask)
    monkeypatch.setattr(call, "configured", lambda _path: SimpleNamespace(storage=folder))
    return settle.main(["--json", "--timeout", "0"])


def test_settle_prints_what_does_not_add_up_and_says_no(
    started: Start,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert settle_beside(started(FakeLedger(OPEN)), monkeypatch, tmp_path) == call.NO
    said = capsys.readouterr()
    assert json.loads(said.out) == as_json(OPEN.balances)
    assert "the books do not add up: payment K0001-1 is 6000 fen" in said.err


def test_settle_beside_a_terminal_whose_storage_failed_is_3(
    started: Start,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert settle_beside(started(FakeLedger(fails="EIO")), monkeypatch, tmp_path) == call.STORAGE
    assert "EIO" in capsys.readouterr().err


def test_a_till_that_is_busy_is_no_failure_of_the_storage(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Regression: the time-out counted as an OSError, and settle said that the storage can't be used."""
    monkeypatch.setattr(settling, "ANSWER_S", 0.05)
    never_started = Till(POLICY, SystemClock())
    with pytest.raises(TillBusyError):
        books_of(never_started)
    assert settle_beside(never_started, monkeypatch, tmp_path) == call.NO
    said = capsys.readouterr().err
    assert "did not tell its balances" in said
    assert "storage" not in said
    monkeypatch.setattr(settle, "ask_running_till", lambda *_: None)
    monkeypatch.setattr(settle, "_settle_alone", lambda *_: books_of(never_started))
    assert settle.main(["--timeout", "0"]) == call.NO
    assert "storage" not in capsys.readouterr().err
