"""A day as the terminal itself counts it, from its own events (contract, daily reports; H1 to H4 as far as it knows). Pure.

The same rules as the centre's (docs/central-contract.md, silence and availability): what customers could do from each
``service`` event on until the next; out from the last sign of life of a process until the next one serves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from app.open_hours import Span
from kiosk.paper import PrintOutcome, is_to_be_taken
from offline_queue.health_lane import KeptEvent


@dataclass(frozen=True, slots=True)
class _Condition:
    state: str  # full, degraded, out
    cash: bool = False
    card: bool = False
    printing: bool = False


_OUT: Final = _Condition("out")
Change = tuple[float, _Condition]  # seconds since 1970, and what holds from then on


def day_figures(events: Sequence[KeptEvent], schedule: Sequence[Span], day: Span, now: float) -> dict[str, int]:
    """The contract's figures but the SMS'. ``events`` in order, also those before the day; moments in seconds since 1970.

    Time that has not passed yet is not scheduled.
    """
    passed = [(begin, min(end, now)) for begin, end in schedule if begin < now]
    return {**_times(_changes(events), passed), **_counts(event for event in events if day[0] <= _at(event) < day[1])}


def _changes(events: Iterable[KeptEvent]) -> list[Change]:
    """In the order of numbers; a clock that was set back tells no moment before the one told last."""
    changes: list[Change] = []
    latest = float("-inf")
    for event in events:
        at = max(_at(event), latest)
        if event.kind == "service":
            changes.append((at, _condition(event)))
        elif event.kind == "run" and event.data.get("what") == "stopped":
            changes.append((at, _OUT))
        elif event.kind == "run":
            changes.append((max(min(_alive(event, at), at), latest), _OUT))
        latest = at
    return changes


def _times(changes: Sequence[Change], schedule: Sequence[Span]) -> dict[str, int]:
    """Time of which nothing is known counts as out."""
    marks = [(float("-inf"), _OUT), *changes, (float("inf"), _OUT)]
    stretches = [
        (condition, min(until, end) - max(since, begin))
        for (since, condition), (until, _) in pairwise(marks)
        for begin, end in schedule
        if min(until, end) > max(since, begin)
    ]
    return {
        "scheduled_seconds": round(sum(seconds for _, seconds in stretches)),
        **{
            f"{state}_seconds": round(sum(seconds for condition, seconds in stretches if condition.state == state))
            for state in ("full", "degraded", "out")
        },
        "cash_seconds": round(sum(seconds for condition, seconds in stretches if condition.cash)),
        "card_seconds": round(sum(seconds for condition, seconds in stretches if condition.card)),
        "print_seconds": round(sum(seconds for condition, seconds in stretches if condition.printing)),
    }


def _counts(events: Iterable[KeptEvent]) -> dict[str, int]:
    found = list(events)
    visits = [event.data for event in found if event.kind == "visit"]
    prints = [event.data for event in found if event.kind == "print"]
    paid = [visit for visit in visits if visit.get("outcome") == "paid"]
    return {
        "sessions": len(visits),
        "reached_payment": sum(bool(visit.get("reached_payment")) for visit in visits),
        "paid": len(paid),
        "paid_fen": sum(int(visit.get("amount_fen", 0)) for visit in paid),
        "prints": len(prints),
        "prints_failed": sum(not _came_out(str(job.get("outcome")), str(job.get("cause", ""))) for job in prints),
        "restarts": sum(event.kind == "run" and event.data.get("what") == "started" for event in found),
    }


def _came_out(outcome: str, cause: str) -> bool:
    return outcome in set(PrintOutcome) and is_to_be_taken(PrintOutcome(outcome), cause)


def _condition(event: KeptEvent) -> _Condition:
    data = event.data
    serving = data.get("mode") == "serving"
    return _Condition(
        str(data.get("state")),
        cash=serving and bool(data.get("cash")),
        card=serving and bool(data.get("card")),
        printing=serving and bool(data.get("print")),
    )


def _at(event: KeptEvent) -> float:
    return datetime.fromisoformat(event.at).timestamp()


def _alive(event: KeptEvent, otherwise: float) -> float:
    try:
        return datetime.fromisoformat(str(event.data.get("last_alive_at"))).timestamp()
    except ValueError:
        return otherwise
