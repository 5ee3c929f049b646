"""Invoice codes and copies of receipts, calls for help, ratings, times (F19, F25, F29, F30, F42)."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskHere, KioskOfPath
from central.auth_schemas import VISIT_ID, VISIT_TOKEN
from central.invoice_codes import qr_text, shown
from central.masking import mask_number
from central.problems import ProblemError
from central.schemas import PAYMENT_ID
from central.service_schemas import (
    HelpRequest,
    InvoiceAnswer,
    InvoiceCodeRequest,
    KeptAnswer,
    RatingRequest,
    ReprintAnswer,
    ReprintRequest,
    TaskTimesAnswer,
    TaskTimesRequest,
    WorkOrderAnswer,
)
from central.service_use import TaskTime
from central.slips import Copy
from central.times import parse, render

router = APIRouter(prefix="/v1", tags=["services"])
_REFUSED = (*REFUSALS, "invalid-request", "body-too-large")
_OPEN_ALREADY: dict[int | str, dict[str, Any]] = {
    200: {"model": WorkOrderAnswer, "description": "The visit's order was open already; this call was added"}
}


@router.post(
    "/payments/{payment_id}/invoice-code",
    responses=documented(*_REFUSED, "payment-not-found", "payment-in-progress"),
)
def invoice_code(
    payment_id: Annotated[str, Path(pattern=PAYMENT_ID)], body: InvoiceCodeRequest, kiosk: KioskHere, centre: CentreHere
) -> InvoiceAnswer:
    """The code that a hall exchanges for an invoice; only in the visit that paid, and always the same one."""
    row = centre.slips.invoice_code(kiosk, body.visit_id, payment_id)
    paid = centre.payments.read(payment_id)
    return _invoice(payment_id, row.code if row.exchanged_at is None else None, paid.amount_fen)


@router.post(
    "/reprints",
    responses=documented(
        *_REFUSED,
        "visit-token-invalid",
        "visit-expired",
        "scope-missing",
        "reprint-limit",
        "slip-not-found",
        "rate-limited",
    ),
)
def reprint(
    body: ReprintRequest,
    kiosk: KioskHere,
    centre: CentreHere,
    visit_token: Annotated[str | None, Header(pattern=VISIT_TOKEN, description="with payment_id")] = None,
) -> ReprintAnswer:
    """What a copy of a receipt shows, for who has the slip's number or the payer's handset (field.md X32)."""
    centre.throttle.admit(slips=kiosk)
    if body.slip_code is not None:
        return _reprint(centre.slips.copy_by_slip(kiosk, body.visit_id, body.slip_code))
    if visit_token is None or body.payment_id is None:
        raise ProblemError("visit-token-invalid", "a reprint by payment_id needs the visit's token")
    return _reprint(centre.slips.copy_by_code(kiosk, body.visit_id, body.payment_id, visit_token))


@router.put("/visits/{visit_id}/rating", responses=documented(*_REFUSED))
def rate(
    visit_id: Annotated[str, Path(pattern=VISIT_ID)], body: RatingRequest, kiosk: KioskHere, centre: CentreHere
) -> KeptAnswer:
    """One tap on the last screen; the last one counts."""
    centre.help_desk.rate(kiosk, visit_id, body.score, parse(body.rated_at))
    return KeptAnswer(status="kept")


@router.post(
    "/work-orders",
    status_code=201,
    responses=_OPEN_ALREADY | documented(*_REFUSED, "rate-limited"),
)
def call_help(body: HelpRequest, kiosk: KioskHere, centre: CentreHere, response: Response) -> WorkOrderAnswer:
    """One work order for a visit, with the visit attached, however often help is called."""
    centre.throttle.admit(help_calls=kiosk)
    order = centre.help_desk.call(kiosk, body.visit_id, body.reason, body.money_inside_fen, body.visit.model_dump())
    response.status_code = 201 if order.calls == 1 else 200
    return WorkOrderAnswer(
        order_id=order.order_id, opened_at=render(order.opened_at), calls=order.calls, rung=order.rung_at is not None
    )


@router.post("/kiosks/{kiosk_id}/task-times", responses=documented(*_REFUSED, "kiosk-mismatch"))
def task_times(body: TaskTimesRequest, kiosk: KioskOfPath, centre: CentreHere) -> TaskTimesAnswer:
    """How long each task of a visit took; the same ones again are known by visit and number."""
    items = [TaskTime(**item.model_dump() | {"ended_at": parse(item.ended_at)}) for item in body.items]
    return TaskTimesAnswer(accepted=len(items), new=centre.service_use.record(kiosk, items))


def _reprint(copy: Copy) -> ReprintAnswer:
    payment = copy.payment
    return ReprintAnswer(
        payment_id=payment.payment_id,
        receipt_number=payment.receipt_number,
        masked_number=mask_number(payment.account_number),
        amount_fen=payment.amount_fen,
        tender=json.loads(payment.frozen)["tender"],
        posted_at=render(payment.posted_at),
        balance_after_fen=payment.balance_after_fen,
        copy_number=copy.number,
        invoice=_invoice(payment.payment_id, copy.invoice_code, payment.amount_fen),
    )


def _invoice(payment_id: str, code: str | None, amount_fen: int) -> InvoiceAnswer:
    return InvoiceAnswer(
        payment_id=payment_id,
        state="open" if code is not None else "exchanged",
        code=shown(code) if code is not None else None,
        qr=qr_text(code) if code is not None else None,
        amount_fen=amount_fen,
    )
