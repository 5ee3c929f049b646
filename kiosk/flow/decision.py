"""What one step decides, and the few ways to write a decision down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiosk.approval import ELSEWHERE_S, PRESENT_S, TELEPHONE_S
from kiosk.commands import Command
from kiosk.diagnosis import DiagnosisItem
from kiosk.enquiry_views import PaperStep
from kiosk.facts import AnyFact
from kiosk.flow.diagnosis_states import DiagnosisStep
from kiosk.flow.enquiry_states import (
    ChooseProof,
    EndingSubscription,
    Enquiring,
    EnterReceiptNumber,
    FetchingCopy,
    Menu,
    Previewing,
    Proving,
)
from kiosk.flow.staff_states import (
    Collecting,
    Console,
    Diagnosing,
    PaperChange,
    SecondPerson,
    Settling,
    StaffLogin,
    Tracing,
)
from kiosk.flow.states import (
    CardRefused,
    ChooseAmount,
    ChooseMethod,
    Closed,
    ConfirmPayer,
    EnterNumber,
    Home,
    Look,
    LookingUp,
    OutOfService,
    ShowResult,
    Starting,
    State,
    TakingCard,
    TakingCash,
    Visit,
    money_inside,
)
from kiosk.policy import Waits
from kiosk.visit_types import VisitEnd


@dataclass(frozen=True, slots=True)
class Moment:
    """All of the outside world that a step may know."""

    at: str  # RFC 3339, the terminal's clock
    monotonic_s: float
    uid: str  # fresh and unique; at most one new row a step is named by it
    kiosk_seq: int  # the next free one


@dataclass(frozen=True, slots=True)
class Decision:
    """``facts`` go to the disk in one transaction, then ``commands`` to the ports, then ``state`` to the screen; and then,
    when nobody waits any more, ``later`` to the disk: what is news for halls only."""

    state: State
    facts: tuple[AnyFact, ...] = ()
    commands: tuple[Command, ...] = ()
    later: tuple[AnyFact, ...] = ()
    refused: str = ""  # why this event changes nothing here; logged

    def also(self, facts: Sequence[AnyFact] = (), commands: Sequence[Command] = ()) -> "Decision":
        return replace(self, facts=(*self.facts, *facts), commands=(*self.commands, *commands))

    def after(self, first: "Decision") -> "Decision":
        """What was decided on the state of ``first``, as one decision with it."""
        return replace(self, facts=(*first.facts, *self.facts), commands=(*first.commands, *self.commands))


def _cash_wait(visit: TakingCash, waits: Waits) -> float:
    if visit.finishing is VisitEnd.RECOVERED:
        return waits.recovery
    return waits.moving_note if visit.finishing else waits.next_note


def _card_wait(visit: TakingCard, waits: Waits) -> float:
    if visit.cash.finishing is VisitEnd.RECOVERED:
        return waits.recovery
    return waits.card_doubt if visit.in_doubt else waits.card


def _second_wait(visit: SecondPerson, _waits: Waits) -> float:
    if visit.way == "present":
        return PRESENT_S
    return TELEPHONE_S if isinstance(visit.back, StaffLogin) else ELSEWHERE_S  # nobody has proved yet to be anybody


def _diagnosis_wait(visit: Diagnosing, waits: Waits) -> float:
    match visit.step:
        case DiagnosisStep.WORKING:
            return waits.printing if visit.item is DiagnosisItem.PRINTER else waits.diagnosis
        case DiagnosisStep.INSERTING:
            return waits.diagnosis
        case DiagnosisStep.RETURNING:
            return waits.moving_note
        case DiagnosisStep.TOUCHING:
            return waits.touch_grid
    return waits.staff


_WAITS: Final[dict[type[Visit], Callable[[Any, Waits], float | None]]] = {
    Starting: lambda _visit, _waits: None,
    Home: lambda _visit, _waits: None,
    Closed: lambda _visit, _waits: None,
    OutOfService: lambda _visit, _waits: None,
    EnterNumber: lambda _visit, waits: waits.idle,
    LookingUp: lambda _visit, waits: waits.look_up,
    ChooseAmount: lambda _visit, waits: waits.idle,
    ChooseMethod: lambda _visit, waits: waits.idle,
    TakingCash: _cash_wait,
    ConfirmPayer: lambda _visit, waits: waits.confirm_payer,
    TakingCard: _card_wait,
    CardRefused: lambda _visit, waits: waits.confirm_payer,
    ShowResult: lambda _visit, waits: waits.result,
    Menu: lambda _visit, waits: waits.idle,
    ChooseProof: lambda _visit, waits: waits.idle,
    Proving: lambda visit, waits: waits.look_up if visit.ticket else waits.idle,
    Enquiring: lambda visit, waits: waits.look_up if visit.ticket else waits.idle,
    EndingSubscription: lambda visit, waits: waits.look_up if visit.ticket else waits.idle,
    EnterReceiptNumber: lambda visit, waits: waits.look_up if visit.ticket else waits.idle,
    FetchingCopy: lambda visit, waits: waits.look_up if visit.ticket else waits.idle,
    Previewing: lambda visit, waits: waits.printing if visit.step is PaperStep.PRINTING else waits.idle,
    StaffLogin: lambda _visit, waits: waits.idle,
    Console: lambda _visit, waits: waits.staff,
    Collecting: lambda _visit, waits: waits.staff,
    Settling: lambda _visit, waits: waits.staff,
    Tracing: lambda _visit, waits: waits.staff,
    SecondPerson: _second_wait,
    PaperChange: lambda _visit, waits: waits.idle,
    Diagnosing: _diagnosis_wait,
}


def wait_of(visit: Visit, waits: Waits) -> float | None:
    """How long this state waits for progress, in seconds; None: for ever."""
    return _WAITS[type(visit)](visit, waits)


def go(state: State, visit: Visit, moment: Moment) -> State:
    """Progress: a new page, digit or note. The countdown starts again; home forgets everything about the visitor."""
    wait = wait_of(visit, state.terminal.policy.waits)
    return replace(
        state,
        visit=visit,
        look=Look() if isinstance(visit, Home | Closed) else state.look,
        enquirer=None if isinstance(visit, Home | Closed | OutOfService) else state.enquirer,
        help=None if isinstance(visit, Home | Closed) else state.help,
        deadline_s=None if wait is None else moment.monotonic_s + wait,
        touches_left=state.terminal.policy.extra_touches,
    )


def proceed(state: State, visit: Visit, moment: Moment) -> Decision:
    return Decision(go(state, visit, moment))


def stay(state: State, visit: Visit) -> State:
    """Something changed on the same page, but it is no progress: the countdown goes on."""
    return replace(state, visit=visit)


def extend(state: State, moment: Moment) -> State:
    """A touch is no progress: three of them extend a page without money; with money inside none does (X4)."""
    wait = wait_of(state.visit, state.terminal.policy.waits)
    if wait is None or state.deadline_s is None or money_inside(state.visit) or state.touches_left == 0:
        return state
    return replace(state, deadline_s=moment.monotonic_s + wait, touches_left=state.touches_left - 1)


def refuse(state: State, why: str) -> Decision:
    return Decision(state, refused=why)
