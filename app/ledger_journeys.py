"""One payment's or note's whole journey, and the last payments, picked from the journal's records in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk import facts
from kiosk.flow.paying import note_code
from kiosk.money import Fen
from offline_queue.journal import Row
from offline_queue.journal_facts import Entry, PaymentAcceptedSealed, SealedFact, VisitOpenedSealed, decode_record

_STATES = {facts.PaymentPosted: "posted", facts.PaymentOwed: "owed", facts.PaymentDoubted: "in doubt"}
_IDS = ("visit_id", "note_id", "payment_id", "job_id")


def find(records: Iterable[Row], code: str) -> set[str]:
    """The ids that ``code`` stands for: a claim code, a note's code or id, or a visit's id. Empty if there is none.

    Walks all records, so that a chain broken further on is told too.
    """
    wanted = code.strip().upper()
    spellings = {code.strip().encode(), wanted.encode(), wanted.lower().encode()}
    found: set[str] = set()
    for _, record, _ in records:
        if not found and any(spelling in record for spelling in spellings):
            found = _named(decode_record(record).fact, wanted)
    return found


def _named(fact: SealedFact, wanted: str) -> set[str]:
    match fact:
        case VisitOpenedSealed(visit_id=visit_id) if visit_id.upper() == wanted:
            return {visit_id}
        case PaymentAcceptedSealed(payment_id=payment_id, visit_id=visit_id) if payment_id.upper() == wanted:
            return {visit_id}
        case facts.NoteIntended(note_id=note_id, visit_id=visit) | facts.NoteStackedFact(note_id=note_id, visit_id=visit):
            if wanted in (note_code(note_id), note_id.upper()):
                return {visit or note_id}
    return set()


def journey(records: Iterable[Row], start: set[str]) -> Iterator[Entry]:
    """Every entry of the visit, its notes, its payments and their slips. A fact that names one known id makes all its
    others known."""
    known = set(start)
    for _, record, _ in records:
        entry = decode_record(record)
        ids = {found for name in _IDS if (found := getattr(entry.fact, name, None))}
        if not ids & known:
            continue
        known |= ids
        note_id = getattr(entry.fact, "note_id", None)
        if note_id:
            known.add(note_code(note_id))  # a slip for an open note carries it in the place of a payment
        yield entry


@dataclass(slots=True)
class PaymentLine:
    """One payment, as far as the journal has come."""

    payment_id: str
    at: str
    account: str  # masked
    amount: Fen
    state: str = "queued"
    receipt_number: str = ""


def last_payments(records: Iterable[Row], count: int) -> list[PaymentLine]:
    """The newest ``count`` payments, oldest first; memory does not grow with the journal."""
    lines: dict[str, PaymentLine] = {}
    for _, record, _ in records:
        fact = decode_record(record).fact
        if isinstance(fact, PaymentAcceptedSealed):
            lines[fact.payment_id] = PaymentLine(fact.payment_id, fact.accepted_at, fact.account.masked, fact.amount)
            if len(lines) > count:
                del lines[next(iter(lines))]
        elif isinstance(fact, facts.PaymentPosted | facts.PaymentOwed | facts.PaymentDoubted):
            line = lines.get(fact.payment_id)
            if line is not None and line.state == "queued":  # the first definite answer stays
                line.state = _STATES[type(fact)]
                line.receipt_number = getattr(fact, "receipt_number", "")
    return list(lines.values())
