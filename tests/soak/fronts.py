"""The touch side of the soaked terminal: in this process, or in a child that may be killed. Only the newest page counts."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

import msgspec

from app.processes import ROOT
from app.settings import Settings
from kiosk.events import Touch
from kiosk.views import View
from tests.soak.quick import terminal_of, till_of

START_S = 60.0


class Newest:
    """``ports.Screen`` that keeps the newest page: its kind by name, its content, and how many there were."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.kind = ""
        self.body: Any = None
        self.count = 0

    def show(self, view: View) -> None:
        self.take(type(view.body).__name__, view.body)

    def take(self, kind: str, body: object) -> None:
        with self.changed:
            self.kind, self.body, self.count = kind, body, self.count + 1
            self.changed.notify_all()


class SoakedFront(Protocol):
    """One life of the terminal."""

    screen: Newest

    def touch(self, event: Touch) -> None: ...

    def end(self) -> None:
        """As its kind of process ends: stopped, or killed."""

    def keep_wire(self, file: Path) -> None:
        """The last frames between driver and acceptor, into this file, one JSON object a line."""


class InProcess:
    """The terminal in this process; ends by ``KioskTerminal.stop``."""

    def __init__(self, settings: Settings) -> None:
        self.screen = Newest()
        self._till = till_of(settings)
        self._terminal = terminal_of(settings, self._till, self.screen)
        self._terminal.start()

    def touch(self, event: Touch) -> None:
        self._till.post(event)

    def end(self) -> None:
        self._terminal.stop()

    def keep_wire(self, file: Path) -> None:
        file.write_text("\n".join(self._terminal.acceptor.trace.json_lines()), "utf-8")


class Killable:
    """The terminal as a child process; ends by SIGKILL. ``log`` collects what it says on stderr."""

    def __init__(self, place: dict[str, str], log: Path) -> None:
        self.screen = Newest()
        self._wire_kept = threading.Event()
        command = [sys.executable, "-m", "tests.soak.child", json.dumps(place)]
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
            )
        self._reader = threading.Thread(target=self._read, name="killable", daemon=True)
        self._reader.start()
        until = time.monotonic() + START_S
        with self.screen.changed:
            while not self.screen.count and (left := until - time.monotonic()) > 0:
                self.screen.changed.wait(left)

    def touch(self, event: Touch) -> None:
        self._tell({"touch": type(event).__name__, "arguments": msgspec.to_builtins(event)})

    def _tell(self, line: dict[str, object]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended by itself: nobody comes home any more, and that is found

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def keep_wire(self, file: Path) -> None:
        self._wire_kept.clear()
        self._tell({"wire": str(file)})
        self._wire_kept.wait(5.0)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith(b"\n"):
                said = json.loads(line, object_hook=lambda fields: SimpleNamespace(**fields))
                if hasattr(said, "wire"):
                    self._wire_kept.set()
                else:
                    self.screen.take(said.page, said.body)
