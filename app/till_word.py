"""What command words share that the running terminal answers, or the ledger itself when none runs."""

from collections.abc import Callable
from typing import Any

from app import call
from app.settings import Settings
from app.till_socket import ask_running_till
from kiosk.ports import StorageError

Alone = Callable[[Settings, dict[str, Any]], dict[str, Any]]


def answered(settings: Settings, word: dict[str, Any], alone: Alone, limit_s: float = call.TWO_S) -> dict[str, Any] | int:
    """The answer; or, once it has been said why there is none, the exit code. ``alone`` answers where no terminal runs; it
    may raise ``StorageError``. An answer with an ``"error"`` is a no."""
    try:
        answer = ask_running_till(settings.storage, word, limit_s)
        if answer is None:
            answer = alone(settings, word)
    except StorageError as error:
        call.complain(str(error))
        return call.STORAGE
    if answer.get("error"):
        call.complain(str(answer["error"]))
        return call.NO
    return answer
