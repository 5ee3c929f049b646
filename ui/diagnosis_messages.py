"""The words of the pages of diagnosis and readiness, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

DIAGNOSIS_SOURCES: Final[dict[str, str]] = {
    "console_page_diagnosis": QT_TRANSLATE_NOOP("messages", "Diagnosis"),
    "console_page_readiness": QT_TRANSLATE_NOOP("messages", "Readiness"),
    "test_acceptor": QT_TRANSLATE_NOOP("messages", "A note in and out"),
    "test_printer": QT_TRANSLATE_NOOP("messages", "Print and cut"),
    "test_card": QT_TRANSLATE_NOOP("messages", "Card terminal and bank"),
    "test_touch": QT_TRANSLATE_NOOP("messages", "Touch screen"),
    "test_sound": QT_TRANSLATE_NOOP("messages", "Sound"),
    "test_network": QT_TRANSLATE_NOOP("messages", "Network"),
    "test_centre": QT_TRANSLATE_NOOP("messages", "The centre's answer"),
    "test_sms": QT_TRANSLATE_NOOP("messages", "Text message"),
    "test_clock": QT_TRANSLATE_NOOP("messages", "Clock"),
    "test_disk": QT_TRANSLATE_NOOP("messages", "Disk"),
    # what goes on
    "working_printer": QT_TRANSLATE_NOOP("messages", "A test page is being printed and cut."),
    "working_card": QT_TRANSLATE_NOOP(
        "messages", "The card terminal is asked whether it reaches its bank. No card is charged."
    ),
    "working_sound": QT_TRANSLATE_NOOP("messages", "A tone is being played."),
    "working_network": QT_TRANSLATE_NOOP("messages", "The way to the centre is being tried."),
    "working_centre": QT_TRANSLATE_NOOP("messages", "The centre is asked for a signed answer."),
    "working_sms": QT_TRANSLATE_NOOP("messages", "A text is on its way to your own phone."),
    "working_clock": QT_TRANSLATE_NOOP("messages", "This clock is compared with the centre's."),
    "working_disk": QT_TRANSLATE_NOOP("messages", "Room and speed of the disk are being measured."),
    "working_acceptor": QT_TRANSLATE_NOOP("messages", "The note slot is being opened."),
    "working_touch": QT_TRANSLATE_NOOP("messages", "One moment."),
    "note_in": QT_TRANSLATE_NOOP("messages", "Put one note of your own into the slot. It comes back; nothing is credited."),
    "note_drawn": QT_TRANSLATE_NOOP("messages", "The note is being looked at."),
    "note_back": QT_TRANSLATE_NOOP("messages", "The note of {amount} is coming back. Please take it."),
    "note_waited_for": QT_TRANSLATE_NOOP("messages", "Wait until the note is back; then this page ends."),
    "note_not_taken": QT_TRANSLATE_NOOP("messages", "The note came back: {reason}"),
    "ask_readable": QT_TRANSLATE_NOOP("messages", "Can every line of the page be read?"),
    "ask_cut": QT_TRANSLATE_NOOP("messages", "Is the page cut cleanly?"),
    "ask_straight": QT_TRANSLATE_NOOP("messages", "Is the print straight on the paper?"),
    "ask_heard": QT_TRANSLATE_NOOP("messages", "Did you hear the tone?"),
    "ask_arrived": QT_TRANSLATE_NOOP("messages", "Did the text reach your phone?"),
    "touch_every": QT_TRANSLATE_NOOP("messages", "Touch every field. {left} to go"),
    # results
    "tried_passed": QT_TRANSLATE_NOOP("messages", "Passed"),
    "tried_failed": QT_TRANSLATE_NOOP("messages", "Failed"),
    "tried_skipped": QT_TRANSLATE_NOOP("messages", "Skipped"),
    "tried_never": QT_TRANSLATE_NOOP("messages", "Never tried"),
    "tried_old": QT_TRANSLATE_NOOP("messages", "too long ago"),
    "tried_by": QT_TRANSLATE_NOOP("messages", "{at} by {staff}"),
    "took_seconds": QT_TRANSLATE_NOOP("messages", "{seconds} s"),
    "tests_tile": QT_TRANSLATE_NOOP("messages", "every device, one by one"),
    "readiness_tile": QT_TRANSLATE_NOOP("messages", "may it open, and why"),
    "bundle_made": QT_TRANSLATE_NOOP("messages", "Fault bundle {name}: it lies in this terminal's storage."),
    "bundle_failed": QT_TRANSLATE_NOOP(
        "messages", "The fault bundle could not be made. The disk may be full; the log says why."
    ),
    # why, in the flow's own words (kiosk/flow/diagnosing.py, app/diagnosis_desk.py)
    "detail_not_readable": QT_TRANSLATE_NOOP("messages", "not readable"),
    "detail_not_cut": QT_TRANSLATE_NOOP("messages", "not cut"),
    "detail_not_straight": QT_TRANSLATE_NOOP("messages", "not straight"),
    "detail_not_heard": QT_TRANSLATE_NOOP("messages", "not heard"),
    "detail_not_arrived": QT_TRANSLATE_NOOP("messages", "did not arrive"),
    "detail_returned": QT_TRANSLATE_NOOP("messages", "the note came back"),
    "detail_stacked": QT_TRANSLATE_NOOP("messages", "the note went into the box; two people settle it"),
    "detail_not_proved_returned": QT_TRANSLATE_NOOP("messages", "nobody knows where the note is; two people settle it"),
    "detail_no_note_was_put_in": QT_TRANSLATE_NOOP("messages", "no note was put in"),
    "detail_no_answer": QT_TRANSLATE_NOOP("messages", "no answer in time"),
    "detail_nobody_answered": QT_TRANSLATE_NOOP("messages", "nobody said yes or no"),
    "detail_no_player": QT_TRANSLATE_NOOP("messages", "no sound player, or sound is switched off"),
    "detail_no_route": QT_TRANSLATE_NOOP("messages", "no way out: is the cable in?"),
    # readiness
    "ready_ready": QT_TRANSLATE_NOOP("messages", "Ready to open"),
    "ready_limited": QT_TRANSLATE_NOOP("messages", "Ready, with limits"),
    "ready_not_ready": QT_TRANSLATE_NOOP("messages", "Not ready"),
    "open_money_none": QT_TRANSLATE_NOOP("messages", "No open money"),
    "open_money_sum": QT_TRANSLATE_NOOP("messages", "Open money: {amount}"),
    "open_money_unread": QT_TRANSLATE_NOOP("messages", "Reading the books …"),
    "paper_printed": QT_TRANSLATE_NOOP("messages", "The report is printed."),
    "paper_not_printed": QT_TRANSLATE_NOOP("messages", "The report was not printed; see the printer."),
    "paper_not_certain": QT_TRANSLATE_NOOP("messages", "The report may be out or cut short; see the printer."),
}
