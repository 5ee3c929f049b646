"""F64: the terminal plays a customer with a test number: timed, told, never with money, never in front of a customer."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from app.dial_tests import DRY_RUN, SMS_EVERY_S, DialTests
from central.health_tables import dial_tests
from central.tables import payments
from kiosk.answers import Reply
from kiosk.central_answers import AccountFound, CentreSilent
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.events import Event, HomePressed, ServiceChosen, StepTested, TrialPrintWanted
from kiosk.flow.states import EnterNumber, Home, State, Terminal, TrialPrint
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.till import Till
from kiosk.visit_types import Service, ServiceState
from offline_queue import database
from tests.app.remote_kiosk import TEST_NUMBER, RemoteKiosk
from tests.central.conftest import Live
from tests.central.helpers import audited
from tests.kiosk.play import POLICY

FOUND = AccountFound("拨*", Fen(0), Fen(0), ServiceState.ACTIVE, sms_reachable=True)


class Clock:
    s = 0.0

    def now(self) -> str:
        return "2026-11-22T12:00:00+08:00"

    def monotonic_s(self) -> float:
        return self.s


class TillHere:
    """What the dial tests see of a till: its state, and what is posted to it."""

    next_kiosk_seq = 41

    def __init__(self) -> None:
        self.state = State(Terminal(POLICY), Home())
        self.posted: list[Event] = []
        self.prints = ("printed", "")

    def post(self, event: Event) -> None:
        self.posted.append(event)
        if isinstance(event, TrialPrintWanted):
            trial = TrialPrint(event.job_id, *self.prints)
            self.state = State(Terminal(POLICY, trial=trial), Home())


class Centre:
    def __init__(self, till: TillHere) -> None:
        self.till = till
        self.answers: dict[str, int | Exception] = {}
        self.account: Any = FOUND
        self.calls: list[tuple[str, Any]] = []
        self.someone_comes_at = ""

    def look_up(self, _account: object) -> Any:
        self._seen("look_up", None)
        return self.account

    def call(self, method: str, path: str, body: bytes) -> Reply:
        assert method == "POST"
        self._seen(path, json.loads(body))
        answer = self.answers.get(path, 201 if path.endswith("challenges") else 200)
        if isinstance(answer, Exception):
            raise answer
        return Reply(answer, "application/json", b"{}")

    def _seen(self, path: str, body: Any) -> None:
        self.calls.append((path, body))
        if path == self.someone_comes_at:
            self.till.state = State(Terminal(POLICY), EnterNumber())


@pytest.fixture
def till() -> TillHere:
    return TillHere()


@pytest.fixture
def centre(till: TillHere) -> Centre:
    return Centre(till)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def dialling(centre: Centre, till: TillHere, clock: Clock, number: str = TEST_NUMBER) -> DialTests:
    return DialTests(
        cast(CentralClient, centre), cast(Till, till), "K0001", clock, number=number, every_s=3600.0, prints=False
    )


def found(made: DialTests, *, prints: bool = True) -> list[tuple[str, str, str]]:
    return [(one.step, one.outcome, one.detail) for one in made.run(prints=prints)]


def test_f64_a_round_has_four_steps_each_timed_and_told(centre: Centre, till: TillHere, clock: Clock) -> None:
    made = dialling(centre, till, clock)
    assert found(made) == [
        ("look_up", "passed", ""),
        ("pay_dry_run", "passed", ""),
        ("sms", "passed", ""),
        ("print", "passed", ""),
    ]
    assert [event.item for event in till.posted if isinstance(event, StepTested)] == [
        *("dial_look_up", "dial_pay_dry_run", "dial_sms", "dial_print"),
    ]
    made.tell()
    path, body = centre.calls[-1]
    assert path == "/v1/kiosks/K0001/dial-tests"
    assert [(one["step"], one["outcome"]) for one in body["items"]] == [
        *(("look_up", "passed"), ("pay_dry_run", "passed"), ("sms", "passed"), ("print", "passed")),
    ]
    assert len({one["dial_id"] for one in body["items"]}) == 1
    rounds = {event.dial_id for event in till.posted if isinstance(event, StepTested)}
    assert rounds == {body["items"][0]["dial_id"]}, "the ledger knows of which round it was, over a restart too"
    before = len(centre.calls)
    made.tell()
    assert len(centre.calls) == before, "each is told once"


def test_f64_the_only_payment_it_ever_asks_for_is_a_dry_run_without_a_key(
    centre: Centre, till: TillHere, clock: Clock
) -> None:
    dialling(centre, till, clock).run(prints=True)
    paying = [(path, body) for path, body in centre.calls if "payment" in path]
    assert [path for path, _ in paying] == [DRY_RUN]
    assert paying[0][1]["account"]["number"] == TEST_NUMBER
    assert not [event for event in till.posted if not isinstance(event, StepTested | TrialPrintWanted)]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (("look_up", CentreSilent("no route")), ("look_up", "failed", "no route")),
        ((DRY_RUN, 403), ("pay_dry_run", "failed", "HTTP 403")),
        ((DRY_RUN, CentreUnreachableError("cut")), ("pay_dry_run", "failed", "cut")),
        (("/v1/auth/challenges", 503), ("sms", "failed", "HTTP 503")),
    ],
)
def test_what_fails_is_told_with_its_reason_and_the_rest_goes_on(
    centre: Centre, till: TillHere, clock: Clock, answer: tuple[str, Any], told: tuple[str, str, str]
) -> None:
    if answer[0] == "look_up":
        centre.account = answer[1]
    else:
        centre.answers[answer[0]] = answer[1]
    results = found(dialling(centre, till, clock))
    assert told in results
    assert len(results) == 4
    assert sum(outcome == "failed" for _, outcome, _ in results) == 1


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        (("printed", ""), "passed"),
        (("unknown", "PRN-UNPROVED"), "passed"),
        (("unknown", "PRN-GONE"), "failed"),
        (("not_printed", "PRN-OUT"), "failed"),
        (("partial", "PRN-COVER"), "failed"),
    ],
)
def test_the_printers_own_word_decides_about_the_print(
    centre: Centre, till: TillHere, clock: Clock, word: tuple[str, str], outcome: str
) -> None:
    till.prints = word
    assert found(dialling(centre, till, clock))[-1] == ("print", outcome, word[1])


def test_somebody_who_came_just_before_the_print_makes_it_no_test(centre: Centre, till: TillHere, clock: Clock) -> None:
    till.prints = ("busy", "somebody is here")
    assert [step for step, _, _ in found(dialling(centre, till, clock))] == ["look_up", "pay_dry_run", "sms"]


@pytest.mark.parametrize(("at", "steps"), [("look_up", 1), (DRY_RUN, 2), ("/v1/auth/visits/end", 3)])
def test_f64_it_stops_as_soon_as_a_customer_comes(
    centre: Centre, till: TillHere, clock: Clock, at: str, steps: int
) -> None:
    centre.someone_comes_at = at
    assert len(found(dialling(centre, till, clock))) == steps
    assert not [event for event in till.posted if isinstance(event, TrialPrintWanted)]


def test_f64_on_schedule_it_waits_until_nobody_is_there(centre: Centre, till: TillHere, clock: Clock) -> None:
    made = dialling(centre, till, clock)
    made.look()
    assert centre.calls == [], "not due"
    clock.s = 3601.0
    till.state = State(Terminal(POLICY), EnterNumber())
    made.look()
    assert centre.calls == []
    till.state = State(Terminal(POLICY), Home())
    made.look()
    assert "look_up" in [path for path, _ in centre.calls]
    assert not [event for event in till.posted if isinstance(event, TrialPrintWanted)], "on schedule it uses no paper"
    before = len(centre.calls)
    made.look()
    assert len(centre.calls) == before, "the next one is due in an hour"


def test_codes_are_asked_for_no_oftener_than_the_centre_sends_them(centre: Centre, till: TillHere, clock: Clock) -> None:
    made = dialling(centre, till, clock)
    for at_s, tried in ((0.0, True), (3600.0, False), (SMS_EVERY_S + 1, True)):
        clock.s = at_s
        assert ("sms" in [step for step, _, _ in found(made, prints=False)]) == tried
    clock.s = 2 * SMS_EVERY_S + 2
    centre.answers["/v1/auth/challenges"] = 429
    assert "sms" not in [step for step, _, _ in found(made, prints=False)], "a limit says nothing of the gateway"


def test_results_wait_for_a_line_that_is_down(centre: Centre, till: TillHere, clock: Clock) -> None:
    made = dialling(centre, till, clock)
    path = "/v1/kiosks/K0001/dial-tests"
    for refusal in (CentreUnreachableError("cut"), 503, 429):
        centre.answers[path] = refusal
        made.run(prints=False)
        made.tell()
    del centre.answers[path]
    made.tell()
    assert len(centre.calls[-1][1]["items"]) == 7  # three look-ups, three dry runs, one code


def test_without_a_test_number_there_are_none(centre: Centre, till: TillHere, clock: Clock) -> None:
    made = dialling(centre, till, clock, number="")
    with pytest.raises(LookupError, match="no test number"):
        made.run(prints=True)
    made.start()
    made.stop()


# ---- with both sides real ------------------------------------------------------------------------------------------------


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


def rows(live: Live) -> list[tuple[str, str]]:
    with live.centre.database.read() as connection:
        return [(row.step, row.outcome) for row in connection.execute(select(dial_tests).order_by(dial_tests.c.at))]


def test_f64_a_round_with_the_real_centre_posts_no_fen(live: Live, tmp_path: Path) -> None:
    kiosk = RemoteKiosk(live, tmp_path / "terminal").start()
    results = kiosk.desk._dial.run(prints=True)
    assert {(one.step, one.outcome) for one in results} == {
        *(("look_up", "passed"), ("pay_dry_run", "passed"), ("sms", "passed"), ("print", "passed")),
    }
    kiosk.desk._dial.tell()
    assert sorted(rows(live)) == sorted((one.step, one.outcome) for one in results)
    assert kiosk.till.next_kiosk_seq == 1, "no key of a payment was used"
    kiosk.stop()
    with live.centre.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(payments)).scalar_one() == 0
    with closing(database.connect(tmp_path / "terminal" / "data", read_only=True)) as ledger:
        assert ledger.execute("SELECT COUNT(*) FROM payments").fetchone()[0] == 0
        assert ledger.execute("SELECT COUNT(*) FROM outbox").fetchone()[0] == 0
        kinds = ledger.execute("SELECT COUNT(*) FROM health_events WHERE kind = 'test'").fetchone()[0]
    assert kinds == 4


def test_f64_a_number_that_is_no_test_number_is_refused_by_the_centre(live: Live, tmp_path: Path) -> None:
    kiosk = RemoteKiosk(live, tmp_path / "terminal", number="13800135678").start()
    (refused,) = [one for one in kiosk.desk._dial.run(prints=False) if one.step == "pay_dry_run"]
    kiosk.stop()
    assert (refused.outcome, refused.detail) == ("failed", "HTTP 403 not-a-test-number")


def test_a_printer_that_cant_prints_fails_the_step_and_a_visit_goes_on_undisturbed(live: Live, tmp_path: Path) -> None:
    kiosk = RemoteKiosk(live, tmp_path / "terminal").start()
    kiosk.outcome = PrintOutcome.NOT_PRINTED
    assert [(one.outcome, one.detail) for one in kiosk.desk._dial.run(prints=True)][-1] == ("failed", "PRN-OUT")
    kiosk.take(ServiceChosen(Service.PAY_BILL))
    assert kiosk.desk._dial.run(prints=True) == []
    kiosk.take(HomePressed())
    kiosk.stop()
