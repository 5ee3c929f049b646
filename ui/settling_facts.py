"""What the page of open money shows; part of ``presentation.py``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kiosk.accounts import grouped
from kiosk.messages import Message
from kiosk.money import price_text
from kiosk.money_reasons import MoneyReason
from kiosk.settling_views import MoneyLine, SettlingView, SuggestionLine
from kiosk.staff import Role
from kiosk.staff_views import WhoView

if TYPE_CHECKING:
    from ui.presentation import Facts, Say

# What the ledger has as the reason of a doubt → its words; anything else is shown as it was recorded.
_WHYS: Final[dict[str, str]] = {
    MoneyReason.SILENT: "why_silent",
    MoneyReason.OVERTAKEN: "why_silent",
    MoneyReason.CHEATED: "why_cheated",
    # as earlier releases wrote them
    "told to stack, and the acceptor knows nothing of it": "why_silent",
    "another note was told to stack after it": "why_silent",
    "in_path": "why_path",
    "account-not-found": "why_not_found",
    "account-restricted": "why_restricted",
    "amount-limit": "why_too_much",
    "invalid-request": "why_not_understood",
    "billing-rejected": "why_billing",
    "idempotency-mismatch": "why_contradicted",
    "card-charge-duplicate": "why_charge_twice",
}
_ASKS: Final = {"line": "money_ask", "reason": "money_ask_why", "value": "money_ask_value"}


def settling_facts(body: SettlingView, say: "Say") -> "Facts":
    whose = "money_ask_whose" if body.suggestions else "money_ask_nobody"
    ask = _ASKS.get(body.step, whose if body.step == "whose" else "")
    waits = body.step == "line" and body.line is not None and body.line.waits
    return {
        "who": _who(body.who, say),
        "step": body.step,
        "busy": body.busy,
        "unread": say(Message("money_unread")) if body.unread else "",
        "problem": "" if body.problem is None else say(body.problem),
        "summary": _summary(body, say),
        "isEmpty": body.total == 0,
        "lines": [_line(line, say) for line in body.lines],
        "places": _places(body, say),
        "hasNext": body.page + 1 < body.pages,
        "hasPrevious": body.page > 0,
        "line": _line(body.line, say) if body.line is not None else _blank_line(),
        "ask": say(Message("money_waits")) if waits else say(Message(ask)) if ask else "",
        "outcomes": [_outcome(one, say) for one in body.outcomes] if body.step == "line" else [],
        "outcome": say(Message(f"money_{body.outcome}")) if body.outcome else "",
        "reasons": [_reason(one, body, say) for one in body.reasons] if body.step == "reason" else [],
        "values": [{"fen": str(one), "text": price_text(one)} for one in body.values] if body.step == "value" else [],
        "found": price_text(body.found) if body.found else "",
        "suggestions": [_suggestion(one, say) for one in body.suggestions] if body.step == "whose" else [],
        "done": _done(body, say),
        "by": _by(body, say),
        "slip": say(Message(f"box_slip_{body.slip}")) if body.slip else "",
        "slipKind": {"failed": "warn", "done": "good"}.get(body.slip, "info"),
        "canPrint": body.can_print,
        "canConfirm": body.can_confirm,
    }


def _summary(body: SettlingView, say: "Say") -> str:
    if body.unread or (body.busy and not body.total):
        return ""
    if not body.total:
        return say(Message("money_none"))
    return say(Message("money_sum", (("count", str(body.total)), ("amount", price_text(body.sum)))))


def _places(body: SettlingView, say: "Say") -> str:
    if body.pages < 2:
        return ""
    return say(Message("money_page", (("page", str(body.page + 1)), ("pages", str(body.pages)))))


def _line(line: MoneyLine, say: "Say") -> "Facts":
    return {
        "id": line.id,
        "code": line.code,
        "amount": price_text(line.amount),
        "kind": say(Message(f"money_{line.kind}")),
        "number": grouped(line.masked_number) or say(Message("money_no_number")),
        "since": say(Message("money_since", (("at", line.since),))),
        "why": why_text(line.why, say),
        "waits": line.waits,
    }


def why_text(why: str, say: "Say") -> str:
    """What the ledger recorded as a reason, in words where there are some."""
    return say(Message(_WHYS[why])) if why in _WHYS else why


def _blank_line() -> "Facts":
    return {**dict.fromkeys(("id", "code", "amount", "kind", "number", "since", "why"), ""), "waits": False}


def _outcome(outcome: str, say: "Say") -> "Facts":
    name, note = say(Message(f"money_{outcome}")), say(Message(f"money_note_{outcome}"))
    return {"id": outcome, "name": name, "note": note}


def _reason(reason: str, body: SettlingView, say: "Say") -> "Facts":
    return {"id": reason, "name": say(Message(f"reason_{reason}")), "chosen": reason == body.reason}


def _suggestion(line: SuggestionLine, say: "Say") -> "Facts":
    when = say(Message("money_whose_doubt" if line.in_doubt else "money_whose_back", (("at", line.at),)))
    return {"id": line.note_id, "number": grouped(line.masked_number), "when": when}


def _done(body: SettlingView, say: "Say") -> str:
    if body.step != "settled":
        return ""
    params = (("payment", body.credited_as),) if body.credited_as else ()
    return say(Message(f"money_done_{body.outcome}", params))


def _by(body: SettlingView, say: "Say") -> str:
    if body.step != "settled":
        return ""
    return say(Message("money_by", (("first", body.who.staff_id), ("second", body.second))))


def _who(who: WhoView, say: "Say") -> str:
    roles = " / ".join(say(Message(f"role_{role.value}")) for role in Role if role in who.roles)
    return f"{who.staff_id} {who.name} · {roles}"


SETTLING_FACTS: Final[dict[type[Any], Callable[[Any, "Say"], "Facts"]]] = {SettlingView: settling_facts}
BLANK_SETTLING: Final = (SettlingView(WhoView("", "", frozenset()), "list"),)
