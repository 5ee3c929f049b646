"""The words of the way into asking, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

ENQUIRY_SOURCES: Final[dict[str, str]] = {
    # a proof
    "secret_wrong": QT_TRANSLATE_NOOP("messages", "That was not right. Please enter it again. Tries left: {tries}."),
    "secret_wrong_last": QT_TRANSLATE_NOOP(
        "messages", "That was not right, and it was the last try. Please choose once more how to prove it."
    ),
    "account_locked": QT_TRANSLATE_NOOP(
        "messages",
        "Too many wrong tries: locked until {until}. Please use the other way, or ask at the counter. "
        "Paying works as usual.",
    ),
    "password_refused": QT_TRANSLATE_NOOP(
        "messages", "This password is too simple to be safe, so it is not taken. Please use a text code instead."
    ),
    "token_over": QT_TRANSLATE_NOOP(
        "messages", "For your safety the time for asking is over. Please prove once more that it is your number."
    ),
    "challenge_over": QT_TRANSLATE_NOOP(
        "messages", "The time to enter it is over. Please choose once more how to prove it."
    ),
    "asked_too_often": QT_TRANSLATE_NOOP(
        "messages", "That was asked too often. Please wait {seconds} seconds and try again."
    ),
    "sms_unreachable": QT_TRANSLATE_NOOP(
        "messages", "This number can't get texts now. Please use the service password, or ask at the counter."
    ),
    "proof_given": QT_TRANSLATE_NOOP("messages", "Already given"),
    # an answer
    "month_not_kept": QT_TRANSLATE_NOOP(
        "messages", "The centre no longer keeps this month. Please choose a later one, or ask at the counter."
    ),
    "account_refused": QT_TRANSLATE_NOOP(
        "messages", "Nothing can be shown for this number here. Please check the number, or ask at the counter."
    ),
    "centre_silent_asking": QT_TRANSLATE_NOOP(
        "messages", "The centre did not answer. Nothing was changed. Please try again in a moment."
    ),
    "clock_wrong": QT_TRANSLATE_NOOP(
        "messages",
        "The clock of this terminal is wrong, so the centre does not answer it. Nothing was changed. "
        "Please tell the staff, or use another terminal.",
    ),
    "terminal_refused": QT_TRANSLATE_NOOP(
        "messages",
        "The centre does not accept this terminal now. Nothing was changed. "
        "Please tell the staff, or use another terminal.",
    ),
    "ask_offline": QT_TRANSLATE_NOOP(
        "messages", "The line to the centre is down: asking is not possible now. You can still pay."
    ),
    "no_catalogue": QT_TRANSLATE_NOOP(
        "messages", "The list of services could not be fetched yet. You can pay now; please come back later to ask."
    ),
    "not_offered": QT_TRANSLATE_NOOP(
        "messages", "This is not offered right now. Please choose another service, or ask at the counter."
    ),
    # a copy of a receipt
    "receipt_no_such_day": QT_TRANSLATE_NOOP(
        "messages", "There is no such day. The number begins with the day of the payment: year, month and day."
    ),
    "receipt_mistyped": QT_TRANSLATE_NOOP(
        "messages", "This can't be the number: one character is wrong. Please compare it with the slip or the text."
    ),
    "no_such_receipt": QT_TRANSLATE_NOOP(
        "messages",
        "No receipt has this number. Please compare it with the slip or the text. A payment still to be posted gets its "
        "number by text afterwards.",
    ),
    "copies_used_up": QT_TRANSLATE_NOOP(
        "messages", "This receipt has been printed again too often. The counter can help; the receipt's number stays good."
    ),
    "copy_silent": QT_TRANSLATE_NOOP(
        "messages",
        "The centre did not answer: no copy now. Please keep the number and try again later. A payment still to be "
        "posted gets its number by text afterwards.",
    ),
    "receipt_needs_code": QT_TRANSLATE_NOOP("messages", "A copy of a receipt needs a text code."),
    "sms_unreachable_for_receipt": QT_TRANSLATE_NOOP(
        "messages",
        "This number can't get texts now. Please print the copy by the number on the slip, or ask at the counter.",
    ),
    # paper
    "printer_out": QT_TRANSLATE_NOOP(
        "messages", "The printer can't print right now. Nothing was printed or charged. Please ask the staff. Code {code}"
    ),
    "print_failed": QT_TRANSLATE_NOOP(
        "messages", "The slip was not printed whole. Nothing was charged. Please try again, or ask the staff. Code {code}"
    ),
    "print_unknown": QT_TRANSLATE_NOOP(
        "messages", "The printer did not answer. Please check that the slip is whole; if not, ask the staff."
    ),
    "slip_drawn_back": QT_TRANSLATE_NOOP(
        "messages", "The slip was drawn back in. You can print it again; it is marked as a copy."
    ),
    "slip_in_the_mouth": QT_TRANSLATE_NOOP("messages", "Your slip is still in the printer's mouth. Please pull it out."),
    "left_out": QT_TRANSLATE_NOOP(
        "messages", "{count} records do not fit on one slip and are left out. Choose a day or a kind to print fewer."
    ),
}
