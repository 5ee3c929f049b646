"""Two persons of the staff have looked at why money is not taken, and take responsibility: ``release``, on a running
terminal or without one. The journal keeps who they were and why."""

from typing import Any

from app import two_persons
from kiosk.acts import ReleaseStop
from kiosk.till import Till


def act_of(word: dict[str, Any]) -> ReleaseStop:
    """What the command word wants."""
    return ReleaseStop(str(word.get("code", "")), str(word.get("reason", "")))


def release_running(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    """What the command word of another process gets: ``{}``, or an ``"error"``."""
    return two_persons.answer_word(till, word, act_of)
