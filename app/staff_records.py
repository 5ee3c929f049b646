"""What the staff's pages read: the ledger, asked in the till's thread; of each wire's flight recorder a bounded excerpt.

Recorders of printer and card terminal hold no customer's data (devices/printer_trace.py, card_trace.py); the remarks of a
link are masked here like a log line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from app.staff_journeys import sheet_of
from devices.trace import Direction, Trace, TraceEntry
from kiosk.masking import masked
from kiosk.money import Fen
from kiosk.open_money import OpenSheet
from kiosk.staff_records import (
    BooksSheet,
    Bucket,
    DeviceSheet,
    FrameLine,
    JourneyOf,
    RecordsAsked,
    RecordsSheet,
    RecordsWanted,
)
from kiosk.till import Till
from offline_queue.balances import Balances
from offline_queue.journeys import journey_of
from offline_queue.ledger import SqliteLedger

ANSWER_S: Final = 10.0  # for the till to sum its books, between two events
LINES: Final = 30
LONGEST: Final = 24  # bytes of a frame that are shown
_LONGEST_REMARK: Final = 100  # signs


class StaffRecords:
    """``told``: records of the journal's head that the centre has confirmed last; None: none yet in this process.
    ``storage``: the directory of the ledger, for what is read beside the till."""

    def __init__(
        self,
        till: Till,
        traces: Callable[[], Mapping[RecordsWanted, Trace]],
        told: Callable[[], int | None],
        storage: Path,
    ) -> None:
        self._storage = storage
        self._till = till
        self._traces = traces
        self._told = told

    def read(self, what: RecordsAsked) -> RecordsSheet:
        """Blocks. Raises ``StorageError`` or ``TimeoutError`` when the ledger can't be asked."""
        if isinstance(what, JourneyOf):
            return sheet_of(what.code, journey_of(self._storage, what.code))
        if what is RecordsWanted.OPEN_MONEY:
            return self._till.ask(self.open_money, SqliteLedger).result(timeout=ANSWER_S)
        if what is RecordsWanted.BOOKS:
            return self._till.ask(self._books, SqliteLedger).result(timeout=ANSWER_S)
        frames = frame_lines(self._traces()[what].entries())
        if what is RecordsWanted.ACCEPTOR:
            notes = self._till.ask(SqliteLedger.note_counts, SqliteLedger).result(timeout=ANSWER_S)
            return DeviceSheet(notes=notes, frames=frames)
        if what is RecordsWanted.PRINTER:
            jobs = self._till.ask(SqliteLedger.job_counts, SqliteLedger).result(timeout=ANSWER_S)
            return DeviceSheet(jobs=jobs, frames=frames)
        return DeviceSheet(frames=frames)

    def open_money(self, ledger: SqliteLedger) -> OpenSheet:
        """In the till's thread, between two events: what was read and ``as_of`` belong together."""
        return replace(ledger.open_money(), as_of=self._till.state.terminal.money_moves)

    def _books(self, ledger: SqliteLedger) -> BooksSheet:
        """In the till's thread."""
        sums, head = ledger.balances(), ledger.journal_head()
        return BooksSheet(
            payments=ledger.last_payments(),
            cash=buckets(sums, card=False),
            cash_difference=sums.difference_fen,
            card=buckets(sums, card=True),
            card_difference=sums.card_difference_fen,
            journal_count=head.count,
            journal_head=head.mac,
            told_count=self._told(),
        )


def buckets(sums: Balances, *, card: bool) -> tuple[Bucket, ...]:
    """The sum first; ``card_unclear`` is in no bucket, and comes last."""
    names = (name for name in Balances.__struct_fields__ if name.startswith("card_") is card)
    return tuple(Bucket(name.removesuffix("_fen"), Fen(getattr(sums, name))) for name in names)


def frame_lines(entries: Sequence[TraceEntry]) -> tuple[FrameLine, ...]:
    """The newest ``LINES`` lines, newest last. A poll and its answer that repeat are told once, with how often."""
    lines: list[FrameLine] = []
    for entry in reversed(entries):
        line = _line(entry)
        same = next(
            (number for number, kept in enumerate(lines[-2:], max(len(lines) - 2, 0)) if _is_same(kept, line)), None
        )
        if same is not None:
            kept = lines[same]
            lines[same] = FrameLine(kept.at, kept.direction, kept.text, kept.repeats + 1)
        elif len(lines) == LINES:
            break
        else:
            lines.append(line)
    return tuple(reversed(lines))


def _is_same(one: FrameLine, other: FrameLine) -> bool:
    return (one.direction, one.text) == (other.direction, other.text)


def _line(entry: TraceEntry) -> FrameLine:
    at = datetime.fromtimestamp(entry.unix_s).astimezone().strftime("%H:%M:%S.%f")[:12]
    if entry.direction is Direction.NOTE:
        return FrameLine(at, entry.direction, masked(entry.text)[:_LONGEST_REMARK])
    shown = entry.data[:LONGEST].hex(" ").upper()
    more = len(entry.data) - LONGEST
    return FrameLine(at, entry.direction, f"{shown} +{more}" if more > 0 else shown)
