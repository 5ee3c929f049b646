"""Whose number it is: a service password or a code by SMS, counted and locked by the centre alone (F7, F8, F10)."""

from dataclasses import replace

from kiosk.clock import trusted
from kiosk.enquiry import SECRET_DIGITS, Challenge, EnquiryProblem, EnquiryRefused, ProofMethod, VisitToken
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    CentreAnswered,
    ClearPressed,
    DigitPressed,
    ProofChosen,
    TimePassed,
)
from kiosk.flow import here, quick_lane
from kiosk.flow.asking import SILENT, prove_or_ask, with_question
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.enquiry_states import ChooseProof, Enquirer, Menu, Proving
from kiosk.flow.enquiry_words import said
from kiosk.flow.reprinting import fetch_or_prove
from kiosk.flow.states import EnterNumber, Home, State
from kiosk.messages import Message
from kiosk.questions import OpenChallenge, Prove

# After these the challenge still stands: the same code or password may be typed once more.
CHALLENGE_STANDS = (
    EnquiryProblem.SILENT,
    EnquiryProblem.RATE_LIMITED,
    EnquiryProblem.CLOCK_WRONG,
    EnquiryProblem.TERMINAL_REFUSED,
)


def proof_chosen(state: State, event: ProofChosen, moment: Moment) -> Decision:
    """Open a challenge; pressed again on the keypad, another code."""
    page, enquirer = state.visit, here.enquirer(state)
    assert isinstance(page, ChooseProof | Proving)
    if event.method in enquirer.methods:
        return refuse(state, "this proof is there already")
    if page.wanted is not None and event.method is not ProofMethod.SMS_CODE:
        return refuse(state, "a copy of a receipt needs a code by SMS")
    if event.method is ProofMethod.SMS_CODE and not can_get_sms(enquirer):
        return refuse(state, "this number can't get a code now")
    if isinstance(page, Proving) and page.ticket:
        return refuse(state, "the centre is being asked already")
    opening = Proving(page.service, event.method, moment.uid, wanted=page.wanted)
    if isinstance(page, Proving) and page.method is event.method:
        opening = replace(opening, challenge=page.challenge)  # the code that is there stays good until another is sent
    question = OpenChallenge(enquirer.visit_id, enquirer.account, event.method, state.look.language)
    return with_question(proceed(state, opening, moment), question, moment.uid)


def can_get_sms(enquirer: Enquirer) -> bool:
    return enquirer.customer.found is None or enquirer.customer.found.sms_reachable


def digit_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    """The last digit sends the secret: there is nothing left to decide."""
    page, enquirer = here.page(state, Proving), here.enquirer(state)
    if page.challenge is None or page.ticket or len(page.digits) >= SECRET_DIGITS:
        return refuse(state, "no digit is asked for now")
    digits = typed(page.digits, event.digit)
    if len(digits) < SECRET_DIGITS:
        return proceed(state, replace(page, digits=digits, problem=None), moment)
    sent = replace(page, digits=digits, ticket=moment.uid, problem=None)
    question = Prove(enquirer.visit_id, page.challenge.challenge_id, digits, enquirer.token)
    return with_question(proceed(state, sent, moment), question, moment.uid)


def typed(digits: str, digit: str) -> str:
    """With ``digit``, if it is one."""
    return digits + digit if len(digit) == 1 and digit.isascii() and digit.isdigit() else digits


def backspace_pressed(state: State, _event: BackspacePressed, _moment: Moment) -> Decision:
    page = here.page(state, Proving)
    if page.ticket:
        return refuse(state, "the secret is under way")
    return Decision(stay(state, replace(page, digits=page.digits[:-1])))


def clear_pressed(state: State, _event: ClearPressed, _moment: Moment) -> Decision:
    page = here.page(state, Proving)
    if page.ticket:
        return refuse(state, "the secret is under way")
    return Decision(stay(state, replace(page, digits="")))


def answered(state: State, event: CentreAnswered, moment: Moment) -> Decision:
    page, enquirer = here.page(state, Proving), here.enquirer(state)
    match event.answer:
        case Challenge():
            return proceed(state, replace(page, challenge=event.answer, ticket="", digits="", problem=None), moment)
        case VisitToken():
            proved = enquirer.with_proof(event.answer, trusted(moment.at, event.answer.expires_at))
            return quick_lane.asked(_go_on(state, page, proved, moment), moment)
        case EnquiryRefused():
            return _refused(state, page, event.answer, moment)
    return refuse(state, "not an answer to a proof")


def _go_on(state: State, page: Proving, proved: Enquirer, moment: Moment) -> Decision:
    if page.wanted is not None:
        return fetch_or_prove(replace(state, enquirer=proved), page.wanted, moment)
    return prove_or_ask(state, proved, page.service, moment, Message("proof_given"))


def _refused(state: State, page: Proving, why: EnquiryRefused, moment: Moment) -> Decision:
    """Type again while the challenge stands; else choose anew, the token dropped where the centre no longer knows it."""
    problem = said(why)
    stands = why.problem in CHALLENGE_STANDS or (why.problem is EnquiryProblem.SECRET_WRONG and why.tries_left)
    if page.challenge is not None and stands:
        return proceed(state, replace(page, ticket="", digits="", problem=problem), moment)
    if why.problem is EnquiryProblem.TOKEN_OVER:
        state = replace(state, enquirer=here.enquirer(state).without_proof())
    return proceed(state, ChooseProof(page.service, problem, page.wanted), moment)


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    page = here.page(state, Proving)
    return _refused(state, page, SILENT, moment) if page.ticket else proceed(state, Home(), moment)


def back_from_proving(state: State, _event: BackPressed, moment: Moment) -> Decision:
    page = here.page(state, Proving)
    return proceed(state, ChooseProof(page.service, wanted=page.wanted), moment)


def back_from_choice(state: State, _event: BackPressed, moment: Moment) -> Decision:
    """To the number, as long as nothing is proved of it; else to the other services. The number is not shown again: whoever
    goes back may be somebody else than who typed it."""
    page, enquirer = here.page(state, ChooseProof), here.enquirer(state)
    if page.wanted is not None:
        return proceed(state, page.wanted.page, moment)
    if enquirer.token:
        return proceed(state, Menu(), moment)
    return proceed(replace(state, enquirer=None), EnterNumber(page.service), moment)
