"""The page of a swap of the cash box, step by step. What is recorded is in ``boxes``; here is what hands and eyes do.

Whoever logs in with the role cash while a swap is open stands before the step that is next.
"""

from dataclasses import replace
from typing import Final

from kiosk import acts
from kiosk.collection import LONGEST, TYPED, BoxStep, next_text
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    ClearPressed,
    ConfirmPressed,
    ConsolePageChosen,
    DigitPressed,
    GiveUpPressed,
    PrintJobEnded,
    PrintPressed,
)
from kiosk.flow import boxes, diagnosing, here, payments
from kiosk.flow.box_states import Collecting
from kiosk.flow.console import may_open
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.second_person import second_wanted
from kiosk.flow.staff_states import Console
from kiosk.flow.states import State, Terminal
from kiosk.messages import Message
from kiosk.paper import PrintOutcome, is_to_be_taken
from kiosk.papers.box_slip import copy_of_slip
from kiosk.staff import StaffMember
from kiosk.staff_views import ConsolePage
from kiosk.views import StepState

KEYS: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")


def page_chosen(state: State, event: ConsolePageChosen, moment: Moment) -> Decision:
    """Collection is a page of its own kind."""
    page = here.page(state, Console)
    if event.page is not ConsolePage.COLLECTION or not may_open(page, event.page):
        return diagnosing.page_chosen(state, event, moment)
    return proceed(state, page_of(state.terminal, page.member), moment)


def page_of(terminal: Terminal, member: StaffMember) -> Collecting:
    """At the step that is next."""
    swap = terminal.collection
    return Collecting(member, None if swap is None else next_text(swap))


# ---- typing --------------------------------------------------------------------------------------------------------


def key_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.field is None or event.digit not in KEYS or len(page.text) >= LONGEST:
        return refuse(state, "nothing is typed on this page, or there is no room, or no such key")
    return proceed(state, replace(page, text=page.text + event.digit, problem=None), moment)


def backspace_pressed(state: State, _event: BackspacePressed, moment: Moment) -> Decision:
    page = _page(state)
    if not page.text:
        return refuse(state, "there is nothing to take back")
    return proceed(state, replace(page, text=page.text[:-1], problem=None), moment)


def clear_pressed(state: State, _event: ClearPressed, moment: Moment) -> Decision:
    page = _page(state)
    if not page.text:
        return refuse(state, "there is nothing to take back")
    return proceed(state, replace(page, text="", problem=None), moment)


# ---- the main key --------------------------------------------------------------------------------------------------


def confirm_pressed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.closed is not None:
        return refuse(state, "this swap is closed")
    if state.terminal.collection is None:
        return _open(state, page, moment)
    if page.field is not None:
        return _text_typed(state, page, page.field, moment)
    problem = boxes.problem_of_closing(state)
    if problem:
        return refuse(state, boxes.SENTENCES[problem])
    ended = boxes.closed(state, page.member.staff_id, moment)
    return replace(ended, state=go(ended.state, ended.state.visit, moment))


def _open(state: State, page: Collecting, moment: Moment) -> Decision:
    problem = boxes.problem_of_opening(state)
    if problem:
        return Decision(stay(state, replace(page, problem=Message(problem))))
    return second_wanted(state, page.member, acts.OpenCollection(), replace(page, problem=None), moment)


def _text_typed(state: State, page: Collecting, step: BoxStep, moment: Moment) -> Decision:
    swap = state.terminal.collection
    assert swap is not None
    problem = boxes.problem_of_text(swap, step, page.text)
    if problem:
        return Decision(stay(state, replace(page, problem=Message(problem))))
    terminal, facts = boxes.texts_taken(state, swap, ((step, page.text),), page.member.staff_id)
    assert terminal.collection is not None
    following = replace(page, field=next_text(terminal.collection), text="", problem=None)
    known = replace(state, terminal=terminal)
    return boxes.watched(proceed(known, following, moment).also(facts))


def can_confirm(state: State, page: Collecting) -> bool:
    if page.closed is not None:
        return False
    swap = state.terminal.collection
    if swap is None:
        return not boxes.problem_of_opening(state)
    if page.field is not None:
        return not boxes.problem_of_text(swap, page.field, page.text)
    return not boxes.problem_of_closing(state)


# ---- back, away ----------------------------------------------------------------------------------------------------


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    """To the text before, to type it again; from the first page to the overview. The swap stays as it is."""
    page, swap = _page(state), state.terminal.collection
    if swap is not None and swap.box_was_out and page.closed is None:
        at = len(TYPED) if page.field is None else TYPED.index(page.field)
        if at > 0:
            again = replace(page, field=TYPED[at - 1], text=swap.typed(TYPED[at - 1]) or "", problem=None)
            return proceed(state, again, moment)
    return proceed(state, Console(page.member), moment)


def give_up_pressed(state: State, _event: GiveUpPressed, moment: Moment) -> Decision:
    page = _page(state)
    problem = boxes.problem_of_giving_up(state)
    if problem:
        return refuse(state, boxes.SENTENCES[problem])
    ended = boxes.given_up(state, page.member.staff_id)
    return replace(ended, state=go(ended.state, Collecting(page.member, problem=Message("box_given_up")), moment))


# ---- the slip ------------------------------------------------------------------------------------------------------


def print_pressed(state: State, _event: PrintPressed, moment: Moment) -> Decision:
    """Once more, marked as a copy if the first may be out."""
    page = _page(state)
    if page.closed is None or not can_print(state, page):
        return refuse(state, "there is no slip to print now")
    printing, facts, orders = boxes.slip_ordered(state.terminal, page.closed.slip, moment.uid)
    waiting = replace(page, closed=replace(page.closed, job_id=moment.uid, printing=printing))
    return proceed(state, waiting, moment).also(facts, orders)


def can_print(state: State, page: Collecting) -> bool:
    return page.closed is not None and page.closed.printing is not StepState.WAITING and state.terminal.printer.usable


def print_job_ended(state: State, event: PrintJobEnded, moment: Moment) -> Decision:
    recorded = payments.print_job_ended(state, event, moment)
    page = _page(state)
    if page.closed is None or page.closed.job_id != event.job_id:
        return recorded
    came_out = is_to_be_taken(event.outcome, event.cause)
    slip = (
        page.closed.slip
        if event.outcome is PrintOutcome.NOT_PRINTED
        else copy_of_slip(page.closed.slip, state.look.language)
    )
    printing = StepState.DONE if came_out else StepState.FAILED
    ended = replace(page, closed=replace(page.closed, printing=printing, slip=slip))
    return replace(recorded, state=stay(recorded.state, ended))


def _page(state: State) -> Collecting:
    return here.page(state, Collecting)
