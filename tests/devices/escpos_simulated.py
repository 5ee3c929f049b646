"""A printer driver under test and a simulated printer at the far end of its pty."""

import json
import select
import socket
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from devices.escpos_dialogue import Timings
from devices.simulators.device import DeviceOptions
from devices.simulators.escpos import EscposPrinter as SimulatedPrinter
from devices.simulators.station import Station, StationOptions
from tests.devices.escpos_desk import PATIENCE_S, Desk

ROOT = Path(__file__).parents[2]
TIMINGS = Timings(
    poll_s=0.2,
    clear_s=0.4,
    identify_s=0.4,
    marker_probe_s=0.5,
    stall_s=0.8,
    margin_s=1.0,
    recover_s=0.3,
    speed_mm_s=300.0,
)


class AtPrinter(Desk, ABC):
    """A driver, and the control socket of the simulator at the other end of its wire."""

    def __init__(self, folder: Path, cache: Path) -> None:
        super().__init__(folder / "port", cache)
        self.timings = TIMINGS
        self.control = folder / "control"
        self.folder = folder
        self.start_simulator()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE_S)
        self._socket.connect(str(self.control))
        self._lines = self._socket.makefile("rb")

    @abstractmethod
    def start_simulator(self) -> None:
        """Link and control socket are there when it returns."""

    @abstractmethod
    def stop_simulator(self) -> None: ...

    def ask(self, command: object, **parameters: object) -> dict[str, Any]:
        self._socket.sendall(json.dumps({"command": command, **parameters}).encode() + b"\n")
        answer: dict[str, Any] = json.loads(self._lines.readline())
        assert answer["ok"], answer
        return answer

    def papers(self) -> list[str]:
        """The texts of all pieces that came off, blank ones too."""
        return [piece["text"] for piece in self.ask("state")["pieces"]]

    def ready(self) -> None:
        self.start_driver()
        self.status("")

    def mend(self) -> None:
        """Put right whatever a technician can: a new roll, cover closed, causes of errors gone, power on, cable in."""
        for command in ("feed_release", "cover_close", "clear", "power_on", "paper_in"):
            self.ask(command)
        self.ask("mute", on=False)
        if not self.ask("state")["wire"]["plugged"]:
            self.ask("replug")

    def close(self) -> None:
        super().close()
        self._lines.close()
        self._socket.close()
        self.stop_simulator()


class Simulated(AtPrinter):
    """The simulator is a process of its own."""

    def start_simulator(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "devices.simulators", "printer", "--protocol", "escpos"),
                *("--link", str(self.path), "--control", str(self.control), "--out", str(self.folder / "out")),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], PATIENCE_S)[0], "the simulator did not start"
        assert json.loads(self.process.stdout.readline())["ready"]

    def stop_simulator(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        assert self.process.stdout is not None
        self.process.stdout.close()


class Nearby(AtPrinter):
    """The simulator runs in a thread of the test: many of them start at once, and cheaply."""

    def start_simulator(self) -> None:
        self._over = threading.Event()
        self._station = Station(
            SimulatedPrinter,
            StationOptions(link=self.path, baud=115200, control=self.control),
            DeviceOptions(state=None, out=None),
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop_simulator(self) -> None:
        self._over.set()
        self._thread.join(PATIENCE_S)
        self._station.close()

    def _run(self) -> None:
        while not self._over.is_set():
            self._station.step(0.05)
