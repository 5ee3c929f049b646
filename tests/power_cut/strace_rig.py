"""A terminal under strace: recorded from its first start, or made to meet a failing disk in the middle of a visit."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from app.processes import ROOT
from kiosk.events import FinishPressed
from kiosk.views import HomeView, ResultView
from tests.power_cut import strace_kiosk
from tests.power_cut.forks import Forked
from tests.power_cut.rig import KioskProcess
from tests.power_cut.strace_log import RECORD

ATTACHED = "attached"  # strace says so, once, on stderr
END_S = 20.0
WRITING = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate")
FAILED = "failed"
_CALL = re.compile(r"\d+ +(\d+\.\d+) (\w+)\(")


@cache
def why_no_strace() -> str:
    """Empty where processes may be traced here."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed"
    tried = subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True, text=True, check=False, timeout=20)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()}"


def come_home(kiosk: KioskProcess) -> None:
    """From the start to the first page, through the one that ends an interrupted visit."""
    kiosk.see_any((HomeView, lambda home: home.can_pay), (ResultView, lambda result: result.posting == "done"))
    kiosk.touch(FinishPressed())
    kiosk.see(HomeView, lambda home: home.can_pay)


def arguments_of(config: Path, tricks: dict[str, Any]) -> list[str]:
    """Of ``strace_kiosk``; what it tells goes beside the configuration."""
    return [str(config), str(config.with_name("told")), json.dumps(tricks)]


def tricked(config: Path, stderr: Path, **tricks: Any) -> Forked:
    """``forks.Running``: ``strace_kiosk`` in a process of its own, traced by nobody yet."""
    return Forked(strace_kiosk.main, arguments_of(config, tricks), stderr)


class Recorded:
    """``forks.Running``: ``strace_kiosk`` with every operation of its life written to ``trace``."""

    def __init__(self, config: Path, trace: Path, stderr: Path, **tricks: Any) -> None:
        module = (sys.executable, "-m", "tests.power_cut.strace_kiosk", *arguments_of(config, tricks))
        with stderr.open("ab") as log:
            self._strace = subprocess.Popen(
                (*RECORD, "-o", str(trace), *module), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )

    @property
    def stdin(self) -> IO[bytes] | None:
        return self._strace.stdin

    @property
    def stdout(self) -> IO[bytes] | None:
        return self._strace.stdout

    @property
    def pid(self) -> int:
        """Of the terminal; of strace while it has started nothing, or when both have ended."""
        strace = self._strace.pid
        try:
            children = Path(f"/proc/{strace}/task/{strace}/children").read_text("ascii").split()
        except FileNotFoundError:  # it has just ended, and nobody has waited for it yet
            return strace
        return int(children[0]) if children else strace

    def poll(self) -> int | None:
        return self._strace.poll()

    def wait(self) -> int:
        """strace ends as what it traces ends."""
        return self._strace.wait(END_S)


@dataclass(frozen=True, slots=True)
class Fault:
    """The ``when``-th ``call`` of a thread on the storage's files fails with ``error``; 0: none does."""

    call: str
    error: str
    when: int


class FailingDisk:
    """From now on strace watches what the process ``pid`` writes to ``files``, and lets one call fail."""

    def __init__(self, pid: int, files: Sequence[Path], fault: Fault, trace: Path) -> None:
        self._trace, self._fault = trace, fault
        inject = ("-e", f"inject={fault.call}:error={fault.error}:when={fault.when}") if fault.when else ()
        paths = [part for file in files for part in ("-P", str(file))]
        command = ["strace", "-f", "-y", "-ttt", "-e", f"trace={','.join(WRITING)}", *inject, *paths, "-o", str(trace)]
        self._strace = subprocess.Popen([*command, "-p", str(pid)], stderr=subprocess.PIPE, text=True)
        assert self._strace.stderr is not None
        said = self._strace.stderr.readline()
        assert ATTACHED in said, said

    def leave(self) -> None:
        """Safe to call twice, and when the process is dead."""
        if self._strace.poll() is None:
            self._strace.send_signal(signal.SIGINT)
        self._strace.wait(END_S)
        assert self._strace.stderr is not None
        self._strace.stderr.close()

    def failed_at(self) -> float | None:
        """Unix time of the fault in seconds; None while it has not come."""
        return next((at for at, name in self._calls() if name == FAILED), None)

    def calls_after_the_fault(self) -> list[str]:
        names = [name for _, name in self._calls()]
        return names[names.index(FAILED) + 1 :]

    def _calls(self) -> list[tuple[float, str]]:
        """When and which, in order; the one that failed is ``FAILED``."""
        found = []
        for line in self._trace.read_text("utf-8", "replace").splitlines():
            match = _CALL.match(line)
            if match:
                found.append((float(match[1]), FAILED if "(INJECTED)" in line else match[2]))
        return found
