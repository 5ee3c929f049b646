"""What stands around every page, as plain texts and flags for QML."""

from typing import TYPE_CHECKING

from kiosk.views import Countdown, Frame
from ui.enquiry_facts import service_keys

if TYPE_CHECKING:
    from ui.presentation import Facts, Say


def site_facts(frame: Frame) -> "Facts":
    """What hardly ever changes: whose terminal it is, its language and size of type."""
    return {
        "hall": frame.hall,
        "terminal": frame.terminal,
        "phone": frame.service_phone,
        "demo": frame.demo,
        "language": frame.language.value,
        "large": frame.large_type,
    }


def frame_facts(frame: Frame, say: "Say") -> "Facts":
    """What changes with each page: the quick lane, steps, ways back, and what is said of help."""
    return {
        "quickLane": service_keys(frame.quick_lane),
        "step": frame.step,
        "steps": frame.steps,
        "canGoBack": frame.can_go_back,
        "canGoHome": frame.can_go_home,
        "help": "" if frame.help is None else say(frame.help),
        "helpWaits": frame.help is not None and frame.help.id == "help_rung",
        "canCall": frame.can_call_help,
    }


def countdown_facts(countdown: Countdown | None) -> "Facts":
    """How long the page waits, in seconds."""
    if countdown is None:
        return {"running": False, "seconds": 0.0, "warn": 0.0, "pays": False}
    return {
        "running": True,
        "seconds": countdown.seconds_left,
        "warn": countdown.warn_seconds,
        "pays": countdown.pays,
    }
