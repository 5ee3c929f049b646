"""The world of a soak: one acceptor, one printer, the network and a centre that can be ended and started again."""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import requests

from app.configuration import read_configuration
from app.demo_world import DemoWorld
from app.network import Network
from app.processes import ROOT, Child
from app.settings import DeviceSettings, Settings
from central.database import Database
from central.enrolment import Enrolment
from central.times import system_now
from tests.soak.quick import ACCEPTOR_BAUD, NOTES, PAPER, PRINTER_BAUD, WAITS


def soak_settings(folder: Path) -> Settings:
    """config.ini as shipped, at the soak's paces, with everything below ``folder``."""
    given = read_configuration(ROOT / "config.ini")
    secrets = folder / "secrets"
    return replace(
        given,
        policy=replace(given.policy, waits=WAITS),
        storage=folder / "data",
        secrets=secrets,
        centre=replace(given.centre, token_file=secrets / "enrolment.token", heartbeat_s=1.0),
        acceptor=replace(given.acceptor, baud=ACCEPTOR_BAUD),
        printer=replace(given.printer, baud=PRINTER_BAUD),
    )


class Hall(DemoWorld):
    """Devices without files and without pictures, and a centre on a port of its own choice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.centre_port = _free_port()
        self.centre_runs = True
        super().__init__(soak_settings(folder), folder / "paper")
        self.set_paces()

    @property
    def centre_file(self) -> Path:
        return self.settings.storage / "demo" / "centre.sqlite"

    def set_paces(self) -> None:
        self.acceptor.send("timings", **NOTES)
        self.acceptor.send("box_capacity", notes=1 << 30)
        self.printer.send("options", **PAPER)
        self.printer.send("paper_in")

    # ---- starting it -----------------------------------------------------------------------------------------------

    def _simulator(self, name: str, device: DeviceSettings) -> Child:
        arguments = ["kiosk_main.py", "simulate", name, "--protocol", device.protocol, "--link", device.port]
        return self._child(name, [*arguments, "--control", device.control, "--baud", str(device.baud)])

    def _centre(self, given: Settings) -> Child:
        token = given.centre.token_file
        token.parent.mkdir(mode=0o700, parents=True)
        database = Database(str(self._database))
        token.touch(mode=0o600)
        token.write_text(Enrolment(database, system_now).enrol(given.policy.kiosk_id, given.policy.hall), "utf-8")
        database.close()
        return self._start_centre()

    def _start_centre(self) -> Child:
        self._centre_child = self._child("centre", ["-m", "tests.soak.centre", str(self.centre_port), str(self._database)])
        return self._centre_child

    @property
    def _database(self) -> Path:
        return self._home / "centre.sqlite"

    # ---- working it ------------------------------------------------------------------------------------------------

    def end_centre(self, *, kill: bool) -> None:
        """The centre is gone: asked to end, or killed in the middle of whatever it does."""
        self._centre_child.stop(0.0 if kill else 5.0)
        self._children.remove(self._centre_child)
        self.centre_runs = False

    def start_centre(self) -> None:
        self._start_centre().ready()
        self.centre_runs = True

    def billing(self, mode: str = "normal", delay_s: float = 0.0) -> None:
        """A centre that is down can't be told; started again, its billing is as at the beginning."""
        if not self.centre_runs:
            return
        body = {"mode": mode, "delay_seconds": delay_s}
        requests.put(f"{self.centre_url}/demo/billing", json=body, timeout=10).raise_for_status()

    def quietly(self, send: Callable[..., Any], command: str, **arguments: Any) -> None:
        """A command that is refused because there is nothing to mend."""
        try:
            send(command, **arguments)
        except ValueError as refused:
            assert str(refused)

    def mend(self) -> None:
        """Everything as at the beginning, whatever the last visit did to it."""
        self.network(Network.UP)
        if not self.centre_runs:
            self.start_centre()
        self.billing()
        acceptor, printer = self.acceptor.send, self.printer.send
        state = acceptor("state", since=1 << 30)
        wrong = (
            ("power_on", not state["powered"]),
            ("replug", not state["wire"]["plugged"]),
            ("resume", state["wire"]["silent"]),
            ("return_box", state["box"]["removed"]),
            ("clear", bool(state["jammed"])),
        )
        for command in (name for name, is_so in wrong if is_so):
            acceptor(command)
        acceptor("pause", on=False)
        acceptor("no_credit_after_power_up", on=False)
        acceptor("box_capacity", notes=1 << 30)
        for command in ("power_on", "replug", "resume", "cover_close", "paper_in", "clear"):
            self.quietly(printer, command)
        printer("mute", on=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
