"""The readiness report: from what the terminal knows of itself to a verdict with reasons. Pure."""

from datetime import datetime, timedelta

from kiosk.advice import advice_for, gravest_first
from kiosk.device_status import NOT_FITTED, Severity
from kiosk.diagnosis import KEPT_DAYS, DiagnosisResult, Outcome
from kiosk.flow.diagnosing import items_of
from kiosk.flow.health import why_no_card, why_no_cash
from kiosk.flow.serving import possible
from kiosk.flow.staff_screens import cards
from kiosk.flow.states import State, Terminal
from kiosk.health_facts import ServiceChanged
from kiosk.money import ZERO, Fen, price_text
from kiosk.readiness import Finding, Readiness, TestLine, Verdict
from kiosk.staff_records import BooksSheet
from kiosk.visit_types import Language

_OPEN = frozenset({"in_doubt", "owed", "unassigned", "card_in_doubt", "card_owed", "card_unclear"})


def judged(
    state: State, books: BooksSheet | None, language: Language, at: str, *, besides: tuple[str, ...] = ()
) -> Readiness:
    """``books`` None: they were not read. ``at``: RFC 3339, now. ``besides``: codes that the asker knows of."""
    terminal, now = state.terminal, possible(state.terminal)
    tests = lines(terminal, at)
    found = [*_findings(terminal, books, tests, language), *(finding(code, language) for code in besides)]
    findings = tuple(sorted(found, key=lambda one: -one.severity))
    return Readiness(
        verdict=_verdict(_of_service(now, is_card_fitted=terminal.card.code != NOT_FITTED), findings),
        at=at,
        cash=now.cash,
        card=None if terminal.card.code == NOT_FITTED else now.card,
        printing=now.printing,
        centre=now.centre,
        findings=findings,
        tests=tests,
        waiting=len(terminal.unposted),
        open_money=None if books is None else open_money(books),
    )


def why_not_ready(terminal: Terminal) -> tuple[str, ...]:
    """The codes of all that customers would miss if the hall opened now, the gravest first; none: they could have all.
    By the report's own rule, without what was tried and read: a self-check has no time for a person (field.md X14)."""
    now = possible(terminal)
    if _of_service(now, is_card_fitted=terminal.card.code != NOT_FITTED) is Verdict.READY:
        return ()
    codes = gravest_first(one.code for one in _of_terminal(terminal, Language.ENGLISH))
    return tuple([code for code in codes if advice_for(code).blocks] or codes)


def _of_service(now: ServiceChanged, *, is_card_fitted: bool) -> Verdict:
    """What customers could do if nobody of the staff stood here."""
    if not (now.cash or (now.card and now.printing)):
        return Verdict.NOT_READY
    every = now.cash and now.printing and now.centre and (now.card or not is_card_fitted)
    return Verdict.READY if every else Verdict.LIMITED


def _verdict(of_service: Verdict, findings: tuple[Finding, ...]) -> Verdict:
    """What customers can do decides; what needs a person soon is said with it."""
    if of_service is Verdict.NOT_READY or any(one.code in ("BOOKS-DIFFER", "APP-NOT-RUNNING") for one in findings):
        return Verdict.NOT_READY
    return Verdict.LIMITED if any(one.severity >= Severity.WARNING for one in findings) else of_service


def _findings(
    terminal: Terminal, books: BooksSheet | None, tests: tuple[TestLine, ...], language: Language
) -> list[Finding]:
    found = _of_terminal(terminal, language)
    for one in tests:
        if one.outcome == Outcome.FAILED:
            found.append(finding(f"TEST-{one.item.upper()}", language, one.detail))
    if books is not None:
        found += _of_books(books, language)
    return found


def _of_terminal(terminal: Terminal, language: Language) -> list[Finding]:
    """What stands on its cards; and why there is no cash or no card, where no card of it says so."""
    found = [finding(card.code, language, card.raw) for card in cards(terminal, language) if card.code]
    now, told = possible(terminal), {one.code for one in found}
    is_card_fitted = terminal.card.code != NOT_FITTED
    why = ("" if now.cash else why_no_cash(terminal), why_no_card(terminal) if is_card_fitted and not now.card else "")
    return found + [finding(code, language) for code in dict.fromkeys(why) if code and code not in told]


def _of_books(books: BooksSheet, language: Language) -> list[Finding]:
    found = []
    if books.cash_difference or books.card_difference:
        found.append(finding("BOOKS-DIFFER", language, f"{books.cash_difference} / {books.card_difference} fen"))
    amount = open_money(books)
    if amount:
        found.append(finding("MONEY-OPEN", language, price_text(amount)))
    return found


def open_money(books: BooksSheet) -> Fen:
    """What persons have to decide about, cash and cards together."""
    return Fen(sum((one.amount for one in (*books.cash, *books.card) if one.name in _OPEN), ZERO))


def finding(code: str, language: Language, raw: str = "") -> Finding:
    advice = advice_for(code)
    steps = tuple(step.of(language) for step in advice.steps)
    return Finding(code, advice.what.of(language), steps, raw, advice.severity)


def lines(terminal: Terminal, at: str) -> tuple[TestLine, ...]:
    """One for each item that can be tried here."""
    newest = {one.item: one for one in terminal.diagnosed}
    return tuple(_line(item, newest.get(item), at) for item in items_of(terminal))


def _line(item: str, result: DiagnosisResult | None, at: str) -> TestLine:
    if result is None:
        return TestLine(item)
    age = datetime.fromisoformat(at) - datetime.fromisoformat(result.at)
    return TestLine(
        item,
        result.outcome,
        result.at,
        result.staff_id,
        result.detail,
        result.milliseconds,
        is_old=age > timedelta(days=KEPT_DAYS),
    )
