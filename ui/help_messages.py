"""The words of a call for a person, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

HELP_SOURCES: Final[dict[str, str]] = {
    "help_calling": QT_TRANSLATE_NOOP("messages", "Calling a person …"),
    "help_rung": QT_TRANSLATE_NOOP("messages", "A person has been told. Please wait here: your money is safe."),
    "help_open": QT_TRANSLATE_NOOP(
        "messages", "Your call is noted at the centre. For help at once, ask the staff here or ring {phone}."
    ),
    "help_silent": QT_TRANSLATE_NOOP(
        "messages", "Nobody could be reached from here. Please ring {phone}. Nothing that went in is lost."
    ),
}
