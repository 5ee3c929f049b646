"""Child processes of the demo: awaited until they are ready, quoted when they fail, ended with us."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.processes import Child, ChildError

READY = "import json, time; print(json.dumps({'ready': True, 'url': 'x'})); time.sleep(60)"
DEAF = (
    "import json, signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print(json.dumps({'pid': __import__('os').getpid()}))\n"
    "time.sleep(60)"
)


class Nursery:
    def __init__(self, folder: Path) -> None:
        self.log = folder / "child.log"
        self.children: list[Child] = []

    def child(self, code: str) -> Child:
        self.children.append(Child("coffee machine", ["-c", code], self.log))
        return self.children[-1]


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    made = Nursery(tmp_path)
    yield made
    for child in made.children:
        child.stop(0.5)


def test_its_first_line_says_that_it_is_ready(nursery: Nursery) -> None:
    assert nursery.child(READY).ready() == {"ready": True, "url": "x"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit('the port is taken')", "the port is taken"),
        ("raise ValueError('a bug')", "ValueError: a bug"),
        ("pass", "it said nothing"),
        ("print('hello')", "it said nothing"),
        ("print('[1]')", "it said nothing"),
    ],
)
def test_one_that_does_not_start_is_quoted(nursery: Nursery, code: str, words: str) -> None:
    with pytest.raises(ChildError) as caught:
        nursery.child(code).ready()
    assert str(caught.value).startswith("the demo's coffee machine did not start: ")
    assert words in str(caught.value)


def test_one_that_never_says_a_word_is_not_waited_for_for_ever(nursery: Nursery) -> None:
    with pytest.raises(ChildError, match="it said nothing"):
        nursery.child("import time; time.sleep(60)").ready(timeout_s=0.3)


def test_one_that_will_not_end_is_ended(nursery: Nursery) -> None:
    child = nursery.child(DEAF)
    pid = child.ready()["pid"]
    child.stop(timeout_s=0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    child.stop()  # a second time is harmless


def test_ctrl_c_in_the_terminal_does_not_reach_it(nursery: Nursery) -> None:
    """It ends after the till, so it must be in a session of its own."""
    code = "import json, os, time; print(json.dumps({'session': os.getsid(0), 'pid': os.getpid()})); time.sleep(60)"
    said = nursery.child(code).ready()
    assert said["session"] == said["pid"] != os.getsid(0)
