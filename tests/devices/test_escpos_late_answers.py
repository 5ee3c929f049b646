"""Answers to DLE EOT that come late, or that nobody asked for: a printer, or this machine, that stands still for a while,
or a picture that holds a question, must not make one status look like another. No answer has a name on it
(specs/escpos.md 2, 4.5 rule 1)."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from devices.escpos_commands import ASK_PAPER, real_time_status
from devices.escpos_dialogue import Dialogue, Timings
from devices.escpos_document import CompiledDocument
from devices.escpos_facts import device_status, facts_of_real_time, job_fault
from devices.escpos_job import Marker, Sending, Verdict
from kiosk.paper import PrintOutcome

TIMINGS = Timings()
STRAY = b"\x12"  # looks like the answer of a printer that is well
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
    between these it gives but one answer a question. ``loses``: questions that never reach it. ``strays``: questions whose
    answer comes together with a byte that nobody asked for. Its clock goes on only while somebody waits.
    """

    condition: dict[int, int]
    pauses: frozenset[int] = frozenset()
    paces: range = range(0)
    loses: frozenset[int] = frozenset()
    strays: frozenset[int] = frozenset()
    stray_first: bool = False
    asked: int = 0
    now_s: float = 1000.0
    _due: list[bytes] = field(default_factory=list)
    _still: bool = False

    def monotonic_s(self) -> float:
        return self.now_s

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        del until_woken
        if timeout_s > 0.0 and self._due and not self._still:
            self._still = self.asked in self.paces
            return self._due.pop(0)
        self.now_s += timeout_s
        return b""

    def write_some(self, data: bytes, timeout_s: float) -> int:
        del timeout_s
        self.asked += 1
        if self.asked not in self.loses:
            answer, stray = bytes((self.condition[QUESTIONS[data]],)), STRAY if self.asked in self.strays else b""
            self._due.append(stray + answer if self.stray_first else answer + stray)
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


FAULTS = [name for name, answers in CONDITIONS.items() if job_fault(facts_of_real_time(answers))]
fault = pytest.mark.parametrize("fault", FAULTS)
place = pytest.mark.parametrize("place", [1, 2, 3, 4])
side = pytest.mark.parametrize("stray_first", [True, False], ids=["before it", "after it"])
patience = pytest.mark.parametrize("patience_s", [0.0, TIMINGS.patience_s], ids=["at rest", "in a job"])


@condition
@place
@side
@patience
@pytest.mark.parametrize("late", [False, True], ids=["on time", "after a late one"])
def test_a_surplus_answer_shifts_no_other(
    condition: dict[int, int], place: int, stray_first: bool, patience_s: float, late: bool
) -> None:
    before = 4 if late else 0
    printer = Late(condition, frozenset({before}), strays=frozenset({before + place}), stray_first=stray_first)
    dialogue = dialogue_with(printer)
    if late:
        dialogue.check()
    assert dialogue.check(patience_s) == facts_of_real_time(condition)
    assert dialogue.fault == job_fault(facts_of_real_time(condition))


@fault
@place
@side
@patience
def test_a_surplus_answer_in_the_place_of_a_lost_one_hides_no_fault(
    fault: str, place: int, stray_first: bool, patience_s: float
) -> None:
    """The last answer of the check before is owed and never comes."""
    condition = CONDITIONS[fault]
    printer = Late(CONDITIONS["good"], loses=frozenset({4}), strays=frozenset({4 + place}), stray_first=stray_first)
    dialogue = dialogue_with(printer)
    dialogue.check()
    dialogue.forget()
    printer.condition = condition
    assert not device_status(dialogue.check(patience_s)).usable
    assert dialogue.lapsed or dialogue.fault == job_fault(facts_of_real_time(condition))


@fault
@side
@patience
def test_surplus_answers_to_every_question_are_no_evidence_that_all_is_well(
    fault: str, stray_first: bool, patience_s: float
) -> None:
    printer = Late(CONDITIONS[fault], strays=frozenset(range(1, 20)), stray_first=stray_first)
    dialogue = dialogue_with(printer)
    assert not device_status(dialogue.check(patience_s)).usable
    assert dialogue.lapsed


@dataclass
class Slip(Late):
    """It knows GS r too, and ``turns`` to another condition when it has answered that; ``strays`` count from there.
    ``mends``: the question from which on, counted from there, all is well again."""

    turns: dict[int, int] = field(default_factory=dict)
    mends: int = 0

    def write_some(self, data: bytes, timeout_s: float) -> int:
        if data in QUESTIONS:
            if self.asked + 1 == self.mends:
                self.condition = CONDITIONS["good"]
            return super().write_some(data, timeout_s)
        if data == ASK_PAPER:
            self._due.append(b"\x00")
            self.condition, self.asked = self.turns, 0
        return len(data)


def verdict(printer: Slip, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    monkeypatch.setattr("devices.escpos_job.time", SimpleNamespace(monotonic=printer.monotonic_s))
    dialogue = dialogue_with(printer)
    dialogue.check()
    document = CompiledDocument((b"a line\n", b"the last line\n"), feeds=(30.0, 30.0))
    return Sending(dialogue, document, Marker.STATUS, watch=False).run()


@fault
@place
@side
def test_a_bad_slip_is_told_as_bad_when_one_answer_is_surplus(
    fault: str, place: int, stray_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = CONDITIONS[fault]
    printer = Slip(CONDITIONS["good"], strays=frozenset({place}), stray_first=stray_first, turns=turns)
    code = device_status(facts_of_real_time(turns)).code
    assert verdict(printer, monkeypatch) == Verdict(PrintOutcome.PARTIAL, code)


@fault
@place
@side
def test_a_fault_that_ends_while_the_printer_is_asked_again_is_not_forgotten(
    fault: str, place: int, stray_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = Slip(CONDITIONS["good"], strays=frozenset({place}), stray_first=stray_first, turns=CONDITIONS[fault], mends=5)
    assert verdict(printer, monkeypatch).outcome is PrintOutcome.UNKNOWN


@fault
@side
def test_a_bad_slip_is_never_told_as_printed_when_every_answer_brings_a_surplus(
    fault: str, stray_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = Slip(CONDITIONS["good"], strays=frozenset(range(1, 99)), stray_first=stray_first, turns=CONDITIONS[fault])
    printer.asked = -4  # the check before the job is clean
    assert verdict(printer, monkeypatch).outcome in {PrintOutcome.PARTIAL, PrintOutcome.UNKNOWN}


@place
@side
def test_a_good_slip_is_printed_all_the_same(place: int, stray_first: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    good = CONDITIONS["good"]
    printer = Slip(good, strays=frozenset({place}), stray_first=stray_first, turns=good)
    assert verdict(printer, monkeypatch) == Verdict(PrintOutcome.PRINTED)


class Ready(Late):
    """What it has said can be read without waiting."""

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        return super().read(timeout_s, until_woken=until_woken) or (self._due.pop(0) if self._due else b"")


def test_a_picture_that_provoked_an_answer_before_the_check_is_no_reason_to_ask_again() -> None:
    printer = Ready(CONDITIONS["good"])
    dialogue = dialogue_with(printer)
    printer.write_some(real_time_status(1), 1.0)
    assert dialogue.check(TIMINGS.patience_s).complete
    assert printer.asked == 1 + 4 and not dialogue.lapsed


def test_a_late_answer_is_no_surplus() -> None:
    printer = Late(CONDITIONS["good"], frozenset({4}))
    dialogue = dialogue_with(printer)
    dialogue.check()
    assert dialogue.check(TIMINGS.patience_s).complete
    assert printer.asked == 4 + 4


class Chatter(Late):
    """Mute until ``speaks``, then it gives a byte every 0.3 s, asked or not."""

    speaks = False

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        del until_woken
        heard = self.speaks and timeout_s >= 0.3
        self.now_s += 0.3 if heard else timeout_s
        return STRAY if heard else b""


def test_after_an_hour_of_silence_one_check_takes_seconds_whatever_comes() -> None:
    printer = Chatter(CONDITIONS["good"])
    dialogue = dialogue_with(printer)
    for _ in range(1800):
        dialogue.check()
        printer.now_s += TIMINGS.poll_s
    since_s = printer.now_s
    assert dialogue.check().silent and printer.now_s - since_s <= 2 * TIMINGS.reply_s + 0.001
    printer.speaks, since_s = True, printer.now_s
    dialogue.check()
    assert printer.now_s - since_s < 10.0
