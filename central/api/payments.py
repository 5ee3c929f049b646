"""Payments: one, a batch, one by id with a long poll, all from a key on."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import JSONResponse

from central.api.errors import documented
from central.api.payment_delivery import Delivery
from central.api.security import REFUSALS, CentreHere, KioskHere, KioskOfPayment, same_kiosk
from central.payment_answers import payment_resource
from central.payments import PAGE
from central.problems import ProblemError
from central.schemas import (
    IDEMPOTENCY_HEADER,
    KIOSK_ID,
    PAYMENT_ID,
    BatchAnswer,
    BatchRequest,
    PaymentAnswer,
    PaymentList,
    PaymentRequest,
)

router = APIRouter(prefix="/v1", tags=["payments"])
_REPLAYED: dict[int | str, dict[str, Any]] = {
    200: {"model": PaymentAnswer, "description": "A replay: the same payment as the first time"}
}
_REFUSED = (*REFUSALS, "kiosk-mismatch", "invalid-request")


@router.post(
    "/payments",
    status_code=201,
    response_model=PaymentAnswer,
    responses=_REPLAYED
    | documented(
        *_REFUSED,
        "idempotency-key-missing",
        "account-restricted",
        "account-not-found",
        "payment-in-progress",
        "body-too-large",
        "amount-limit",
        "card-charge-duplicate",
        "idempotency-mismatch",
        "bss-unavailable",
    ),
)
async def post_payment(
    body: PaymentRequest,
    idempotency_key: Annotated[str, Header(pattern=IDEMPOTENCY_HEADER, description='quoted: "K0001-123"')],
    kiosk: KioskOfPayment,
    request: Request,
) -> JSONResponse:
    """Post one payment, exactly once however often it is sent."""
    status, payment = await _delivery(request).deliver(kiosk, idempotency_key.strip('"'), body)
    return JSONResponse(payment.model_dump(), status)


@router.post(
    "/payment-batches",
    status_code=207,
    response_model=BatchAnswer,
    responses=documented(*_REFUSED, "body-too-large"),
)
async def post_batch(body: BatchRequest, kiosk: KioskHere, request: Request) -> JSONResponse:
    """Post up to 100 payments; each item has a status of its own."""
    items = await _delivery(request).deliver_batch(kiosk, body.items)
    return JSONResponse(BatchAnswer(items=items).model_dump(), 207)


@router.get("/payments/{payment_id}", responses=documented(*_REFUSED, "payment-not-found"))
async def get_payment(
    payment_id: Annotated[str, Path(pattern=PAYMENT_ID)],
    kiosk: KioskHere,
    request: Request,
    wait: Annotated[float, Query(ge=0, le=10, description="seconds")] = 0,
    seen: Annotated[int, Query(ge=0, le=2**53 - 1, description="the version that the caller knows")] = 0,
) -> PaymentAnswer:
    """Long poll: answers as soon as the payment's version is above ``seen``, or unchanged after ``wait`` seconds."""

    row = await _delivery(request).wait(
        payment_id, wait, lambda payment: bool(payment.version > seen or payment.kiosk_id != kiosk)
    )
    if row.kiosk_id != kiosk:
        raise ProblemError("payment-not-found", "there is no payment with this id for this terminal")
    return payment_resource(row)


@router.get("/payments", responses=documented(*_REFUSED))
def list_payments(
    kiosk_id: Annotated[str, Query(pattern=KIOSK_ID)],
    kiosk: KioskHere,
    centre: CentreHere,
    seq_from: Annotated[int, Query(ge=0, le=2**53 - 1)] = 1,
    cursor: Annotated[str | None, Query(pattern=r"^s[0-9]{1,16}$", description="from next_cursor")] = None,
) -> PaymentList:
    """What does the centre have from this terminal, in the order of its keys?"""
    same_kiosk(kiosk, kiosk_id)
    rows, highest = centre.payments.page(kiosk_id, int(cursor[1:]) if cursor is not None else seq_from)
    more = len(rows) == PAGE
    return PaymentList(
        items=[payment_resource(row) for row in rows],
        next_cursor=f"s{rows[-1].kiosk_seq + 1}" if more else None,
        highest_kiosk_seq=highest,
    )


def _delivery(request: Request) -> Delivery:
    delivery: Delivery = request.app.state.delivery
    return delivery
