"""The journal's facts in plain lines for a person, and free texts made fit to be shown (trust.md S7, S8).

Ids that this terminal made are shown as they are: people find a payment by them. Every other text may hold anything.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from kiosk import facts
from kiosk.card import CardApproval, ticket
from kiosk.flow.paying import note_code
from kiosk.masking import masked
from kiosk.money import price_text
from kiosk.money_reasons import MoneyReason
from kiosk.open_money import Settlement
from offline_queue.journal_facts import PaymentAcceptedSealed, SealedFact, VisitOpenedSealed

_OfAttempt = (
    facts.CardAttempted
    | facts.CardHeld
    | facts.CardCharged
    | facts.CardUncharged
    | facts.CardDoubted
    | facts.CardUndecided
    | facts.CardSettledFact
    | facts.CardReversalIntended
    | facts.CardReversed
    | facts.CardReversalFailed
)


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
    parts = [f"{count} × {price_text(note)}" for note, count in counted]
    if fact.card is not None:
        parts.append(f"{price_text(fact.card.amount)} {_by(fact.card.approval)}")
    whose = masked(fact.account.masked)
    return (
        f"payment {fact.payment_id} of {price_text(fact.amount)} ({', '.join(parts)}) is accepted for {whose} and waits to "
        "be posted"
    )


def _payment_posted(fact: facts.PaymentPosted) -> str:
    where = f"receipt {masked(fact.receipt_number)}, the centre's id {masked(fact.central_id)}"
    return f"payment {fact.payment_id} is posted: {where}, balance after it {price_text(fact.balance_after)}"


def _confirmation(fact: facts.ConfirmationProgressed) -> str:
    return f"payment {fact.payment_id}: SMS {fact.sms.value}, reopening {fact.reopening.value}"


def _receipt_ended(fact: facts.ReceiptEnded) -> str:
    return f"the printer says: {masked(fact.outcome)}{f' ({masked(fact.cause)})' if fact.cause else ''}"


def _attempted(fact: facts.CardAttempted) -> str:
    before = fact.before
    last = "no transaction" if before is None else f"receipt {masked(before.receipt)}, trace {masked(before.trace)}"
    return (
        f"{_attempt(fact)} of {price_text(fact.amount)} begins (ticket {ticket(fact.card_seq)}, terminal "
        f"{masked(fact.terminal_id)}, which had {last} last): order written, a card may be charged"
    )


def _charged(fact: facts.CardCharged) -> str:
    approval = fact.approval
    where = f"receipt {masked(approval.receipt)}, trace {masked(approval.trace)}, code {masked(approval.auth_code)}"
    return f"{_attempt(fact)} has charged {price_text(approval.amount)} {_by(approval)}: {where}"


def _settled(fact: facts.CardSettledFact) -> str:
    verdict = "the charge stands" if fact.charged else "the payer has the money: not charged, or given back"
    return f"{_attempt(fact)} is settled by {masked(fact.by)} and {masked(fact.second)}: {verdict} ({masked(fact.reason)})"


_OUTCOMES: Final = {
    Settlement.CREDITED: "credited to the confirmed number",
    Settlement.HANDED_OVER: "handed over to the customer",
    Settlement.NOT_THERE: "not there, after it was looked for",
    Settlement.COUNTERFEIT: "counterfeit",
    Settlement.ALREADY_CREDITED: "credited already, by the centre's books",
}


_DOUBTS: Final[dict[str, str]] = {
    MoneyReason.SILENT: "told to stack, and the acceptor knows nothing of it",
    MoneyReason.OVERTAKEN: "another note was told to stack after it",
    MoneyReason.CHEATED: "fished out, the acceptor says",
}


def _decided(what: str, fact: facts.NoteSettled | facts.PaymentSettled) -> str:
    outcome = _OUTCOMES[fact.outcome] + (f" as {fact.credited_as}" if fact.credited_as else "")
    who = f"{masked(fact.first)} and {masked(fact.second)} ({fact.how})"
    return f"{what} is settled by {who}: {outcome} ({masked(fact.reason)})"


def _found(fact: facts.NoteFound) -> str:
    whose = "" if fact.visit_id else ", and nobody can say whose it is"
    place = f"{masked(fact.place)}{whose}"
    return f"{_note(fact.note_id)} of {price_text(fact.denomination)} is found by {masked(fact.staff_id)}: {place}"


def _given_back(fact: facts.NoteGivenBack) -> str:
    value = "" if fact.denomination is None else f" of {price_text(fact.denomination)}"
    return f"a note{value} that this run had not sent back went back to the customer, by the acceptor's report"


def _ended(code: str) -> str:
    return f" (code {masked(code)})" if code else ""


def _by(approval: CardApproval) -> str:
    """The card, as far as anybody may know it: its last four digits."""
    last4 = f" ending in {masked(approval.last4[-4:])}" if approval.last4 else ""
    return f"by {masked(approval.card_name) or 'card'}{last4}"


def _attempt(fact: _OfAttempt) -> str:
    return f"card attempt {note_code(fact.attempt_id)}"


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
    facts.NoteTurnedBack: lambda fact: (
        f"{_note(fact.note_id)} of {price_text(fact.denomination)} is not wanted: it goes back from escrow"
    ),
    facts.NoteGivenBack: _given_back,
    facts.NoteDoubted: lambda fact: f"{_note(fact.note_id)} is in doubt: {_DOUBTS.get(fact.reason) or masked(fact.reason)}",
    facts.StackedReportRepeated: lambda fact: f"the acceptor reported {_note(fact.note_id)} again: not credited twice",
    PaymentAcceptedSealed: _payment_accepted,
    facts.PaymentPosted: _payment_posted,
    facts.PaymentOwed: lambda fact: f"payment {fact.payment_id} was refused, the money is owed: {masked(fact.problem)}",
    facts.PaymentDoubted: lambda fact: f"payment {fact.payment_id} is in doubt: {masked(fact.problem)}",
    facts.ConfirmationProgressed: _confirmation,
    facts.CardAttempted: _attempted,
    facts.CardHeld: lambda fact: (
        f"{_attempt(fact)} is approved, {_by(fact.approval)}: recorded, the terminal has still to finish"
    ),
    facts.CardCharged: _charged,
    facts.CardUncharged: lambda fact: f"{_attempt(fact)} took nothing: {masked(fact.problem)}{_ended(fact.code)}",
    facts.CardDoubted: lambda fact: f"{_attempt(fact)} is in doubt: {masked(fact.reason)}",
    facts.CardUndecided: lambda fact: f"{_attempt(fact)} waits for two persons: {masked(fact.detail)}",
    facts.CardSettledFact: _settled,
    facts.CardReversalIntended: lambda fact: f"{_attempt(fact)}: the charge is to go back to the card, order written",
    facts.CardReversed: lambda fact: f"{_attempt(fact)}: the charge went back to the card{_ended(fact.code)}",
    facts.CardReversalFailed: lambda fact: (
        f"{_attempt(fact)}: the charge can't go back to the card, it stays owed{_ended(fact.code)}"
    ),
    facts.NoteFound: _found,
    facts.NoteSettled: lambda fact: _decided(_note(fact.note_id), fact),
    facts.PaymentSettled: lambda fact: _decided(f"payment {fact.payment_id}", fact),
    facts.ReceiptStarted: lambda fact: f"a slip for {fact.payment_id} goes to the printer",
    facts.ReceiptEnded: _receipt_ended,
}


def line_of(fact: SealedFact) -> str:
    """Of a fact that belongs to a visit; numbers masked, printable."""
    return visible(_LINES[type(fact)](fact))
