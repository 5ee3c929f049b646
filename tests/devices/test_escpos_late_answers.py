"""Answers to DLE EOT that come late: a printer, or this machine, that stands still for a while must not make one status
look like another. No answer has a name on it (specs/escpos.md 4.5 rule 1)."""

from dataclasses import dataclass, field

import pytest

from devices.escpos_commands import real_time_status
from devices.escpos_dialogue import Dialogue, Timings
from devices.escpos_facts import device_status, facts_of_real_time

TIMINGS = Timings()
QUESTIONS = {real_time_status(number): number for number in (1, 2, 3, 4)}
CONDITIONS = {
    "good": {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12},
    "paper near its end": {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E},
    "paper out": {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E},
    "cover open": {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12},
    "jam": {1: 0x1A, 2: 0x52, 3: 0x16, 4: 0x12},
    "cutter": {1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12},
}


@dataclass
class Late:
    """A ``Transport`` to a printer that knows DLE EOT. A byte comes when somebody waits for it, one at a time, never
    before: so none is there yet when the next question is asked.

    ``pauses``: questions, counted from 1, after which the printer stands still; the next question wakes it. ``paces``:
    between these it gives but one answer a question. ``loses``: questions that never reach it. Its clock goes on only
    while somebody waits.
    """

    condition: dict[int, int]
    pauses: frozenset[int] = frozenset()
    paces: range = range(0)
    loses: frozenset[int] = frozenset()
    asked: int = 0
    now_s: float = 1000.0
    _due: list[int] = field(default_factory=list)
    _still: bool = False

    def monotonic_s(self) -> float:
        return self.now_s

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        del until_woken
        if timeout_s > 0.0 and self._due and not self._still:
            self._still = self.asked in self.paces
            return bytes((self._due.pop(0),))
        self.now_s += timeout_s
        return b""

    def write_some(self, data: bytes, timeout_s: float) -> int:
        del timeout_s
        self.asked += 1
        if self.asked not in self.loses:
            self._due.append(self.condition[QUESTIONS[data]])
        self._still = self.asked in self.pauses
        return len(data)

    def write(self, data: bytes) -> None:
        self.write_some(data, 1.0)

    def discard_input(self) -> None:
        self._due.clear()


def dialogue_with(printer: Late) -> Dialogue:
    return Dialogue(printer, TIMINGS, byte_s=0.0, monotonic_s=printer.monotonic_s)


condition = pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS.keys())


@condition
@pytest.mark.parametrize("last", [1, 2, 3, 4])
def test_what_came_late_of_one_check_is_no_answer_of_the_next(condition: dict[int, int], last: int) -> None:
    """Stalled after the check's first, second … question; a first one is asked twice."""
    pauses = frozenset({1, 2} if last == 1 else {last})
    dialogue = dialogue_with(Late(condition, pauses))
    assert "--" in dialogue.check().raw
    assert dialogue.check() == facts_of_real_time(condition)


@condition
def test_a_long_silence_owes_many_answers_and_none_of_them_counts(condition: dict[int, int]) -> None:
    dialogue = dialogue_with(Late(condition, pauses=frozenset({3, *range(4, 8)})))
    assert all("--" in dialogue.check().raw for _ in range(3))
    assert dialogue.check() == facts_of_real_time(condition)


@condition
@pytest.mark.parametrize("patience_s", [0.0, TIMINGS.patience_s], ids=["at rest", "in a job"])
def test_an_answer_given_up_and_there_all_the_same_shifts_no_other(condition: dict[int, int], patience_s: float) -> None:
    """The first question is asked twice, and each answer comes after the question that follows its own."""
    dialogue = dialogue_with(Late(condition, pauses=frozenset({1}), paces=range(2, 5)))
    assert dialogue.check(patience_s) == facts_of_real_time(condition)
    assert not dialogue.lapsed


@condition
def test_a_question_that_was_lost_is_not_waited_for_twice(condition: dict[int, int]) -> None:
    printer = Late(condition, loses=frozenset({1}))
    dialogue = dialogue_with(printer)
    assert dialogue.check() == facts_of_real_time(condition)
    since_s = printer.now_s
    assert dialogue.check() == facts_of_real_time(condition)
    assert printer.asked == 5 + 4 and printer.now_s == since_s


@pytest.mark.parametrize("last", [2, 3, 4])
def test_a_jam_is_told_as_nothing_else_whichever_answer_was_late(last: int) -> None:
    dialogue = dialogue_with(Late(CONDITIONS["jam"], frozenset({last})))
    told = [device_status(dialogue.check()).code for _ in range(3)]
    assert told[1:] == ["PRN-JAM", "PRN-JAM"] and told[0] in {"PRN-JAM", "PRN-SILENT"}
