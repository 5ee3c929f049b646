"""What a terminal could do at every moment, from its own events and from its silences (central-api.md 6). Pure.

Its own account stands wherever there is one: where it ran through a silence it was not out, and where it was down it was
out from the last moment at which it was alive. A silence of which it has not told yet counts as out.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from central import outage_causes
from central.intervals import Spans, common, without
from central.times import Milliseconds, parse

State = Literal["full", "degraded", "out", "unknown"]
_STATES: Final[dict[object, State]] = {"full": "full", "degraded": "degraded", "out": "out"}


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the kinds ``run`` and ``service``. ``at``: the terminal's clock, ``received_at``: ours."""

    event_seq: int
    at: Milliseconds
    received_at: Milliseconds
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """``unknown``: nobody heard, and it has not told since. ``cause``: empty if and only if the state is full."""

    state: State
    mode: str = ""
    code: str = ""
    cash: bool = False
    card: bool = False
    print: bool = False
    cause: str = ""
    down: bool = False  # no process runs


@dataclass(frozen=True, slots=True)
class Stretch:
    begin: Milliseconds
    end: Milliseconds
    condition: Condition


Change = tuple[Milliseconds, Condition]  # from then on
SILENT: Final = Condition("unknown", cause=outage_causes.NOBODY_HEARD)


def true_moments(told: Sequence[Told], skew: Milliseconds) -> list[Milliseconds]:
    """When each event was, given in the order of numbers. A terminal's clock may lie, the order of its numbers does not:
    nothing was after it was heard here, or before what came before it."""
    moments = [min(event.at, event.received_at) for event in told]
    later: Milliseconds | None = None
    for index in reversed(range(len(told))):
        if told[index].at > told[index].received_at + skew and later is not None:
            moments[index] = min(moments[index], later)  # a clock gone wild says nothing; the next one knows better
        later = moments[index]
    for index in range(1, len(moments)):
        moments[index] = max(moments[index], moments[index - 1])
    return moments


def own_account(told: Iterable[Told], skew: Milliseconds, fitted: Collection[str]) -> list[Change]:
    """The terminal's own account, in the order of time."""
    events = sorted(told, key=lambda event: event.event_seq)
    changes: list[Change] = []
    ended = outage_causes.NOT_RUNNING
    for event, at in zip(events, true_moments(events, skew), strict=True):
        if event.kind == "service":
            changes.append((at, _condition(event.data, fitted, ended)))
            continue
        if event.data.get("what") == "stopped":
            changes.append((at, _down("staff")))
            continue
        ended = outage_causes.of_end(event.data.get("ended"))
        alive = min(_moment(event.data.get("last_alive_at"), at), at)
        before = changes[-1] if changes else None
        if before is None or not before[1].down:
            changes.append((max(alive, before[0]) if before else alive, _down(ended)))
    return changes


def timeline(
    changes: Sequence[Change], silences: Spans, accounted_until: Milliseconds, begin: Milliseconds, end: Milliseconds
) -> tuple[Stretch, ...]:
    """Every moment from ``begin`` to ``end``, once. ``accounted_until``: up to there the account has no gap."""
    if begin >= end:
        return ()
    unheard = without(silences, [(0, accounted_until)])
    started = [change for change in changes if change[0] < end]
    marks: list[Change] = [(min(begin, *(at for at, _ in started), end), SILENT), *started, (end, SILENT)]
    found: list[Stretch] = []
    for (since, condition), (until, _) in pairwise(marks):
        for span in common([(since, until)], [(begin, end)]):
            silent = () if condition.down else common([span], unheard)
            found.extend(Stretch(*part, SILENT) for part in silent)
            found.extend(Stretch(*part, condition) for part in without([span], silent))
    return _joined(sorted(found, key=lambda stretch: stretch.begin))


def _joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for stretch in stretches:
        if found and found[-1].condition == stretch.condition:
            found[-1] = Stretch(found[-1].begin, stretch.end, stretch.condition)
        else:
            found.append(stretch)
    return tuple(found)


def _condition(data: dict[str, Any], fitted: Collection[str], ended: str) -> Condition:
    state = _STATES.get(data.get("state"), "out")
    mode = str(data.get("mode", "serving"))
    serving = mode == "serving"
    cause = outage_causes.of_service(data, fitted)
    if mode == "starting":
        cause = ended  # it starts because it was down
    return Condition(
        state=state,
        mode=mode,
        code=str(data.get("code", "")),
        cash=serving and bool(data.get("cash", state == "full")),
        card=serving and bool(data.get("card", state == "full")),
        print=serving and bool(data.get("print", state == "full")),
        cause="" if state == "full" else cause,
    )


def _down(cause: str) -> Condition:
    return Condition("out", cause=cause, down=True)


def _moment(text: object, otherwise: Milliseconds) -> Milliseconds:
    try:
        return parse(str(text))
    except ValueError:
        return otherwise
