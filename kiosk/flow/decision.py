"""What one step decides, and the few ways to write a decision down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.commands import Command
from kiosk.enquiry_views import PaperStep
from kiosk.facts import AnyFact
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
from kiosk.flow.states import (
    CardRefused,
    ChooseAmount,
    ChooseMethod,
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
    """``facts`` go to the disk in one transaction, then ``commands`` to the ports, then ``state`` to the screen."""

    state: State
    facts: tuple[AnyFact, ...] = ()
    commands: tuple[Command, ...] = ()
    refused: str = ""  # why this event changes nothing here; logged

    def also(self, facts: Sequence[AnyFact] = (), commands: Sequence[Command] = ()) -> "Decision":
        return replace(self, facts=(*self.facts, *facts), commands=(*self.commands, *commands))


def wait_of(visit: Visit, waits: Waits) -> float | None:
    """How long this state waits for progress, in seconds; None: for ever."""
    match visit:
        case Starting() | Home() | OutOfService():
            return None
        case TakingCard():
            if visit.cash.finishing is VisitEnd.RECOVERED:
                return waits.recovery
            return waits.card_doubt if visit.in_doubt else waits.card
        case CardRefused():
            return waits.confirm_payer
        case EnterNumber() | ChooseAmount() | ChooseMethod() | Menu() | ChooseProof():
            return waits.idle
        case Proving() | Enquiring() | EndingSubscription() | EnterReceiptNumber() | FetchingCopy():
            return waits.look_up if visit.ticket else waits.idle
        case Previewing():
            return waits.printing if visit.step is PaperStep.PRINTING else waits.idle
        case LookingUp():
            return waits.look_up
        case TakingCash():
            if visit.finishing is VisitEnd.RECOVERED:
                return waits.recovery
            return waits.moving_note if visit.finishing else waits.next_note
        case ConfirmPayer():
            return waits.confirm_payer
        case ShowResult():
            return waits.result


def go(state: State, visit: Visit, moment: Moment) -> State:
    """Progress: a new page, digit or note. The countdown starts again; home forgets everything about the visitor."""
    wait = wait_of(visit, state.terminal.policy.waits)
    return replace(
        state,
        visit=visit,
        look=Look() if isinstance(visit, Home) else state.look,
        enquirer=None if isinstance(visit, Home | OutOfService) else state.enquirer,
        help=None if isinstance(visit, Home) else state.help,
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
