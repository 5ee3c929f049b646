"""The way to the SMS gateway: a small protocol for adapters, and a gateway with a handset behind it for the demo."""

import heapq
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sqlalchemy import insert, select

from central.database import Database
from central.masking import mask_number
from central.sms_states import RECEIPT_ACCEPTED, RECEIPT_DELIVERED
from central.tables import handset_messages
from central.times import Milliseconds, Now, milliseconds

_log = logging.getLogger(__name__)

ReceiptCallback = Callable[[int, str, int], bool]  # outbox id, token, receipt type


@dataclass(frozen=True, slots=True)
class OutgoingSms:
    """One submission. Receipts come back with ``sms_id`` and ``token``."""

    sms_id: int
    token: str
    recipient: str
    text: str

    def __repr__(self) -> str:
        return f"OutgoingSms({self.sms_id}, {mask_number(self.recipient)})"


class Submission(StrEnum):
    """What became of a submission, as far as its sender knows."""

    ACCEPTED = "accepted"  # Kannel: 202 "accepted" and 202 "queued" alike
    REFUSED = "refused"  # 4xx: sending it again would change nothing
    NOT_REACHED = "not_reached"  # certainly not sent: no connection, 5xx, throttled
    NO_ANSWER = "no_answer"  # nobody knows whether it was sent


class SmsGateway(Protocol):
    def submit(self, message: OutgoingSms) -> Submission:
        """Hand one message over; blocks for a few seconds at most."""
        ...


@dataclass(order=True, slots=True)
class _InTheAir:
    due: Milliseconds
    message: OutgoingSms = field(compare=False)


class HandsetGateway:
    """A gateway with a handset: messages arrive after a delay, and some get lost on demand, answer and all.

    What is in the air when the process dies is gone, as it would be with a real gateway's memory.
    """

    def __init__(self, database: Database, now: Now, delay_seconds: float) -> None:
        self._database = database
        self._now = now
        self._guard = threading.Lock()
        self._air: list[_InTheAir] = []
        self.delay_seconds = delay_seconds
        self.lose_next = 0

    def submit(self, message: OutgoingSms) -> Submission:
        with self._guard:
            if self.lose_next > 0:
                self.lose_next -= 1
                return Submission.NO_ANSWER
            heapq.heappush(self._air, _InTheAir(self._now() + milliseconds(self.delay_seconds), message))
        return Submission.ACCEPTED

    def run_due(self, receive: ReceiptCallback) -> None:
        """Deliver what is due and report it: receipt 8 (accepted), then 1 (delivered)."""
        while (message := self._take()) is not None:
            values = {"recipient": message.recipient, "text": message.text, "delivered_at": self._now()}
            with self._database.write() as connection:
                connection.execute(insert(handset_messages).values(values))
            _log.info("CEN-201 SMS %s shown on handset %s", message.sms_id, mask_number(message.recipient))
            receive(message.sms_id, message.token, RECEIPT_ACCEPTED)
            receive(message.sms_id, message.token, RECEIPT_DELIVERED)

    def messages(self, after: int) -> list[tuple[int, str, str, Milliseconds]]:
        """What the handset shows: id, recipient, text, time; at most 200 with an id above ``after``."""
        columns = handset_messages.c
        query = select(columns.message_id, columns.recipient, columns.text, columns.delivered_at)
        with self._database.read() as connection:
            rows = connection.execute(query.where(columns.message_id > after).order_by(columns.message_id).limit(200))
            return [tuple(row) for row in rows]

    def _take(self) -> OutgoingSms | None:
        with self._guard:
            if self._air and self._air[0].due <= self._now():
                return heapq.heappop(self._air).message
        return None
