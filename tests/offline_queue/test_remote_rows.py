"""F62 in the ledger: a command is taken once, ends once, is told once; a restart remembers; events and audit know it."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import facts
from kiosk.ports import StorageError
from kiosk.remote import RemoteOrder
from offline_queue.inspection import inspect_database
from tests.offline_queue.support import Home

TAKEN = facts.CommandTaken("c1", "restart", "", "0217")
ENDED = facts.CommandEnded("c1", "restart", "done", "well")
TOLD = facts.CommandTold("c1")


def events(home: Home) -> list[tuple[str, int, dict[str, object]]]:
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        rows = connection.execute("SELECT kind, urgent, data FROM health_events ORDER BY event_seq").fetchall()
    return [(kind, urgent, json.loads(data)) for kind, urgent, data in rows]


def test_f62_what_was_taken_ended_and_told_is_remembered(home: Home) -> None:
    for fact, remembered in (
        (TAKEN, RemoteOrder("c1", "restart", "", "0217")),
        (ENDED, RemoteOrder("c1", "restart", "", "0217", "done", "well", "at")),
        (TOLD, RemoteOrder("c1", "restart", "", "0217", "done", "well", "at", told=True)),
    ):
        ledger = home.open()
        ledger.commit([fact])
        ledger.close()
        ledger = home.open()
        (found,) = ledger.recall().remote
        ledger.close()
        assert (found.outcome is None) == (not found.ended_at)
        assert found == replace(remembered, ended_at=found.ended_at)
    assert [(kind, data["outcome"]) for kind, _, data in events(home)] == [("command", "taken"), ("command", "done")]


@pytest.mark.parametrize(
    "wrong",
    [
        [TAKEN, TAKEN],
        [ENDED],
        [TOLD],
        [TAKEN, TOLD],
        [TAKEN, ENDED, ENDED],
        [TAKEN, ENDED, TOLD, TOLD],
    ],
)
def test_f62_nothing_goes_backwards_or_twice(home: Home, wrong: list[facts.AnyFact]) -> None:
    ledger = home.open()
    with pytest.raises(StorageError):
        for fact in wrong:
            ledger.commit([fact])
    ledger.close()


def test_the_untold_are_remembered_however_many_came_after(home: Home) -> None:
    ledger = home.open()
    ledger.commit([TAKEN])
    for start in range(0, 1100, 100):
        batch: list[facts.AnyFact] = []
        for number in range(start, start + 100):
            name = f"d{number}"
            batch += [
                facts.CommandTaken(name, "sync_config", "", "0217"),
                facts.CommandEnded(name, "sync_config", "done", ""),
                facts.CommandTold(name),
            ]
        ledger.commit(batch)
    remembered = ledger.recall().remote
    ledger.close()
    assert (remembered[0].command_id, len(remembered)) == ("c1", 1001)
    assert remembered[-1].command_id == "d1099"


def test_x14_not_ready_before_opening_is_urgent_and_ready_is_not(home: Home) -> None:
    ledger = home.open()
    ledger.commit([facts.SelfChecked("2026-11-23T08:30:00+08:00", ()), facts.SelfChecked("x", ("PRN-OUT", "NET-DOWN"))])
    ledger.commit([facts.SafePageShown("it did not stay up")])
    ledger.close()
    ready, not_ready, safe = events(home)
    assert (ready[0], ready[1], ready[2]["outcome"]) == ("test", 0, "passed")
    assert (not_ready[1], not_ready[2]["outcome"], not_ready[2]["detail"]) == (1, "failed", "PRN-OUT NET-DOWN")
    assert (safe[0], safe[1], safe[2]["code"]) == ("stop", 1, "APP-SAFE")


@pytest.mark.tampers
def test_a_row_that_was_changed_is_found(home: Home) -> None:
    ledger = home.open()
    ledger.commit([TAKEN, ENDED])
    ledger.close()
    assert _problems(home.data, home.secrets) == []
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        connection.execute("UPDATE remote_commands SET outcome = 'failed'")
        connection.commit()
    assert any("command of record" in problem for problem in _problems(home.data, home.secrets))


def test_a_ledger_made_anew_remembers_them(home: Home) -> None:
    ledger = home.open()
    ledger.commit([TAKEN, ENDED])
    before = ledger.recall().remote
    ledger.close()
    (home.data / "ledger.db").write_bytes(b"\xff" * 4096)
    ledger = home.open()
    after = ledger.recall().remote
    ledger.close()
    assert after == before


def _problems(data: Path, secrets: Path) -> list[str]:
    return [str(problem) for problem in inspect_database(data, secrets, "K0001", None).problems]
