"""The centre's answers to a customer's questions (docs/central-contract.md, Authentication of a visit and Queries).

What is asked how stands in ``kiosk.enquiry_calls``, what counts as an answer in ``kiosk.enquiry_reading``.
"""

import threading
from typing import Any, Final

from kiosk.answers import CLOCK_SKEW
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.enquiry import EnquiryProblem, EnquiryRefused
from kiosk.enquiry_calls import WAYS, Call
from kiosk.enquiry_reading import about, read_shape, silent
from kiosk.ports import Clock
from kiosk.questions import Answer, EndVisit, Question

QUESTION_S: Final = 5.0
LEAVING_S: Final = 10.0  # of a customer who has left: nobody waits, but their rights should not outlive them
LEAVING_PAUSE_S: Final = 1.5


class EnquiryClient:
    """Blocking, each question within its time limit; may be used from several threads."""

    def __init__(self, client: CentralClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._closed = threading.Event()

    def ask(self, question: Question) -> Answer:
        return self._end(question) if isinstance(question, EndVisit) else self._ask(question, QUESTION_S)

    def close(self) -> None:
        """No question is asked again from now on."""
        self._closed.set()

    def _end(self, question: EndVisit) -> Answer:
        """May be repeated as often as wanted; asked again while there is no answer. Time ends those rights in any case."""
        until = self._clock.monotonic_s() + LEAVING_S
        answer = self._ask(question, QUESTION_S)
        while isinstance(answer, EnquiryRefused) and answer.problem is EnquiryProblem.SILENT:
            left_s = until - self._clock.monotonic_s() - LEAVING_PAUSE_S
            if left_s <= 0 or self._closed.wait(LEAVING_PAUSE_S):
                break
            answer = self._ask(question, min(left_s, QUESTION_S))
        return answer

    def _ask(self, question: Question, limit_s: float) -> Answer:
        way = WAYS[type(question)]
        until = self._clock.monotonic_s() + limit_s
        parts: list[Any] = []
        for call in way.calls(question):
            part = self._call(call, until)
            if isinstance(part, EnquiryRefused):
                return part
            parts.append(part)
        answer: Answer = way.join(*parts)
        objection = about(question, answer)
        return silent(f"an answer that is not to our question: {objection}") if objection else answer

    def _call(self, call: Call, until: float) -> Any:
        """What the centre answered, in its shape, or ``EnquiryRefused``."""
        left_s = until - self._clock.monotonic_s()
        if left_s <= 0:
            return silent("no time was left for the second half of the question")
        try:
            reply = self._client.call(call.method, call.path, call.body, call.headers, left_s)
        except CentreUnreachableError as error:
            return silent(str(error))
        except TerminalRefusedError as error:
            clock = str(error) == CLOCK_SKEW  # although it was set by the centre's time just now
            problem = EnquiryProblem.CLOCK_WRONG if clock else EnquiryProblem.TERMINAL_REFUSED
            return EnquiryRefused(problem, reason=str(error))
        return read_shape(reply, call.statuses, call.shape)
