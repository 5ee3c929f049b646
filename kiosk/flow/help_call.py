"""A call for a person: one work order a visit, with the visit attached (features.md F19).

It never touches the money: no fact, no order to a device, no other page, and it is never refused because of what is inside.
"""

import re
from dataclasses import replace
from typing import Any, Final

from kiosk.accounts import AccountRef
from kiosk.commands import AskCentre
from kiosk.device_status import NOT_FITTED
from kiosk.events import CentreAnswered, HelpPressed, TimePassed
from kiosk.flow import enquiry_states as es, staff_states as sf, states as st
from kiosk.flow.decision import Decision, Moment, extend, refuse
from kiosk.flow.enquiring import centre_answered as answer_of_enquiry
from kiosk.flow.inside import inside, visit_id_of
from kiosk.flow.states import HelpCall, HelpStep, State, Terminal, Visit
from kiosk.help_answers import HelpOrder
from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.questions import CallHelp

_DEVICE_CODE: Final = re.compile("[A-Z0-9-]{1,32}")  # docs/central-contract.md, Help: another one would refuse the call

WHERE: Final[dict[type[Visit], str]] = {
    st.Starting: "starting",
    st.Home: "home",
    st.Closed: "closed",
    st.EnterNumber: "number",
    st.LookingUp: "number",
    st.ChooseAmount: "amount",
    st.ChooseMethod: "method",
    st.TakingCash: "paying",
    st.ConfirmPayer: "paying",
    st.TakingCard: "paying_by_card",
    st.CardRefused: "paying_by_card",
    st.ShowResult: "result",
    st.OutOfService: "out_of_service",
    sf.StaffLogin: "staff",
    sf.Console: "staff",
    sf.Collecting: "staff",
    sf.Settling: "staff",
    sf.Tracing: "staff",
    sf.SecondPerson: "staff",
    sf.PaperChange: "staff",
    sf.Diagnosing: "staff",
    es.Menu: "menu",
    es.ChooseProof: "proving",
    es.Proving: "proving",
    es.Enquiring: "asking",
    es.EndingSubscription: "ending_subscription",
    es.EnterReceiptNumber: "asking",
    es.FetchingCopy: "asking",
    es.Previewing: "printing",
}
"""The page, in the words of the work order."""


def help_pressed(state: State, _event: HelpPressed, moment: Moment) -> Decision:
    """Asks again only after the answer; the same visit, so the same order, with what is inside by now."""
    if isinstance(state.visit, st.Starting):
        return refuse(state, "nobody is here yet")
    before = state.help
    if before is not None and before.ticket:
        return refuse(state, "a person is being called already")
    if before is None:
        visit_id = visit_id_of(state.visit) or (state.enquirer.visit_id if state.enquirer else moment.uid)
        before = HelpCall(visit_id, "")
    called = replace(extend(state, moment), help=replace(before, ticket=moment.uid))
    if isinstance(state.visit, st.Home | st.Closed):  # no page ends there by itself, but a call does
        called = replace(called, deadline_s=moment.monotonic_s + state.terminal.policy.waits.idle)
    return Decision(called, commands=(AskCentre(moment.uid, question(state, before.visit_id)),))


def question(state: State, visit_id: str) -> CallHelp:
    """The visit as it is now, with nothing in it that a stranger could use."""
    money, masked = inside(state)
    visit = state.visit
    return CallHelp(
        visit_id=visit_id,
        state=WHERE[type(visit)],
        money_inside=Fen(money + _in_doubt(visit)),
        masked_number=masked or _masked(state),
        payment_keys=(visit.payment_id,) if isinstance(visit, st.ShowResult) and visit.payment_id else (),
        device_codes=_device_codes(state.terminal),
    )


def _in_doubt(visit: Visit) -> int:
    """Notes that nobody is sure of are the visitor's best reason to call: a person must come for them too."""
    cash = st.cash_of(visit)
    if cash is not None:
        return sum(note.denomination for note in cash.open_notes)
    return visit.open_amount if isinstance(visit, st.ShowResult) and visit.payment_id else 0


def _masked(state: State) -> str:
    account = _account(state)
    if account is not None:
        return account.masked()
    return state.visit.account_masked if isinstance(state.visit, st.ShowResult) else ""


def _account(state: State) -> AccountRef | None:
    visit = state.visit
    if isinstance(visit, st.ChooseAmount | st.ChooseMethod):
        return visit.customer.account
    if isinstance(visit, st.LookingUp):
        return visit.account
    return state.enquirer.account if state.enquirer is not None else None


def _device_codes(terminal: Terminal) -> tuple[str, ...]:
    codes = (terminal.acceptor.code, terminal.card.code, terminal.printer.code)
    return tuple(code for code in codes if code != NOT_FITTED and _DEVICE_CODE.fullmatch(code))


def centre_answered(state: State, event: CentreAnswered, moment: Moment) -> Decision:
    """Of the call for help, if that is what it answers; else of what the page asked."""
    call = state.help
    if call is None or not call.ticket or call.ticket != event.ticket:
        return answer_of_enquiry(state, event, moment)
    return Decision(replace(state, help=replace(call, ticket="", step=_step(call, event.answer))))


def _step(call: HelpCall, answer: Any) -> HelpStep:
    """A person who was told once stays told, also when a later call does not get through."""
    if isinstance(answer, HelpOrder):
        return HelpStep.RUNG if answer.rung else HelpStep.OPEN
    return call.step if call.step is HelpStep.RUNG else HelpStep.SILENT


def forgotten(state: State, _event: TimePassed, _moment: Moment) -> Decision:
    """Who called from the home screen has had the time to read what came of it."""
    if state.help is None:
        return refuse(state, "nobody has called")
    return Decision(replace(state, help=None, deadline_s=None))


def said(state: State) -> Message | None:
    """What came of the call; None when nobody was called in this visit."""
    call = state.help
    if call is None:
        return None
    if call.ticket:
        return Message("help_calling")
    return Message(f"help_{call.step.value}", (("phone", state.terminal.policy.service_phone),))


def may_call(state: State) -> bool:
    return not isinstance(state.visit, st.Starting) and not (state.help is not None and state.help.ticket)
