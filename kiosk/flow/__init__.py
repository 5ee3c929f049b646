"""The flow: pure functions from (state, event, moment) to a decision."""

from kiosk.flow.decision import Decision, Moment
from kiosk.flow.states import State, Terminal
from kiosk.flow.table import next_deadline, step

__all__ = ["Decision", "Moment", "State", "Terminal", "next_deadline", "step"]
