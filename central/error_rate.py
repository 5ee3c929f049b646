"""How many errors a terminal logs lately, from the count that its heartbeats tell (F52; contract, Heartbeat).

The count grows as long as the terminal's process runs and begins anew with the next one. What came between two heartbeats
lies somewhere between them: a terminal that was without a line for hours has not logged its errors in this moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, select

from central.database import insert_once
from central.health_tables import error_samples, terminal_live
from central.times import Milliseconds

WINDOW: Final[Milliseconds] = 15 * 60_000


@dataclass(frozen=True, slots=True)
class Sample:
    """``errors`` were logged from ``began_at`` on, up to ``ended_at``: the moments of two heartbeats, by our clock."""

    began_at: Milliseconds
    ended_at: Milliseconds
    errors: int


def logged_since(before: int | None, told: int | None) -> int:
    """Between two heartbeats. Less than before: another process, all of it is new. One that tells it for the first time
    may run for weeks already, so there is nothing to compare with."""
    if before is None or told is None:
        return 0
    return told - before if told >= before else told


def errors_in(samples: Iterable[Sample], begin: Milliseconds, end: Milliseconds) -> float:
    """Of each sample the part that its time shares with this window."""
    found = 0.0
    for sample in samples:
        shared = min(end, sample.ended_at) - max(begin, sample.began_at)
        length = sample.ended_at - sample.began_at
        if shared >= 0:
            found += sample.errors * (shared / length if length else 1)
    return found


def note(connection: Connection, kiosk_id: str, last_heard: Milliseconds, now: Milliseconds, told: int | None) -> None:
    """One heartbeat after another; to be called while ``terminal_live`` still holds the one before."""
    live = select(terminal_live.c.body).where(terminal_live.c.kiosk_id == kiosk_id)
    before = (connection.scalar(live) or {}).get("errors_logged")
    errors = logged_since(before, told)
    mine = error_samples.c.kiosk_id == kiosk_id
    connection.execute(delete(error_samples).where(mine, error_samples.c.ended_at <= now - WINDOW))
    if errors:
        row = {"kiosk_id": kiosk_id, "began_at": min(last_heard, now), "ended_at": now, "errors": errors}
        insert_once(connection, error_samples, row)


def lately(connection: Connection, now: Milliseconds) -> dict[str, float]:
    """Errors of the last ``WINDOW`` by terminal; of one that logs none, or does not tell, there is no figure."""
    samples: dict[str, list[Sample]] = {}
    for row in connection.execute(select(error_samples).where(error_samples.c.ended_at > now - WINDOW)):
        samples.setdefault(row.kiosk_id, []).append(Sample(row.began_at, row.ended_at, row.errors))
    return {kiosk_id: errors_in(found, now - WINDOW, now) for kiosk_id, found in samples.items()}
