"""Brings the terminal up behind the first frame: the demo's world, ledger, devices, sender; and takes it down again.

What only they need is imported in their thread, not before the frame. That thread then watches over the storage: when it
has failed, the page is shown for a while and the process ends with its own exit code, so that a supervisor starts a new
one, which verifies the ledger (trust.md M10).
"""

import logging
import math
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import call
from app.demo_controls import WorldControls
from app.settings import Settings
from kiosk.ports import Screen, StorageError
from kiosk.till import Till
from kiosk.views import Frame, Message, OutOfServiceView, View

if TYPE_CHECKING:
    from app.settling import Words
    from app.terminal import KioskTerminal
    from app.watchdog import Watchdog
    from devices.serial_link import SerialLink
    from ui.panel import PanelModel

log = logging.getLogger("app")

LOOK_EVERY_S = 1.0
ANSWER_S = 5.0  # of another terminal on the same storage
OUT_SHOWN_S = 60.0  # so long a customer can read what is inside, and whom to call


class BringUp:
    """``start`` returns at once; ``stop`` waits until everything has ended. ``end`` is called, in a thread, with the exit
    code of a process that has to end by itself."""

    def __init__(
        self,
        settings: Settings,
        till: Till,
        screen: Screen,
        controls: WorldControls | None = None,
        panel: "PanelModel | None" = None,
        *,
        config: Path,
        end: Callable[[int], None],
        watchdog: "Watchdog | None" = None,
    ) -> None:
        self._settings = settings
        self._till = till
        self._screen = screen
        self._controls = controls
        self._panel = panel
        self._config = config
        self._end = end
        self._watchdog = watchdog
        self._stopping = threading.Event()
        self._stack = ExitStack()
        self._thread = threading.Thread(target=self._run, name="bring-up", daemon=True)

    def start(self) -> None:
        if self._watchdog is not None:
            from app.watchdog import START, Beat

            self._watchdog.watch(START, Beat())
            self._watchdog.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._stack.close()

    def _run(self) -> None:
        try:
            self._bring_up()
        except Exception as error:  # noqa: BLE001 - shown and logged, whatever it is
            self._till.stop()  # half a terminal takes no money, and shows no page over this one
            self._show_failed()
            _log_failed(error)
            self._end_when_somebody_tries_again()
        else:
            self._end_when_the_storage_has_failed()

    def _show_failed(self) -> None:
        policy = self._settings.policy
        frame = Frame(policy.hall, policy.terminal, policy.service_phone, policy.demo)
        self._screen.show(View(frame, OutOfServiceView(Message("out_starting_failed"), "APP-START")))

    def _end_when_somebody_tries_again(self) -> None:
        """Where nobody would start this process anew, its page stays for a person to see."""
        if self._watchdog is None:
            return
        from app.watchdog import START

        self._watchdog.forget(START)
        if self._watchdog.is_supervised and not self._stopping.wait(OUT_SHOWN_S):
            self._end(call.NO)

    def _end_when_the_storage_has_failed(self) -> None:
        while not self._till.state.terminal.storage_failed:
            if self._stopping.wait(LOOK_EVERY_S):
                return
        if not self._stopping.wait(OUT_SHOWN_S):
            log.critical("APP-STORAGE this process ends, exit %d: the next one verifies the ledger first", call.STORAGE)
            self._end(call.STORAGE)

    def _bring_up(self) -> None:
        from app.terminal import KioskTerminal, receipts_directory
        from app.till_socket import ask_running_till

        settings = self._settings
        if ask_running_till(settings.storage, {"word": "who"}, ANSWER_S) is not None:
            raise StorageError(f"a terminal already runs on [storage] directory {settings.storage}; end that one first")
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
        if self._watchdog is not None:
            _watch(self._watchdog, self._till, terminal)
            if self._watchdog.is_supervised:
                terminal.remote.restart = partial(self._end, call.DONE)
        if not self._till.state.terminal.storage_failed:
            self._listen_for_words(settings.storage, terminal.words)
            self._check_the_ledger()

    def _check_the_ledger(self) -> None:
        from app.ledger_check import LedgerCheck, verify_command

        check = LedgerCheck(verify_command(self._config), self._till.post)
        check.start()
        self._stack.callback(check.stop)

    def _listen_for_words(self, storage: Path, others: "Words") -> None:
        """Nothing that fails here is a reason to stop taking payments."""
        from app.settling import answer_word
        from app.till_socket import TillSocket

        try:
            till_socket = TillSocket(storage, partial(answer_word, self._till, others=others))
        except Exception as error:  # noqa: BLE001
            log.warning("APP-SOCKET command words can't reach this terminal: %s", error)
            return
        self._stack.callback(till_socket.close)


def _watch(watchdog: "Watchdog", till: Till, terminal: "KioskTerminal") -> None:
    """Everything that is up by now must tick from now on."""
    from app.watchdog import LINK_LIMIT_S, SENDER, START, TILL, Answered
    from offline_queue.ledger import SqliteLedger

    watchdog.watch(TILL, Answered(lambda: till.ask(_nothing, SqliteLedger)))
    watchdog.watch(SENDER, lambda: terminal.sender.ticked_s if terminal.sends else math.inf)
    for name, link in terminal.links.items():
        watchdog.watch(name, partial(_ticked_s, link), LINK_LIMIT_S)
    watchdog.forget(START)


def _nothing(_ledger: object) -> object:
    return None


def _log_failed(error: Exception) -> None:
    """One sentence for what a person can mend; a bug with the way it came."""
    from app.processes import ChildError

    known = isinstance(error, ChildError | StorageError | OSError | ValueError)
    log.critical("APP-START %s", error, exc_info=None if known else error)


def _ticked_s(link: "SerialLink") -> float:
    return link.ticked_s
