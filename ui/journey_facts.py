"""What the search by a slip's code shows; part of ``presentation.py``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kiosk.journey_views import TracingView
from kiosk.messages import Message
from kiosk.money import price_text
from kiosk.staff import Role
from kiosk.staff_records import JourneySheet, JourneyStep
from kiosk.staff_views import WhoView
from ui.settling_facts import why_text

if TYPE_CHECKING:
    from ui.presentation import Facts, Say

HIDDEN: Final = "••••"
_WORD: Final = "_word"


def tracing_facts(body: TracingView, say: "Say") -> "Facts":
    roles = " / ".join(say(Message(f"role_{role.value}")) for role in Role if role in body.who.roles)
    steps = body.sheet.steps if body.sheet is not None else ()
    return {
        "who": f"{body.who.staff_id} {body.who.name} · {roles}",
        "types": body.sheet is None,
        "typed": body.typed,
        "ask": say(Message("trace_reading" if body.busy else "trace_ask")),
        "busy": body.busy,
        "canConfirm": body.can_confirm,
        "problem": "" if body.problem is None else say(body.problem),
        "code": body.sheet.code if body.sheet is not None else "",
        "steps": [_step(step, say, is_blind=body.is_blind) for step in steps],
        "older": _older(body.sheet, say),
        "blind": body.is_blind and any(step.amount is not None for step in steps),
    }


def _older(sheet: JourneySheet | None, say: "Say") -> str:
    """What was not looked through, in words; empty: nothing."""
    from ui.sheet_texts import full_day_text  # not before the first frame

    if sheet is None or not sheet.since:
        return ""
    return say(Message("trace_older", (("day", full_day_text(sheet.since, say)),)))


def _step(step: JourneyStep, say: "Say", *, is_blind: bool) -> "Facts":
    from ui.sheet_texts import moment_text  # not before the first frame

    hidden = ("receipt_number",) if is_blind else ()  # by it the hall page tells the amount
    parts = tuple(_part(name, HIDDEN if name in hidden else value, say) for name, value in step.parts)
    return {
        "at": f"{moment_text(step.at, say)}:{step.at[17:19]}",
        "text": say(Message(f"trace_{step.what}", parts)).replace(" ()", "").strip(),
        "amount": "" if step.amount is None else HIDDEN if is_blind else price_text(step.amount),
        "mark": step.tone,
    }


def _part(name: str, value: str, say: "Say") -> tuple[str, str]:
    if name == "why":
        return name, why_text(value, say)
    return (name.removesuffix(_WORD), say(Message(value))) if name.endswith(_WORD) else (name, value)


JOURNEY_FACTS: Final[dict[type[Any], Callable[[Any, "Say"], "Facts"]]] = {TracingView: tracing_facts}
BLANK_JOURNEYS: Final = (TracingView(WhoView("", "", frozenset())),)
