"""Brings the terminal up behind the first frame: the demo's world, ledger, devices, sender; and takes it down again.

What only they need is imported in their thread, not before the frame.
"""

import logging
import threading
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from app.demo_controls import WorldControls
from app.settings import Settings
from kiosk.ports import Screen, StorageError
from kiosk.till import Till
from kiosk.views import Frame, Message, OutOfServiceView, View

if TYPE_CHECKING:
    from ui.panel import PanelModel

log = logging.getLogger("app")


class BringUp:
    """``start`` returns at once; ``stop`` waits until everything has ended."""

    def __init__(
        self,
        settings: Settings,
        till: Till,
        screen: Screen,
        controls: WorldControls | None = None,
        panel: "PanelModel | None" = None,
    ) -> None:
        self._settings = settings
        self._till = till
        self._screen = screen
        self._controls = controls
        self._panel = panel
        self._stack = ExitStack()
        self._thread = threading.Thread(target=self._run, name="bring-up", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.ident is not None:
            self._thread.join()
        self._stack.close()

    def _run(self) -> None:
        from app.processes import ChildError

        try:
            self._bring_up()
        except (ChildError, StorageError, OSError, ValueError) as error:
            log.critical("APP-START %s", error)
            policy = self._settings.policy
            frame = Frame(policy.hall, policy.terminal, policy.service_phone, policy.demo)
            self._screen.show(View(frame, OutOfServiceView(Message("out_starting_failed"), "APP-START")))

    def _bring_up(self) -> None:
        from app.settling import answer_word
        from app.terminal import KioskTerminal, receipts_directory
        from app.till_socket import TillSocket

        settings = self._settings
        if settings.demo.start:
            from app.demo_watch import WorldWatch
            from app.demo_world import DemoWorld

            world = self._stack.enter_context(DemoWorld(settings, receipts_directory(settings)))
            settings = world.settings
            if self._controls is not None:
                self._controls.world = world
            if self._panel is not None:
                self._stack.callback(WorldWatch(world, self._panel).stop)
        terminal = KioskTerminal(settings, self._till, self._screen)
        terminal.start()
        self._stack.callback(terminal.stop)
        if not self._till.state.terminal.storage_failed:
            self._stack.callback(TillSocket(settings.storage, partial(answer_word, self._till)).close)
