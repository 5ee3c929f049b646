"""A5, X23: a damaged database is put aside and made anew from the journal's mirror; what somebody changed is not."""

import itertools
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from kiosk import facts
from kiosk.ports import StorageError
from offline_queue import mirror, quarantine
from offline_queue.inspection import inspect_database
from offline_queue.journal import JournalHead
from offline_queue.ledger import SqliteLedger
from offline_queue.mirror import decode_line
from tests.conftest import Tally
from tests.offline_queue.rich import REBUILT, Books, books, filled, quarantined
from tests.offline_queue.support import (
    KIOSK,
    Home,
    accepted,
    check_conservation,
    closed,
    intended,
    opened,
    posted,
    queue_payment,
    stacked,
)


def database(home: Home) -> Path:
    return home.data / "ledger.db"


def contents(home: Home) -> dict[str, bytes]:
    return {str(path.relative_to(home.data)): path.read_bytes() for path in home.data.rglob("*") if path.is_file()}


def garble(home: Home) -> None:
    content = database(home).read_bytes()
    database(home).write_bytes(b"no header" * 20 + content[180:])


def cut_to_nothing(home: Home) -> None:
    database(home).write_bytes(b"")


def cut_in_half(home: Home) -> None:
    os.truncate(database(home), database(home).stat().st_size // 2)


def remove(home: Home) -> None:
    database(home).unlink()


def zero_a_page(home: Home) -> None:
    """One that is read at every start: it holds the terminal's id."""
    overwrite_root(home, "sqlite_autoindex_terminal_1", b"\0")


def overwrite_root(home: Home, name: str, byte: bytes) -> None:
    """The first page of a table or index."""
    with closing(sqlite3.connect(database(home))) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with database(home).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(byte * size)


def another_programs(home: Home) -> None:
    remove(home)
    with closing(sqlite3.connect(database(home))) as connection:
        connection.execute("CREATE TABLE theirs (x)")


def another_table(home: Home) -> None:
    with closing(sqlite3.connect(database(home))) as connection:
        connection.execute("DROP INDEX notes_of_visit")


DAMAGE = [garble, cut_to_nothing, cut_in_half, remove, zero_a_page, another_programs, another_table]


def require_rebuilt(home: Home, before: Books, records: int) -> None:
    ledger = home.open()
    assert ledger.journal_head().count == records + 2
    last = ledger.recall().stops[-1]
    assert last.code == REBUILT
    assert f"{records} records" in last.detail
    assert str(quarantined(home)[-1].name) in last.detail
    assert ledger.integrity_problems() == ()
    check_conservation(ledger)
    ledger.close()
    assert books(home) == before
    report = inspect_database(home.data, home.secrets, KIOSK, None)
    assert report.problems == ()


@pytest.mark.parametrize("damage", DAMAGE)
def test_a5_a_damaged_database_is_put_aside_and_made_anew(home: Home, damage: Callable[[Home], None]) -> None:
    filled(home)
    before, records = books(home), len((home.data / "journal.mirror").read_bytes().splitlines())
    damage(home)
    damaged = database(home).read_bytes() if database(home).exists() else None
    require_rebuilt(home, before, records)
    (folder,) = quarantined(home)
    if damaged is None:
        assert list(folder.iterdir()) == []
    else:
        assert (folder / "ledger.db").read_bytes() == damaged
    assert {path.stat().st_mode & 0o077 for path in [folder, *home.data.iterdir()] if path != folder.parent} == {0}
    ledger = home.open()  # once: the next start finds nothing to do
    assert ledger.journal_head().count == records + 2
    ledger.commit([facts.CashReleased(REBUILT, "centre", "its head is in this ledger")])
    queue_payment(ledger, 20)
    check_conservation(ledger)
    ledger.close()
    assert len(quarantined(home)) == 1


def test_a5_a_lost_wal_is_made_good_from_the_mirror(home: Home) -> None:
    """The database alone is an older one: no fen that was acknowledged may be missing."""
    filled(home, killed=True)
    whole = home.root / "whole"
    shutil.copytree(home.data, whole)
    records = len((home.data / "journal.mirror").read_bytes().splitlines())
    before = books(Home(home.root))  # reads, and so writes the WAL back
    shutil.rmtree(home.data)
    whole.rename(home.data)
    assert (home.data / "ledger.db-wal").stat().st_size > 0
    (home.data / "ledger.db-wal").unlink()
    require_rebuilt(home, before, records)
    assert (quarantined(home)[0] / "ledger.db").exists()


def test_a5_an_older_copy_of_the_database_put_back(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.close()
    old = database(home).read_bytes()
    ledger = home.open()
    queue_payment(ledger, 2)
    ledger.close()
    before = books(home)
    database(home).write_bytes(old)
    require_rebuilt(home, before, 10)
    assert (quarantined(home)[0] / "ledger.db").exists()


def test_a5_the_end_that_the_mirror_lacks_is_taken_from_what_can_still_be_read(home: Home) -> None:
    """A power cut took the mirror's unsynced tail, and the same cut damaged a table."""
    filled(home)
    before = books(home)
    path = home.data / "journal.mirror"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-7]) + lines[-7][:50])
    another_table(home)
    require_rebuilt(home, before, len(lines))


def test_a5_twice_in_the_same_second_each_in_a_folder_of_its_own(home: Home) -> None:
    filled(home)
    before = books(home)
    for times in (1, 2):
        garble(home)
        home.open().close()
        assert books(home) == before
        assert len(quarantined(home)) == times
    ledger = home.open()
    assert [stop.code for stop in ledger.recall().stops] == ["BV-CHEAT", REBUILT]  # the first reason stays
    ledger.close()


def test_a5_the_frozen_bytes_go_out_as_they_were(home: Home) -> None:
    from offline_queue.outbox import Outbox

    def bodies() -> dict[str, bytes]:
        outbox = Outbox.open(home.data, home.secrets)
        due = {payment.payment_id: payment.body for payment in outbox.due(100, ())}
        outbox.close()
        return due

    filled(home)
    before = bodies()
    garble(home)
    home.open().close()
    assert bodies() == before
    assert len(before) >= 3


# ---- what cannot be rebuilt stays where it is ------------------------------------------------------------------------


def no_mirror(home: Home) -> None:
    (home.data / "journal.mirror").unlink()


def changed_mirror(home: Home) -> None:
    path = home.data / "journal.mirror"
    path.write_bytes(path.read_bytes().replace(b'"denomination":10000', b'"denomination":90000', 1))


def mirror_with_a_hole(home: Home) -> None:
    path = home.data / "journal.mirror"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5] + lines[6:]))


def mirror_of_nothing(home: Home) -> None:
    (home.data / "journal.mirror").write_bytes(b"")


def other_secrets(home: Home) -> None:
    key = home.secrets / "journal.key"
    key.write_bytes(b"0" * 64 + b"\n")


def no_month_key(home: Home) -> None:
    (home.secrets / "month-2026-11.key").unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_mirror, "no such file"),
        (changed_mirror, "does not fit the chain"),
        (mirror_with_a_hole, "record 6 is missing"),
        (mirror_of_nothing, "must not take the place"),
        (other_secrets, "record 1 does not fit the chain"),
        (no_month_key, "is not posted, and the key of its month is missing"),
    ],
)
def test_a5_without_a_sound_mirror_everything_is_kept_and_no_money_taken(
    home: Home, spoil: Callable[[Home], None], said: str
) -> None:
    filled(home)
    garble(home)
    spoil(home)
    before = contents(home)
    for _ in range(2):
        with pytest.raises(StorageError, match="cannot be rebuilt") as caught:
            home.open()
        assert said in str(caught.value)
        assert str(home.data) in str(caught.value)
        assert {name: kept for name, kept in contents(home).items() if ".new" not in name} == before


def test_a5_numbers_that_were_forgotten_stay_forgotten(home: Home) -> None:
    """The month's key is deleted once all of that month is posted; the money is rebuilt all the same."""
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.commit([posted(1)])
    ledger.close()
    before = books(home)
    no_month_key(home)
    garble(home)
    ledger = home.open()
    assert (ledger.balances().posted_fen, ledger.unposted_count()) == (10000, 0)
    check_conservation(ledger)
    ledger.close()
    after = books(home)
    assert {name: rows for name, rows in after.items() if name != "visits"} == {
        name: rows for name, rows in before.items() if name != "visits"
    }
    assert [row[:4] for row in after["visits"]] == [row[:4] for row in before["visits"]]


@pytest.mark.parametrize("forgotten", ["2026-11", "2026-12"])
def test_a5_a_visit_over_the_end_of_a_month_of_which_one_is_forgotten(home: Home, forgotten: str) -> None:
    """Opened in one month, paid in the next: visit and payment are sealed with different keys."""
    for month in ("2026-11-30T23:59:50+08:00", "2026-12-01T00:00:05+08:00"):
        ledger = SqliteLedger.open(home.data, home.secrets, KIOSK, now=partial(str, month))
        if "-11-" in month:
            ledger.commit([opened("v1"), intended("n1", "v1"), stacked("n1", "v1")])
        else:
            ledger.commit([accepted(1, "v1", 10000), closed("v1"), posted(1)])
        ledger.close()
    (home.secrets / f"month-{forgotten}.key").unlink()
    garble(home)
    ledger = home.open()
    assert ledger.balances().posted_fen == 10000
    check_conservation(ledger)
    ledger.close()


def edit(home: Home, *statements: str) -> None:
    with closing(sqlite3.connect(database(home))) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


TAMPERED = {
    "last record": (
        "UPDATE journal SET record = replace(record, 'job-9', 'job-8') WHERE seq = (SELECT MAX(seq) FROM journal)",
    ),
    "last MAC": ("UPDATE journal SET mac = zeroblob(32) WHERE seq = (SELECT MAX(seq) FROM journal)",),
    "a record near the end": ("UPDATE journal SET record = record || ' ' WHERE seq = 40",),
    "value of a held note": ("UPDATE notes SET denomination_fen = 10000 WHERE note_id = 'd'",),
    "value of an open intent": ("UPDATE notes SET denomination_fen = 10000 WHERE note_id = 'e'",),
    "state of a held note": ("UPDATE notes SET state = 'settled' WHERE note_id = 'd'",),
    "amount of a queued payment": ("UPDATE payments SET amount_fen = 1 WHERE payment_id = 'K0001-5'",),
    "amount and note of a queued payment": (
        "UPDATE payments SET amount_fen = 5000 WHERE payment_id = 'K0001-5'",
        "UPDATE notes SET denomination_fen = 5000 WHERE payment_id = 'K0001-5'",
    ),
    "a queued payment taken away": ("UPDATE payments SET state = 'posted' WHERE payment_id = 'K0001-5'",),
    "an outbox row taken away": ("DELETE FROM outbox WHERE payment_id = 'K0001-5'",),
    "bytes of another payment": (
        "UPDATE outbox SET body_cipher = (SELECT body_cipher FROM outbox WHERE kiosk_seq = 6) WHERE kiosk_seq = 5",
    ),
    "a stop given another code": ("UPDATE stops SET code = 'BV-NICE' WHERE code = 'BV-CHEAT'",),
    "a visit given another number": (
        "UPDATE visits SET account_cipher = (SELECT account_cipher FROM visits WHERE visit_id = 'w') WHERE visit_id = 'v'",
    ),
    "amount of an open attempt": ("UPDATE card_attempts SET amount_fen = 1 WHERE attempt_id = 'a9'",),
    "an open attempt closed": ("UPDATE card_attempts SET state = 'not_charged' WHERE attempt_id = 'a9'",),
    "an open attempt called charged": ("UPDATE card_attempts SET state = 'charged' WHERE attempt_id = 'a9'",),
    "an open attempt called undecided": ("UPDATE card_attempts SET state = 'undecided' WHERE attempt_id = 'a9'",),
    "an open attempt taken away": ("DELETE FROM card_attempts WHERE attempt_id = 'a9'",),
    "an open attempt of another visit": ("UPDATE card_attempts SET visit_id = 'w' WHERE attempt_id = 'a9'",),
    "number of an open attempt": ("UPDATE card_attempts SET card_seq = 900 WHERE attempt_id = 'a9'",),
    "half of what the terminal had before": ("UPDATE card_attempts SET before_trace = '7' WHERE attempt_id = 'a9'",),
    "approval of an open attempt": ("UPDATE card_attempts SET receipt = '0001' WHERE attempt_id = 'a9'",),
    "an approval taken away": ("UPDATE card_attempts SET approved_seq = NULL WHERE attempt_id = 'a9'",),
    "the approval of another attempt": ("UPDATE card_attempts SET approved_seq = 9 WHERE attempt_id = 'a9'",),
    "a reversal that is over": ("UPDATE card_attempts SET state = 'reversed' WHERE attempt_id = 'a2'",),
    "a reversal begun": ("UPDATE card_attempts SET state = 'reversing' WHERE attempt_id = 'a8'",),
    "a reversal begun again": ("UPDATE card_attempts SET state = 'reversing' WHERE attempt_id = 'a3'",),
    "a reversal of another amount": ("UPDATE card_attempts SET amount_fen = 1 WHERE attempt_id = 'a2'",),
    "a queued charge of another amount": ("UPDATE card_attempts SET amount_fen = 9000 WHERE attempt_id = 'a8'",),
    "a queued charge of another terminal": ("UPDATE card_attempts SET terminal_id = 'T2' WHERE attempt_id = 'a8'",),
    "a queued charge let go": ("UPDATE card_attempts SET payment_id = NULL WHERE attempt_id = 'a8'",),
    "a queued charge taken away": ("DELETE FROM card_attempts WHERE attempt_id = 'a8'",),
    "card part of a queued payment": ("UPDATE payments SET card_fen = 5000 WHERE payment_id = 'K0001-15'",),
    "a language nobody speaks": ("UPDATE visits SET language = 'xx' WHERE visit_id = 'v'",),
}


@pytest.mark.tampers
@pytest.mark.parametrize("name", TAMPERED)
def test_s5_what_somebody_changed_is_not_rebuilt_and_no_money_taken(home: Home, name: str) -> None:
    """SQLite is content with each of these: found against the journal, the seal or the mirror, in rows still open."""
    filled(home)
    edit(home, "DROP TRIGGER journal_is_append_only_update", *TAMPERED[name])

    def start() -> None:
        ledger = home.open()
        try:
            ledger.recall()
        finally:
            ledger.close()

    for _ in range(2):
        with pytest.raises(StorageError):
            start()
    assert quarantined(home) == []


def test_s5_another_history_in_the_database_than_in_the_mirror(home: Home) -> None:
    """An old copy was put back and used; then the newer mirror came back beside it. One of them is not what happened."""
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.close()
    old = {name: (home.data / name).read_bytes() for name in ("ledger.db", "journal.mirror")}
    ledger = home.open()
    for seq in (2, 3, 4):
        queue_payment(ledger, seq)
    ledger.close()
    newer = (home.data / "journal.mirror").read_bytes()
    for name, content in old.items():
        (home.data / name).write_bytes(content)
    ledger = home.open()
    queue_payment(ledger, 2)
    ledger.close()
    (home.data / "journal.mirror").write_bytes(newer)
    with pytest.raises(StorageError, match="differs"):
        home.open()
    with pytest.MonkeyPatch.context() as patched:  # and when the mirror is too long for its tail to reach that far back
        patched.setattr(mirror, "_TAIL_BYTES", 700)
        with pytest.raises(StorageError, match="another one than the database's"):
            home.open()
    assert quarantined(home) == []


# ---- damage that shows later ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("visits", "notes", "outbox", "visits_open", "payments_queued", "stops", "notes_of_visit"),
        *("card_attempts", "card_attempts_open", "card_attempts_reversing", "card_attempts_of_payment"),
    ],
)
def test_a5_damage_met_while_remembering_is_rebuilt_at_once(home: Home, name: str) -> None:
    filled(home)
    before = books(home)
    overwrite_root(home, name, b"\xff")
    ledger = home.open()
    assert ledger.recall().stops[-1].code == REBUILT
    ledger.commit([opened("next")])
    check_conservation(ledger)
    ledger.close()
    after = books(home)
    after["visits"] = [row for row in after["visits"] if row[0] != "next"]
    assert after == before
    assert not (home.data / "ledger.suspect").exists()


def test_a5_damage_met_by_a_commit_ends_the_ledger_and_the_next_start_rebuilds_it(home: Home) -> None:
    """M10: nothing is tried again on that connection; the next start reads the whole file before it trusts it."""
    filled(home)
    before = books(home)
    overwrite_root(home, "cases", b"\xff")
    ledger = home.open()
    ledger.recall()  # no case is open business
    with pytest.raises(StorageError, match="damaged"):
        ledger.commit([facts.CaseOpened("why", "what")])
    with pytest.raises(StorageError, match="nothing more"):
        ledger.commit([opened("next")])
    ledger.close()
    assert (home.data / "ledger.suspect").exists()
    ledger = home.open()
    assert ledger.recall().stops[-1].code == REBUILT
    ledger.close()
    assert books(home) == before
    assert (quarantined(home)[0] / "ledger.suspect").exists()


def test_a_suspicion_without_cause_is_dropped(home: Home) -> None:
    filled(home)
    (home.data / "ledger.suspect").touch()
    home.open().close()
    assert quarantined(home) == []
    assert not (home.data / "ledger.suspect").exists()


# ---- a cut in the middle of it -------------------------------------------------------------------------------------

_TOUCHES_FILES = frozenset({"open", "os.rename", "os.mkdir", "os.chmod", "os.remove", "sqlite3.connect"})


def cut_at(home: Home, step: int) -> bool:
    """Start in a process of its own that ends just before it touches a file for the ``step``-th time. Did it?"""
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, _arguments: tuple[object, ...]) -> None:
            nonlocal count
            if event in _TOUCHES_FILES:
                count += 1
                if count == step:
                    os._exit(9)

        sys.addaudithook(watch)
        try:
            home.open().close()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


def is_damaged_or_whole(home: Home, damaged: bytes, sound: Books) -> None:
    """Before the next start: the damaged files are all there, or the new ledger is, whole, in place or on its way."""
    waiting = list(home.data.glob("ledger.db.rebuilt-*"))
    if not waiting and database(home).exists() and database(home).read_bytes() == damaged:
        return
    assert b"".join(path.read_bytes() for path in home.data.rglob("ledger.db") if path.read_bytes() == damaged)
    place = home.root / "looked-at" / "data"
    shutil.copytree(home.data, place)
    if waiting:
        (place / "ledger.db").unlink(missing_ok=True)
        (place / "ledger.db-wal").unlink(missing_ok=True)
        (place / waiting[0].name).rename(place / "ledger.db")
    shutil.copytree(home.secrets, place.parent / "secrets")
    assert books(Home(place.parent)) == sound
    shutil.rmtree(place.parent)


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.long)])
def test_a5_a_cut_at_any_step_of_the_rebuild_leaves_the_damaged_one_or_the_whole_new_one(
    tmp_path: Path, tally: Tally, stride: int
) -> None:
    original = filled(Home(tmp_path / "original"), killed=True)
    (original.data / "ledger.db-wal").unlink()  # an older database than its mirror
    damaged = database(original).read_bytes()
    reference = Home(tmp_path / "reference")
    shutil.copytree(original.root, reference.root)
    reference.open().close()
    sound = books(reference)
    for step in itertools.count(1, stride):
        home = Home(tmp_path / f"cut-{step}")
        shutil.copytree(original.root, home.root)
        was_cut = cut_at(home, step)
        is_damaged_or_whole(home, damaged, sound)
        if was_cut and step % 2:
            cut_at(home, step // 2 + 1)  # and again, while it is being put right
            is_damaged_or_whole(home, damaged, sound)
        ledger = home.open()
        assert ledger.recall().stops[-1].code == REBUILT
        check_conservation(ledger)
        ledger.close()
        assert books(home) == sound
        assert len(quarantined(home)) == 1
        shutil.rmtree(home.root)
        if not was_cut:
            break
        tally("cuts of a rebuild", 1)
    assert step > 15


def test_a5_an_error_while_rebuilding_leaves_the_damaged_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(home)
    before = books(home)
    garble(home)
    damaged = contents(home)

    def full(_directory: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(quarantine, "finish", full)
        with pytest.raises(StorageError, match="No space"):
            home.open()
    assert contents(home)["ledger.db"] == damaged["ledger.db"]
    home.open().close()
    assert books(home) == before


# ---- the head that the centre last heard of (X23) ------------------------------------------------------------------


def test_x23_a_head_of_this_journal_contradicts_nothing(home: Home) -> None:
    ledger = home.open()
    heads = [ledger.journal_head()]
    for seq in range(1, 4):
        queue_payment(ledger, seq)
        heads.append(ledger.journal_head())
    assert [ledger.contradicts(head) for head in heads] == [""] * 4
    ledger.close()


def test_x23_a_missing_end_and_another_record_are_told_apart(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    head = ledger.journal_head()
    assert "6 records" in ledger.contradicts(JournalHead(6, head.mac))
    assert "end is missing" in ledger.contradicts(JournalHead(10**15, head.mac))
    for wrong in (JournalHead(5, "0" * 64), JournalHead(4, head.mac), JournalHead(0, head.mac), JournalHead(-1, head.mac)):
        assert "not the one that the centre has heard of" in ledger.contradicts(wrong)
    ledger.close()


def test_x23_the_centre_finds_what_a_rebuild_could_not_know(home: Home) -> None:
    """The mirror's end and the database are gone together: the rebuilt ledger contradicts the head the centre has."""
    ledger = home.open()
    queue_payment(ledger, 1)
    queue_payment(ledger, 2)
    heard = ledger.journal_head()
    ledger.close()
    path = home.data / "journal.mirror"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-3]))
    assert decode_line(path.read_bytes().splitlines(keepends=True)[-1]).seq == 7
    garble(home)
    ledger = home.open()
    assert ledger.recall().stops[-1].code == REBUILT
    assert "another ledger" in ledger.contradicts(heard) or "end is missing" in ledger.contradicts(heard)
    check_conservation(ledger)
    ledger.close()
