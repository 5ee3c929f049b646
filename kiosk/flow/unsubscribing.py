"""The end of a subscription: is it meant, a code by SMS, and one of two distinct results (F16, F17)."""

from dataclasses import replace

from kiosk.enquiry import SECRET_DIGITS, Challenge, EnquiryProblem, EnquiryRefused, ProofMethod
from kiosk.enquiry_answers import SubscriptionEnd, Subscriptions
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    CentreAnswered,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    ProofChosen,
    SubscriptionChosen,
    TimePassed,
)
from kiosk.flow import here
from kiosk.flow.asking import SILENT, ask_for_page, with_question
from kiosk.flow.decision import Decision, Moment, proceed, refuse, stay
from kiosk.flow.enquiry_states import ChooseProof, EndingSubscription, Enquiring
from kiosk.flow.enquiry_words import said
from kiosk.flow.proving import CHALLENGE_STANDS, can_get_sms, typed
from kiosk.flow.states import Home, State
from kiosk.messages import Message
from kiosk.questions import EndSubscription, OpenChallenge


def subscription_chosen(state: State, event: SubscriptionChosen, moment: Moment) -> Decision:
    page = state.visit
    if not isinstance(page, Enquiring) or not isinstance(page.sheet, Subscriptions) or page.ticket:
        return refuse(state, "no subscriptions are shown")
    chosen = next((item for item in page.sheet.items if item.code == event.code), None)
    if chosen is None:
        return refuse(state, "there is no such subscription on this page")
    clean = replace(page, ended=None, none_ended=False, problem=None)
    return proceed(state, EndingSubscription(clean, chosen), moment)


def code_wanted(state: State, _event: ConfirmPressed | ProofChosen, moment: Moment) -> Decision:
    """Yes, it is meant; or: another code."""
    page, enquirer = here.page(state, EndingSubscription), here.enquirer(state)
    if page.ticket or not can_get_sms(enquirer):
        return refuse(state, "the centre is being asked already, or no code can come")
    wanted = replace(page, ticket=moment.uid, digits="", problem=None)  # until another code is sent, the last one is good
    question = OpenChallenge(
        enquirer.visit_id, enquirer.account, ProofMethod.SMS_CODE, state.look.language, page.subscription.code
    )
    return with_question(proceed(state, wanted, moment), question, moment.uid)


def digit_pressed(state: State, event: DigitPressed, moment: Moment) -> Decision:
    page = here.page(state, EndingSubscription)
    if page.challenge is None or page.ticket or len(page.digits) >= SECRET_DIGITS:
        return refuse(state, "no digit is asked for now")
    digits = typed(page.digits, event.digit)
    if len(digits) < SECRET_DIGITS:
        return proceed(state, replace(page, digits=digits, problem=None), moment)
    question = EndSubscription(here.enquirer(state).asker, page.subscription.code, page.challenge.challenge_id, digits)
    return with_question(proceed(state, replace(page, digits=digits, ticket=moment.uid), moment), question, moment.uid)


def backspace_pressed(state: State, _event: BackspacePressed, _moment: Moment) -> Decision:
    page = here.page(state, EndingSubscription)
    return refuse(state, "the code is under way") if page.ticket else _with_digits(state, page.digits[:-1])


def clear_pressed(state: State, _event: ClearPressed, _moment: Moment) -> Decision:
    page = here.page(state, EndingSubscription)
    return refuse(state, "the code is under way") if page.ticket else _with_digits(state, "")


def _with_digits(state: State, digits: str) -> Decision:
    return Decision(stay(state, replace(here.page(state, EndingSubscription), digits=digits)))


def answered(state: State, event: CentreAnswered, moment: Moment) -> Decision:
    page = here.page(state, EndingSubscription)
    match event.answer:
        case Challenge():
            return proceed(state, replace(page, challenge=event.answer, ticket="", digits="", problem=None), moment)
        case SubscriptionEnd():
            return _ended(state, page, event.answer, moment)
        case EnquiryRefused():
            return _refused(state, page, event.answer, moment)
    return refuse(state, "not an answer to the end of a subscription")


def _ended(state: State, page: EndingSubscription, answer: SubscriptionEnd, moment: Moment) -> Decision:
    """The list is asked for again: what it shows is the centre's word, not ours."""
    name = page.subscription.name.of(state.look.language)
    done = answer.outcome == "done"
    params = (("name", name), ("until", answer.charged_until or "")) if done else (("name", name),)
    shown = replace(page.page, ended=Message("unsubscribed" if done else "not_subscribed", params), none_ended=not done)
    return ask_for_page(state, shown, page.page.question, moment)


def _refused(state: State, page: EndingSubscription, why: EnquiryRefused, moment: Moment) -> Decision:
    """Without an answer nobody knows whether it ended: the same code asks again, and gets the same answer."""
    if why.problem in (EnquiryProblem.TOKEN_OVER, EnquiryProblem.SCOPE_MISSING):
        again = replace(state, enquirer=here.enquirer(state).without_proof())
        return proceed(again, ChooseProof(page.page.service, said(why)), moment)
    stands = why.problem in CHALLENGE_STANDS or (why.problem is EnquiryProblem.SECRET_WRONG and why.tries_left)
    challenge = page.challenge if stands else None
    return proceed(state, replace(page, challenge=challenge, ticket="", digits="", problem=said(why)), moment)


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    page = here.page(state, EndingSubscription)
    return _refused(state, page, SILENT, moment) if page.ticket else proceed(state, Home(), moment)


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    """From the keypad to the question; from the question to the list."""
    page = here.page(state, EndingSubscription)
    typing = page.challenge is not None or page.ticket
    return proceed(state, EndingSubscription(page.page, page.subscription) if typing else page.page, moment)
