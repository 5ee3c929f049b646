"""The event lane whole: a till with its ledger, the lane's thread, the terminal's client and the reference centre behind
signed HTTP; through an outage, a restart, a rebuilt ledger and a long backlog (F51; trust.md A11)."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from app.alive import Alive
from app.configuration import read_configuration
from app.event_lane import EventLane
from app.processes import ROOT
from kiosk import facts
from kiosk.answers import Reply
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.clock import SystemClock
from kiosk.events import RunEnding
from kiosk.ports import StorageError
from kiosk.till import Till
from offline_queue.backoff import Pacing
from offline_queue.health_lane import HealthLane
from offline_queue.ledger import SqliteLedger
from offline_queue.terminal_keys import TerminalKeys
from tests.app.event_centre import EventCentre
from tests.central.conftest import Live
from tests.central.helpers import audited

PATIENCE_S = 60.0
EAGER = Pacing(interval_s=0.01, first_probe_s=0.05, longest_s=0.2, present_first_s=0.02, present_longest_s=0.1)
CALM = facts.DeviceChanged("printer", "online", 0, "good", "", "")
JAM = facts.DeviceChanged("acceptor", "user_error", 3, "n/a", "BV-JAM", "43 50", may_hold_money=True)


def until(true: Callable[[], bool], what: str) -> None:
    end, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not true():
        assert time.monotonic() < end, what
        pause.wait(0.02)


class Wire:
    """The terminal's client, on a line that can be cut; keeps what was asked."""

    def __init__(self, client: CentralClient) -> None:
        self._client = client
        self.cut = False
        self.sent: list[list[dict[str, Any]]] = []

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply:
        if self.cut:
            raise CentreUnreachableError("no route")
        self.sent.append(json.loads(body or b"{}")["items"])
        return self._client.call(method, path, body)


class Terminal:
    """A process of one terminal, as far as its events go."""

    def __init__(self, home: Path, wire: Wire | EventCentre) -> None:
        self._home = home
        policy = replace(read_configuration(ROOT / "config.ini").policy, kiosk_id="K0001")
        self.till = Till(policy, SystemClock())
        alive = Alive(home / "data", lambda: "")
        self.till.start(MagicMock(), self._open, alive.tell_run)
        self.till.ask(SqliteLedger.journal_head, SqliteLedger).result(PATIENCE_S)
        storage = home / "data"
        clock = SystemClock()
        self.lane = EventLane(wire, "K0001", self.till.post, lambda: HealthLane.open(storage), clock, pacing=EAGER)
        self.lane.start()

    def record(self, *news: facts.AnyFact) -> None:
        self.till.ask(lambda ledger: ledger.commit(news), SqliteLedger).result(PATIENCE_S)

    @property
    def next_seq(self) -> int:
        with closing(HealthLane.open(self._home / "data")) as lane:
            return lane.next_event_seq()

    def stop(self) -> None:
        assert self.lane.stop(PATIENCE_S)
        self.till.post(RunEnding("the test is over"))
        self.till.stop(PATIENCE_S)

    def killed(self) -> None:
        """Without a last word."""
        assert self.lane.stop(PATIENCE_S)
        self.till.stop(PATIENCE_S)

    def _open(self) -> SqliteLedger:
        return SqliteLedger.open(self._home / "data", self._home / "secrets", "K0001")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture
def wire(live: Live, tmp_path: Path) -> Wire:
    (tmp_path / "secrets").mkdir(mode=0o700)
    token = tmp_path / "secrets" / "enrolment.token"
    token.write_text(live.token)
    keys = TerminalKeys(tmp_path / "secrets")
    return Wire(CentralClient(live.server.url, "K0001", token, keys, SystemClock()))


def known(live: Live, tmp_path: Path) -> list[tuple[int, str, bool, bool]]:
    """What the centre has, straight from its database."""
    del live
    with closing(sqlite3.connect(tmp_path / "live.sqlite")) as connection:
        query = "SELECT event_seq, kind, urgent, historical FROM terminal_events ORDER BY event_seq"
        return [(seq, kind, bool(urgent), bool(late)) for seq, kind, urgent, late in connection.execute(query)]


def numbers(live: Live, tmp_path: Path) -> list[int]:
    return [row[0] for row in known(live, tmp_path)]


def test_a_start_a_jam_and_a_clean_end_reach_the_centre_signed(live: Live, wire: Wire, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, wire)
    until(lambda: "run" in {row[1] for row in known(live, tmp_path)}, "the start is told")
    terminal.record(JAM)
    until(lambda: (terminal.next_seq - 1) in numbers(live, tmp_path), "the jam is told")
    assert known(live, tmp_path)[-1][1:] == ("device", True, False)
    terminal.stop()
    again = Terminal(tmp_path, wire)
    until(lambda: numbers(live, tmp_path) == list(range(1, again.next_seq)), "all of it")
    again.stop()
    with closing(sqlite3.connect(tmp_path / "live.sqlite")) as connection:
        runs = [row[0] for row in connection.execute("SELECT data FROM terminal_events WHERE kind = 'run'")]
    assert ['"ended": "first"' in runs[0], '"stopped"' in runs[1], '"ended": "clean"' in runs[2]] == [True] * 3


def test_f51_an_outage_and_a_kill_lose_nothing_and_the_urgent_one_comes_first(
    live: Live, wire: Wire, tmp_path: Path
) -> None:
    terminal = Terminal(tmp_path, wire)
    until(lambda: len(numbers(live, tmp_path)) >= 2, "the line is up")
    wire.cut = True
    terminal.record(*[CALM] * 250)
    terminal.record(JAM)
    urgent = terminal.next_seq - 1
    terminal.record(*[CALM] * 30)
    terminal.killed()
    wire.sent.clear()
    wire.cut = False
    again = Terminal(tmp_path, wire)
    until(lambda: numbers(live, tmp_path) == list(range(1, again.next_seq)), "nothing is missing")
    again.stop()
    assert wire.sent[0] == []
    assert urgent in [item["event_seq"] for item in wire.sent[1]]
    rows = {row[0]: row for row in known(live, tmp_path)}
    assert rows[urgent][2:] == (True, False)
    assert rows[urgent - 1][2:] == (False, True), "older ones follow as historical"


def test_a_rebuilt_ledger_goes_on_behind_what_the_centre_has(live: Live, wire: Wire, tmp_path: Path) -> None:
    """The database is gone, and so is the end of its mirror, whose events the centre has."""
    terminal = Terminal(tmp_path, wire)
    terminal.record(*[CALM] * 20)
    until(lambda: numbers(live, tmp_path) == list(range(1, terminal.next_seq)), "all of it")
    wire.cut = True
    terminal.record(*[CALM] * 5)
    terminal.record(JAM)
    lost_from = terminal.next_seq - 10
    terminal.killed()
    data = tmp_path / "data"
    lines = (data / "journal.mirror").read_bytes().splitlines(keepends=True)
    (data / "journal.mirror").write_bytes(b"".join(lines[:-10]))
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
        (data / name).unlink(missing_ok=True)
    before = {row[0]: row for row in known(live, tmp_path)}
    wire.cut = False
    again = Terminal(tmp_path, wire)
    until(lambda: numbers(live, tmp_path) == list(range(1, again.next_seq)), "no number is missing for ever")
    last = again.next_seq
    again.record(JAM)
    until(lambda: last in numbers(live, tmp_path), "and news goes on")
    again.stop()
    after = {row[0]: row for row in known(live, tmp_path)}
    assert {seq: after[seq] for seq in before} == before, "what the centre had is as it was"
    assert after[last][1:] == ("device", True, False)
    assert [after[seq][1] for seq in range(1, lost_from)].count("lost") == 0
    assert "lost" in {after[seq][1] for seq in range(lost_from, lost_from + 12)}
    assert "stop" in {row[1] for row in after.values()}, "that it was rebuilt is told too"


@pytest.mark.parametrize("backlog", [600, pytest.param(10_000, marks=pytest.mark.long)])
def test_f51_an_urgent_event_passes_a_backlog(live: Live, wire: Wire, tmp_path: Path, backlog: int) -> None:
    wire.cut = True
    terminal = Terminal(tmp_path, wire)
    for _ in range(backlog // 200):
        terminal.record(*[CALM] * 200)
    wire.cut = False
    terminal.lane.line_is_up()
    until(lambda: len(wire.sent) > 2, "the backlog is on its way")
    terminal.record(JAM)
    urgent = terminal.next_seq - 1
    until(lambda: any(urgent in [item["event_seq"] for item in items] for items in wire.sent), "it is sent")
    behind = terminal.next_seq - 1 - len(numbers(live, tmp_path))
    until(lambda: numbers(live, tmp_path) == list(range(1, terminal.next_seq)), "all of it")
    terminal.stop()
    assert behind > 0, "it did not wait for those before it"
    assert all(len(items) <= 100 for items in wire.sent)


def test_a_ledger_that_can_not_be_read_for_a_while_is_read_later(tmp_path: Path) -> None:
    centre = EventCentre()
    fails = [StorageError("locked"), OSError("gone"), RuntimeError("a bug")]
    with closing(SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0001")) as ledger:
        ledger.commit([JAM])

        def open_lane() -> HealthLane:
            if fails:
                raise fails.pop(0)
            return HealthLane.open(tmp_path / "data")

        posted: list[Any] = []
        lane = EventLane(centre, "K0001", posted.append, open_lane, SystemClock(), pacing=EAGER, reopen_s=0.02)
        lane.start()
        with centre.came:
            assert centre.came.wait_for(lambda: 1 in centre.kept, PATIENCE_S)
        assert lane.stop(PATIENCE_S)
    assert not any("Storage" in type(event).__name__ for event in posted), "it never stops the till"


def test_it_ends_at_once_in_the_middle_of_an_outage_and_before_it_began(tmp_path: Path) -> None:
    centre = EventCentre()
    centre.down = True
    with closing(SqliteLedger.open(tmp_path / "data", tmp_path / "secrets", "K0001")) as ledger:
        ledger.commit([JAM])
        slow = Pacing()
        opened = lambda: HealthLane.open(tmp_path / "data")  # noqa: E731
        lane = EventLane(centre, "K0001", lambda _event: None, opened, SystemClock(), pacing=slow)
        lane.start()
        until(lambda: bool(centre.calls), "it tried")
        assert lane.stop(5.0)
        assert EventLane(centre, "K0001", lambda _event: None, opened, SystemClock()).stop(0.0)
