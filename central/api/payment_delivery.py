"""One payment from the wire to its answer; shared by the single call and the batch."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row
from starlette.concurrency import run_in_threadpool

from central.api.errors import invalid_request
from central.api.long_poll import wait_for_change
from central.api.security import same_kiosk
from central.centre import Centre
from central.payment_answers import settled_or_problem
from central.problems import ProblemError
from central.schemas import BatchItem, BatchItemAnswer, PaymentAnswer, PaymentRequest, Problem

_log = logging.getLogger(__name__)
_BILLING_THREADS = 8
_OPEN_STATUSES = frozenset({409, 503})
_OPEN_STATES = frozenset({"received", "posting", "in_doubt"})


class Delivery:
    """Billing calls get threads of their own: a slow billing system must not use up those that answer look-ups."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._billing_calls = ThreadPoolExecutor(_BILLING_THREADS, "billing")

    def close(self) -> None:
        self._billing_calls.shutdown(wait=True, cancel_futures=True)

    async def deliver(self, kiosk: str, key: str, body: PaymentRequest) -> tuple[int, PaymentAnswer]:
        """201 or 200 and the resource, or a ProblemError. A replay waits for a posting under way, then gives up (409)."""
        _check_key(kiosk, key, body)
        settings = self._centre.settings
        deadline = time.monotonic() + settings.answer_seconds
        payment_id, created = await run_in_threadpool(self._centre.payments.accept, body)
        row = await run_in_threadpool(self._centre.payments.read, payment_id)
        if row.status == "received":
            ordered = asyncio.get_running_loop().run_in_executor(
                self._billing_calls, self._centre.payments.attempt, payment_id
            )
            ordered.add_done_callback(_log_failure)
            await asyncio.wait({ordered}, timeout=settings.answer_seconds)
        row = await self.wait(payment_id, deadline - time.monotonic(), lambda now: now.status != "posting")
        if row.status == "posting" and not created:
            raise ProblemError("payment-in-progress", "the posting is under way; ask again", retry_after=1)
        return (201 if created else 200), settled_or_problem(row, settings.retry_after_seconds)

    async def deliver_batch(self, kiosk: str, items: Sequence[BatchItem]) -> list[BatchItemAnswer]:
        """Each item on its own, in order. After the time for a batch, and for an account whose earlier item is still
        open (order per number), the rest is answered 503 without being touched: the terminal sends it again."""
        deadline = time.monotonic() + self._centre.settings.batch_seconds
        blocked: set[str] = set()
        answers = []
        for item in items:
            account = repr(item.payment.get("account"))
            if time.monotonic() > deadline or account in blocked:
                answer = self._not_now(item)
            else:
                answer = await self._item(kiosk, item)
            if answer.status in _OPEN_STATUSES or (answer.payment and answer.payment.status in _OPEN_STATES):
                blocked.add(account)
            answers.append(answer)
        return answers

    async def wait(self, payment_id: str, seconds: float, enough: Callable[[Row[Any]], bool]) -> Row[Any]:
        """The payment as soon as ``enough`` says so, or as it is after ``seconds``. Holds no thread while it waits."""
        payments = self._centre.payments
        return await wait_for_change(self._centre.changes, payment_id, seconds, lambda: payments.read(payment_id), enough)

    def _not_now(self, item: BatchItem) -> BatchItemAnswer:
        retry = self._centre.settings.retry_after_seconds
        later = ProblemError("bss-unavailable", "not handled in this batch; send it again", retry_after=retry)
        document = Problem(**later.document())
        return BatchItemAnswer(idempotency_key=item.idempotency_key, status=later.status, problem=document)

    async def _item(self, kiosk: str, item: BatchItem) -> BatchItemAnswer:
        key = item.idempotency_key
        try:
            same_kiosk(kiosk, str(item.payment.get("kiosk_id", kiosk)))
            status, payment = await self.deliver(kiosk, key, parse_payment(item.payment))
        except ProblemError as problem:
            document = Problem(**problem.document())
            return BatchItemAnswer(idempotency_key=key, status=problem.status, problem=document)
        return BatchItemAnswer(idempotency_key=key, status=status, payment=payment)


def parse_payment(payment: dict[str, Any]) -> PaymentRequest:
    """422 ``invalid-request`` for this item alone."""
    try:
        return PaymentRequest.model_validate(payment)
    except ValidationError as invalid:
        raise invalid_request(invalid.errors(), ("payment",)) from invalid


def _check_key(kiosk: str, key: str, body: PaymentRequest) -> None:
    same_kiosk(kiosk, body.kiosk_id)
    if key != f"{body.kiosk_id}-{body.kiosk_seq}":
        detail = f"the idempotency key must be {body.kiosk_id}-{body.kiosk_seq}, made of kiosk_id and kiosk_seq"
        raise ProblemError("invalid-request", detail)


def _log_failure(ordered: "asyncio.Future[None]") -> None:
    """The row stays ``posting`` and is inquired; the mistake itself belongs in the log."""
    if not ordered.cancelled() and (mistake := ordered.exception()) is not None:
        _log.error("CEN-103 a posting broke off and is left to the inquiry", exc_info=mistake)
