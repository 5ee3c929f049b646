"""When the terminal serves nobody although it could: outside the hall's hours, or by the centre's word (X14, F62).

It never interrupts anybody: who has begun finishes, and only the home page behind them is closed.
"""

from dataclasses import replace

from kiosk.events import HallOpen, SelfCheckDue
from kiosk.facts import SelfChecked
from kiosk.flow.decision import Decision, Moment, go, refuse
from kiosk.flow.judging import why_not_ready
from kiosk.flow.states import Closed, HallClosed, Home, State, Terminal
from kiosk.remote import REMOTE_OUT


def hall_open(state: State, event: HallOpen, _moment: Moment) -> Decision:
    closed = None if event.is_open else HallClosed(event.opens_at)
    if closed == state.terminal.hall_closed:
        return refuse(state, "the hall is as it was")
    return Decision(replace(state, terminal=replace(state.terminal, hall_closed=closed)))


def is_shut(terminal: Terminal) -> bool:
    return terminal.hall_closed is not None or terminal.stopped(REMOTE_OUT)


def at_the_door(decision: Decision, moment: Moment) -> Decision:
    """Home or the closed page, whichever is right now."""
    state = decision.state
    if isinstance(state.visit, Home) and is_shut(state.terminal):
        return replace(decision, state=go(state, Closed(), moment))
    if isinstance(state.visit, Closed) and not is_shut(state.terminal):
        return replace(decision, state=go(state, Home(), moment))
    return decision


# ---- before the hall opens -------------------------------------------------------------------------------------------


def self_check_due(state: State, event: SelfCheckDue, _moment: Moment) -> Decision:
    return Decision(state, later=(SelfChecked(event.opens_at, why_not_ready(state.terminal)),))
