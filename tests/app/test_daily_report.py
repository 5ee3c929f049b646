"""A day as the terminal itself counts it: open hours, seconds by state, visits, prints; sent once, revised once."""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as some

from app.daily_report import FILE, DailyReports
from app.day_figures import day_figures
from app.open_hours import closes_at, is_open, open_spans
from central.health_schemas import DailyReportRequest
from kiosk import facts
from kiosk.answers import Reply
from kiosk.catalogue import Catalogue, OpenHours
from kiosk.centre_session import CentreUnreachableError
from kiosk.health_facts import RunEnd
from kiosk.money import Fen
from kiosk.visit_types import Reopening, SmsState
from offline_queue.health_lane import KeptEvent
from offline_queue.ledger import SqliteLedger
from tests.kiosk.papers_of_a_visit import CATALOGUE
from tests.offline_queue.support import posted, queue_payment

HALL = timezone(timedelta(hours=8))
SUNDAY = date(2026, 11, 22)
HOURS = (
    OpenHours((1, 2, 3, 4, 5), "08:30", "18:30"),
    OpenHours((6, 7), "09:00", "12:00"),
    OpenHours((7,), "11:00", "17:00"),
)
HALLS: Catalogue = msgspec.structs.replace(CATALOGUE, hours=HOURS, closed_days=("2027-01-01",))


def at(clock: str, day: str = "2026-11-22") -> str:
    return f"{day}T{clock}:00+08:00"


def seconds(clock: str, day: str = "2026-11-22") -> float:
    return datetime.fromisoformat(at(clock, day)).timestamp()


# ---- open hours ----------------------------------------------------------------------------------------------------


def test_f60_hours_are_of_the_weekday_and_never_count_twice() -> None:
    assert open_spans(HALLS, SUNDAY, HALL) == ((seconds("09:00"), seconds("17:00")),)
    assert open_spans(HALLS, date(2026, 11, 23), HALL) == (
        (seconds("08:30", "2026-11-23"), seconds("18:30", "2026-11-23")),
    )
    assert open_spans(HALLS, date(2027, 1, 1), HALL) == ()
    assert closes_at(HALLS, SUNDAY, HALL) == seconds("17:00")
    assert closes_at(HALLS, date(2027, 1, 1), HALL) == seconds("00:00", "2027-01-02")


@pytest.mark.parametrize("catalogue", [None, CATALOGUE])
def test_without_hours_a_hall_is_always_open(catalogue: Catalogue | None) -> None:
    assert open_spans(catalogue, SUNDAY, HALL) == ((seconds("00:00"), seconds("00:00", "2026-11-23")),)
    assert is_open(catalogue, at("03:00"))


def test_f60_a_hall_is_open_from_its_first_minute_up_to_its_last() -> None:
    moments = ("08:59", "09:00", "16:59", "17:00")
    assert [is_open(HALLS, at(clock)) for clock in moments] == [False, True, True, False]
    assert not is_open(HALLS, "2027-01-01T12:00:00+08:00")


def test_hours_come_in_the_words_of_the_contract() -> None:
    said = b'{"days": [1, 7], "from": "08:30", "to": "24:00"}'
    assert msgspec.json.decode(said, type=OpenHours) == OpenHours((1, 7), "08:30", "24:00")
    for wrong in (b'{"days": [8], "from": "08:30", "to": "18:30"}', b'{"days": [1], "from": "8:30", "to": "18:30"}'):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(wrong, type=OpenHours)


# ---- the figures ---------------------------------------------------------------------------------------------------


def events(*told: tuple[str, str, dict[str, Any]]) -> list[KeptEvent]:
    return [KeptEvent(seq, moment, kind, urgent=False, data=data) for seq, (moment, kind, data) in enumerate(told, 1)]


def service(clock: str, state: str, mode: str = "serving", day: str = "2026-11-22", **works: bool) -> Any:
    data = {"state": state, "mode": mode, "cash": state == "full", "card": False, "print": state == "full"} | works
    return at(clock, day), "service", data


def started(clock: str, alive: str, ended: str = "killed") -> Any:
    return at(clock), "run", {"what": "started", "ended": ended, "last_alive_at": alive}


def figures(told: Sequence[KeptEvent], now: str = "23:00") -> dict[str, int]:
    day = (seconds("00:00"), seconds("00:00", "2026-11-23"))
    return day_figures(told, open_spans(HALLS, SUNDAY, HALL), day, seconds(now))


def times(found: dict[str, int]) -> list[int]:
    names = ("scheduled", "full", "degraded", "out", "cash", "card", "print")
    return [found[f"{name}_seconds"] for name in names]


HOUR = 3600


def test_f46_seconds_by_state_are_of_open_hours_only() -> None:
    told = events(
        service("18:00", "full", day="2026-11-21"),
        service("10:00", "degraded", cash=True),
        service("11:00", "out"),
        service("11:30", "full", card=True),
        service("16:30", "degraded", print=True),
    )
    # scheduled 9 to 17: full 9-10 and 11:30-16:30, degraded 10-11 and 16:30-17
    assert times(figures(told)) == [8 * HOUR, 6 * HOUR, 1.5 * HOUR, 0.5 * HOUR, 7 * HOUR, 5 * HOUR, 6.5 * HOUR]


def test_a_terminal_that_was_down_was_out_from_its_last_sign_of_life() -> None:
    told = events(
        service("08:00", "full"),
        started("12:00", at("10:00")),
        service("12:01", "out", mode="starting"),
        service("12:02", "full"),
        (at("16:00"), "run", {"what": "stopped"}),
    )
    found = figures(told)
    assert found["out_seconds"] == 2 * HOUR + 2 * 60 + HOUR
    assert found["full_seconds"] == 8 * HOUR - found["out_seconds"]
    assert found["restarts"] == 1


def test_time_of_which_it_knows_nothing_counts_as_out_and_the_future_as_nothing() -> None:
    assert times(figures([])) == [8 * HOUR, 0, 0, 8 * HOUR, 0, 0, 0]
    assert times(figures(events(service("08:00", "full")), now="10:00")) == [HOUR, HOUR, 0, 0, HOUR, 0, HOUR]
    assert times(figures(events(service("08:00", "full")), now="08:30")) == [0] * 7


def test_while_staff_are_at_it_nobody_can_pay_or_print() -> None:
    found = figures(events(service("08:00", "full"), service("10:00", "full", mode="staff"), service("11:00", "full")))
    assert (found["cash_seconds"], found["print_seconds"]) == (7 * HOUR, 7 * HOUR)


def test_visits_and_prints_of_the_day_are_counted() -> None:
    def visit(clock: str, outcome: str, fen: int = 0, *, reached: bool = False, day: str = "2026-11-22") -> Any:
        return at(clock, day), "visit", {"outcome": outcome, "amount_fen": fen, "reached_payment": reached}

    def job(clock: str, outcome: str, cause: str = "") -> Any:
        return at(clock), "print", {"job": "receipt", "outcome": outcome, "cause": cause}

    told = events(
        visit("20:00", "paid", 99, reached=True, day="2026-11-21"),
        visit("08:00", "paid", 20000, reached=True),
        visit("10:00", "given_up", reached=True),
        visit("11:00", "asked"),
        *(job("12:00", outcome) for outcome in ("printed", "not_printed", "partial", "unknown", "odd")),
        visit("23:30", "paid", 500, reached=True),
        visit("00:10", "paid", 7, day="2026-11-23"),
    )
    found = figures(told)
    names = ("sessions", "reached_payment", "paid", "paid_fen", "prints", "prints_failed")
    assert [found[name] for name in names] == [4, 3, 2, 20500, 5, 4]


MOMENTS = some.integers(0, 24 * 60 - 1).map(lambda minute: at(f"{minute // 60:02}:{minute % 60:02}"))
STORY = some.lists(
    some.one_of(
        some.tuples(MOMENTS, some.just("service"), some.sampled_from(["full", "degraded", "out"])),
        some.tuples(MOMENTS, some.sampled_from(["started", "stopped"]), MOMENTS),
    ),
    max_size=12,
)


@given(STORY, MOMENTS)
def test_the_states_share_out_the_scheduled_time_whatever_the_clocks_did(story: Any, now: str) -> None:
    told = []
    for moment, kind, more in story:
        data = {"state": more, "mode": "serving"} if kind == "service" else {"what": kind, "last_alive_at": more}
        told.append((moment, "service" if kind == "service" else "run", data))
    found = day_figures(
        events(*told),
        open_spans(HALLS, SUNDAY, HALL),
        (seconds("00:00"), seconds("00:00", "2026-11-23")),
        datetime.fromisoformat(now).timestamp(),
    )
    shared = found["full_seconds"] + found["degraded_seconds"] + found["out_seconds"]
    assert shared == found["scheduled_seconds"] <= 8 * HOUR


# ---- when it is sent -----------------------------------------------------------------------------------------------


class World:
    """A ledger, a clock moved by hand, and a centre that keeps what it is told."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.now_is = at("08:00")
        self.seconds = 0.0
        self.told: list[dict[str, Any]] = []
        self.status = 201
        self.catalogue: Catalogue | None = HALLS
        self.restart()

    def now(self) -> str:
        return self.now_is

    def monotonic_s(self) -> float:
        self.seconds += 100.0
        return self.seconds

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply:
        assert (method, path) == ("POST", "/v1/kiosks/K0001/daily-reports")
        DailyReportRequest.model_validate_json(body or b"")
        if not self.status:
            raise CentreUnreachableError("no route")
        self.told.append(json.loads(body or b""))
        return Reply(self.status, "application/json", b'{"status": "kept"}')

    def restart(self) -> None:
        self.reports = DailyReports(self, "K0001", self.home / "data", self, lambda: self.catalogue)

    def record(self, moment: str, *news: facts.AnyFact) -> None:
        with closing(SqliteLedger.open(self.home / "data", self.home / "secrets", "K0001", now=lambda: moment)) as ledger:
            ledger.commit(news)

    def look(self, moment: str) -> list[tuple[str, int]]:
        """What is sent now."""
        self.now_is = moment
        before = len(self.told)
        self.reports.send()
        return [(one["date"], one["revision"]) for one in self.told[before:]]


FULL = facts.ServiceChanged("full", "serving", "", cash=True, card=True, printing=True, centre=True)


def run(ended: RunEnd = "first") -> facts.RunStarted:
    return facts.RunStarted("kiosk/1", "boot", ended, "")


PAID = facts.VisitTold("s", "pay_bill", "paid", "result", reached_payment=True, amount=Fen(5000), tender="cash")


def test_a_days_figures_leave_after_closing_once_and_anew_when_they_changed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.record(at("08:00"), run(), FULL)
    assert world.look(at("16:59")) == []
    assert world.look(at("17:00")) == [("2026-11-22", 1)]
    assert world.look(at("17:10")) == []
    assert world.told[0]["figures"]["full_seconds"] == 8 * HOUR
    world.record(at("20:00"), PAID)
    assert world.look(at("21:00")) == [], "the day is not over"
    assert world.look(at("08:00", "2026-11-23")) == [("2026-11-22", 2)]
    assert world.told[-1]["figures"]["paid_fen"] == 5000
    world.restart()
    assert world.look(at("09:00", "2026-11-23")) == []
    assert world.look(at("18:30", "2026-11-23")) == [("2026-11-23", 1)]
    assert world.look(at("01:00", "2026-11-24")) == [], "nothing changed since closing"
    assert world.look(at("02:00", "2026-11-24")) == []


def test_days_without_a_line_or_a_process_are_told_later_the_oldest_first(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.record(at("08:00"), run(), FULL)
    world.status = 0
    assert world.look(at("18:00")) == []
    world.status = 503
    assert world.look(at("19:00", "2026-11-24"))[-1:] == [("2026-11-22", 1)]
    world.status = 201
    later = [("2026-11-22", 1), ("2026-11-23", 1), ("2026-11-24", 1)]
    assert world.look(at("20:00", "2026-11-24")) == later
    assert world.look(at("21:00", "2026-11-24")) == []


def test_what_is_refused_is_not_told_for_ever(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.record(at("08:00"), run())
    world.status = 422
    assert world.look(at("17:00")) == [("2026-11-22", 1)]
    assert world.look(at("18:00")) == []


def test_a_terminal_without_a_past_tells_nothing_of_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    with closing(SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0001")):
        pass
    assert world.look(at("18:00")) == []


@pytest.mark.parametrize("damage", [b"", b"{", b'{"2026-11-22": 7}'])
def test_a_lost_memory_of_what_was_told_tells_it_once_more(tmp_path: Path, damage: bytes) -> None:
    world = World(tmp_path)
    world.record(at("08:00"), run())
    assert world.look(at("17:00")) == [("2026-11-22", 1)]
    (tmp_path / "data" / FILE).write_bytes(damage)
    world.restart()
    assert world.look(at("18:00")) == [("2026-11-22", 1)]


def test_the_sms_of_the_day_are_told_as_far_as_they_are_known(tmp_path: Path) -> None:
    world = World(tmp_path)
    moment = at("10:00", "2026-11-21")
    with closing(SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0001", now=lambda: moment)) as ledger:
        ledger.commit([run()])
        for seq in (1, 2, 3):
            queue_payment(ledger, seq)
        ledger.commit([posted(1), posted(2)])
        ledger.commit([facts.ConfirmationProgressed("K0001-1", SmsState.DELIVERED, Reopening.NOT_NEEDED)])
    world.catalogue = None
    assert world.look(datetime(2026, 11, 21, 16, 0, 1, tzinfo=UTC).astimezone(HALL).isoformat()) == [("2026-11-21", 1)]
    found = world.told[0]["figures"]
    assert (found["sms_delivered"], found["sms_open"]) == (1, 1)
