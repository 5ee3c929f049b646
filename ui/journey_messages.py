"""The words of the search by a slip's code, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

JOURNEY_SOURCES: Final[dict[str, str]] = {
    "trace_ask": QT_TRANSLATE_NOOP("messages", "Type a code of the slip: payment no., receipt no., or the case's code."),
    "trace_reading": QT_TRANSLATE_NOOP("messages", "Looking it up in this terminal's ledger …"),
    "trace_nothing": QT_TRANSLATE_NOOP(
        "messages", "This terminal knows no such code. Compare it with the slip: which terminal printed it?"
    ),
    "trace_limit": QT_TRANSLATE_NOOP(
        "messages", "You have looked for many codes within an hour. You can look again in {minutes} min."
    ),
    "trace_older": QT_TRANSLATE_NOOP(
        "messages", "Records before {day} are too old to be looked through here. All of them: by command word, ledger show."
    ),
    "trace_unread": QT_TRANSLATE_NOOP("messages", "The ledger could not be read now. Nothing is lost; please try again."),
    # one record of the journal
    "trace_visit_opened": QT_TRANSLATE_NOOP("messages", "Somebody begins to pay for {number}"),
    "trace_visit_opened_offline": QT_TRANSLATE_NOOP("messages", "Somebody begins to pay for {number}; the line was down"),
    "trace_visit_closed": QT_TRANSLATE_NOOP("messages", "The visit is over"),
    "trace_note_intended": QT_TRANSLATE_NOOP("messages", "Note in escrow, written down before it is taken in"),
    "trace_note_stacked": QT_TRANSLATE_NOOP("messages", "Note in the cash box, by the acceptor's own report"),
    "trace_note_returned": QT_TRANSLATE_NOOP("messages", "Note given back"),
    "trace_note_turned_back": QT_TRANSLATE_NOOP("messages", "Note not wanted; it is to be given back"),
    "trace_note_doubted": QT_TRANSLATE_NOOP("messages", "Where the note is is not known: case {code} ({why})"),
    "trace_note_found": QT_TRANSLATE_NOOP("messages", "Note found by {staff_id}"),
    "trace_settled": QT_TRANSLATE_NOOP("messages", "Decided by {first} and {second}: {outcome}"),
    "trace_outcome_credited": QT_TRANSLATE_NOOP("messages", "credited to the number"),
    "trace_outcome_handed_over": QT_TRANSLATE_NOOP("messages", "handed to the customer"),
    "trace_outcome_not_there": QT_TRANSLATE_NOOP("messages", "looked for, and not there"),
    "trace_outcome_counterfeit": QT_TRANSLATE_NOOP("messages", "counterfeit"),
    "trace_outcome_already_credited": QT_TRANSLATE_NOOP("messages", "the centre had it already"),
    "trace_card_attempted": QT_TRANSLATE_NOOP("messages", "Card sale begins"),
    "trace_card_held": QT_TRANSLATE_NOOP("messages", "The bank has approved; the approval is written down"),
    "trace_card_charged": QT_TRANSLATE_NOOP("messages", "Card ending in {last4} charged"),
    "trace_card_uncharged": QT_TRANSLATE_NOOP("messages", "Nothing was taken from the card ({code})"),
    "trace_card_doubted": QT_TRANSLATE_NOOP("messages", "The end of the card sale was not seen: case {code}"),
    "trace_card_undecided": QT_TRANSLATE_NOOP("messages", "The card terminal can't tell; two persons decide: case {code}"),
    "trace_card_settled_charged": QT_TRANSLATE_NOOP("messages", "Decided by {first} and {second}: the card was charged"),
    "trace_card_settled_not": QT_TRANSLATE_NOOP("messages", "Decided by {first} and {second}: the payer has the money"),
    "trace_card_reversing": QT_TRANSLATE_NOOP("messages", "The charge is to be taken back"),
    "trace_card_reversed": QT_TRANSLATE_NOOP("messages", "The charge went back to the card"),
    "trace_card_not_reversed": QT_TRANSLATE_NOOP("messages", "The charge can't be taken back; it is owed ({code})"),
    "trace_payment_accepted": QT_TRANSLATE_NOOP("messages", "Payment {payment} ({tender}) is written, waits to be posted"),
    "trace_payment_posted": QT_TRANSLATE_NOOP("messages", "Posted by the centre: receipt no. {receipt_number}"),
    "trace_payment_owed": QT_TRANSLATE_NOOP("messages", "Refused by the centre, the money is owed ({why})"),
    "trace_payment_doubted": QT_TRANSLATE_NOOP("messages", "The centre contradicts this terminal ({why})"),
    "trace_sms": QT_TRANSLATE_NOOP("messages", "Text message: {state}"),
    "trace_reopened": QT_TRANSLATE_NOOP("messages", "The line is open again"),
    "trace_printing": QT_TRANSLATE_NOOP("messages", "Printing begins"),
    "trace_printed": QT_TRANSLATE_NOOP("messages", "Slip: {outcome} {cause}"),
}
