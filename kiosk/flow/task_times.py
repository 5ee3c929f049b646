"""How long a customer's task takes, from its first page to its result: the hall's report counts it (features.md F25).

Looks at states from outside; no transition knows of it.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from kiosk.flow import enquiry_states as es, states as st
from kiosk.flow.states import State, Visit
from kiosk.visit_types import Service, VisitEnd


class TaskOutcome(StrEnum):
    DONE = "done"  # the result is on the screen
    GIVEN_UP = "given_up"
    FAILED = "failed"  # the terminal went out of service


@dataclass(frozen=True, slots=True)
class TaskTime:
    """One task of a visit; ``number`` counts them from 1. ``ended_at``: RFC 3339."""

    visit_id: str
    number: int
    task: Service
    outcome: TaskOutcome
    milliseconds: int
    ended_at: str


def task_of(visit: Visit) -> Service | None:
    """What is being done on this page; None: nothing yet, or no longer."""
    match visit:
        case st.EnterNumber() | st.LookingUp() | es.ChooseProof() | es.Proving() | es.Enquiring():
            return visit.service
        case es.EnterReceiptNumber():
            return Service.REPRINT
        case es.EndingSubscription() | es.FetchingCopy():
            return visit.page.service
        case es.Previewing():
            return visit.page.service if isinstance(visit.page, es.Enquiring) else Service.REPRINT
        case st.TakingCash() if visit.finishing is VisitEnd.RECOVERED:
            return None  # its customer was here before the restart
        case (
            st.ChooseAmount()
            | st.ChooseMethod()
            | st.TakingCash()
            | st.ConfirmPayer()
            | st.TakingCard()
            | st.CardRefused()
            | st.ShowResult()
        ):
            return Service.PAY_BILL
    return None


def is_done(visit: Visit) -> bool:
    """The customer sees what they came for."""
    shown = isinstance(visit, es.Previewing) or (isinstance(visit, es.Enquiring) and visit.sheet is not None)
    return shown or isinstance(visit, st.ShowResult)


class TaskClock:
    """Is shown every state in turn; tells each task once, when its result is there or when it is left without one."""

    def __init__(self) -> None:
        self._task: Service | None = None
        self._told = False  # the result of this task was there
        self._visit_id = ""
        self._number = 0
        self._begun_s = 0.0

    def seen(self, state: State, visit_id: str, at: str, monotonic_s: float) -> TaskTime | None:
        """``visit_id`` is for a visit that begins with this state; one that proves a number goes by the name of that."""
        visit, task = state.visit, task_of(state.visit)
        outcome = self._outcome(visit, task)
        told = None if outcome is None else self._time(state, outcome, at, monotonic_s)
        self._told = self._told or outcome is TaskOutcome.DONE
        if isinstance(visit, st.Home | st.Closed):
            self._visit_id, self._number = "", 0
        if task is not self._task or (self._told and _begins(visit)):
            self._task, self._told, self._begun_s = task, False, monotonic_s
            self._visit_id = self._visit_id or visit_id
            self._number += task is not None
        return told

    def _outcome(self, visit: Visit, task: Service | None) -> TaskOutcome | None:
        if self._task is None or self._told:
            return None
        if task is self._task:
            return TaskOutcome.DONE if is_done(visit) else None
        return TaskOutcome.FAILED if isinstance(visit, st.OutOfService) else TaskOutcome.GIVEN_UP

    def _time(self, state: State, outcome: TaskOutcome, at: str, monotonic_s: float) -> TaskTime:
        assert self._task is not None
        visit_id = state.enquirer.visit_id if state.enquirer is not None else self._visit_id
        milliseconds = math.floor((monotonic_s - self._begun_s) * 1000)
        return TaskTime(visit_id, self._number, self._task, outcome, milliseconds, at)


def _begins(visit: Visit) -> bool:
    """A further task of the same kind in the same visit."""
    if isinstance(visit, es.Enquiring):
        return visit.sheet is None
    return isinstance(visit, st.EnterNumber | st.LookingUp | es.EnterReceiptNumber)
