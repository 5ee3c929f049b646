"""The demo's control panel: a second window that works the simulated devices, the network and the handset."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Property, QCoreApplication, QObject, Qt, Signal, Slot

from ui.marked import QT_TRANSLATE_NOOP

_log = logging.getLogger(__name__)
_KEPT_MESSAGES: Final = 4

READY: Final = QT_TRANSLATE_NOOP("panel", "Ready")
FAILED: Final = QT_TRANSLATE_NOOP("panel", "That did not work: %1")


class DemoControls(Protocol):
    """What the panel can do to the demo's world. Called in a worker thread, one at a time; may block.

    Raise OSError, ValueError or RuntimeError when it can't be done; its text is shown.
    """

    def insert(self, denomination: int) -> None:
        """Put a note of this many fen into the acceptor."""

    def reject_next(self) -> None: ...
    def jam(self) -> None: ...
    def clear_jam(self) -> None: ...
    def unplug_acceptor(self) -> None: ...
    def replug_acceptor(self) -> None: ...
    def tap_card(self) -> None:
        """Hold a card to the card terminal."""

    def insert_card(self) -> None:
        """Put a card into the card terminal and type the right PIN."""

    def wrong_pin(self) -> None:
        """The same, but the first PIN is wrong."""

    def decline_card(self) -> None:
        """The bank declines the next charge."""

    def slow_bank(self) -> None:
        """The bank answers the next charge late."""

    def cancel_card(self) -> None:
        """Press the stop key of the card terminal."""

    def card_power_off(self) -> None: ...
    def card_power_on(self) -> None: ...
    def unplug_card(self) -> None: ...
    def replug_card(self) -> None: ...
    def paper_out(self) -> None: ...
    def paper_in(self) -> None: ...
    def cover_open(self) -> None: ...
    def cover_close(self) -> None: ...
    def cut_network(self) -> None: ...
    def restore_network(self) -> None: ...
    def slow_network(self) -> None: ...
    def garble(self) -> None: ...


class PanelModel(QObject):
    """What the panel shows. The setters may be called from any thread."""

    changed = Signal()
    _arrived = Signal(str, str, str)

    def __init__(self, controls: DemoControls) -> None:
        super().__init__()
        self._actions: dict[str, Callable[[], None]] = {
            "reject_next": controls.reject_next,
            "jam": controls.jam,
            "clear_jam": controls.clear_jam,
            "unplug_acceptor": controls.unplug_acceptor,
            "replug_acceptor": controls.replug_acceptor,
            "tap_card": controls.tap_card,
            "insert_card": controls.insert_card,
            "wrong_pin": controls.wrong_pin,
            "decline_card": controls.decline_card,
            "slow_bank": controls.slow_bank,
            "cancel_card": controls.cancel_card,
            "card_power_off": controls.card_power_off,
            "card_power_on": controls.card_power_on,
            "unplug_card": controls.unplug_card,
            "replug_card": controls.replug_card,
            "paper_out": controls.paper_out,
            "paper_in": controls.paper_in,
            "cover_open": controls.cover_open,
            "cover_close": controls.cover_close,
            "cut_network": controls.cut_network,
            "restore_network": controls.restore_network,
            "slow_network": controls.slow_network,
            "garble": controls.garble,
        }
        self._insert = controls.insert
        self._state = ""
        self._receipt = ""
        self._sms: list[dict[str, str]] = []
        self._work: queue.SimpleQueue[tuple[str, Callable[[], None]]] = queue.SimpleQueue()
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._serve, name="demo-panel", daemon=True).start()

    def set_state(self, text: str) -> None:
        """One line on what the demo's world is doing."""
        self._arrived.emit("state", text, "")

    def add_sms(self, text: str, at: str) -> None:
        """A text message reached the customer's handset; ``at`` is the time as it should be read."""
        self._arrived.emit("sms", text, at)

    def set_receipt(self, path: str) -> None:
        """The newest receipt, a PNG file; a new path for each, so that no old picture is shown."""
        self._arrived.emit("receipt", path, "")

    @Property(str, notify=changed)
    def state(self) -> str:
        return self._state or QCoreApplication.translate("panel", READY)

    @Property(str, notify=changed)
    def receipt(self) -> str:
        return self._receipt

    @Property("QVariant", notify=changed)  # type: ignore[arg-type]  # the stubs know no Qt type names
    def sms(self) -> list[dict[str, str]]:
        return self._sms

    @Slot(str, str)
    def do(self, name: str, value: str) -> None:
        """A key of the panel: ``insert`` with a value in fen, or one of the named actions. Returns at once."""
        if name == "insert":
            denomination = int(value)
            self._work.put((name, lambda: self._insert(denomination)))
        else:
            self._work.put((name, self._actions[name]))

    def _serve(self) -> None:
        while True:
            name, action = self._work.get()
            try:
                action()
            except (OSError, ValueError, RuntimeError) as error:
                _log.warning("panel action %s failed: %s", name, error)
                self._arrived.emit("state", QCoreApplication.translate("panel", FAILED).replace("%1", str(error)), "")

    @Slot(str, str, str)
    def _take(self, what: str, text: str, at: str) -> None:
        if what == "sms":
            self._sms = [{"text": text, "at": at}, *self._sms][:_KEPT_MESSAGES]
        elif what == "receipt":
            self._receipt = text
        else:
            self._state = text
        self.changed.emit()
