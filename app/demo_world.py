"""The demo's world: simulated devices, the embedded centre and the network between, as processes beside the terminal."""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlsplit

import requests

from app.network import Network
from app.network_proxy import NetworkProxy
from app.processes import ROOT, Child, ChildError
from app.settings import AUTO, DeviceSettings, Settings
from app.simulator_control import SimulatorControl

AnyDevice = TypeVar("AnyDevice", bound=DeviceSettings)


class DemoWorld:
    """Starts what ``[demo] start`` names; ``settings`` are the given ones with every "auto" replaced by what was started.

    Raises ``ChildError`` when something does not start. Leaving the ``with`` block ends everything.
    """

    def __init__(self, given: Settings, receipts: Path) -> None:
        self._children: list[Child] = []
        self._short = Path(tempfile.mkdtemp(prefix="kiosk-"))  # socket paths must be short
        self._home = given.storage / "demo"
        self._receipts = receipts
        self.proxy: NetworkProxy | None = None
        self.centre_url = "" if given.centre.url == AUTO else given.centre.url
        self.settings = given
        try:
            self._start(given)
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> "DemoWorld":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        for child in reversed(self._children):
            child.stop()
        self._children.clear()
        if self.proxy is not None:
            self.proxy.stop()
            self.proxy = None
        shutil.rmtree(self._short, ignore_errors=True)

    # ---- working it ------------------------------------------------------------------------------------------------

    @property
    def acceptor(self) -> SimulatorControl:
        return SimulatorControl(Path(self.settings.acceptor.control))

    @property
    def printer(self) -> SimulatorControl:
        return SimulatorControl(Path(self.settings.printer.control))

    @property
    def card(self) -> SimulatorControl:
        """Raises ValueError when no card terminal is fitted."""
        if not self.settings.card.fitted:
            raise ValueError("[card] protocol = none: no card terminal is fitted")
        return SimulatorControl(Path(self.settings.card.control))

    def network(self, state: Network) -> None:
        """Raises ValueError when the centre was not started by this demo."""
        if self.proxy is None:
            raise ValueError("the centre is not the demo's own, its network can't be cut here")
        self.proxy.set(state)

    def handset(self, after: int = 0) -> list[dict[str, str]]:
        """What arrived on customers' handsets since message ``after``; not over the terminal's network."""
        reply = requests.get(f"{self.centre_url}/demo/handset", params={"after": after}, timeout=3)
        reply.raise_for_status()
        messages: list[dict[str, str]] = reply.json()["messages"]
        return messages

    # ---- starting it -----------------------------------------------------------------------------------------------

    def _start(self, given: Settings) -> None:
        given.storage.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._home.mkdir(mode=0o700, exist_ok=True)
        started: list[tuple[Child, str]] = []
        settings = given
        if "centre" in given.demo.start:
            started.append((self._centre(given), "centre"))
        if "acceptor" in given.demo.start:
            settings = replace(settings, acceptor=self._placed("acceptor", settings.acceptor))
            started.append((self._simulator("acceptor", settings.acceptor), "acceptor"))
        if "printer" in given.demo.start:
            settings = replace(settings, printer=self._placed("printer", settings.printer))
            started.append((self._simulator("printer", settings.printer), "printer"))
        if "card" in given.demo.start and settings.card.fitted:
            settings = replace(settings, card=self._placed("card", settings.card))
            started.append((self._simulator("card", settings.card), "card"))
        for child, name in started:
            said = child.ready()
            if name == "centre":
                settings = replace(settings, centre=replace(settings.centre, url=self._through_proxy(str(said["url"]))))
        self.settings = settings

    def _placed(self, name: str, device: AnyDevice) -> AnyDevice:
        port = str(self._short / name) if device.port == AUTO else device.port
        control = str(self._short / f"{name}.sock") if device.control in (AUTO, "") else device.control
        return replace(device, port=port, control=control)

    def _simulator(self, name: str, device: DeviceSettings) -> Child:
        arguments = ["kiosk_main.py", "simulate", name, "--protocol", device.protocol, "--link", device.port]
        arguments += ["--control", device.control, "--baud", str(device.baud), "--state", str(self._home / f"{name}.json")]
        if name == "printer":
            self._receipts.mkdir(parents=True, exist_ok=True)
            arguments += ["--out", str(self._receipts)]
        return self._child(name, arguments)

    def _centre(self, given: Settings) -> Child:
        database = str(self._home / "centre.sqlite")
        token = given.centre.token_file
        token.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        enrol = ["enrol", given.policy.kiosk_id, "--hall", given.policy.hall, "--database", database]
        done = subprocess.run(
            [sys.executable, "-m", "central", *enrol, "--token-file", str(token)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode != 0:
            raise ChildError(f"the demo's centre did not enrol this terminal: {done.stderr.strip().splitlines()[-1:]}")
        return self._child("centre", ["-m", "central", "serve", "--port", "0", "--database", database, "--demo"])

    def _through_proxy(self, url: str) -> str:
        self.centre_url = url
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        self.proxy = NetworkProxy(parts.hostname, parts.port)
        return f"http://127.0.0.1:{self.proxy.port}"

    def _child(self, name: str, arguments: list[str]) -> Child:
        child = Child(name, arguments, self._home / f"{name}.log")
        self._children.append(child)
        return child
