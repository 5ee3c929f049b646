"""The part of the books that persons decided, folded from the journal alone (see ``audit``)."""

from collections.abc import Callable
from typing import Any, Final

from kiosk import facts
from offline_queue.audit_rows import CardAttemptRow, FoundNoteRow, NoteRow, OutboxRow, PaymentRow, SettlementRow
from offline_queue.journal_facts import Entry


class SettlementBooks:
    """Settlements and found notes by record; notes, payments and attempts are the whole books'."""

    notes: dict[str, NoteRow]
    payments: dict[str, PaymentRow]
    outbox: dict[str, OutboxRow]
    found_notes: dict[int, FoundNoteRow]
    card_attempts: dict[str, CardAttemptRow]

    def __init__(self) -> None:
        super().__init__()
        self.settlements: dict[int, SettlementRow] = {}
        self.held: dict[str, list[str]] = {}  # visit → its stacked notes that no payment covers yet
        self._credits: dict[str, list[str]] = {}  # payment that is to come → the notes that it covers

    def note_found(self, entry: Entry, fact: facts.NoteFound) -> None:
        value = fact.denomination
        self.notes[fact.note_id] = NoteRow(fact.visit_id, value, value, "in_doubt", entry.at, reason=fact.place)
        self.found_notes[entry.seq] = FoundNoteRow(fact.note_id, fact.staff_id, entry.at)

    def note_settled(self, entry: Entry, fact: facts.NoteSettled) -> None:
        note = self.notes[fact.note_id]
        self.let_go(note.visit_id, fact.note_id)
        note.state, note.changed_at = "settled", entry.at
        self._settled(entry, fact, note.denomination_fen, note_id=fact.note_id)
        if fact.credited_as:
            self._credits[fact.credited_as] = [fact.note_id]

    def payment_settled(self, entry: Entry, fact: facts.PaymentSettled) -> None:
        payment = self.payments[fact.payment_id]
        payment.state, payment.changed_at = "settled", entry.at
        self.outbox.pop(fact.payment_id, None)
        went_back = self._went_back(fact.payment_id)
        fen = payment.amount_fen - (payment.card_fen if went_back else 0)
        self._settled(entry, fact, fen, of_payment=fact.payment_id)
        if fact.credited_as:
            covered = [name for name, note in self.notes.items() if note.payment_id == fact.payment_id]
            self._credits[fact.credited_as] = covered

    def _went_back(self, payment_id: str) -> bool:
        """Its charge, to the card."""
        return any(row.payment_id == payment_id and row.state == "reversed" for row in self.card_attempts.values())

    def let_go(self, visit_id: str | None, note_id: str) -> None:
        """The visit holds this note no longer."""
        held = self.held.get(visit_id or "", [])
        if note_id in held:
            held.remove(note_id)

    def credited_notes(self, payment_id: str) -> list[str] | None:
        """What persons credited as this payment; None: it is one like any other."""
        return self._credits.pop(payment_id, None)

    def _settled(
        self,
        entry: Entry,
        fact: facts.NoteSettled | facts.PaymentSettled,
        fen: int,
        note_id: str | None = None,
        of_payment: str | None = None,
    ) -> None:
        self.settlements[entry.seq] = SettlementRow(
            note_id=note_id,
            of_payment=of_payment,
            outcome=fact.outcome.value,
            fen=fen,
            credited_as=fact.credited_as or None,
            first=fact.first,
            second=fact.second,
            how=fact.how,
            reason=fact.reason,
            settled_at=entry.at,
        )


FOLDS: Final[dict[type, Callable[[Any, Entry, Any], None]]] = {
    facts.NoteFound: SettlementBooks.note_found,
    facts.NoteSettled: SettlementBooks.note_settled,
    facts.PaymentSettled: SettlementBooks.payment_settled,
}
