"""``card``: what is open, the day's totals, and two persons' word on a charge that no terminal can tell about (X18).

Settling and closing are the till's; without a running terminal, settling goes straight into the ledger by the same rules.
The staff's own proofs come with the console; until then the right to run this word is the right to the terminal's account.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from app.settings import Settings
from kiosk.clock import SystemClock
from kiosk.events import CardDayDue, CardSettled, Started
from kiosk.flow import Moment, State, Terminal, step
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


def settlement(word: dict[str, Any]) -> CardSettled:
    """Raises ValueError with a sentence if it is not two persons' word."""
    by, second, reason = (str(word.get(key, "")).strip() for key in ("by", "second", "reason"))
    if not by or not second or by.casefold() == second.casefold():
        raise ValueError("two different persons are needed: --by and --and")
    if not reason or not isinstance(word.get("charged"), bool):
        raise ValueError("say what the acquirer's statement says (--charged or --not-charged), and which line (--reason)")
    return CardSettled(str(word.get("attempt", "")), bool(word["charged"]), by, second, reason)


def answer_card_word(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    """What the command word of another process gets of a running terminal; ``"error"`` when the answer is no."""
    does = {"show": _show, "settle": _settle, "close": _close}.get(str(word.get("do")))
    return does(till, word) if does is not None else {"error": f"card knows no {word.get('do')!r}"}


def _show(till: Till, _word: dict[str, Any]) -> dict[str, Any]:
    return {"open": open_charges(till.state), "day": _day(till)}


def _settle(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    try:
        event = settlement(word)
    except ValueError as wrong:
        return {"error": str(wrong)}
    if not _is_open(till.state, event.attempt_id):
        return {"error": _not_open(till.state, event.attempt_id)}
    till.post(event)
    if _waited(till, lambda: not _is_open(till.state, event.attempt_id), ANSWER_S):
        return {}
    return {"error": f"{event.attempt_id} is still open: the ledger did not take the word"}


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


def _is_open(state: State, attempt_id: str) -> bool:
    return any(row["attempt"] == attempt_id for row in open_charges(state))


def _not_open(state: State, attempt_id: str) -> str:
    known = ", ".join(row["attempt"] for row in open_charges(state)) or "none"
    return f"no open charge {attempt_id}; open: {known}"


def settle_alone(settings: Settings, event: CardSettled) -> str:
    """With no terminal running: by the same rules, straight into the ledger. The problem, or empty. ``StorageError`` if it
    can't be opened."""
    if not database_path(settings.storage).exists():
        return f"there is no ledger in {settings.storage}, so no charge is open there"
    ledger = SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)
    try:
        memory = ledger.recall()
        moment = Moment(SystemClock().now(), 0.0, event.attempt_id[:24], memory.next_kiosk_seq)
        begun = step(State(Terminal(settings.policy)), Started(memory), moment)
        ledger.commit(begun.facts)
        if not _is_open(begun.state, event.attempt_id):
            return _not_open(begun.state, event.attempt_id)
        memory = ledger.recall()
        decided = step(begun.state, event, Moment(moment.at, 0.0, moment.uid, memory.next_kiosk_seq))
        ledger.commit(decided.facts)
        return decided.refused
    finally:
        ledger.close()


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
