"""May this terminal open? The verdict and its reasons, as a table; and the report on paper (F67, X14)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from kiosk import events as ev
from kiosk.advice import ADVICE, advice_for
from kiosk.commands import PrintPaper, ReadRecords
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity, Supplies
from kiosk.diagnosis import DiagnosisItem, DiagnosisResult
from kiosk.diagnosis_views import ReadinessView
from kiosk.facts import ReceiptStarted
from kiosk.flow.judging import judged, lines, why_not_ready
from kiosk.flow.states import State
from kiosk.money import Fen
from kiosk.paper import COLUMNS, Document, Pair, PrintOutcome, Text
from kiosk.papers.readiness import MOST_FINDINGS, readiness_paper
from kiosk.papers.trial_page import page_for_a_test
from kiosk.readiness import Finding, Readiness, Verdict
from kiosk.staff_records import BooksSheet, Bucket, RecordsUnread
from kiosk.staff_views import ConsolePage
from kiosk.visit_types import Language
from tests.kiosk.play import POLICY, Play, ok
from tests.kiosk.play_boxes import at_second, present
from tests.kiosk.play_staff import ADMIN, at_console

NOW = "2026-11-21T20:58:44+08:00"
SOUND = BooksSheet((), (), 0, (), 0, 0, "", None)
OPEN = replace(SOUND, cash=(Bucket("stacked", Fen(9000)), Bucket("in_doubt", Fen(5000)), Bucket("posted", Fen(4000))))


def status(device: Device, state: DeviceState, code: str, **more: object) -> ev.DeviceStatusChanged:
    return ev.DeviceStatusChanged(DeviceStatus(device, state, Severity.SUSPEND, code=code, **more))  # type: ignore[arg-type]


def result_of(item: str, outcome: str, at: str = NOW) -> Callable[[State], State]:
    def with_it(state: State) -> State:
        result = DiagnosisResult(item, outcome, at, "0217", "not cut", 7)
        return replace(state, terminal=replace(state.terminal, diagnosed=(result,)))

    return with_it


def unchanged(state: State) -> State:
    return state


@dataclass(frozen=True)
class Case:
    name: str
    events: tuple[ev.Event, ...]
    verdict: Verdict
    codes: tuple[str, ...]
    books: BooksSheet | None = SOUND
    change: Callable[[State], State] = unchanged


JAM = status(Device.ACCEPTOR, DeviceState.HW_ERROR, "BV-JAM")
NO_PAPER = status(Device.PRINTER, DeviceState.USER_ERROR, "PRN-OUT")
CASES = [
    Case("all is well", (), Verdict.READY, ()),
    Case("no cash, no card", (JAM,), Verdict.NOT_READY, ("BV-JAM",)),
    Case("no cash, cards", (JAM, *Play.card_up()), Verdict.LIMITED, ("BV-JAM",)),
    Case("no paper", (NO_PAPER,), Verdict.LIMITED, ("PRN-OUT",)),
    Case("no line", (ev.CentreReachable(reachable=False, reason="cut"),), Verdict.LIMITED, ("NET-DOWN",)),
    Case("no paper, no cash, cards need paper", (JAM, NO_PAPER, *Play.card_up()), Verdict.NOT_READY, ("BV-JAM", "PRN-OUT")),
    Case("refused by the centre", (ev.KioskRefused("kiosk-disabled"),), Verdict.NOT_READY, ("NET-REFUSED",)),
    Case("a stop", (ev.LedgerDoubted("record 3"),), Verdict.NOT_READY, ("LED-CHANGED",)),
    Case("no room", (ev.DiskRoomChanged(low=True, free_bytes=1),), Verdict.NOT_READY, ("DISK-LOW",)),
    Case("a failed test", (), Verdict.LIMITED, ("TEST-PRINTER",), change=result_of("printer", "failed")),
    Case("a skipped test", (), Verdict.READY, (), change=result_of("printer", "skipped")),
    Case("an old test", (), Verdict.READY, (), change=result_of("printer", "passed", "2026-01-01T00:00:00+08:00")),
    Case("open money", (), Verdict.LIMITED, ("MONEY-OPEN",), books=OPEN),
    Case("books that differ", (), Verdict.NOT_READY, ("BOOKS-DIFFER",), books=replace(SOUND, cash_difference=1)),
    Case("paper low", (ev.DeviceStatusChanged(DeviceStatus(
        Device.PRINTER, DeviceState.ONLINE, Severity.WARNING, Supplies.LOW, "PRN-LOW")),), Verdict.LIMITED, ("PRN-LOW",)),
]  # fmt: skip


def found(case: Case, language: Language = Language.CHINESE) -> Readiness:
    play = Play().at_home().take(ev.CentreReachable(reachable=True), *case.events)
    return judged(case.change(play.state), case.books, language, NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_and_why(case: Case) -> None:
    judged_ = found(case)
    assert (judged_.verdict, tuple(sorted(one.code for one in judged_.findings))) == (
        case.verdict,
        tuple(sorted(case.codes)),
    )
    severities = [one.severity for one in judged_.findings]
    assert severities == sorted(severities, reverse=True), "the gravest first"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_x14_the_self_check_has_the_report_s_own_rule(case: Case) -> None:
    """Without what persons tried and what the books say: the terminal looks at itself."""
    play = Play().at_home().take(ev.CentreReachable(reachable=True), *case.events)
    own = judged(play.state, None, Language.CHINESE, NOW)
    said = why_not_ready(play.state.terminal)
    served = own.cash and own.printing and own.centre and own.card is not False
    assert bool(said) == (not served)
    assert set(said) <= {one.code for one in own.findings}
    assert set(said) == {code for code in case.codes if advice_for(code).blocks and code.partition("-")[0] != "BOOKS"}


def test_a_swap_of_the_box_that_is_under_way_is_named_as_the_reason() -> None:
    """No device tells it, and no cash is taken."""
    play = present(at_second()).take(ev.LogOffPressed(), ev.CentreReachable(reachable=True))
    found_ = judged(play.state, SOUND, Language.CHINESE, NOW)
    assert (found_.verdict, [one.code for one in found_.findings]) == (Verdict.NOT_READY, ["BV-EXCHANGE"])
    assert why_not_ready(play.state.terminal) == ("BV-EXCHANGE",)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("case", [case for case in CASES if case.codes], ids=lambda case: case.name)
def test_every_reason_has_its_advice_in_both_languages(case: Case, language: Language) -> None:
    for one in found(case, language).findings:
        assert one.what
        assert one.steps, one.code
        assert one.what == advice_for(one.code).what.of(language)


def test_every_item_has_advice_of_its_own_for_when_it_failed() -> None:
    for item in DiagnosisItem:
        assert f"TEST-{item.upper()}" in ADVICE


def test_whoever_stands_at_the_console_is_no_reason_not_to_open() -> None:
    play = at_console().take(ev.CentreReachable(reachable=True))
    assert judged(play.state, SOUND, Language.CHINESE, NOW).verdict is Verdict.READY


def test_books_that_were_not_read_are_told_by_whoever_asked() -> None:
    play = Play().at_home()
    read = judged(play.state, None, Language.CHINESE, NOW, besides=("BOOKS-UNREAD",))
    assert (read.open_money, [one.code for one in read.findings]) == (None, ["BOOKS-UNREAD"])


def test_a_result_is_old_after_a_month() -> None:
    play = Play().at_home()
    state = result_of("clock", "passed", "2026-10-20T00:00:00+08:00")(play.state)
    line = next(one for one in lines(state.terminal, NOW) if one.item == "clock")
    assert (line.outcome, line.is_old) == ("passed", True)


# ---- the page ------------------------------------------------------------------------------------------------------


def at_readiness() -> Play:
    return at_console().take(ev.ConsolePageChosen(ConsolePage.READINESS))


def ready_page() -> Play:
    play = at_readiness()
    (order,) = play.commands
    assert isinstance(order, ReadRecords)
    return play.take(ev.RecordsRead(order.ticket, SOUND))


def body(play: Play) -> ReadinessView:
    shown = play.view.body
    assert isinstance(shown, ReadinessView)
    return shown


def test_the_page_reads_the_books_first_and_prints_only_what_was_read() -> None:
    play = at_readiness()
    assert (body(play).busy, body(play).can_print, body(play).found.open_money) == (True, False, None)
    assert play.take(ev.PrintPressed()).refused
    play = ready_page()
    assert (body(play).busy, body(play).can_print, body(play).found.open_money) == (False, True, 0)
    unread = at_readiness()
    unread.take(ev.RecordsRead(unread.commands[0].ticket, RecordsUnread()))  # type: ignore[union-attr]
    assert [one.code for one in body(unread).found.findings] == ["BOOKS-UNREAD"]


def test_the_report_is_printed_once_and_judged_by_the_printers_word() -> None:
    play = ready_page().take(ev.PrintPressed())
    (order,) = play.commands
    assert isinstance(order, PrintPaper)
    assert play.facts == [ReceiptStarted(order.job.job_id, "staff")]
    assert body(play).printing
    assert play.take(ev.PrintPressed()).refused
    play.take(ev.PrintJobEnded("another", PrintOutcome.PRINTED))
    assert body(play).printing
    play.take(ev.PrintJobEnded(order.job.job_id, PrintOutcome.PRINTED))
    assert (body(play).printing, body(play).printed, body(play).can_print) == (False, "printed", True)


def test_without_paper_nothing_is_printed_and_the_page_says_so() -> None:
    play = ready_page().take(NO_PAPER)
    assert not body(play).can_print
    assert play.take(ev.PrintPressed()).refused
    assert "PRN-OUT" in [one.code for one in body(play).found.findings]
    assert body(play.take(ok(Device.PRINTER))).can_print


# ---- on paper ------------------------------------------------------------------------------------------------------


def words(document: Document) -> str:
    return "\n".join(
        line.text if isinstance(line, Text) else f"{line.label} {line.value}"
        for line in document.lines
        if isinstance(line, Text | Pair)
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_paper_says_what_the_screen_says(case: Case, language: Language) -> None:
    read = found(case, language)
    printed = words(readiness_paper(read, POLICY, language, ADMIN.staff_id))
    verdicts = {
        Verdict.READY: ("可以开业", "READY"),
        Verdict.LIMITED: ("可以开业，有限制", "READY, WITH LIMITS"),
        Verdict.NOT_READY: ("不能开业", "NOT READY"),
    }
    assert verdicts[read.verdict][language is Language.ENGLISH] in printed.split("\n")
    for one in read.findings:
        assert one.code in printed
        assert all(step in printed for step in one.steps)
    assert ADMIN.staff_id in printed


def test_a_long_report_is_cut_at_the_gravest_and_says_so() -> None:
    many = tuple(Finding(f"X-{number}", "w", ("s",), severity=4) for number in range(MOST_FINDINGS + 3))
    read = replace(found(CASES[0]), findings=many)
    printed = words(readiness_paper(read, POLICY, Language.ENGLISH, "0217"))
    assert f"X-{MOST_FINDINGS - 1}" in printed
    assert f"X-{MOST_FINDINGS}" not in printed
    assert "3 more on the screen." in printed


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", COLUMNS)
def test_the_test_page_uses_every_place_of_the_line(width: int, language: Language) -> None:
    page = page_for_a_test(replace(POLICY, paper_width_mm=width), language, NOW, "0217")
    texts = [line.text for line in page.lines if isinstance(line, Text)]
    assert any(len(text) == COLUMNS[width] for text in texts)
    assert "0217" in words(page)
