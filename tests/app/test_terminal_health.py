"""The assembled terminal's health, heard by the reference centre over signed HTTP: everything leaves by itself."""

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

from app.alive import ALIVE, HANG, mark
from app.configuration import read_configuration
from app.processes import ROOT
from app.terminal import KioskTerminal
from kiosk import events as ev
from kiosk.clock import SystemClock
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.till import Till
from tests.central.conftest import Live
from tests.central.helpers import audited
from tests.kiosk.play import NOTES, ok

PATIENCE_S = 30.0


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


class Hall:
    """Terminals of one home, one after the other, without devices; what the centre knows."""

    def __init__(self, live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        home = tmp_path / "home"
        home.mkdir(mode=0o700)
        token = home / "enrolment.token"
        token.write_text(live.token)
        given = read_configuration(ROOT / "config.ini")
        self.settings = replace(
            given,
            policy=replace(given.policy, kiosk_id="K0001"),
            centre=replace(given.centre, url=live.server.url, token_file=token, heartbeat_s=600.0),
            storage=tmp_path / "data",
            secrets=home,
        )
        self._file = tmp_path / "live.sqlite"
        for name in ("make_acceptor", "make_printer", "make_card_terminal", "Bundling"):
            monkeypatch.setattr(f"app.terminal.{name}", MagicMock())

    def start(self) -> tuple[KioskTerminal, Till]:
        till = Till(self.settings.policy, SystemClock())
        terminal = KioskTerminal(self.settings, till, MagicMock())
        terminal.start()
        return terminal, till

    def read(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._file)) as connection:
            return connection.execute(query).fetchall()

    def runs(self) -> list[dict[str, Any]]:
        rows = self.read("SELECT data FROM terminal_events WHERE kind = 'run' ORDER BY event_seq")
        return [json.loads(row[0]) for row in rows]

    def services(self) -> list[str]:
        rows = self.read("SELECT data FROM terminal_events WHERE kind = 'service' ORDER BY event_seq")
        return [json.loads(row[0])["state"] for row in rows]


@pytest.fixture
def hall(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    return Hall(live, tmp_path, monkeypatch)


def until(true: Callable[[], bool], what: str) -> None:
    end, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not true():
        assert time.monotonic() < end, what
        pause.wait(0.02)


def test_a11_heartbeat_inventory_and_events_leave_by_themselves_and_at_once_when_service_changes(hall: Hall) -> None:
    terminal, till = hall.start()
    try:
        until(lambda: bool(hall.read("SELECT 1 FROM inventories")), "the inventory is kept")
        until(lambda: bool(hall.services()), "what customers can do is told")
        for event in (
            ev.AcceptorIdentified("SM", "S1", "1.0", NOTES),
            ev.NotesWhereaboutsKnown(),
            ok(Device.ACCEPTOR),
            ok(Device.PRINTER),
        ):
            till.post(event)
        until(lambda: hall.services()[-1] != "out", "it serves")
        told = hall.read("SELECT * FROM heartbeats")
        till.post(
            ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.USER_ERROR, Severity.SUSPEND, code="BV-JAM"))
        )
        until(lambda: hall.read("SELECT * FROM heartbeats") != told, "the next beat would be due in ten minutes")
        until(lambda: "BV-JAM" in str(hall.read("SELECT data FROM terminal_events WHERE urgent = 1")), "the jam is told")
    finally:
        terminal.stop()
    assert hall.settings.storage.joinpath(ALIVE).exists()


def test_a_restart_tells_a_clean_end_and_a_hang(hall: Hall) -> None:
    terminal, _ = hall.start()
    terminal.stop()
    terminal, till = hall.start()
    until(lambda: len(hall.runs()) == 3, "three runs are told")
    till.stop()  # it says no last word
    terminal.stop()
    mark(hall.settings.storage, HANG, "the till")
    terminal, _ = hall.start()
    try:
        until(lambda: len(hall.runs()) == 4, "and the fourth")
        until(lambda: "hang" in str(hall.read("SELECT * FROM inventories")), "the inventory says it too")
    finally:
        terminal.stop()
    assert [(run["what"], run["ended"]) for run in hall.runs()] == [
        ("started", "first"),
        ("stopped", "clean"),
        ("started", "clean"),
        ("started", "hang"),
    ]
