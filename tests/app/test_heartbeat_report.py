"""What a heartbeat tells, and when it comes early (docs/central-contract.md, Heartbeat; trust.md A11, field.md X31)."""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from app.centre_threads import Heartbeat
from app.configuration import read_configuration
from app.error_count import ERRORS
from app.heartbeat_report import Fixed, HeartbeatReport
from app.processes import ROOT
from app.service_watch import ServiceWatch
from central.health_schemas import HeartbeatRequest
from kiosk import events as ev, facts
from kiosk.answers import HeartbeatReply
from kiosk.catalogue import OpenHours
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.clock import SystemClock
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.flow.states import State, Terminal
from kiosk.ports import StorageError
from kiosk.till import Till
from kiosk.views import View
from offline_queue import balances
from offline_queue.health_books import HealthBooks
from offline_queue.ledger import SqliteLedger
from tests.kiosk.papers_of_a_visit import CATALOGUE
from tests.kiosk.play import Play, ok
from tests.offline_queue.rich import fill
from tests.offline_queue.support import Home

NOW = "2026-11-22T09:30:00.000+08:00"
DEADLINE_S = 10.0


class StillClock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> str:
        return self.at

    def monotonic_s(self) -> float:
        return 0.0


class Bench:
    """A till that stands still in a state; what is told of it."""

    def __init__(self, home: Home | None = None) -> None:
        self.clock = StillClock()
        self.till = Till(Play().state.terminal.policy, SystemClock())
        self.home = home
        self.sound = home is not None
        self.changes: list[str] = []
        self.watch = ServiceWatch(self, lambda: self.till.state, self.clock, lambda: self.changes.append(self.clock.at))
        fixed = Fixed("ab" * 32, 600)
        self.report = HeartbeatReport(self.till, self.clock, self.watch, fixed, head=self._head, open_books=self._books)

    def show(self, view: View) -> None:
        del view

    def at(self, state: State) -> "Bench":
        self.till._state = state
        return self

    def told(self) -> dict[str, Any]:
        """As the centre reads it: its schema is strict."""
        content = self.report()
        HeartbeatRequest.model_validate_json(content)
        told: dict[str, Any] = json.loads(content)
        return told

    def _head(self) -> Any:
        return None if not self.sound or self.ledger is None else self.ledger.journal_head()

    ledger: SqliteLedger | None = None

    def _books(self) -> HealthBooks | None:
        return HealthBooks.open(self.home.data) if self.home is not None else None


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def bench(home: Home) -> Iterator[Bench]:
    made = Bench(home).at(Play().at_home().state)
    with closing(home.open()) as ledger:
        fill(ledger)
        made.ledger = ledger
        yield made


def test_every_member_of_the_contract_is_told(bench: Bench) -> None:
    told = bench.told()
    members = {name for name, field in HeartbeatRequest.model_fields.items()}
    assert set(told) == members - {"clock_offset_seconds"}
    bench.report.heard("2026-11-22T09:30:00.250+08:00")
    told = bench.told()
    assert set(told) == members
    assert told["clock_offset_seconds"] == 0.25
    assert told["config_hash"] == "ab" * 32
    assert told["visit_open"] is False
    assert told["service"] == {
        "mode": "serving",
        "code": "",
        "since": NOW,
        "cash": True,
        "card": False,
        "print": True,
    }
    assert told["service_state"] == "full"


def test_errors_are_counted_on_from_beat_to_beat(bench: Bench) -> None:
    log = logging.Logger("a part of the terminal")
    log.addHandler(ERRORS)
    before = bench.told()["errors_logged"]
    log.error("something went wrong with 13800135678")
    assert bench.told()["errors_logged"] == before + 1
    assert bench.told()["errors_logged"] == before + 1


def test_the_buckets_are_the_ledgers_own_and_add_up(bench: Bench) -> None:
    assert bench.ledger is not None
    money = bench.told()["money"]
    books = bench.ledger.balances()
    assert money == {name: getattr(books, name) for name in money}
    assert money["stacked_fen"] == sum(fen for name, fen in money.items() if name != "stacked_fen") > 0


def test_the_box_is_told_by_its_totals_only(bench: Bench) -> None:
    box = bench.told()["cash_box"]
    assert set(box) == {"serial", "notes", "fen", "capacity"}
    assert (box["capacity"], box["notes"] > 0, box["fen"] > 0) == (600, True, True)


def test_what_was_committed_since_is_in_the_next_beat(bench: Bench) -> None:
    assert bench.ledger is not None
    before = bench.told()
    bench.ledger.commit([facts.NoteStackedFact("late", None, cast(Any, 10000))])
    after = bench.told()
    assert after["money"]["unassigned_fen"] == before["money"]["unassigned_fen"] + 10000
    assert after["cash_box"]["notes"] == before["cash_box"]["notes"] + 1
    assert after["next_event_seq"] == before["next_event_seq"] + 1


def test_devices_tell_since_when_and_how_often_they_fell_into_trouble(home: Home) -> None:
    times = iter(
        f"2026-11-{day}T{hour}:00:00+08:00"
        for day, hour in (("21", "08"), ("21", "12"), ("22", "07"), ("22", "08"), ("22", "09"))
    )
    jam = facts.DeviceChanged("acceptor", "user_error", 3, "n/a", "BV-JAM", "43 50", may_hold_money=True)
    calm = facts.DeviceChanged("acceptor", "online", 0, "good", "", "")
    bench = Bench(home).at(Play().at_home().state)
    moment = [next(times)]
    ledger = SqliteLedger.open(home.data, home.secrets, "K0001", now=lambda: moment[0])
    bench.ledger = ledger
    with closing(ledger):
        for fact in (jam, calm, jam, replace_raw(jam), calm):
            ledger.commit([fact])
            moment[0] = next(times, "")
        acceptor, printer, _ = bench.told()["devices"]
    assert (acceptor["since"], acceptor["count_24h"]) == ("2026-11-22T09:00:00+08:00", 1), "yesterday's is too old"
    assert "since" not in printer


def replace_raw(fact: facts.DeviceChanged) -> facts.DeviceChanged:
    return msgspec.structs.replace(fact, raw="43 51")


def test_a_ledger_that_can_not_be_read_takes_only_its_own_figures_away(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bench.told()

    def broken(_self: HealthBooks, _now: str) -> Any:
        raise StorageError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(HealthBooks, "figures", broken)
        told = bench.told()
    assert set(whole) - set(told) == {"money", "cash_box", "next_event_seq"}
    assert bench.told() == whole


def test_nothing_is_vouched_for_without_a_sound_ledger() -> None:
    told = Bench().at(Play().at_home().state).told()
    assert told["journal"] is None
    assert "money" not in told


@pytest.mark.parametrize(
    ("play", "is_open"),
    [
        (lambda: Play().at_home(), False),
        (lambda: Play().at_number(), True),
        (lambda: Play().with_notes(5000), True),
        (lambda: Play().at_home().take(ev.StaffPressed()), False),
        (lambda: Play().with_notes(5000).take(ev.StorageFailed("EIO")), False),
    ],
)
def test_whether_a_customer_is_here(play: Callable[[], Play], is_open: bool) -> None:
    assert Bench().at(play().state).told()["visit_open"] is is_open


def test_outside_open_hours_a_terminal_that_serves_is_closed_and_one_that_is_open_always_never() -> None:
    bench = Bench()
    state = Play().at_home().state
    sunday = OpenHours((7,), "10:00", "18:30")  # 2026-11-22
    for hours, moment, mode in (
        ((), NOW, "serving"),
        ((sunday,), NOW, "closed"),
        ((sunday,), "2026-11-22T10:00:00+08:00", "serving"),
        ((sunday,), "2026-11-22T18:30:00+08:00", "closed"),
    ):
        catalogue = msgspec.structs.replace(CATALOGUE, hours=hours)
        bench.clock.at = moment
        bench.at(replace(state, terminal=replace(state.terminal, catalogue=catalogue)))
        assert bench.told()["service"]["mode"] == mode


# ---- when service changes ------------------------------------------------------------------------------------------

JAMMED = ev.DeviceStatusChanged(
    DeviceStatus(Device.ACCEPTOR, DeviceState.USER_ERROR, Severity.SUSPEND, code="BV-JAM", may_hold_money=True)
)


def test_service_is_told_with_the_moment_it_began(bench: Bench) -> None:
    play = Play().at_home()
    bench.at(play.state)
    view = cast(View, None)
    bench.watch.show(view)
    bench.clock.at = "2026-11-22T09:31:00.000+08:00"
    bench.at(play.take(JAMMED).state)
    bench.watch.show(view)
    bench.clock.at = "2026-11-22T09:45:00.000+08:00"
    bench.watch.show(view)
    service = bench.told()["service"]
    assert (service["since"], service["code"], service["cash"]) == ("2026-11-22T09:31:00.000+08:00", "BV-JAM", False)
    assert bench.changes == ["2026-11-22T09:31:00.000+08:00"]
    assert bench.told()["devices"][0]["may_hold_money"] is True


def test_a_bug_in_the_watch_stops_no_till(bench: Bench) -> None:
    bench.at(cast(State, Terminal))
    bench.watch.show(cast(View, None))


class Centre:
    """Answers heartbeats, or does not."""

    def __init__(self) -> None:
        self.at_s: list[float] = []
        self.answers = True
        self.came = threading.Condition()

    def heartbeat(self, state: bytes) -> HeartbeatReply:
        del state
        with self.came:
            self.at_s.append(time.monotonic())
            self.came.notify_all()
        if not self.answers:
            raise CentreUnreachableError("no route")
        return HeartbeatReply(NOW)

    def until(self, count: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: len(self.at_s) >= count, DEADLINE_S)


def beating(centre: Centre, interval_s: float, least_s: float) -> Heartbeat:
    made = Heartbeat(cast(CentralClient, centre), lambda _event: None, lambda: b"{}", interval_s, least_s=least_s)
    made.start()
    centre.until(1)
    return made


def test_a11_a_change_is_reported_at_once_and_a_flutter_is_paced() -> None:
    centre = Centre()
    heartbeat = beating(centre, interval_s=600.0, least_s=0.3)
    heartbeat.soon()
    centre.until(2)
    stop_s = time.monotonic() + 0.8
    pause = threading.Event()
    while time.monotonic() < stop_s:  # it flutters
        heartbeat.soon()
        pause.wait(0.01)
    heartbeat.stop()
    gaps = [later - before for before, later in zip(centre.at_s[1:], centre.at_s[2:], strict=False)]
    assert 1 <= len(gaps) <= 3
    assert min(gaps) >= 0.29


def test_while_nobody_answers_no_beat_comes_early() -> None:
    centre = Centre()
    centre.answers = False
    heartbeat = beating(centre, interval_s=600.0, least_s=0.01)
    for _ in range(20):
        heartbeat.soon()
        threading.Event().wait(0.01)
    heartbeat.stop()
    assert len(centre.at_s) == 1


# ---- the configuration's hash --------------------------------------------------------------------------------------


def test_x31_the_configurations_hash_is_of_what_is_in_force(tmp_path: Path) -> None:
    text = (ROOT / "config.ini").read_text()
    shipped = read_configuration(ROOT / "config.ini").config_hash

    def of(changed: str) -> str:
        file = tmp_path / "config.ini"
        file.write_text(changed)
        return read_configuration(file).config_hash

    assert len(shipped) == 64
    assert of("\n".join(line for line in text.splitlines() if not line.startswith("#"))) == shipped
    assert of(text.replace("look_up_seconds = 10\n", "")) == shipped, "left out is as good as the default said"
    assert of(text.replace("visit_notes = 60", "visit_notes = 61")) != shipped
    assert of(text.replace("box_capacity_notes = 600", "box_capacity_notes = 400")) != shipped


def test_p5_figures_of_an_unchanged_ledger_are_not_summed_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bench.told()
    sums: list[int] = []
    real = balances.read_total

    def counted(connection: sqlite3.Connection) -> balances.Balances:
        sums.append(1)
        return real(connection)

    monkeypatch.setattr(balances, "read_total", counted)
    assert bench.told()["money"] == first["money"]
    assert sums == []
    assert bench.ledger is not None
    bench.ledger.commit([facts.CaseOpened("why", "what")])
    bench.told()
    assert sums == [1]


def test_a_printer_that_is_fine_has_no_trouble_in_it(bench: Bench) -> None:
    play = Play().at_home().take(ok(Device.PRINTER))
    devices = {one["device"]: one for one in bench.at(play.state).told()["devices"]}
    assert set(devices) == {"acceptor", "printer", "card"}
    assert devices["printer"]["may_hold_money"] is False
