"""The proofs can fail: each seeded bug is caught by the tests that are there to catch it, and by name."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from app.processes import ROOT
from tests.conftest import Tally
from tests.seeded_bugs.bugs import BUGS

MOMENTS: Final = "tests/power_cut/test_named_moments.py"
CAUGHT_BY: Final[dict[str, tuple[str, ...]]] = {
    "credit-on-escrow": (f"{MOMENTS}::test_m8_the_terminal_dies[till.before-command:StackNote]",),
    "acknowledge-before-commit": (
        f"{MOMENTS}::test_m1_a_hanging_till_acknowledges_nothing[ledger.written]",
        "tests/kiosk/test_till.py::test_m10_when_the_credit_cannot_be_written_nothing_is_acknowledged_and_the_slot_closes",
    ),
    "retry-with-new-key": (
        f"{MOMENTS}::test_m8_the_terminal_dies[sender.heard]",
        "tests/kiosk/test_central_client.py::test_a_retry_sends_the_same_bytes",
    ),
}
IN_FULL: Final = ("credit-on-escrow",)
PLUGINS: Final = ("-p", "pytest_timeout", "-p", "tests.seeded_bugs.plant")
ONLY_NAMED: Final = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # the others cost seconds and do nothing here
LIMIT_S: Final = 100.0


def outcomes(tests: tuple[str, ...], folder: Path, *options: str) -> dict[str, str]:
    """Name of each test to what it said when it failed, or nothing when it passed; run by a pytest of its own."""
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", *PLUGINS, *options, f"--junitxml={report}", *tests]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | ONLY_NAMED
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    cases = ElementTree.parse(report).getroot().iter("testcase")  # noqa: S314 - pytest wrote it a moment ago
    return {case.attrib["name"]: _said(case) for case in cases}


def _said(case: ElementTree.Element) -> str:
    failure = case.find("failure")
    assert case.find("error") is None, "it did not even run: " + ElementTree.tostring(case, "unicode")
    return "" if failure is None else failure.attrib["message"]


def names(tests: tuple[str, ...]) -> set[str]:
    return {test.split("::")[1] for test in tests}


def slices() -> list[Any]:
    """`make test`: one bug in a terminal that is killed, the others where they are found in a moment."""
    whole = [pytest.param(bug, "tests/", marks=() if bug in IN_FULL else pytest.mark.long) for bug in sorted(BUGS)]
    return [*whole, *((bug, "tests/kiosk/") for bug in sorted(BUGS) if bug not in IN_FULL)]


@pytest.mark.parametrize(("bug", "folder"), slices())
def test_a_seeded_bug_is_caught(bug: str, folder: str, tmp_path: Path, tally: Tally) -> None:
    catching = tuple(test for test in CAUGHT_BY[bug] if test.startswith(folder))
    found = outcomes(catching, tmp_path, "--plant", bug)
    assert found
    assert set(found) == names(catching)
    missed = [name for name, said in found.items() if not said]
    assert not missed, f"{bug} went unnoticed by {missed}"
    for name, said in found.items():
        print(f"{bug}: caught by {name}: {said.splitlines()[0]}")
    tally("seeded bugs caught", 1)


@pytest.mark.parametrize("folder", ["tests/kiosk/", pytest.param("tests/", marks=pytest.mark.long)])
def test_without_a_bug_the_same_tests_pass(tmp_path: Path, folder: str) -> None:
    """Those of the named moments take long, and stand without a bug in each run beside this one."""
    every = tuple(test for tests in CAUGHT_BY.values() for test in tests if test.startswith(folder))
    found = outcomes(every, tmp_path)
    assert set(found) == names(every)
    assert not any(found.values()), found
