"""Home, the number, the look-up: from a touch on the home screen to a customer with a masked name."""

from dataclasses import replace

from kiosk.accounts import MOBILE_DIGITS, AccountKind, AccountRef, NumberProblem, mobile_problem
from kiosk.central_answers import AccountFound, AccountRefused
from kiosk.commands import LookUpAccount
from kiosk.events import (
    AccountLookedUp,
    BackPressed,
    BackspacePressed,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    HomePressed,
    ServiceChosen,
    TimePassed,
)
from kiosk.flow.asking import begin, prove_or_ask
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.enquiry_states import Enquirer
from kiosk.flow.health import why_no_payment
from kiosk.flow.states import ChooseAmount, Customer, EnterNumber, Home, LookingUp, State
from kiosk.visit_types import Service


def service_chosen(state: State, event: ServiceChosen, moment: Moment) -> Decision:
    """Paying starts only where it can end: with cash and cards out there is nothing to begin (the home screen says so)."""
    if event.service is not Service.PAY_BILL:
        return begin(state, event.service, moment)
    if why_no_payment(state.terminal):
        return refuse(state, f"no way to pay: {why_no_payment(state.terminal)}")
    return proceed(state, EnterNumber(), moment)


def digit_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    visit = _number(state)
    digits = visit.digits + event.digit
    if len(event.digit) != 1 or not event.digit.isascii() or not event.digit.isdigit():
        return refuse(state, "not a digit")
    if len(digits) > MOBILE_DIGITS:
        return refuse(state, "the number is full")
    problem = mobile_problem(digits)
    shown = problem.value if problem is NumberProblem.NOT_A_MOBILE else ""
    return proceed(state, replace(visit, digits=digits, problem=shown), moment)


def backspace_pressed(state: State, _event: BackspacePressed, _moment: Moment) -> Decision:
    visit = _number(state)
    return Decision(stay(state, replace(visit, digits=visit.digits[:-1], problem="")))


def clear_pressed(state: State, _event: ClearPressed, _moment: Moment) -> Decision:
    return Decision(stay(state, replace(_number(state), digits="", problem="")))


def number_confirmed(state: State, _event: ConfirmPressed, moment: Moment) -> Decision:
    visit = _number(state)
    problem = mobile_problem(visit.digits)
    if problem is not None:
        return Decision(stay(state, replace(visit, problem=problem.value)))
    account = AccountRef(AccountKind.MOBILE, visit.digits)
    if state.enquirer is not None and state.enquirer.account != account:
        state = replace(state, enquirer=None)  # rights and papers are of one number: with another a visit begins anew
    if not visit.first:
        return proceed(state, LookingUp(account, visit.service), moment).also(commands=(LookUpAccount(account),))
    if visit.digits == visit.first:
        return proceed(state, ChooseAmount(Customer(account, None)), moment)
    return proceed(state, EnterNumber(problem=NumberProblem.REPEAT_DIFFERS.value), moment)


def account_looked_up(state: State, event: AccountLookedUp, moment: Moment) -> Decision:
    visit = state.visit
    if not isinstance(visit, LookingUp) or visit.account != event.account:
        return refuse(state, "a late answer about a number nobody waits for")
    if isinstance(event.answer, AccountFound):
        return _found(state, visit, Customer(event.account, event.answer), moment)
    if isinstance(event.answer, AccountRefused):
        number = EnterNumber(visit.service, event.account.number, problem=event.answer.problem.value)
        return proceed(state, number, moment)
    return _unanswered(state, visit, moment)


def _found(state: State, visit: LookingUp, customer: Customer, moment: Moment) -> Decision:
    if visit.service is Service.PAY_BILL:
        return proceed(state, ChooseAmount(customer), moment)
    return prove_or_ask(state, Enquirer(moment.uid, customer), visit.service, moment)


def _unanswered(state: State, visit: LookingUp, moment: Moment) -> Decision:
    """No answer is no *no*: paying goes on offline, with the number typed twice (X2); asking can't."""
    if visit.service is Service.PAY_BILL:
        return proceed(state, EnterNumber(first=visit.account.number), moment)
    return proceed(state, EnterNumber(visit.service, visit.account.number, problem="ask_offline"), moment)


def look_up_timed_out(state: State, _event: TimePassed, moment: Moment) -> Decision:
    visit = state.visit
    assert isinstance(visit, LookingUp)
    return _unanswered(state, visit, moment)


def back_from_number(state: State, _event: BackPressed, moment: Moment) -> Decision:
    visit = state.visit
    if isinstance(visit, EnterNumber) and visit.first:
        return proceed(state, EnterNumber(digits=visit.first), moment)
    return proceed(state, Home(), moment)


def back_to_number(state: State, _event: BackPressed, moment: Moment) -> Decision:
    visit = state.visit
    assert isinstance(visit, (LookingUp, ChooseAmount))
    if isinstance(visit, LookingUp):
        return proceed(state, EnterNumber(visit.service, visit.account.number), moment)
    return proceed(state, EnterNumber(digits=visit.customer.account.number), moment)


def go_home(state: State, _event: HomePressed | TimePassed | BackPressed, moment: Moment) -> Decision:
    """Leave, with no money inside: nothing of the customer remains in the state."""
    return proceed(state, Home(), moment)


def _number(state: State) -> EnterNumber:
    assert isinstance(state.visit, EnterNumber)
    return state.visit
