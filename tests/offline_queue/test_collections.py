"""Swaps of the cash box in the ledger: what is in the box that went out is counted from notes, once, and never typed
(trust.md S4; field.md X11; features.md F57)."""

import json
import sqlite3
from collections import Counter
from contextlib import closing

import pytest
from hypothesis import given, settings, strategies as some

from kiosk import facts
from kiosk.collection import TYPED, BoxStep
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.ports import StorageError
from offline_queue.inspection import inspect_database
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.rich import fill, swap
from tests.offline_queue.support import Home, closed, intended, opened, queue_payment, stacked

NAME = "K0001-C1"
OPENED = facts.CollectionOpened(NAME, "0217", "0218", "present")
OUT = facts.CollectionStepped(NAME, BoxStep.BOX_OUT, "", "")
BACK = facts.CollectionStepped(NAME, BoxStep.BOX_BACK, "", "")
TEXTS = [
    facts.CollectionStepped(NAME, step, text, "0217")
    for step, text in zip(TYPED, ("BX-0007", "S-991", "BX-0012", "S-992"), strict=True)
]
CLOSED = facts.CollectionClosed(NAME, "0217")


def told(ledger: SqliteLedger) -> list[dict[str, object]]:
    return [json.loads(one.body) for one in ledger.untold_collections()]


def counts(body: dict[str, object]) -> dict[int, int]:
    lines = body["expected"]
    assert isinstance(lines, list)
    return {line["denomination_fen"]: line["count"] for line in lines}


def row(home: Home, name: str = NAME) -> dict[str, object]:
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute("SELECT * FROM collections WHERE collection_id = ?", (name,)).fetchone())


def test_f57_a_swap_tells_the_centre_what_the_ledger_knows_of_the_box(ledger: SqliteLedger, home: Home) -> None:
    queue_payment(ledger, 1)
    ledger.commit([stacked("nobody's", None, 2000)])
    whole: list[AnyFact] = [OPENED, OUT, *TEXTS, BACK, CLOSED]
    for one in whole:
        ledger.commit([one])
    (body,) = told(ledger)
    assert body == {
        "collection_id": NAME,
        "kiosk_id": "K0001",
        "box_out": "BX-0007",
        "box_in": "BX-0012",
        "seal_out": "S-991",
        "seal_in": "S-992",
        "opened_at": "2026-11-21T20:58:44+08:00",
        "closed_at": "2026-11-21T20:58:44+08:00",
        "first": "0217",
        "second": "0218",
        "second_how": "present",
        "expected": [{"denomination_fen": 2000, "count": 1}, {"denomination_fen": 10000, "count": 1}],
        "acceptor": None,
    }
    assert row(home)["in_doubt"] == "[]"
    assert (ledger.cash_box().serial, ledger.cash_box().notes) == ("BX-0012", 0)
    ledger.commit([facts.CollectionTold(NAME)])
    assert told(ledger) == []


def test_f57_notes_in_doubt_are_counted_apart_and_never_a_second_time(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit([opened("v"), intended("a", "v", 5000), facts.NoteDoubted("a", "silent")])
    ledger.commit([intended("b", "v", 2000), stacked("b", "v", 2000), facts.NoteDoubted("b", "cheated")])
    ledger.commit([intended("c", "v", 1000), facts.NoteReturnedFact("c"), intended("d", "v", 500), stacked("d", "v", 500)])
    swap(ledger, 1)
    assert (row(home)["expected"], row(home)["in_doubt"]) == ("[[500,1]]", "[[2000,1],[5000,1]]")
    ledger.commit([stacked("a", "v", 5000)])  # late evidence: it lies in the box that has gone
    assert ledger.cash_box().notes == 0
    swap(ledger, 2)
    assert (row(home, "K0001-C2")["expected"], row(home, "K0001-C2")["in_doubt"]) == ("[]", "[]")


def test_s4_the_line_is_drawn_where_the_box_went_out(ledger: SqliteLedger, home: Home) -> None:
    queue_payment(ledger, 1)
    ledger.commit([OPENED])
    ledger.commit([stacked("late", None, 2000)])
    ledger.commit([OUT])
    ledger.commit([stacked("later", None, 5000)])  # on its way when the box was changed: it fell into the new one
    ledger.commit([*TEXTS, BACK, CLOSED])
    assert row(home)["expected"] == "[[2000,1],[10000,1]]"
    assert (ledger.cash_box().notes, ledger.cash_box().fen) == (1, 5000)


@pytest.mark.parametrize(
    ("before", "wrong", "why"),
    [
        ([], facts.CollectionOpened("K0001-C2", "0217", "0218", "present"), "next swap of the box is K0001-C1"),
        ([], facts.CollectionOpened(NAME, "0217", "0217", "present"), "two different persons"),
        ([OPENED], facts.CollectionOpened("K0001-C2", "0217", "0218", "present"), "another one is not over"),
        ([opened("v"), intended("n", "v")], OPENED, "on its way to the box"),
        ([], OUT, "is not open"),
        ([OPENED], BACK, "before the box was out"),
        ([OPENED], TEXTS[0], "before the box was out"),
        ([OPENED, OUT], facts.CollectionStepped(NAME, BoxStep.SERIAL_OUT, "", "0217"), "can't be ''"),
        ([OPENED, OUT], facts.CollectionStepped(NAME, BoxStep.SEAL_IN, "s\n1", "0217"), "box_text_wrong"),
        ([OPENED], CLOSED, "the box was not out"),
        ([OPENED, OUT, *TEXTS], CLOSED, "not all of it is known"),
        ([OPENED, OUT, *TEXTS[:3], BACK], CLOSED, "not all of it is known"),
        ([OPENED, OUT], facts.CollectionGivenUp(NAME, "0217"), "the box was out"),
        ([OPENED], facts.CollectionTold(NAME), "can't be told: it is open"),
        ([OPENED, OUT, *TEXTS, BACK, CLOSED], CLOSED, "is not open"),
        ([OPENED, facts.CollectionGivenUp(NAME, "0217")], OUT, "is not open"),
    ],
)
def test_s4_what_can_not_be_true_is_not_recorded(home: Home, before: list[AnyFact], wrong: AnyFact, why: str) -> None:
    ledger = home.open()
    if before:
        ledger.commit(before)
    with pytest.raises(StorageError, match=why):
        ledger.commit([wrong])
    ledger.close()


def test_a_text_may_be_typed_again_until_the_end_and_the_last_one_counts(ledger: SqliteLedger) -> None:
    ledger.commit([OPENED, OUT, *TEXTS, facts.CollectionStepped(NAME, BoxStep.SERIAL_OUT, "BX-0008", "0218")])
    found = ledger.recall().collection
    assert found is not None
    assert (found.serial_out, found.seal_out, found.next_step) == ("BX-0008", "S-991", BoxStep.BOX_BACK)


def test_s4_a_swap_under_way_is_remembered_step_by_step(home: Home) -> None:
    ledger = home.open()
    assert (ledger.recall().collection, ledger.recall().next_collection) == (None, 1)
    wanted = [BoxStep.BOX_OUT, *TYPED, BoxStep.BOX_BACK, None]
    steps: list[AnyFact] = [OPENED, OUT, *TEXTS, BACK]
    for one, step in zip(steps, wanted, strict=True):
        ledger.commit([one])
        ledger.close()
        ledger = home.open()
        found = ledger.recall().collection
        assert found is not None
        assert (found.next_step, found.first, found.second, found.how) == (step, "0217", "0218", "present")
    ledger.commit([CLOSED])
    assert ledger.recall().collection is None
    assert (ledger.recall().next_collection, ledger.recall().box_serial) == (2, "BX-0012")
    ledger.close()


def test_a_dispute_is_kept_and_not_told_again(ledger: SqliteLedger, home: Home) -> None:
    swap(ledger, 1)
    ledger.commit([facts.CollectionDisputed(NAME, "collection-differs"), facts.CollectionTold(NAME)])
    assert (row(home)["state"], row(home)["problem"], told(ledger)) == ("disputed", "collection-differs", [])


def test_s4_what_is_in_the_boxes_is_in_nothing_that_people_read(ledger: SqliteLedger) -> None:
    for seq in range(1, 8):
        queue_payment(ledger, seq)
    swap(ledger, 1)
    shown = json.dumps(ledger.recent_collections())
    assert "expected" not in shown
    assert "10000" not in shown
    assert "70000" not in shown


def test_each_step_is_an_event_for_the_centre(ledger: SqliteLedger, home: Home) -> None:
    swap(ledger, 1)
    ledger.commit(
        [facts.CollectionOpened("K0001-C2", "0217", "0218", "present"), facts.CollectionGivenUp("K0001-C2", "0301")]
    )
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        found = connection.execute("SELECT data FROM health_events WHERE kind = 'collection' ORDER BY event_seq").fetchall()
    steps = [
        (one["collection_id"], one["step"], one["staff_id"], one["second_id"])
        for (data,) in found
        for one in [json.loads(data)]
    ]
    typed = [(NAME, step.value, "0217", "0218") for step in (BoxStep.BOX_OUT, *TYPED, BoxStep.BOX_BACK)]
    first = [(NAME, "opened", "0217", "0218"), *typed, (NAME, "closed", "0217", "0218")]
    assert steps == [*first, ("K0001-C2", "opened", "0217", "0218"), ("K0001-C2", "given_up", "0301", "0218")]


def test_s5_a_changed_row_is_named(home: Home) -> None:
    ledger = home.open()
    fill(ledger)
    ledger.close()
    with closing(sqlite3.connect(home.data / "ledger.db", isolation_level=None)) as connection:
        connection.execute("UPDATE collections SET last_note = 99 WHERE number = 3")
        connection.execute("UPDATE collections SET expected = '[[10000,1]]' WHERE number = 1")
    problems = inspect_database(home.data, home.secrets, "K0001", None).problems
    assert any("swap of the cash box 3: last_note is 99" in one for one in problems)
    assert any("swap of the cash box 1: expected is [[10000,1]]" in one for one in problems)


@settings(max_examples=25, deadline=None)
@given(
    some.lists(
        some.lists(some.sampled_from(["stack", "doubt", "return", "fish", "late", "nobody"]), max_size=8), max_size=5
    )
)
def test_f57_every_note_is_in_one_box_and_no_note_in_two(
    tmp_path_factory: pytest.TempPathFactory, boxes: list[list[str]]
) -> None:
    home = Home(tmp_path_factory.mktemp("boxes"))
    ledger = home.open()
    certain: list[Counter[int]] = []
    number = 0
    for index, notes in enumerate(boxes):
        certain.append(Counter())
        ledger.commit([opened(f"v{index}")])
        doubted: list[str] = []
        for what in notes:
            number += 1
            note, visit, fen = f"n{number}", f"v{index}", (500, 1000, 5000)[number % 3]
            if what == "nobody":
                ledger.commit([stacked(note, None, fen)])
            else:
                ledger.commit([intended(note, visit, fen)])
            if what in ("stack", "fish"):
                ledger.commit([stacked(note, visit, fen)])
            if what == "return":
                ledger.commit([facts.NoteReturnedFact(note)])
            if what in ("doubt", "fish", "late"):
                ledger.commit([facts.NoteDoubted(note, what)])
            if what == "late":
                doubted.append(note)
                ledger.commit([stacked(note, visit, fen)])
            if what in ("stack", "late", "nobody"):
                certain[index][fen] += 1
        swap(ledger, index + 1)
    found = [Counter(counts(body)) for body in told(ledger)]
    assert found == certain
    assert ledger.explain() == ()
    ledger.close()
    assert inspect_database(home.data, home.secrets, "K0001", None).problems == ()


def test_a_rebuilt_ledger_has_the_same_swaps(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    swap(ledger, 1)
    queue_payment(ledger, 2)
    ledger.commit([facts.CollectionOpened("K0001-C2", "0217", "0219", "hall_page")])
    ledger.commit([facts.CollectionStepped("K0001-C2", BoxStep.BOX_OUT, "", "")])
    before = (told(ledger), ledger.recall().collection)
    ledger.close()
    (home.data / "ledger.db").write_bytes(b"\xff" * 4096)
    ledger = home.open()
    assert (told(ledger), ledger.recall().collection) == before
    assert ledger.balances().stacked_fen == 2 * Fen(10000)
    ledger.close()


def test_closing_a_visit_has_nothing_to_do_with_the_box(ledger: SqliteLedger) -> None:
    ledger.commit([opened("w"), OPENED, closed("w")])
