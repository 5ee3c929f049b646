"""Facts as rows: one small function each, and the table that tells which. Statuses only move forward (design.md 4.6)."""

from collections.abc import Callable
from typing import Final

from kiosk import facts
from kiosk.facts import AnyFact
from offline_queue import (
    card_writers,
    collection_writers,
    health_writers,
    journal,
    payment_writers,
    remote_writers,
    settlement_writers,
    staff_writers,
)
from offline_queue.journal import JournalRecord
from offline_queue.transaction import ContradictionError, Transaction, whole_fen

# ---- the visit -----------------------------------------------------------------------------------------------------


def _visit_opened(tx: Transaction, fact: facts.VisitOpened) -> None:
    account = tx.sealed_account()
    tx.run(
        "INSERT INTO visits (visit_id, account_kind, account_masked, account_cipher, account_hash, masked_name,"
        " amount_to_pay_fen, language, offline, receipt_expected, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(fact.visit_id, account.kind, account.masked, account.cipher, account.hash, fact.masked_name),
            *(fact.amount_to_pay, fact.language.value, fact.offline, fact.receipt_expected, tx.at),
        ),
    )


def _visit_closed(tx: Transaction, fact: facts.VisitClosed) -> None:
    """Only an empty visit ends: its money must be a payment first, or the number would be forgotten with it."""
    held = tx.row(
        "SELECT SUM(denomination_fen) FROM notes WHERE visit_id = ? AND state = 'stacked' AND payment_id IS NULL",
        (fact.visit_id,),
    )
    if held is not None and held[0]:
        raise ContradictionError(f"Visit {fact.visit_id} cannot end: it holds {held[0]} fen that no payment covers.")
    card_writers.require_no_card_open(tx, fact.visit_id)
    changed = tx.run(
        "UPDATE visits SET ended = ?, ended_at = ? WHERE visit_id = ? AND ended IS NULL",
        (fact.end.value, tx.at, fact.visit_id),
    )
    if not changed and tx.row("SELECT ended FROM visits WHERE visit_id = ?", (fact.visit_id,)) != (fact.end.value,):
        raise ContradictionError(f"Visit {fact.visit_id} cannot end as {fact.end.value}: it is unknown or ended otherwise.")
    tx.touched.add(fact.visit_id)


# ---- notes ---------------------------------------------------------------------------------------------------------


def _note_intended(tx: Transaction, fact: facts.NoteIntended) -> None:
    denomination = whole_fen(fact.denomination, f"The value of note {fact.note_id}")
    if tx.row("SELECT 1 FROM visits WHERE visit_id = ? AND ended IS NULL", (fact.visit_id,)) is None:
        raise ContradictionError(f"Note {fact.note_id} is meant for visit {fact.visit_id}, which is not open.")
    tx.run(
        "INSERT INTO notes (note_id, visit_id, intended_fen, denomination_fen, state, changed_at)"
        " VALUES (?, ?, ?, ?, 'intended', ?)",
        (fact.note_id, fact.visit_id, denomination, denomination, tx.at),
    )


def _note_stacked(tx: Transaction, fact: facts.NoteStackedFact) -> None:
    """Closes an open intent, by the value the device saw; or is a note without a visit. Never twice for one note."""
    denomination = whole_fen(fact.denomination, f"The value of note {fact.note_id}")
    found = _note(tx, fact.note_id)
    if found is None and fact.visit_id is None:
        tx.run(
            "INSERT INTO notes (note_id, denomination_fen, state, stacked_seq, changed_at) VALUES (?, ?, 'stacked', ?, ?)",
            (fact.note_id, denomination, tx.seq, tx.at),
        )
        return
    if found == ("settled", fact.visit_id) and _is_first_evidence(tx, fact.note_id, denomination):
        tx.run("UPDATE notes SET stacked_seq = ?, changed_at = ? WHERE note_id = ?", (tx.seq, tx.at, fact.note_id))
        return
    if found is None or not _awaits_evidence(tx, fact.note_id) or found[1] != fact.visit_id:
        known = "has no intent" if found is None else f"is {found[0]} for visit {found[1]}"
        raise ContradictionError(f"Note {fact.note_id} stacked for visit {fact.visit_id}, but it {known}.")
    tx.run(
        "UPDATE notes SET state = 'stacked', denomination_fen = ?, stacked_seq = ?, changed_at = ? WHERE note_id = ?",
        (denomination, tx.seq, tx.at, fact.note_id),
    )
    tx.touched.add(str(fact.visit_id))


def _awaits_evidence(tx: Transaction, note_id: str) -> bool:
    """An intent, or a note in doubt that never had any: late evidence moves it forward."""
    query = (
        "SELECT 1 FROM notes WHERE note_id = ? AND state IN ('intended', 'in_doubt') AND stacked_seq IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM found_notes f WHERE f.note_id = notes.note_id)"
    )
    return tx.row(query, (note_id,)) is not None


def _is_first_evidence(tx: Transaction, note_id: str, denomination: int) -> bool:
    """Persons have settled it: the device's late word says that it is in the box, and credits nobody."""
    query = (
        "SELECT 1 FROM notes WHERE note_id = ? AND denomination_fen = ? AND stacked_seq IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM found_notes f WHERE f.note_id = notes.note_id)"
    )
    return tx.row(query, (note_id, denomination)) is not None


def _note_returned(tx: Transaction, fact: facts.NoteReturnedFact) -> None:
    _move_note(tx, fact.note_id, "returned", {"intended"}, reason=None)


def _note_turned_back(tx: Transaction, fact: facts.NoteTurnedBack) -> None:
    denomination = whole_fen(fact.denomination, f"The value of note {fact.note_id}")
    tx.run(
        "INSERT INTO notes (note_id, visit_id, intended_fen, denomination_fen, state, reason, changed_at)"
        " VALUES (?, ?, ?, ?, 'returned', 'turned back', ?)",
        (fact.note_id, fact.visit_id, denomination, denomination, tx.at),
    )


def _note_given_back(_tx: Transaction, _fact: facts.NoteGivenBack) -> None:
    """No note of ours, so no row: the journal is the memory of it."""


def _note_doubted(tx: Transaction, fact: facts.NoteDoubted) -> None:
    _move_note(tx, fact.note_id, "in_doubt", {"intended", "stacked"}, reason=fact.reason)


def _move_note(tx: Transaction, note_id: str, new_state: str, allowed: set[str], reason: str | None) -> None:
    found = _note(tx, note_id)
    if found is not None and found[0] == new_state:
        return
    if found is None or found[0] not in allowed:
        known = "unknown" if found is None else found[0]
        raise ContradictionError(f"Note {note_id} cannot become {new_state}: it is {known}.")
    tx.run("UPDATE notes SET state = ?, reason = ?, changed_at = ? WHERE note_id = ?", (new_state, reason, tx.at, note_id))
    if found[1] is not None:
        tx.touched.add(found[1])


def _note(tx: Transaction, note_id: str) -> tuple[str, str | None] | None:
    found = tx.row("SELECT state, visit_id FROM notes WHERE note_id = ?", (note_id,))
    return None if found is None else (str(found[0]), None if found[1] is None else str(found[1]))


def _report_repeated(tx: Transaction, fact: facts.StackedReportRepeated) -> None:
    if not tx.run("UPDATE notes SET repeats = repeats + 1 WHERE note_id = ? AND stacked_seq IS NOT NULL", (fact.note_id,)):
        raise ContradictionError(f"A stacked report of note {fact.note_id} was repeated, but the ledger has no first one.")


# ---- paper and devices: evidence, never a reason to stop taking money ----------------------------------------------


def _case_opened(tx: Transaction, fact: facts.CaseOpened) -> None:
    tx.run("INSERT INTO cases VALUES (?, ?, ?, ?)", (tx.seq, fact.reason, fact.detail, tx.at))


def _cash_stopped(tx: Transaction, fact: facts.CashStopped) -> None:
    """Said again while it is in force, the first reason stays: it is what a person must look at."""
    if not _open_stop(tx, fact.code):
        statement = "INSERT INTO stops (stopped_seq, code, detail, stopped_at) VALUES (?, ?, ?, ?)"
        tx.run(statement, (tx.seq, fact.code, fact.detail, tx.at))


def _cash_released(tx: Transaction, fact: facts.CashReleased) -> None:
    if not _open_stop(tx, fact.code):
        raise ContradictionError(f"Cash was released from stop {fact.code}, which is not in force.")
    tx.run(
        "UPDATE stops SET released_seq = ?, released_by = ?, release_reason = ?, released_at = ?"
        " WHERE code = ? AND released_seq IS NULL",
        (tx.seq, fact.by, fact.reason, tx.at, fact.code),
    )


def _open_stop(tx: Transaction, code: str) -> bool:
    return tx.row("SELECT 1 FROM stops WHERE code = ? AND released_seq IS NULL", (code,)) is not None


def _ledger_rebuilt(tx: Transaction, fact: facts.LedgerRebuilt) -> None:
    tx.run("INSERT INTO rebuilds VALUES (?, ?, ?, ?, ?)", (tx.seq, fact.records, fact.quarantine, fact.why, tx.at))
    health_writers.leave_room_for_lost_events(tx)


def _receipt_started(tx: Transaction, fact: facts.ReceiptStarted) -> None:
    tx.run(
        "INSERT INTO print_jobs (job_id, payment_id, started_at) VALUES (?, ?, ?)", (fact.job_id, fact.payment_id, tx.at)
    )


def _receipt_ended(tx: Transaction, fact: facts.ReceiptEnded) -> None:
    """The first evidence stays; a later word on the same job is in the journal."""
    tx.run(
        "UPDATE print_jobs SET outcome = ?, cause = ?, ended_at = ? WHERE job_id = ? AND outcome IS NULL",
        (fact.outcome, fact.cause, tx.at, fact.job_id),
    )
    if fact.paper_mm > 0:
        tx.run("UPDATE paper_rolls SET used_mm = used_mm + ? WHERE fitted_seq = ?", (fact.paper_mm, _roll(tx)))


def _paper_ran_out(tx: Transaction, _fact: facts.PaperRanOut) -> None:
    tx.run("UPDATE paper_rolls SET ran_out_at = ? WHERE fitted_seq = ? AND ran_out_at IS NULL", (tx.at, _roll(tx)))


def _paper_roll_fitted(tx: Transaction, fact: facts.PaperRollFitted) -> None:
    tx.run("INSERT INTO paper_rolls (fitted_seq, roll_mm, fitted_at) VALUES (?, ?, ?)", (tx.seq, fact.roll_mm, tx.at))


def _roll(tx: Transaction) -> int:
    """The roll in the printer; the one of which nobody saw the fitting gets its row when it is first spoken of."""
    found = tx.row("SELECT MAX(fitted_seq) FROM paper_rolls", ())
    if found is not None and isinstance(found[0], int):
        return found[0]
    tx.run("INSERT INTO paper_rolls (fitted_seq) VALUES (?)", (tx.seq,))
    return tx.seq


def _device_changed(tx: Transaction, fact: facts.DeviceChanged) -> None:
    tx.run(
        "INSERT OR REPLACE INTO devices (device, state, severity, supplies, code, raw, since) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (fact.device, fact.state, fact.severity, fact.supplies, fact.code, fact.raw, tx.at),
    )


def _acceptor_bound(tx: Transaction, fact: facts.AcceptorBound) -> None:
    tx.run("INSERT INTO acceptors VALUES (?, ?, ?, ?, ?)", (tx.seq, fact.model, fact.serial, fact.firmware, tx.at))


WRITERS: Final[dict[type[AnyFact], Callable[..., None]]] = {
    facts.VisitOpened: _visit_opened,
    facts.VisitClosed: _visit_closed,
    facts.NoteIntended: _note_intended,
    facts.NoteStackedFact: _note_stacked,
    facts.NoteReturnedFact: _note_returned,
    facts.NoteTurnedBack: _note_turned_back,
    facts.NoteGivenBack: _note_given_back,
    facts.NoteDoubted: _note_doubted,
    facts.StackedReportRepeated: _report_repeated,
    facts.CaseOpened: _case_opened,
    facts.PaymentAccepted: payment_writers.payment_accepted,
    facts.PaymentPosted: payment_writers.payment_posted,
    facts.PaymentOwed: payment_writers.payment_refused,
    facts.PaymentDoubted: payment_writers.payment_refused,
    facts.ConfirmationProgressed: payment_writers.confirmation_progressed,
    facts.ReceiptStarted: _receipt_started,
    facts.ReceiptEnded: _receipt_ended,
    facts.PaperRanOut: _paper_ran_out,
    facts.PaperRollFitted: _paper_roll_fitted,
    facts.DeviceChanged: _device_changed,
    facts.AcceptorBound: _acceptor_bound,
    facts.CashStopped: _cash_stopped,
    facts.CashReleased: _cash_released,
    facts.LedgerRebuilt: _ledger_rebuilt,
    facts.CardAttempted: card_writers.card_attempted,
    facts.CardHeld: card_writers.card_held,
    facts.CardCharged: card_writers.card_charged,
    facts.CardUncharged: card_writers.card_uncharged,
    facts.CardDoubted: card_writers.card_doubted,
    facts.CardUndecided: card_writers.card_undecided,
    facts.CardSettledFact: card_writers.card_settled,
    facts.CardReversalIntended: card_writers.card_reversal_intended,
    facts.CardReversed: card_writers.card_reversal_ended,
    facts.CardReversalFailed: card_writers.card_reversal_ended,
    facts.CardTerminalBound: card_writers.card_terminal_bound,
    facts.CardDayClosed: card_writers.card_day_closed,
    facts.RunStarted: health_writers.run_started,
    facts.RunStopped: health_writers.run_stopped,
    facts.ServiceChanged: health_writers.in_events_only,
    facts.VisitTold: health_writers.in_events_only,
    facts.EventsNumberedFrom: health_writers.events_numbered_from,
    facts.EventsForgotten: health_writers.events_forgotten,
    facts.StaffRefused: staff_writers.staff_refused,
    facts.StaffLoggedIn: staff_writers.staff_let_in,
    facts.StaffUnlocked: staff_writers.staff_let_in,
    facts.StaffLookedUp: staff_writers.staff_looked_up,
    facts.StaffLoggedOff: health_writers.in_events_only,
    facts.PinChanged: health_writers.in_events_only,
    facts.TestRecorded: health_writers.test_recorded,
    facts.CommandTaken: remote_writers.command_taken,
    facts.CommandEnded: remote_writers.command_ended,
    facts.CommandTold: remote_writers.command_told,
    facts.SelfChecked: health_writers.in_events_only,
    facts.SafePageShown: health_writers.in_events_only,
    facts.ActApproved: staff_writers.act_approved,
    facts.ActRefused: health_writers.in_events_only,
    facts.NoteFound: settlement_writers.note_found,
    facts.NoteSettled: settlement_writers.note_settled,
    facts.PaymentSettled: settlement_writers.payment_settled,
    facts.CollectionOpened: collection_writers.collection_opened,
    facts.CollectionStepped: collection_writers.collection_stepped,
    facts.CollectionClosed: collection_writers.collection_closed,
    facts.CollectionGivenUp: collection_writers.collection_given_up,
    facts.CollectionTold: collection_writers.collection_told,
    facts.CollectionDisputed: collection_writers.collection_disputed,
}


def write(tx: Transaction, fact: AnyFact) -> None:
    """Write one fact's rows. Raises ``ContradictionError`` if it cannot be true beside what is on the disk."""
    writer = WRITERS.get(type(fact))
    if writer is None:
        raise ContradictionError(f"The ledger knows no fact {type(fact).__name__}.")
    writer(tx, fact)
    health_writers.record_event(tx, fact)


def record_fact(tx: Transaction, journal_key: bytes, last: JournalRecord, fact: AnyFact) -> JournalRecord:
    """Write one fact's rows and its journal record, the next one after ``last``; ``tx.account`` is the fact's, sealed."""
    tx.seq = last.seq + 1
    write(tx, fact)
    record = journal.encode_record(tx.seq, tx.at, fact, tx.account)
    mac = journal.mac(journal_key, last.mac, record)
    tx.run("INSERT INTO journal (seq, record, mac) VALUES (?, ?, ?)", (tx.seq, record.decode(), mac))
    return JournalRecord(tx.seq, record, mac)
