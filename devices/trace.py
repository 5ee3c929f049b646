"""The flight recorder of a link: its last raw bytes, both directions, with times; bounded, in memory (design.md 6)."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

ENTRIES_KEPT = 10_000  # about ten minutes of polling at 200 ms, under 3 MB
OPENING_KEPT = 400  # of each connection's beginning, where a device says who it is: without it nothing can be played again


OPENED, CLOSED = "port opened", "port closed"
LEFT_OUT = "entries left out"
ENDING = "the program ends"


class Direction(StrEnum):
    TO_DEVICE = "to_device"
    TO_HOST = "to_host"
    NOTE = "note"  # no bytes: the link came, went, or the driver remarked something


class TraceEntry(NamedTuple):
    """``unix_s`` is wall time in seconds; bytes are as they passed the operating system, frames may be split or joined."""

    unix_s: float
    direction: Direction
    data: bytes = b""
    text: str = ""

    def as_json(self) -> str:
        """One line: ``{"at": RFC 3339 UTC, "unix_s": …, "direction": …, "hex": "02 03 …"}``; notes have ``text``."""
        at = datetime.fromtimestamp(self.unix_s, UTC).isoformat(timespec="microseconds")
        record: dict[str, object] = {"at": at, "unix_s": self.unix_s, "direction": self.direction.value}
        if self.direction is Direction.NOTE:
            record["text"] = self.text
        else:
            record["hex"] = self.data.hex(" ")
        return json.dumps(record, ensure_ascii=False)


class Trace:
    """A ring of entries; written by the link's thread, exported from any other. The oldest entries give way, but for the
    beginning of the present connection."""

    def __init__(self, capacity: int = ENTRIES_KEPT, wall_s: Callable[[], float] = time.time) -> None:
        self._entries: deque[TraceEntry] = deque(maxlen=capacity)
        self._count = 0  # ever added
        self._opening: list[TraceEntry] = []
        self._opened_at = 0  # the count of the first of them
        self._room = 0  # for more of them
        self._lock = threading.Lock()  # a deque must not grow while it is copied
        self._wall_s = wall_s

    def record(self, direction: Direction, data: bytes) -> None:
        self._add(TraceEntry(self._wall_s(), direction, data))

    def note(self, text: str) -> None:
        self._add(TraceEntry(self._wall_s(), Direction.NOTE, text=text))

    def port_opened(self) -> None:
        """A connection begins."""
        with self._lock:
            self._opening, self._opened_at, self._room = [], self._count, OPENING_KEPT
        self.note(OPENED)

    def entries(self) -> list[TraceEntry]:
        """A copy, oldest first. What is missing between a connection's beginning and the rest is told by a note."""
        with self._lock:
            kept, oldest = list(self._entries), self._count - len(self._entries)
            opening = self._opening[: max(oldest - self._opened_at, 0)]
            missing = oldest - self._opened_at - len(opening)
        gap = [TraceEntry(opening[-1].unix_s, Direction.NOTE, text=f"{missing} {LEFT_OUT}")] if opening and missing else []
        return [*opening, *gap, *kept]

    def json_lines(self) -> Iterator[str]:
        return (entry.as_json() for entry in self.entries())

    def _add(self, entry: TraceEntry) -> None:
        with self._lock:
            self._entries.append(entry)
            self._count += 1
            if self._room:
                self._room -= 1
                self._opening.append(entry)


def read_json_lines(lines: Iterable[str]) -> list[TraceEntry]:
    """The entries of an exported trace, for replay.

    Raises ValueError naming the line that is not a trace entry; empty lines are skipped.
    """
    entries = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            direction = Direction(record["direction"])
            data = bytes.fromhex(record.get("hex", ""))
            unix_s = float(record["unix_s"])
            datetime.fromtimestamp(unix_s, UTC)  # a time that no calendar has can't be shown again
            entries.append(TraceEntry(unix_s, direction, data, str(record.get("text", ""))))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError) as error:
            raise ValueError(f"line {number} is not an entry of an exported trace: {error!r}") from error
    return entries
