"""What the tables must say, folded from the journal alone: plain Python, and nothing of the SQL that wrote the tables.

The journal is signed, the tables are not. Whoever edits, adds or deletes a row makes it differ from what is folded here;
``audit_compare`` says where.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from kiosk import facts
from kiosk.visit_types import REOPENING_ORDER, SMS_ORDER
from offline_queue import audit_cards, audit_collections, audit_settlements, audit_staff
from offline_queue.audit_cards import CardBooks
from offline_queue.audit_collections import CollectionBooks
from offline_queue.audit_rows import (
    AcceptorRow,
    CaseRow,
    DeviceRow,
    DiagnosedRow,
    NoteRow,
    OutboxRow,
    PaperRollRow,
    PaymentRow,
    PrintJobRow,
    RebuildRow,
    RemoteCommandRow,
    RunRow,
    StopRow,
    VisitRow,
)
from offline_queue.audit_settlements import SettlementBooks
from offline_queue.audit_staff import StaffBooks
from offline_queue.journal_facts import Entry, PaymentAcceptedSealed, VisitOpenedSealed, decode_record


class Books(CardBooks, SettlementBooks, StaffBooks, CollectionBooks):
    """All rows by key, growing with each record. ``problems`` says where the journal contradicts itself."""

    def __init__(self) -> None:
        super().__init__()
        self.visits: dict[str, VisitRow] = {}
        self.payments: dict[str, PaymentRow] = {}
        self.outbox: dict[str, OutboxRow] = {}
        self.print_jobs: dict[str, PrintJobRow] = {}
        self.paper_rolls: dict[int, PaperRollRow] = {}
        self.cases: dict[int, CaseRow] = {}
        self.acceptors: dict[int, AcceptorRow] = {}
        self.devices: dict[str, DeviceRow] = {}
        self.stops: dict[int, StopRow] = {}
        self.rebuilds: dict[int, RebuildRow] = {}
        self.runs: dict[int, RunRow] = {}
        self.diagnosed: dict[str, DiagnosedRow] = {}
        self.remote_commands: dict[int, RemoteCommandRow] = {}
        self._commands: dict[str, RemoteCommandRow] = {}
        self.problems: list[str] = []
        self._stopped: dict[str, int] = {}  # code → the stop that is in force

    def take_all(self, records: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Fold records whose chain was found sound."""
        for seq, record, _ in records:
            try:
                entry = decode_record(record)
            except msgspec.DecodeError as problem:
                self.problems.append(f"record {seq} cannot be read by this version of the program: {problem}")
                continue
            self.take(entry)

    def take(self, entry: Entry) -> None:
        try:
            _FOLDS[type(entry.fact)](self, entry, entry.fact)
        except KeyError as unknown:
            name = type(entry.fact).__struct_config__.tag
            self.problems.append(f"record {entry.seq} ({name}) speaks of {unknown}, which no record before it made")

    # ---- visits and notes --------------------------------------------------------------------------------------------

    def visit_opened(self, entry: Entry, fact: VisitOpenedSealed) -> None:
        self.visits[fact.visit_id] = VisitRow(
            account_kind=fact.account.kind,
            account_masked=fact.account.masked,
            account_cipher=fact.account.cipher,
            masked_name=fact.masked_name,
            amount_to_pay_fen=fact.amount_to_pay,
            language=fact.language,
            offline=fact.offline,
            receipt_expected=fact.receipt_expected,
            opened_at=entry.at,
        )

    def visit_closed(self, entry: Entry, fact: facts.VisitClosed) -> None:
        visit = self.visits[fact.visit_id]
        if visit.ended is None:
            visit.ended, visit.ended_at = fact.end, entry.at

    def note_intended(self, entry: Entry, fact: facts.NoteIntended) -> None:
        self.notes[fact.note_id] = NoteRow(fact.visit_id, fact.denomination, fact.denomination, "intended", entry.at)

    def note_stacked(self, entry: Entry, fact: facts.NoteStackedFact) -> None:
        note = self.notes.get(fact.note_id)
        if note is None and fact.visit_id is None:
            note = self.notes[fact.note_id] = NoteRow(None, None, fact.denomination, "stacked", entry.at)
        elif note is None:
            raise KeyError(fact.note_id)
        note.stacked_seq, note.changed_at = entry.seq, entry.at
        if note.state == "settled":  # by persons, before the device could tell: it credits nobody
            return
        note.state, note.denomination_fen = "stacked", fact.denomination
        if note.visit_id is not None:
            self.held.setdefault(note.visit_id, []).append(fact.note_id)

    def note_returned(self, entry: Entry, fact: facts.NoteReturnedFact) -> None:
        self._move_note(entry, fact.note_id, "returned", None)

    def note_turned_back(self, entry: Entry, fact: facts.NoteTurnedBack) -> None:
        value = fact.denomination
        self.notes[fact.note_id] = NoteRow(fact.visit_id, value, value, "returned", entry.at, reason="turned back")

    def note_doubted(self, entry: Entry, fact: facts.NoteDoubted) -> None:
        self._move_note(entry, fact.note_id, "in_doubt", fact.reason)

    def _move_note(self, entry: Entry, note_id: str, state: str, reason: str | None) -> None:
        note = self.notes[note_id]
        if note.state == state:
            return
        self.let_go(note.visit_id, note_id)
        note.state, note.reason, note.changed_at = state, reason, entry.at

    def report_repeated(self, _entry: Entry, fact: facts.StackedReportRepeated) -> None:
        self.notes[fact.note_id].repeats += 1

    # ---- payments ----------------------------------------------------------------------------------------------------

    def payment_accepted(self, entry: Entry, fact: PaymentAcceptedSealed) -> None:
        credited = self.credited_notes(fact.payment_id)
        of_visit = self.held.pop(fact.visit_id, []) if credited is None else credited
        covered = [self.notes[note_id] for note_id in of_visit]
        total = sum(note.denomination_fen for note in covered) + self.cover_charge(fact)
        if total != fact.amount:
            self.problems.append(
                f"record {entry.seq} makes payment {fact.payment_id} of {fact.amount} fen, "
                f"but its visit held {total} fen by the records before it"
            )
        for note in covered:
            note.payment_id, note.changed_at = fact.payment_id, entry.at
        self.payments[fact.payment_id] = PaymentRow(
            kiosk_seq=fact.kiosk_seq,
            visit_id=fact.visit_id,
            amount_fen=fact.amount,
            tender=fact.tender,
            accepted_at=fact.accepted_at,
            language=fact.language,
            offline=fact.offline,
            changed_at=entry.at,
            card_fen=0 if fact.card is None else fact.card.amount,
        )
        self.outbox[fact.payment_id] = OutboxRow(fact.kiosk_seq)

    def payment_posted(self, entry: Entry, fact: facts.PaymentPosted) -> None:
        payment = self.payments[fact.payment_id]
        if payment.state == "queued":
            payment.state, payment.changed_at = "posted", entry.at
            payment.central_id, payment.receipt_number = fact.central_id, fact.receipt_number
            payment.posted_at, payment.balance_after_fen = fact.posted_at, fact.balance_after
            del self.outbox[fact.payment_id]

    def payment_owed(self, entry: Entry, fact: facts.PaymentOwed) -> None:
        self._park(entry, fact.payment_id, "owed", fact.problem)

    def payment_doubted(self, entry: Entry, fact: facts.PaymentDoubted) -> None:
        self._park(entry, fact.payment_id, "in_doubt", fact.problem)

    def _park(self, entry: Entry, payment_id: str, state: str, problem: str) -> None:
        """The first definite answer stays; what comes after it is in the journal only."""
        payment = self.payments[payment_id]
        if payment.state == "queued":
            payment.state, payment.problem, payment.changed_at = state, problem, entry.at
            self.outbox[payment_id].state = "parked"

    def confirmation_progressed(self, entry: Entry, fact: facts.ConfirmationProgressed) -> None:
        payment = self.payments[fact.payment_id]
        payment.sms = _later(SMS_ORDER, payment.sms, fact.sms)
        payment.reopening = _later(REOPENING_ORDER, payment.reopening, fact.reopening)
        payment.changed_at = entry.at

    # ---- paper, devices, what a person must look at --------------------------------------------------------------------

    def receipt_started(self, entry: Entry, fact: facts.ReceiptStarted) -> None:
        self.print_jobs[fact.job_id] = PrintJobRow(fact.payment_id, entry.at)

    def receipt_ended(self, entry: Entry, fact: facts.ReceiptEnded) -> None:
        job = self.print_jobs.get(fact.job_id)
        if job is not None and job.outcome is None:
            job.outcome, job.cause, job.ended_at = fact.outcome, fact.cause, entry.at
        if fact.paper_mm > 0:
            self._roll(entry).used_mm += fact.paper_mm

    def paper_ran_out(self, entry: Entry, _fact: facts.PaperRanOut) -> None:
        roll = self._roll(entry)
        roll.ran_out_at = roll.ran_out_at or entry.at

    def paper_roll_fitted(self, entry: Entry, fact: facts.PaperRollFitted) -> None:
        self.paper_rolls[entry.seq] = PaperRollRow(fact.roll_mm, fitted_at=entry.at)

    def _roll(self, entry: Entry) -> PaperRollRow:
        """The newest; or the one that was there before anybody counted."""
        if not self.paper_rolls:
            self.paper_rolls[entry.seq] = PaperRollRow()
        return self.paper_rolls[max(self.paper_rolls)]

    def case_opened(self, entry: Entry, fact: facts.CaseOpened) -> None:
        self.cases[entry.seq] = CaseRow(fact.reason, fact.detail, entry.at)

    def acceptor_bound(self, entry: Entry, fact: facts.AcceptorBound) -> None:
        self.acceptors[entry.seq] = AcceptorRow(fact.model, fact.serial, fact.firmware, entry.at)

    def device_changed(self, entry: Entry, fact: facts.DeviceChanged) -> None:
        self.devices[fact.device] = DeviceRow(fact.state, fact.severity, fact.supplies, fact.code, fact.raw, entry.at)

    def cash_stopped(self, entry: Entry, fact: facts.CashStopped) -> None:
        """While a stop is in force, the first reason stays."""
        if fact.code not in self._stopped:
            self.stops[entry.seq] = StopRow(fact.code, fact.detail, entry.at)
            self._stopped[fact.code] = entry.seq

    def cash_released(self, entry: Entry, fact: facts.CashReleased) -> None:
        stop = self.stops[self._stopped.pop(fact.code)]
        stop.released_seq, stop.released_at = entry.seq, entry.at
        stop.released_by, stop.release_reason = fact.by, fact.reason

    def ledger_rebuilt(self, entry: Entry, fact: facts.LedgerRebuilt) -> None:
        self.rebuilds[entry.seq] = RebuildRow(fact.records, fact.quarantine, fact.why, entry.at)

    # ---- the terminal itself, and its staff: most of it is for the centre's ears, and no table's -------------------------

    def test_recorded(self, entry: Entry, fact: facts.TestRecorded) -> None:
        self.diagnosed[fact.item] = DiagnosedRow(fact.outcome, entry.at, fact.staff_id, fact.detail, fact.milliseconds)

    def run_started(self, entry: Entry, fact: facts.RunStarted) -> None:
        self.runs[entry.seq] = RunRow(fact.boot_id, entry.at)

    def run_stopped(self, entry: Entry, _fact: facts.RunStopped) -> None:
        newest = self.runs.get(max(self.runs, default=0))
        if newest is not None and newest.stopped_at is None:
            newest.stopped_at = entry.at

    def command_taken(self, entry: Entry, fact: facts.CommandTaken) -> None:
        row = RemoteCommandRow(fact.command_id, fact.what, fact.argument, fact.by, entry.at)
        self.remote_commands[entry.seq] = self._commands[fact.command_id] = row

    def command_ended(self, entry: Entry, fact: facts.CommandEnded) -> None:
        row = self._commands[fact.command_id]
        row.outcome, row.detail, row.ended_at = fact.outcome, fact.detail, entry.at

    def command_told(self, _entry: Entry, fact: facts.CommandTold) -> None:
        self._commands[fact.command_id].told = 1

    def no_row(self, _entry: Entry, _fact: object) -> None:
        """The journal itself is the memory of it."""


def _later(order: tuple[Any, ...], known: str | None, news: str) -> str:
    """States only move forward: the higher rank of the two."""
    return news if known is None or order.index(news) > order.index(known) else known


_FOLDS: Final[dict[type, Callable[[Books, Entry, Any], None]]] = {
    VisitOpenedSealed: Books.visit_opened,
    facts.VisitClosed: Books.visit_closed,
    facts.NoteIntended: Books.note_intended,
    facts.NoteStackedFact: Books.note_stacked,
    facts.NoteReturnedFact: Books.note_returned,
    facts.NoteTurnedBack: Books.note_turned_back,
    facts.NoteGivenBack: Books.no_row,
    facts.NoteDoubted: Books.note_doubted,
    facts.StackedReportRepeated: Books.report_repeated,
    facts.CaseOpened: Books.case_opened,
    PaymentAcceptedSealed: Books.payment_accepted,
    facts.PaymentPosted: Books.payment_posted,
    facts.PaymentOwed: Books.payment_owed,
    facts.PaymentDoubted: Books.payment_doubted,
    facts.ConfirmationProgressed: Books.confirmation_progressed,
    facts.ReceiptStarted: Books.receipt_started,
    facts.ReceiptEnded: Books.receipt_ended,
    facts.PaperRanOut: Books.paper_ran_out,
    facts.PaperRollFitted: Books.paper_roll_fitted,
    facts.DeviceChanged: Books.device_changed,
    facts.AcceptorBound: Books.acceptor_bound,
    facts.CashStopped: Books.cash_stopped,
    facts.CashReleased: Books.cash_released,
    facts.LedgerRebuilt: Books.ledger_rebuilt,
    facts.StaffLoggedOff: Books.no_row,
    facts.PinChanged: Books.no_row,
    facts.ActRefused: Books.no_row,
    facts.TestRecorded: Books.test_recorded,
    facts.CommandTaken: Books.command_taken,
    facts.CommandEnded: Books.command_ended,
    facts.CommandTold: Books.command_told,
    facts.SelfChecked: Books.no_row,
    facts.SafePageShown: Books.no_row,
    facts.RunStarted: Books.run_started,
    facts.RunStopped: Books.run_stopped,
    facts.ServiceChanged: Books.no_row,
    facts.VisitTold: Books.no_row,
    facts.EventsNumberedFrom: Books.no_row,
    facts.EventsForgotten: Books.no_row,
    **audit_cards.FOLDS,
    **audit_collections.FOLDS,
    **audit_settlements.FOLDS,
    **audit_staff.FOLDS,
}
