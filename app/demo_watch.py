"""The control panel's eyes in the demo's world: the customers' handsets and the newest receipt."""

import logging
import threading
from typing import Protocol

import requests

from app.demo_world import DemoWorld

log = logging.getLogger("demo")

LOOK_EVERY_S = 0.5


class Panel(Protocol):
    """What is told to the panel; ``ui.panel.PanelModel``."""

    def add_sms(self, text: str, at: str) -> None: ...
    def set_receipt(self, path: str) -> None: ...


class WorldWatch:
    """Tells the panel of messages on the handset and of paper from the printer, until ``stop``."""

    def __init__(self, world: DemoWorld, panel: Panel) -> None:
        self._world = world
        self._panel = panel
        self._stopped = threading.Event()
        self._seen_message = self._newest_message()
        self._seen_pieces = len(self._pieces())
        threading.Thread(target=self._run, name="demo-watch", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            for message in self._messages():
                self._seen_message = int(message["id"])
                self._panel.add_sms(message["text"], message["delivered_at"][11:19])
            pieces = self._pieces()
            if len(pieces) > self._seen_pieces:
                self._seen_pieces = len(pieces)
                self._panel.set_receipt(pieces[-1])

    def _newest_message(self) -> int:
        self._seen_message = 0
        return max((int(message["id"]) for message in self._messages()), default=0)

    def _messages(self) -> list[dict[str, str]]:
        if not self._world.centre_url:
            return []
        try:
            return self._world.handset(self._seen_message)
        except requests.RequestException as error:
            log.warning("DEMO-HANDSET the handset can't be read: %s", type(error).__name__)
            return []

    def _pieces(self) -> list[str]:
        try:
            state = self._world.printer.send("state")
        except (OSError, ValueError):
            return []
        return [str(piece["png"]) for piece in state.get("pieces", [])]
