"""A stand-in for systemd, as far as deploy/kiosk.service asks anything of it: NOTIFY_SOCKET, WatchdogSec, Restart,
StartLimit, ExecStopPost, OnFailure. The figures are read from the unit itself: what is tried is what is delivered."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from app.processes import ROOT

DEPLOY: Final = ROOT / "deploy"
_SPAN: Final = {"": 1.0, "s": 1.0, "ms": 0.001, "min": 60.0}


class Unit:
    def __init__(self, name: str) -> None:
        self._values: defaultdict[str, list[str]] = defaultdict(list)
        for line in (DEPLOY / name).read_text("utf-8").splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                self._values[key].append(value)

    def text(self, key: str) -> str:
        (value,) = self._values[key]
        return value

    def seconds(self, key: str) -> float:
        found = re.fullmatch(r"(\d+)(|s|ms|min)", self.text(key))
        assert found, f"{key}={self.text(key)}"
        return int(found[1]) * _SPAN[found[2]]

    def command(self, key: str, config: Path) -> list[str]:
        """Ours instead of the installed one's interpreter and configuration."""
        _, *rest = self.text(key).split()
        return [sys.executable, *(str(config) if word == "/etc/kiosk/config.ini" else word for word in rest)]


class Supervisor:
    """``tests.power_cut.forks.Running``, over as many processes as it takes; their pipes go on. ``results``: how each
    ended, in systemd's words."""

    def __init__(self, config: Path, stderr: Path, hang: str = "", *, always: bool = False) -> None:
        """``hang``: of the first process, or of ``always`` each."""
        self._unit = Unit("kiosk.service")
        self._config = config
        self._stderr = stderr
        self._hang = hang
        self._always = always
        self.results: list[str] = []
        self.safe: subprocess.Popen[bytes] | None = None
        self._starts: list[float] = []
        self._address = config.parent / "notify"
        self._address.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._address))
        self._socket.settimeout(0.05)
        child_in, stdin = os.pipe()
        stdout, child_out = os.pipe()
        self._child_in, self._child_out = child_in, child_out
        self.stdin: IO[bytes] | None = os.fdopen(stdin, "wb")
        self.stdout: IO[bytes] | None = os.fdopen(stdout, "rb")
        self._stopping = threading.Event()
        self._process = self._start()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait(self) -> int:
        """Ends everything."""
        self._stopping.set()
        self._thread.join()
        for process in (self._process, self.safe):
            if process is not None:
                process.kill()
                process.wait()
        for descriptor in (self._child_in, self._child_out):
            with suppress(OSError):
                os.close(descriptor)
        self._socket.close()
        return 0

    # ---- what systemd does -------------------------------------------------------------------------------------------

    def _start(self) -> "subprocess.Popen[bytes]":
        first = not self._starts
        self._starts.append(time.monotonic())
        hang = [self._hang] if self._hang and (first or self._always) else []
        command = [sys.executable, "-m", "tests.power_cut.hang_process", str(self._config), *hang]
        self._ready, self._fed = False, time.monotonic()
        return self._popen(command, self._unit, stdin=self._child_in, stdout=self._child_out)

    def _popen(self, command: list[str], unit: Unit, **pipes: int) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "NOTIFY_SOCKET": str(self._address),
            "WATCHDOG_USEC": str(int(unit.seconds("WatchdogSec") * 1e6)),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_QUICK_BACKEND": "software",
        }
        with self._stderr.open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, **pipes)  # type: ignore[call-overload,no-any-return]

    def _run(self) -> None:
        while not self._stopping.is_set():
            said = self._hear()
            if "READY=1" in said:
                self._ready = True
            if {"READY=1", "WATCHDOG=1"} & said:
                self._fed = time.monotonic()
            limit = "WatchdogSec" if self._ready else "TimeoutStartSec"
            silent = time.monotonic() - self._fed > self._unit.seconds(limit)
            result = self._ended(hangs=silent or "WATCHDOG=trigger" in said)
            if result and not self._stopping.is_set():
                self.results.append(result)
                self._next(result)

    def _hear(self) -> set[str]:
        try:
            return set(self._socket.recv(4096).decode().splitlines())
        except TimeoutError:
            return set()

    def _ended(self, *, hangs: bool) -> str:
        if hangs:
            os.kill(self._process.pid, signal.Signals[self._unit.text("WatchdogSignal")])
            self._process.wait()
            return "watchdog" if self._ready else "timeout"
        code = self._process.poll()
        return "" if code is None else "success" if code == 0 else "signal" if code < 0 else "exit-code"

    def _next(self, result: str) -> None:
        """ExecStopPost, then the next start, or OnFailure when there were too many."""
        post = self._unit.command("ExecStopPost", self._config)
        subprocess.run(post, cwd=ROOT, env={**os.environ, "SERVICE_RESULT": result}, check=True, timeout=20)
        since = time.monotonic() - self._unit.seconds("StartLimitIntervalSec")
        if sum(at > since for at in self._starts) >= int(self._unit.text("StartLimitBurst")):
            safe = Unit(self._unit.text("OnFailure"))
            self.safe = self._popen(safe.command("ExecStart", self._config), safe)
            self._stopping.wait(0)
            while not self._stopping.is_set() and "READY=1" not in self._hear():
                pass
            self._stopping.wait()
            return
        assert self._unit.text("Restart") == "always"
        self._stopping.wait(self._unit.seconds("RestartSec"))
        self._process = self._start()
