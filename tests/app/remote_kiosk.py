"""A till on a real ledger with the desk that works for the centre: real client, real threads; devices that just say yes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

from app.configuration import read_configuration
from app.processes import ROOT
from app.remote_desk import RemoteDesk
from app.settings import DialSettings
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from kiosk.events import Event, PrintJobEnded
from kiosk.flow.states import Home
from kiosk.paper import PrintJob, PrintOutcome
from kiosk.performing import Ports
from kiosk.till import Till
from offline_queue.ledger import SqliteLedger
from offline_queue.terminal_keys import TerminalKeys
from tests.app.test_signed_both_ways import BEAT
from tests.central.conftest import Live
from tests.journeys.rig import wait_until
from tests.kiosk.play import Play

TEST_NUMBER = "13000009999"


class RemoteKiosk:
    """``stop`` and make another one on the same folder: that is a restart."""

    def __init__(self, live: Live, folder: Path, number: str = TEST_NUMBER, *, restarts: bool = True) -> None:
        folder.mkdir(exist_ok=True)
        token = folder / "enrolment.token"
        if not token.exists():
            token.write_text(live.token)
        given = read_configuration(ROOT / "config.ini")
        settings = replace(
            given,
            policy=replace(given.policy, kiosk_id="K0001"),
            storage=folder / "data",
            secrets=folder,
            dial=DialSettings(number),
        )
        self.restarted = 0
        self.printed: list[PrintJob] = []
        self.outcome = PrintOutcome.PRINTED
        self.till = Till(settings.policy, SystemClock())
        self.client = CentralClient(live.server.url, "K0001", token, TerminalKeys(folder), SystemClock())
        self.desk = RemoteDesk(
            settings, self.client, self.till, SystemClock(), sync=lambda _limit_s: True, bundle=lambda: b"a bundle"
        )
        if restarts:
            self.desk.restart = self._restart
        ports: Any = MagicMock(spec=Ports)
        ports.printer.print = self._print
        ports.remote = self.desk.do
        self.till.start(ports, lambda: SqliteLedger.open(settings.storage, folder, "K0001"))
        for event in Play.devices_up():
            self.till.post(event)
        wait_until(lambda: isinstance(self.till.state.visit, Home), "the till is up")

    def start(self) -> "RemoteKiosk":
        self.beat()
        self.desk.start()
        return self

    def beat(self) -> None:
        self.desk.after_beat(self.client.heartbeat(json.dumps(BEAT).encode()).server_time)

    def stop(self) -> None:
        self.desk.stop()
        self.till.stop()

    def take(self, *events: Event) -> None:
        for event in events:
            self.till.post(event)
        self.till.ask(lambda _ledger: None, SqliteLedger).result(5)

    def _restart(self) -> None:
        self.restarted += 1

    def _print(self, job: PrintJob) -> None:
        self.printed.append(job)
        self.till.post(PrintJobEnded(job.job_id, self.outcome, "" if self.outcome is PrintOutcome.PRINTED else "PRN-OUT"))
