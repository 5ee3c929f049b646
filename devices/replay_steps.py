"""A recorded wire as steps: what the driver sent and said, what the device answered, what the till ordered. Pure."""

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from devices.flight import SAID, TOLD, WIRE
from devices.trace import CLOSED, ENDING, LEFT_OUT, OPENED, Direction, TraceEntry, read_json_lines

KEPT_REPEATS: Final = 3  # of the same questions with the same answers: the driver asks again by itself if it wants to
LONGEST_ROUND: Final = 16  # questions that make one round of an idle driver


class Kind(StrEnum):
    SENT = "sent"  # by the driver
    SAID = "said"  # by the driver, to the till
    CAME = "came"  # from the device
    TOLD = "told"  # by the till
    OPENED = "opened"  # the port
    CLOSED = "closed"
    GAP = "gap"  # the recorder has forgotten what was here


class Step(NamedTuple):
    at_s: float  # since the first entry
    kind: Kind
    data: bytes = b""
    text: str = ""


class Recording(NamedTuple):
    """``wire``: what the driver must know; empty in a trace without a head."""

    wire: dict[str, Any]
    steps: tuple[Step, ...]


def recording(lines: Iterable[str]) -> Recording:
    """Raises ValueError naming the line that is no entry, or saying that there is nothing to play."""
    entries = read_json_lines(lines)
    head = next((entry.text for entry in entries if entry.text.startswith(WIRE)), "")
    steps = tuple(_steps(entries))
    if not any(step.kind is Kind.SENT for step in steps):
        raise ValueError("the driver sends nothing in it: there is nothing to play")
    return Recording(_head(head), steps)


def _head(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text.removeprefix(WIRE)) if text else {}
    except ValueError as error:
        raise ValueError(f"its head is not readable: {error}") from error
    if not isinstance(found, dict):
        raise ValueError("its head is no JSON object")  # noqa: TRY004 - of a file, not of a program
    return found


def _steps(entries: Sequence[TraceEntry]) -> Iterator[Step]:
    began_s = entries[0].unix_s if entries else 0.0
    told_off = max((number for number, entry in enumerate(entries) if _is_news(entry)), default=-1)
    for number, entry in enumerate(entries):
        at_s = entry.unix_s - began_s
        if entry.direction is Direction.TO_DEVICE:
            yield Step(at_s, Kind.SENT, entry.data)
        elif entry.direction is Direction.TO_HOST:
            yield Step(at_s, Kind.CAME, entry.data)
        elif entry.text == ENDING:
            return  # the program ended: what follows is its good-bye
        elif entry.text == OPENED:
            yield Step(at_s, Kind.OPENED)
        elif entry.text == CLOSED and number < told_off:
            yield Step(at_s, Kind.CLOSED)
        elif entry.text.startswith(SAID):
            yield Step(at_s, Kind.SAID, text=entry.text.removeprefix(SAID))
        elif entry.text.startswith(TOLD):
            yield Step(at_s, Kind.TOLD, text=entry.text.removeprefix(TOLD))
        elif entry.text.endswith(LEFT_OUT):
            yield Step(at_s, Kind.GAP, text=entry.text)


def _is_news(entry: TraceEntry) -> bool:
    return entry.text == OPENED or entry.text.startswith(SAID)


# ---- rounds that repeat --------------------------------------------------------------------------------------------


def compressed(steps: Sequence[Step]) -> list[Step]:
    """The same with long repetitions of questions and answers cut short. Times stay those of the recording."""
    groups = list(_groups(steps))
    kept: list[Step] = []
    place = 0
    while place < len(groups):
        length, times = _round_at(groups, place)
        for group in groups[place : place + length * min(times, KEPT_REPEATS)]:
            kept += group
        place += length * times
    return kept


def _groups(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    """A question with its answers; anything else alone."""
    group: list[Step] = []
    for step in steps:
        if group and not (step.kind is Kind.CAME and group[0].kind is Kind.SENT):
            yield tuple(group)
            group = []
        group.append(step)
    if group:
        yield tuple(group)


def _round_at(groups: Sequence[tuple[Step, ...]], place: int) -> tuple[int, int]:
    """How many groups make a round here, and how often it comes; (1, 1) where nothing repeats for long."""
    for length in range(1, LONGEST_ROUND + 1):
        first = groups[place : place + length]
        if len(first) < length or first[-1][0].kind is not Kind.SENT:
            break
        times = 1
        while _same(first, groups[place + times * length : place + (times + 1) * length]):
            times += 1
        if times > KEPT_REPEATS:
            return length, times
    return 1, 1


def _same(one: Sequence[tuple[Step, ...]], other: Sequence[tuple[Step, ...]]) -> bool:
    return [[step.data for step in group] for group in one] == [
        [step.data for step in group] for group in other if group[0].kind is Kind.SENT
    ]
