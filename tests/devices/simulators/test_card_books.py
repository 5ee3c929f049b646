"""The bank's book and the terminal's journal: separate, on file before the call returns, and no other device's."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from devices.simulators.books import NoteBooks
from devices.simulators.card_books import CardBooks, Entry
from devices.simulators.device import SetupError

AT = "2026-11-22T12:00:00"


def sale(**changes: object) -> Entry:
    return replace(Entry("sale", "PENDING_HOST", 1600, AT, receipt="0019", trace="000975"), **changes)  # type: ignore[arg-type]


def test_both_books_are_there_again_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "books"
    books = CardBooks(path, "zvt")
    entry = books.journal(sale(details={"type": 0xC6, "currency": "0156"}))
    charge = books.charge(1600, AT, receipt="0019", trace="000975", auth="750071", last4="1234", attempt="a")
    entry = books.journal(replace(entry, state="STORED", result="00", charge=charge.id))
    books.remember(receipt=19, locked=False)
    books.close()  # gives the lock back; nothing is written here
    again = CardBooks(path, "zvt")
    assert again.state() == books.state()
    assert list(again.entries.values()) == [entry]
    assert again.memory == {"receipt": 19, "locked": False}
    again.close()


def test_a_torn_last_line_is_a_call_that_never_returned(tmp_path: Path) -> None:
    path = tmp_path / "books"
    books = CardBooks(path, "zvt")
    books.charge(1600, AT, trace="1")
    whole = path.read_bytes()
    books.reverse(1)
    books.close()
    for cut in range(len(whole), path.stat().st_size):
        with path.open("rb+") as file:
            file.truncate(cut)
        again = CardBooks(path, "zvt")
        assert again.charged_fen == 1600
        again.reverse(1)
        again.close()


def test_a_charge_is_given_back_once() -> None:
    books = CardBooks(None, "zvt")
    books.charge(1600, AT, trace="000975")
    books.charge(500, AT, trace="000976")
    assert books.charged_fen == 2100
    assert books.reverse(1)
    assert not books.reverse(1)
    assert books.charged_fen == 500
    assert [charge.state for charge in books.charges.values()] == ["reversed", "charged"]
    found = books.find_charge("000976")
    assert found is not None
    assert found.amount == 500
    assert books.find_charge("000999") is None
    with pytest.raises(KeyError):
        books.reverse(3)


def test_a_lost_journal_loses_nothing_at_the_bank(tmp_path: Path) -> None:
    path = tmp_path / "books"
    books = CardBooks(path, "pos_integrado")
    books.journal(sale(ticket="00000A"))
    books.charge(1600, AT, ticket="00000A")
    books.remember(opno=42)
    books.lose_journal()
    books.close()
    again = CardBooks(path, "pos_integrado")
    assert again.entries == {}
    assert again.memory == {}
    assert again.charged_fen == 1600
    assert again.journal(sale()).id == 2  # numbers are never used twice
    again.close()


def test_state_from_a_number_on() -> None:
    books = CardBooks(None, "zvt")
    for trace in ("1", "2", "3"):
        books.journal(sale(trace=trace))
        books.charge(100, AT, trace=trace)
    state = books.state(since=3)
    assert [charge["trace"] for charge in state["charges"]] == ["3"]  # type: ignore[attr-defined]
    assert [entry["trace"] for entry in state["journal"]] == ["3"]  # type: ignore[attr-defined]
    assert state["charged_fen"] == 300


def test_the_books_of_another_device_are_left_alone(tmp_path: Path) -> None:
    notes, zvt = tmp_path / "notes", tmp_path / "zvt"
    acceptor = NoteBooks(notes)
    acceptor.add(1000, 1)
    acceptor.close()
    CardBooks(zvt, "zvt").close()
    for path, protocol in ((notes, "zvt"), (zvt, "pos_integrado")):
        before = path.read_bytes()
        with pytest.raises(SetupError, match="another device"):
            CardBooks(path, protocol)
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    "record", [{"charge": {"id": 1}}, {"entry": {"id": 1, "amount": 1, "state": "", "pan": "1"}}, {"x": 1}]
)
def test_a_foreign_record_is_refused(tmp_path: Path, record: dict[str, object]) -> None:
    path = tmp_path / "books"
    CardBooks(path, "zvt").close()
    with path.open("a") as file:
        file.write(json.dumps(record) + "\n")
    with pytest.raises(SetupError, match="no card terminal wrote"):
        CardBooks(path, "zvt")
