"""The moving parts: paper feed, blade and the faults that stop them. Time is passed in; nothing here waits."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from devices.simulators.escpos_conditions import Conditions
from devices.simulators.escpos_interpreter import Cut, Motion
from devices.simulators.escpos_line import Band
from devices.simulators.escpos_options import DOTS_PER_MM, PrinterOptions
from devices.simulators.escpos_paper import CutPiece, Paper

_STEP_ROWS = 16
"""Rows between two wake-ups while paper moves: 2 mm."""


@dataclass(slots=True)
class Faults:
    """Causes, as a technician finds them, and the error states that they have left behind."""

    cover_open: bool = False
    feed_button: bool = False
    drawer_high: bool = False
    hot_until: float | None = None
    cutter_jammed: bool = False
    cutter_error: bool = False
    broken: bool = False
    recoverable: bool = False
    unrecoverable: bool = False
    presenter_jammed: bool = False
    retract_fails: bool = False
    slow_mm_s: float | None = None
    """Paper speed while something makes the printer slow: cold, a weak power supply, a hot head."""

    def remove_causes(self) -> None:
        """A technician has put things right; error states stay until DLE ENQ or power-up."""
        self.cutter_jammed = self.broken = self.presenter_jammed = False
        self.hot_until = self.slow_mm_s = None

    def recover(self) -> bool:
        """DLE ENQ: leave the recoverable error states whose cause is gone. Was there one at all?"""
        there = self.cutter_error or self.recoverable
        self.cutter_error = self.cutter_error and self.cutter_jammed
        self.recoverable = self.recoverable and self.broken
        return there

    def power_up(self) -> None:
        """What the self-test after power-up finds."""
        self.unrecoverable = False
        self.cutter_error = self.cutter_jammed
        self.recoverable = self.broken


class Mechanism:
    """Carries out one motion after the other, each in its time; ``on_line`` gets every line, ``on_piece`` every piece."""

    def __init__(
        self,
        options: PrinterOptions,
        paper: Paper,
        faults: Faults,
        on_line: Callable[[str], None],
        on_piece: Callable[[CutPiece], None],
    ) -> None:
        self.options = options
        self.paper = paper
        self.faults = faults
        self._on_line = on_line
        self._on_piece = on_piece
        self._motion: Motion | None = None
        self._done = 0
        self._mark = 0.0
        self.rows_printed = 0
        self.strokes_begun = 0
        self.stop_row: int | None = None
        """Row count at which :meth:`run` comes back at once, for faults set at a row."""
        self.stop_stroke: int | None = None
        """The same for faults set at a stroke of the blade: the stroke has begun and not cut yet."""

    def conditions(self, now: float, *, piece_out: bool) -> Conditions:
        """What the sensors say."""
        faults, options = self.faults, self.options
        end = self.paper.rows_left <= 0
        near = end or self.paper.rows_left <= options.near_end_mm * DOTS_PER_MM
        return Conditions(
            cover_open=faults.cover_open,
            paper_end=end,
            near_end=near and options.near_end_fitted,
            cutter_error=faults.cutter_error,
            recoverable=faults.recoverable,
            unrecoverable=faults.unrecoverable,
            head_hot=faults.hot_until is not None and now < faults.hot_until,
            feed_button=faults.feed_button,
            drawer_high=faults.drawer_high,
            not_torn_off=piece_out and options.tear_off_bit,
        )

    @property
    def moving(self) -> bool:
        """Is there something begun and not finished?"""
        return self._motion is not None

    def drop_motion(self) -> None:
        """Forget the rest of what is being printed."""
        self._motion = None
        self._done = 0

    def run(self, now: float, next_motion: Callable[[], Motion | None], stopped: Callable[[], bool]) -> float | None:
        """Move up to ``now``. Returns when to go on, or None when there is nothing to do or something stops it."""
        while True:
            if stopped() or (self._motion is None and not self._begin(next_motion())):
                self._mark = now
                return None
            if self.stop_stroke is not None and self.strokes_begun >= self.stop_stroke:
                return self._mark
            seconds, left = self._pace()
            due = min(left, math.floor((now - self._mark) / seconds + 1e-6))
            if due <= 0:
                return self._mark + min(left, _STEP_ROWS) * seconds
            self._mark += self._advance(due) * seconds
            if self.stop_row is not None and self.rows_printed >= self.stop_row:
                return self._mark

    def _begin(self, motion: Motion | None) -> bool:
        self._motion, self._done = motion, 0
        self.strokes_begun += isinstance(motion, Cut)
        return motion is not None

    def _pace(self) -> tuple[float, int]:
        """Seconds a row and rows left of this motion; the blade's stroke counts as one row."""
        if isinstance(self._motion, Band):
            speed_mm_s = self.faults.slow_mm_s or self.options.speed_mm_s
            return 1 / (speed_mm_s * DOTS_PER_MM), self._motion.rows - self._done
        return self.options.cut_s, 1

    def _advance(self, rows: int) -> int:
        motion = self._motion
        if isinstance(motion, Cut):
            self._stroke()
            return 1
        if motion is None:
            return 0
        if self.stop_row is not None:
            rows = min(rows, max(1, self.stop_row - self.rows_printed))
        printed = self.paper.feed(motion, self._done, rows)
        self._done += printed
        self.rows_printed += printed
        if self._done >= motion.rows:
            self._motion = None
            if motion.text is not None:
                self._on_line(motion.text)
        return printed

    def _stroke(self) -> None:
        """The blade goes through, or sticks: then the cut is still to be done after recovery."""
        if self.faults.cutter_jammed:
            self.faults.cutter_error = True
            return
        piece = self.paper.cut()
        self._motion = None
        if piece is not None:
            self._on_piece(piece)
