"""``collect``: a swap of the cash box by command word, with two persons' proofs, on a running terminal or without one."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from app import call
from app.collect_word import answer_collect_word
from app.configuration import read_configuration
from app.processes import ROOT
from app.settings import Settings
from app.staff_list import FILE, kept_staff
from app.words import collect
from kiosk.clock import SystemClock
from kiosk.collection import TYPED
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import AcceptorIdentified, DeviceStatusChanged, NotesWhereaboutsKnown
from kiosk.flow.health import why_no_cash
from kiosk.performing import Ports
from kiosk.till import Till
from offline_queue.ledger import SqliteLedger
from tests.app.people import PINS, make_staff, ports_with_desk, typed
from tests.kiosk.play import NOTES, ok
from tests.offline_queue.support import check_conservation, queue_payment

TWO = ["--by", "0218", "--and", "0219"]
PROOFS = [{"id": one, "pin": PINS[one]} for one in ("0218", "0219")]
TEXTS = dict(zip((step.value for step in TYPED), ("BX-0007", "S-991", "BX-0012", "S-992"), strict=True))
OUT = DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.USER_ERROR, Severity.SUSPEND, code="BV-BOX-OUT"))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets_apart: None) -> Settings:
    """Of a terminal that runs nowhere, with one payment in its box."""
    given = replace(read_configuration(ROOT / "config.ini"), storage=tmp_path / "data", secrets=tmp_path / "secrets")
    monkeypatch.setattr(call, "configured", lambda _path: given)
    make_staff(given.secrets)
    monkeypatch.setattr("getpass.getpass", typed)
    ledger = open_ledger(given)
    queue_payment(ledger, 1)
    ledger.close()
    return given


def open_ledger(settings: Settings) -> SqliteLedger:
    return SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)


def is_open(settings: Settings) -> bool:
    ledger = open_ledger(settings)
    try:
        check_conservation(ledger)
        return ledger.recall().collection is not None
    finally:
        ledger.close()


def test_x31_without_a_terminal_it_is_opened_shown_and_given_up(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert collect.main(["show"]) == call.DONE
    assert collect.main(["open", *TWO]) == call.DONE
    assert "K0001-C1 is open: no cash is taken" in capsys.readouterr().out
    assert collect.main(["show", "--json"]) == call.NO, "while one is open the answer is no"
    shown = json.loads(capsys.readouterr().out)
    assert (shown["open"]["first"], shown["open"]["second"], shown["open"]["next"]) == ("0218", "0219", "box_out")
    assert "10000" not in json.dumps(shown), "what is in the box is told to nobody"
    assert collect.main(["open", *TWO]) == call.NO
    assert "open already" in capsys.readouterr().err
    assert is_open(settings)
    assert collect.main(["give-up", *TWO]) == call.DONE
    assert collect.main(["show"]) == call.DONE
    assert "given_up K0001-C1" in capsys.readouterr().out
    assert not is_open(settings)


def test_without_a_terminal_nobody_sees_the_box_so_nothing_is_closed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert collect.main(["open", *TWO]) == call.DONE
    assert collect.main(["close", *TWO, "--box-out", "BX-1", "--box-in", "BX-2"]) == call.NO
    assert "only the running one sees" in capsys.readouterr().err
    assert is_open(settings)


@pytest.mark.parametrize(
    ("two", "why"),
    [
        (["--by", "0218", "--and", "0301"], "one of the two was not accepted"),
        (["--by", "0301", "--and", "0219"], "one of the two was not accepted"),
    ],
)
def test_x31_who_lacks_the_role_opens_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str], two: list[str], why: str
) -> None:
    assert collect.main(["open", *two]) == call.NO
    assert why in capsys.readouterr().err
    assert not is_open(settings)


def test_x31_wrong_pins_lock_over_calls_and_restarts(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: typed(prompt) if "0218" in prompt else "000000")
    for _ in range(5):
        assert collect.main(["open", *TWO]) == call.NO
    monkeypatch.setattr("getpass.getpass", typed)
    capsys.readouterr()
    assert collect.main(["open", *TWO]) == call.NO
    assert "0219 is locked out" in capsys.readouterr().err
    assert not is_open(settings)


def test_x31_pins_come_from_a_descriptor_and_never_from_the_arguments(settings: Settings) -> None:
    read, write = os.pipe()
    os.write(write, f"{PINS['0218']}\n{PINS['0219']}\n".encode())
    os.close(write)
    assert collect.main(["open", *TWO, "--pins-fd", str(read)]) == call.DONE
    os.close(read)
    assert is_open(settings)
    with pytest.raises(SystemExit) as ended:
        collect.main(["give-up", *TWO, "--pin", PINS["0218"]])
    assert ended.value.code == call.WRONG


@pytest.mark.parametrize("given", [b"", b"481902\n", b"\n\n"])
def test_a_descriptor_without_two_lines_is_a_wrong_call(settings: Settings, given: bytes) -> None:
    read, write = os.pipe()
    os.write(write, given)
    os.close(write)
    with pytest.raises(SystemExit) as ended:
        collect.main(["open", *TWO, "--pins-fd", str(read)])
    os.close(read)
    assert ended.value.code == call.WRONG
    assert not is_open(settings)


def test_a_terminal_that_knows_nobody_can_prove_nobody(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (settings.secrets / FILE).unlink()
    assert collect.main(["open", *TWO]) == call.NO
    assert "nobody can be proved" in capsys.readouterr().err
    assert not is_open(settings)


def test_where_no_terminal_has_run_nothing_is_made(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = replace(settings, storage=settings.storage.parent / "nowhere")
    call.configured = lambda _path: nowhere  # type: ignore[assignment]  # the fixture's patch is put back at the end
    assert collect.main(["open", *TWO]) == call.NO
    assert "there is no ledger in" in capsys.readouterr().err
    assert collect.main(["show"]) == call.DONE
    assert not nowhere.storage.exists()


# ---- on a running terminal -----------------------------------------------------------------------------------------


@pytest.fixture
def till(settings: Settings) -> Iterator[Till]:
    running = Till(settings.policy, SystemClock())
    running.start(cast(Ports, ports_with_desk(running)), lambda: open_ledger(settings))
    known = kept_staff(settings.secrets)
    assert known is not None
    for event in (ok(Device.ACCEPTOR), AcceptorIdentified("SM", "S1", "1.0", NOTES), NotesWhereaboutsKnown(), known):
        running.post(event)
    settle(running)
    yield running
    running.stop()


def settle(till: Till) -> None:
    till.ask(lambda _: None, SqliteLedger).result(timeout=10)


def word(till: Till, do: str, **more: Any) -> dict[str, Any]:
    return answer_collect_word(till, {"word": "collect", "do": do, "proofs": PROOFS, **more})


def test_x31_a_running_terminal_is_swapped_by_word_as_the_box_moves(till: Till) -> None:
    assert word(till, "open")["open"]["collection_id"] == "K0001-C1"
    assert why_no_cash(till.state.terminal) == "BV-EXCHANGE"
    assert "has not said that the box is out" in word(till, "close", texts=TEXTS)["error"]
    till.post(OUT)
    settle(till)
    assert "does not say that a box is in" in word(till, "close", texts=TEXTS)["error"]
    assert "only closing ends" in word(till, "give-up")["error"]
    till.post(ok(Device.ACCEPTOR))
    settle(till)
    closed = word(till, "close", texts=TEXTS)
    assert (closed["open"], closed["box"], closed["last"][0]["state"]) == (None, "BX-0012", "closed")
    assert why_no_cash(till.state.terminal) == ""
    (body,) = till.ask(SqliteLedger.untold_collections, SqliteLedger).result(timeout=10)
    told = json.loads(body.body)
    assert told["expected"] == [{"denomination_fen": 10000, "count": 1}]
    till.ask(check_conservation, SqliteLedger).result(timeout=10)


@pytest.mark.parametrize("wrong", [{"do": "open"}, {"do": "open", "proofs": PROOFS[:1]}, {"do": "sing", "proofs": PROOFS}])
def test_what_is_no_word_of_two_is_said_so(till: Till, wrong: dict[str, Any]) -> None:
    assert answer_collect_word(till, wrong)["error"]
    assert till.state.terminal.collection is None
