"""From a service to its question: what must be proved first, and what is asked of the centre (field.md X28)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kiosk.catalogue import Scope, ServiceEntry
from kiosk.commands import AskCentre
from kiosk.enquiry import Asker, EnquiryProblem, EnquiryRefused
from kiosk.flow.decision import Decision, Moment, proceed, refuse
from kiosk.flow.enquiry_states import ChooseProof, Enquirer, Enquiring, EnterReceiptNumber
from kiosk.flow.states import EnterNumber, State, Terminal
from kiosk.messages import Message
from kiosk.questions import (
    AskBalance,
    AskBill,
    AskDetails,
    AskPayments,
    AskPoints,
    AskRestrictions,
    AskSubscriptions,
    Question,
    SheetQuestion,
)
from kiosk.visit_types import Service

MONTHS_KEPT: Final = 6  # before the running one (docs/central-contract.md, Queries)
RECORDS_A_PAGE: Final = 50  # also the most that one slip holds: half a metre of paper
SILENT: Final = EnquiryRefused(EnquiryProblem.SILENT)

QUESTIONS: Final[dict[Service, Callable[[Asker, str], SheetQuestion]]] = {
    Service.BALANCE: lambda asker, _: AskBalance(asker),
    Service.CURRENT_BILL: lambda asker, _: AskBill(asker),
    Service.PAST_BILLS: lambda asker, today: AskBill(asker, past_months(today)[0]),
    Service.CURRENT_DETAILS: lambda asker, _: AskDetails(asker, limit=RECORDS_A_PAGE),
    Service.PAST_DETAILS: lambda asker, today: AskDetails(asker, past_months(today)[0], limit=RECORDS_A_PAGE),
    Service.PAYMENT_HISTORY: lambda asker, _: AskPayments(asker),
    Service.SUBSCRIPTIONS: lambda asker, _: AskSubscriptions(asker),
    Service.POINTS: lambda asker, _: AskPoints(asker),
    Service.RESTRICTIONS: lambda asker, _: AskRestrictions(asker),
}
"""What each service asks first; the second argument is the time, RFC 3339."""

OFFERED: Final = frozenset((*QUESTIONS, Service.REPRINT))
"""What the centre can be asked for here."""


def begin(state: State, service: Service, moment: Moment) -> Decision:
    """A number first, then a proof, then the answer; in a visit that has these already, at once. Of a receipt its own
    number is the proof."""
    problem = why_not_ask(state.terminal, service)
    if problem is not None:
        return refuse(state, f"{service} can't be asked now: {problem.id}")
    if service is Service.REPRINT:
        return proceed(state, EnterReceiptNumber(visit_id=moment.uid), moment)
    if state.enquirer is None:
        return proceed(state, EnterNumber(service=service), moment)
    return prove_or_ask(state, state.enquirer, service, moment)


def why_not_ask(terminal: Terminal, service: Service) -> Message | None:
    """Why this can't be asked here and now; None when it can."""
    if terminal.catalogue is None:
        return Message("no_catalogue")
    if not terminal.reachable:
        return Message("ask_offline")
    entry = terminal.catalogue.entry(service)
    return None if entry is not None and entry.available and service in OFFERED else Message("not_offered")


def prove_or_ask(
    state: State, enquirer: Enquirer, service: Service, moment: Moment, said: Message | None = None
) -> Decision:
    """The answer, if enough is proved for it; else what is still to be proved, with ``said`` about it."""
    state = replace(state, enquirer=enquirer)
    if _scope_of(state.terminal, service) not in enquirer.scopes:
        return proceed(state, ChooseProof(service, said), moment)
    question = QUESTIONS[service](enquirer.asker, enquirer.proved_at)
    return ask_for_page(state, Enquiring(service, question, ""), question, moment)


def ask_for_page(state: State, page: Enquiring, question: SheetQuestion, moment: Moment) -> Decision:
    """The page keeps what it shows until the answer is there."""
    page = replace(page, question=question, ticket=moment.uid, problem=None)
    return with_question(proceed(state, page, moment), question, page.ticket)


def with_question(decision: Decision, question: Question, ticket: str) -> Decision:
    return decision.also(commands=(AskCentre(ticket, question),))


def needs_both(terminal: Terminal, service: Service) -> bool:
    return _scope_of(terminal, service) is Scope.DETAILS


def _scope_of(terminal: Terminal, service: Service) -> Scope:
    """What the catalogue says it needs; of one that needs nothing, or something unknown, the most."""
    entry: ServiceEntry | None = terminal.catalogue.entry(service) if terminal.catalogue is not None else None
    return Scope(entry.needs) if entry is not None and entry.needs in set(Scope) else Scope.DETAILS


def past_months(at: str) -> tuple[str, ...]:
    """The months before the one of ``at`` (RFC 3339) that the centre keeps, the newest first: ``("2026-10", …)``."""
    month = int(at[:4]) * 12 + int(at[5:7]) - 1  # not by the calendar: a centre may name a day that there is not
    return tuple(_month_name(month - count) for count in range(1, MONTHS_KEPT + 1))


def _month_name(months: int) -> str:
    year, month = divmod(months, 12)
    return f"{year:04d}-{month + 1:02d}"
