"""The whole journey of a payment, note or card attempt, and the last payments, picked from the journal's records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk import facts, receipt_number
from kiosk.base32 import meant
from kiosk.flow.paying import note_code
from kiosk.money import Fen
from offline_queue.journal import Row
from offline_queue.journal_facts import Entry, PaymentAcceptedSealed, SealedFact, VisitOpenedSealed, decode_record

_STATES = {facts.PaymentPosted: "posted", facts.PaymentOwed: "owed", facts.PaymentDoubted: "in doubt"}
_IDS = ("visit_id", "note_id", "payment_id", "job_id", "attempt_id")

_WITH_CODE = ("note_id", "attempt_id")  # a slip for an open one carries its code in the place of a payment


def find(records: Iterable[Row], code: str) -> set[str]:
    """The ids that ``code`` stands for: a claim code, a note's or card attempt's code or id, a visit's id. Empty: there is
    none.

    Walks all records, so that a chain broken further on is told too.
    """
    wanted = code.strip().upper()
    spellings = {code.strip().encode(), wanted.encode(), wanted.lower().encode()}
    found: set[str] = set()
    for _, record, _ in records:
        if not found and any(spelling in record for spelling in spellings):
            found = _named(decode_record(record).fact, wanted)
    return found


def of_receipt(records: Iterable[Row], number: str) -> str:
    """The payment whose receipt has this number, as a person types it; empty: there is none."""
    wanted = receipt_number.written(meant(number))
    found = ""
    for _, record, _ in records:
        if not found and wanted.encode() in record:
            fact = decode_record(record).fact
            if isinstance(fact, facts.PaymentPosted) and fact.receipt_number == wanted:
                found = fact.payment_id
    return found


def _named(fact: SealedFact, wanted: str) -> set[str]:
    match fact:
        case VisitOpenedSealed(visit_id=visit_id) if visit_id.upper() == wanted:
            return {visit_id}
        case PaymentAcceptedSealed(payment_id=payment_id, visit_id=visit_id) if payment_id.upper() == wanted:
            return {visit_id}
        case (
            facts.NoteIntended(note_id=note_id, visit_id=visit)
            | facts.NoteStackedFact(note_id=note_id, visit_id=visit)
            | facts.NoteFound(note_id=note_id, visit_id=visit)
        ):
            if wanted in (note_code(note_id), note_id.upper()):
                return {visit or note_id}
        case facts.CardAttempted(attempt_id=attempt_id, visit_id=visit_id):
            if wanted in (note_code(attempt_id), attempt_id.upper()):
                return {visit_id}
    return set()


def journey(records: Iterable[Row], start: set[str]) -> Iterator[Entry]:
    """Every entry of the visit, its notes, card attempts, payments and slips. A fact that names one known id makes all its
    others known."""
    known = set(start)
    for _, record, _ in records:
        entry = decode_record(record)
        ids = {found for name in _IDS if (found := getattr(entry.fact, name, None))}
        if not ids & known:
            continue
        known |= ids
        known |= {note_code(open_one) for name in _WITH_CODE if (open_one := getattr(entry.fact, name, None))}
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
    charge: str = ""  # what became of a refused payment's charge


def last_payments(records: Iterable[Row], count: int) -> list[PaymentLine]:
    """The newest ``count`` payments, oldest first; memory does not grow with the journal."""
    lines: dict[str, PaymentLine] = {}
    charged: dict[str, str] = {}  # card attempt → its payment
    for _, record, _ in records:
        fact = decode_record(record).fact
        if isinstance(fact, PaymentAcceptedSealed):
            lines[fact.payment_id] = PaymentLine(fact.payment_id, fact.accepted_at, fact.account.masked, fact.amount)
            if fact.card is not None:
                charged[fact.card.attempt_id] = fact.payment_id
            if len(lines) > count:
                del lines[next(iter(lines))]
                charged = {attempt: payment for attempt, payment in charged.items() if payment in lines}
        elif isinstance(fact, facts.PaymentPosted | facts.PaymentOwed | facts.PaymentDoubted):
            line = lines.get(fact.payment_id)
            if line is not None and line.state == "queued":  # the first definite answer stays
                line.state = _STATES[type(fact)]
                line.receipt_number = getattr(fact, "receipt_number", "")
        elif isinstance(fact, facts.PaymentSettled) and fact.payment_id in lines:
            lines[fact.payment_id].state = f"settled, {fact.outcome.value.replace('_', ' ')}"
        elif isinstance(fact, facts.CardReversed | facts.CardReversalFailed | facts.CardSettledFact):
            line = lines.get(charged.get(fact.attempt_id, ""))
            if line is not None:
                line.charge = _charge_ends(fact)
    return list(lines.values())


def _charge_ends(fact: facts.CardReversed | facts.CardReversalFailed | facts.CardSettledFact) -> str:
    back = isinstance(fact, facts.CardReversed) or (isinstance(fact, facts.CardSettledFact) and not fact.charged)
    return "card charge went back" if back else "card charge stays owed"
