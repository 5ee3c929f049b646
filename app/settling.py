"""Draining the queue and telling the balances: ``settle``, on a running terminal or without one."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from app.card_word import answer_card_word
from app.collect_word import answer_collect_word
from app.money_word import answer_money_word
from app.releasing import release_running
from kiosk.device_status import DeviceState
from kiosk.flow import State, Terminal
from kiosk.flow.paying import may_print
from kiosk.flow.states import ShowResult, Starting, TakingCard, TakingCash
from kiosk.ports import StorageError
from kiosk.till import Till
from kiosk.views import StepState, View
from kiosk.visit_types import VisitEnd
from offline_queue.balances import Balances
from offline_queue.ledger import SqliteLedger

LOOK_EVERY_S = 0.1
ANSWER_S = 30.0  # for the till to sum its books, between two events


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
    done = recalled and _heard_out(terminal) and terminal.intent is None and not terminal.unposted
    return done and not _card_is_asked(terminal) and not _is_recovering(state)


def _card_is_asked(terminal: Terminal) -> bool:
    """Does the card terminal still have to tell what became of a charge? What two persons must decide, it does not."""
    return bool(terminal.reversals) or (terminal.attempt is not None and not terminal.attempt.undecided)


def _is_recovering(state: State) -> bool:
    """Is the interrupted visit being finished, or its slip being printed?"""
    visit = state.visit
    if isinstance(visit, TakingCash):
        return visit.finishing is VisitEnd.RECOVERED
    if isinstance(visit, TakingCard):
        return visit.cash.finishing is VisitEnd.RECOVERED
    if not isinstance(visit, ShowResult) or visit.end is not VisitEnd.RECOVERED:
        return False
    printing = bool(visit.job_id) and visit.receipt is StepState.WAITING
    return may_print(state.terminal) and (printing or visit.slip_waits or visit.slip_at_s is not None)


def _heard_out(terminal: Terminal) -> bool:
    """Has the acceptor told what it had to tell of notes, or can it not be asked now?"""
    starting = terminal.acceptor.state is DeviceState.STARTING
    return terminal.whereabouts_known or not (starting or terminal.acceptor.usable)


def what_is_open(state: State) -> str:
    """Why the books can't be closed, for a person; empty when they can."""
    terminal = state.terminal
    reasons = []
    if terminal.intent is not None:
        fen = terminal.intent.denomination
        reasons.append(f"a note of {fen} fen was on its way in, and the acceptor has not told where it is")
    if terminal.attempt is not None:
        who = "two persons must decide (card settle)" if terminal.attempt.undecided else "its terminal has not told yet"
        reasons.append(f"nobody knows whether a card was charged with {terminal.attempt.attempt.amount} fen: {who}")
    if terminal.reversals:
        reasons.append(f"{len(terminal.reversals)} charge(s) of refused payments are to be taken back")
    if terminal.unposted:
        why = terminal.kiosk_refused or terminal.line_reason or "the centre has not answered yet"
        reasons.append(f"{len(terminal.unposted)} payment(s) wait to be posted: {why}")
    reasons += [f"no cash is taken until a person has looked ({stop.code}: {stop.detail})" for stop in terminal.stops]
    return "; ".join(reasons)


class Books(msgspec.Struct, frozen=True):
    """What ``settle`` tells, and how one process tells it another."""

    balances: Balances
    unexplained: tuple[str, ...] = ()  # what does not match in the ledger, one sentence each

    @property
    def closed(self) -> bool:
        """Every fen is explained, and is with the centre, back on its card, or was settled by persons; and no card attempt
        is open."""
        found = self.balances
        cash = found.posted_fen + found.settled_fen == found.stacked_fen
        at_rest = found.card_posted_fen + found.card_settled_fen + found.card_returned_fen
        cards = at_rest == found.card_charged_fen and not found.card_unclear_fen
        explained = not (found.difference_fen or found.card_difference_fen or self.unexplained)
        return cash and cards and explained


class TillBusyError(Exception):
    """The till has not answered in time. Says nothing about the storage."""


def books_of(till: Till) -> Books:
    """Asked in the till's thread. Raises ``StorageError`` when no ledger is open, ``TillBusyError`` after ``ANSWER_S``."""
    asked = till.ask(lambda ledger: Books(ledger.balances(), ledger.explain()), SqliteLedger)
    try:
        return asked.result(timeout=ANSWER_S)
    except TimeoutError as error:
        asked.cancel()
        raise TillBusyError(f"the till did not tell its balances within {ANSWER_S:g} s; ask again") from error


def as_json(balances: Balances) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(balances)
    return plain


Words = Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]
_NO_MORE: Words = {}


def answer_word(till: Till, word: dict[str, Any], others: Words = _NO_MORE) -> dict[str, Any]:
    """What a command word of another process gets: ``Books`` after the queue had time to drain, or an ``"error"``; with
    ``"storage_failed"`` when it is the storage's."""
    other = others.get(str(word.get("word")))
    if other is not None:
        return other(word)
    if word.get("word") == "release":
        return release_running(till, word)
    if word.get("word") == "collect":
        return answer_collect_word(till, word)
    if word.get("word") == "settle-money":
        return answer_money_word(till, word)
    if word.get("word") == "card":
        return answer_card_word(till, word)
    if word.get("word") != "settle":
        return {"error": f"a running terminal does not know the word {word.get('word')!r}"}
    until = time.monotonic() + min(float(word.get("timeout_s", 60.0)), 3600.0)
    pause = threading.Event()
    while not is_settled(till.state) and time.monotonic() < until:
        pause.wait(LOOK_EVERY_S)
    try:
        books: dict[str, Any] = msgspec.to_builtins(books_of(till))
    except StorageError as error:
        return {"error": str(error), "storage_failed": True}
    except TillBusyError as error:
        return {"error": str(error)}
    return books
