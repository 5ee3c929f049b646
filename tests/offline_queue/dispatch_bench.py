"""A dispatcher on the table: real ledger and outbox, a fake centre, the till played by hand, time turned by hand."""

from kiosk.central_answers import Posted, Refused
from kiosk.events import Event, PaymentAnswered, PaymentsAnswered
from kiosk.facts import AnyFact, PaymentDoubted, PaymentOwed, PaymentPosted
from offline_queue.backoff import Pacing
from offline_queue.dispatch import Dispatcher
from offline_queue.ledger import SqliteLedger
from offline_queue.outbox import Outbox
from tests.offline_queue.support import ACCOUNT, FakeCentre, Home, mobile, queue_payment


class Bench:
    """Dispatcher, ledger and fake centre on one table; the till is played by ``record_answers``."""

    def __init__(self, home: Home, ledger: SqliteLedger) -> None:
        self.ledger = ledger
        self.now_s = 1000.0
        self.draw = 0.5
        self.centre = FakeCentre()
        self.events: list[Event] = []
        self.outbox = Outbox.open(home.data, home.secrets)
        self.pacing = Pacing()
        self.dispatcher = Dispatcher(
            self.centre,
            self.events.append,
            self.outbox,
            pacing=self.pacing,
            monotonic=lambda: self.now_s,
            draw=lambda: self.draw,
        )
        self.sent_at: list[float] = []

    def queue(self, *seqs: int, one_account: bool = False) -> list[str]:
        return [queue_payment(self.ledger, seq, ACCOUNT if one_account else mobile(seq)) for seq in seqs]

    def record_answers(self) -> None:
        """What the till does: each answer once, on the disk."""
        for event in [event for event in self.events if isinstance(event, PaymentsAnswered)]:
            self.ledger.commit([fact_of(answered) for answered in event.answers])
            self.events.remove(event)

    def run(self, seconds: float, *, record: bool = True, steps: int = 10_000) -> None:
        """Let the dispatcher act for this long, jumping over its waits."""
        end = self.now_s + seconds
        for _ in range(steps):
            before = len(self.centre.batches)
            wait = self.dispatcher.step()
            self.sent_at += [self.now_s] * (len(self.centre.batches) - before)
            if record:
                self.record_answers()
            if wait is None or self.now_s + wait > end:
                self.now_s = end
                return
            self.now_s += wait
        raise AssertionError("the dispatcher never waits")

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


def fact_of(event: PaymentAnswered) -> AnyFact:
    answer = event.answer
    if isinstance(answer, Posted):
        return PaymentPosted(
            event.payment_id, answer.central_id, answer.receipt_number, answer.posted_at, answer.balance_after
        )
    kind = PaymentOwed if isinstance(answer, Refused) else PaymentDoubted
    return kind(event.payment_id, answer.problem)
