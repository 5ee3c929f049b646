"""Every ``Message`` id the core may send to the screen, with its English words; translations are made from these by Qt.

Places in braces are filled from ``Message.params``. Each error says what happened, where the money is and what to do
(trust.md U8); the service phone stands in the footer of every page.
"""

import logging
import re
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication

import ui
from kiosk.views import Message
from ui.box_messages import BOX_SOURCES
from ui.card_messages import CARD_SOURCES
from ui.diagnosis_messages import DIAGNOSIS_SOURCES
from ui.enquiry_messages import ENQUIRY_SOURCES
from ui.help_messages import HELP_SOURCES
from ui.journey_messages import JOURNEY_SOURCES
from ui.marked import QT_TRANSLATE_NOOP
from ui.settling_messages import SETTLING_SOURCES
from ui.sheet_messages import SHEET_SOURCES
from ui.staff_messages import STAFF_SOURCES

CONTEXT: Final = "messages"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_PLACE: Final = re.compile(r"{(\w+)}")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")  # RFC 3339: times reach the screen as such
_log = logging.getLogger(__name__)


SOURCES: Final[dict[str, str]] = {
    **CARD_SOURCES,
    **ENQUIRY_SOURCES,
    **HELP_SOURCES,
    **SHEET_SOURCES,
    **STAFF_SOURCES,
    **DIAGNOSIS_SOURCES,
    **BOX_SOURCES,
    **SETTLING_SOURCES,
    **JOURNEY_SOURCES,
    # starting
    "starting": QT_TRANSLATE_NOOP("messages", "Getting ready, one moment please"),
    "recovering_visit": QT_TRANSLATE_NOOP(
        "messages",
        "The terminal was interrupted. {amount} for {number} are safe inside and are being paid in. "
        "Now checking where the last note of {note} is, please wait.",
    ),
    "recovering_note": QT_TRANSLATE_NOOP(
        "messages", "The terminal was interrupted. Now checking where the note of {note} for {number} is, please wait."
    ),
    # the number
    "number_too_short": QT_TRANSLATE_NOOP("messages", "A mobile number has 11 digits. Please enter the rest."),
    "number_not_a_mobile": QT_TRANSLATE_NOOP("messages", "This is not a mobile number. Please check the first digits."),
    "number_repeat_differs": QT_TRANSLATE_NOOP("messages", "The two numbers differ. Please enter the number again."),
    "account_not_found": QT_TRANSLATE_NOOP("messages", "We have no account with this number. Please check each digit."),
    "account_closed": QT_TRANSLATE_NOOP(
        "messages", "This number has been closed. Nothing was charged. To settle old debts, please ask at the counter."
    ),
    "account_ported_out": QT_TRANSLATE_NOOP(
        "messages", "This number has moved to another operator. Nothing was charged. Please pay there."
    ),
    "account_recycled": QT_TRANSLATE_NOOP(
        "messages", "This number was given back and waits for a new owner. Nothing was charged. Please check each digit."
    ),
    "account_restricted": QT_TRANSLATE_NOOP(
        "messages", "This number can't be paid here. Nothing was charged. Please ask at the counter."
    ),
    "rate_limited": QT_TRANSLATE_NOOP("messages", "Too many numbers were looked up. Please wait a minute and try again."),
    "centre_silent_retry": QT_TRANSLATE_NOOP("messages", "The centre did not answer. Please press Next once more."),
    # lamps of the home screen
    "lamp_cash_ok": QT_TRANSLATE_NOOP("messages", "Cash: ready"),
    "lamp_cash_out": QT_TRANSLATE_NOOP("messages", "Cash: not now"),
    "lamp_cash_paused": QT_TRANSLATE_NOOP("messages", "Cash: paused"),
    "lamp_card_ok": QT_TRANSLATE_NOOP("messages", "Card: ready"),
    "lamp_card_out": QT_TRANSLATE_NOOP("messages", "Card: not now"),
    "lamp_card_not_fitted": QT_TRANSLATE_NOOP("messages", "Card: not here"),
    "lamp_printer_ok": QT_TRANSLATE_NOOP("messages", "Receipts: ready"),
    "lamp_printer_low": QT_TRANSLATE_NOOP("messages", "Receipts: paper low"),
    "lamp_printer_out": QT_TRANSLATE_NOOP("messages", "Receipts: not now"),
    "lamp_centre_ok": QT_TRANSLATE_NOOP("messages", "Line: connected"),
    "lamp_centre_out": QT_TRANSLATE_NOOP("messages", "Line: down"),
    # notices of the home screen
    "notice_cash_out": QT_TRANSLATE_NOOP(
        "messages", "Cash can't be taken right now. Please pay by bank card, or ask the staff. Code {code}"
    ),
    "notice_printer_out": QT_TRANSLATE_NOOP(
        "messages", "No receipts right now. You can still pay; the text message is your proof."
    ),
    "notice_offline": QT_TRANSLATE_NOOP(
        "messages",
        "The line to the centre is down. You can still pay: it is posted when the line is back, the text follows.",
    ),
    "notice_nothing_works": QT_TRANSLATE_NOOP(
        "messages", "Nothing can be paid here right now. Please use another terminal or the counter. Code {code}"
    ),
    # the conditions of paying by cash
    "condition_no_change": QT_TRANSLATE_NOOP(
        "messages", "No change is given. Whatever is too much is credited to {number} {name}"
    ),
    "condition_no_receipt": QT_TRANSLATE_NOOP(
        "messages", "No receipt can be printed right now. The text message is your proof."
    ),
    "condition_printer_unsure": QT_TRANSLATE_NOOP("messages", "The receipt may fail. The text message is your proof."),
    "condition_offline": QT_TRANSLATE_NOOP(
        "messages", "The line is down: your payment is posted when it is back; the text follows."
    ),
    "condition_offline_suspended": QT_TRANSLATE_NOOP(
        "messages", "A stopped line is reconnected only when the centre can be reached again."
    ),
    "condition_sms_undeliverable": QT_TRANSLATE_NOOP(
        "messages", "This number can't receive texts now. The confirmation is sent once it is reconnected."
    ),
    "condition_denominations": QT_TRANSLATE_NOOP("messages", "Only the notes shown are taken, one at a time. No coins."),
    "method_cash_unavailable": QT_TRANSLATE_NOOP("messages", "Cash can't be taken right now. Code {code}"),
    "method_cash_limit_reached": QT_TRANSLATE_NOOP(
        "messages", "While the line is down, only {limit} more can be taken in cash. Please pay less or come back later."
    ),
    # while notes go in
    "note_rejected": QT_TRANSLATE_NOOP("messages", "The note came back: {reason} It was not counted."),
    "note_returned_limit": QT_TRANSLATE_NOOP(
        "messages", "The note came back: at most {limit} can be paid at once. It was not counted."
    ),
    "note_returned_closing": QT_TRANSLATE_NOOP(
        "messages", "The note came back: you had already finished. Please take it; it was not counted."
    ),
    "note_returned_unknown": QT_TRANSLATE_NOOP(
        "messages", "The note came back: this kind of note isn't taken here. It was not counted."
    ),
    "note_returned_by_device": QT_TRANSLATE_NOOP("messages", "The note came back. Please take it; it was not counted."),
    "cash_jam": QT_TRANSLATE_NOOP(
        "messages", "A note is stuck. What is shown above is safe. Please don't pull; press Finish and ask the staff."
    ),
    "cash_trouble": QT_TRANSLATE_NOOP(
        "messages",
        "The note slot has stopped. What is shown above is safe. Please press Finish and ask the staff. Code {code}",
    ),
    "cash_note_in_doubt": QT_TRANSLATE_NOOP(
        "messages",
        "Nobody can tell yet where the {amount} note is. "
        "It is recorded, not counted, and the staff will settle it. Code {code}",
    ),
    "cash_paused": QT_TRANSLATE_NOOP("messages", "Please pull the second note out. Only one note at a time."),
    "limit_reached": QT_TRANSLATE_NOOP("messages", "No more can be paid at once. Please press Finish."),
    # a typed amount
    "amount_too_small": QT_TRANSLATE_NOOP("messages", "At least {minimum} must be paid."),
    "amount_too_large": QT_TRANSLATE_NOOP("messages", "At most {maximum} can be paid at once."),
    "amount_not_whole_yuan": QT_TRANSLATE_NOOP("messages", "Please enter whole yuan."),
    # the result
    "result_posting": QT_TRANSLATE_NOOP("messages", "Your money is in and safe. It is being posted now."),
    "result_posted": QT_TRANSLATE_NOOP("messages", "Paid. The money is on the account."),
    "result_recovered": QT_TRANSLATE_NOOP(
        "messages",
        "The terminal was interrupted. Your money is safe and is being paid to this number; please do not pay again.",
    ),
    "result_queued": QT_TRANSLATE_NOOP(
        "messages", "Your money is in and safe. It is posted as soon as the line is back; the text follows. You may go."
    ),
    "result_owed": QT_TRANSLATE_NOOP(
        "messages",
        "The centre refused the payment. Your money is recorded as owed to you. "
        "Please show the payment number at the counter. Code {code}",
    ),
    "result_note_open": QT_TRANSLATE_NOOP(
        "messages",
        "{amount} more is not counted yet: nobody can tell where the note is. "
        "The staff will credit or refund it. Please keep this code: {code}",
    ),
    "result_only_note_open": QT_TRANSLATE_NOOP(
        "messages",
        "Nobody can tell yet where your {amount} is. It is recorded, and the staff will credit or refund it. "
        "Please keep this code: {code}",
    ),
    "result_in_doubt": QT_TRANSLATE_NOOP(
        "messages",
        "We can't tell yet whether it was posted. The amount is recorded and a person will settle it. "
        "Please keep the payment number. Code {code}",
    ),
    "result_sms_waiting": QT_TRANSLATE_NOOP("messages", "A text message is on its way"),
    "result_sms_sent": QT_TRANSLATE_NOOP("messages", "Text message sent"),
    "result_sms_delivered": QT_TRANSLATE_NOOP("messages", "Text message delivered"),
    "result_sms_failed": QT_TRANSLATE_NOOP("messages", "The text message failed; the payment itself counts"),
    "result_sms_undeliverable_until_reopened": QT_TRANSLATE_NOOP(
        "messages", "The text message follows when the line is reconnected"
    ),
    "printer_failed": QT_TRANSLATE_NOOP(
        "messages",
        "The receipt failed; the payment counts. Please note the payment number. The text message is your proof.",
    ),
    # out of service
    "out_storage": QT_TRANSLATE_NOOP(
        "messages", "This terminal can't record money safely and takes none. Money already in is recorded."
    ),
    "out_not_safe": QT_TRANSLATE_NOOP(
        "messages", "This terminal has found something it must not decide alone, so it takes no money."
    ),
    "out_starting_failed": QT_TRANSLATE_NOOP("messages", "This terminal could not start properly and takes no money."),
    "out_safe": QT_TRANSLATE_NOOP(
        "messages",
        "This terminal has a fault and could not start again. Everything that was paid is recorded and safe: "
        "nothing need be paid twice.",
    ),
    "out_no_devices": QT_TRANSLATE_NOOP("messages", "Neither cash nor cards can be taken here right now."),
    # closed, and nothing is broken
    "closed_hall": QT_TRANSLATE_NOOP("messages", "Closed now"),
    "closed_by_staff": QT_TRANSLATE_NOOP("messages", "Not in use now"),
    "closed_opens": QT_TRANSLATE_NOOP("messages", "Open again from {at}"),
    "closed_nothing_lost": QT_TRANSLATE_NOOP(
        "messages", "Nothing can be paid or asked here at the moment. Payments that were made here are on their accounts."
    ),
    # states spelled out by the screens themselves (ui.presentation)
    "posting_waiting": QT_TRANSLATE_NOOP("messages", "Posting to the account"),
    "posting_done": QT_TRANSLATE_NOOP("messages", "Posted to the account"),
    "posting_later": QT_TRANSLATE_NOOP("messages", "Will be posted when the line is back"),
    "posting_failed": QT_TRANSLATE_NOOP("messages", "Not posted; the staff will settle it"),
    "posting_skipped": QT_TRANSLATE_NOOP("messages", "Nothing to post"),
    "sms_later": QT_TRANSLATE_NOOP("messages", "The text message follows when the line is back"),
    "sms_after_posting": QT_TRANSLATE_NOOP("messages", "The text message follows after posting"),
    "sms_skipped": QT_TRANSLATE_NOOP("messages", "No text message"),
    "reopening_not_needed": QT_TRANSLATE_NOOP("messages", "The line was not stopped"),
    "reopening_pending": QT_TRANSLATE_NOOP("messages", "The stopped line is being reconnected"),
    "reopening_reopened": QT_TRANSLATE_NOOP("messages", "The line is reconnected"),
    "reopening_late": QT_TRANSLATE_NOOP("messages", "Reconnecting takes longer than it should; we are on it"),
    "reopening_later": QT_TRANSLATE_NOOP("messages", "The line is reconnected after posting"),
    "reopening_failed": QT_TRANSLATE_NOOP("messages", "The line stays stopped; please ask at the counter"),
    "receipt_waiting": QT_TRANSLATE_NOOP("messages", "Your receipt is being printed"),
    "receipt_done": QT_TRANSLATE_NOOP("messages", "Please take your receipt"),
    "receipt_later": QT_TRANSLATE_NOOP("messages", "The receipt can be printed later at the counter"),
    "receipt_failed": QT_TRANSLATE_NOOP("messages", "No receipt; note the payment number"),
    "receipt_drawn_back": QT_TRANSLATE_NOOP("messages", "Receipt was drawn back, not taken"),
    "receipt_skipped": QT_TRANSLATE_NOOP("messages", "No receipt, as agreed"),
    "service_active": QT_TRANSLATE_NOOP("messages", "In service"),
    "service_suspended_one_way": QT_TRANSLATE_NOOP("messages", "Stopped: can't make calls"),
    "service_suspended_two_way": QT_TRANSLATE_NOOP("messages", "Stopped: no calls, no texts"),
    "service_unknown": QT_TRANSLATE_NOOP("messages", "State unknown while the line is down"),
    "step_checking": QT_TRANSLATE_NOOP("messages", "Checking the note"),
    "step_stacking": QT_TRANSLATE_NOOP("messages", "Going into the box"),
    "step_stacked": QT_TRANSLATE_NOOP("messages", "In the box"),
    "step_returning": QT_TRANSLATE_NOOP("messages", "Coming back to you"),
    "reason_straight": QT_TRANSLATE_NOOP("messages", "please put it in straight, by its short side."),
    "reason_unread": QT_TRANSLATE_NOOP("messages", "it could not be read. Smooth it out or use another."),
    "reason_not_taken": QT_TRANSLATE_NOOP("messages", "this note isn't taken right now."),
    "reason_one_at_a_time": QT_TRANSLATE_NOOP("messages", "please put in one note at a time."),
    "reason_not_a_note": QT_TRANSLATE_NOOP("messages", "this is not a note."),
    "unknown_message": QT_TRANSLATE_NOOP("messages", "Something unusual happened. Please ask the staff. Code {code}"),
}

REASONS: Final[dict[str, str]] = {
    "insertion": "reason_straight",
    "conveying": "reason_straight",
    "length": "reason_straight",
    "inhibit": "reason_not_taken",
    "inhibited": "reason_not_taken",
    "inhibited_denomination": "reason_not_taken",
    "operation": "reason_not_taken",
    "bill_remains_in_head": "reason_one_at_a_time",
    "remains_in_head": "reason_one_at_a_time",
    "multiplying": "reason_one_at_a_time",
    "unrecognised_barcode": "reason_not_a_note",
    "barcode_length": "reason_not_a_note",
    "barcode_start": "reason_not_a_note",
    "barcode_stop": "reason_not_a_note",
}
"""A driver's word for a rejection → the reason a customer is told; any other word is told as "could not be read"."""


def translate(message_id: str) -> str:
    """The words of one id in the language that is installed now."""
    return QCoreApplication.translate(CONTEXT, SOURCES[message_id])


def say(message: Message) -> str:
    """A message in words. An unknown id or a missing parameter is logged, and still told to the customer as a code."""
    if message.id not in SOURCES:
        _complain(f"message id {message.id!r} has no words: add it to ui/messages.py")
        return translate("unknown_message").replace("{code}", message.id)
    words, *rest = _pieces(translate(message.id))
    if not rest:
        return words.rstrip()
    values = dict(message.params)
    missing = [name for name in rest[::2] if name not in values]
    if missing:
        _complain(f"message {message.id!r} came without its parameters {', '.join(missing)}")
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        words += (_readable(name, values[name]) if name in values else f"{{{name}}}") + after
    return words.rstrip()


@cache
def _pieces(text: str) -> list[str]:
    """Words, then by turns the name of a place and the words after it."""
    return _PLACE.split(text)


def _readable(name: str, value: str) -> str:
    if name == "reason":
        return translate(REASONS.get(value.lower().replace(" ", "_"), "reason_unread"))
    if _MOMENT.match(value):
        from ui.sheet_texts import moment_text  # not before the first frame

        return moment_text(value, say)
    if name != "number":
        return value
    from kiosk.accounts import grouped  # not before the first frame

    return grouped(value.replace(" ", "")).replace(" ", NO_BREAK)


def _complain(sentence: str) -> None:
    _log.error(sentence)
    ui.warnings.append(sentence)
