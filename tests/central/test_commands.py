"""Commands: given by people, heard at once, done once, expiring; bundles come back (F62)."""

import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from central.__main__ import main
from central.bundles import Bundles
from central.centre import Centre
from central.health_tables import commands as commands_table
from central.staff_rights import StaffRefusedError
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, slug
from tests.central.staffed import acts, person

NOT_THERE = "01M8032X3NJC333CDMBRFSV8HD"
DONE = {"outcome": "done", "detail": "", "at": "2026-11-21T12:00:00+08:00"}


@pytest.fixture
def operator(centre: Centre) -> str:
    return person(centre, "0301", "operate")


def test_a_command_waits_until_it_is_done(centre: Centre, operator: str, clock: Clock) -> None:
    given = centre.commands.give("K0001", "restart", operator, seconds=600)
    assert len(centre.commands.open_for("K0001")) == 1
    assert centre.commands.open_for("K0001") == [given]
    assert len(centre.commands.open_for("K0002")) == 0
    clock.advance(5)
    centre.commands.ended("K0001", given.command_id, "done", "", clock())
    assert len(centre.commands.open_for("K0001")) == 0
    assert centre.commands.find("K0001", given.command_id).outcome == "done"
    assert acts(centre) == [
        ("0301", "command:restart", "K0001"),
        ("0301", "command_ended", "K0001"),
    ]


def test_a_command_is_never_offered_after_its_time(centre: Centre, operator: str, clock: Clock) -> None:
    given = centre.commands.give("K0001", "restart", operator, seconds=60)
    clock.advance(59.999)
    assert len(centre.commands.open_for("K0001")) == 1
    clock.advance(0.001)
    assert centre.commands.open_for("K0001") == []
    assert centre.commands.find("K0001", given.command_id).outcome == "expired"
    # it was done in time, and the line came back later: what the terminal says counts
    centre.commands.ended("K0001", given.command_id, "done", "", clock())
    assert centre.commands.find("K0001", given.command_id).outcome == "done"


def test_the_first_word_about_a_command_counts(centre: Centre, operator: str, clock: Clock) -> None:
    given = centre.commands.give("K0001", "print_test", operator, seconds=60)
    centre.commands.ended("K0001", given.command_id, "done", "1", clock())
    centre.commands.ended("K0001", given.command_id, "failed", "2", clock())
    found = centre.commands.find("K0001", given.command_id)
    assert (found.outcome, found.detail) == ("done", "1")


@pytest.mark.parametrize(
    ("kiosk", "what", "by", "seconds", "reason"),
    [
        ("K0001", "self_destruct", "0301", 60.0, "differs"),
        ("K0001", "restart", "0301", 0.0, "differs"),
        ("K0001", "restart", "0301", 86_401.0, "differs"),
        ("K0009", "restart", "0301", 60.0, "not-there"),
        ("K0001", "restart", "0302", 60.0, "role-missing"),
        ("K0001", "restart", "0303", 60.0, "not-your-hall"),
        ("K0001", "restart", "0399", 60.0, "unknown-person"),
    ],
)
def test_what_can_t_be_commanded(  # noqa: PLR0917 (one row of a table)
    centre: Centre, operator: str, kiosk: str, what: str, by: str, seconds: float, reason: str
) -> None:
    person(centre, "0302", "cash")
    person(centre, "0303", "admin", halls=("station",))
    with pytest.raises(StaffRefusedError) as refused:
        centre.commands.give(kiosk, what, by, seconds=seconds)
    assert refused.value.reason == reason
    assert len(centre.commands.open_for("K0001")) == 0


def test_commands_do_not_pile_up(centre: Centre, operator: str) -> None:
    for _ in range(20):
        centre.commands.give("K0001", "sync_config", operator, seconds=60)
    with pytest.raises(StaffRefusedError) as refused:
        centre.commands.give("K0001", "sync_config", operator, seconds=60)
    assert refused.value.reason == "over"


# ---- over the wire -----------------------------------------------------------------------------------------------------


def test_a_listening_terminal_hears_at_once_and_answers(live: Live, terminal: Terminal) -> None:
    person(live.centre, "0301", "operate")
    assert terminal.call("GET", "/v1/kiosks/K0001/commands").json() == {"items": []}
    giving = threading.Timer(0.3, lambda: live.centre.commands.give("K0001", "restart", "0301", seconds=600))
    giving.start()
    answer = terminal.call("GET", "/v1/kiosks/K0001/commands?wait=14")
    giving.join()
    (command,) = answer.json()["items"]
    assert answer.elapsed.total_seconds() < 10, "it did not wait for the end of the poll"
    assert (command["what"], command["argument"], command["by"]) == ("restart", "", "0301")
    assert command["issued_at"] < command["expires_at"]
    beat = {"sent_at": command["issued_at"], "highest_kiosk_seq": 1, "journal": None, "service_state": "full"}
    beat |= {"queue": {"depth": 0, "oldest_seconds": 0}, "devices": []}
    assert terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=beat).json()["commands_pending"] == 1
    path = f"/v1/kiosks/K0001/commands/{command['command_id']}/result"
    assert terminal.call("POST", path, json=DONE).json() == {"status": "kept"}
    assert terminal.call("POST", path, json=DONE).json() == {"status": "kept"}
    assert terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=beat).json()["commands_pending"] == 0
    assert terminal.call("GET", "/v1/kiosks/K0001/commands").json() == {"items": []}


def test_the_commands_of_another_terminal_are_none_of_its_business(live: Live, terminal: Terminal) -> None:
    person(live.centre, "0301", "operate", halls=("*",))
    live.centre.enrolment.enrol("K0002", "station")
    given = live.centre.commands.give("K0002", "fetch_bundle", "0301", seconds=600)
    assert slug(terminal.call("GET", "/v1/kiosks/K0002/commands")) == "kiosk-mismatch"
    mine = f"/v1/kiosks/K0001/commands/{given.command_id}/result"
    assert slug(terminal.call("POST", mine, json=DONE)) == "command-not-found"
    assert slug(terminal.call("PUT", f"/v1/kiosks/K0001/bundles/{given.command_id}", data=b"x")) == "command-not-found"
    assert slug(terminal.call("POST", mine, json=DONE | {"outcome": "perhaps"})) == "invalid-request"


# ---- bundles -----------------------------------------------------------------------------------------------------------


def test_a_bundle_of_eight_mebibytes_comes_back_to_the_byte(live: Live, terminal: Terminal) -> None:
    person(live.centre, "0301", "operate")
    command = live.centre.commands.give("K0001", "fetch_bundle", "0301", seconds=600)
    content = bytes(range(256)) * (8 * 4096)
    path = f"/v1/kiosks/K0001/bundles/{command.command_id}"
    headers = {"Content-Type": "application/octet-stream"}
    assert terminal.call("PUT", path, data=content, headers=headers).json() == {"status": "kept"}
    assert live.centre.bundles.read("K0001", command.command_id) == content
    (listed,) = live.centre.bundles.of_kiosk("K0001")
    assert (listed.command_id, listed.size_bytes) == (command.command_id, 8 * 1024 * 1024)
    large = terminal.call("PUT", path, data=content + b"x", headers=headers)
    assert (large.status_code, slug(large)) == (413, "body-too-large")
    assert slug(terminal.call("PUT", path, data=b"", headers=headers)) == "invalid-request"
    elsewhere = terminal.call("POST", "/v1/cash-collections", data=b" " * 300_000, headers=headers)
    assert slug(elsewhere) == "body-too-large", "the large bodies are for bundles only"


def test_bundles_are_owner_only_and_the_oldest_go(tmp_path: Path) -> None:
    bundles = Bundles(tmp_path / "b", keep=2)
    names = [f"01M8032X3NJC333CDMBRFSV8H{last}" for last in "123"]
    for name in names:
        bundles.put("K0001", name, name.encode())
    bundles.put("K0002", names[0], b"another terminal's")
    assert [bundle.command_id for bundle in bundles.of_kiosk("K0001")] == [names[2], names[1]]
    assert bundles.read("K0001", names[0]) is None
    assert bundles.read("K0002", names[0]) == b"another terminal's"
    folder = tmp_path / "b"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert bundles.read("../K0001", names[0]) is None


# ---- by hand -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("log_given_back")
def test_a_command_is_given_by_word(centre: Centre, operator: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = ["--database", centre.database.engine.url.database or ""]
    assert main(["command", "K0001", "restart", "--by", "0301", "--minutes", "10", *database]) == 0
    with centre.database.read() as connection:
        row = connection.execute(select(commands_table)).one()
    assert (row.what, row.by, row.expires_at - row.issued_at) == ("restart", "0301", 600_000)
    assert row.command_id in capsys.readouterr().out
    assert main(["command", "K0001", "restart", "--by", "0399", "--minutes", "10", *database]) == 1
    assert "0399" in capsys.readouterr().err
    assert main(["command", "K0009", "restart", "--by", "0301", "--minutes", "10", *database]) == 1
