"""The terminal without a screen, to be run under strace: it tells in a file of its own what it has acknowledged.

``python -m tests.power_cut.strace_kiosk CONFIG TOLD TRICKS``. After each commit that returned, one line goes to TOLD in one
write: how many records the journal has. TRICKS is a JSON object; each makes the terminal worse, or quicker to wear out:
``synchronous``, ``checkpoint_pages``, ``mirror_sync_every``; ``out_shown_s`` brings it up as ``kiosk_main.py run`` does,
and shows a failure only so long before the process ends by itself.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from app import bring_up
from app.configuration import read_configuration
from app.settings import Settings
from app.terminal import KioskTerminal
from kiosk.clock import SystemClock
from kiosk.facts import AnyFact
from kiosk.till import Till
from offline_queue import database, mirror
from offline_queue.ledger import SqliteLedger
from tests.power_cut.kiosk_process import PACING, TOUCHES, SpokenScreen


def tell_commits(told: Path) -> None:
    """In the till's own thread, so that strace sees it between this commit and the next."""
    descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    commit = SqliteLedger.commit

    def telling(ledger: SqliteLedger, facts: Sequence[AnyFact]) -> None:
        commit(ledger, facts)
        os.write(descriptor, f"{ledger.journal_head().count}\n".encode())

    SqliteLedger.commit = telling  # type: ignore[method-assign, assignment]


def play_tricks(tricks: dict[str, Any]) -> None:
    if "synchronous" in tricks:
        database.SETTINGS["synchronous"] = tricks["synchronous"]
    if "checkpoint_pages" in tricks:
        database.SETTINGS["wal_autocheckpoint"] = tricks["checkpoint_pages"]
    if "mirror_sync_every" in tricks:
        mirror.SYNC_EVERY = tricks["mirror_sync_every"]  # type: ignore[misc]


class Run:
    """Until stdin ends, or the terminal itself says with which code."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._code = 0

    def end(self, code: int) -> None:
        self._code = code
        self._over.set()

    def wait(self) -> int:
        self._over.wait()
        return self._code


def read_touches(till: Till, run: Run) -> None:
    """Unbuffered, because the process may end while this thread reads."""
    with open(0, "rb", buffering=0, closefd=False) as lines:
        for line in lines:
            touch = json.loads(line)
            till.post(msgspec.convert(touch["arguments"], TOUCHES[touch["touch"]]))
    run.end(0)


def bring_up_terminal(config: Path, settings: Settings, till: Till, run: Run, tricks: dict[str, Any]) -> Callable[[], None]:
    """What takes it down again."""
    if "out_shown_s" in tricks:
        bring_up.OUT_SHOWN_S = tricks["out_shown_s"]
        brought = bring_up.BringUp(settings, till, SpokenScreen(), config=config, end=run.end)
        brought.start()
        return brought.stop
    terminal = KioskTerminal(settings, till, SpokenScreen(), PACING)
    terminal.start()
    return terminal.stop


def main(arguments: list[str]) -> int:
    config, told, tricks = arguments
    settings = read_configuration(Path(config))
    asked = json.loads(tricks)
    play_tricks(asked)
    tell_commits(Path(told))
    run = Run()
    till = Till(settings.policy, SystemClock())
    take_down = bring_up_terminal(Path(config), settings, till, run, asked)
    threading.Thread(target=read_touches, args=(till, run), daemon=True).start()
    code = run.wait()
    take_down()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
