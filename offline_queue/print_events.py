"""What halls hear of a print job: for whom it was, so that it stands in the journey of its payment or visit (contract,
Health of terminals, kind ``print``; field.md X10)."""

from typing import Any, Final

from kiosk import facts
from offline_queue.transaction import Transaction

_OF_STAFF: Final = frozenset({"staff", "TEST"})  # in place of a payment's id, of what was printed for staff or as a test
_CODED: Final = (  # by the code that people have of a note or a card attempt: the beginning of its id, in capitals
    "SELECT visit_id FROM notes WHERE note_id >= ? AND note_id < ?",
    "SELECT visit_id FROM card_attempts WHERE attempt_id >= ? AND attempt_id < ?",
)
_CODE_LETTERS: Final = 8


def print_data(tx: Transaction, fact: facts.ReceiptEnded) -> dict[str, Any]:
    """A technician's own paper is no customer's: halls count the two apart."""
    found = tx.row("SELECT payment_id FROM print_jobs WHERE job_id = ?", (fact.job_id,))
    job, visit_id, row = _whose(tx, str(found[0]) if found is not None else "")
    data: dict[str, Any] = {"job": job, "outcome": fact.outcome, "cause": fact.cause, "paper_mm": fact.paper_mm}
    return data | {"visit_id": visit_id, "id": row}


def _whose(tx: Transaction, of: str) -> tuple[str, str, str]:
    """Job, visit, and the payment's id or the code of an open case; what is not known is empty."""
    if of in _OF_STAFF:
        return "staff", "", ""
    payment = tx.row("SELECT visit_id FROM payments WHERE payment_id = ?", (of,))
    if payment is not None:
        return "receipt", str(payment[0]), of
    if len(of) == _CODE_LETTERS:
        for query in _CODED:
            coded = tx.row(query, (of.lower(), of.lower() + "~"))
            if coded is not None:
                return "slip", str(coded[0] or ""), of
    return ("enquiry", of, "") if of else ("receipt", "", "")
