"""A terminal as a process of its own on the simulators and the centre that live on; killed, and settled by the command."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from app.processes import ROOT
from app.settings import Settings
from kiosk.events import Touch
from kiosk.views import Body
from offline_queue import database
from tests.journeys.front import PATIENCE_S, Condition, always
from tests.journeys.rig import Opened, World, wait_until
from tests.power_cut import kiosk_process
from tests.power_cut.forks import Forked, Running
from tests.power_cut.moments import Moment

START_S = 25.0

CONFIG = """[terminal]
id = {settings.policy.kiosk_id}
hall = 示范营业厅
mode = demo
[centre]
url = {settings.centre.url}
token_file = enrolment.token
heartbeat_seconds = 1
[storage]
directory = {settings.storage}
[secrets]
directory = {settings.secrets}
[acceptor]
protocol = ccnet
port = {settings.acceptor.port}
control = {settings.acceptor.control}
[printer]
protocol = escpos
port = {settings.printer.port}
baud = {settings.printer.baud}
control = {settings.printer.control}
[waits]
answer_seconds = 1
look_up_seconds = 3
[screen]
mode = offscreen
[log]
level = warning
"""


def write_config(settings: Settings) -> Path:
    """``[demo] start`` is empty: simulators and centre run already, as for an outside tester."""
    file = settings.storage.parent / "config.ini"
    file.write_text(CONFIG.format(settings=settings), "utf-8")
    return file


Start = Callable[[Sequence[str], Path], Running]
"""Starts ``kiosk_process`` with these arguments, stderr added to the file."""


def forked(arguments: Sequence[str], stderr: Path) -> Forked:
    return Forked(kiosk_process.main, arguments, stderr)


class DiedError(AssertionError):
    """The process has ended, and so has the visit."""


class KioskProcess:
    """``front.Front`` of a terminal in a process of its own, which may be doomed to a ``moment``."""

    def __init__(self, config: Path, moment: Moment | None = None, start: Start = forked) -> None:
        self.stderr = config.with_name("kiosk.log")
        self._changed = threading.Condition()
        self._page = ""
        self._body: Any = None
        self._at_gate = self._ended = False
        self.hung_at_s = 0.0  # monotonic; 0: it does not
        self._process = start(arguments_of("run", config, moment), self.stderr)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def touch(self, event: Touch) -> None:
        """Raises ``DiedError``."""
        assert self._process.stdin is not None
        line = {"touch": type(event).__name__, "arguments": msgspec.to_builtins(event)}
        try:
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as gone:
            raise DiedError(self.last_words()) from gone

    def see(self, kind: type[Body], is_so: Condition = always) -> Any:
        """Raises ``DiedError``, or AssertionError when it does not come."""
        return self.see_any((kind, is_so))

    def see_any(self, *pages: tuple[type[Body], Condition]) -> Any:
        """As ``see``, whichever of these pages comes first."""

        def seen() -> bool:
            return any(self._page == kind.__name__ and is_so(self._body) for kind, is_so in pages)

        with self._changed:
            there = self._changed.wait_for(lambda: seen() or self._ended, START_S)
            names = " or ".join(kind.__name__ for kind, _ in pages)
            if self._ended:
                raise DiedError(f"waiting for {names}: {self.last_words()}")
            assert there, f"expected {names}, there is {self._page} {self._body}; {self.last_words()}"
            return self._body

    def wait_gate(self) -> None:
        with self._changed:
            there = self._changed.wait_for(lambda: self._at_gate or self._ended, PATIENCE_S)
            assert there and self._at_gate, f"the gate was not reached: {self._page} {self._body}; {self.last_words()}"

    def wait_death(self, limit_s: float = PATIENCE_S) -> bool:
        """True as soon as it is dead, False if it still lives after the limit."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ended, limit_s)

    def kill_now(self) -> None:
        """The power goes, without waiting for anything. From any thread, also when it is dead already."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        """The power goes. Safe to call twice."""
        self.kill_now()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):  # a touch that nobody took
                pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if not line.endswith(b"\n"):
                break  # it died in the middle of a word
            said = json.loads(line, object_hook=lambda fields: SimpleNamespace(**fields))
            with self._changed:
                if hasattr(said, "gate"):
                    self._at_gate = True
                elif hasattr(said, "hangs"):
                    self.hung_at_s = said.hangs
                else:
                    self._page, self._body = said.page, said.body
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def last_words(self) -> str:
        return self.stderr.read_text("utf-8", "replace")[-2000:]


def arguments_of(role: str, config: Path, moment: Moment | None = None) -> list[str]:
    return [role, str(config), *([msgspec.json.encode(moment).decode()] if moment else [])]


def settle(config: Path, timeout_s: float = 20.0) -> subprocess.CompletedProcess[str]:
    """The command word, as an outside tester uses it."""
    command = [sys.executable, "kiosk_main.py", "settle", "--json", "--timeout", str(timeout_s), "--config", str(config)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout_s + 30, check=False)


def settle_quickly(config: Path, moment: Moment | None = None) -> subprocess.CompletedProcess[str]:
    """The same word in a forked process, which may be doomed to a ``moment``; returncode -9 then."""
    log = config.with_name("settle.log")
    log.write_bytes(b"")
    arguments = arguments_of("settle", config, moment)
    process = forked(arguments, log)
    timer = threading.Timer(kiosk_process.SETTLE_S + 30.0, process.kill)
    timer.start()
    with process.stdin, process.stdout:
        said = process.stdout.read().decode()
    code = process.wait()
    timer.cancel()
    return subprocess.CompletedProcess(arguments, code, said, log.read_text("utf-8", "replace"))


def buckets_of(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    """The figures that are not 0."""
    figures: dict[str, int] = json.loads(done.stdout)
    return {name.removesuffix("_fen"): fen for name, fen in figures.items() if fen}


def waiting_at_the_slot(world: World) -> bool:
    """A note that was held out to a dead terminal may still go into the next one, and be in nobody's books of this test."""
    return any(note["place"] == "mouth" for note in world.notes(max(world.newest_note() - 5, 0)))


class Hall:
    """One terminal's disk and configuration, with whatever process runs on it at the moment."""

    def __init__(self, world: World) -> None:
        wait_until(lambda: not waiting_at_the_slot(world), "nobody holds a note to the slot of the terminal before")
        self.world = world
        self.opened = Opened(world.new_terminal(), world.newest_note())
        self.config = write_config(self.opened.settings)
        self._running: list[KioskProcess] = []

    def kiosk(self, moment: Moment | None = None) -> KioskProcess:
        process = KioskProcess(self.config, moment)
        self._running.append(process)
        return process

    def print_outcomes(self) -> list[str | None]:
        """Of the print jobs on the terminal's disk, oldest first."""
        with closing(database.connect(self.opened.settings.storage, read_only=True)) as connection:
            return [row[0] for row in connection.execute("SELECT outcome FROM print_jobs ORDER BY started_at")]

    def tell(self) -> str:
        """Both histories of the notes, for a person who looks for the one that does not fit."""
        with closing(database.connect(self.opened.settings.storage, read_only=True)) as connection:
            rows = connection.execute("SELECT seq, record FROM journal ORDER BY seq").fetchall()
        journal = [f"{seq} {record}" for seq, record in rows if '"note_id"' in record or '"payment_id"' in record]
        device = [
            f"{note['id']} {note['denomination']} {note['place']}" for note in self.world.notes(self.opened.first_note)
        ]
        return "\n".join(("the acceptor:", *device, "the journal:", *journal))

    def close(self) -> None:
        for process in self._running:
            process.kill()
