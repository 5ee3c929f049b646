"""Does the state that the till goes on with agree with what a new process would recall?"""

from dataclasses import replace

from kiosk.card import CardIdentity
from kiosk.flow.states import State, cash_of
from kiosk.recollection import OpenAttempt, OpenVisit, Recollection


def agree(state: State, memory: Recollection, next_seq: int, jobs: list[str]) -> None:
    """A process that died now would begin with what this one goes on with."""
    terminal = state.terminal
    assert memory.next_kiosk_seq == next_seq
    assert memory.unposted == terminal.unposted
    assert memory.open_intents == (() if terminal.intent is None else (terminal.intent,))
    assert memory.last_stacked == terminal.last_stacked
    assert memory.doubted == terminal.doubted
    assert memory.next_card_seq == terminal.next_card_seq
    assert _identity(memory.card_terminal) == _identity(terminal.card_bound)
    assert memory.reversals == terminal.reversals
    assert _attempt(memory.attempt) == _attempt(terminal.attempt)
    assert memory.stops == terminal.stops
    assert memory.acceptor == terminal.bound
    assert list(memory.open_print_jobs) == jobs
    assert {visit.visit_id: _notes_of(visit) for visit in memory.open_visits} == _open_visits(state)


def _identity(known: CardIdentity | None) -> tuple[str, str, str] | None:
    """The firmware is no part of what is bound."""
    return None if known is None else (known.terminal_id, known.merchant_id, known.model)


def _attempt(attempt: OpenAttempt | None) -> OpenAttempt | None:
    """Whether this process has asked already is its own; the time is the ledger's."""
    if attempt is None:
        return None
    return replace(attempt, doubted=False, attempt=replace(attempt.attempt, begun_at=""))


def _notes_of(visit: OpenVisit) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    held, doubted = ([(note.note_id, int(note.denomination)) for note in notes] for notes in (visit.notes, visit.doubted))
    return held, sorted(doubted)


def _open_visits(state: State) -> dict[str, tuple[list[tuple[str, int]], list[tuple[str, int]]]]:
    found = {visit.visit_id: _notes_of(visit) for visit in state.terminal.lingering}
    cash = cash_of(state.visit)
    if cash is not None:
        held, doubted = (
            [(note.note_id, int(note.denomination)) for note in notes] for notes in (cash.notes, cash.open_notes)
        )
        found[cash.visit_id] = held, sorted(doubted)
    return found
