"""A whole terminal in this process, its real screen too, whose devices come and go. Waits run Qt's loop."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import serial
from PySide6.QtCore import QCoreApplication

from app.terminal import KioskTerminal
from devices.card_terminals import CardDriver
from devices.pos_dialogue import PosOptions
from devices.pos_tables import Dialect
from devices.pos_terminal import PosCardTerminal
from devices.trace import ENTRIES_KEPT
from devices.zvt import ZvtCardTerminal
from kiosk.clock import SystemClock
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import FinishPressed, HomePressed, Touch
from kiosk.till import Till
from kiosk.views import (
    AmountView,
    Body,
    CardRefusedView,
    CashView,
    ConfirmPayerView,
    HomeView,
    MethodView,
    NumberView,
    ResultView,
    View,
)
from tests.card_cut.kiosk_process import HOLD_S, POS, ZVT, ShortHold
from tests.journeys.front import PATIENCE_S, Condition, always
from tests.journeys.rig import LOOK_EVERY_S, QUICK_SENDER, QUICK_WAITS, Opened, World, wait_until
from ui.application import TouchScreen
from ui.screen_settings import ScreenSettings

GLASS: Final = ScreenSettings("offscreen", 540, 960, 2.0)
# How a device is looked for is as it is sold; only what a bank or a payer may take is short.
ZVT_WAITS: Final = replace(ZVT, line=replace(ZVT.line, poll_ack_s=0.8), poll_s=0.8, quiet_s=1.0, retry_s=2.0)
POS_WAITS: Final = replace(POS, ack_s=2.0, idle_poll_s=0.8, quiet_s=1.0, start_again_s=10.0)
LEAVES: Final = (NumberView, AmountView, MethodView, CardRefusedView)
FINISHES: Final = (CashView, ConfirmPayerView, ResultView)


class _SoldTerminal(KioskTerminal):
    """``app.terminal.KioskTerminal``, at a simulated bank's pace."""

    def _card(self) -> CardDriver:
        given = self._settings.card
        link = self._link(given.port, given.baud)
        if given.protocol == "zvt":
            options = ShortHold(sync=given.sync, receipts=given.receipts, hold_s=HOLD_S)
            return ZvtCardTerminal(replace(link, stop_bits=serial.STOPBITS_TWO), self._till.post, options, timing=ZVT_WAITS)
        dialect = Dialect(given.protocol.removeprefix("pos_"))
        return PosCardTerminal(link, self._till.post, PosOptions(dialect), timing=POS_WAITS)


class Shown:
    """``ports.Screen``: the real one, and the newest page for a test."""

    def __init__(self, glass: TouchScreen) -> None:
        self._glass = glass
        self.body: Body | None = None

    def show(self, view: View) -> None:
        self.body = view.body
        self._glass.show(view)


class Kiosk:
    """``front.Front``."""

    def __init__(self, world: World) -> None:
        settings = world.new_terminal(QUICK_WAITS)
        direct = replace(settings, centre=replace(settings.centre, url=world.demo.centre_url))
        self.opened = Opened(direct, world.newest_note())  # past the demo's network, whose descriptors are in this process
        self.glass = TouchScreen(self.touch, GLASS)
        self.screen = Shown(self.glass)
        self.till = Till(self.opened.settings.policy, SystemClock())
        self.terminal = _SoldTerminal(self.opened.settings, self.till, self.screen, QUICK_SENDER)
        self._fill_recorders()
        self.terminal.start()

    def stop(self) -> None:
        self.terminal.stop()
        self.glass.close()

    def touch(self, event: Touch) -> None:
        self.till.post(event)

    def see(self, kind: type[Body], is_so: Condition = always) -> Any:
        def seen() -> bool:
            body = self.screen.body
            return isinstance(body, kind) and is_so(body)

        self.wait(seen, f"{kind.__name__} is shown", instead=lambda: self.screen.body)
        return self.screen.body

    def wait(
        self, is_so: Callable[[], bool], what: str, limit_s: float = PATIENCE_S, instead: Callable[[], Any] = str
    ) -> None:
        """``wait_until``, while Qt's loop runs."""

        def looked() -> bool:
            QCoreApplication.processEvents()
            return is_so()

        wait_until(looked, what, limit_s, instead)

    def pause(self, seconds: float) -> None:
        """A moment of a visit, while Qt's loop runs."""
        until, clock = time.monotonic() + seconds, threading.Event()
        while time.monotonic() < until:
            QCoreApplication.processEvents()
            clock.wait(LOOK_EVERY_S)

    def status(self, device: Device) -> DeviceStatus:
        told: DeviceStatus = getattr(self.till.state.terminal, device.value)
        return told

    def go_home(self, limit_s: float) -> None:
        """Whoever is at the screen leaves as soon as the page lets them; every device works, no money is on its way."""

        def at_home() -> bool:
            body = self.screen.body
            if isinstance(body, LEAVES):
                self.touch(HomePressed())
            elif isinstance(body, FINISHES):
                self.touch(FinishPressed())
            return isinstance(body, HomeView) and self.is_calm

        self.wait(at_home, "home, all devices work, no money is on its way", limit_s, self._told)

    @property
    def is_calm(self) -> bool:
        now = self.till.state.terminal
        under_way = now.intent or now.attempt or now.lingering or now.unposted or now.reversals
        return not under_way and all(self.status(device).state is DeviceState.ONLINE for device in Device)

    def _told(self) -> str:
        now = self.till.state.terminal
        return f"{self.screen.body}\n{now.acceptor}\n{now.printer}\n{now.card}\n{now.attempt}\n{now.intent}\n{now.unposted}"

    def _fill_recorders(self) -> None:
        """As after a day: what they hold no longer grows."""
        for link in self.terminal.links.values():
            for number in range(ENTRIES_KEPT):
                link.trace.note(f"{number:040}")  # a little longer than most frames
