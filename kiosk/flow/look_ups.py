"""How often one person may look for a payment or note: numbers of payments count up, so they could be tried one by one.

Look-ups of a person are counted for an hour from the first one on, in the ledger, so that neither a restart nor a clock set
back forgives one (as locks after wrong PINs, ``locks``); the centre counts those on the hall page in its own audit.
"""

from dataclasses import replace

from kiosk.flow.decision import Moment
from kiosk.flow.staff_states import LookUpHour
from kiosk.flow.states import State, Terminal
from kiosk.masking import masked, shape
from kiosk.messages import Message
from kiosk.staff import LOOK_UP_HOUR_S, LOOK_UPS, StaffMark, counted_for, who_looked_up
from kiosk.staff_facts import StaffLookedUp
from kiosk.staff_records import JourneySheet, RecordsSheet


def recalled(marks: tuple[StaffMark, ...], moment: Moment) -> tuple[LookUpHour, ...]:
    """Those on the disk, as of this start: from here on only this process's own clock ends their hour."""
    left = ((mark, counted_for(mark, moment.at)) for mark in marks)
    return tuple(
        LookUpHour(who_looked_up(mark.staff_id), mark.failures, moment.monotonic_s + seconds)
        for mark, seconds in left
        if seconds
    )


def refused(terminal: Terminal, staff_id: str, monotonic_s: float) -> Message | None:
    """Why this person may look for nothing now, and for how long; None: they may."""
    hour = _hour_of(terminal, staff_id, monotonic_s)
    if hour.look_ups < LOOK_UPS:
        return None
    return Message("trace_limit", (("minutes", str(int(-((monotonic_s - hour.until_s) // 60)))),))


def ended(state: State, staff_id: str, code: str, sheet: RecordsSheet, moment: Moment) -> tuple[State, StaffLookedUp]:
    """One look-up more: the state that has counted it, and the fact that records it. ``sheet``: what was read."""
    hour = _hour_of(state.terminal, staff_id, moment.monotonic_s)
    if not isinstance(sheet, JourneySheet):
        return state, StaffLookedUp(staff_id, shape(code), "unread", hour.look_ups)
    hour = replace(hour, look_ups=hour.look_ups + 1)
    others = tuple(one for one in state.terminal.look_up_hours if one.staff_id != staff_id)
    counted = replace(state, terminal=replace(state.terminal, look_up_hours=(*others, hour)))
    if sheet.is_known:
        return counted, StaffLookedUp(staff_id, masked(code), "found", hour.look_ups)
    return counted, StaffLookedUp(staff_id, shape(code), "not_found", hour.look_ups)


def _hour_of(terminal: Terminal, staff_id: str, monotonic_s: float) -> LookUpHour:
    """The one that lasts; else a new one, which begins with its first look-up."""
    lasting = (one for one in terminal.look_up_hours if one.staff_id == staff_id and one.until_s > monotonic_s)
    return next(lasting, LookUpHour(staff_id, 0, monotonic_s + LOOK_UP_HOUR_S))
