"""The second person's proof, in one of three ways on one page (trust.md S4; field.md X12).

*Here*: id and PIN, within a minute of the first one's act. *Hall page*: somebody with the role decides there, within ten.
*By code*: the hall page turns the challenge shown here into a response for the person who is logged in there.
Never the first person again, never somebody without the role; a word that comes late, or twice, opens nothing.
Wrong PINs and wrong codes are counted like those of a log-in; a right proof of somebody who may not is recorded as such.
"""

from dataclasses import replace
from typing import Final

from kiosk.acts import Act, ApprovalQuestion
from kiosk.approval import CODE_DIGITS, ELSEWHERE_S, NEEDS, PRESENT_S, Approval, How, WhyNot, act_id
from kiosk.commands import AskApproval, CheckPin, Command, StopAskingApproval
from kiosk.events import (
    ApprovalTold,
    BackPressed,
    BackspacePressed,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    LogOffPressed,
    PinChecked,
    TimePassed,
    Touched,
    WayChosen,
)
from kiosk.flow import here
from kiosk.flow.approved import ACTS, carry_out
from kiosk.flow.box_states import Collecting, HallStep, SecondPerson
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.locks import counted, locked, member_of
from kiosk.flow.logging_off import log_off
from kiosk.flow.settling_states import Settling
from kiosk.flow.staff_login import NOBODY
from kiosk.flow.staff_states import Console, StaffLogin
from kiosk.flow.states import State
from kiosk.messages import Message
from kiosk.staff import ID_DIGITS, PIN_DIGITS, StaffMember
from kiosk.staff_facts import ActRefused

_TYPED_WAYS: Final[frozenset[How]] = frozenset({"present", "offline_code"})


def second_wanted(
    state: State, member: StaffMember, act: Act, back: Console | Collecting | Settling, moment: Moment
) -> Decision:
    """The first person has pressed the key: from now on a second one may prove who they are. ``back``: where to return.

    Refused, with the reason, when the act can't be done now or the first person may not do it.
    """
    row = ACTS[type(act)]
    why_not = "staff_may_not" if not member.may(NEEDS[row.kind]) else row.why_not(state, act)
    if why_not:
        return refuse(state, f"{type(act).__name__}: {why_not}")
    return asked_for(state, member, act, back, moment)


def asked_for(
    state: State,
    member: StaffMember,
    act: Act,
    back: Console | Collecting | Settling | StaffLogin,
    moment: Moment,
    *,
    by_code: bool = False,
) -> Decision:
    """The page, and its clock. ``by_code``: opened at the way by code, if this terminal has a key for it."""
    row = ACTS[type(act)]
    name = act_id(moment.at, moment.uid)
    codes, kiosk_id = state.terminal.approval_codes, state.terminal.policy.kiosk_id
    fen, by = row.fen(state, act), _known_by(state, member)
    challenge = "" if codes is None else codes.challenge(kiosk_id, row.kind, by=by, act_id=name, fen=fen)
    way: How = "offline_code" if by_code and challenge else "present"
    page = SecondPerson(member, act, name, moment.at, moment.monotonic_s, back, way=way, challenge=challenge)
    return proceed(state, page, moment)


def _known_by(state: State, member: StaffMember) -> str:
    """An id that nobody has may be a PIN that was typed one page too early: no centre hears it."""
    return member.staff_id if member_of(state.terminal, member.staff_id) is not None else NOBODY.staff_id


# ---- which way -----------------------------------------------------------------------------------------------------


def way_chosen(state: State, event: WayChosen, moment: Moment) -> Decision:
    """The clock runs from the first person's act, whichever way is tried."""
    page = _page(state)
    if page.ticket or event.way == page.way:
        return refuse(state, "this way is open already, or a PIN is being looked at")
    if event.way == "present" and present_over(page, moment.monotonic_s):
        return Decision(stay(state, replace(page, problem=Message("second_minute_over"))))
    if event.way == "offline_code" and not page.challenge:
        return refuse(state, "this terminal has no key for codes from the centre yet")
    turned = replace(page, way=event.way, staff_id="", digits="", problem=None)
    asks = event.way == "hall_page" and page.hall is HallStep.NOT_ASKED
    if asks:
        turned = replace(turned, hall=HallStep.ASKING)
    until = page.asked_s + (PRESENT_S if event.way == "present" else ELSEWHERE_S)
    opened = replace(state, visit=turned, deadline_s=until)
    return Decision(opened, commands=(AskApproval(_question(state, page)),) if asks else ())


def present_over(page: SecondPerson, monotonic_s: float) -> bool:
    return monotonic_s > page.asked_s + PRESENT_S


def _question(state: State, page: SecondPerson) -> ApprovalQuestion:
    row = ACTS[type(page.act)]
    kiosk_id, by = state.terminal.policy.kiosk_id, _known_by(state, page.member)
    what = row.what(state, page.act)
    return ApprovalQuestion(page.act_id, kiosk_id, row.kind, what, row.fen(state, page.act), by, page.asked_at)


# ---- the keypad ----------------------------------------------------------------------------------------------------


def digit_pressed(state: State, event: DigitPressed, _moment: Moment) -> Decision:
    page = _page(state)
    if page.way not in _TYPED_WAYS or page.ticket or len(page.digits) >= _most(page):
        return refuse(state, "no further digit has room, or nothing is typed on this page")
    return Decision(stay(state, replace(page, digits=page.digits + event.digit, problem=None)))


def backspace_pressed(state: State, _event: BackspacePressed, _moment: Moment) -> Decision:
    page = _page(state)
    if page.ticket or not page.digits:
        return refuse(state, "there is no digit to take back")
    return Decision(stay(state, replace(page, digits=page.digits[:-1], problem=None)))


def clear_pressed(state: State, _event: ClearPressed, _moment: Moment) -> Decision:
    page = _page(state)
    if page.ticket or not (page.digits or page.staff_id):
        return refuse(state, "there is no digit to take back")
    cleared = replace(page, digits="", staff_id=page.staff_id if page.digits else "", problem=None)
    return Decision(stay(state, cleared))


def can_confirm(page: SecondPerson) -> bool:
    if page.way not in _TYPED_WAYS or page.ticket:
        return False
    if not page.staff_id:
        return len(page.digits) in ID_DIGITS
    return len(page.digits) == CODE_DIGITS if page.way == "offline_code" else len(page.digits) in PIN_DIGITS


def _most(page: SecondPerson) -> int:
    if not page.staff_id:
        return ID_DIGITS.stop - 1
    return CODE_DIGITS if page.way == "offline_code" else PIN_DIGITS.stop - 1


def confirm_pressed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    page = _page(state)
    if not can_confirm(page):
        return refuse(state, "there are too few digits, or the PIN is being looked at")
    if not page.staff_id:
        if page.digits == page.member.staff_id:
            return _again(state, replace(page, digits="", problem=Message("second_same")))
        return _again(state, replace(page, digits="", staff_id=page.digits, problem=None))
    waits = locked(state.terminal, page.staff_id, moment.monotonic_s)
    if waits is not None:
        return _again(state, replace(page, digits="", problem=waits))
    if page.way == "offline_code":
        return _code_typed(state, page, moment)
    member = member_of(state.terminal, page.staff_id) or NOBODY
    checking = replace(page, digits="", ticket=moment.uid, problem=None)
    return _again(state, checking).also(commands=(CheckPin(moment.uid, member.pin_hash, page.digits),))


# ---- here ----------------------------------------------------------------------------------------------------------


def pin_checked(state: State, event: PinChecked, moment: Moment) -> Decision:
    page = state.visit
    if not isinstance(page, SecondPerson) or page.ticket != event.ticket:
        return refuse(state, "nobody waits for this PIN any more")
    second = member_of(state.terminal, page.staff_id)
    if not event.right or second is None:
        return _wrong(state, page, moment)
    if present_over(page, moment.monotonic_s):
        return _leave(state, page, Message("second_too_late"), moment)
    if second.must_change:  # whoever set this PIN knows it too
        return _may_not(state, page, second, "first_pin", Message("second_must_change"))
    return _decided(state, page, second, moment)


# ---- by code -------------------------------------------------------------------------------------------------------


def _code_typed(state: State, page: SecondPerson, moment: Moment) -> Decision:
    codes = state.terminal.approval_codes
    second = member_of(state.terminal, page.staff_id)
    if codes is None or not codes.fits(page.digits, page.challenge, page.staff_id) or second is None:
        return _wrong(state, page, moment)
    return _decided(state, page, second, moment)


# ---- through the hall page -----------------------------------------------------------------------------------------


def approval_told(state: State, event: ApprovalTold, moment: Moment) -> Decision:
    """The centre's word, whichever way is on the screen just now."""
    page = state.visit
    if not isinstance(page, SecondPerson) or page.act_id != event.approval_id:
        return refuse(state, "nobody waits for this approval any more")
    if page.ticket:
        page = replace(page, ticket="")  # the person beside the first comes second
    if event.step != "approved":
        return Decision(stay(state, replace(page, hall=HallStep(event.step))))
    second = member_of(state.terminal, event.by)
    if second is None:
        return Decision(stay(state, replace(page, hall=HallStep.REFUSED, problem=Message("second_unknown"))))
    return _decided(state, replace(page, way="hall_page"), second, moment)


# ---- what comes of it ----------------------------------------------------------------------------------------------


def _decided(state: State, page: SecondPerson, second: StaffMember, moment: Moment) -> Decision:
    """A right proof. Is it the right person, and may both still do this?"""
    row = ACTS[type(page.act)]
    need = NEEDS[row.kind]
    if second.staff_id == page.member.staff_id:
        return _again(state, replace(page, digits="", ticket="", staff_id="", problem=Message("second_same")))
    if not second.may(need):
        return _may_not(state, page, second, "role", Message("second_may_not"))
    first = member_of(state.terminal, page.member.staff_id)
    if first is None or (row.first_has_role and not first.may(need)):
        return _leave(state, page, Message("second_first_gone"), moment)
    approval = Approval(first.staff_id if row.first_has_role else "", second.staff_id, page.way)
    left = go(state, page.back, moment)
    done = carry_out(left, page.act, page.act_id, approval, moment)
    if done.refused:
        return _leave(state, page, Message("second_act_impossible"), moment)
    return done.also(commands=_stop_asking(page))


def _may_not(state: State, page: SecondPerson, second: StaffMember, why: WhyNot, said: Message) -> Decision:
    """It is recorded who wanted to; somebody else may still come."""
    fact = ActRefused(ACTS[type(page.act)].kind, second.staff_id, page.way, why)
    return _again(state, replace(page, digits="", ticket="", staff_id="", problem=said)).also((fact,))


def _wrong(state: State, page: SecondPerson, moment: Moment) -> Decision:
    known, fact, said = counted(state, page.staff_id, moment.monotonic_s)
    return _again(known, replace(page, digits="", ticket="", staff_id="", problem=said)).also((fact,))


def _again(state: State, page: SecondPerson) -> Decision:
    """The same page. No progress: the minute goes on."""
    return Decision(stay(state, page))


# ---- leaving -------------------------------------------------------------------------------------------------------


def touched(state: State, _event: Touched, _moment: Moment) -> Decision:
    return refuse(state, "nothing extends the time of a second person")


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    return _leave(state, _page(state), None, moment)


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    return _leave(state, _page(state), Message("second_too_late"), moment)


def log_off_pressed(state: State, _event: LogOffPressed, moment: Moment) -> Decision:
    page = _page(state)
    if isinstance(page.back, StaffLogin):
        return refuse(state, "nobody is logged in")
    return log_off(state, page.member, "pressed", moment).also(commands=_stop_asking(page))


def _leave(state: State, page: SecondPerson, problem: Message | None, moment: Moment) -> Decision:
    back = page.back if isinstance(page.back, Console) else replace(page.back, problem=problem)
    return proceed(state, back, moment).also(commands=_stop_asking(page))


def _stop_asking(page: SecondPerson) -> tuple[Command, ...]:
    return () if page.hall is HallStep.NOT_ASKED else (StopAskingApproval(page.act_id),)


def _page(state: State) -> SecondPerson:
    return here.page(state, SecondPerson)
