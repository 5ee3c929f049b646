"""S5: the verifier stands alone: beside a running terminal, on a copied directory, from the mirror."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.ports import StorageError
from offline_queue.inspection import inspect_database, inspect_mirror
from offline_queue.journal import ChainBrokenError, JournalHead
from offline_queue.journal_source import end_of_mirror, mirror_path, open_journal
from tests.offline_queue.support import KIOSK, Home, queue_payment


@pytest.fixture
def filled(home: Home) -> Home:
    ledger = home.open()
    for seq in range(1, 5):
        queue_payment(ledger, seq)
    ledger.close()
    return home


def change(home: Home, *statements: str) -> None:
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        for trigger in ("update", "delete"):
            connection.execute(f"DROP TRIGGER journal_is_append_only_{trigger}")
        for statement in statements:
            connection.execute(statement)
        for trigger in ("update", "delete"):  # somebody who covers the traces
            connection.execute(
                f"CREATE TRIGGER journal_is_append_only_{trigger} BEFORE {trigger.upper()} ON journal\n"
                "        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
            )
        connection.commit()


def found(home: Home, head: JournalHead | None = None) -> tuple[int | None, tuple[str, ...]]:
    report = inspect_database(home.data, home.secrets, KIOSK, head)
    return report.broken_at, report.problems


# ---- the chain in the file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE journal SET record = replace(record, '10000', '90000') WHERE seq = 3", 3),
        ("UPDATE journal SET mac = zeroblob(32) WHERE seq = 7", 7),
        ("UPDATE journal SET record = CAST(X'FFFE00' AS TEXT) WHERE seq = 4", 4),
        ("DELETE FROM journal WHERE seq = 12", 12),
        ("DELETE FROM journal WHERE seq > 15", 16),  # the mirror knows more
        ("INSERT INTO journal SELECT 21, record, mac FROM journal WHERE seq = 20", 21),
        ("INSERT INTO journal SELECT -1, record, mac FROM journal WHERE seq = 20", 1),
        ("DELETE FROM journal", 1),
    ],
)
def test_s5_a_change_in_the_file_is_found_at_its_record(filled: Home, statement: str, broken_at: int) -> None:
    change(filled, statement)
    at, problems = found(filled)
    assert at == broken_at
    assert len(problems) >= 1
    assert not [problem for problem in problems if "trigger" in problem], "the traces were covered"


def test_s5_a_head_from_outside_finds_a_cut_of_database_and_mirror_together(filled: Home) -> None:
    report = inspect_database(filled.data, filled.secrets, KIOSK, None)
    count, mac = report.head.split(":")
    head = JournalHead(int(count), mac)
    assert (head.count, found(filled, head)) == (20, (None, ()))
    change(filled, "DELETE FROM journal WHERE seq > 15")
    lines = mirror_path(filled.data).read_bytes().splitlines(keepends=True)
    mirror_path(filled.data).write_bytes(b"".join(lines[:15]))
    at, problems = found(filled)
    assert at is None
    assert problems, "the rows of the last payments are left over"
    assert found(filled, head)[0] == 16
    assert inspect_mirror(filled.data, filled.secrets, KIOSK, head).broken_at == 16


def test_s5_a_mirror_that_was_changed_is_found(filled: Home) -> None:
    path = mirror_path(filled.data)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]) + lines[-1].replace(b'"mac":"', b'"mac":"00')[:-1] + b"\n")
    assert found(filled) == (20, ("record 20 differs between the database and the mirror",))
    path.write_bytes(b"".join(lines).replace(b"10000", b"90000", 1))
    assert inspect_mirror(filled.data, filled.secrets, KIOSK, None).broken_at == 2
    path.write_bytes(b"".join([*lines[:4], b"garbage\n", *lines[5:]]))
    assert inspect_mirror(filled.data, filled.secrets, KIOSK, None).broken_at == 5


def test_a_torn_end_of_the_mirror_is_what_a_power_cut_leaves(filled: Home) -> None:
    path = mirror_path(filled.data)
    path.write_bytes(path.read_bytes()[:-10])
    report = inspect_mirror(filled.data, filled.secrets, KIOSK, None)
    assert (report.sound, report.records) == (True, 19)
    assert found(filled) == (None, ())
    path.write_bytes(b"")
    assert end_of_mirror(filled.data) is None
    path.unlink()
    assert end_of_mirror(filled.data) is None
    assert found(filled) == (None, ())


# ---- needs nothing of the running terminal ---------------------------------------------------------------------------


def test_beside_a_running_terminal_each_look_is_of_one_instant(home: Home) -> None:
    ledger = home.open()
    for seq in range(1, 30):
        queue_payment(ledger, seq)
        report = inspect_database(home.data, home.secrets, KIOSK, ledger.journal_head())
        assert (report.problems, report.head) == ((), str(ledger.journal_head()))
    with open_journal(home.data, home.secrets, KIOSK, from_mirror=False) as records:
        before = len(list(records()))
        queue_payment(ledger, 30)
        assert len(list(records())) == before, "both walks are over the same records"
    ledger.close()


def test_on_a_copied_directory(filled: Home) -> None:
    copy = shutil.copytree(filled.data, filled.root / "copy")
    shutil.rmtree(filled.data)
    assert inspect_database(copy, filled.secrets, KIOSK, None).sound


def test_it_writes_nothing_that_the_terminal_would_stumble_over(filled: Home) -> None:
    before = {path.name: path.read_bytes() for path in filled.data.iterdir() if not path.name.endswith(("-shm", "-wal"))}
    inspect_database(filled.data, filled.secrets, KIOSK, None)
    inspect_mirror(filled.data, filled.secrets, KIOSK, None)
    after = {path.name: path.read_bytes() for path in filled.data.iterdir() if not path.name.endswith(("-shm", "-wal"))}
    assert after == before
    filled.open().close()


# ---- what cannot be read at all --------------------------------------------------------------------------------------


def no_database(home: Home) -> None:
    (home.data / "ledger.db").unlink()


def no_key(home: Home) -> None:
    (home.secrets / "journal.key").unlink()


def open_key(home: Home) -> None:
    (home.secrets / "journal.key").chmod(0o644)


def not_a_database(home: Home) -> None:
    (home.data / "ledger.db").write_bytes(b"nothing" * 1000)


def old_schema(home: Home) -> None:
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        connection.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize("spoil", [no_database, no_key, open_key, not_a_database, old_schema])
def test_what_cannot_be_read_is_told_as_that(filled: Home, spoil: Callable[[Home], None]) -> None:
    spoil(filled)
    with pytest.raises(StorageError):
        inspect_database(filled.data, filled.secrets, KIOSK, None)


def test_the_mirror_is_read_where_the_database_is_gone(filled: Home) -> None:
    no_database(filled)
    assert inspect_mirror(filled.data, filled.secrets, KIOSK, None).records == 20
    mirror_path(filled.data).unlink()
    with pytest.raises(StorageError, match="cannot be read"):
        inspect_mirror(filled.data, filled.secrets, KIOSK, None)


def test_a_damaged_page_is_not_sound(filled: Home) -> None:
    """Wherever the damage lies: the answer is no, or that the file cannot be read; never yes without a reason."""
    path = filled.data / "ledger.db"
    content = path.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    answers = set()
    for page in range(1, len(content) // size):
        path.write_bytes(content[: page * size] + b"\xa5" * size + content[(page + 1) * size :])
        try:
            answers.add(inspect_database(filled.data, filled.secrets, KIOSK, None).sound)
        except StorageError:
            answers.add(False)
    assert answers == {False}


@pytest.mark.parametrize("from_mirror", [False, True])
def test_a_broken_chain_ends_a_reading(filled: Home, from_mirror: bool) -> None:
    change(filled, "UPDATE journal SET record = replace(record, '10000', '90000') WHERE seq = 3")
    path = mirror_path(filled.data)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[2].replace(b"10000", b"90000"), *lines[3:]]))
    with open_journal(filled.data, filled.secrets, KIOSK, from_mirror=from_mirror) as records:
        walk = records()
        assert [next(walk)[0], next(walk)[0]] == [1, 2]
        with pytest.raises(ChainBrokenError) as broken:
            next(walk)
    assert broken.value.at == 3


# ---- speed -----------------------------------------------------------------------------------------------------------


def test_nothing_is_left_open(filled: Home) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    inspect_database(filled.data, filled.secrets, KIOSK, None)
    before = descriptors()
    for _ in range(5):
        inspect_database(filled.data, filled.secrets, KIOSK, None)
        inspect_mirror(filled.data, filled.secrets, KIOSK, None)
    assert descriptors() == before
