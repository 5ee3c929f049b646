"""The terminal without a screen: till, ledger and sender of the product, devices that answer at once."""

import time
from collections.abc import Callable
from typing import Final

from bench.instant import POLICY, InstantDevices
from bench.measure import BenchError
from bench.no_staff import NoStaff
from bench.storage import Storage
from devices.card_terminals import NoCardTerminal
from kiosk.clock import SystemClock
from kiosk.events import Event, PaymentsAnswered
from kiosk.performing import Ports
from kiosk.ports import CentralApi, Ledger
from kiosk.till import Till
from kiosk.views import View
from offline_queue.backoff import Pacing
from offline_queue.ledger import SqliteLedger
from offline_queue.sender import Sender

PATIENCE_S: Final = 300.0  # strace slows everything down
PACING: Final = Pacing(interval_s=0, first_probe_s=0.01, lease_poll_s=0.01)


class NoScreen:
    """A screen that is not looked at."""

    def show(self, view: View) -> None:
        del view


class Terminal:
    """``answered_s``: when each answer of the centre was handed to the till. ``end`` gives the storage back."""

    def __init__(self, storage: Storage, open_ledger: Callable[[], Ledger], centre: CentralApi) -> None:
        self.answered_s: list[float] = []
        self.till = Till(POLICY, SystemClock())
        self.devices = InstantDevices(self.till)
        self.sender = Sender(centre, self._post, storage.outbox, pacing=PACING)
        self.till.start(
            Ports(
                acceptor=self.devices,
                card=NoCardTerminal(),
                printer=self.devices,
                sender=self.sender,
                look_up=self.devices.look_up,
                ask=lambda *_: None,
                follow=self.devices.follow,
                stop_following=lambda: None,
                screen=NoScreen(),
                staff=NoStaff(),
            ),
            open_ledger,
        )
        self.till.ask(lambda _ledger: None, SqliteLedger).result(PATIENCE_S)
        self.sender.start()
        self.devices.ready()

    def _post(self, event: Event) -> None:
        if isinstance(event, PaymentsAnswered):
            self.answered_s.append(time.monotonic())
        self.till.post(event)

    def take(self, *events: Event) -> None:
        for event in events:
            self.till.post(event)

    def until(self, page: str) -> None:
        self.wait(lambda: type(self.till.state.visit).__name__ == page, f"page {page} did not come")

    def wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > until:
                raise BenchError(f"{otherwise}; there is {self.till.state.visit}")
            time.sleep(0.01)

    def all_posted(self) -> None:
        self.wait(lambda: not self.till.state.terminal.unposted, "not everything was posted")
        unposted, difference = self.till.ask(
            lambda ledger: (ledger.unposted_count(), ledger.balances().difference_fen), SqliteLedger
        ).result(PATIENCE_S)
        if unposted or difference:
            raise BenchError(f"{unposted} payments unposted, {difference} fen unexplained")

    def end(self) -> None:
        self.sender.stop(PATIENCE_S)
        self.till.stop(PATIENCE_S)
