"""What stands around the terminal while it is measured: simulators and centre up beforehand, as they are in a hall."""

import configparser
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from app.configuration import read_configuration
from app.demo_world import DemoWorld
from app.processes import Child
from app.settings import Settings
from app.simulator_control import SimulatorControl
from bench.measure import ROOT


class Hall:
    """Starts its world when first asked for; a context manager that takes it down. Raises ``ChildError``."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
        self._world: DemoWorld | None = None
        self._second: Child | None = None

    def __enter__(self) -> "Hall":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._second is not None:
            self._second.stop()
        if self._world is not None:
            self._world.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def folder(self) -> Path:
        """Of this run alone; gone at its end."""
        return self._folder

    @property
    def world(self) -> DemoWorld:
        if self._world is None:
            given = read_configuration(self._configuration("start.ini", {}))
            self._world = DemoWorld(given, self._folder / "receipts")
        return self._world

    def configuration(self) -> Path:
        """A config.ini for a terminal that finds its devices and its centre there already."""
        settings: Settings = self.world.settings
        placed: dict[str, dict[str, str]] = {
            "centre": {"url": settings.centre.url},
            "acceptor": {"port": settings.acceptor.port, "control": settings.acceptor.control},
            "printer": {"port": settings.printer.port, "control": settings.printer.control},
            "card": {"port": settings.card.port, "control": settings.card.control},
            "demo": {"start": ""},
        }
        return self._configuration("placed.ini", placed)

    def second_acceptor(self) -> tuple[str, SimulatorControl]:
        """Port and control of another acceptor, for the naive way."""
        link, control = self._folder / "second", self._folder / "second.sock"
        if self._second is None:
            arguments = ["kiosk_main.py", "simulate", "acceptor", "--protocol", "ccnet", "--link", str(link)]
            arguments += ["--control", str(control), "--baud", "9600", "--state", str(self._folder / "second.json")]
            self._second = Child("second acceptor", arguments, self._folder / "second.log")
            self._second.ready()
        return str(link), SimulatorControl(control)

    def _configuration(self, name: str, placed: dict[str, dict[str, str]]) -> Path:
        """The shipped config.ini, offscreen, without panel, in our folder."""
        text = configparser.ConfigParser(interpolation=None)
        text.read(ROOT / "config.ini", encoding="utf-8")
        own: dict[str, dict[str, str]] = {
            "storage": {"directory": str(self._folder / "data")},
            "secrets": {"directory": str(self._folder / "secrets")},
            "screen": {"mode": "offscreen"},
            "demo": {"control_panel": "no"},
            "payment": {"visit_notes": "200"},
            "log": {"level": "warning"},
        }
        for part in (own, placed):
            for section, keys in part.items():
                text[section].update(keys)
        path = self._folder / name
        with path.open("w", encoding="utf-8") as file:
            text.write(file)
        return path
