"""What this terminal is made of, told at each start and when something in it changed (contract, Health of terminals)."""

import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import msgspec

from app.event_dispatch import Caller
from app.settings import Settings
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.facts import RunStarted
from kiosk.flow import Terminal
from kiosk.ports import Clock

log = logging.getLogger("health")

_UNKNOWN: Final = {"model": "", "serial": "", "firmware": ""}


def inventory(settings: Settings, run: RunStarted, terminal: Terminal) -> dict[str, Any]:
    """The body without its moment. A text that a device does not tell is empty."""
    return {
        "software": run.software,
        "config_hash": settings.config_hash,
        "boot_id": run.boot_id,
        "ended": run.ended,
        "last_alive_at": run.last_alive_at or None,
        "devices": [
            {"device": "acceptor", "protocol": settings.acceptor.protocol, **_acceptor(terminal)},
            {"device": "printer", "protocol": settings.printer.protocol, **_UNKNOWN},
            *([{"device": "card", "protocol": settings.card.protocol, **_card(terminal)}] if settings.card.fitted else []),
        ],
        "box_capacity_notes": settings.acceptor.box_capacity_notes,
        "paper_width_mm": settings.printer.paper_width_mm,
    }


def _acceptor(terminal: Terminal) -> dict[str, str]:
    found = terminal.identity
    return _UNKNOWN if found is None else _texts(found.model, found.serial, found.firmware)


def _card(terminal: Terminal) -> dict[str, str]:
    """While it is busy with a sale it is still the one that may charge here."""
    found = terminal.card_identity or terminal.card_bound
    return _UNKNOWN if found is None else _texts(found.model, found.terminal_id, found.firmware)


def _texts(model: str, serial: str, firmware: str) -> dict[str, str]:
    """As the centre takes them: one line each, of a bounded length."""
    told = {"model": model, "serial": serial, "firmware": firmware}
    return {name: "".join(c if c.isprintable() else " " for c in text)[:100] for name, text in told.items()}


class InventoryReports:
    """``send`` is called by the heartbeat's thread after each beat that was answered."""

    def __init__(self, client: Caller, kiosk_id: str, clock: Clock, told: Callable[[], dict[str, Any] | None]) -> None:
        """``told``: the inventory now; None while it can't be said how the process before ended."""
        self._client = client
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/inventory"
        self._clock = clock
        self._told = told
        self._known: dict[str, Any] | None = None  # what the centre has, or has refused

    def send(self) -> None:
        now = self._told()
        if now is None or now == self._known:
            return
        try:
            reply = self._client.call("PUT", self._path, msgspec.json.encode({"at": self._clock.now(), **now}))
        except (CentreUnreachableError, TerminalRefusedError):
            return
        if reply.status >= 500 or reply.status == 429:
            return
        if reply.status != 200:
            log.warning("HEALTH-012 the inventory was refused with HTTP %s", reply.status)
        self._known = now
