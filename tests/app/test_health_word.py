"""``health``: on a running terminal, on none, with and without a centre that hears; exit codes as scripts see them."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from app.alive import ALIVE
from app.configuration import read_configuration
from app.health_word import answer_health, health_alone, upload_alone
from app.processes import ROOT
from app.settings import Settings
from app.settling import answer_word
from app.terminal_health import TerminalHealth
from app.till_socket import TillSocket
from app.words import health
from central.health_schemas import HeartbeatRequest
from kiosk import facts
from kiosk.answers import HeartbeatReply
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.clock import SystemClock
from kiosk.till import Till
from offline_queue.ledger import SqliteLedger
from offline_queue.terminal_keys import TerminalKeys
from tests.central.conftest import Live
from tests.central.helpers import audited
from tests.offline_queue.support import queue_payment

CALM = facts.DeviceChanged("printer", "user_error", 3, "out", "PRN-OUT", "")
PATIENCE_S = 20.0


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A terminal of its own whose storage is new; live, so that nothing is simulated."""
    text = (ROOT / "config.ini").read_text("utf-8")
    text = text.replace("directory = var/data", f"directory = {tmp_path / 'data'}")
    text = text.replace("directory = var/secrets", f"directory = {tmp_path / 'secrets'}")
    file = tmp_path / "config.ini"
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def settings(config: Path) -> Settings:
    return read_configuration(config)


@pytest.fixture
def recorded(settings: Settings) -> Settings:
    """One run that was killed, a payment that waits, a printer without paper."""
    with closing(SqliteLedger.open(settings.storage, settings.secrets, "K0001")) as ledger:
        ledger.commit([facts.RunStarted("kiosk/1", "boot", "first", "")])
        queue_payment(ledger, 1)
        ledger.commit([CALM])
    (settings.storage / ALIVE).touch()
    return settings


Ask = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def ask(config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setattr("app.call.start_log", lambda _level: None)  # it would keep the captured stderr

    def word(*arguments: str) -> tuple[int, dict[str, Any], str]:
        code = health.main(["--config", str(config), *arguments])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out.startswith("{") else {"text": said.out}, said.err

    return word


def test_where_no_terminal_has_ever_run_the_answer_is_no(ask: Ask, settings: Settings) -> None:
    code, _, complaint = ask("--json")
    assert code == 1
    assert f"there is no ledger in {settings.storage}" in complaint


def test_a_terminal_that_does_not_run_is_told_of_by_its_ledger(ask: Ask, recorded: Settings) -> None:
    code, told, _ = ask("--json")
    assert code == 1
    assert (told["running"], told["service_state"], told["ended"]) == (False, "out", "unknown")
    assert told["last_alive_at"]
    assert (told["queue"]["depth"], told["highest_kiosk_seq"]) == (1, 1)
    assert [(one["device"], one["code"]) for one in told["devices"]] == [("printer", "PRN-OUT")]
    assert told["money"]["stacked_fen"] == told["money"]["queued_fen"] == told["cash_box"]["fen"] > 0
    assert told["today"]["restarts"] == 1
    with closing(SqliteLedger.open(recorded.storage, recorded.secrets, "K0001")) as ledger:
        head = ledger.journal_head()
        assert told["journal"] == {"count": head.count, "head": head.mac}
        ledger.commit([facts.RunStopped("a person")])
    assert ask("--json")[1]["ended"] == "clean"


def test_a_person_gets_lines(ask: Ask, recorded: Settings) -> None:
    del recorded
    code, told, _ = ask()
    assert code == 1
    lines = {line.split(maxsplit=1)[0]: line for line in told["text"].splitlines()}
    assert "does not run, service out" in lines["terminal"]
    assert "PRN-OUT" in lines["printer"]
    assert "1 payment(s)" in lines["queue"]


def test_a_damaged_ledger_is_a_matter_of_the_storage(ask: Ask, recorded: Settings) -> None:
    (recorded.storage / "ledger.db").write_bytes(b"\xff" * 4096)
    code, _, complaint = ask("--json")
    assert code == 3
    assert "no database" in complaint or "damaged" in complaint


def test_a_wrong_configuration_is_two(ask: Ask, config: Path) -> None:
    config.write_text("[terminal]\nid = k\n")
    assert ask("--json")[0] == 2


# ---- a running one ---------------------------------------------------------------------------------------------------


class Running:
    """What of a running terminal answers the word: till, ledger, health and the socket."""

    def __init__(self, settings: Settings, client: Any) -> None:
        self.till = Till(settings.policy, SystemClock())
        self.ledger: SqliteLedger | None = None
        self.asked = threading.Event()
        self.health = TerminalHealth(
            settings,
            self.till,
            MagicMock(),
            client,
            SystemClock(),
            head=lambda: None if self.ledger is None else self.ledger.journal_head(),
            changed=self.asked.set,
            start_s=0.0,
        )
        ports = MagicMock()
        ports.screen = self.health.screen
        self.till.start(ports, partial(self._open, settings), self.health.tell_run)
        self.till.ask(SqliteLedger.journal_head, SqliteLedger).result(PATIENCE_S)
        words = {"health": partial(answer_health, self.health)}
        self.socket = TillSocket(settings.storage, partial(answer_word, self.till, others=words))

    def _open(self, settings: Settings) -> SqliteLedger:
        self.ledger = SqliteLedger.open(settings.storage, settings.secrets, "K0001")
        return self.ledger

    def stop(self) -> None:
        self.socket.close()
        self.till.stop()
        self.health.stop()


@pytest.fixture
def running(settings: Settings) -> Iterator[Running]:
    client = MagicMock()
    client.call.side_effect = CentreUnreachableError("no route")
    made = Running(settings, client)
    yield made
    made.stop()


def test_a_running_terminal_tells_what_its_heartbeat_tells(ask: Ask, running: Running) -> None:
    code, told, _ = ask("--json")
    assert code == 1, "nothing is connected, so nobody can pay"
    members = set(HeartbeatRequest.model_fields) - {"clock_offset_seconds"}
    assert set(told) == members | {"running", "today", "inventory"}
    assert told["running"] is True
    assert told["inventory"]["ended"] == "first"
    assert told["service"]["mode"] == "serving"
    assert not running.asked.is_set(), "looking tells the centre nothing"
    assert "runs, service out" in ask()[1]["text"]


def test_upload_waits_for_a_heartbeat_that_was_answered(
    ask: Ask, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beat() -> None:
        assert running.asked.wait(PATIENCE_S)
        running.health.after_beat(HeartbeatReply("2026-11-22T09:30:00+08:00"))

    heart = threading.Thread(target=beat)
    heart.start()
    code, told, complaint = ask("--json", "--upload")
    heart.join(PATIENCE_S)
    assert (told["uploaded"], complaint) == (True, "")
    monkeypatch.setattr("app.health_word.BEAT_S", 0.05)
    code, told, complaint = ask("--json", "--upload")
    assert (code, told["uploaded"]) == (1, False)
    assert "nothing was uploaded" in complaint


# ---- what is stored leaves without a terminal ------------------------------------------------------------------------


def test_upload_without_a_terminal_brings_the_centre_every_event(recorded: Settings, tmp_path: Path) -> None:
    (tmp_path / "centre").mkdir()
    live = Live(tmp_path / "centre")
    with audited(live.centre):
        try:
            token = recorded.secrets / "enrolment.token"
            token.write_text(live.token)
            there = replace(recorded, centre=replace(recorded.centre, url=live.server.url, token_file=token))
            assert upload_alone(there) == ""
            told = health_alone(there)
            assert told is not None
            client = CentralClient(live.server.url, "K0001", token, TerminalKeys(there.secrets), SystemClock())
            reply = client.call("POST", "/v1/kiosks/K0001/events", b'{"items": []}')
            assert json.loads(reply.body)["next_expected_seq"] == told["next_event_seq"] > 1
        finally:
            live.stop()


def test_upload_without_a_centre_says_why_not(ask: Ask, recorded: Settings) -> None:
    code, told, complaint = ask("--json", "--upload")
    assert (code, told["uploaded"]) == (1, False)
    assert "that centre is there only while the demo runs" in complaint
    nowhere = replace(recorded, centre=replace(recorded.centre, url="http://127.0.0.1:9"))
    (recorded.secrets / "enrolment.token").write_text("a token")
    assert "has not taken all events" in upload_alone(nowhere, limit_s=0.2)
