"""M2, M4, M10, M14: what a commit writes, what it refuses, and what is remembered."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import cast

import msgspec
import pytest

from kiosk import facts, posting
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.ports import StorageError
from kiosk.recollection import BoundAcceptor, CashStop, OpenIntent, StackedNote, UnpostedPayment
from kiosk.visit_types import Language, Reopening, SmsState, VisitEnd
from offline_queue import database
from offline_queue.balances import Balances
from offline_queue.journal_facts import decode_record
from offline_queue.journal_source import records_of_database
from offline_queue.ledger import SqliteLedger
from offline_queue.outbox import Outbox
from offline_queue.writers import WRITERS
from tests.offline_queue.support import (
    ACCOUNT,
    KIOSK,
    NOW,
    NUMBER,
    Home,
    accepted,
    check_conservation,
    closed,
    intended,
    mobile,
    opened,
    posted,
    queue_payment,
    stacked,
)

VISIT: list[AnyFact] = [opened("v")]
NOTE_IN: list[AnyFact] = [*VISIT, intended("n", "v"), stacked("n", "v")]
CHEAT = facts.CashStopped("BV-CHEAT", "a note was fished out")
RELEASE = facts.CashReleased("BV-CHEAT", "04711", "box opened, counted")
QUEUED: list[AnyFact] = [*NOTE_IN, accepted(1, "v", 10000), closed("v")]


def buckets(ledger: SqliteLedger) -> dict[str, int]:
    found: dict[str, int] = msgspec.to_builtins(ledger.balances())
    return {name.removesuffix("_fen"): amount for name, amount in found.items() if amount}


def test_every_fact_has_a_writer() -> None:
    assert set(WRITERS) == set(AnyFact.__args__)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (VISIT, {}),
        ([*VISIT, intended("n", "v")], {}),
        ([*VISIT, intended("n", "v"), facts.NoteReturnedFact("n")], {}),
        (NOTE_IN, {"stacked": 10000, "held_in_visit": 10000}),
        ([*VISIT, intended("n", "v"), facts.NoteDoubted("n", "lost")], {"stacked": 10000, "in_doubt": 10000}),
        ([*NOTE_IN, facts.NoteDoubted("n", "cheated")], {"stacked": 10000, "in_doubt": 10000}),
        ([stacked("n", None)], {"stacked": 10000, "unassigned": 10000}),
        ([stacked("n", None), facts.NoteDoubted("n", "cheated")], {"stacked": 10000, "in_doubt": 10000}),
        (QUEUED, {"stacked": 10000, "queued": 10000}),
        ([*QUEUED, posted(1)], {"stacked": 10000, "posted": 10000}),
        ([*QUEUED, facts.PaymentOwed("K0001-1", "no")], {"stacked": 10000, "owed": 10000}),
        ([*QUEUED, facts.PaymentDoubted("K0001-1", "?")], {"stacked": 10000, "in_doubt": 10000}),
        # the payment was promised before the note was fished out: the amount stays with the payment
        ([*QUEUED, facts.NoteDoubted("n", "cheated")], {"stacked": 10000, "queued": 10000}),
        ([*QUEUED, posted(1), facts.NoteDoubted("n", "cheated")], {"stacked": 10000, "posted": 10000}),
        # the device saw another value than escrow did: its evidence counts
        ([*VISIT, intended("n", "v", 10000), stacked("n", "v", 5000)], {"stacked": 5000, "held_in_visit": 5000}),
        # evidence for a visit that has ended meanwhile: stacked with no visit open
        ([*VISIT, intended("n", "v"), closed("v"), stacked("n", "v")], {"stacked": 10000, "unassigned": 10000}),
    ],
)
def test_M2_each_fen_is_in_one_bucket(ledger: SqliteLedger, history: Sequence[AnyFact], expected: dict[str, int]) -> None:
    for fact in history:
        ledger.commit([fact])
        check_conservation(ledger)
    assert buckets(ledger) == expected


def test_a_fished_note_is_not_paid_but_the_rest_is(ledger: SqliteLedger) -> None:
    ledger.commit([*NOTE_IN, intended("m", "v", 5000), stacked("m", "v", 5000), facts.NoteDoubted("m", "cheated")])
    ledger.commit([accepted(1, "v", 10000), closed("v")])
    assert buckets(ledger) == {"stacked": 15000, "queued": 10000, "in_doubt": 5000}


@pytest.mark.parametrize(
    ("history", "repeat"),
    [
        ([*QUEUED, posted(1)], posted(1)),
        ([*QUEUED, posted(1)], facts.PaymentDoubted("K0001-1", "late")),
        ([*QUEUED, facts.PaymentOwed("K0001-1", "no")], facts.PaymentOwed("K0001-1", "no")),
        ([*QUEUED, facts.PaymentOwed("K0001-1", "no")], facts.PaymentDoubted("K0001-1", "late")),
        ([*NOTE_IN], facts.StackedReportRepeated("n")),
        ([*NOTE_IN, facts.NoteDoubted("n", "x")], facts.NoteDoubted("n", "x")),
        ([*VISIT, intended("n", "v"), facts.NoteReturnedFact("n")], facts.NoteReturnedFact("n")),
        (QUEUED, closed("v")),
    ],
)
def test_what_is_late_or_said_twice_changes_no_amount(
    ledger: SqliteLedger, history: Sequence[AnyFact], repeat: AnyFact
) -> None:
    ledger.commit(history)
    before = ledger.balances()
    ledger.commit([repeat])
    assert ledger.balances() == before
    assert ledger.journal_head().count == len(history) + 1  # it was said, and that is kept


CONTRADICTIONS: dict[str, tuple[Sequence[AnyFact], AnyFact]] = {
    "credited twice": (NOTE_IN, stacked("n", "v")),
    "paid without a note": (VISIT, accepted(1, "v", 10000)),
    "paid more than is held": (NOTE_IN, accepted(1, "v", 10000, 10000)),
    "same sum in other notes": (NOTE_IN, accepted(1, "v", 5000, 5000)),
    "paid twice": (QUEUED, accepted(2, "v", 10000)),
    "paid to another account": (NOTE_IN, accepted(1, "v", 10000, account=mobile(1))),
    "key of another terminal": (NOTE_IN, accepted(1, "v", 10000, kiosk="K0002")),
    "card without an approval": (VISIT, msgspec.structs.replace(accepted(1, "v"), tender="card", amount=Fen(5))),
    "stacked without an intent": (VISIT, stacked("n", "v")),
    "stacked for another visit": ([*VISIT, opened("w"), intended("n", "v")], stacked("n", "w")),
    "stacked after it was returned": ([*VISIT, intended("n", "v"), facts.NoteReturnedFact("n")], stacked("n", "v")),
    "stacked after it was fished out": ([*NOTE_IN, facts.NoteDoubted("n", "cheated")], stacked("n", "v")),
    "returned after it was stacked": (NOTE_IN, facts.NoteReturnedFact("n")),
    "unknown note doubted": (VISIT, facts.NoteDoubted("n", "x")),
    "repeat of an unknown report": (VISIT, facts.StackedReportRepeated("n")),
    "intent for an ended visit": ([*VISIT, closed("v")], intended("n", "v")),
    "intent for no visit": ([], intended("n", "v")),
    "intent twice": ([*VISIT, intended("n", "v")], intended("n", "v")),
    "visit ends with money inside": (NOTE_IN, closed("v")),
    "visit ends twice, otherwise": ([*VISIT, closed("v")], closed("v", VisitEnd.ABANDONED)),
    "visit opened twice": (VISIT, opened("v")),
    "posted, then refused": ([*QUEUED, posted(1)], facts.PaymentOwed("K0001-1", "no")),
    "refused, then posted": ([*QUEUED, facts.PaymentOwed("K0001-1", "no")], posted(1)),
    "in doubt, then posted": ([*QUEUED, facts.PaymentDoubted("K0001-1", "?")], posted(1)),
    "posted under another id": ([*QUEUED, posted(1)], posted(1, central_id="other")),
    "unknown payment posted": (VISIT, posted(7)),
    "released without a stop": (VISIT, facts.CashReleased("BV-CHEAT", "04711", "looked")),
    "released twice": ([CHEAT, RELEASE], RELEASE),
    "released from another stop": ([CHEAT], facts.CashReleased("BV-SWAP", "04711", "looked")),
    "news of an unposted payment": (QUEUED, facts.ConfirmationProgressed("K0001-1", SmsState.SENT, Reopening.PENDING)),
    "half a fen": (VISIT, intended("n", "v", cast(int, 100.0))),
    "true as money": (VISIT, intended("n", "v", True)),
    "a note of nothing": (VISIT, intended("n", "v", 0)),
    "a note of less than nothing": ([], stacked("n", None, -100)),
}


@pytest.mark.parametrize(("ended", "bucket"), [(False, "held_in_visit_fen"), (True, "unassigned_fen")])
def test_late_evidence_takes_a_note_out_of_doubt(home: Home, ended: bool, bucket: str) -> None:
    """Held while its visit is open; for a person once it has ended. Never counted twice."""
    ledger = home.open()
    ledger.commit([*VISIT, intended("n", "v"), facts.NoteDoubted("n", "x"), *([closed("v")] if ended else [])])
    assert ledger.balances().in_doubt_fen == ledger.balances().stacked_fen
    ledger.commit([stacked("n", "v")])
    after = ledger.balances()
    assert (after.in_doubt_fen, getattr(after, bucket), after.difference_fen) == (0, after.stacked_fen, 0)
    assert not ledger.explain()


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_M2_a_contradiction_writes_nothing_and_ends_the_ledger(home: Home, name: str) -> None:
    history, wrong = CONTRADICTIONS[name]
    ledger = home.open()
    ledger.commit(history)
    before, head = ledger.balances(), ledger.journal_head()
    with pytest.raises(StorageError):
        ledger.commit([facts.CaseOpened("first", "of the same commit"), wrong])
    assert (ledger.balances(), ledger.journal_head()) == (before, head)
    with pytest.raises(StorageError, match="nothing more"):
        ledger.commit([facts.CaseOpened("later", "")])
    ledger.close()
    ledger = home.open()  # a restart verifies everything again and goes on
    assert (ledger.balances(), ledger.journal_head()) == (before, head)
    check_conservation(ledger)
    ledger.close()


def test_numbers_only_grow(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 7)
    assert ledger.recall().next_kiosk_seq == 8
    ledger.commit(NOTE_IN)
    with pytest.raises(StorageError, match="older than the last"):
        ledger.commit([accepted(6, "v", 10000)])
    check_conservation(ledger)
    ledger.close()


@pytest.mark.tampers
def test_the_equation_guards_every_commit_even_against_our_own_sql(home: Home) -> None:
    """A note row that changes behind the payment's back is found by the next commit of that visit."""
    ledger = home.open()
    ledger.commit(QUEUED)
    intruder = sqlite3.connect(home.data / "ledger.db")
    intruder.execute("UPDATE notes SET denomination_fen = 5000")
    intruder.commit()
    intruder.close()
    assert len(ledger.explain()) == 2
    with pytest.raises(StorageError, match="does not add up"):
        ledger.commit([posted(1)])
    assert ledger.balances().posted_fen == 0
    ledger.close()


@pytest.mark.parametrize("reason", ["silent", ""])
def test_after_a_note_in_escrow_nothing_is_word_of_an_earlier_one(home: Home, reason: str) -> None:
    """Whichever process hears it: neither the repeat of the last stacked note, nor late evidence of one in doubt."""
    ledger = home.open()
    ledger.commit([*VISIT, intended("n", "v"), facts.NoteDoubted("n", reason) if reason else stacked("n", "v")])
    before = ledger.recall()
    assert (before.doubted is None, before.last_stacked is None) == (not reason, bool(reason))
    ledger.commit([facts.NoteTurnedBack("t", None, Fen(5000))])
    ledger.close()
    memory = home.open().recall()
    assert (memory.doubted, memory.last_stacked) == (None, None)


def test_a_note_that_the_driver_gave_back_is_on_record_and_in_no_bucket(home: Home) -> None:
    """Not even the newest note's late evidence hangs on it: it was none of ours."""
    ledger = home.open()
    ledger.commit([*NOTE_IN, facts.NoteGivenBack("v", None), facts.NoteGivenBack(None, Fen(5000))])
    before = ledger.recall()
    ledger.close()
    ledger = home.open()
    check_conservation(ledger)
    assert buckets(ledger) == {"stacked": 10000, "held_in_visit": 10000}
    assert ledger.recall() == before and before.last_stacked is not None
    with closing(database.connect(home.data, read_only=True)) as connection:
        found = [decode_record(record).fact for _, record, _ in records_of_database(connection)]
    assert found[-2:] == [facts.NoteGivenBack("v", None), facts.NoteGivenBack(None, Fen(5000))]


def test_recall_gives_back_what_an_interrupted_visit_needs(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.commit([*VISIT, intended("a", "v", 5000), stacked("a", "v", 5000), intended("b", "v", 10000)])
    ledger.commit([stacked("b", "v", 10000), intended("c", "v", 2000), facts.ReceiptStarted("job", "K0001-1")])
    ledger.close()  # no end of the visit, no evidence for c, no word from the printer
    ledger = home.open()
    found = ledger.recall()
    assert found.next_kiosk_seq == 2
    (visit,) = found.open_visits
    assert (visit.visit_id, visit.account, visit.amount_to_pay) == ("v", ACCOUNT, 18240)
    assert visit.notes == (StackedNote("a", Fen(5000)), StackedNote("b", Fen(10000)))
    assert (visit.masked_name, visit.language, visit.offline) == ("张*", Language.CHINESE, False)
    assert (visit.receipt_expected, visit.doubted, found.doubted) == (True, (), None)
    assert found.open_intents == (OpenIntent("c", "v", Fen(2000)),)
    assert found.last_stacked is None, "a note came after it: the device repeats itself no more"
    assert found.unposted == (UnpostedPayment("K0001-1", ACCOUNT, Fen(10000)),)
    assert found.open_print_jobs == ("job",)
    ledger.commit([facts.ReceiptEnded("job", "unknown", ""), accepted(2, "v", 5000, 10000), facts.NoteDoubted("c", "?")])
    ledger.commit([closed("v", VisitEnd.RECOVERED), posted(1), posted(2)])
    found = ledger.recall()
    assert (found.open_visits, found.open_intents, found.unposted, found.open_print_jobs) == ((), (), (), ())
    assert buckets(ledger) == {"stacked": 27000, "posted": 25000, "in_doubt": 2000}
    check_conservation(ledger)
    ledger.close()


def test_notes_in_doubt_are_recalled_with_their_visit(ledger: SqliteLedger) -> None:
    ledger.commit([*NOTE_IN, intended("m", "v", 5000), facts.NoteDoubted("m", "no evidence")])
    found = ledger.recall()
    assert found.open_visits[0].doubted == (StackedNote("m", Fen(5000)),)
    assert found.doubted == OpenIntent("m", "v", Fen(5000))
    ledger.commit([stacked("m", "v", 5000)])  # late evidence
    assert (ledger.recall().doubted, ledger.recall().open_visits[0].doubted) == (None, ())


def test_M9_stops_outlive_the_process_until_each_is_released(home: Home) -> None:
    ledger = home.open()
    assert (ledger.recall().stops, ledger.recall().acceptor) == ((), None)
    ledger.commit([CHEAT, facts.CashStopped("BV-SWAP", "serial 124"), facts.CashStopped("BV-CHEAT", "again")])
    ledger.commit([facts.AcceptorBound("SM", "123", "1.0"), facts.AcceptorBound("SM", "124", "1.1")])
    ledger.close()
    ledger = home.open()
    assert ledger.recall().stops == (CashStop("BV-CHEAT", "a note was fished out"), CashStop("BV-SWAP", "serial 124"))
    assert ledger.recall().acceptor == BoundAcceptor("SM", "124", "1.1")
    ledger.commit([RELEASE])
    assert ledger.recall().stops == (CashStop("BV-SWAP", "serial 124"),)
    ledger.commit([facts.CashStopped("BV-CHEAT", "a second time")])  # a new stop, at the end of the row
    assert [stop.detail for stop in ledger.recall().stops] == ["serial 124", "a second time"]
    ledger.close()


def test_a_rebuild_is_a_row(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit([facts.LedgerRebuilt(7, "quarantine/20261122T010000Z", "it is damaged")])
    reader = sqlite3.connect(home.data / "ledger.db")
    assert reader.execute("SELECT * FROM rebuilds").fetchall() == [
        (1, 7, "quarantine/20261122T010000Z", "it is damaged", NOW)
    ]
    reader.close()


def test_confirmations_only_move_forward(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit([*QUEUED, posted(1)])
    news = [
        (SmsState.SENT, Reopening.REOPENED),
        (SmsState.WAITING, Reopening.PENDING),
        (SmsState.DELIVERED, Reopening.LATE),
    ]
    for sms, reopening in news:
        ledger.commit([facts.ConfirmationProgressed("K0001-1", sms, reopening)])
    reader = sqlite3.connect(home.data / "ledger.db")
    assert reader.execute("SELECT sms, reopening FROM payments").fetchone() == ("delivered", "reopened")
    reader.close()


def test_M4_the_outbox_holds_the_frozen_bytes_and_nothing_in_clear(home: Home) -> None:
    ledger = home.open()
    ledger.commit([*QUEUED, opened("w")])
    outbox = Outbox.open(home.data, home.secrets)
    (due,) = outbox.due(10, ())
    outbox.close()
    assert due.body == posting.request_body(accepted(1, "v", 10000), KIOSK)
    check_conservation(ledger)
    ledger.close()  # before its files are read: closing a descriptor of the database would drop SQLite's locks
    for path in home.data.iterdir():
        assert NUMBER.encode() not in path.read_bytes(), path


def test_posted_rows_leave_the_outbox_refused_rows_wait_for_a_person(ledger: SqliteLedger, home: Home) -> None:
    for seq in (1, 2, 3):
        queue_payment(ledger, seq, mobile(seq))
    ledger.commit([posted(1), facts.PaymentOwed("K0001-2", "account-not-found")])
    assert ledger.unposted_count() == 1
    assert ledger.oldest_unposted_at() == NOW
    outbox = Outbox.open(home.data, home.secrets)
    assert [row.payment_id for row in outbox.due(10, ())] == ["K0001-3"]
    outbox.close()
    reader = sqlite3.connect(home.data / "ledger.db")
    rows = reader.execute("SELECT payment_id, state FROM outbox ORDER BY kiosk_seq").fetchall()
    assert rows == [("K0001-2", "parked"), ("K0001-3", "due")]
    reader.close()


def test_devices_cases_and_acceptors_are_rows(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit([facts.DeviceChanged("printer", "user_error", 3, "out", "PRN-OUT", "0c")])
    ledger.commit([facts.DeviceChanged("printer", "online", 0, "good", "", "")])
    ledger.commit([facts.AcceptorBound("SM", "123", "1.0"), facts.CaseOpened("why", "what")])
    reader = sqlite3.connect(home.data / "ledger.db")
    assert reader.execute("SELECT device, state FROM devices").fetchall() == [("printer", "online")]
    assert reader.execute("SELECT model, serial FROM acceptors").fetchall() == [("SM", "123")]
    assert reader.execute("SELECT reason, detail FROM cases").fetchall() == [("why", "what")]
    reader.close()


def test_a_failing_body_leaves_no_trace(home: Home) -> None:
    def explode(_fact: facts.PaymentAccepted, _kiosk_id: str) -> bytes:
        raise RuntimeError("no body")

    ledger = SqliteLedger.open(home.data, home.secrets, KIOSK, explode, now=lambda: NOW)
    ledger.commit(NOTE_IN)
    with pytest.raises(StorageError, match="no body"):
        ledger.commit([accepted(1, "v", 10000)])
    assert buckets(ledger) == {"stacked": 10000, "held_in_visit": 10000}
    check_conservation(ledger)
    ledger.close()


def test_M4_payment_key_and_outbox_row_come_and_go_together(home: Home) -> None:
    """A later fact of the same commit is wrong: no payment, no outbox row, no number used up."""
    ledger = home.open()
    ledger.commit(NOTE_IN)
    with pytest.raises(StorageError, match="no first one"):
        ledger.commit([accepted(1, "v", 10000), closed("v"), facts.StackedReportRepeated("never seen")])
    ledger.close()
    ledger = home.open()
    outbox = Outbox.open(home.data, home.secrets)
    assert outbox.due(10, ()) == []
    outbox.close()
    found = ledger.recall()
    assert (found.next_kiosk_seq, found.unposted, found.open_visits[0].notes) == (1, (), (StackedNote("n", Fen(10000)),))
    check_conservation(ledger)
    ledger.close()


def test_an_empty_commit_is_nothing(ledger: SqliteLedger) -> None:
    ledger.commit([])
    assert ledger.journal_head().count == 0
    assert ledger.balances() == Balances()
    assert ledger.integrity_problems() == ()
