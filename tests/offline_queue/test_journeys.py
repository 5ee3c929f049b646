"""The records of a journey, found by any code of a slip, beside the till (field.md X10)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import facts
from kiosk.ports import StorageError
from offline_queue import journeys
from offline_queue.journal_facts import VisitOpenedSealed
from offline_queue.journeys import journey_of
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.rich import fill
from tests.offline_queue.support import NOW, Home, accepted, closed, intended, opened, posted, queue_payment, stacked

NOTE = "3f09c1aa" + "0" * 24
RECEIPT = "261121-7Q2MXP"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def ledger(home: Home) -> Iterator[SqliteLedger]:
    """Twelve payments, one of which is of two notes, printed, posted and confirmed; and a note of which nobody is sure."""
    opened_ledger = home.open()
    for seq in range(1, 12):
        queue_payment(opened_ledger, seq)
    opened_ledger.commit([opened("v"), intended("n1", "v", 5000), stacked("n1", "v", 5000)])
    opened_ledger.commit([intended("n2", "v", 10000), stacked("n2", "v", 10000)])
    opened_ledger.commit([accepted(12, "v", 5000, 10000), closed("v"), facts.ReceiptStarted("job-12", "K0001-12")])
    opened_ledger.commit([posted(12), posted(1), facts.ReceiptEnded("job-12", "printed", "", 190)])
    opened_ledger.commit([opened("w"), intended(NOTE, "w", 2000), facts.NoteDoubted(NOTE, "no evidence"), closed("w")])
    opened_ledger.commit([facts.ReceiptStarted("job-w", "3F09C1AA"), facts.ReceiptEnded("job-w", "partial", "PRN-OUT")])
    yield opened_ledger
    opened_ledger.close()


def kinds(home: Home, code: str) -> list[str]:
    return [type(entry.fact).__name__ for entry in journey_of(home.data, code).entries]


WHOLE = [
    "VisitOpenedSealed",
    *["NoteIntended", "NoteStackedFact"] * 2,
    *["PaymentAcceptedSealed", "VisitClosed", "ReceiptStarted", "PaymentPosted", "ReceiptEnded"],
]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("code", ["K0001-12", "k0001-12", "  K0001-12 "])
def test_x10_a_payment_s_number_finds_every_record_of_its_visit_in_order(home: Home, code: str) -> None:
    found = journey_of(home.data, code).entries
    assert [type(entry.fact).__name__ for entry in found] == WHOLE
    assert [entry.seq for entry in found] == sorted(entry.seq for entry in found)


def test_x10_a_receipt_s_number_does_too_however_it_is_typed(home: Home, ledger: SqliteLedger) -> None:
    queue_payment(ledger, 13)
    ledger.commit([facts.PaymentPosted("K0001-13", "01M8", RECEIPT, "2026-11-21T20:58:44+08:00", posted(1).balance_after)])
    for code in (RECEIPT, "2611217Q2MXP", "261121-7q2mxp", "26I121-7Q2MXP"):
        assert "PaymentPosted" in kinds(home, code), code
        assert kinds(home, code)[0] == "VisitOpenedSealed"


@pytest.mark.usefixtures("ledger")
def test_x10_the_code_of_an_open_note_finds_its_visit_and_its_slip(home: Home) -> None:
    said = ["VisitOpenedSealed", "NoteIntended", "NoteDoubted", "VisitClosed", "ReceiptStarted", "ReceiptEnded"]
    assert kinds(home, "3F09C1AA") == said
    assert kinds(home, "3f09c1aa") == said
    assert kinds(home, NOTE) == said


@pytest.mark.usefixtures("ledger")
def test_a_number_that_begins_like_another_finds_its_own_records_only(home: Home) -> None:
    found = journey_of(home.data, "K0001-1").entries
    named = {getattr(entry.fact, "payment_id", "K0001-1") for entry in found}
    assert named == {"K0001-1"}
    assert "PaymentPosted" in kinds(home, "K0001-1")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "code", ["K0001-99", "", "3F09", "%", "_" * 8, "' OR 1=1 --", "261121-7Q2MXQ", "\x00" * 9, "9" * 500]
)
def test_what_nobody_printed_finds_nothing(home: Home, code: str) -> None:
    assert journey_of(home.data, code) == ([], "")


def test_every_code_of_a_rich_ledger_finds_its_own(home: Home) -> None:
    """Cash and cards in every bucket, found and settled notes, refused and credited payments."""
    ledger = home.open()
    fill(ledger)
    ledger.close()
    for seq in range(1, 20):
        named = {type(entry.fact).__name__ for entry in journey_of(home.data, f"K0001-{seq}").entries}
        assert {"VisitOpenedSealed", "PaymentAcceptedSealed"} <= named, seq
    assert {"CardReversalIntended", "CardReversed"} <= set(kinds(home, "K0001-12"))
    assert {"PaymentOwed", "PaymentSettled"} <= set(kinds(home, "K0001-17"))


def test_a_ledger_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="missing"):
        journey_of(tmp_path, "K0001-1")


# ---- no more than the newest records is looked through ---------------------------------------------------------------


def test_what_is_older_than_what_is_looked_through_is_told_as_such(home: Home, ledger: SqliteLedger) -> None:
    """A payment whose visit is old and whose posting is new: the new part, and since when."""
    queue_payment(ledger, 13)
    end = ledger.journal_head().count
    ledger.commit([facts.TestRecorded("sound", "passed", "0217", "", 1)] * 7)
    ledger.commit([posted(13)])
    begun = journey_of(home.data, "K0001-13", newest=9)
    assert [type(entry.fact).__name__ for entry in begun.entries] == ["VisitClosed", "PaymentPosted"]
    assert begun.since == NOW
    late = journey_of(home.data, "K0001-12", newest=9)
    assert late == ([], NOW), "known, and not here: that is no unknown code"
    whole = journey_of(home.data, "K0001-13", newest=ledger.journal_head().count - end + 5)
    assert isinstance(whole.entries[0].fact, VisitOpenedSealed)
    assert whole.since == "", "its first record was seen: nothing older is of it"


def test_the_search_ends_with_the_visit_s_first_record(home: Home, ledger: SqliteLedger) -> None:
    """What is in the records before it is not even read."""
    queue_payment(ledger, 13)
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        connection.execute("DROP TRIGGER journal_is_append_only_update")
        connection.execute("UPDATE journal SET record = 'no JSON' WHERE seq <= 20")
        connection.commit()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(journeys, "_BLOCK", 4)
        assert kinds(home, "K0001-13")[0] == "VisitOpenedSealed"
        with pytest.raises(StorageError, match="can't be read"):
            journey_of(home.data, "K0001-1")


def test_a_note_of_nobody_is_looked_for_through_all_there_is(home: Home, ledger: SqliteLedger) -> None:
    ledger.commit([stacked("7" * 32, None, 5000)])
    queue_payment(ledger, 13)
    assert kinds(home, "7" * 8) == ["NoteStackedFact"]
    found = journey_of(home.data, "7" * 8, newest=2)
    assert (found.entries, found.since) == ([], NOW)


@pytest.mark.parametrize("block", [1, 3, 5_000])
def test_a_journey_is_the_same_however_much_is_read_at_a_time(
    home: Home, ledger: SqliteLedger, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journeys, "_BLOCK", block)
    assert kinds(home, "K0001-12") == WHOLE
    assert len(kinds(home, "3F09C1AA")) == 6
    ledger.commit([facts.StaffLookedUp("0217", "K0001-12", "found", 0)])
    assert len(journey_of(home.data, "K0001-12").entries) == len(WHOLE) + 1, "who has looked for it is of it too"
