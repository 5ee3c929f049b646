"""What the pages that show answers show; part of ``presentation.py``. Amounts, dates and lengths leave here as text."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kiosk.enquiry_views import (
    BalanceView,
    BillGroup,
    BillView,
    CategoryKey,
    DetailRow,
    DetailsView,
    EndSubscriptionView,
    Line,
    MonthBar,
    PaymentsView,
    PointsView,
    RestrictionLine,
    RestrictionsView,
    SheetView,
    SubscriptionLine,
    SubscriptionsView,
)
from kiosk.messages import Message
from kiosk.money import ZERO, Fen, price_text, total, yuan_text
from ui import sheet_texts as texts

if TYPE_CHECKING:
    from kiosk.views import Body
    from ui.presentation import Facts, Say


def _head(body: SheetView) -> "Facts":
    from kiosk.accounts import grouped  # not before the first frame

    return {"title": body.title, "number": grouped(body.masked_number), "greeting": body.greeting}


def _optional(message: Message | None, say: "Say") -> str:
    return "" if message is None else say(message)


def _noted(name: str, field: str, value: str, say: "Say") -> str:
    """The words of ``name`` around ``value``; nothing around nothing."""
    return say(Message(name, ((field, value),))) if value else ""


def _sum(name: str, amount: Fen, note: str = "") -> "Facts":
    return {"name": name, "amount": yuan_text(amount), "note": note}


def _as_of(at: str, say: "Say") -> str:
    return _noted("sheet_as_of", "moment", texts.moment_text(at, say), say)


def _months(months: tuple[str, ...], chosen: str, say: "Say") -> "list[Facts]":
    return [{"month": month, "text": texts.month_name(month, say), "chosen": month == chosen} for month in months]


def _restriction(line: RestrictionLine, say: "Say") -> "Facts":
    day = texts.full_day_text(line.until, say)
    parts = (("day", day), ("what", line.what), ("why", line.reason))
    return {
        "what": line.what,
        "until": day,
        "reason": line.reason,
        "earlier": line.earlier,
        "text": say(Message("sheet_restriction", parts)),
    }


def balance_facts(body: BalanceView, say: "Say") -> "Facts":
    """What is on the account, or owed: the largest thing; then its parts and this month's cost."""
    granted = [
        _sum(line.name, line.amount, _noted("sheet_until", "day", texts.full_day_text(line.note, say), say))
        for line in body.granted
    ]
    return {
        **_head(body),
        "owes": body.arrears > 0,
        "amount": price_text(body.arrears if body.arrears > 0 else body.balance),
        "principal": yuan_text(body.principal),
        "granted": granted,
        "charges": [_sum(line.name, line.amount) for line in body.charges],
        "charged": price_text(body.charged),
        "restrictions": [_restriction(line, say)["text"] for line in body.restrictions],
        "creditLimit": "" if body.credit_limit is None else yuan_text(body.credit_limit),
        "care": _optional(body.care, say),
        "asOf": _as_of(body.as_of, say),
        "canPay": body.can_pay,
        "canPrint": body.can_print,
    }


def bill_facts(body: BillView, say: "Say") -> "Facts":
    """One month's bill beside the picture of the months."""
    return {
        **_head(body),
        "month": texts.month_text(body.month, say),
        "closed": body.closed,
        "plan": body.plan,
        "total": price_text(body.total),
        "own": [row for group in body.own for row in _group(group, _kind(body, group.name))],
        "ownTotal": yuan_text(body.own_total),
        "thirdParty": [_collected(line, say) for line in body.third_party],
        "thirdPartyTotal": yuan_text(body.third_party_total),
        "adjustments": [_sum(line.name, line.amount, line.note) for line in body.adjustments],
        "adjusted": yuan_text(body.adjusted),
        "volume": texts.volume_text(body.volume_kb),
        "volumeKb": texts.count_text(body.volume_kb),
        "rawBytes": texts.count_text(body.raw_bytes),
        "calls": texts.length_text(body.call_seconds, say),
        "messages": texts.count_text(body.messages),
        "asOf": _as_of(body.as_of, say),
        **_picture(body, say),
        "months": _months(body.months, body.month, say),
        "canPay": body.can_pay,
        "canPrint": body.can_print,
        "busy": body.busy,
        "problem": _optional(body.problem, say),
    }


def _group(group: BillGroup, kind: int) -> "list[Facts]":
    """A kind of charges, then its charges, set in."""
    head = {"name": group.name, "amount": yuan_text(group.amount), "kind": kind, "inner": False}
    lines = [{"name": line.name, "amount": yuan_text(line.amount), "kind": -1, "inner": True} for line in group.lines]
    return [head, *lines]


def _collected(line: Line, say: "Say") -> "Facts":
    return _sum(line.name, line.amount, _noted("sheet_for", "name", line.note, say))


def _category(key: CategoryKey, say: "Say") -> "Facts":
    return {"code": key.code, "name": key.name or say(Message("sheet_every_kind")), "chosen": key.chosen}


def _kind(body: BillView, name: str) -> int:
    """The colour of a group in the picture; -1: it is not in it."""
    return body.kinds.index(name) if name in body.kinds else -1


def _picture(body: BillView, say: "Say") -> "Facts":
    """Months as shares of the dearest one. What lowers a bill has no length; the sum beside the bar counts it."""
    kinds = (*body.kinds, say(Message("sheet_adjustments")))
    bars = [(bar, (*bar.parts, Fen(bar.total - total(bar.parts)))) for bar in body.bars]  # what is of no kind is adjusted
    most = max((sum(part for part in parts if part > 0) for _, parts in bars), default=0)
    sums = next((parts for bar, parts in bars if bar.chosen), (ZERO,) * len(kinds))
    legend = [
        {"kind": kind, "name": name, "amount": yuan_text(amount)}
        for kind, (name, amount) in enumerate(zip(kinds, sums, strict=True))
        if any(parts[kind] for _, parts in bars)
    ]
    return {"bars": [_bar(bar, parts, most, say) for bar, parts in bars], "legend": legend}


def _bar(bar: MonthBar, sums: tuple[Fen, ...], most: int, say: "Say") -> "Facts":
    parts = [{"kind": kind, "share": part / most} for kind, part in enumerate(sums) if part > 0]
    name = texts.month_name(bar.month, say)
    return {"name": name, "total": yuan_text(bar.total), "parts": parts, "closed": bar.closed, "chosen": bar.chosen}


def details_facts(body: DetailsView, say: "Say") -> "Facts":
    """One page of records, and what chooses them."""
    return {
        **_head(body),
        "month": texts.month_text(body.month, say),
        "monthCode": body.month,
        "days": _days(body.month),
        "day": body.day,
        "dayText": texts.day_text(body.day, say),
        "months": _months(body.months, body.month, say),
        "categories": [_category(key, say) for key in body.categories],
        "rows": _rows(body.rows, say),
        "first": texts.count_text(body.first),
        "last": texts.count_text(body.last),
        "found": texts.count_text(body.found),
        "sum": price_text(body.found_amount),
        "asOf": _as_of(body.as_of, say),
        "hasPrevious": body.has_previous,
        "hasNext": body.has_next,
        "canPrint": body.can_print,
        "busy": body.busy,
        "problem": _optional(body.problem, say),
    }


def _days(month: str) -> int:
    """How many days this month has; none where there is no month."""
    if not month:
        return 0
    from calendar import monthrange  # not before the first frame

    return monthrange(int(month[:4]), int(month[5:7]))[1]


def _rows(rows: tuple[DetailRow, ...], say: "Say") -> "list[Facts]":
    moment = texts.moments(say)
    return [_row(row, moment(row.at), say) for row in rows]


def _row(row: DetailRow, moment: str, say: "Say") -> "Facts":
    used = (
        texts.length_text(row.seconds, say) if row.seconds else "",
        texts.volume_text(row.volume_kb) if row.volume_kb else "",
    )
    return {
        "at": moment,
        "name": row.name,
        "with": "  ".join(part for part in (row.counterpart, row.place) if part),
        "used": "  ".join(part for part in used if part),
        "amount": yuan_text(row.amount),
    }


def points_facts(body: PointsView, say: "Say") -> "Facts":
    """How many points, when some expire, and what others were exchanged for."""
    return {
        **_head(body),
        "points": texts.count_text(body.points),
        "expiring": texts.count_text(body.expiring) if body.expiring else "",
        "expires": texts.full_day_text(body.expires_at, say),
        "exchanges": [
            {"name": line.name, "amount": texts.count_text(line.points), "note": texts.full_day_text(line.at, say)}
            for line in body.exchanges
        ],
        "asOf": _as_of(body.as_of, say),
        "canPrint": body.can_print,
    }


def payments_facts(body: PaymentsView, say: "Say") -> "Facts":
    """What was paid, when and where."""
    lines = [
        {
            "name": line.channel,
            "amount": yuan_text(line.amount),
            "note": f"{texts.full_day_text(line.at, say)} {line.at[11:16]}",
            "receipt": line.receipt,
        }
        for line in body.payments
    ]
    return {**_head(body), "payments": lines, "canPrint": body.can_print}


def subscriptions_facts(body: SubscriptionsView, say: "Say") -> "Facts":
    """What is subscribed, and what became of an end."""
    return {
        **_head(body),
        "subscriptions": [_subscription(line, say) for line in body.subscriptions],
        "done": _optional(body.done, say),
        "nothing": _optional(body.nothing, say),
        "problem": _optional(body.problem, say),
        "busy": body.busy,
    }


def _subscription(line: SubscriptionLine, say: "Say") -> "Facts":
    return {
        "code": line.code,
        "name": line.name,
        "provider": line.provider,
        "monthly": price_text(line.monthly),
        "since": _noted("sheet_since", "day", texts.full_day_text(line.since, say), say),
    }


def end_subscription_facts(body: EndSubscriptionView, say: "Say") -> "Facts":
    """Is that meant?"""
    from kiosk.accounts import grouped  # not before the first frame

    return {
        "number": grouped(body.masked_number),
        **_subscription(body.subscription, say),
        "canSend": body.sms is None,
        "sms": _optional(body.sms, say),
        "problem": _optional(body.problem, say),
    }


def restrictions_facts(body: RestrictionsView, say: "Say") -> "Facts":
    """What can't be done, until when and why."""
    return {**_head(body), "restrictions": [_restriction(line, say) for line in body.restrictions]}


SHEET_FACTS: "Final[dict[type, Callable[[Any, Say], Facts]]]" = {
    BalanceView: balance_facts,
    BillView: bill_facts,
    DetailsView: details_facts,
    PointsView: points_facts,
    PaymentsView: payments_facts,
    SubscriptionsView: subscriptions_facts,
    EndSubscriptionView: end_subscription_facts,
    RestrictionsView: restrictions_facts,
}
"""Kind of body → what its page shows; ``presentation.py`` registers each."""

_NO_BILL: Final = BillView(
    *("", "", "", False, "", (), ZERO, (), ZERO, (), ZERO, ZERO, 0, 0, 0, 0, "", (), (), (), False, False)
)
BLANK_SHEETS: "Final[tuple[Body, ...]]" = (
    BalanceView("", "", ZERO, ZERO, ZERO, (), (), ZERO, (), "", can_pay=False, can_print=False),
    _NO_BILL,
    DetailsView("", "", "", (), (), "", (), 0, 0, 0, ZERO, "", has_previous=False, has_next=False, can_print=False),
    PointsView("", "", 0, 0, "", (), "", can_print=False),
    PaymentsView("", "", (), can_print=False),
    SubscriptionsView("", "", ()),
    EndSubscriptionView("", SubscriptionLine("", "", "", ZERO, "")),
    RestrictionsView("", "", ()),
)
"""Each of these pages with nobody's data (F9)."""
