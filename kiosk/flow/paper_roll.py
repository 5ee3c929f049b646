"""Paper counted by length: what is left on the roll, by estimate, and when a new one was fitted.

The count never keeps anybody from printing: the printer's own sensor does. It warns where a printer has no sensor for the
near end, and it tells how many metres there may still be.
"""

from dataclasses import replace
from typing import Final

from kiosk.device_status import DeviceStatus, Severity, Supplies
from kiosk.facts import AnyFact, PaperRanOut, PaperRollFitted
from kiosk.flow.decision import Decision
from kiosk.flow.states import State, Terminal
from kiosk.recollection import PaperRoll

LOW_MM: Final = 5_000  # about what a near-end sensor leaves; a busy hall prints that in an hour or two
LOW_BY_COUNT: Final = "PRN-LOW-COUNT"
_COVER: Final = "PRN-COVER"


def left_mm(terminal: Terminal) -> int:
    """By estimate; the roll was as long as configured, or longer."""
    return max(terminal.policy.roll_mm - terminal.paper_roll.used_mm, 0)


def printer_told(terminal: Terminal) -> DeviceStatus:
    """The printer's state for staff: its own word, and the count's where it has none on its supplies being low."""
    status = terminal.printer
    if not status.usable or status.supplies is not Supplies.GOOD or left_mm(terminal) > LOW_MM:
        return status
    severity = max(status.severity, Severity.WARNING)
    return replace(status, supplies=Supplies.LOW, severity=severity, code=status.code or LOW_BY_COUNT)


def fed(state: State, paper_mm: int) -> State:
    roll = replace(state.terminal.paper_roll, used_mm=state.terminal.paper_roll.used_mm + paper_mm)
    return replace(state, terminal=replace(state.terminal, paper_roll=roll))


def roll_watched(decision: Decision, before: DeviceStatus) -> Decision:
    """The printer's status has changed from ``before``: has its roll ended, was it changed?

    A roll is new when the paper is good after it had run out, or after the cover was opened with the roll near its end. An
    open cover that says *no paper* is no end of a roll: many printers say so whenever it is open.
    """
    state, facts = decision.state, tuple[AnyFact, ...]()
    terminal, now = state.terminal, state.terminal.printer
    covered = now.code != _COVER
    near_end = Supplies.LOW in (before.supplies, now.supplies) or left_mm(terminal) <= LOW_MM
    if covered and now.supplies is Supplies.OUT and not terminal.paper_roll.ran_out:
        terminal = replace(terminal, paper_roll=replace(terminal.paper_roll, ran_out=True))
        facts = (PaperRanOut(),)
    elif not covered and near_end:
        terminal = replace(terminal, opened_near_end=True)
    elif covered and now.supplies is Supplies.GOOD and (terminal.paper_roll.ran_out or terminal.opened_near_end):
        terminal = replace(terminal, paper_roll=PaperRoll(), opened_near_end=False)
        facts = (PaperRollFitted(terminal.policy.roll_mm),)
    return replace(decision, state=replace(state, terminal=terminal)).also(facts)
