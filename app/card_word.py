"""``card``: what is open, the day's totals, and two persons' word on a charge that no terminal can tell about (X18).

Settling and closing are the till's; without a running terminal, settling goes straight into the ledger by the same rules.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from app import two_persons
from app.settings import Settings
from kiosk.acts import SettleCharge
from kiosk.events import CardDayDue
from kiosk.flow import State, Terminal
from kiosk.money import yuan_text
from kiosk.till import Till
from offline_queue.database import database_path
from offline_queue.ledger import SqliteLedger

LOOK_EVERY_S = 0.05
ANSWER_S = 10.0
DAY_S = 180.0  # a terminal sends its whole day to its host


def open_charges(state: State) -> list[dict[str, str]]:
    """What is open, one row each, for a person; amounts in yuan."""
    terminal = state.terminal
    rows = []
    if terminal.attempt is not None:
        attempt = terminal.attempt.attempt
        rows.append(
            {
                "attempt": attempt.attempt_id,
                "what": "two persons must decide" if terminal.attempt.undecided else "the terminal is being asked",
                "amount": yuan_text(attempt.amount),
                "since": attempt.begun_at,
                "terminal": attempt.terminal_id,
                "detail": terminal.attempt.undecided,
            }
        )
    for reversal in terminal.reversals:
        approval = reversal.card.approval
        rows.append(
            {
                "attempt": reversal.card.attempt_id,
                "what": f"payment {reversal.payment_id} was refused: the charge is being taken back",
                "amount": yuan_text(approval.amount),
                "since": approval.at,
                "terminal": approval.terminal_id,
                "detail": f"receipt {approval.receipt}, trace {approval.trace}",
            }
        )
    return rows


def act_of(word: dict[str, Any]) -> SettleCharge:
    """Raises ValueError with a sentence if it says nothing about a statement."""
    reason = str(word.get("reason", "")).strip()
    if not reason or not isinstance(word.get("charged"), bool):
        raise ValueError("say what the acquirer's statement says (--charged or --not-charged), and which line (--reason)")
    return SettleCharge(str(word.get("attempt", "")), bool(word["charged"]), reason)


def answer_card_word(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    """What the command word of another process gets of a running terminal; ``"error"`` when the answer is no."""
    does = {"show": _show, "settle": _settle, "close": _close}.get(str(word.get("do")))
    return does(till, word) if does is not None else {"error": f"card knows no {word.get('do')!r}"}


def _show(till: Till, _word: dict[str, Any]) -> dict[str, Any]:
    return {"open": open_charges(till.state), "day": _day(till)}


def _settle(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    return two_persons.answer_word(till, word, act_of)


def _close(till: Till, _word: dict[str, Any]) -> dict[str, Any]:
    """Once: what the terminal says of its day, beside what the ledger says of the same charges."""
    before = till.state.terminal.card_days_ended
    till.post(CardDayDue())
    if not _waited(till, lambda: till.state.terminal.card_days_ended != before, DAY_S):
        return {"error": "the card terminal's day is not closed: somebody pays, a charge is open, or it does not answer"}
    return {"open": open_charges(till.state), "day": _day(till)}


def _day(till: Till) -> dict[str, Any]:
    day: dict[str, Any] = msgspec.to_builtins(till.ask(SqliteLedger.card_day, SqliteLedger).result(timeout=ANSWER_S))
    return day


def _waited(till: Till, done: Callable[[], bool], seconds: float) -> bool:
    until, pause = time.monotonic() + seconds, threading.Event()
    while not done():
        if time.monotonic() > until or till.state.terminal.storage_failed:
            return False
        pause.wait(LOOK_EVERY_S)
    return True


def show_alone(settings: Settings) -> dict[str, Any]:
    """``StorageError`` if the ledger can't be opened."""
    if not database_path(settings.storage).exists():
        return {"open": [], "day": {}}
    ledger = SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)
    try:
        memory = ledger.recall()
        terminal = Terminal(settings.policy, attempt=memory.attempt, reversals=memory.reversals)
        return {"open": open_charges(State(terminal)), "day": msgspec.to_builtins(ledger.card_day())}
    finally:
        ledger.close()
