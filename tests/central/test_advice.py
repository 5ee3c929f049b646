"""For every code that a terminal can tell there is a plain word: what it means, what the hall does, what it blocks."""

import json
import re
from itertools import product
from pathlib import Path

import pytest

from app import hall_advice
from central.advice import advice, table
from kiosk.advice import ADVICE, Advice
from kiosk.device_status import DeviceState

ROOT = Path(__file__).parents[2]
_CODE = re.compile(
    r"[\"']((?:BV|PRN|CARD|CRD|NET|DISK|SEQ|LED|CLK|Q|STO|NOT|DOOR|TEST|MONEY|BOOKS|APP|REMOTE)-[A-Z][A-Z-]*)[\"']"
)


def _told() -> set[str]:
    """Every code that stands as a text in the terminal's sources; simulators speak in bytes."""
    files = [path for part in ("kiosk", "devices", "offline_queue", "app") for path in (ROOT / part).rglob("*.py")]
    return {code for path in files if "simulators" not in path.parts for code in _CODE.findall(path.read_text("utf-8"))}


def test_f67_every_code_of_the_terminal_has_its_line() -> None:
    codes = _told()
    assert {"BV-JAM", "PRN-OUT", "CARD-DOUBT", "NET-DOWN", "DISK-LOW", "SEQ-BEHIND", "LED-REBUILT"} <= codes
    assert not codes - set(table())


def test_f67_a_device_that_tells_no_code_is_told_by_its_state() -> None:
    """``why_no_cash`` and its kin make a code of the device and its state."""
    for prefix, state in product(("BV", "CARD", "PRN"), DeviceState):
        usable = state in (DeviceState.ONLINE, DeviceState.STARTING, DeviceState.BUSY)
        assert usable or f"{prefix}-{state.upper()}" in table()


def test_f67_the_hall_reads_of_every_code_what_the_terminal_says_word_by_word_in_both_languages() -> None:
    said = {code: _words(one) for code, one in ADVICE.items()}
    here = {
        code: (set(line.blocks), line.zh.what, line.zh.do, line.en.what, line.en.do)
        for code, line in table().items()
        if code in ADVICE
    }
    assert here == said, "the terminal's words have changed: run python -m app.hall_advice"
    assert hall_advice.FILE.read_text("utf-8") == hall_advice.text()


def _words(said: Advice) -> tuple[set[str], str, str, str, str]:
    blocks = {"print" if one.value == "printing" else one.value for one in said.blocks}
    zh, en = "；".join(step.zh for step in said.steps), ". ".join(step.en for step in said.steps)
    return blocks, said.what.zh, zh or "不必处理", said.what.en, en or "Nothing to do"


def test_what_only_the_centre_tells_is_no_code_of_the_terminal() -> None:
    own = set(table()) - set(ADVICE)
    assert own == set(json.loads(hall_advice.FILE.with_name("advice_own.json").read_text("utf-8")))
    assert not own & _told()


def test_every_line_is_whole_in_both_languages() -> None:
    for code, line in table().items():
        assert set(line.blocks) <= {"cash", "card", "print"}, code
        for words in (line.zh, line.en):
            assert words.what, code
            assert words.do, code
            assert len(words.what) <= 70, code
        assert not re.search(r"[\u4e00-\u9fff]", line.en.what + line.en.do), code
        assert re.search(r"[\u4e00-\u9fff]", line.zh.what), code


@pytest.mark.parametrize(("code", "blocks"), [("BV-NEW", ("cash",)), ("PRN-NEW", ("print",)), ("XYZ", ()), ("", ())])
def test_a_code_that_nobody_knows_still_gets_a_plain_sentence(code: str, blocks: tuple[str, ...]) -> None:
    said = advice(code)
    assert (said.known, said.blocks) == (False, blocks)
    assert code in said.zh.what
    assert code in said.en.what
    assert said.zh.do
    assert said.en.do
