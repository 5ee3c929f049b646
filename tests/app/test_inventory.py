"""What the terminal is made of: told at each start and when something changed, in the centre's own words."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.configuration import read_configuration
from app.inventory import InventoryReports, inventory
from app.processes import ROOT
from central.health_schemas import InventoryRequest
from kiosk.answers import Reply
from kiosk.card import CardIdentity
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.clock import SystemClock
from kiosk.events import AcceptorIdentified
from kiosk.facts import RunStarted
from kiosk.flow import Terminal
from kiosk.money import Fen
from offline_queue.terminal_keys import TerminalKeys
from tests.central.conftest import Live
from tests.central.helpers import audited

SETTINGS = read_configuration(ROOT / "config.ini")
RUN = RunStarted("kiosk/0.1", "3c60b489", "power", "2026-11-21T18:30:00+08:00")
BARE = Terminal(SETTINGS.policy)
KNOWN = replace(
    BARE,
    identity=AcceptorIdentified("SM-2073", "21K0123456", "1.34\x00", frozenset({Fen(10000)})),
    card_identity=CardIdentity("29001006", model="P400", firmware="7.1"),
)


class Centre:
    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.answer: Reply | Exception = Reply(200, "application/json", b'{"status": "kept"}')

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply:
        assert (method, path) == ("PUT", "/v1/kiosks/K0001/inventory")
        InventoryRequest.model_validate_json(body or b"")
        self.told.append(json.loads(body or b""))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_it_says_what_is_fitted_and_how_the_process_before_ended() -> None:
    told = inventory(SETTINGS, RUN, KNOWN)
    assert told["devices"] == [
        {"device": "acceptor", "protocol": "ccnet", "model": "SM-2073", "serial": "21K0123456", "firmware": "1.34 "},
        {"device": "printer", "protocol": "escpos", "model": "", "serial": "", "firmware": ""},
        {"device": "card", "protocol": "zvt", "model": "P400", "serial": "29001006", "firmware": "7.1"},
    ]
    assert (told["ended"], told["last_alive_at"]) == ("power", "2026-11-21T18:30:00+08:00")
    assert (told["box_capacity_notes"], told["paper_width_mm"], len(told["config_hash"])) == (600, 80, 64)
    without = replace(SETTINGS, card=replace(SETTINGS.card, protocol="none"))
    assert [one["device"] for one in inventory(without, RUN, BARE)["devices"]] == ["acceptor", "printer"]


@pytest.mark.parametrize("answer", [CentreUnreachableError("no route"), Reply(503, "", b""), Reply(429, "", b"")])
def test_it_is_told_until_it_is_kept_and_again_only_when_something_changed(answer: Reply | Exception) -> None:
    centre = Centre()
    now: list[dict[str, Any] | None] = [None]
    reports = InventoryReports(centre, "K0001", SystemClock(), lambda: now[0])
    reports.send()
    assert centre.told == [], "not before it is known how the process before ended"
    kept, centre.answer = centre.answer, answer
    now[0] = inventory(SETTINGS, RUN, BARE)
    reports.send()
    centre.answer = kept
    for _ in range(3):
        reports.send()
    assert len(centre.told) == 2
    now[0] = inventory(SETTINGS, RUN, KNOWN)
    for _ in range(3):
        reports.send()
    assert len(centre.told) == 3


def test_what_the_centre_refuses_is_not_told_for_ever() -> None:
    centre = Centre()
    centre.answer = Reply(422, "application/problem+json", b"{}")
    reports = InventoryReports(centre, "K0001", SystemClock(), lambda: inventory(SETTINGS, RUN, KNOWN))
    for _ in range(3):
        reports.send()
    assert len(centre.told) == 1


def test_the_reference_centre_keeps_it(tmp_path: Path) -> None:
    live = Live(tmp_path)
    with audited(live.centre):
        try:
            (tmp_path / "enrolment.token").write_text(live.token)
            keys = TerminalKeys(tmp_path)
            client = CentralClient(live.server.url, "K0001", tmp_path / "enrolment.token", keys, SystemClock())
            told = inventory(SETTINGS, msgspec.structs.replace(RUN, last_alive_at=""), KNOWN)
            InventoryReports(client, "K0001", SystemClock(), lambda: told).send()
            with closing(sqlite3.connect(tmp_path / "live.sqlite")) as connection:
                kept = [str(row) for row in connection.execute("SELECT * FROM inventories")]
            assert any("21K0123456" in row for row in kept)
        finally:
            live.stop()
