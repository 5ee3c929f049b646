"""Draining the queue and telling the balances: ``settle``, on a running terminal or without one."""

import threading
import time
from typing import Any

import msgspec

from kiosk.device_status import DeviceState
from kiosk.flow import State, Terminal
from kiosk.flow.states import Starting
from kiosk.ports import StorageError
from kiosk.till import Till
from kiosk.views import View
from offline_queue.balances import Balances
from offline_queue.ledger import SqliteLedger

LOOK_EVERY_S = 0.1


class QuietScreen:
    """A screen nobody looks at; it only tells that something changed. Implements ``ports.Screen``."""

    def __init__(self) -> None:
        self.changed = threading.Condition()

    def show(self, view: View) -> None:
        del view
        with self.changed:
            self.changed.notify_all()


def is_settled(state: State) -> bool:
    """Nothing waits for an answer, and no note for its evidence; or the storage failed, and nothing more comes. Before
    the till has recalled what is on the disk, nobody can say so."""
    terminal = state.terminal
    if terminal.storage_failed:
        return True
    recalled = not isinstance(state.visit, Starting)
    return recalled and _heard_out(terminal) and terminal.intent is None and not terminal.unposted


def _heard_out(terminal: Terminal) -> bool:
    """Has the acceptor told what it had to tell of notes, or can it not be asked now?"""
    starting = terminal.acceptor.state is DeviceState.STARTING
    return terminal.whereabouts_known or not (starting or terminal.acceptor.usable)


def what_is_open(state: State) -> str:
    """Why the books can't be closed although nothing more can be sent; empty when they can."""
    intent = state.terminal.intent
    if intent is None:
        return ""
    return f"a note of {intent.denomination} fen was on its way in, and the acceptor has not told where it is"


def balances_of(till: Till) -> Balances:
    """Asked in the till's thread. Raises ``StorageError`` when no ledger is open."""
    return till.ask(SqliteLedger.balances, SqliteLedger).result(timeout=30)


def as_json(balances: Balances) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(balances)
    return plain


def all_posted(balances: Balances) -> bool:
    """Every fen is with the centre, or was settled by persons."""
    return balances.posted_fen + balances.settled_fen == balances.stacked_fen


def answer_word(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    """What a command word of another process gets: the balances, after the queue had time to drain."""
    if word.get("word") != "settle":
        return {"error": f"a running terminal does not know the word {word.get('word')!r}"}
    until = time.monotonic() + min(float(word.get("timeout_s", 60.0)), 3600.0)
    pause = threading.Event()
    while not is_settled(till.state) and time.monotonic() < until:
        pause.wait(LOOK_EVERY_S)
    try:
        return as_json(balances_of(till))
    except StorageError as error:
        return {"error": str(error)}
