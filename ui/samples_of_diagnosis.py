"""The samples of the pages of diagnosis and readiness."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kiosk.advice import advice_for
from kiosk.diagnosis import CELLS, DiagnosisItem
from kiosk.diagnosis_views import DiagnosisBody, DiagnosisView, ReadinessView
from kiosk.money import ZERO, Fen
from kiosk.readiness import Finding, Readiness, TestLine, Verdict
from kiosk.staff import Role
from kiosk.staff_views import WhoView
from kiosk.visit_types import Language

_WHO: Final = WhoView("0301", "赵*", frozenset({Role.VIEW, Role.OPERATE}))
_AT: Final = "2026-11-21T08:02:11+08:00"
_OUTCOMES: Final = {
    DiagnosisItem.ACCEPTOR: ("passed", "returned", False),
    DiagnosisItem.PRINTER: ("failed", "not straight", False),
    DiagnosisItem.CARD: ("skipped", "", False),
    DiagnosisItem.TOUCH: ("passed", "40/40", True),
}


def _line(item: DiagnosisItem) -> TestLine:
    if item not in _OUTCOMES:
        return TestLine(item)
    outcome, detail, is_old = _OUTCOMES[item]
    return TestLine(item, outcome, _AT, "0301", detail, 4200, is_old)


_LINES: Final = tuple(_line(item) for item in DiagnosisItem)
_LIST: Final = DiagnosisView(_WHO, "choosing", lines=_LINES)


def _step(step: str, item: DiagnosisItem, **more: object) -> DiagnosisView:
    return replace(DiagnosisView(_WHO, step, item), **more)  # type: ignore[arg-type]


def _done(item: DiagnosisItem, outcome: str, detail: str, left: int = 0) -> DiagnosisView:
    return _step("done", item, outcome=outcome, detail=detail, milliseconds=4210, left=left)


def _found(verdict: Verdict, *findings: Finding, **more: object) -> Readiness:
    found = Readiness(
        verdict,
        _AT,
        cash=True,
        card=True,
        printing=True,
        centre=True,
        findings=findings,
        tests=_LINES,
        waiting=0,
        open_money=ZERO,
    )
    return replace(found, **more)  # type: ignore[arg-type]


def _finding(code: str, raw: str, language: Language) -> Finding:
    advice = advice_for(code)
    return Finding(code, advice.what.of(language), tuple(s.of(language) for s in advice.steps), raw, advice.severity)


def _limited(language: Language) -> ReadinessView:
    findings = (
        _finding("MONEY-OPEN", "¥100", language),
        _finding("TEST-PRINTER", "not straight", language),
        _finding("PRN-LOW", "DLE EOT 12 12 12 1E", language),
    )
    found = _found(Verdict.LIMITED, *findings, waiting=2, open_money=Fen(10_000))
    return ReadinessView(_WHO, found, can_print=True)


def _not_ready(language: Language) -> ReadinessView:
    findings = (
        _finding("BV-JAM", "43", language),
        _finding("CARD-SILENT", "", language),
        _finding("NET-DOWN", "connect timed out after 3 s", language),
    )
    found = _found(Verdict.NOT_READY, *findings, cash=False, card=False, centre=False, waiting=37, open_money=Fen(10_000))
    return ReadinessView(_WHO, found, can_print=True, printed="not_printed")


_READY: Final = ReadinessView(_WHO, _found(Verdict.READY), can_print=True)

DIAGNOSIS_SAMPLES: Final[dict[str, Callable[[Language], DiagnosisBody]]] = {
    "diagnosis_list": lambda _: _LIST,
    "diagnosis_bundle": lambda _: replace(_LIST, bundle="K0003-20261121-080211.zip"),
    "diagnosis_bundle_failed": lambda _: replace(_LIST, bundle_failed=True),
    "diagnosis_bundle_busy": lambda _: replace(_LIST, bundle_busy=True),
    **{f"diagnosis_working_{item}": lambda _, item=item: _step("working", item) for item in DiagnosisItem},  # type: ignore[misc]
    "diagnosis_insert": lambda _: _step("inserting", DiagnosisItem.ACCEPTOR),
    "diagnosis_insert_again": lambda _: _step("inserting", DiagnosisItem.ACCEPTOR, refused="verification"),
    "diagnosis_drawn": lambda _: _step("inserting", DiagnosisItem.ACCEPTOR, drawn=True),
    "diagnosis_return": lambda _: _step("returning", DiagnosisItem.ACCEPTOR, drawn=True, denomination=Fen(10_000)),
    "diagnosis_leaving": lambda _: _step("returning", DiagnosisItem.ACCEPTOR, drawn=True, leaving=True),
    **{
        f"diagnosis_ask_{question}": lambda _, item=item, question=question: _step("asking", item, question=question)  # type: ignore[misc]
        for item, question in (
            (DiagnosisItem.PRINTER, "readable"),
            (DiagnosisItem.PRINTER, "cut"),
            (DiagnosisItem.PRINTER, "straight"),
            (DiagnosisItem.SOUND, "heard"),
            (DiagnosisItem.SMS, "arrived"),
        )
    },
    "diagnosis_touch": lambda _: _step("touching", DiagnosisItem.TOUCH, cells=CELLS, touched=frozenset({0, 1, 7, 12})),
    "diagnosis_passed": lambda _: _done(DiagnosisItem.CENTRE, "passed", "212 ms"),
    "diagnosis_failed": lambda _: _done(DiagnosisItem.ACCEPTOR, "failed", "not proved returned", left=3),
    "diagnosis_skipped": lambda _: _done(DiagnosisItem.CARD, "skipped", ""),
    "readiness_ready": lambda _: _READY,
    "readiness_limited": _limited,
    "readiness_not_ready": _not_ready,
    "readiness_reading": lambda _: replace(
        _READY, busy=True, can_print=False, found=_found(Verdict.READY, open_money=None)
    ),
    "readiness_printing": lambda _: replace(_READY, printing=True, can_print=False),
    "readiness_printed": lambda _: replace(_READY, printed="printed"),
    "readiness_unsure": lambda _: replace(_READY, printed="unknown"),
}
