"""Somebody is locked out after wrong PINs, and a second person lifts the lock: by the centre's code over the telephone when
this terminal has no line, else here or on the hall page (docs/central-contract.md, Staff, act ``unlock``; trust.md S3, S4).

Only the lock goes: the PIN stays what it was, and has still to be typed.
"""

from kiosk import acts
from kiosk.events import UnlockPressed
from kiosk.flow.decision import Decision, Moment, refuse
from kiosk.flow.locks import kept_out
from kiosk.flow.second_person import asked_for
from kiosk.flow.staff_login import NOBODY
from kiosk.flow.staff_states import StaffLogin
from kiosk.flow.states import State
from kiosk.staff import StaffMember
from kiosk.staff_views import LoginStep


def can_unlock(state: State, page: StaffLogin) -> bool:
    """Also once the time of a lock is over: the next wrong PIN would bring a longer one."""
    return page.step is LoginStep.PIN and not page.ticket and kept_out(state.terminal, page.staff_id)


def unlock_pressed(state: State, _event: UnlockPressed, moment: Moment) -> Decision:
    """An id that nobody has gets the same page, so that nobody learns here which there are; nothing opens for it."""
    page = state.visit
    if not isinstance(page, StaffLogin) or not can_unlock(state, page):
        return refuse(state, "nobody is locked out on this page")
    who = StaffMember(page.staff_id, "", frozenset(), NOBODY.pin_hash)
    back = StaffLogin(LoginStep.PIN, page.staff_id)
    return asked_for(state, who, acts.Unlock(page.staff_id), back, moment, by_code=True)
