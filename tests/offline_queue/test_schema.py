"""A12 in small: a ledger of an earlier release becomes one of this release, with all its money, or stays what it was."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import facts
from kiosk.ports import StorageError
from kiosk.recollection import PaperRoll
from offline_queue import schema
from offline_queue.damage import DamagedError
from offline_queue.database import connect
from offline_queue.inspection import inspect_database
from offline_queue.ledger import SqliteLedger
from offline_queue.schema import SCHEMA_VERSION, migrate
from tests.offline_queue import old_ledgers
from tests.offline_queue.rich import books, fill_cards, fill_cash
from tests.offline_queue.support import (
    KIOSK,
    Home,
    card_payment,
    check_conservation,
    intended,
    opened,
    posted,
    queue_payment,
    stacked,
)


def version_of(home: Home) -> int:
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def objects_of(home: Home) -> dict[str, str]:
    """Tables, indexes and triggers with their statements."""
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE '%sqlite%'"))


def some_money(ledger: SqliteLedger) -> None:
    """Queued, and held by an open visit, with a note on its way."""
    queue_payment(ledger, 1)
    ledger.commit([opened("v"), intended("n", "v"), stacked("n", "v"), intended("m", "v", 5000)])


@pytest.fixture
def first_release(home: Home) -> Home:
    return old_ledgers.make(home, 1, some_money)


@pytest.fixture
def second_release(home: Home) -> Home:
    return old_ledgers.make(home, 2, fill_cash)


@pytest.mark.parametrize(
    ("statements", "digest"),
    [
        (schema._FIRST, "3d3433f7b9288c1e5c338fa7a4013a99cecaa32efc8cf87685d945057a0b3c9c"),
        (schema._THIRD, "333ff0c53413f236e097023848a1fd2f71a69ac4667d5924dd086b718e159303"),
        (schema._SECOND, "250a1afcd9598b404415f8f2f41b4175cfd5ac294a92c8b25a25124d3b67c5f7"),
    ],
)
def test_the_released_migrations_are_what_was_released(statements: tuple[str, ...], digest: str) -> None:
    """Their statements are in the field: a change belongs into a migration of its own."""
    assert hashlib.sha256("\n".join(statements).encode()).hexdigest() == digest


def test_a12_a_ledger_of_schema_1_is_migrated_with_all_its_money(first_release: Home) -> None:
    assert (version_of(first_release), "stops" in objects_of(first_release)) == (1, False)
    ledger = first_release.open()
    found = ledger.balances()
    assert (found.queued_fen, found.held_in_visit_fen, found.stacked_fen) == (10000, 10000, 20000)
    assert (len(ledger.recall().open_intents), ledger.recall().stops, ledger.unposted_count()) == (1, (), 1)
    ledger.commit([facts.CashStopped("BV-CHEAT", "")])
    check_conservation(ledger)
    ledger.close()
    assert version_of(first_release) == SCHEMA_VERSION
    assert {"stops", "rebuilds", "card_attempts"} <= objects_of(first_release).keys()


def test_a12_a_ledger_of_schema_2_is_migrated_and_audited_and_takes_cards(second_release: Home, tmp_path: Path) -> None:
    """Every row of it, word for word; the schema is that of a ledger made anew."""
    before = books(second_release)
    ledger = second_release.open()
    memory = ledger.recall()
    assert (len(memory.open_visits), len(memory.unposted), memory.attempt, memory.next_card_seq) == (1, 5, None, 1)
    ledger.close()
    after = books(second_release)
    assert {row[-1] for row in after["payments"]} == {0}, "no fen of them is of a card"
    assert {name: rows for name, rows in after.items() if rows} == {
        **{name: rows for name, rows in before.items() if rows},
        "payments": [(*row, 0) for row in before["payments"]],
    }
    assert inspect_database(second_release.data, second_release.secrets, KIOSK, None).problems == ()
    fresh = Home(tmp_path / "fresh")
    fresh.open().close()
    assert objects_of(second_release) == objects_of(fresh)
    ledger = second_release.open()
    ledger.commit([*card_payment(10, 1), posted(10)])
    check_conservation(ledger)
    ledger.close()
    assert inspect_database(second_release.data, second_release.secrets, KIOSK, None).problems == ()


def test_a12_a_ledger_of_schema_2_is_rebuilt_from_its_old_mirror(second_release: Home) -> None:
    second_release.open().close()
    migrated = books(second_release)
    for left in second_release.data.glob("ledger.db*"):
        left.write_bytes(b"damaged " * 100)
    ledger = second_release.open()
    assert ledger.recall().stops[-1].code == "LED-REBUILT"
    ledger.commit(card_payment(10, 1))
    check_conservation(ledger)
    ledger.close()
    rebuilt = books(second_release)
    assert rebuilt["payments"].pop()[0] == "K0001-10"
    assert rebuilt["payments"] == migrated["payments"]
    assert rebuilt["notes"] == migrated["notes"]
    assert inspect_database(second_release.data, second_release.secrets, KIOSK, None).problems == ()


def test_a12_a_ledger_of_schema_3_counts_paper_from_now_on(home: Home, tmp_path: Path) -> None:
    """Its rows stay what they were, its jobs of before have no length; and its mirror makes the same of it."""

    def cash_and_cards(ledger: SqliteLedger) -> None:
        fill_cash(ledger)
        fill_cards(ledger)

    old_ledgers.make(home, 3, cash_and_cards)
    before = books(home)
    assert (version_of(home), "paper_rolls" in objects_of(home)) == (3, False)
    ledger = home.open()
    assert ledger.recall().paper_roll == PaperRoll(0, ran_out=False)
    ledger.close()
    assert books(home) == {**before, "paper_rolls": [], "collections": [], "settlements": [], "found_notes": []}
    fresh = Home(tmp_path / "fresh")
    fresh.open().close()
    assert objects_of(home) == objects_of(fresh)
    ledger = home.open()
    ledger.commit([facts.ReceiptEnded("job-2", "printed", "", 210), facts.ReceiptEnded("job-2", "printed", "", 40)])
    assert ledger.recall().paper_roll == PaperRoll(250, ran_out=False)
    ledger.commit([facts.PaperRanOut()])
    assert ledger.recall().paper_roll == PaperRoll(250, ran_out=True)
    ledger.commit([facts.PaperRollFitted(80_000), facts.ReceiptEnded("job-5", "partial", "PRN-COVER", 30)])
    ledger.close()
    assert inspect_database(home.data, home.secrets, KIOSK, None).problems == ()
    counted = books(home)["paper_rolls"]
    assert [row[1:3] for row in counted] == [(None, 250), (80_000, 30)]
    for left in home.data.glob("ledger.db*"):
        left.write_bytes(b"damaged " * 100)
    ledger = home.open()
    assert ledger.recall().paper_roll == PaperRoll(30, ran_out=False)
    check_conservation(ledger)
    ledger.close()
    assert books(home)["paper_rolls"] == counted
    assert inspect_database(home.data, home.secrets, KIOSK, None).problems == ()


@pytest.mark.parametrize("step", range(len(schema._FOURTH) + 1))
def test_a12_a_cut_while_paper_gets_its_table_leaves_old_or_new(home: Home, step: int) -> None:
    old_ledgers.make(home, 3, fill_cash)
    before = objects_of(home)
    cut_while_migrating(home, "_FOURTH", step)
    assert (version_of(home), objects_of(home)) == (3, before)
    ledger = home.open()
    assert (version_of(home), ledger.balances().stacked_fen) == (SCHEMA_VERSION, 109000)
    check_conservation(ledger)
    ledger.close()


def test_a12_the_foreign_keys_hold_after_it(second_release: Home) -> None:
    ledger = second_release.open()
    assert ledger.integrity_problems() == ()
    assert ledger._connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with pytest.raises(sqlite3.IntegrityError):
        ledger._connection.execute("DELETE FROM payments WHERE payment_id = 'K0001-5'")
    ledger.close()


def test_a12_a_row_that_refers_to_nothing_is_not_migrated(second_release: Home) -> None:
    """It is damage, as it is at any start; and here the mirror mends it."""
    with closing(sqlite3.connect(second_release.data / "ledger.db")) as connection:
        connection.execute("DELETE FROM payments WHERE payment_id = 'K0001-1'")
        connection.commit()
    with pytest.raises(DamagedError, match="refers to nothing"):
        connect(second_release.data, read_only=False)
    assert (version_of(second_release), "card_attempts" in objects_of(second_release)) == (2, False)
    ledger = second_release.open()
    assert ledger.recall().stops[-1].code == "LED-REBUILT"
    check_conservation(ledger)
    ledger.close()


def test_a12_an_old_ledger_is_only_read_by_the_program_of_its_time(second_release: Home) -> None:
    with pytest.raises(StorageError, match=f"has schema 2, this program's is {SCHEMA_VERSION}"):
        inspect_database(second_release.data, second_release.secrets, KIOSK, None)


_CUT = """
import os, sys
from pathlib import Path
from offline_queue import schema
from tests.offline_queue.support import Home
name, cut = sys.argv[2], int(sys.argv[3])
statements = getattr(schema, name)
class Cut(tuple):
    def __iter__(self):
        yield from statements[:cut]
        os._exit(9)
setattr(schema, name, Cut())
Home(Path(sys.argv[1])).open()
"""


def cut_while_migrating(home: Home, name: str, step: int) -> None:
    """The process ends before this statement of the migration, or after the last one, uncommitted."""
    command = [sys.executable, "-c", _CUT, str(home.root), name, str(step)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=30)
    assert (done.returncode, done.stderr) == (9, "")


@pytest.mark.parametrize("step", range(len(schema._SECOND) + 1))
def test_a12_a_cut_while_migrating_leaves_old_or_new(first_release: Home, step: int) -> None:
    cut_while_migrating(first_release, "_SECOND", step)
    assert (version_of(first_release), "stops" in objects_of(first_release)) == (1, False)
    ledger = first_release.open()
    assert (version_of(first_release), ledger.balances().stacked_fen) == (SCHEMA_VERSION, 20000)
    check_conservation(ledger)
    ledger.close()


@pytest.mark.parametrize("step", range(len(schema._THIRD) + 1))
def test_a12_a_cut_while_the_payments_are_made_anew_leaves_old_or_new(second_release: Home, step: int) -> None:
    before, rows = objects_of(second_release), books(second_release)
    cut_while_migrating(second_release, "_THIRD", step)
    assert (version_of(second_release), objects_of(second_release), books(second_release)) == (2, before, rows)
    ledger = second_release.open()
    assert (version_of(second_release), ledger.balances().stacked_fen) == (SCHEMA_VERSION, 109000)
    check_conservation(ledger)
    ledger.close()


def test_migrating_twice_changes_nothing(first_release: Home) -> None:
    connection = sqlite3.connect(first_release.data / "ledger.db", isolation_level=None)
    for _ in range(2):
        migrate(connection)
    names = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid")]
    connection.close()
    assert names == [
        *("0001_first_tables", "0002_stops_and_rebuilds", "0003_cards", "0004_paper", "0005_health", "0006_runs"),
        *("0007_collections", "0008_settlements", "0009_remote_commands", "0010_diagnosed"),
    ]
