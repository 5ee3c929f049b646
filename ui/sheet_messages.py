"""The words of the pages that show answers, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

_MONTHS: Final = (
    QT_TRANSLATE_NOOP("messages", "Jan"),
    QT_TRANSLATE_NOOP("messages", "Feb"),
    QT_TRANSLATE_NOOP("messages", "Mar"),
    QT_TRANSLATE_NOOP("messages", "Apr"),
    QT_TRANSLATE_NOOP("messages", "May"),
    QT_TRANSLATE_NOOP("messages", "Jun"),
    QT_TRANSLATE_NOOP("messages", "Jul"),
    QT_TRANSLATE_NOOP("messages", "Aug"),
    QT_TRANSLATE_NOOP("messages", "Sep"),
    QT_TRANSLATE_NOOP("messages", "Oct"),
    QT_TRANSLATE_NOOP("messages", "Nov"),
    QT_TRANSLATE_NOOP("messages", "Dec"),
)

SHEET_SOURCES: Final[dict[str, str]] = {
    **{f"month_{number}": name for number, name in enumerate(_MONTHS, 1)},
    # dates and lengths, in the order of each language
    "sheet_day": QT_TRANSLATE_NOOP("messages", "{day} {month}"),
    "sheet_moment": QT_TRANSLATE_NOOP("messages", "{day} {month} {time}"),
    "sheet_full_day": QT_TRANSLATE_NOOP("messages", "{day} {month} {year}"),
    "sheet_month": QT_TRANSLATE_NOOP("messages", "{month} {year}"),
    "sheet_hours": QT_TRANSLATE_NOOP("messages", "{hours} h {minutes} min {seconds} s"),
    "sheet_minutes": QT_TRANSLATE_NOOP("messages", "{minutes} min {seconds} s"),
    "sheet_seconds": QT_TRANSLATE_NOOP("messages", "{seconds} s"),
    # notes of sums
    "sheet_as_of": QT_TRANSLATE_NOOP("messages", "As of {moment}"),
    "sheet_until": QT_TRANSLATE_NOOP("messages", "until {day}"),
    "sheet_since": QT_TRANSLATE_NOOP("messages", "since {day}"),
    "sheet_for": QT_TRANSLATE_NOOP("messages", "collected for {name}"),
    "sheet_restriction": QT_TRANSLATE_NOOP("messages", "Not possible until {day}: {what}. Reason: {why}."),
    "sheet_every_kind": QT_TRANSLATE_NOOP("messages", "All kinds"),
    "sheet_adjustments": QT_TRANSLATE_NOOP("messages", "Adjustments"),
    "list_is_old": QT_TRANSLATE_NOOP(
        "messages", "The new list could not be fetched: below is the one from before. Please try again in a moment."
    ),
    # before a line is stopped because of arrears
    "care_sms": QT_TRANSLATE_NOOP("messages", "Before the line is stopped you get a text."),
    "care_manual_call": QT_TRANSLATE_NOOP("messages", "Before the line is stopped one of us calls you."),
    "sms_unreachable_to_end": QT_TRANSLATE_NOOP(
        "messages", "This number can't get texts now, so nothing can be ended here. Please ask at the counter."
    ),
    # what became of an unsubscription: two results that nobody can mistake for each other
    "unsubscribed": QT_TRANSLATE_NOOP("messages", "Done: {name} is ended. Nothing is charged from {until} on."),
    "not_subscribed": QT_TRANSLATE_NOOP(
        "messages", "Nothing to end: this number does not have {name}. Nothing was changed or charged."
    ),
}
