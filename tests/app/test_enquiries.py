"""Questions beside the till: one customer's impatience is not the next one's wait."""

import threading

from app.enquiries import AT_ONCE, Enquiries
from kiosk.accounts import AccountKind, AccountRef
from kiosk.enquiry import Asker, VisitEnded
from kiosk.enquiry_answers import Restrictions
from kiosk.enquiry_client import EnquiryClient
from kiosk.events import CentreAnswered
from kiosk.money import ZERO
from kiosk.questions import Answer, AskRestrictions, CallHelp, EndSubscription, EndVisit, Question
from tests.app.test_centre_threads import Inbox

ASKER = Asker("v-1", AccountRef(AccountKind.MOBILE, "13800135678"), "t" * 43)
DEADLINE_S = 10.0


class SlowCentre(EnquiryClient):
    """Answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.may_answer = threading.Event()
        self._lock = threading.Lock()

    def ask(self, question: Question) -> Answer:
        with self._lock:
            self.asked.append(question)
        assert self.may_answer.wait(DEADLINE_S)
        return VisitEnded() if isinstance(question, EndVisit) else Restrictions(())

    def close(self) -> None:
        self.may_answer.set()


def test_questions_that_nobody_waits_for_any_more_are_not_asked() -> None:
    """A customer who presses key after key at a slow centre leaves: the end of their visit, and the next one's question,
    wait for what is under way and for nothing else. The end of a subscription was wanted, and is asked for."""
    centre, inbox = SlowCentre(), Inbox()
    enquiries = Enquiries(centre, inbox.post)
    try:
        for number in range(40):
            enquiries.ask(f"t-{number}", AskRestrictions(ASKER))
        enquiries.ask("t-end-of-subscription", EndSubscription(ASKER, "VIDEO", "0" * 26, "481902"))
        enquiries.ask("t-end", EndVisit("v-1"))
        enquiries.ask("t-next", AskRestrictions(ASKER))
        centre.may_answer.set()
        expected = [*(f"t-{number}" for number in range(AT_ONCE)), "t-end-of-subscription", "t-end", "t-next"]
        inbox.until(2 * len(expected))
        answered = [event.ticket for event in inbox.events if isinstance(event, CentreAnswered)]
        assert sorted(answered) == sorted(expected)
        assert len(centre.asked) == len(expected)
    finally:
        enquiries.close()


def test_a_call_for_a_person_does_not_take_the_page_that_is_awaited() -> None:
    centre, inbox = SlowCentre(), Inbox()
    enquiries = Enquiries(centre, inbox.post)
    try:
        for number in range(AT_ONCE):
            enquiries.ask(f"t-{number}", EndSubscription(ASKER, "VIDEO", "0" * 26, "481902"))
        enquiries.ask("t-page", AskRestrictions(ASKER))
        enquiries.ask("t-help", CallHelp("v-1", "asking", ZERO))
        centre.may_answer.set()
        answered = [event.ticket for event in inbox.until(2 * (AT_ONCE + 2)) if isinstance(event, CentreAnswered)]
        assert {"t-page", "t-help"} <= set(answered)
    finally:
        enquiries.close()
