"""The words of the page of open money, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

SETTLING_SOURCES: Final[dict[str, str]] = {
    "console_page_open_money": QT_TRANSLATE_NOOP("messages", "Open money"),
    "money_tile": QT_TRANSLATE_NOOP("messages", "two people decide"),
    "act_settle_money": QT_TRANSLATE_NOOP("messages", "Decide about a note or a payment"),
    "act_find_note": QT_TRANSLATE_NOOP("messages", "Record a note that was found"),
    # the list
    "money_sum": QT_TRANSLATE_NOOP("messages", "{count} wait for a decision: {amount}"),
    "money_none": QT_TRANSLATE_NOOP("messages", "Nothing is open: every note and every payment is where it should be."),
    "money_unread": QT_TRANSLATE_NOOP("messages", "The ledger could not be read now. Nothing is lost; please try again."),
    "money_moved": QT_TRANSLATE_NOOP(
        "messages", "Something has changed meanwhile, and the list was read again. Please look once more."
    ),
    "money_page": QT_TRANSLATE_NOOP("messages", "page {page} of {pages}"),
    "money_no_number": QT_TRANSLATE_NOOP("messages", "no number"),
    "money_since": QT_TRANSLATE_NOOP("messages", "since {at}"),
    "money_waits": QT_TRANSLATE_NOOP(
        "messages", "Not yet: its visit is not over, or its card part is still on its way back. Look again later."
    ),
    # what it is
    "money_note_in_doubt": QT_TRANSLATE_NOOP("messages", "Note in doubt"),
    "money_note_paid_in_doubt": QT_TRANSLATE_NOOP("messages", "Paid note that is missing"),
    "money_note_unassigned": QT_TRANSLATE_NOOP("messages", "Note of no payer"),
    "money_note_found": QT_TRANSLATE_NOOP("messages", "Note that was found"),
    "money_payment_owed": QT_TRANSLATE_NOOP("messages", "Payment refused, owed"),
    "money_payment_in_doubt": QT_TRANSLATE_NOOP("messages", "Payment in doubt"),
    "why_silent": QT_TRANSLATE_NOOP("messages", "the acceptor never said where it is"),
    "why_cheated": QT_TRANSLATE_NOOP("messages", "fished out, the acceptor says"),
    "why_path": QT_TRANSLATE_NOOP("messages", "found while a jam was cleared"),
    "why_not_found": QT_TRANSLATE_NOOP("messages", "the centre has no such number"),
    "why_restricted": QT_TRANSLATE_NOOP("messages", "the number takes no payments"),
    "why_too_much": QT_TRANSLATE_NOOP("messages", "more than the centre takes in one payment"),
    "why_not_understood": QT_TRANSLATE_NOOP("messages", "the centre could not read it"),
    "why_billing": QT_TRANSLATE_NOOP("messages", "billing refused it"),
    "why_contradicted": QT_TRANSLATE_NOOP("messages", "the centre has something else under this code"),
    "why_charge_twice": QT_TRANSLATE_NOOP("messages", "another payment has brought this card charge"),
    # what became of it
    "money_ask": QT_TRANSLATE_NOOP("messages", "What became of it?"),
    "money_credited": QT_TRANSLATE_NOOP("messages", "Credit it to the number"),
    "money_note_credited": QT_TRANSLATE_NOOP("messages", "a payment of its own, with an SMS"),
    "money_handed_over": QT_TRANSLATE_NOOP("messages", "Hand it to the customer"),
    "money_note_handed_over": QT_TRANSLATE_NOOP("messages", "from the hall's till, against a signature"),
    "money_not_there": QT_TRANSLATE_NOOP("messages", "There is no such note"),
    "money_note_not_there": QT_TRANSLATE_NOOP("messages", "looked for, counted, not found"),
    "money_counterfeit": QT_TRANSLATE_NOOP("messages", "It is counterfeit"),
    "money_note_counterfeit": QT_TRANSLATE_NOOP("messages", "found, and no money"),
    "money_already_credited": QT_TRANSLATE_NOOP("messages", "The centre has it already"),
    "money_note_already_credited": QT_TRANSLATE_NOOP("messages", "seen on the hall page under this code"),
    # why
    "money_ask_why": QT_TRANSLATE_NOOP("messages", "How do you know?"),
    "reason_found_in_box": QT_TRANSLATE_NOOP("messages", "It is in the box"),
    "reason_found_in_path": QT_TRANSLATE_NOOP("messages", "It lay in the path"),
    "reason_number_works_again": QT_TRANSLATE_NOOP("messages", "The number takes payments again"),
    "reason_customer_has_slip": QT_TRANSLATE_NOOP("messages", "The customer has the slip"),
    "reason_customer_known_to_hall": QT_TRANSLATE_NOOP("messages", "The hall knows the customer"),
    "reason_box_counted": QT_TRANSLATE_NOOP("messages", "The box was counted"),
    "reason_path_searched": QT_TRANSLATE_NOOP("messages", "The path was searched"),
    "reason_bank_says_so": QT_TRANSLATE_NOOP("messages", "The bank says so"),
    "reason_looks_false": QT_TRANSLATE_NOOP("messages", "It looks false"),
    "reason_hall_page_shows_it": QT_TRANSLATE_NOOP("messages", "The hall page shows it"),
    # a note that was found
    "money_ask_value": QT_TRANSLATE_NOOP("messages", "Which note do you hold?"),
    "money_ask_whose": QT_TRANSLATE_NOOP("messages", "Whose may it be? Compare with the time of the jam."),
    "money_ask_nobody": QT_TRANSLATE_NOOP("messages", "No note of this value is missing here."),
    "money_whose_doubt": QT_TRANSLATE_NOOP("messages", "in doubt since {at}"),
    "money_whose_back": QT_TRANSLATE_NOOP("messages", "said to be given back {at}"),
    # settled
    "money_done_credited": QT_TRANSLATE_NOOP("messages", "Credited as {payment}. The customer gets an SMS."),
    "money_done_handed_over": QT_TRANSLATE_NOOP("messages", "Hand the money over now, and let the customer sign the slip."),
    "money_done_not_there": QT_TRANSLATE_NOOP("messages", "Written down: there is no such note."),
    "money_done_counterfeit": QT_TRANSLATE_NOOP("messages", "Written down. Keep the note with the slip for the bank."),
    "money_done_already_credited": QT_TRANSLATE_NOOP("messages", "Written down: the centre had credited it."),
    "money_by": QT_TRANSLATE_NOOP("messages", "{first} and {second}"),
}
