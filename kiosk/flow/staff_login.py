"""How somebody of the staff comes in: id, PIN, and a PIN of one's own the first time (trust.md S3; field.md X13).

Failures are counted per person, in the ledger, before the next try: neither a restart nor another person's tries change
them. An id that nobody has is counted, checked and refused like any other, after the same time.
"""

from dataclasses import replace
from typing import Final

from kiosk.collection import next_text
from kiosk.commands import CheckPin, HashPin
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    HomePressed,
    PinChecked,
    PinHashed,
    StaffKnown,
    StaffPressed,
    TimePassed,
)
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.locks import counted, lock_of, locked, member_of, without
from kiosk.flow.staff_states import Collecting, Console, LockedOut, StaffLogin
from kiosk.flow.states import Home, State, Terminal
from kiosk.messages import Message
from kiosk.staff import ID_DIGITS, PIN_DIGITS, Role, StaffMark, StaffMember, locked_for, pin_problem
from kiosk.staff_facts import PinChanged, StaffLoggedIn, StaffUnlocked
from kiosk.staff_views import LoginStep

# Of a PIN that nobody has: whoever tries an id that does not exist waits as long as for one that does.
NOBODY: Final = StaffMember(
    "0000",
    "",
    frozenset(),
    "$argon2id$v=19$m=65536,t=3,p=4$pGNCsahiFUvbOo1QP0u8rA$6KuWXBFIJJQ6gW4dkRbJQh16INHu0OGR5BMTg3GH04I",
)


def recalled(marks: tuple[StaffMark, ...], moment: Moment) -> tuple[LockedOut, ...]:
    """The failures on the disk, as of this start: from here on only this process's own clock ends a lock."""
    left = ((mark, locked_for(mark, moment.at)) for mark in marks)
    return tuple(LockedOut(mark.staff_id, mark.failures, moment.monotonic_s + seconds) for mark, seconds in left)


def staff_known(state: State, event: StaffKnown, _moment: Moment) -> Decision:
    codes = event.codes or state.terminal.approval_codes
    if event.people == state.terminal.staff and codes == state.terminal.approval_codes:
        return refuse(state, "the same people as before")
    terminal = state.terminal
    before = {one.staff_id: one.pin_hash for one in terminal.staff}
    reset = [one.staff_id for one in event.people if before.get(one.staff_id, one.pin_hash) != one.pin_hash]
    freed = [staff_id for staff_id in reset if lock_of(terminal, staff_id).failures]
    for staff_id in freed:  # a new PIN by the centre ends the lock of the old one (X13)
        terminal = without(terminal, staff_id)
    known = replace(state, terminal=replace(terminal, staff=event.people, approval_codes=codes))
    return Decision(known, tuple(StaffUnlocked(staff_id, "centre") for staff_id in freed))


def staff_pressed(state: State, _event: StaffPressed, moment: Moment) -> Decision:
    return proceed(state, StaffLogin(), moment)


# ---- the keypad ----------------------------------------------------------------------------------------------------


def digit_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.ticket or len(page.digits) >= _most(page):
        return refuse(state, "no further digit has room")
    return proceed(state, replace(page, digits=page.digits + event.digit, problem=None, unlocked=False), moment)


def backspace_pressed(state: State, _event: BackspacePressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.ticket or not page.digits:
        return refuse(state, "there is no digit to take back")
    return proceed(state, replace(page, digits=page.digits[:-1], problem=None), moment)


def clear_pressed(state: State, _event: ClearPressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.ticket or not page.digits:
        return refuse(state, "there is no digit to take back")
    return proceed(state, replace(page, digits="", problem=None), moment)


def confirm_pressed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    page = _page(state)
    if not can_confirm(page):
        return refuse(state, "there are too few digits, or the PIN is being looked at")
    match page.step:
        case LoginStep.STAFF_ID:
            waits = locked(state.terminal, page.digits, moment.monotonic_s)
            return proceed(state, StaffLogin(LoginStep.PIN, staff_id=page.digits, problem=waits), moment)
        case LoginStep.PIN:
            return _check(state, page, moment)
        case LoginStep.NEW_PIN:
            return _new_pin(state, page, moment)
        case LoginStep.REPEAT_PIN:
            return _repeated(state, page, moment)


def can_confirm(page: StaffLogin) -> bool:
    least = ID_DIGITS.start if page.step is LoginStep.STAFF_ID else PIN_DIGITS.start
    return not page.ticket and len(page.digits) >= least


def back_pressed(state: State, _event: BackPressed | HomePressed | TimePassed, moment: Moment) -> Decision:
    return proceed(state, Home(), moment)


# ---- the proof -----------------------------------------------------------------------------------------------------


def _check(state: State, page: StaffLogin, moment: Moment) -> Decision:
    waits = locked(state.terminal, page.staff_id, moment.monotonic_s)
    if waits is not None:
        return _again(state, page, waits, moment)
    member = member_of(state.terminal, page.staff_id) or NOBODY
    proved = page.digits if member.must_change else ""
    checking = replace(page, digits="", proved=proved, ticket=moment.uid, problem=None)
    return proceed(state, checking, moment).also(commands=(CheckPin(moment.uid, member.pin_hash, page.digits),))


def pin_checked(state: State, event: PinChecked, moment: Moment) -> Decision:
    page = state.visit
    if not isinstance(page, StaffLogin) or page.ticket != event.ticket:
        return refuse(state, "nobody waits for this PIN any more")
    if page.step is not LoginStep.PIN:  # the new one could not be kept
        anew = StaffLogin(LoginStep.NEW_PIN, page.staff_id, proved=page.proved, problem=Message("pin_not_kept"))
        return proceed(state, anew, moment)
    member = member_of(state.terminal, page.staff_id)
    if not event.right or member is None:
        return _wrong(state, page, moment)
    if member.must_change:
        return proceed(state, StaffLogin(LoginStep.NEW_PIN, member.staff_id, proved=page.proved), moment)
    return _enter(state, member, moment)


def _wrong(state: State, page: StaffLogin, moment: Moment) -> Decision:
    known, fact, said = counted(state, page.staff_id, moment.monotonic_s)
    return _again(known, page, said, moment).also((fact,))


def _enter(state: State, member: StaffMember, moment: Moment) -> Decision:
    free = replace(state, terminal=without(state.terminal, member.staff_id))
    return proceed(free, _first_page(free.terminal, member), moment).also((StaffLoggedIn(member.staff_id, member.roles),))


def _first_page(terminal: Terminal, member: StaffMember) -> Console | Collecting:
    """Who may swap the cash box, and finds it half done, stands before that."""
    swap = terminal.collection
    if swap is not None and member.may(Role.CASH):
        return Collecting(member, next_text(swap))
    return Console(member)


# ---- a PIN of one's own --------------------------------------------------------------------------------------------


def _new_pin(state: State, page: StaffLogin, moment: Moment) -> Decision:
    problem = pin_problem(page.digits, page.staff_id)
    if page.digits == page.proved:  # whoever gave it out still knows it
        problem = "pin_guessable"
    if problem:
        return _again(state, page, Message(problem), moment)
    return proceed(state, StaffLogin(LoginStep.REPEAT_PIN, page.staff_id, first=page.digits, proved=page.proved), moment)


def _repeated(state: State, page: StaffLogin, moment: Moment) -> Decision:
    if page.digits != page.first:
        anew = StaffLogin(LoginStep.NEW_PIN, page.staff_id, proved=page.proved, problem=Message("pin_differs"))
        return proceed(state, anew, moment)
    hashing = replace(page, digits="", first="", ticket=moment.uid, problem=None)
    return proceed(state, hashing, moment).also(commands=(HashPin(moment.uid, page.staff_id, page.digits),))


def pin_hashed(state: State, event: PinHashed, moment: Moment) -> Decision:
    """The PIN counts from now on, also while the centre has not heard of it."""
    page = state.visit
    if not isinstance(page, StaffLogin) or page.step is not LoginStep.REPEAT_PIN or page.ticket != event.ticket:
        return refuse(state, "nobody waits for this PIN any more")
    member = member_of(state.terminal, page.staff_id)
    if member is None:
        return proceed(state, Home(), moment)  # their right to be here ended in between
    member = StaffMember(member.staff_id, member.name, member.roles, event.pin_hash)
    people = tuple(member if one.staff_id == member.staff_id else one for one in state.terminal.staff)
    known = replace(state, terminal=replace(state.terminal, staff=people))
    entered = _enter(known, member, moment)
    return replace(entered, facts=(PinChanged(member.staff_id), *entered.facts))


# ---- what the functions share --------------------------------------------------------------------------------------


def _page(state: State) -> StaffLogin:
    assert isinstance(state.visit, StaffLogin)
    return state.visit


def _most(page: StaffLogin) -> int:
    return (ID_DIGITS if page.step is LoginStep.STAFF_ID else PIN_DIGITS).stop - 1


def _again(state: State, page: StaffLogin, problem: Message, _moment: Moment) -> Decision:
    """The same step with empty hands. No progress: the countdown goes on."""
    return Decision(stay(state, replace(page, digits="", first="", ticket="", problem=problem)))
