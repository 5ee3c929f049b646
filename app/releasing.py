"""A person has looked at why no cash is taken, and takes responsibility: ``release``, on a running terminal or without one.

The journal keeps who it was and why. The staff's own proofs come with the console; until then the right to run this
command is the right to the terminal's account on the machine.
"""

import threading
import time
from typing import Any

from app.settings import Settings
from kiosk.clock import SystemClock
from kiosk.events import StopReleased
from kiosk.flow import Moment, State, Terminal, step
from kiosk.flow.stops import CHANGED, FOR_GOOD
from kiosk.till import Till
from offline_queue.database import database_path
from offline_queue.ledger import SqliteLedger

LOOK_EVERY_S = 0.05
ANSWER_S = 10.0


def why_not(state: State, code: str, *, running: bool) -> str:
    """Why this stop can't be released now; empty when it can."""
    stops = state.terminal.stops
    if all(stop.code != code for stop in stops):
        known = ", ".join(f"{stop.code} ({stop.detail})" for stop in stops) or "none"
        return f"there is no stop {code}; in force: {known}"
    if code in FOR_GOOD:
        return f"{code} can't be released, its numbers are used: enrol this terminal under a new id"
    if code == CHANGED and not (running and state.terminal.identity):
        return f"{code} is released while the terminal runs and sees the acceptor that is to be accepted"
    return ""


def release_running(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    """What the command word of another process gets: ``{}``, or an ``"error"``."""
    code = str(word.get("code"))
    problem = why_not(till.state, code, running=True)
    if problem:
        return {"error": problem}
    till.post(StopReleased(code, str(word.get("by")), str(word.get("reason"))))
    until, pause = time.monotonic() + ANSWER_S, threading.Event()
    while till.state.terminal.stopped(code):
        if time.monotonic() > until or till.state.terminal.storage_failed:
            return {"error": f"{code} is still in force: the ledger did not take the release"}
        pause.wait(LOOK_EVERY_S)
    return {}


def release_alone(settings: Settings, event: StopReleased) -> str:
    """With no terminal running: by the same rules, straight into the ledger. The problem, or empty. ``StorageError`` if it
    can't be opened."""
    if not database_path(settings.storage).exists():
        return f"there is no ledger in {settings.storage}, so nothing is stopped there"
    ledger = SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)
    try:
        moment = Moment(SystemClock().now(), 0.0, "", 0)
        remembered = State(Terminal(settings.policy, stops=ledger.recall().stops))
        problem = why_not(remembered, event.code, running=False)
        if not problem:
            ledger.commit(step(remembered, event, moment).facts)
        return problem
    finally:
        ledger.close()
