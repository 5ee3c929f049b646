"""Questions of the customer at the screen, asked of the centre beside the till; each answer comes back as an event."""

import contextlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor

from kiosk.enquiry import EnquiryProblem, EnquiryRefused
from kiosk.enquiry_client import EnquiryClient
from kiosk.events import CentreAnswered, CentreReachable
from kiosk.ports import Post
from kiosk.questions import Answer, CopyQuestion, EndVisit, Question, SheetQuestion

log = logging.getLogger("centre")

_NO_NEWS = (EnquiryProblem.SILENT, EnquiryProblem.TERMINAL_REFUSED)  # of the line: perhaps nobody was reached
AT_ONCE = 4  # a customer who turns the page does not wait for the answer they gave up


class Enquiries:
    """An answer is news of the line too, as with a look-up. ``ask`` is called by the till alone."""

    def __init__(self, client: EnquiryClient, post: Post) -> None:
        self._client = client
        self._post = post
        self._pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="enquiry")
        self._newest: Future[None] | None = None  # the question for a page that was put last

    def ask(self, ticket: str, question: Question) -> None:
        """After another page was asked for, or the visit ended, nobody waits for the page before: not begun yet, its
        question is not asked at all."""
        if self._newest is not None and isinstance(question, SheetQuestion | CopyQuestion | EndVisit):
            self._newest.cancel()
        with contextlib.suppress(RuntimeError):  # closed: the terminal is going down
            asked = self._pool.submit(self._ask, ticket, question)
            if isinstance(question, SheetQuestion | CopyQuestion):
                self._newest = asked

    def close(self) -> None:
        self._client.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, ticket: str, question: Question) -> None:
        answer = self._answer(question)
        if isinstance(answer, EnquiryRefused):
            log.info("CENTRE-ASK %s: %s, %s", type(question).__name__, answer.problem.value, answer.reason)
        if not (isinstance(answer, EnquiryRefused) and answer.problem in _NO_NEWS):
            self._post(CentreReachable(reachable=True))
        self._post(CentreAnswered(ticket, answer))

    def _answer(self, question: Question) -> Answer:
        try:
            return self._client.ask(question)
        except Exception as bug:
            log.exception("CENTRE-BUG while asking %s", type(question).__name__)
            return EnquiryRefused(EnquiryProblem.SILENT, reason=f"internal error: {type(bug).__name__}")
