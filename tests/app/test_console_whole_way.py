"""From the hidden touch to the books and the wires, through the real desk, till, ledger and drivers (X13; trust.md S3)."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from app.configuration import read_configuration
from app.processes import ROOT
from app.settling import QuietScreen
from app.staff_desk import HASHER
from app.terminal import KioskTerminal
from kiosk import events as ev
from kiosk.clock import SystemClock
from kiosk.device_status import Device, DeviceState
from kiosk.flow.screens import view
from kiosk.flow.staff_states import Console
from kiosk.flow.states import Home
from kiosk.staff import Role, StaffMember
from kiosk.staff_views import ConsolePage, ConsoleView, DeviceDetailsView, RecordsView
from kiosk.till import Till
from kiosk.views import Body

PIN = "802739"
DEADLINE_S = 20.0
SCREEN = QuietScreen()  # says that something changed; what, the till's state tells


@pytest.fixture
def till(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    """A terminal whose cables are all out, with no line to a centre."""
    given = read_configuration(ROOT / "config.ini")
    settings = replace(
        given,
        storage=tmp_path / "data",
        secrets=tmp_path / "secrets",
        acceptor=replace(given.acceptor, port=str(tmp_path / "acceptor")),
        printer=replace(given.printer, port=str(tmp_path / "printer")),
        card=replace(given.card, port=str(tmp_path / "card")),
    )
    for name in ("CentralClient", "Heartbeat"):
        monkeypatch.setattr(f"app.terminal.{name}", MagicMock())
    made = Till(settings.policy, SystemClock())
    terminal = KioskTerminal(settings, made, SCREEN)
    terminal.start()
    yield made
    terminal.stop()


def wait_for(true: Callable[[], bool], what: str) -> None:
    with SCREEN.changed:
        assert SCREEN.changed.wait_for(true, DEADLINE_S), f"not within {DEADLINE_S} s: {what}"


def shown(till: Till) -> Body:
    return view(till.state, time.monotonic()).body


def typed(till: Till, digits: str) -> None:
    for digit in digits:
        till.post(ev.DigitPressed(digit))
    till.post(ev.ConfirmPressed())


def test_s3_the_way_in_the_books_and_the_wires(till: Till) -> None:
    wait_for(lambda: isinstance(till.state.visit, Home), "home")
    wait_for(lambda: till.state.terminal.acceptor.state is DeviceState.NO_DEVICE, "the acceptor's cable is out")
    wait_for(lambda: till.state.terminal.printer.state is DeviceState.NO_DEVICE, "the printer's cable is out")
    till.post(ev.StaffKnown((StaffMember("0301", "赵*", frozenset({Role.VIEW}), HASHER.hash(PIN)),)))
    till.post(ev.StaffPressed())
    typed(till, "0301")
    typed(till, PIN)
    wait_for(lambda: isinstance(till.state.visit, Console), "the console")

    overview = shown(till)
    assert isinstance(overview, ConsoleView)
    assert overview.state == "out"
    unplugged = {card.device: card for card in overview.devices if card.state == "no_device"}
    assert {Device.ACCEPTOR, Device.PRINTER} <= set(unplugged)
    assert "数据线" in unplugged[Device.ACCEPTOR].what
    assert unplugged[Device.ACCEPTOR].steps

    till.post(ev.ConsolePageChosen(ConsolePage.RECORDS))
    wait_for(lambda: isinstance(body := shown(till), RecordsView) and not body.busy, "the books")
    body = shown(till)
    assert isinstance(body, RecordsView)
    assert body.books is not None
    assert (body.unread, body.books.cash_difference, body.books.card_difference) == (False, 0, 0)
    assert body.books.journal_count > 0, "log-in and devices are in the journal"
    assert body.books.told_count is None, "the centre has not been told anything"

    till.post(ev.ConsolePageChosen(ConsolePage.DEVICE, Device.ACCEPTOR))
    wait_for(lambda: isinstance(body := shown(till), DeviceDetailsView) and not body.busy, "the acceptor's wire")
    device = shown(till)
    assert isinstance(device, DeviceDetailsView)
    assert device.sheet is not None
    assert any("link down" in line.text for line in device.sheet.frames)
    assert device.history[0].code == unplugged[Device.ACCEPTOR].code

    till.post(ev.LogOffPressed())
    wait_for(lambda: isinstance(till.state.visit, Home), "logged off")
