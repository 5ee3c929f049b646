"""The words of paying by card, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

CARD_SOURCES: Final[dict[str, str]] = {
    "recovering_card": QT_TRANSLATE_NOOP(
        "messages",
        "The terminal was interrupted while {amount} was being charged to a card for {number}. "
        "Now asking the card terminal what became of it. Please wait, and do not pay again.",
    ),
    # home and method
    "notice_card_out": QT_TRANSLATE_NOOP(
        "messages", "Bank cards can't be used right now. Cash works as usual. Code {code}"
    ),
    "method_card_not_fitted": QT_TRANSLATE_NOOP("messages", "This terminal takes no bank cards."),
    "method_card_unavailable": QT_TRANSLATE_NOOP("messages", "Bank cards can't be used right now. Code {code}"),
    "method_card_needs_line": QT_TRANSLATE_NOOP("messages", "Bank cards can't be used while the line is down."),
    "method_card_needs_printer": QT_TRANSLATE_NOOP("messages", "Bank cards can't be used while no receipt can be printed."),
    "method_card_in_doubt": QT_TRANSLATE_NOOP(
        "messages", "Bank cards are paused until an earlier card payment has been cleared up."
    ),
    "method_card_nothing_left": QT_TRANSLATE_NOOP("messages", "Nothing is left to pay."),
    "method_card_note_moving": QT_TRANSLATE_NOOP("messages", "A note is still on its way."),
    # what the card terminal wants now: the instruction, and what helps to follow it
    "card_step_starting": QT_TRANSLATE_NOOP("messages", "Waking the card terminal"),
    "card_hint_starting": QT_TRANSLATE_NOOP("messages", "Please have your card ready."),
    "card_step_present": QT_TRANSLATE_NOOP("messages", "Insert your card, or hold it to the terminal"),
    "card_hint_present": QT_TRANSLATE_NOOP("messages", "If you insert it, leave it in until you are asked to take it."),
    "card_step_choose": QT_TRANSLATE_NOOP("messages", "Please choose on the card terminal"),
    "card_hint_choose": QT_TRANSLATE_NOOP("messages", "Read its small display and use its keys."),
    "card_step_pin": QT_TRANSLATE_NOOP("messages", "Enter your PIN on the card terminal"),
    "card_hint_pin": QT_TRANSLATE_NOOP(
        "messages", "Look at its keys, not at this screen. Cover them with your hand, then press the green key."
    ),
    "card_step_bank": QT_TRANSLATE_NOOP("messages", "The bank is being asked"),
    "card_hint_bank": QT_TRANSLATE_NOOP(
        "messages", "Please wait, and leave the card where it is. It can't be cancelled now."
    ),
    "card_step_wait": QT_TRANSLATE_NOOP("messages", "One moment, please"),
    "card_hint_wait": QT_TRANSLATE_NOOP("messages", "The card terminal is at work. Please leave the card where it is."),
    "card_step_approved": QT_TRANSLATE_NOOP("messages", "The bank agrees"),
    "card_hint_approved": QT_TRANSLATE_NOOP("messages", "The card terminal is finishing. Please wait a moment."),
    "card_step_remove": QT_TRANSLATE_NOOP("messages", "Please take your card back"),
    "card_hint_remove": QT_TRANSLATE_NOOP("messages", "Then we go on by ourselves."),
    "card_step_undoing": QT_TRANSLATE_NOOP("messages", "The charge is being taken back"),
    "card_hint_undoing": QT_TRANSLATE_NOOP("messages", "The card terminal does it by itself. Please wait for the result."),
    "card_step_checking": QT_TRANSLATE_NOOP("messages", "Checking what happened"),
    "card_hint_checking": QT_TRANSLATE_NOOP(
        "messages", "We lost the card terminal's answer and are asking it. Please wait, and do not pay again."
    ),
    # why a card was not charged, and what to do
    "card_problem_cancelled": QT_TRANSLATE_NOOP("messages", "The card payment was cancelled."),
    "card_advice_cancelled": QT_TRANSLATE_NOOP("messages", "You can try again, or pay in another way."),
    "card_problem_timed_out": QT_TRANSLATE_NOOP("messages", "The card terminal waited, and nothing came."),
    "card_advice_timed_out": QT_TRANSLATE_NOOP("messages", "Please have the card ready, and try again."),
    "card_problem_unreadable": QT_TRANSLATE_NOOP("messages", "The card could not be read."),
    "card_advice_unreadable": QT_TRANSLATE_NOOP(
        "messages", "Please try again with the chip forward and up, or use another card."
    ),
    "card_problem_not_supported": QT_TRANSLATE_NOOP("messages", "This kind of card isn't taken here."),
    "card_advice_not_supported": QT_TRANSLATE_NOOP("messages", "Please use another card, or pay in another way."),
    "card_problem_expired": QT_TRANSLATE_NOOP("messages", "This card has expired."),
    "card_advice_expired": QT_TRANSLATE_NOOP("messages", "Please use another card, or pay in another way."),
    "card_problem_wrong_pin": QT_TRANSLATE_NOOP("messages", "The PIN was wrong."),
    "card_advice_wrong_pin": QT_TRANSLATE_NOOP("messages", "Please think it over, then try again or use another card."),
    "card_problem_pin_blocked": QT_TRANSLATE_NOOP("messages", "The PIN was wrong too often."),
    "card_advice_pin_blocked": QT_TRANSLATE_NOOP(
        "messages", "Please use another card. Only your bank can unlock this one."
    ),
    "card_problem_funds": QT_TRANSLATE_NOOP("messages", "There isn't enough money on this card."),
    "card_advice_funds": QT_TRANSLATE_NOOP("messages", "Please use another card, or pay in another way."),
    "card_problem_limit": QT_TRANSLATE_NOOP("messages", "This is more than the card may pay."),
    "card_advice_limit": QT_TRANSLATE_NOOP("messages", "Please use another card, or pay in another way."),
    "card_problem_declined": QT_TRANSLATE_NOOP("messages", "The bank declined the payment."),
    "card_advice_declined": QT_TRANSLATE_NOOP(
        "messages", "Your bank can tell you why. Please use another card, or pay in another way."
    ),
    "card_problem_bank_silent": QT_TRANSLATE_NOOP("messages", "The bank could not be reached."),
    "card_advice_bank_silent": QT_TRANSLATE_NOOP("messages", "Please try again in a minute, or pay in another way."),
    "card_problem_terminal": QT_TRANSLATE_NOOP("messages", "The card terminal can't do it right now."),
    "card_advice_terminal": QT_TRANSLATE_NOOP("messages", "Please pay in another way, or ask the staff."),
    "card_problem_not_charged": QT_TRANSLATE_NOOP(
        "messages", "The card payment was interrupted. We have asked the card terminal: nothing was taken."
    ),
    "card_advice_not_charged": QT_TRANSLATE_NOOP("messages", "You can try again, or pay in another way."),
    "card_problem_taken_back": QT_TRANSLATE_NOOP(
        "messages", "The card payment was interrupted. The card terminal has undone it."
    ),
    "card_advice_taken_back": QT_TRANSLATE_NOOP(
        "messages", "Your bank may show both for a while; they cancel out. You can try again."
    ),
    # the result
    "result_card_in_doubt": QT_TRANSLATE_NOOP(
        "messages",
        "It isn't known yet whether {amount} was taken from the card. We find out by ourselves, mostly within minutes: "
        "a charge is then credited or undone. Please do not pay again. Code {code}",
    ),
    "result_card_undecided": QT_TRANSLATE_NOOP(
        "messages",
        "Nobody can tell yet whether {amount} was taken from the card. The staff settle it by the bank's statement, "
        "within days: a charge is credited or given back. Code {code}",
    ),
    "result_card_not_charged": QT_TRANSLATE_NOOP(
        "messages", "We have asked the card terminal: nothing was taken from the card, and nothing was paid."
    ),
    "posting_card_open": QT_TRANSLATE_NOOP("messages", "Posted if the card was charged"),
    "posting_card_none": QT_TRANSLATE_NOOP("messages", "Not posted; nothing was paid"),
    "posting_card_back": QT_TRANSLATE_NOOP("messages", "Not posted; the card has its money back"),
    "result_card_taken_back": QT_TRANSLATE_NOOP(
        "messages",
        "The centre refused the payment. The card terminal has given {amount} back to the card. Nothing is lost.",
    ),
    "result_owed_card_back": QT_TRANSLATE_NOOP(
        "messages",
        "The centre refused the payment. {amount} goes back to the card; what went in as notes is recorded as owed to you. "
        "Please show the payment number at the counter. Code {code}",
    ),
}
