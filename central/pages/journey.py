"""A payment's journey as steps in the order of time, each good, waiting or bad. Pure but for the rows it is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row

from central.day_figures import printed
from central.invoice_codes import shown
from central.masking import mask_number
from central.pages.event_words import sentence
from central.pages.filters import Language, chosen, yuan
from central.pages.words import HELP, MONEY_REASONS, REOPENING, TENDERS
from central.payment_journey import Journey
from central.sms_states import RECEIPT_ACCEPTED, RECEIPT_DELIVERED, RECEIPT_FAILED, RECEIPT_REFUSED
from central.times import Milliseconds, milliseconds

_BUFFERED: Final = 4
_RECEIPTS: Final = (
    (RECEIPT_DELIVERED, "good", "手机已收到短信", "The handset has the SMS"),
    (RECEIPT_REFUSED, "bad", "网关拒绝短信", "The gateway refused the SMS"),
    (RECEIPT_FAILED, "bad", "短信发送失败", "The SMS failed"),
    (_BUFFERED, "warn", "手机关机或不在服务区，网关继续尝试", "The handset is off or away; the gateway keeps trying"),
    (RECEIPT_ACCEPTED, "good", "网关已接受短信", "The gateway took the SMS"),
)
_ENDS: Final = RECEIPT_DELIVERED | RECEIPT_REFUSED | RECEIPT_FAILED
_LATER_ON: Final[Milliseconds] = milliseconds(60)  # between acceptance and arrival: from here on it waited for the line


@dataclass(frozen=True, slots=True)
class Step:
    """``at`` None: it has not happened yet."""

    at: Milliseconds | None
    tone: str
    title: str
    detail: str = ""


def steps_of(journey: Journey, language: Language, *, amounts: bool) -> list[Step]:
    """The oldest first; what is still awaited stands at the end. ``amounts``: may the reader see money?"""

    def t(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    found = [*_payment(journey, language, amounts=amounts), *_messages(journey, language), *_afterwards(journey, language)]
    found += [
        Step(
            event.at, _tone(event), t("终端：", "Terminal: ") + sentence(event.kind, event.data, language, amounts=amounts)
        )
        for event in journey.events
        if event.data.get("outcome") != "paid"
    ]
    done = sorted((step for step in found if step.at is not None), key=lambda step: step.at or 0)
    return done + [step for step in found if step.at is None]


def _tone(event: Row[Any]) -> str:
    if event.kind == "print":
        return "good" if printed(event.data) else "bad"
    open_money = event.kind == "money" and event.data.get("what") != "settled"
    return "warn" if open_money else "good"


def _payment(journey: Journey, language: Language, *, amounts: bool) -> Iterator[Step]:
    payment, zh = journey.payment, language == "zh"
    means = _means(journey, language, amounts=amounts)
    yield Step(payment.accepted_at, "good", "终端已收款" if zh else "The terminal took it", means)
    waited = payment.received_at - payment.accepted_at >= _LATER_ON
    late = ("离线时收下，来网后上传" if zh else "taken off line, sent when the line was back") if waited else ""
    yield Step(payment.received_at, "good", "中心已接收" if zh else "The centre has it", late)
    if payment.status == "posted":
        title = "已入账" if zh else "Posted"
        number = ("凭证号 " if zh else "receipt ") + payment.receipt_number if amounts else ""
        yield Step(payment.posted_at, "good", title, number)
    elif payment.status == "rejected":
        problem = chosen(MONEY_REASONS, payment.problem or "", language)
        why = " · ".join(part for part in (problem, payment.problem_reason) if part)
        yield Step(None, "bad", "账务系统拒绝，款项待退" if zh else "Billing refused it; the money is owed", why)
    else:
        title = "入账结果待定，系统正在查证" if zh else "Not posted yet; the centre is asking billing"
        yield Step(None, "warn", title)


def _means(journey: Journey, language: Language, *, amounts: bool) -> str:
    frozen = journey.frozen
    if not amounts:
        return chosen(TENDERS, frozen["tender"], language)
    notes = " + ".join(f"{yuan(note['denomination_fen'])} × {note['count']}" for note in frozen["notes"])
    card = frozen.get("card")
    of_card = f"{card['card_name']} ****{card['last4']} {yuan(card['amount_fen'])}" if card else ""
    return " · ".join(part for part in (chosen(TENDERS, frozen["tender"], language), notes, of_card) if part)


def _messages(journey: Journey, language: Language) -> Iterator[Step]:
    zh = language == "zh"
    sent = {attempt.attempt_id: attempt for attempt in journey.attempts}
    for message in journey.messages:
        tries = [attempt for attempt in journey.attempts if attempt.sms_id == message.sms_id]
        to = mask_number(message.recipient) if message.recipient else ""
        for count, attempt in enumerate(tries, start=1):
            again = (f"第 {count} 次" if zh else f"try {count}") if count > 1 else ""
            yield Step(
                attempt.sent_at,
                "good",
                "短信交给网关" if zh else "SMS given to the gateway",
                " · ".join(filter(None, (to, again))),
            )
        answered = [one for one in journey.receipts if one.receipt_type & _ENDS and one.attempt_id in sent]
        if tries and not answered:
            yield Step(None, "warn", "手机还没有回执" if zh else "No receipt from the handset yet", to)
        if message.state == "undeliverable_until_reopened":
            yield Step(None, "warn", "短信等复机后发送" if zh else "The SMS waits until the line is reopened", to)
        elif not tries:
            yield Step(None, "warn", "短信待发送" if zh else "The SMS waits to be sent", to)
    for receipt in journey.receipts:
        if receipt.attempt_id in sent:
            yield _receipt(receipt, language)
    if journey.payment.status == "posted" and not journey.messages:
        yield Step(None, "bad", "没有短信" if zh else "There is no SMS")


def _receipt(receipt: Row[Any], language: Language) -> Step:
    for bit, tone, zh, en in _RECEIPTS:
        if receipt.receipt_type & bit:
            return Step(receipt.received_at, tone, zh if language == "zh" else en)
    return Step(
        receipt.received_at,
        "warn",
        f"网关回执 {receipt.receipt_type}" if language == "zh" else f"receipt {receipt.receipt_type}",
    )


def _afterwards(journey: Journey, language: Language) -> Iterator[Step]:
    payment, zh = journey.payment, language == "zh"
    if payment.reopening in ("pending", "late"):
        tone = "bad" if payment.reopening == "late" else "warn"
        yield Step(None, tone, chosen(REOPENING, payment.reopening, language))
    elif payment.reopened_at is not None:
        yield Step(payment.reopened_at, "good", "已复机" if zh else "The line is open again")
    if journey.invoice is not None and journey.invoice.exchanged_at is not None:
        by = journey.invoice.exchanged_by or ""
        yield Step(
            journey.invoice.exchanged_at,
            "good",
            "已换发票" if zh else "Exchanged for an invoice",
            f"{shown(journey.invoice.code)} · {by}",
        )
    for copy in journey.copies:
        yield Step(
            copy.printed_at, "good", f"补打小票 {copy.copy}" if zh else f"Copy {copy.copy} of the receipt", copy.kiosk_id
        )
    for order in journey.orders:
        reason = chosen(HELP, order.reason, language)
        yield Step(order.opened_at, "warn", "顾客求助" if zh else "The customer called for help", reason)
