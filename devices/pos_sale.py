"""One sale on a POS terminal: 0200 once, 0900 as often as it likes, one 0210 (specs/pos-integrado.md 6.1, 7, 8.1)."""

import time
from dataclasses import dataclass

from devices.pos_dialogue import PosDialogue
from devices.pos_messages import Answer, sale_request
from devices.pos_tables import MAY_BE_CHARGED_AFTER_ALL, OK, PROBLEMS, Function, step_of
from devices.pos_timing import PosTiming
from devices.pos_verdict import mismatch, verdict
from devices.wire import LinkClosed, LinkLost
from kiosk.card import CardAttempt, CardProblem, CardReference, CardStep, CardVerdict
from kiosk.events import CardApproved, CardConfirmed, CardNotCharged, CardProgressed, CardUnclear
from kiosk.failpoints import Failpoint, reach
from kiosk.ports import Post
from kiosk.promise import Promise

_ANSWERS = frozenset({Function.PROGRESS, Function.SOLD})
_APPROVAL, _REFUSAL = "APPROVAL", "REFUSAL"  # of failpoints
SaleEnd = CardConfirmed | CardNotCharged | CardUnclear


@dataclass(slots=True)
class Sale:
    """``run`` posts what happens and ends in exactly one ``SaleEnd``, kept in ``end``; only the end of the program
    (LinkClosed) leaves it without one. LinkLost passes through once the end is posted."""

    dialogue: PosDialogue
    attempt: CardAttempt
    post: Post
    timing: PosTiming
    end: SaleEnd | None = None
    code: str = ""  # response code that ended it
    approved: CardReference | None = None
    last_sign_s: float = 0.0  # monotonic: 0200 was sent, or the terminal told of its progress, no later than this
    _step: CardStep = CardStep.STARTING

    def run(self) -> None:
        options = self.dialogue.options
        try:
            data = sale_request(options.dialect, self.attempt.amount, self.attempt.ticket, voucher=options.voucher)
        except ValueError:
            self._ended(CardNotCharged(self.attempt.attempt_id, CardProblem.TERMINAL, "not sent"))
            return
        try:
            self._sold(data)
        except LinkLost as lost:
            if self.end is None:
                self._unclear(f"the line was lost: {lost}")
            raise
        except LinkClosed:
            raise
        except Exception as error:
            if self.end is None:
                self._unclear(f"the driver failed: {error!r}")
            raise

    def _sold(self, data: bytes) -> None:
        self.post(CardProgressed(self.attempt.attempt_id, self._step))
        try:
            acknowledged = self.dialogue.link.send(data, _ANSWERS)
        finally:
            self.last_sign_s = time.monotonic()
        if not acknowledged:
            self._unclear("the terminal did not acknowledge the sale")
            return
        until_s = self.last_sign_s + self.timing.answer_s
        while self.end is None:
            message = self.dialogue.link.next_message(until_s)
            if message is None:
                self._unclear("the terminal did not tell the end of the sale")
            elif message.function is Function.PROGRESS:
                self._progressed(message)
            elif message.function is Function.SOLD:
                self._judge(message)
            else:
                self.dialogue.take(message)

    def _progressed(self, message: Answer) -> None:
        self.last_sign_s = time.monotonic()
        reach(Failpoint.CARD_PROGRESSED, message.code)
        self.dialogue.link.acknowledge()
        step = step_of(message.code)
        if step is not self._step:
            self._step = step
            self.post(CardProgressed(self.attempt.attempt_id, step))

    # ---- the end of it -----------------------------------------------------------------------------------------------

    def _judge(self, message: Answer) -> None:
        if message.code != OK:
            self._refused(message)
        elif not (why_not := mismatch(self.attempt, message)):
            self._approved(message)
        elif message.approval.reference == self.attempt.before or self.dialogue.strays.knows(message):
            self.dialogue.take(message)  # the end of an earlier sale once more
        else:
            self.dialogue.strays.doubted = self.attempt
            self.dialogue.take(message)
            self._unclear(f"the terminal approved {why_not}")

    def _approved(self, message: Answer) -> None:
        """An approved sale stands, whatever becomes of the line (rules 7 and 8): once it is recorded it is ours."""
        self.dialogue.strays.know(message.approval.reference)
        self.code = message.code
        self.approved = message.approval.reference
        event = CardApproved(self.attempt.attempt_id, message.approval)
        reach(Failpoint.CARD_REPORTED, _APPROVAL)
        self.post(event)
        recorded, lost = self._recorded(event.promise)
        if lost is None:
            lost = self._acknowledge(message)
        reach(Failpoint.CARD_FINISHED, _APPROVAL)
        if recorded:
            self._ended(CardConfirmed(self.attempt.attempt_id, message.slip))
        else:
            self._unclear("the approval was not recorded in time")
        if lost is not None:
            raise lost

    def _recorded(self, promise: Promise) -> tuple[bool, LinkLost | None]:
        """Was the promise kept in time, and was the line lost meanwhile?"""
        lost = None
        until_s = time.monotonic() + self.timing.promise_s
        while time.monotonic() < until_s:
            if promise.wait(self.timing.promise_step_s):
                return True, lost
            try:
                self.dialogue.link.watch()
            except LinkLost as gone:
                lost = gone
        return promise.kept, lost

    def _acknowledge(self, message: Answer) -> LinkLost | None:
        reach(Failpoint.CARD_BEFORE_ANSWER, _APPROVAL)
        try:
            self.dialogue.take(message)
        except LinkLost as gone:
            return gone
        reach(Failpoint.CARD_AFTER_ANSWER, _APPROVAL)
        return None

    def _refused(self, message: Answer) -> None:
        if message["ticket"] not in ("", self.attempt.ticket):
            self.dialogue.take(message)  # a late word on another sale
            return
        reach(Failpoint.CARD_REPORTED, _REFUSAL)
        self.dialogue.take(message)
        self.code = message.code
        problem = PROBLEMS.get(message.code)
        if problem is None:
            self._unclear(f"the terminal answered with code {message.code}, which is not listed for a sale")
        elif message["tid"] not in ("", self.attempt.terminal_id) or message.amount not in (None, 0, self.attempt.amount):
            self._unclear(f"the terminal refused (code {message.code}) what was not asked for")
        elif message.code in MAY_BE_CHARGED_AFTER_ALL and not self._surely_not_last():
            self._unclear(f"code {message.code}, and the terminal's last sale does not prove that nothing was taken")
        else:
            reach(Failpoint.CARD_FINISHED, _REFUSAL)
            self._ended(CardNotCharged(self.attempt.attempt_id, problem, message.code))

    def _surely_not_last(self) -> bool:
        """Asked once, before the payer goes (section 13)."""
        self.post(CardProgressed(self.attempt.attempt_id, CardStep.CHECKING))
        found = self.dialogue.last_sale()
        if found is None:
            return False
        return verdict(self.attempt, found).verdict is CardVerdict.NOT_CHARGED

    def _unclear(self, reason: str) -> None:
        self._ended(CardUnclear(self.attempt.attempt_id, reason))

    def _ended(self, end: SaleEnd) -> None:
        self.end = end
        self.post(end)
