"""What terminals tell of themselves, numbered for ever (docs/central-contract.md, Health of terminals; F51).

The number is the key: told again, kept once. Urgent events come before older ones, so numbers arrive out of order; what is
missing is told in every answer until it is here.
"""

import logging
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select, update

from central.base import Base
from central.database import insert_once
from central.dial_tests import keep_told
from central.health_tables import event_marks, terminal_events
from central.masking import mask_number
from central.times import Milliseconds

_log = logging.getLogger(__name__)
_MOST_GAPS: Final = 10
_DEEPEST: Final = 4
_WIDEST: Final = 50
_LONGEST: Final = 1000
_SAFE_INTEGER: Final = 2**53 - 1
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONG_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{11,19}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Event:
    event_seq: int
    at: Milliseconds  # the terminal's clock
    kind: str
    urgent: bool
    historical: bool
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """``next_expected_seq``: the first number that is not here; ``missing``: gaps below the highest, the first ten."""

    new: int
    next_expected_seq: int
    missing: list[tuple[int, int]]


class Events:
    def __init__(self, base: Base) -> None:
        self._base = base

    def store(self, kiosk_id: str, events: Sequence[Event]) -> Kept:
        """Keep each once; in any order. The terminal's log is never refused: what is odd in it is tidied."""
        now = self._base.now()
        with self._base.database.write() as connection:
            new = [event.event_seq for event in events if self._keep(connection, kiosk_id, event, now)]
            expected, highest = _advance(connection, kiosk_id, new)
            return Kept(len(new), expected, _gaps(connection, kiosk_id, expected, highest))

    def _keep(self, connection: Connection, kiosk_id: str, event: Event, now: Milliseconds) -> bool:
        row = {name: getattr(event, name) for name in Event.__slots__} | {"kiosk_id": kiosk_id, "received_at": now}
        data = tidy(event.data)
        if insert_once(connection, terminal_events, row | {"data": data}):
            if event.kind == "test":
                keep_told(connection, kiosk_id, event.at, data)
            return True
        known = select(terminal_events.c.at, terminal_events.c.kind).where(
            terminal_events.c.kiosk_id == kiosk_id, terminal_events.c.event_seq == event.event_seq
        )
        if tuple(connection.execute(known).one()) != (event.at, event.kind):
            _log.warning(
                "CEN-601 terminal %s: event %s was another one before; its store went back in time. The first is kept",
                kiosk_id,
                event.event_seq,
            )
        return False


def tidy(value: Any, depth: int = 0) -> Any:
    """Bounded, of one line, without a whole number of a customer or a card: what may be kept and shown to people."""
    if isinstance(value, str):
        text = _CONTROL.sub(" ", value[:_LONGEST])
        return _LONG_NUMBER.sub(lambda found: mask_number(found.group()), text)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) <= _SAFE_INTEGER else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= _DEEPEST:
        return None
    if isinstance(value, dict):
        return {tidy(key)[:64]: tidy(item, depth + 1) for key, item in list(value.items())[:_WIDEST]}
    return [tidy(item, depth + 1) for item in value[:_WIDEST]]


def _advance(connection: Connection, kiosk_id: str, new: Iterable[int]) -> tuple[int, int]:
    """The first number that is not here, and the highest that is (0: none), after these came."""
    insert_once(connection, event_marks, {"kiosk_id": kiosk_id, "next_expected_seq": 1, "highest_seq": 0})
    mine = event_marks.c.kiosk_id == kiosk_id
    marks = connection.execute(select(event_marks).where(mine).with_for_update()).one()
    expected, highest = marks.next_expected_seq, max([marks.highest_seq, *new])
    columns = terminal_events.c
    here = select(columns.event_seq).where(columns.kiosk_id == kiosk_id, columns.event_seq >= expected)
    for seq in connection.execute(here.order_by(columns.event_seq)).scalars():
        if seq != expected:
            break
        expected += 1
    changed = {"next_expected_seq": expected, "highest_seq": highest}
    connection.execute(update(event_marks).where(mine).values(changed))
    return expected, highest


def _gaps(connection: Connection, kiosk_id: str, expected: int, highest: int) -> list[tuple[int, int]]:
    if expected > highest:
        return []
    columns = terminal_events.c
    before = func.lag(columns.event_seq, 1, expected - 1).over(order_by=columns.event_seq).label("before")
    above = select(columns.event_seq, before).where(columns.kiosk_id == kiosk_id, columns.event_seq >= expected).subquery()
    holes = select(above).where(above.c.event_seq > above.c.before + 1).order_by(above.c.event_seq).limit(_MOST_GAPS)
    return [(row.before + 1, row.event_seq - 1) for row in connection.execute(holes)]
