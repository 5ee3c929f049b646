"""M9: made and opened exactly so, or no money is taken. Each refusal names what, where and what to do."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kiosk.ports import StorageError
from offline_queue import database
from offline_queue.ledger import SqliteLedger
from offline_queue.lock import LOCK_NAME
from tests.offline_queue.support import Home, check_conservation, opened, queue_payment


@contextmanager
def raw(home: Home) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(home.data / "ledger.db")
    try:
        yield connection
    finally:
        connection.close()


def make(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.close()


def refusal(home: Home) -> str:
    with pytest.raises(StorageError) as caught:
        home.open()
    assert str(home.root) in str(caught.value)  # says where
    return str(caught.value)


def test_M9_the_settings_themselves() -> None:
    assert (database.SETTINGS["synchronous"], database.SETTINGS["foreign_keys"]) == (3, 1)  # EXTRA, on
    assert database.SETTINGS["wal_autocheckpoint"] >= 8000


def test_M9_settings_read_back_on_both_kinds_of_connection(home: Home) -> None:
    make(home)
    for read_only in (False, True):
        connection = database.connect(home.data, read_only=read_only)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        for name, value in database.SETTINGS.items():
            assert connection.execute(f"PRAGMA {name}").fetchone() == (value,)
        connection.close()


@pytest.mark.parametrize("name", database.SETTINGS)
def test_M9_each_setting_flipped_is_refused(home: Home, name: str) -> None:
    make(home)
    connection = database.connect(home.data, read_only=False)
    connection.execute(f"PRAGMA {name} = {1 if name == 'trusted_schema' else database.SETTINGS[name] - 1}")
    with pytest.raises(StorageError, match=name):
        database.verify_settings(connection, home.data / "ledger.db")
    connection.close()


@pytest.mark.parametrize("name", database.SETTINGS)
def test_m9_no_ledger_opens_on_a_connection_that_does_not_keep_a_setting(
    home: Home, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whatever takes the setting back between setting and reading: no cash, and nothing is rebuilt for it."""
    make(home)
    apply = database.apply_settings

    def forgetful(connection: sqlite3.Connection) -> None:
        apply(connection)
        connection.execute(f"PRAGMA {name} = {1 if name == 'trusted_schema' else database.SETTINGS[name] - 1}")

    with monkeypatch.context() as patched:
        patched.setattr(database, "apply_settings", forgetful)
        assert name in refusal(home)
    assert not (home.data / "quarantine").exists()
    home.open().close()  # and the lock was given back


def test_M9_journal_mode_changed_by_another_program(home: Home) -> None:
    make(home)
    with raw(home) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    assert "journal_mode delete" in refusal(home)


def test_M9_read_only_connection_cannot_write(home: Home) -> None:
    make(home)
    connection = database.connect(home.data, read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM outbox")
    connection.close()


def test_M9_stray_rollback_journal(home: Home) -> None:
    make(home)
    (home.data / "ledger.db-journal").write_bytes(b"\0" * 512)
    assert "ledger.db-journal" in refusal(home)
    assert (home.data / "ledger.db-journal").exists()


@pytest.mark.parametrize("content", [b"", b"this is not a database at all, only some text. " * 30])
def test_a_file_that_is_no_database(home: Home, content: bytes) -> None:
    home.data.mkdir()
    (home.data / "ledger.db").write_bytes(content)
    assert "ledger.db" in refusal(home)
    assert (home.data / "ledger.db").read_bytes() == content


def test_a_foreign_database(home: Home) -> None:
    home.data.mkdir()
    with raw(home) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    assert "not a ledger of this program" in refusal(home)
    with raw(home) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_database_of_a_newer_version(home: Home) -> None:
    make(home)
    with raw(home) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert "newer version" in refusal(home)


def test_a_database_locked_by_another_program(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    make(home)
    monkeypatch.setitem(database.SETTINGS, "busy_timeout", 10)
    with raw(home) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert "locked" in refusal(home)
        connection.rollback()


@contextmanager
def somebody_else() -> Iterator[None]:
    """Root may write anything: act as nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o777, 0o444), (0o555, 0o444)])
def test_a_read_only_database(folder_mode: int, file_mode: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name))
        make(home)
        home.root.chmod(0o755)
        (home.data / "ledger.db").chmod(file_mode)
        home.data.chmod(folder_mode)
        with somebody_else(), pytest.raises(StorageError, match=r"read-only|unable to open"):
            database.connect(home.data, read_only=False)
        home.data.chmod(0o755)


def test_a_folder_that_cannot_be_made(home: Home) -> None:
    home.data.write_text("a file stands where the folder should be")
    assert "cannot be made" in refusal(home)


def test_a_second_instance_in_this_process_and_in_another(home: Home) -> None:
    first = home.open()
    assert str(os.getpid()) in refusal(home)
    program = (
        "import sys; from pathlib import Path; from offline_queue.ledger import SqliteLedger\n"
        "SqliteLedger.open(Path(sys.argv[1]), Path(sys.argv[2]), 'K0001')"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, str(home.data), str(home.secrets)], capture_output=True, text=True, check=False
    )
    assert other.returncode == 1
    assert f"pid {os.getpid()}" in other.stderr
    first.commit([opened("v")])  # the first one is unharmed
    first.close()
    assert (home.data / LOCK_NAME).exists()
    home.open().close()


def test_another_terminals_ledger(home: Home) -> None:
    make(home)
    with pytest.raises(StorageError, match="belongs to terminal K0001, not to K0002"):
        home.open("K0002")
    home.open().close()  # and the lock was given back


@pytest.mark.parametrize(
    ("left", "said"), [("ledger.db-wal", "do not start"), ("journal.mirror", "must not take the place")]
)
def test_a_removed_database_is_not_replaced_by_an_empty_one(home: Home, left: str, said: str) -> None:
    make(home)
    for name in ("ledger.db", "journal.mirror"):
        (home.data / name).rename(home.root / f"aside-{name}")
    (home.data / left).touch()  # the mirror is there, and holds nothing
    assert said in refusal(home)
    assert not (home.data / "ledger.db").exists()


def test_the_files_are_their_owners_alone(home: Home) -> None:
    ledger = home.open()
    assert {path.stat().st_mode & 0o777 for path in home.data.iterdir()} == {0o600}
    assert home.data.stat().st_mode & 0o777 == 0o700
    ledger.close()


def test_a_creation_that_was_cut_short_begins_again(home: Home) -> None:
    home.data.mkdir()
    (home.data / "ledger.db.new").write_bytes(b"half")
    (home.data / "ledger.db.new-journal").write_bytes(b"half")
    make(home)
    assert {path.name for path in home.data.iterdir()} == {"ledger.db", "ledger.lock", "journal.mirror", "reserve"}


def test_kill_without_close_keeps_every_commit(home: Home) -> None:
    """The process ends inside a transaction, its WAL and lock left as they are."""
    program = (
        "import os, sys; from pathlib import Path; from tests.offline_queue.support import *\n"
        "ledger = Home(Path(sys.argv[1])).open(); queue_payment(ledger, 1)\n"
        "ledger.commit([opened('v'), intended('n', 'v'), stacked('n', 'v')])\n"
        "ledger._connection.execute('BEGIN IMMEDIATE'); ledger._connection.execute('DELETE FROM outbox')\n"
        "os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(home.root)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (9, "")
    assert (home.data / "ledger.db-wal").stat().st_size > 0
    ledger = home.open()
    assert (ledger.balances().queued_fen, ledger.balances().held_in_visit_fen) == (10000, 10000)
    assert ledger.unposted_count() == 1
    check_conservation(ledger)
    ledger.close()


def test_an_error_of_the_disk_while_committing_ends_the_ledger(home: Home) -> None:
    """M10: SQLite says FULL; nothing is half written, and the same connection is not tried again."""
    ledger = home.open()
    pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
    ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
    committed = 0
    with pytest.raises(StorageError, match="disk is full"):
        for seq in range(1, 500):
            queue_payment(ledger, seq)
            committed = seq
    ledger._connection.execute("PRAGMA max_page_count = 1000000")
    with pytest.raises(StorageError, match="nothing more"):
        ledger.commit([opened("late")])
    assert ledger.unposted_count() == committed
    check_conservation(ledger)
    ledger.close()


@pytest.mark.parametrize(
    "read",
    [
        SqliteLedger.recall,
        SqliteLedger.balances,
        SqliteLedger.explain,
        SqliteLedger.unposted_count,
        SqliteLedger.oldest_unposted_at,
        SqliteLedger.verify_journal,
        SqliteLedger.integrity_problems,
    ],
)
def test_what_cannot_be_read_is_not_written_either(home: Home, read: Callable[[SqliteLedger], object]) -> None:
    ledger = home.open()
    ledger._connection.set_authorizer(lambda *_: sqlite3.SQLITE_DENY)
    with pytest.raises(StorageError, match="failed"):
        read(ledger)
    ledger._connection.set_authorizer(None)
    with pytest.raises(StorageError, match="nothing more"):
        ledger.commit([opened("v")])
    ledger.close()


def test_the_ledger_refuses_other_threads_by_sqlites_own_rule(home: Home) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ledger = home.open()
    with ThreadPoolExecutor(1) as pool, pytest.raises(StorageError, match="thread"):
        pool.submit(ledger.commit, [opened("v")]).result()
    with suppress(StorageError):
        ledger.commit([opened("v")])
    assert SqliteLedger.journal_head(ledger).count == 0
    ledger.close()
