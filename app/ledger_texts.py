"""The journal's facts in plain lines for a person, and free texts made fit to be shown (trust.md S7, S8).

Ids that this terminal made are shown as they are: people find a payment by them. Every other text may hold anything.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from kiosk import facts
from kiosk.flow.paying import note_code
from kiosk.masking import masked
from kiosk.money import price_text
from offline_queue.journal_facts import PaymentAcceptedSealed, SealedFact, VisitOpenedSealed


def visible(text: str) -> str:
    """What does not print, line breaks and marks that turn the direction of writing among it, as ``\\x1b``."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)


def _visit_opened(fact: VisitOpenedSealed) -> str:
    offline = "; the centre could not be reached" if fact.offline else ""
    receipt = "" if fact.receipt_expected else "; the customer agreed to no receipt"
    to_pay = price_text(fact.amount_to_pay)
    return f"a visit begins for {masked(fact.account.masked)} ({fact.account.kind}), {to_pay} to pay{offline}{receipt}"


def _note_stacked(fact: facts.NoteStackedFact) -> str:
    nobody = "" if fact.visit_id else ", with no visit open: nobody is credited"
    return f"{_note(fact.note_id)} of {price_text(fact.denomination)} is in the cash box by the acceptor's report{nobody}"


def _payment_accepted(fact: PaymentAcceptedSealed) -> str:
    counted = sorted(Counter(fact.notes).items(), reverse=True)
    notes = ", ".join(f"{count} × {price_text(note)}" for note, count in counted)
    whose = masked(fact.account.masked)
    return (
        f"payment {fact.payment_id} of {price_text(fact.amount)} ({notes}) is accepted for {whose} and waits to be posted"
    )


def _payment_posted(fact: facts.PaymentPosted) -> str:
    where = f"receipt {masked(fact.receipt_number)}, the centre's id {masked(fact.central_id)}"
    return f"payment {fact.payment_id} is posted: {where}, balance after it {price_text(fact.balance_after)}"


def _confirmation(fact: facts.ConfirmationProgressed) -> str:
    return f"payment {fact.payment_id}: SMS {fact.sms.value}, reopening {fact.reopening.value}"


def _receipt_ended(fact: facts.ReceiptEnded) -> str:
    return f"the printer says: {masked(fact.outcome)}{f' ({masked(fact.cause)})' if fact.cause else ''}"


def _note(note_id: str) -> str:
    return f"note {note_code(note_id)}"


_LINES: Final[dict[type, Callable[[Any], str]]] = {
    VisitOpenedSealed: _visit_opened,
    facts.VisitClosed: lambda fact: f"the visit ends: {fact.end.value}",
    facts.NoteIntended: lambda fact: (
        f"{_note(fact.note_id)} of {price_text(fact.denomination)} is in escrow: intent written, the acceptor may stack it"
    ),
    facts.NoteStackedFact: _note_stacked,
    facts.NoteReturnedFact: lambda fact: f"{_note(fact.note_id)} went back to the customer",
    facts.NoteDoubted: lambda fact: f"{_note(fact.note_id)} is in doubt: {masked(fact.reason)}",
    facts.StackedReportRepeated: lambda fact: f"the acceptor reported {_note(fact.note_id)} again: not credited twice",
    PaymentAcceptedSealed: _payment_accepted,
    facts.PaymentPosted: _payment_posted,
    facts.PaymentOwed: lambda fact: f"payment {fact.payment_id} was refused, the money is owed: {masked(fact.problem)}",
    facts.PaymentDoubted: lambda fact: f"payment {fact.payment_id} is in doubt: {masked(fact.problem)}",
    facts.ConfirmationProgressed: _confirmation,
    facts.ReceiptStarted: lambda fact: f"a slip for {fact.payment_id} goes to the printer",
    facts.ReceiptEnded: _receipt_ended,
}


def line_of(fact: SealedFact) -> str:
    """Of a fact that belongs to a visit; numbers masked, printable."""
    return visible(_LINES[type(fact)](fact))
