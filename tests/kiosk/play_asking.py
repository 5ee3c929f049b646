"""A visit that asks, played as ``Play`` plays one that pays."""

from typing import Any

import msgspec

from kiosk import commands as cmd, events as ev
from kiosk.catalogue import Scope
from kiosk.central_answers import AccountFound
from kiosk.enquiry import Challenge, EnquiryProblem, EnquiryRefused, ProofMethod, VisitToken
from kiosk.enquiry_answers import BalanceSheet, Subscriptions
from kiosk.questions import Answer, AskQuickLane, Question
from kiosk.visit_types import Service
from tests.kiosk.papers_of_a_visit import BALANCE, CATALOGUE, FREE, bill, details, named, payments, points
from tests.kiosk.play import ACCOUNT, FOUND, Play

BOTH = frozenset(ProofMethod)
SECRET = "802739"
SHEETS: dict[Service, Any] = {
    Service.BALANCE: BalanceSheet(BALANCE, FREE),
    Service.CURRENT_BILL: bill(closed=False),
    Service.PAST_BILLS: bill(),
    Service.CURRENT_DETAILS: details(),
    Service.PAST_DETAILS: details(),
    Service.POINTS: points(),
    Service.PAYMENT_HISTORY: payments(),
    Service.SUBSCRIPTIONS: msgspec.convert(
        {
            "items": [
                {
                    "code": "VIDEO",
                    "name": named("视频会员", "Video"),
                    "provider": None,
                    "monthly_fen": 1500,
                    "since": "2026-03-01T00:00:00+08:00",
                }
            ]
        },
        Subscriptions,
    ),
}


def challenge(method: ProofMethod = ProofMethod.SERVICE_PASSWORD, tries: int = 3) -> Challenge:
    return Challenge("01M8" + "0" * 22, method, tries, "2026-11-21T21:05:00+08:00", 60)


def token(methods: frozenset[ProofMethod], letter: str = "a") -> VisitToken:
    scopes = {Scope.BALANCE, Scope.BILL, *({Scope.DETAILS} if methods == BOTH else ())}
    return VisitToken(letter * 43, frozenset(scopes), methods, "2026-11-21T21:08:44+08:00")


def refused(problem: EnquiryProblem, tries: int | None = None) -> EnquiryRefused:
    return EnquiryRefused(problem, tries, "2026-11-22T20:58:44+08:00", 42.0)


class Asking(Play):
    """``question`` is what the centre was asked last for a page; ``answer`` gives its word to it. ``lane_ticket`` is of the
    question for the number's own quick lane, for which no page waits."""

    question: Question
    ticket = ""
    lane_ticket = ""

    def take(self, *events: ev.Event) -> "Asking":
        super().take(*events)
        for command in self.commands:
            if isinstance(command, cmd.AskCentre) and isinstance(command.question, AskQuickLane):
                self.lane_ticket = command.ticket
            elif isinstance(command, cmd.AskCentre):
                self.question, self.ticket = command.question, command.ticket
        return self

    def wait(self, seconds: float) -> "Asking":
        super().wait(seconds)
        return self

    def answer(self, answer: Answer) -> "Asking":
        return self.take(ev.CentreAnswered(self.ticket, answer))

    def with_catalogue(self) -> "Asking":
        self.at_home()
        return self.take(ev.CentreReachable(reachable=True), ev.CatalogueKnown(CATALOGUE))

    def at_choice(self, service: Service = Service.BALANCE, found: AccountFound = FOUND) -> "Asking":
        self.with_catalogue().take(ev.ServiceChosen(service)).typed()
        return self.take(ev.ConfirmPressed(), ev.AccountLookedUp(ACCOUNT, found))

    def at_secret(self, service: Service = Service.BALANCE, method: ProofMethod = ProofMethod.SERVICE_PASSWORD) -> "Asking":
        return self.at_choice(service).take(ev.ProofChosen(method)).answer(challenge(method))

    def secret(self, digits: str = SECRET) -> "Asking":
        return self.take(*(ev.DigitPressed(digit) for digit in digits))

    def proved(self, service: Service = Service.BALANCE) -> "Asking":
        """As far as this service needs it; the question is asked."""
        self.at_secret(service).secret().answer(token(frozenset({ProofMethod.SERVICE_PASSWORD})))
        if self.page == "ChooseProof":
            self.take(ev.ProofChosen(ProofMethod.SMS_CODE)).answer(challenge(ProofMethod.SMS_CODE))
            self.secret("481902").answer(token(BOTH, "b"))
        return self

    def shown(self, service: Service = Service.BALANCE) -> "Asking":
        return self.proved(service).answer(SHEETS[service])

    def at_ending(self) -> "Asking":
        return self.shown(Service.SUBSCRIPTIONS).take(ev.SubscriptionChosen("VIDEO"))

    def at_receipt_number(self, keys: str = "") -> "Asking":
        self.with_catalogue().take(ev.ServiceChosen(Service.REPRINT))
        return self.take(*(ev.DigitPressed(key) for key in keys))

    def at_copy(self, keys: str = "2611217Q2MXP") -> "Asking":
        """The centre is asked for a copy of this receipt."""
        return self.at_receipt_number(keys).take(ev.ConfirmPressed())

    def at_history_copy(self, payment_id: str) -> "Asking":
        """The same from the payment history, with the code that it needs."""
        self.shown(Service.PAYMENT_HISTORY).take(ev.ReceiptChosen(payment_id), ev.ProofChosen(ProofMethod.SMS_CODE))
        return self.answer(challenge(ProofMethod.SMS_CODE)).secret("481902").answer(token(BOTH, "b"))

    def previewed(self, service: Service = Service.CURRENT_BILL) -> "Asking":
        return self.shown(service).take(ev.PrintPressed())
