"""The samples of the search by a slip's code: every kind of step stands in one of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal

from kiosk.journey_views import TracingView
from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.staff import Role
from kiosk.staff_records import JourneySheet, JourneyStep
from kiosk.staff_views import WhoView
from kiosk.visit_types import Language

_WHO: Final = WhoView("0301", "赵*", frozenset({Role.VIEW, Role.OPERATE}))
_CASHIER: Final = WhoView("0218", "李*", frozenset({Role.CASH}))
_DAY: Final = "2026-11-21T20:"
Tone = Literal["done", "waiting", "failed"]


def _step(at: str, what: str, tone: Tone = "done", amount: int = 0, **parts: str) -> JourneyStep:
    return JourneyStep(f"{_DAY}{at}+08:00", what, tone, tuple(parts.items()), Fen(amount) if amount else None)


_CASH: Final = JourneySheet(
    "K0001-123",
    (
        _step("58:02", "visit_opened", number="138****5678"),
        _step("58:21", "note_intended", amount=10000),
        _step("58:24", "note_stacked", amount=10000),
        _step("58:40", "payment_accepted", amount=10000, payment="K0001-123", tender_word="tender_cash"),
        _step("58:40", "visit_closed"),
        _step("58:41", "payment_posted", receipt_number="261121-7Q2MXP"),
        _step("58:41", "printing"),
        _step("58:44", "printed", outcome_word="jobs_printed", cause=""),
        _step("58:44", "sms", state_word="sms_word_sent"),
        _step("58:49", "sms", state_word="sms_word_delivered"),
        _step("59:12", "reopened"),
    ),
)
_NOTE: Final = JourneySheet(
    "3F09C1AA",
    (
        _step("58:02", "visit_opened_offline", number="138****5678"),
        _step("58:12", "note_turned_back", amount=500),
        _step("58:14", "note_returned"),
        _step("58:21", "note_intended", amount=10000),
        _step("58:31", "note_doubted", "failed", code="3F09C1AA", why="cheated"),
        _step("58:44", "printed", "failed", outcome_word="jobs_partial", cause="PRN-OUT"),
        _step("59:02", "note_found", amount=10000, staff_id="0217"),
        *(
            _step(f"59:{10 + number}", "settled", outcome_word=f"trace_outcome_{outcome}", first="0217", second="0218")
            for number, outcome in enumerate(("credited", "handed_over", "not_there", "counterfeit", "already_credited"))
        ),
    ),
)
_CARD: Final = JourneySheet(
    "K0001-124",
    (
        _step("58:02", "card_attempted", amount=15000),
        _step("58:04", "card_uncharged", code="51"),
        _step("58:11", "card_attempted", amount=15000),
        _step("58:14", "card_held"),
        _step("58:19", "card_doubted", "failed", code="9B2C11D0"),
        _step("58:29", "card_undecided", "failed", code="9B2C11D0"),
        _step("58:31", "card_charged", amount=15000, last4="6789"),
        _step("58:39", "payment_owed", "failed", why="account-restricted"),
        _step("58:39", "payment_doubted", "failed", why="idempotency-mismatch"),
        _step("58:41", "card_reversing"),
        _step("58:44", "card_reversed"),
        _step("58:49", "card_not_reversed", "failed", code="30"),
        _step("59:12", "card_settled_charged", first="0217", second="0218"),
        _step("59:13", "card_settled_not", first="0217", second="0218"),
    ),
)
_TYPING: Final = TracingView(_WHO)


def _of(body: TracingView) -> Callable[[Language], TracingView]:
    return lambda _language: body


JOURNEY_SAMPLES: Final[dict[str, Callable[[Language], TracingView]]] = {
    "trace_empty": _of(_TYPING),
    "trace_typing": _of(replace(_TYPING, typed="K0001-123", can_confirm=True)),
    "trace_long": _of(replace(_TYPING, typed="K-PEOPLES-ROAD-0001-000000012345", can_confirm=True)),
    "trace_busy": _of(replace(_TYPING, typed="K0001-123", busy=True)),
    "trace_nothing": _of(replace(_TYPING, typed="K0009-1", can_confirm=True, problem=Message("trace_nothing"))),
    "trace_limit": _of(
        replace(_TYPING, typed="K0001-9", can_confirm=True, problem=Message("trace_limit", (("minutes", "42"),)))
    ),
    "trace_unread": _of(replace(_TYPING, typed="K0001-123", can_confirm=True, problem=Message("trace_unread"))),
    "trace_cash": _of(replace(_TYPING, sheet=_CASH)),
    "trace_note": _of(replace(_TYPING, sheet=_NOTE)),
    "trace_card": _of(replace(_TYPING, sheet=_CARD)),
    "trace_older": _of(replace(_TYPING, sheet=replace(_CASH, steps=_CASH.steps[5:], since=_CASH.steps[5].at))),
    "trace_too_old": _of(replace(_TYPING, sheet=JourneySheet("K0001-7", since="2026-09-03T06:12:40+08:00"))),
    "trace_blind": _of(replace(_TYPING, who=_CASHIER, sheet=_CASH, is_blind=True)),
}
