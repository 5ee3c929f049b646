"""Whatever code this terminal can show, somebody is told what it means and what to do (issue 6, console)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices import ccnet_health, escpos, escpos_facts, pos_conditions, zvt_health
from devices.ccnet_tables import FAULTS
from devices.zvt_codes import CONDITIONS
from kiosk.advice import ADVICE, PREFIXES, Blocked, advice_for, gravest_first
from kiosk.device_status import Device, DeviceState, Severity
from kiosk.visit_types import Language

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"(BV|PRN|CARD|NET|DISK|SEQ|LED|STO)-[A-Z0-9_]+(-[A-Z0-9_]+)*")
FOLDERS = ("devices", "kiosk", "app", "offline_queue")


def spelled_out() -> Iterator[tuple[str, str]]:
    """Every code that stands as a text of its own in what runs in a terminal: (code, where)."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "simulators" in path.parts or path.name.startswith("advice"):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                    yield node.value, path.name


def test_every_code_that_is_spelled_out_has_advice() -> None:
    found = set(spelled_out())
    assert len(found) > 80
    assert sorted(place for place in found if place[0] not in ADVICE) == []


def test_every_code_of_the_driver_tables_has_advice() -> None:
    verdicts = {verdict.status.code for verdict in escpos_facts._VERDICTS}
    tables = {
        *(fault.code for fault in FAULTS.values()),
        *ccnet_health.LINK_CODES.values(),
        *(condition.code for condition in CONDITIONS.values()),
        *zvt_health.LINK_CODES.values(),
        *pos_conditions.LINK_CODES.values(),
        *verdicts,
        *(code for _state, _severity, code in escpos._STATE_OF_PROBLEM.values()),
    }
    assert len(tables) > 50
    assert sorted(code for code in tables - {""} if code not in ADVICE) == []


@pytest.mark.parametrize("device", Device)
def test_a_state_without_a_code_has_advice_too(device: Device) -> None:
    made = [f"{PREFIXES[device]}-{state.upper()}" for state in DeviceState]
    assert [code for code in made if code not in ADVICE] == []


@pytest.mark.parametrize("code", ADVICE)
def test_advice_is_whole_in_both_languages(code: str) -> None:
    found = ADVICE[code]
    words = [found.what, *found.steps]
    for said in words:
        assert re.search("[\u4e00-\u9fff]", said.of(Language.CHINESE))
        assert not re.search("[\u4e00-\u9fff]", said.of(Language.ENGLISH))
        assert 0 < len(said.zh) <= 30
        assert 0 < len(said.en) <= 90
    assert bool(found.steps) == (found.severity > Severity.NONE), "whatever is wrong, something is to be done"
    if found.severity <= Severity.NONE:
        assert found.blocks == ()


def test_unplugged_and_silent_are_told_apart() -> None:
    for unplugged, silent in (("BV-NO-PORT", "BV-SILENT"), ("PRN-GONE", "PRN-SILENT"), ("CARD-PORT", "CARD-SILENT")):
        assert "数据线" in advice_for(unplugged).what.zh
        assert "不应答" in advice_for(silent).what.zh
        assert advice_for(unplugged).steps[0] != advice_for(silent).steps[0]


def test_what_nobody_listed_is_told_plainly_and_is_never_well() -> None:
    for code, blocked in (("BV-X9", Blocked.CASH), ("PRN-X9", Blocked.PRINTING), ("CARD-X9", Blocked.CARD)):
        assert code not in ADVICE
        found = advice_for(code)
        assert code in found.what.zh
        assert code in found.what.en
        assert (found.severity, found.blocks) == (Severity.SUSPEND, (blocked,))
    assert "X-1" in advice_for("X-1").what.en
    assert advice_for("X-1").steps


def test_the_gravest_comes_first() -> None:
    assert gravest_first(["PRN-LOW", "BV-JAM", "LED-CHANGED", "PRN-LOW", "PRN-OUT"]) == [
        "LED-CHANGED",
        "BV-JAM",
        "PRN-OUT",
        "PRN-LOW",
    ]
