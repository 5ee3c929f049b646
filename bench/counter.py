"""The terminal without wires: the real screen, till and ledger on a real disk; devices and look-ups answer at once.

What is left to measure is our own: touch, decision, commit, view, page.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

from bench.measure import BenchError
from kiosk.accounts import AccountRef
from kiosk.central_answers import AccountFound, PaymentProgress, Posted
from kiosk.clock import SystemClock
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import (
    AcceptorIdentified,
    AccountLookedUp,
    CentreReachable,
    DeviceStatusChanged,
    Event,
    NoteAccepting,
    NoteEscrowed,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    PaymentAnswered,
    PaymentProgressed,
    PaymentsAnswered,
    PrintJobEnded,
)
from kiosk.flow import State, Terminal
from kiosk.flow.screens import view
from kiosk.money import ZERO, Fen
from kiosk.paper import PrintJob, PrintOutcome
from kiosk.policy import Policy
from kiosk.till import Ports, Till
from kiosk.views import View
from kiosk.visit_types import Reopening, ServiceState, SmsState
from offline_queue.ledger import SqliteLedger
from ui.application import ScreenSettings, TouchScreen
from ui.eyes import run_for

NOTES: Final = frozenset(Fen(yuan * 100) for yuan in (5, 10, 20, 50, 100))
NOTE: Final = Fen(10000)
OWED: Final = Fen(9000)
NUMBER: Final = "13800135678"
ANSWER_S: Final = 0.1  # of the centre to a payment, and of the printer: not while the page is being turned
WARM_S: Final = 1.5  # pages not needed yet are built in the second after the first frame
FRAME_LIMIT_MS: Final = 5000
POLICY: Final = Policy(
    kiosk_id="K0001",
    hall="示范营业厅",
    terminal="3",
    service_phone="10086",
    demo=True,
    denominations=NOTES,
    round_sums=(Fen(3000), Fen(5000), Fen(20000)),
    minimum_payment=Fen(1000),
    maximum_payment=Fen(100_000),
    visit_limit=Fen(150_000),
    visit_notes=40,
    offline_number_limit=Fen(30_000),
    offline_terminal_limit=Fen(2_000_000),
)
FOUND: Final = AccountFound("张*", OWED, ZERO, ServiceState.ACTIVE, sms_reachable=True)
DELIVERED: Final = PaymentProgress(2, SmsState.DELIVERED, Reopening.NOT_NEEDED)


class InstantDevices:
    """Acceptor, printer, sender and centre of ``kiosk.ports``: at once, but for what takes a while in every hall."""

    def __init__(self, till: Till) -> None:
        self._post = till.post

    def ready(self) -> None:
        self._post(AcceptorIdentified("bench", "1", "1", NOTES))
        for device in (Device.ACCEPTOR, Device.PRINTER):
            self._post(DeviceStatusChanged(DeviceStatus(device, DeviceState.ONLINE)))
        self._post(NotesWhereaboutsKnown())
        self._post(CentreReachable(reachable=True))

    def insert(self) -> None:
        self._post(NoteAccepting())
        self._post(NoteEscrowed(NOTE))

    def accept(self, denominations: frozenset[Fen]) -> None:
        """Notes come by ``insert``."""

    def stop_accepting(self) -> None:
        """None comes by itself."""

    def stack(self) -> None:
        self._post(NoteStacked(NOTE))

    def return_note(self) -> None:
        self._post(NoteReturned(NOTE))

    def print(self, job: PrintJob) -> None:
        self._later(PrintJobEnded(job.job_id, PrintOutcome.PRINTED))

    def wake(self, first: str | None) -> None:
        if first is not None:
            waiting = PaymentProgress(1, SmsState.WAITING, Reopening.NOT_NEEDED)
            posted = Posted(first, "20261121000001", "2026-11-21T20:00:00+08:00", ZERO, waiting)
            self._later(PaymentsAnswered((PaymentAnswered(first, posted),)))

    def _later(self, event: Event) -> None:
        threading.Timer(ANSWER_S, self._post, (event,)).start()

    def look_up(self, account: AccountRef) -> None:
        self._post(AccountLookedUp(account, FOUND))

    def follow(self, payment_id: str, _central_id: str) -> None:
        self._post(PaymentProgressed(payment_id, DELIVERED))


class Counter:
    """Make it in the GUI's thread; ``folder`` must be empty. ``shown`` counts the views that the till gave."""

    def __init__(self, folder: Path) -> None:
        self.till = Till(POLICY, SystemClock())
        self.screen = TouchScreen(self.till.post, ScreenSettings("offscreen"), first=view(State(Terminal(POLICY)), 0.0))
        self.devices = InstantDevices(self.till)
        self.shown = 0
        ports = Ports(
            acceptor=self.devices,
            printer=self.devices,
            sender=self.devices,
            look_up=self.devices.look_up,
            follow=self.devices.follow,
            stop_following=lambda: None,
            screen=self,
        )
        self.till.start(ports, lambda: SqliteLedger.open(folder / "data", folder / "secrets", POLICY.kiosk_id))
        self.painted("Home", self.devices.ready)
        run_for(WARM_S)

    def show(self, view: View) -> None:
        """As the screen of the till."""
        self.shown += 1
        self.screen.show(view)

    def now(self) -> View:
        """What the till's state looks like."""
        return view(self.till.state, SystemClock().monotonic_s())

    def painted(self, page: str, cause: Callable[[], None]) -> float:
        """Milliseconds from ``cause`` to the first frame that shows ``page``. Raises ``BenchError``."""
        window = self.screen.window
        loop = QEventLoop()
        ends: list[float] = []

        def frame() -> None:
            if not ends and window.property("page") == page:
                ends.append(perf_counter())
                loop.quit()

        guard = QTimer(singleShot=True, interval=FRAME_LIMIT_MS)
        guard.timeout.connect(loop.quit)
        window.frameSwapped.connect(frame)
        guard.start()
        begun = perf_counter()
        cause()
        if not ends:
            loop.exec()
        window.frameSwapped.disconnect(frame)
        if not ends:
            raise BenchError(f"page {page} was not painted; there is {window.property('page')}")
        return (ends[0] - begun) * 1000
