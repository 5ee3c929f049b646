"""What staff read of the ledger and of the wires: bounded, masked, summed in the till's thread."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest

from app.staff_records import LINES, StaffRecords, buckets, frame_lines
from devices.card_trace import CardTrace
from devices.printer_trace import PrinterTrace
from devices.trace import Direction, Trace
from kiosk import facts
from kiosk.flow import State, Terminal
from kiosk.open_money import OpenSheet
from kiosk.staff_records import BooksSheet, DeviceSheet, RecordsWanted
from kiosk.till import Till
from offline_queue.balances import Balances
from offline_queue.glance import LAST
from offline_queue.ledger import SqliteLedger
from tests.kiosk.play import POLICY
from tests.offline_queue.rich import fill
from tests.offline_queue.support import NUMBER, Home, check_conservation, queue_payment

POLL, IDLING, JAMMED = bytes.fromhex("02030633DA81"), bytes.fromhex("0203061467D4"), b"\x02\x03\x06\x43"


MOVES = 7


class TillOfOne:
    """``Till.ask`` without a thread."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger
        self.state = State(Terminal(POLICY, money_moves=MOVES))

    def ask(self, question: Callable[[SqliteLedger], Any], kind: type[SqliteLedger]) -> "Future[Any]":
        assert kind is SqliteLedger
        answer: Future[Any] = Future()
        answer.set_result(question(self._ledger))
        return answer


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    opened = Home(tmp_path).open()
    yield opened
    check_conservation(opened)
    opened.close()


def records(ledger: SqliteLedger, told: int | None = None) -> StaffRecords:
    traces = {RecordsWanted.ACCEPTOR: Trace(), RecordsWanted.PRINTER: PrinterTrace(), RecordsWanted.CARD: CardTrace()}
    return StaffRecords(cast(Till, TillOfOne(ledger)), lambda: traces, lambda: told, Path("nowhere"))


def books(ledger: SqliteLedger, told: int | None = None) -> BooksSheet:
    sheet = records(ledger, told).read(RecordsWanted.BOOKS)
    assert isinstance(sheet, BooksSheet)
    return sheet


def test_m2_the_books_are_the_equation_as_the_ledger_sums_it(ledger: SqliteLedger) -> None:
    fill(ledger)
    sheet, sums = books(ledger), ledger.balances()
    whole, *parts = sheet.cash
    assert (whole.name, whole.amount) == ("stacked", sums.stacked_fen)
    assert sum(part.amount for part in parts) == whole.amount > 0
    assert {part.name: part.amount for part in parts}["in_doubt"] == sums.in_doubt_fen > 0
    assert (sheet.cash_difference, sheet.card_difference) == (0, 0)
    assert sheet.card[0].name == "card_charged"
    assert {"_".join(bucket.name.split("_")[:1]) for bucket in sheet.card} == {"card"}


def test_m5_open_money_is_read_with_the_count_of_its_moves(ledger: SqliteLedger) -> None:
    """What is open sums up to its buckets; the till's own count goes with it, read in the same thread."""
    fill(ledger)
    sheet, sums = records(ledger).read(RecordsWanted.OPEN_MONEY), ledger.balances()
    assert isinstance(sheet, OpenSheet)
    assert sheet.as_of == MOVES
    assert sum(one.fen for one in sheet.money if one.is_note) > 0
    cards = sums.card_owed_fen + sums.card_in_doubt_fen
    assert sum(one.fen for one in sheet.money) == sums.in_doubt_fen + sums.owed_fen + sums.unassigned_fen + cards
    assert NUMBER not in repr(sheet)


def test_every_balance_is_in_one_of_the_two_equations() -> None:
    names = {f"{bucket.name}_fen" for card in (False, True) for bucket in buckets(Balances(), card=card)}
    assert names == set(Balances.__struct_fields__)


def test_the_journals_head_and_how_much_of_it_the_centre_has(ledger: SqliteLedger) -> None:
    fill(ledger)
    head = ledger.journal_head()
    sheet = books(ledger, told=head.count - 3)
    assert (sheet.journal_count, sheet.journal_head, sheet.told_count) == (head.count, head.mac, head.count - 3)
    assert books(ledger).told_count is None


def test_s7_the_last_payments_are_masked_newest_first_and_bounded(ledger: SqliteLedger) -> None:
    for seq in range(1, LAST + 4):
        queue_payment(ledger, seq)
    ledger.commit([facts.ReceiptStarted("job", f"K0001-{LAST + 3}"), facts.ReceiptEnded("job", "partial", "PRN-OUT")])
    found = books(ledger).payments
    assert [one.payment_id for one in found] == [f"K0001-{seq}" for seq in range(LAST + 3, 3, -1)]
    assert {one.masked_number for one in found} == {"138****5678"}
    assert NUMBER not in repr(found)
    assert (found[0].receipt, found[1].receipt, found[0].state) == ("partial", "", "queued")


def test_notes_are_those_in_the_box_since_it_was_swapped(ledger: SqliteLedger) -> None:
    fill(ledger)
    sheet = records(ledger).read(RecordsWanted.ACCEPTOR)
    assert isinstance(sheet, DeviceSheet)
    box = ledger.cash_box()
    assert sum(note.count for note in sheet.notes) == box.notes > 0
    assert sum(note.count * note.denomination for note in sheet.notes) == box.fen
    assert list(sheet.notes) == sorted(sheet.notes, key=lambda note: -note.denomination)


def test_jobs_are_counted_by_how_they_ended(ledger: SqliteLedger) -> None:
    queue_payment(ledger, 1)
    for number, outcome in enumerate(("printed", "printed", "unknown")):
        job = f"job-{number}"
        ledger.commit([facts.ReceiptStarted(job, "K0001-1"), facts.ReceiptEnded(job, outcome, "")])
    ledger.commit([facts.ReceiptStarted("open", "K0001-1")])
    sheet = records(ledger).read(RecordsWanted.PRINTER)
    assert isinstance(sheet, DeviceSheet)
    assert [(one.outcome, one.count) for one in sheet.jobs] == [("printed", 2), ("unknown", 1)]


# ---- wires ---------------------------------------------------------------------------------------------------------


def recorder(*, times: int) -> Trace:
    trace = Trace(wall_s=lambda: 1_700_000_000.5)
    trace.note("port opened")
    for _ in range(times):
        trace.record(Direction.TO_DEVICE, POLL)
        trace.record(Direction.TO_HOST, IDLING)
    trace.record(Direction.TO_DEVICE, POLL)
    trace.record(Direction.TO_HOST, JAMMED)
    return trace


def test_a_poll_that_repeats_is_told_once_with_how_often() -> None:
    lines = frame_lines(recorder(times=500).entries())
    assert [(line.direction, line.text, line.repeats) for line in lines] == [
        ("note", "port opened", 1),
        ("to_host", IDLING.hex(" ").upper(), 500),
        ("to_device", POLL.hex(" ").upper(), 501),
        ("to_host", JAMMED.hex(" ").upper(), 1),
    ]
    assert len(lines[0].at) == len("21:13:20.500")


def test_the_excerpt_is_bounded_in_lines_and_in_width() -> None:
    trace = Trace()
    for number in range(4 * LINES):
        trace.record(Direction.TO_HOST, bytes([number % 256]) * 200)
    lines = frame_lines(trace.entries())
    assert len(lines) == LINES
    assert lines[-1].text.startswith(f"{(4 * LINES - 1):02X} ")
    assert lines[-1].text.endswith("+176")
    trace.note("x" * 1000)
    assert len(frame_lines(trace.entries())[-1].text) == 100


def test_s8_a_remark_with_a_number_in_it_is_masked() -> None:
    trace = Trace()
    trace.note(f"a device named {NUMBER}\nand more")
    assert NUMBER not in frame_lines(trace.entries())[0].text
    assert "\n" not in frame_lines(trace.entries())[0].text


def test_s1_s7_recorders_of_printer_and_card_hold_nothing_of_a_customer() -> None:
    """They blank before they keep, so that the excerpt can't show more."""
    printer, card = PrinterTrace(), CardTrace()
    printer.record(Direction.TO_DEVICE, b"\x1b@" + NUMBER.encode() + b"\n")
    card.record(Direction.TO_HOST, b"\x06\x0f\x085100001234567890")
    shown = " ".join(line.text for trace in (printer, card) for line in frame_lines(trace.entries()))
    assert NUMBER.encode().hex(" ").upper() not in shown
    assert b"5100001234567890".hex(" ").upper() not in shown
