"""Command words that two persons prove with their PINs (field.md X31; trust.md S4): on a running terminal or without one.

PINs are asked for without echo, or read from a file descriptor that the caller hands over; never from the arguments, which
every process of the machine can read. Wrong ones are counted in the ledger, as those of a log-in are.
"""

import argparse
import getpass
import os
import re
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

from app import call
from app.settings import Settings
from app.staff_desk import is_right
from app.staff_list import kept_staff
from kiosk.acts import Act
from kiosk.clock import SystemClock
from kiosk.commands import CheckPin, Command
from kiosk.events import Event, PinChecked, Proof, Started, WordGiven
from kiosk.flow import Moment, State, Terminal, step
from kiosk.flow.word_state import WordState, WordStep
from kiosk.staff import ID_DIGITS
from kiosk.till import Till
from offline_queue.database import database_path
from offline_queue.ledger import SqliteLedger

_ID: Final = re.compile("[0-9]{4,12}")
LOOK_EVERY_S: Final = 0.02
ActOfLedger = Callable[[SqliteLedger, State], Act]
ANSWER_S: Final = 30.0  # two PINs, each 58 ms on the reference machine, behind those of the screen


# ---- who they are --------------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", required=True, metavar="ID", help="staff id of the first person")
    parser.add_argument("--and", required=True, metavar="ID", dest="second", help="staff id of the second person")
    parser.add_argument(
        "--pins-fd",
        type=int,
        metavar="FD",
        help="read both PINs from this open file descriptor, one a line; without it they are asked for",
    )


def problem_of(options: argparse.Namespace) -> str:
    """Why these can't be two persons; empty when they can. Says nothing about who there is."""
    for staff_id in (options.by, options.second):
        if not (staff_id.isascii() and staff_id.isdigit() and len(staff_id) in ID_DIGITS):
            return f"--by and --and are staff ids of {ID_DIGITS.start} to {ID_DIGITS.stop - 1} digits, not {staff_id!r}"
    return "two different persons are needed: --by and --and" if options.by == options.second else ""


def proofs(options: argparse.Namespace) -> tuple[Proof, Proof]:
    """Raises ``ValueError`` with a sentence when the descriptor can't be read or holds no two lines."""
    ids = (options.by, options.second)
    if options.pins_fd is None:
        asked = [getpass.getpass(f"PIN of {staff_id}: ") for staff_id in ids]
        return Proof(ids[0], asked[0]), Proof(ids[1], asked[1])
    try:
        with os.fdopen(options.pins_fd, "r", encoding="utf-8", closefd=False) as given:
            first, second = (line.rstrip("\n") for line in (given.readline(), given.readline()))
    except (OSError, ValueError) as problem:
        raise ValueError(f"--pins-fd {options.pins_fd} can't be read: {problem}") from problem
    if not first or not second:
        raise ValueError(f"--pins-fd {options.pins_fd} must give two lines: the first person's PIN, then the second's")
    return Proof(ids[0], first), Proof(ids[1], second)


def as_words(first: Proof, second: Proof) -> list[dict[str, str]]:
    """For the till's socket, which only this user can open."""
    return [{"id": proof.staff_id, "pin": proof.pin} for proof in (first, second)]


def with_proofs(word: dict[str, Any], parser: call.CallParser, options: argparse.Namespace) -> dict[str, Any]:
    """The word with the two persons' proofs, given now. Ends the process with one sentence where they can't be."""
    return word | {"proofs": as_words(*given(parser, options))}


def read_words(word: dict[str, Any]) -> tuple[Proof, Proof]:
    """Raises ``ValueError`` for what holds no two proofs."""
    given = word.get("proofs")
    if not isinstance(given, list) or len(given) != 2:
        raise ValueError("two persons' proofs are needed")
    first, second = (Proof(str(one.get("id", "")), str(one.get("pin", ""))) for one in given)
    for one in (first, second):
        if _ID.fullmatch(one.staff_id) is None:
            raise ValueError(f"{one.staff_id[:20]!r} is no id of staff: 4 to 12 digits")
    return first, second


# ---- on a running terminal -----------------------------------------------------------------------------------------


def answer_word(till: Till, word: dict[str, Any], act_of: Callable[[dict[str, Any]], Act]) -> dict[str, Any]:
    """What the command word of another process gets: ``{}``, or an ``"error"``."""
    try:
        act, (first, second) = act_of(word), read_words(word)
    except (ValueError, AttributeError) as wrong:
        return {"error": str(wrong)}
    ticket = uuid.uuid4().hex
    till.post(WordGiven(ticket, act, first, second))
    until, pause = time.monotonic() + ANSWER_S, threading.Event()
    while not _is_over(till.state.terminal.word, ticket):
        if time.monotonic() > until or till.state.terminal.storage_failed:
            return {"error": "the terminal did not take the word: nothing was done, or show tells what was"}
        pause.wait(LOOK_EVERY_S)
    problem = getattr(till.state.terminal.word, "problem", "")
    return {"error": problem} if problem else {}


def _is_over(word: WordState | None, ticket: str) -> bool:
    return word is not None and word.ticket == ticket and word.step is not WordStep.PROVING


# ---- without one ---------------------------------------------------------------------------------------------------


def carry_out_alone(settings: Settings, act: "Act | ActOfLedger", first: Proof, second: Proof) -> str:
    """By the same rules, straight into the ledger; wrong PINs are counted there too. The problem, or empty. An act that is
    about a row is made from what the ledger has then; a ``ValueError`` of that is the problem.

    What an interrupted visit left is taken up first, as at a start; the next start gives the orders to the devices.
    ``StorageError`` if the ledger can't be opened or written.
    """
    if not database_path(settings.storage).exists():
        return f"there is no ledger in {settings.storage}, so nothing can be done there"
    ledger = SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)
    try:
        alone = _Alone(settings, ledger)
        alone.take(Started(ledger.recall(), ledger.slip_seal()))
        known = kept_staff(settings.secrets)
        if known is not None:
            alone.take(known)
        try:
            wanted = act(ledger, alone.state) if callable(act) else act
        except ValueError as wrong:
            return str(wrong)
        alone.take(WordGiven(uuid.uuid4().hex, wanted, first, second))
        word = alone.state.terminal.word
        return "" if word is not None and word.step is WordStep.DONE else getattr(word, "problem", "it was not taken")
    finally:
        ledger.close()


class _Alone:
    """The till's loop without threads and devices: event in, facts on the disk, PINs looked at, next event."""

    def __init__(self, settings: Settings, ledger: SqliteLedger) -> None:
        self.state = State(Terminal(settings.policy))
        self._ledger = ledger
        self._clock = SystemClock()

    def take(self, event: Event) -> None:
        waiting = [event]
        while waiting:
            seq = self._ledger.recall().next_kiosk_seq
            moment = Moment(self._clock.now(), self._clock.monotonic_s(), uuid.uuid4().hex, seq)
            decision = step(self.state, waiting.pop(0), moment)
            self._ledger.commit(decision.facts)
            self.state = decision.state
            waiting += [PinChecked(one.ticket, is_right(one.pin_hash, one.pin)) for one in _checks(decision.commands)]


def _checks(commands: tuple[Command, ...]) -> list[CheckPin]:
    return [one for one in commands if isinstance(one, CheckPin)]


# ---- what the words share ------------------------------------------------------------------------------------------


def given(parser: call.CallParser, options: argparse.Namespace) -> tuple[Proof, Proof]:
    """The two proofs of this call; ends the process with one sentence when they are none."""
    problem = problem_of(options)
    if problem:
        parser.error(problem)
    try:
        return proofs(options)
    except ValueError as wrong:
        parser.error(str(wrong))
