"""The readiness report on paper, for both widths: the verdict, what customers can do, what to do, what was tried last."""

from typing import Final

from kiosk.money import yuan_text
from kiosk.paper import Align, Document, Pair, Rule, Text
from kiosk.papers.slip import Line, plain
from kiosk.papers.staff_texts import text
from kiosk.policy import Policy
from kiosk.readiness import Readiness, TestLine
from kiosk.receipt import short_time
from kiosk.visit_types import Language

MOST_FINDINGS: Final = 8  # the gravest; the rest stands on the screen


def readiness_paper(found: Readiness, policy: Policy, language: Language, staff_id: str) -> Document:
    lines: tuple[Line, ...] = (
        Text(plain(policy.hall), Align.CENTRE),
        Text(text("title_readiness", language), Align.CENTRE, bold=True),
        Text(text(f"verdict_{found.verdict}", language), Align.CENTRE, bold=True, large=True),
        Rule(),
        *_service(found, language),
        Rule(),
        Text(text("findings", language), bold=True),
        *_findings(found, language),
        Rule(),
        Text(text("tests", language), bold=True),
        *(_test(one, language) for one in found.tests),
        Rule(),
        Pair(text("terminal", language), plain(f"{policy.terminal} ({policy.kiosk_id})")),
        Pair(text("as_of", language), short_time(found.at)),
        Pair(text("by", language), staff_id),
        Text(text("not_a_receipt", language), Align.CENTRE, bold=True),
    )
    return Document(lines)


def _service(found: Readiness, language: Language) -> list[Line]:
    rows = [("cash", found.cash), ("card", found.card), ("printing", found.printing), ("centre", found.centre)]
    money = text("books_unread", language) if found.open_money is None else yuan_text(found.open_money)
    return [
        *(Pair(text(name, language), text(_word(works), language), bold=works is False) for name, works in rows),
        Pair(text("waiting", language), str(found.waiting)),
        Pair(text("open_money", language), money, bold=found.open_money != 0),
    ]


def _word(works: bool | None) -> str:  # noqa: FBT001
    return "not_fitted" if works is None else "yes" if works else "no"


def _findings(found: Readiness, language: Language) -> list[Line]:
    if not found.findings:
        return [Text(text("nothing_found", language))]
    lines: list[Line] = []
    for one in found.findings[:MOST_FINDINGS]:
        lines.append(Pair(plain(one.what), one.code, bold=True))
        lines += [Text(f"{number}. {step}") for number, step in enumerate(one.steps, start=1)]
    left_out = len(found.findings) - MOST_FINDINGS
    return [*lines, *([Text(text("more", language, count=str(left_out)))] if left_out > 0 else [])]


def _test(one: TestLine, language: Language) -> Pair:
    words = text(one.outcome or "never", language)
    when = f" {short_time(one.at)[5:16]}" if one.at else ""
    old = f" {text('old', language)}" if one.is_old else ""
    return Pair(text(f"item_{one.item}", language), f"{words}{old}{when}", bold=one.outcome == "failed")
