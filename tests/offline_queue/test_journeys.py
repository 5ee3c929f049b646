"""The records of a journey, found by any code of a slip, beside the till (field.md X10)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import facts
from kiosk.ports import StorageError
from offline_queue.journeys import entries_of
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.rich import fill
from tests.offline_queue.support import Home, accepted, closed, intended, opened, posted, queue_payment, stacked

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
    return [type(entry.fact).__name__ for entry in entries_of(home.data, code)]


WHOLE = [
    "VisitOpenedSealed",
    *["NoteIntended", "NoteStackedFact"] * 2,
    *["PaymentAcceptedSealed", "VisitClosed", "ReceiptStarted", "PaymentPosted", "ReceiptEnded"],
]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("code", ["K0001-12", "k0001-12", "  K0001-12 "])
def test_x10_a_payment_s_number_finds_every_record_of_its_visit_in_order(home: Home, code: str) -> None:
    found = entries_of(home.data, code)
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
    found = entries_of(home.data, "K0001-1")
    named = {getattr(entry.fact, "payment_id", "K0001-1") for entry in found}
    assert named == {"K0001-1"}
    assert "PaymentPosted" in kinds(home, "K0001-1")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "code", ["K0001-99", "", "3F09", "%", "_" * 8, "' OR 1=1 --", "261121-7Q2MXQ", "\x00" * 9, "9" * 500]
)
def test_what_nobody_printed_finds_nothing(home: Home, code: str) -> None:
    assert entries_of(home.data, code) == []


def test_every_code_of_a_rich_ledger_finds_its_own(home: Home) -> None:
    """Cash and cards in every bucket, found and settled notes, refused and credited payments."""
    ledger = home.open()
    fill(ledger)
    ledger.close()
    for seq in range(1, 20):
        named = {type(entry.fact).__name__ for entry in entries_of(home.data, f"K0001-{seq}")}
        assert {"VisitOpenedSealed", "PaymentAcceptedSealed"} <= named, seq
    assert {"CardReversalIntended", "CardReversed"} <= set(kinds(home, "K0001-12"))
    assert {"PaymentOwed", "PaymentSettled"} <= set(kinds(home, "K0001-17"))


def test_a_ledger_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="missing"):
        entries_of(tmp_path, "K0001-1")
