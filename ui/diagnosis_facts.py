"""What the pages of diagnosis and readiness show; part of ``presentation.py``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kiosk.device_status import Severity
from kiosk.diagnosis_views import DiagnosisBody, DiagnosisView, ReadinessView
from kiosk.messages import Message
from kiosk.money import price_text
from kiosk.readiness import Readiness, TestLine, Verdict
from kiosk.staff import Role
from kiosk.staff_views import WhoView
from ui.diagnosis_messages import DIAGNOSIS_SOURCES

if TYPE_CHECKING:
    from ui.presentation import Facts, Say

_MARKS: Final = {"passed": "done", "failed": "failed", "skipped": "skipped", "": "skipped"}
DETAILS: Final = frozenset(name for name in DIAGNOSIS_SOURCES if name.startswith("detail_"))
_KINDS: Final = {"passed": "good", "failed": "bad", "skipped": "warn"}


def diagnosis_facts(body: DiagnosisView, say: "Say") -> "Facts":
    return {
        "who": _who(body.who, say),
        "step": body.step,
        "title": say(Message(f"test_{body.item}")) if body.item else "",
        "lines": [_line(line, say) for line in body.lines],
        "now": _now(body, say),
        "trouble": _trouble(body, say),
        "question": say(Message(f"ask_{body.question}")) if body.question else "",
        "cells": [cell in body.touched for cell in range(body.cells)] if body.step == "touching" else [],
        "toGo": say(Message("touch_every", (("left", str(body.cells - len(body.touched))),))),
        "outcome": say(Message(f"tried_{body.outcome}")) if body.outcome else "",
        "kind": _KINDS.get(body.outcome, "info"),
        "mark": _MARKS[body.outcome],
        "detail": _detail(body.detail, say),
        "took": _took(body.milliseconds, say) if body.outcome else "",
        "more": body.left > 0,
        "item": body.item,
        "waits": body.leaving,
        "bundle": say(Message("bundle_made", (("name", body.bundle),))) if body.bundle else "",
        "bundleBusy": body.bundle_busy,
        "bundleFailed": say(Message("bundle_failed")) if body.bundle_failed else "",
    }


def _detail(detail: str, say: "Say") -> str:
    """What the flow says in its own words is translated; codes, figures and the machine's words stay as they are."""
    name = f"detail_{detail.replace(' ', '_')}"
    return say(Message(name)) if name in DETAILS else detail


def _now(body: DiagnosisView, say: "Say") -> str:
    if body.leaving:
        return say(Message("note_waited_for"))
    match body.step:
        case "working":
            return say(Message(f"working_{body.item}"))
        case "inserting":
            return say(Message("note_drawn" if body.drawn else "note_in"))
        case "returning" if body.denomination is not None:
            return say(Message("note_back", (("amount", price_text(body.denomination)),)))
        case "returning":
            return say(Message("note_drawn"))
    return ""


def _trouble(body: DiagnosisView, say: "Say") -> str:
    if body.step != "inserting" or not body.refused:
        return ""
    return say(Message("note_not_taken", (("reason", body.refused),)))


def _took(milliseconds: int, say: "Say") -> str:
    return say(Message("took_seconds", (("seconds", f"{milliseconds / 1000:.1f}"),)))


def _line(line: TestLine, say: "Say") -> "Facts":
    from ui.sheet_texts import moment_text  # not before the first frame

    when = (("at", moment_text(line.at, say)), ("staff", line.staff_id))
    words = [say(Message(f"tried_{line.outcome}" if line.outcome else "tried_never"))]
    if line.is_old:
        words.append(say(Message("tried_old")))
    return {
        "item": line.item,
        "name": say(Message(f"test_{line.item}")),
        "outcome": " · ".join(words),
        "mark": "later" if line.is_old else _MARKS[line.outcome],
        "kind": "info" if line.is_old else _KINDS.get(line.outcome, "info"),
        "when": say(Message("tried_by", when)) if line.at else "",
        "detail": _detail(line.detail, say) if line.outcome != "passed" else "",
    }


def readiness_facts(body: ReadinessView, say: "Say") -> "Facts":
    found = body.found
    has = (("cash", found.cash), ("card", found.card), ("printing", found.printing), ("centre", found.centre))
    return {
        "who": _who(body.who, say),
        "kind": {Verdict.READY: "good", Verdict.LIMITED: "warn"}.get(found.verdict, "bad"),
        "verdict": say(Message(f"ready_{found.verdict.value}")),
        "services": [{"text": say(Message(f"console_{name}")), "works": works} for name, works in has if works is not None],
        "findings": [
            {
                "code": one.code,
                "what": one.what,
                "steps": list(one.steps),
                "raw": _detail(one.raw, say),
                "kind": "bad" if one.severity >= Severity.SUSPEND else "warn",
            }
            for one in found.findings
        ],
        "tests": [_line(line, say) for line in found.tests],
        "waiting": say(Message("console_waiting", (("count", str(found.waiting)),)))
        if found.waiting
        else say(Message("console_nothing_waits")),
        "money": _money(found, say),
        "moneyOpen": bool(found.open_money),
        "busy": body.busy,
        "canPrint": body.can_print,
        "printing": body.printing,
        "printed": say(Message(_PRINTED.get(body.printed, "paper_not_certain"))) if body.printed else "",
        "printedKind": "info" if body.printed == "printed" else "warn",
    }


_PRINTED: Final = {"printed": "paper_printed", "not_printed": "paper_not_printed"}


def _money(found: Readiness, say: "Say") -> str:
    if found.open_money is None:
        return say(Message("open_money_unread"))
    if not found.open_money:
        return say(Message("open_money_none"))
    return say(Message("open_money_sum", (("amount", price_text(found.open_money)),)))


def _who(who: WhoView, say: "Say") -> str:
    roles = " / ".join(say(Message(f"role_{role.value}")) for role in Role if role in who.roles)
    return f"{who.staff_id} {who.name} · {roles}"


DIAGNOSIS_FACTS: Final[dict[type[Any], Callable[[Any, "Say"], "Facts"]]] = {
    DiagnosisView: diagnosis_facts,
    ReadinessView: readiness_facts,
}
_NOBODY: Final = WhoView("", "", frozenset())
_NOTHING: Final = Readiness(
    Verdict.READY,
    "",
    cash=False,
    card=None,
    printing=False,
    centre=False,
    findings=(),
    tests=(),
    waiting=0,
    open_money=None,
)
BLANK_DIAGNOSIS: "Final[tuple[DiagnosisBody, ...]]" = (
    DiagnosisView(_NOBODY, "choosing"),
    ReadinessView(_NOBODY, _NOTHING),
)
