"""S5 for the tables: whoever edits, adds or deletes a row is named, because the journal alone says what must be there."""

# ruff: noqa: S608 - the names in statements are those of our own tables

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from unittest import TestCase

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from kiosk import facts, posting
from kiosk.card import CardPart
from kiosk.collection import TYPED, BoxStep
from kiosk.facts import AnyFact
from kiosk.masking import masked
from kiosk.money import Fen
from kiosk.open_money import Settlement
from kiosk.staff import Role
from kiosk.visit_types import Reopening, SmsState
from offline_queue import audit_rows
from offline_queue.inspection import MOST_PROBLEMS, inspect_database
from offline_queue.journal_facts import SealedFact
from offline_queue.keys import Keyring
from offline_queue.privacy import Vault, account_hash, seal_body
from tests.conftest import Tally
from tests.offline_queue.support import (
    CARD_TERMINAL,
    KIOSK,
    NUMBER,
    Home,
    accepted,
    approval,
    attempted,
    card_payment,
    charged,
    closed,
    held,
    intended,
    mobile,
    opened,
    part,
    posted,
    queue_payment,
    reference,
    stacked,
)
from tests.offline_queue.test_model import LedgerModel

SETTLED = facts.CardSettledFact("a1", True, "wang", "li", "statement, line 7")
# Everything that can be in the tables: four payments (posted, owed, in doubt, queued), an open visit, odd notes, a stop.
HISTORY: list[list[AnyFact]] = [
    [facts.AcceptorBound("SM-A", "1001", "fw 1"), facts.DeviceChanged("acceptor", "ready", 0, "ok", "BV-00", "14")],
    [opened("v1"), intended("n1", "v1"), stacked("n1", "v1"), intended("n2", "v1", 5000), stacked("n2", "v1", 5000)],
    [accepted(1, "v1", 10000, 5000), closed("v1"), facts.ReceiptStarted("j1", "K0001-1")],
    [posted(1), facts.ConfirmationProgressed("K0001-1", SmsState.SENT, Reopening.PENDING)],
    [facts.ConfirmationProgressed("K0001-1", SmsState.WAITING, Reopening.REOPENED)],
    [facts.ReceiptEnded("j1", "printed", "PRN-OK", 70), facts.ReceiptEnded("j1", "failed", "late")],
    [opened("v2"), intended("n3", "v2"), stacked("n3", "v2"), accepted(2, "v2", 10000), closed("v2")],
    [facts.PaymentOwed("K0001-2", "account-not-found"), facts.PaymentDoubted("K0001-2", "late")],
    [opened("v3"), intended("n4", "v3"), stacked("n4", "v3"), accepted(3, "v3", 10000), closed("v3")],
    [facts.PaymentDoubted("K0001-3", "idempotency-mismatch")],
    [opened("v4", mobile(4)), intended("n5", "v4"), stacked("n5", "v4"), accepted(4, "v4", 10000, account=mobile(4))],
    [closed("v4"), facts.StackedReportRepeated("n5"), facts.CaseOpened("unknown report", "of a note")],
    [facts.CashStopped("BV-CHEAT", "fished"), facts.CashStopped("BV-CHEAT", "again")],
    [facts.CashReleased("BV-CHEAT", "wang", "looked at it"), facts.CashStopped("LED-CHANGED", "record 3")],
    # Swaps of the cash box: one that is told, one given up, one disputed, one open; a persons' approval.
    [
        facts.ActApproved("01M8", "box_swap", "0217", "0218", "present", 0),
        facts.CollectionOpened("K0001-C1", "0217", "0218", "present"),
        facts.CollectionStepped("K0001-C1", BoxStep.BOX_OUT, "", ""),
    ],
    [*(facts.CollectionStepped("K0001-C1", step, f"BX-{len(step)}", "0217") for step in (*TYPED, BoxStep.BOX_BACK))],
    [facts.CollectionClosed("K0001-C1", "0217"), facts.CollectionTold("K0001-C1")],
    [facts.CollectionOpened("K0001-C2", "0217", "0219", "hall_page"), facts.CollectionGivenUp("K0001-C2", "0301")],
    [facts.CollectionOpened("K0001-C3", "0217", "0219", "hall_page"), stacked("n6", None)],
    [facts.CollectionStepped("K0001-C3", step, f"S-{len(step)}", "0217") for step in (BoxStep.BOX_OUT, *TYPED)],
    [facts.CollectionStepped("K0001-C3", BoxStep.BOX_BACK, "", ""), facts.CollectionClosed("K0001-C3", "0217")],
    [facts.CollectionDisputed("K0001-C3", "collection-differs"), facts.CollectionDisputed("K0001-C3", "later")],
    [facts.CollectionOpened("K0001-C4", "0218", "0219", "offline_code")],
    [opened("v5", mobile(5)), intended("n7", "v5"), facts.NoteReturnedFact("n7")],
    [facts.NoteTurnedBack("t1", "v5", Fen(10000)), facts.NoteTurnedBack("t2", None, Fen(500))],
    [facts.NoteGivenBack("v5", None), facts.NoteGivenBack(None, Fen(2000))],
    [intended("n8", "v5", 2000), facts.NoteDoubted("n8", "silent"), stacked("n8", "v5", 2000), intended("n9", "v5")],
    [facts.LedgerRebuilt(12, "quarantine/1", "malformed"), facts.DeviceChanged("acceptor", "busy", 1, "ok", "BV-01", "15")],
    # Cards: a charge that is posted, a mixed payment that waits, one taken back, one owed back, persons' word, an open one.
    [facts.CardTerminalBound(CARD_TERMINAL, "M77", "PT 1"), opened("c1"), attempted(1, "c1", before=reference(9))],
    [held(1), facts.CardDoubted("a1", "cut"), facts.CardUndecided("a1", "no journal"), SETTLED, charged(1)],
    [accepted(5, "c1", card=part(1)), closed("c1"), posted(5)],
    [opened("c2", mobile(6)), intended("n10", "c2", 2000), stacked("n10", "c2", 2000), attempted(2, "c2"), held(2)],
    [charged(2), accepted(6, "c2", 2000, account=mobile(6), card=part(2)), closed("c2")],
    [*card_payment(7, 3), facts.PaymentOwed("K0001-7", "no"), facts.CardReversalIntended("a3")],
    [facts.CardReversed("a3", "00"), facts.CardReversed("a3", "B4"), facts.CardDayClosed(CARD_TERMINAL, 2, Fen(20000), "")],
    [*card_payment(8, 4), facts.PaymentOwed("K0001-8", "no"), facts.CardReversalIntended("a4")],
    [facts.CardReversalFailed("a4", "B5"), facts.CardDayClosed(CARD_TERMINAL, None, None, "D1")],
    [attempted(5, "v5", before=reference(4)), facts.CardUncharged("a5", "funds", "51"), attempted(6, "v5"), held(6)],
    # Persons' word on notes and payments: each outcome, with the payments that credit them; late evidence of a settled one.
    [opened("s1", mobile(9)), intended("n11", "s1", 2000), facts.NoteDoubted("n11", "silent")],
    [intended("n12", "s1", 1000), facts.NoteDoubted("n12", "silent"), intended("n13", "s1", 500)],
    [facts.NoteReturnedFact("n13"), closed("s1"), facts.NoteFound("n14", Fen(500), "s1", "0217", "in the path")],
    [
        facts.NoteSettled("n11", Settlement.CREDITED, "K0001-9", "0217", "0218", "present", "found in the box"),
        accepted(9, "s1", 2000, account=mobile(9)),
    ],
    [
        facts.NoteSettled("n12", Settlement.NOT_THERE, "", "0217", "0218", "hall_page", "counted"),
        stacked("n12", "s1", 1000),
    ],
    [facts.NoteSettled("n14", Settlement.HANDED_OVER, "", "0217", "0218", "offline_code", "a customer with a slip")],
    [facts.NoteFound("n15", Fen(10000), None, "0217", "behind the box")],
    [facts.NoteSettled("n15", Settlement.COUNTERFEIT, "", "0217", "0218", "present", "the bank says so")],
    [
        facts.PaymentSettled("K0001-2", Settlement.CREDITED, "K0001-10", "0217", "0218", "present", "works again"),
        accepted(10, "v2", 10000),
    ],
    [facts.PaymentSettled("K0001-3", Settlement.ALREADY_CREDITED, "", "0217", "0218", "present", "the centre has it")],
    [facts.PaymentSettled("K0001-8", Settlement.HANDED_OVER, "", "0217", "0218", "present", "the payer was there")],
    # Paper: the roll that was there (70 mm of it counted) ends, the next one is fitted and used.
    [facts.PaperRanOut(), facts.PaperRollFitted(80_000), facts.ReceiptEnded("j1", "unknown", "", 12)],
    # The terminal itself, and its staff.
    [
        facts.RunStarted("kiosk/1", "boot", "power", "2026-11-21T18:00:00+08:00"),
        facts.ServiceChanged("out", "serving", "BV-JAM", cash=False, card=False, printing=True, centre=True),
    ],
    [
        facts.VisitTold("s1", "pay_bill", "paid", "result", reached_payment=True, amount=Fen(5000), tender="cash"),
        facts.RunStopped("a signal"),
    ],
    [
        facts.EventsNumberedFrom(4000),
        facts.StaffRefused("0217", 5),
        facts.StaffRefused("9999", 1),
        facts.EventsForgotten(4001),
    ],
    [facts.StaffUnlocked("0217", "0301"), facts.StaffLoggedIn("0217", frozenset({Role.ADMIN})), facts.PinChanged("0217")],
    [
        facts.StaffLookedUp("0217", "A9999-9", "not_found", 1),
        facts.StaffLookedUp("0217", "A9999-9", "not_found", 2),
        facts.StaffLookedUp("0217", "K0001-1", "found", 2),
        facts.StaffRefused("0217", 1),
    ],
    # A lock lifted for who asks at the log-in page: of this release, and of one that wrote their id as the first's.
    [
        facts.StaffRefused("0218", 5),
        facts.ActApproved("01M9", "unlock", "", "0301", "offline_code", 0),
        facts.StaffUnlocked("0218", "0301"),
        facts.StaffRefused("0219", 5),
        facts.ActApproved("01MA", "unlock", "0219", "0301", "hall_page", 0),
        facts.StaffUnlocked("0219", "0301"),
        facts.ActRefused("unlock", "0302", "present", "role"),
    ],
    [facts.TestRecorded("print", "passed", "0217", "", 900), facts.StaffLoggedOff("0217", "idle")],
    # By the centre's word and by the clock: one command told, one done and untold, one that is being done.
    [facts.CommandTaken("c1", "out_of_service", "works", "0217"), facts.CommandEnded("c1", "out_of_service", "done", "")],
    [facts.CommandTold("c1"), facts.CommandTaken("c2", "dial_test", "", "0217")],
    [facts.CommandEnded("c2", "dial_test", "failed", "no line"), facts.CommandTaken("c3", "restart", "", "0217")],
    [facts.SelfChecked("2026-11-22T08:30:00+08:00", ("PRN-OUT",)), facts.SafePageShown("it did not stay up")],
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The whole history, written once."""
    home = Home(tmp_path_factory.mktemp("written"))
    ledger = home.open()
    for step in HISTORY:
        ledger.commit(step)
    assert ledger.explain() == ()
    ledger.close()
    return home


@pytest.fixture
def books(home: Home, written: Home) -> Home:
    shutil.copytree(written.root, home.root, dirs_exist_ok=True)
    return home


@contextmanager
def intruder(home: Home) -> Iterator[sqlite3.Connection]:
    """Somebody with the file and sqlite3, and no scruples about references."""
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        yield connection
        connection.commit()


def problems(home: Home) -> tuple[str, ...]:
    report = inspect_database(home.data, home.secrets, KIOSK, None)
    assert report.sound == (report.problems == ())
    return report.problems


def test_s5_what_the_ledger_wrote_is_what_the_journal_says(books: Home) -> None:
    assert problems(books) == ()


def test_s5_a_ledger_rebuilt_from_its_mirror_says_what_the_journal_says(books: Home) -> None:
    for left in books.data.glob("ledger.db*"):
        left.write_bytes(b"damaged " * 100)
    ledger = books.open()
    assert "LED-REBUILT" in {stop.code for stop in ledger.recall().stops}
    ledger.close()
    assert problems(books) == ()


def test_an_empty_ledger_is_sound(home: Home) -> None:
    home.open().close()
    report = inspect_database(home.data, home.secrets, KIOSK, None)
    assert (report.sound, report.records, report.broken_at) == (True, 0, None)


def test_every_fact_can_be_read_back_and_is_in_the_history() -> None:
    def tags(union: Any) -> set[str]:
        return {kind.__struct_config__.tag for kind in union.__args__}

    assert tags(SealedFact) == tags(AnyFact)
    assert {type(fact) for step in HISTORY for fact in step} == set(AnyFact.__args__)


NAMED: list[tuple[str, str]] = [
    ("UPDATE payments SET amount_fen = 5000 WHERE kiosk_seq = 1", "payment K0001-1 is 5000 fen in the table, 15000 fen in"),
    (
        "UPDATE payments SET state = 'queued' WHERE kiosk_seq = 2",
        "payment K0001-2: state is queued in the table, settled in",
    ),
    (
        "UPDATE payments SET receipt_number = NULL",
        "payment K0001-1: receipt_number is empty in the table, R1 in the journal",
    ),
    (
        "UPDATE notes SET denomination_fen = 100 WHERE note_id = 'n1'",
        "note n1 is 100 fen in the table, 10000 fen in the journal",
    ),
    ("UPDATE notes SET state = 'returned' WHERE note_id = 'n6'", "note n6: state is returned in the table, stacked in the"),
    (
        "UPDATE notes SET payment_id = NULL WHERE note_id = 'n5'",
        "note n5: payment_id is empty in the table, K0001-4 in the",
    ),
    ("DELETE FROM notes WHERE note_id = 'n6'", "note n6 of 10000 fen is in the journal, but not in the table"),
    ("DELETE FROM outbox WHERE kiosk_seq = 4", "outbox row of payment K0001-4 is in the journal, but not in the table"),
    (
        "UPDATE outbox SET state = 'parked'",
        "outbox row of payment K0001-4: state is parked in the table, due in the journal",
    ),
    ("DELETE FROM payments WHERE kiosk_seq = 3", "payment K0001-3 of 10000 fen is in the journal, but not in the table"),
    ("DELETE FROM visits WHERE visit_id = 'v5'", "visit v5 is in the journal, but not in the table"),
    ("DELETE FROM stops WHERE released_seq IS NULL", "stop of record 39 is in the journal, but not in the table"),
    (
        "UPDATE stops SET released_seq = 1, released_by = 'me' WHERE released_seq IS NULL",
        "stop of record 39: released_by is me in the table, empty in the journal",
    ),
    ("UPDATE paper_rolls SET used_mm = 7 WHERE roll_mm IS NULL", "used_mm is 7 in the table, 70 in the journal"),
    ("UPDATE paper_rolls SET ran_out_at = NULL", "ran_out_at is empty in the table, 2026-"),
    ("DELETE FROM paper_rolls WHERE roll_mm > 0", "is in the journal, but not in the table"),
    ("UPDATE acceptors SET serial = '6666'", "acceptor of record 1: serial is 6666 in the table, 1001 in the journal"),
    ("UPDATE terminal SET kiosk_id = 'K0009'", "the database names K0009 as its terminal, the configuration K0001"),
    (
        "INSERT INTO notes (note_id, denomination_fen, state, changed_at) VALUES ('x', 10000, 'stacked', '')",
        "note x of 10000 fen is in the table, but not in the journal",
    ),
    (
        "INSERT INTO payments (payment_id, kiosk_seq, visit_id, amount_fen, tender, state, accepted_at, language, offline,"
        " changed_at) VALUES ('K0001-99', 99, 'v1', 90000, 'cash', 'posted', '', 'en', 0, '')",
        "payment K0001-99 of 90000 fen is in the table, but not in the journal",
    ),
    (
        "INSERT INTO outbox SELECT 'K0001-1', 1, account_hash, body_cipher, 'due' FROM outbox WHERE kiosk_seq = 4",
        "outbox row of payment K0001-1 is in the table, but not in the journal",
    ),
    (
        "UPDATE card_attempts SET amount_fen = 1 WHERE attempt_id = 'a1'",
        "card attempt a1 is 1 fen in the table, 10000 fen in the journal",
    ),
    (
        "UPDATE card_attempts SET state = 'charged' WHERE attempt_id = 'a3'",
        "card attempt a3: state is charged in the table, reversed in the journal",
    ),
    (
        "UPDATE card_attempts SET state = 'not_charged' WHERE attempt_id = 'a6'",
        "card attempt a6: state is not_charged in the table, held in the journal",
    ),
    (
        "UPDATE card_attempts SET trace = '999999' WHERE attempt_id = 'a4'",
        "card attempt a4: trace is 999999 in the table, 000004 in the journal",
    ),
    (
        "UPDATE card_attempts SET settled_second = 'wang' WHERE attempt_id = 'a1'",
        "card attempt a1: settled_second is wang in the table, li in the journal",
    ),
    (
        "UPDATE card_attempts SET payment_id = 'K0001-2' WHERE attempt_id = 'a1'",
        "card attempt a1: payment_id is K0001-2 in the table, K0001-5 in the journal",
    ),
    (
        "DELETE FROM card_attempts WHERE attempt_id = 'a4'",
        "card attempt a4 of 10000 fen is in the journal, but not in the table",
    ),
    (
        "INSERT INTO card_attempts (attempt_id, card_seq, visit_id, amount_fen, terminal_id, begun_seq, begun_at, state,"
        " changed_seq, changed_at) VALUES ('x', 99, 'c1', 7000, 'T', 1, '', 'not_charged', 1, '')",
        "card attempt x of 7000 fen is in the table, but not in the journal",
    ),
    ("UPDATE payments SET card_fen = 0 WHERE kiosk_seq = 6", "payment K0001-6: card_fen is 0 in the table, 10000 in the"),
    (
        "UPDATE payments SET tender = 'cash' WHERE kiosk_seq = 5",
        "payment K0001-5: tender is cash in the table, card in",
    ),
    ("UPDATE card_attempts SET state = 'lost' WHERE attempt_id = 'a1'", "in the state 'lost', which no bucket takes"),
    (
        "UPDATE card_attempts SET state = 'reversed' WHERE attempt_id = 'a1'",
        "in the state 'posted, and its charge reversed', which no bucket takes",
    ),
    (
        "UPDATE card_terminals SET terminal_id = 'T2'",
        "terminal_id is T2 in the table, T1000001 in the journal",
    ),
    ("UPDATE card_days SET amount_fen = 1 WHERE code = ''", "amount_fen is 1 in the table, 20000 in the journal"),
    ("DROP INDEX card_attempts_credited", "index card_attempts_credited is missing in the database"),
    ("UPDATE payments SET state = 'lost' WHERE kiosk_seq = 1", "in the state 'lost', which no bucket takes"),
    ("DROP TRIGGER journal_is_append_only_delete", "trigger journal_is_append_only_delete is missing in the database"),
    (
        "CREATE TRIGGER thief AFTER INSERT ON notes BEGIN DELETE FROM outbox; END",
        "trigger thief was added to the database",
    ),
    ("DROP INDEX outbox_due", "index outbox_due is missing in the database"),
    ("DROP TABLE stops", "table stops is missing in the database"),
    ("DROP TABLE journal", "table journal is missing in the database"),
    ("ALTER TABLE cases ADD COLUMN more TEXT", "table cases of the database was changed"),
    ("UPDATE cases SET detail = CAST(X'FFFE' AS TEXT)", "the database is damaged, or was changed"),
]


@pytest.mark.parametrize(("statement", "sentence"), NAMED, ids=[statement[:48] for statement, _ in NAMED])
def test_s5_a_row_that_somebody_touched_is_named(books: Home, statement: str, sentence: str) -> None:
    with intruder(books) as connection:
        changed = connection.execute(statement).rowcount
    assert changed != 0
    found = problems(books)
    assert any(sentence in problem for problem in found), found


CHECKED_OTHERWISE = {
    ("visits", "account_hash"),
    ("outbox", "account_hash"),
    ("outbox", "body_cipher"),
}  # have tests of their own
TABLES = (
    *("visits", "notes", "payments", "outbox", "stops", "card_attempts", "cases", "acceptors", "rebuilds", "print_jobs"),
    *("devices", "card_terminals", "card_days", "staff_marks", "runs", "diagnosed", "remote_commands"),
)


def other_value(value: object, kind: str) -> object:
    if isinstance(value, int):
        return 1 - value if value in (0, 1) else value + 1000
    return 77 if kind == "INTEGER" else f"{value or ''}x"


def test_s5_every_column_of_every_row_is_compared(books: Home, tally: Tally) -> None:
    """Each cell of the first rows of each table is changed, looked at, and put back."""
    with intruder(books) as connection:
        columns = {table: connection.execute(f"PRAGMA table_info({table})").fetchall() for table in TABLES}
    edits = 0
    for table in TABLES:
        names = [(name, kind) for _, name, kind, *_ in columns[table] if (table, name) not in CHECKED_OTHERWISE]
        with intruder(books) as connection:
            rows = connection.execute(f"SELECT rowid FROM {table}").fetchall()
        assert rows, table
        for (rowid,) in rows[:2]:
            for name, kind in names:
                edits += 1
                with intruder(books) as connection:
                    (value,) = connection.execute(f"SELECT {name} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
                    place = f"{table} SET {name} = ? WHERE rowid = ?"
                    moves_row = name == columns[table][0][1] and kind == "INTEGER"  # the rowid itself
                    new = other_value(value, kind)
                    connection.execute(f"UPDATE {place}", (new, rowid))
                assert problems(books), (table, rowid, name)
                with intruder(books) as connection:
                    connection.execute(f"UPDATE {place}", (value, new if moves_row else rowid))
    assert problems(books) == ()
    tally("table edits", edits)
    tally("table edits not found", 0)


def test_s5_random_deletions_and_copies_of_rows_are_found(books: Home, tally: Tally) -> None:
    rng = random.Random(5)
    original = (books.data / "ledger.db").read_bytes()
    for _ in range(40):
        with intruder(books) as connection:
            table = rng.choice(TABLES[:6])
            rowids = [row[0] for row in connection.execute(f"SELECT rowid FROM {table}")]
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (rng.choice(rowids),))
        assert problems(books), table
        for left in books.data.glob("ledger.db*"):
            left.unlink()
        (books.data / "ledger.db").write_bytes(original)
    tally("table edits", 40)
    assert problems(books) == ()


# ---- what is sealed --------------------------------------------------------------------------------------------------


def waiting_body(home: Home, **changes: object) -> str:
    """The request of payment 4, changed and sealed by somebody who has the keys."""
    fact = msgspec.structs.replace(accepted(4, "v4", 10000, account=mobile(4)), **changes)
    return sealed_again(home, "K0001-4", fact)


def sealed_again(home: Home, payment_id: str, fact: facts.PaymentAccepted) -> str:
    body = posting.request_body(fact, KIOSK)
    return seal_body(Vault(Keyring(home.secrets), may_make=False), "2026-11", payment_id, body)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"card": part(2, 9999)}, "payment K0001-6 would be sent with card"),
        ({"card": CardPart("a2", approval(7))}, "payment K0001-6 would be sent with card"),
        ({"card": None}, "payment K0001-6 would be sent with card None"),
        ({"tender": "cash"}, "payment K0001-6 would be sent with tender cash, in the journal it is mixed"),
    ],
)
def test_s5_a_waiting_charge_that_would_be_sent_otherwise_is_named(
    books: Home, changes: dict[str, object], sentence: str
) -> None:
    genuine = accepted(6, "c2", 2000, account=mobile(6), card=part(2))
    for fact, expected in ((genuine, ()), (msgspec.structs.replace(genuine, **changes), (sentence,))):
        cipher = sealed_again(books, "K0001-6", fact)
        with intruder(books) as connection:
            connection.execute("UPDATE outbox SET body_cipher = ? WHERE kiosk_seq = 6", (cipher,))
        found = problems(books)
        assert len(found) == len(expected)
        assert all(part in problem for part, problem in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"account": mobile(9)}, "payment K0001-4 would go to another account than the one in the journal, 139****0004"),
        ({"amount": 99900}, "payment K0001-4 would be sent with amount_fen 99900, in the journal it is 10000"),
        ({"kiosk_seq": 7}, "payment K0001-4 would be sent with kiosk_seq 7, in the journal it is 4"),
        ({"visit_id": "v1"}, "payment K0001-4 would be sent with visit_id v1, in the journal it is v4"),
    ],
)
def test_s5_a_waiting_payment_that_would_go_elsewhere_is_named(
    books: Home, changes: dict[str, object], sentence: str
) -> None:
    cipher = waiting_body(books, **changes)
    with intruder(books) as connection:
        connection.execute("UPDATE outbox SET body_cipher = ? WHERE kiosk_seq = 4", (cipher,))
    assert problems(books) == (sentence,)


def test_the_same_request_sealed_again_is_no_difference(books: Home) -> None:
    """A rebuilt ledger has the same bytes under another seal; so has a later version with more in its requests."""
    with intruder(books) as connection:
        connection.execute("UPDATE outbox SET body_cipher = ? WHERE kiosk_seq = 4", (waiting_body(books),))
    assert problems(books) == ()


def test_a_request_that_does_not_open_is_named(books: Home) -> None:
    with intruder(books) as connection:
        connection.execute("UPDATE outbox SET body_cipher = '2026-11:AAAA' WHERE kiosk_seq = 4")
    (found,) = problems(books)
    assert found.startswith("the request of payment K0001-4 cannot be read")


def test_the_hash_of_an_account_is_checked_where_it_still_matters(books: Home) -> None:
    strange = account_hash(Keyring(books.secrets).account_key(may_make=False), mobile(9))
    with intruder(books) as connection:
        connection.execute("UPDATE outbox SET account_hash = ? WHERE kiosk_seq = 4", (strange,))
        connection.execute("UPDATE visits SET account_hash = ?", (strange,))
    assert problems(books) == (
        "payment K0001-4 would go to another account than the one in the journal, 139****0004",
        "visit v5: account_hash is not of the account in the journal, 139****0005",
    )


# ---- the whole report ------------------------------------------------------------------------------------------------


def test_no_number_and_no_control_character_leaves_with_a_sentence(books: Home) -> None:
    with intruder(books) as connection:
        connection.execute("UPDATE cases SET detail = ?", (f"call {NUMBER}\x1b[2J\n",))
    (found,) = problems(books)
    assert NUMBER not in found
    assert masked(NUMBER) in found
    assert found.isprintable()


def test_very_many_problems_are_told_in_short(home: Home) -> None:
    ledger = home.open()
    for seq in range(1, MOST_PROBLEMS + 20):
        queue_payment(ledger, seq)
    ledger.close()
    with intruder(home) as connection:
        connection.execute("DELETE FROM outbox")
    assert len(problems(home)) == MOST_PROBLEMS + 1
    assert problems(home)[-1] == "and more"


def test_each_row_type_names_the_columns_of_its_table(books: Home) -> None:
    """Nothing but keys, seals and hashes is left out of the comparison."""
    with intruder(books) as connection:
        for table, row in zip(TABLES, ROWS, strict=True):
            columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
            left_out = set(columns[1:]) - set(row.__struct_fields__)
            assert left_out == {name for of, name in CHECKED_OTHERWISE if of == table}
            assert set(row.__struct_fields__) <= set(columns)


ROWS: tuple[type[msgspec.Struct], ...] = (
    *(audit_rows.VisitRow, audit_rows.NoteRow, audit_rows.PaymentRow, audit_rows.OutboxRow, audit_rows.StopRow),
    audit_rows.CardAttemptRow,
    *(audit_rows.CaseRow, audit_rows.AcceptorRow, audit_rows.RebuildRow, audit_rows.PrintJobRow, audit_rows.DeviceRow),
    *(audit_rows.CardTerminalRow, audit_rows.CardDayRow, audit_rows.StaffMarkRow, audit_rows.RunRow),
    *(audit_rows.DiagnosedRow, audit_rows.RemoteCommandRow),
)


class AuditedModel(LedgerModel):
    """Random histories, restarts and kills: the audit agrees with the writers after every step."""

    @invariant()
    def the_tables_say_what_the_journal_says(self) -> None:
        assert problems(self.home) == ()


class WholeAuditedModel(AuditedModel):
    """The same with more histories, for ``make proof``."""


def histories(model: type[AuditedModel], count: int) -> type[TestCase]:
    model.TestCase.settings = settings(
        max_examples=count, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    made: type[TestCase] = model.TestCase
    return made


TestAuditedModel = histories(AuditedModel, 5)
TestWholeAuditedModel = pytest.mark.long(pytest.mark.timeout(600)(histories(WholeAuditedModel, 12)))
