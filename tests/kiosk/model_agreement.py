"""Does the state that the till goes on with agree with what a new process would recall?"""

from kiosk.flow.states import ConfirmPayer, State, TakingCash
from kiosk.recollection import OpenVisit, Recollection


def agree(state: State, memory: Recollection, next_seq: int, jobs: list[str]) -> None:
    """A process that died now would begin with what this one goes on with."""
    terminal = state.terminal
    assert memory.next_kiosk_seq == next_seq
    assert memory.unposted == terminal.unposted
    assert memory.open_intents == (() if terminal.intent is None else (terminal.intent,))
    assert memory.last_stacked == terminal.last_stacked
    assert memory.doubted == terminal.doubted
    assert memory.stops == terminal.stops
    assert memory.acceptor == terminal.bound
    assert list(memory.open_print_jobs) == jobs
    assert {visit.visit_id: _notes_of(visit) for visit in memory.open_visits} == _open_visits(state)


def _notes_of(visit: OpenVisit) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    held, doubted = ([(note.note_id, int(note.denomination)) for note in notes] for notes in (visit.notes, visit.doubted))
    return held, sorted(doubted)


def _open_visits(state: State) -> dict[str, tuple[list[tuple[str, int]], list[tuple[str, int]]]]:
    found = {visit.visit_id: _notes_of(visit) for visit in state.terminal.lingering}
    cash = state.visit.cash if isinstance(state.visit, ConfirmPayer) else state.visit
    if isinstance(cash, TakingCash):
        held, doubted = (
            [(note.note_id, int(note.denomination)) for note in notes] for notes in (cash.notes, cash.open_notes)
        )
        found[cash.visit_id] = held, sorted(doubted)
    return found
