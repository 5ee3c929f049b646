"""Guided diagnosis, readiness report and fault bundle on a whole terminal: real drivers, wires, centre, ledger."""

import base64
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.fault_bundle import MOST_BYTES, checked
from devices.replay import play
from devices.replay_drivers import maker
from devices.replay_steps import recording
from kiosk import views
from kiosk.diagnosis import CELLS, QUESTIONS, DiagnosisItem
from kiosk.diagnosis_views import DiagnosisView, ReadinessView
from kiosk.events import (
    BackPressed,
    BundlePressed,
    CellTouched,
    ConfirmPressed,
    ConsolePageChosen,
    DiagnosisAnswered,
    DiagnosisChosen,
    DiagnosisNext,
    DigitPressed,
    FinishPressed,
    LogOffPressed,
    PrintPressed,
    StaffPressed,
)
from kiosk.readiness import Verdict
from kiosk.staff_views import ConsolePage, ConsoleView, StaffLoginView
from kiosk.views import HomeView
from tests.journeys.front import NUMBER, finish, to_cash
from tests.journeys.rig import Terminal, World, check_books, put_in, wait_until

STAFF, PIN, PHONE = "0217", "48159362", "13900139000"


def typed(terminal: Terminal, digits: str) -> None:
    for digit in digits:
        terminal.touch(DigitPressed(digit))
    terminal.touch(ConfirmPressed())


def at_page(terminal: Terminal, page: ConsolePage) -> None:
    wait_until(lambda: bool(terminal.till.state.terminal.staff), "the centre has told who may work here")
    terminal.see(HomeView, lambda home: home.can_pay)
    wait_until(lambda: terminal.till.state.terminal.whereabouts_known, "the acceptor has told all it has to tell")
    terminal.touch(StaffPressed())
    terminal.see(StaffLoginView)
    typed(terminal, STAFF)
    typed(terminal, PIN)
    terminal.see(ConsoleView)
    terminal.touch(ConsolePageChosen(page))


def log_off(terminal: Terminal) -> None:
    terminal.touch(BackPressed())
    terminal.touch(BackPressed())
    terminal.touch(LogOffPressed())
    terminal.see(HomeView)


def at_step(terminal: Terminal, step: str, item: str) -> Any:
    return terminal.see(DiagnosisView, lambda body: body.step == step and body.item == item)


def is_asked(terminal: Terminal, question: str) -> bool:
    body = terminal.screen.bodies[-1]
    return isinstance(body, DiagnosisView) and body.question == question


def result_of(terminal: Terminal, item: DiagnosisItem) -> tuple[str, str]:
    """Begin it, say yes to every question; how it ended."""
    terminal.touch(DiagnosisChosen(item))
    for question in QUESTIONS.get(item, ()):
        body = terminal.see(DiagnosisView, lambda shown: shown.step in ("asking", "done"))
        if body.step == "done":
            break
        wait_until(partial(is_asked, terminal, question), f"the question {question}")
        terminal.touch(DiagnosisAnswered(yes=True))
    body = at_step(terminal, "done", item)
    terminal.touch(DiagnosisNext())
    terminal.see(DiagnosisView, lambda shown: shown.step == "choosing")
    return body.outcome, body.detail


@pytest.fixture
def staffed(terminal: Terminal, world: World) -> Iterator[Terminal]:
    """The demo's technician, with a phone of their own."""
    with world._database.write() as connection:
        connection.exec_driver_sql("UPDATE staff SET number = ? WHERE staff_id = ?", (PHONE, STAFF))
    yield terminal


def test_a_note_of_the_technicians_own_goes_in_and_comes_back(staffed: Terminal, world: World) -> None:
    at_page(staffed, ConsolePage.DIAGNOSIS)
    staffed.touch(DiagnosisChosen(DiagnosisItem.ACCEPTOR))
    at_step(staffed, "inserting", "acceptor")
    note = world.insert(50)
    body = at_step(staffed, "done", "acceptor")
    assert (body.outcome, body.detail) == ("passed", "returned")
    assert world.place(note) == "returned"
    wait_until(world.is_shut, "the slot is shut again")
    log_off(staffed)
    check_books(world, staffed.opened)


def test_the_cable_pulled_with_the_note_inside_is_told_as_it_was(staffed: Terminal, world: World) -> None:
    """Nobody hears the device for a while, or it never heard that the note is to come back: it does, and is told of."""
    at_page(staffed, ConsolePage.DIAGNOSIS)
    staffed.touch(DiagnosisChosen(DiagnosisItem.ACCEPTOR))
    at_step(staffed, "inserting", "acceptor")
    note = world.insert(20)
    at_step(staffed, "returning", "acceptor")
    world.acceptor("unplug")
    wait_until(lambda: not staffed.till.state.terminal.acceptor.usable, "the cable is seen to be out")
    world.acceptor("replug")
    body = at_step(staffed, "done", "acceptor")
    world.wait_place(note, "returned")
    assert (body.outcome, body.detail) in (("passed", "returned"), ("failed", "not proved returned"))
    log_off(staffed)
    check_books(world, staffed.opened)


def test_everything_else_is_tried_and_remembered_over_a_restart(staffed: Terminal, world: World) -> None:
    papers = int(world.printer("state")["jobs"])
    at_page(staffed, ConsolePage.DIAGNOSIS)
    assert result_of(staffed, DiagnosisItem.PRINTER) == ("passed", "")
    assert int(world.printer("state")["jobs"]) == papers + 1
    found = {
        item: result_of(staffed, item) for item in DiagnosisItem if item in ("network", "centre", "clock", "disk", "sms")
    }
    assert {item: outcome for item, (outcome, _) in found.items()} == dict.fromkeys(found, "passed"), found
    wait_until(
        lambda: any(sms["to"].endswith(PHONE[-4:]) for sms in world.demo.handset()), "the text is on the technician's phone"
    )
    staffed.touch(DiagnosisChosen(DiagnosisItem.TOUCH))
    for cell in range(CELLS):
        staffed.touch(CellTouched(cell))
    assert at_step(staffed, "done", "touch").outcome == "passed"
    staffed.touch(DiagnosisNext())
    log_off(staffed)
    before = {one.item: one.outcome for one in staffed.till.state.terminal.diagnosed}
    assert {"printer", "network", "centre", "clock", "disk", "sms", "touch"} <= set(before)
    staffed.stop()
    staffed.start()
    wait_until(lambda: bool(staffed.till.state.terminal.diagnosed), "the results are recalled")
    assert {one.item: one.outcome for one in staffed.till.state.terminal.diagnosed} == before
    staffed.see(HomeView, lambda home: home.can_pay)


def test_without_a_line_network_passes_no_more_and_the_printer_still_does(staffed: Terminal, world: World) -> None:
    from app.network import Network

    at_page(staffed, ConsolePage.DIAGNOSIS)
    world.network(Network.CUT)
    assert result_of(staffed, DiagnosisItem.CENTRE)[0] == "failed"
    assert result_of(staffed, DiagnosisItem.SMS)[0] == "failed"
    assert result_of(staffed, DiagnosisItem.PRINTER)[0] == "passed"
    world.network(Network.UP)
    wait_until(lambda: result_of(staffed, DiagnosisItem.CENTRE)[0] == "passed", "the centre answers again")
    log_off(staffed)


def test_readiness_says_what_stands_against_it_on_screen_on_paper_and_by_word(staffed: Terminal, world: World) -> None:
    at_page(staffed, ConsolePage.READINESS)
    ready = staffed.see(ReadinessView, lambda body: not body.busy)
    assert ready.found.verdict in (Verdict.READY, Verdict.LIMITED), ready.found.findings
    staffed.touch(PrintPressed())
    staffed.see(ReadinessView, lambda body: body.printed == "printed")
    assert "开业自检单" in newest_paper(world)
    world.acceptor("jam", at="entry")
    wait_until(lambda: not staffed.till.state.terminal.acceptor.usable, "the jam is seen")
    world.printer("paper_out")
    wait_until(lambda: not staffed.till.state.terminal.printer.usable, "the paper is seen to be out")
    by_word = staffed.terminal.words["readiness"]({"word": "readiness"})
    assert by_word["verdict"] == "not_ready"
    codes = [one["code"] for one in by_word["findings"]]
    assert any(code.startswith("BV-JAM") for code in codes), codes
    assert all(one["what"] and one["steps"] for one in by_word["findings"] if one["severity"] >= 2), by_word
    world.printer("paper_in")
    world.acceptor("clear")
    staffed.touch(LogOffPressed())
    staffed.see(HomeView, lambda home: home.can_pay)


def newest_paper(world: World) -> str:
    newest = max((world.folder / "paper").glob("*.txt"), key=lambda path: path.stat().st_mtime)
    return newest.read_text("utf-8")


# ---- the fault bundle ----------------------------------------------------------------------------------------------


def test_a_bundle_holds_what_a_fault_is_found_by_and_nothing_of_anybody(staffed: Terminal, world: World) -> None:
    """A visit with a whole number and a note, a log-in with a PIN: none of it, and no key, is in the bundle (canary)."""
    to_cash(staffed)
    put_in(staffed, world, 50, 50)
    finish(staffed)
    staffed.touch(FinishPressed())
    staffed.see(HomeView)
    at_page(staffed, ConsolePage.DIAGNOSIS)
    answer = staffed.terminal.words["bundle"]({"word": "bundle"})
    packed = base64.b64decode(answer["zip"])
    assert len(packed) <= MOST_BYTES
    files = checked(packed)
    assert {"traces/acceptor.jsonl", "traces/printer.jsonl", "journal.jsonl", "states.json"} <= set(files)
    assert {"configuration.json", "versions.json", "log.txt"} <= set(files)
    text = "\n".join(files.values())
    wires = b"".join(
        bytes.fromhex(json.loads(line).get("hex", ""))
        for name in files
        if name.startswith("traces/")
        for line in files[name].splitlines()
    )
    for canary in (NUMBER, PIN, PHONE, *secrets_of(staffed.opened.settings.secrets)):
        assert canary not in text, canary[:12]
        assert canary.encode() not in wires, canary[:12]
    journal = [json.loads(line) for line in files["journal.jsonl"].splitlines()]
    assert {"NoteStacked", "PaymentAccepted", "StaffLoggedIn"} <= {one["fact"] for one in journal}
    assert json.loads(files["states.json"])["readiness"]["verdict"] in ("ready", "limited")
    log_off(staffed)


def secrets_of(folder: Path) -> list[str]:
    """Everything in the secrets' directory, as it might show: text, hex, base64."""
    found: list[str] = []
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes().strip()
            found += [raw.hex(), base64.b64encode(raw).decode()]
            found += [line for line in raw.decode("utf-8", "replace").splitlines() if len(line) >= 16 and "---" not in line]
    return [one for one in found if len(one) >= 16]


def test_the_traces_of_a_bundle_are_played_again_on_a_desk(staffed: Terminal, world: World, tmp_path: Path) -> None:
    to_cash(staffed)
    put_in(staffed, world, 20, 20)
    finish(staffed)
    staffed.touch(FinishPressed())
    files = checked(staffed.terminal.bundling.packed())
    tmp_path.chmod(0o700)
    for device in ("acceptor", "printer"):
        found = recording(files[f"traces/{device}.jsonl"].splitlines())
        played = play(found, maker(found.wire, tmp_path))
        assert played.differences == (), device
        assert played.lines


def test_one_key_of_the_console_puts_a_bundle_away_and_only_the_newest_are_kept(staffed: Terminal) -> None:
    at_page(staffed, ConsolePage.DIAGNOSIS)
    staffed.touch(BundlePressed())
    body = staffed.see(DiagnosisView, lambda shown: bool(shown.bundle))
    path = staffed.opened.settings.storage / "bundles" / body.bundle
    assert path.stat().st_mode & 0o777 == 0o600
    assert "states.json" in checked(path.read_bytes())
    for number in range(5):
        (path.parent / f"K0-2020010{number}.zip").write_bytes(b"old")
    staffed.terminal.bundling.put_away()
    assert len(list(path.parent.glob("*.zip"))) == 3
    log_off(staffed)


def test_a_page_of_the_console_never_stays_over_a_home_page(staffed: Terminal) -> None:
    """Whatever the tests before it left: a customer finds a home page that takes payments."""
    assert staffed.see(views.HomeView, lambda home: home.can_pay)
