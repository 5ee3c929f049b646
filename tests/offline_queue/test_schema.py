"""A12 in small: a ledger of the first release becomes one of this release, with all its money, or stays what it was."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import facts
from offline_queue import schema
from offline_queue.schema import SCHEMA_VERSION, migrate
from tests.offline_queue.support import Home, check_conservation, intended, opened, queue_payment, stacked


def version_of(home: Home) -> int:
    connection = sqlite3.connect(home.data / "ledger.db")
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return found


def tables_of(home: Home) -> set[str]:
    connection = sqlite3.connect(home.data / "ledger.db")
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found


@pytest.fixture
def first_release(home: Home) -> Home:
    """A ledger with schema 1 as the first release left it: money queued, money held, a visit open."""
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.commit([opened("v"), intended("n", "v"), stacked("n", "v"), intended("m", "v", 5000)])
    ledger.close()
    connection = sqlite3.connect(home.data / "ledger.db")
    for table in ("stops", "rebuilds"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name <> '0001_first_tables'")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    return home


def test_the_first_migration_is_what_was_released() -> None:
    """Its statements are in the field: a change belongs into a migration of its own."""
    digest = hashlib.sha256("\n".join(schema._FIRST).encode()).hexdigest()
    assert digest == "3d3433f7b9288c1e5c338fa7a4013a99cecaa32efc8cf87685d945057a0b3c9c"


def test_a12_a_ledger_of_schema_1_is_migrated_with_all_its_money(first_release: Home) -> None:
    assert (version_of(first_release), "stops" in tables_of(first_release)) == (1, False)
    ledger = first_release.open()
    found = ledger.balances()
    assert (found.queued_fen, found.held_in_visit_fen, found.stacked_fen) == (10000, 10000, 20000)
    assert (len(ledger.recall().open_intents), ledger.recall().stops, ledger.unposted_count()) == (1, (), 1)
    ledger.commit([facts.CashStopped("BV-CHEAT", "")])
    check_conservation(ledger)
    ledger.close()
    assert version_of(first_release) == SCHEMA_VERSION
    assert {"stops", "rebuilds"} <= tables_of(first_release)


@pytest.mark.parametrize("step", range(len(schema._SECOND) + 1))
def test_a12_a_cut_while_migrating_leaves_old_or_new(first_release: Home, step: int) -> None:
    """The process ends before each statement of the migration, and after the last one, uncommitted."""
    program = (
        "import os, sys; from pathlib import Path; from offline_queue import schema\n"
        "from tests.offline_queue.support import Home\n"
        "statements, cut = schema._SECOND, int(sys.argv[2])\n"
        "class Cut(tuple):\n"
        "    def __iter__(self):\n"
        "        yield from statements[:cut]\n"
        "        os._exit(9)\n"
        "schema._SECOND = Cut()\n"
        "Home(Path(sys.argv[1])).open()\n"
    )
    command = [sys.executable, "-c", program, str(first_release.root), str(step)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=30)
    assert (done.returncode, done.stderr) == (9, "")
    assert (version_of(first_release), "stops" in tables_of(first_release)) == (1, False)
    ledger = first_release.open()
    assert (version_of(first_release), ledger.balances().stacked_fen) == (SCHEMA_VERSION, 20000)
    check_conservation(ledger)
    ledger.close()


def test_migrating_twice_changes_nothing(first_release: Home) -> None:
    connection = sqlite3.connect(first_release.data / "ledger.db", isolation_level=None)
    for _ in range(2):
        migrate(connection)
    names = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid")]
    connection.close()
    assert names == ["0001_first_tables", "0002_stops_and_rebuilds"]
