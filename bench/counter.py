"""The terminal without wires: the real screen, till and ledger on a real disk; devices and look-ups answer at once.

What is left to measure is our own: touch, decision, commit, view, page.
"""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

from bench.instant import POLICY, InstantDevices
from bench.measure import BenchError
from bench.no_staff import NoStaff
from devices.card_terminals import NoCardTerminal
from kiosk.clock import SystemClock
from kiosk.flow import State, Terminal
from kiosk.flow.screens import view
from kiosk.performing import Ports
from kiosk.till import Till
from kiosk.views import View
from offline_queue.ledger import SqliteLedger
from ui.application import ScreenSettings, TouchScreen
from ui.eyes import run_for

WARM_S: Final = 1.5  # pages not needed yet are built in the second after the first frame
FRAME_LIMIT_MS: Final = 5000


class Counter:
    """Make it in the GUI's thread; ``folder`` must be empty. ``shown`` counts the views that the till gave."""

    def __init__(self, folder: Path) -> None:
        self.till = Till(POLICY, SystemClock())
        self.screen = TouchScreen(self.till.post, ScreenSettings("offscreen"), first=view(State(Terminal(POLICY)), 0.0))
        self.devices = InstantDevices(self.till)
        self.shown = 0
        ports = Ports(
            acceptor=self.devices,
            card=NoCardTerminal(),
            printer=self.devices,
            sender=self.devices,
            look_up=self.devices.look_up,
            ask=lambda *_: None,
            follow=self.devices.follow,
            stop_following=lambda: None,
            screen=self,
            staff=NoStaff(),
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
