"""What ``health`` tells: of a running terminal by the terminal itself, of one that does not run by its ledger."""

import random
import threading
import time
from contextlib import closing
from datetime import datetime
from typing import Any, Final

import msgspec

from app.alive import last_alive_at
from app.daily_report import figures_of
from app.event_dispatch import EventDispatch
from app.menu import kept_catalogue
from app.settings import AUTO, Settings
from app.terminal_health import TerminalHealth
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from kiosk.money import yuan_text
from kiosk.ports import StorageError
from offline_queue.backoff import Pacing
from offline_queue.database import database_path
from offline_queue.health_books import HealthBooks
from offline_queue.health_lane import HealthLane
from offline_queue.terminal_keys import TerminalKeys

BEAT_S: Final = 10.0  # for a heartbeat that was asked for, and its answer
UPLOAD_S: Final = 60.0
EAGER: Final = Pacing(interval_s=0.0, first_probe_s=1.0, longest_s=2.0, present_first_s=1.0, present_longest_s=2.0)


def answer_health(health: TerminalHealth, word: dict[str, Any]) -> dict[str, Any]:
    """What the command word of another process gets of the terminal that runs here, or an ``"error"``."""
    told: dict[str, Any] = {"running": True}
    if word.get("upload"):
        told["uploaded"] = health.upload(BEAT_S)
    try:
        told |= health.report.now()
        told["today"] = health.today()
    except StorageError as problem:
        return {"error": str(problem), "storage_failed": True}
    return told | {"inventory": health.inventory()}


def health_alone(settings: Settings) -> dict[str, Any] | None:
    """With no terminal running: as its ledger has it. None where there is no ledger. Raises ``StorageError``."""
    if not database_path(settings.storage).exists():
        return None
    now = SystemClock().now()
    with closing(HealthBooks.open(settings.storage)) as books:
        figures, known = books.figures(now), books.last_known()
    age_s = 0.0
    if known.oldest_accepted_at:
        age_s = (datetime.fromisoformat(now) - datetime.fromisoformat(known.oldest_accepted_at)).total_seconds()
    box = msgspec.to_builtins(figures.box) | {"capacity": settings.acceptor.box_capacity_notes}
    return {
        "running": False,
        "sent_at": now,
        "highest_kiosk_seq": known.highest_kiosk_seq,
        "journal": {"count": known.journal_count, "head": known.journal_head},
        "queue": {"depth": known.queue_depth, "oldest_seconds": max(int(age_s), 0)},
        "service_state": "out",
        "ended": "clean" if known.stopped_at else "unknown",
        "last_alive_at": known.stopped_at or last_alive_at(settings.storage),
        "devices": msgspec.to_builtins(known.devices),
        "money": {name: fen for name, fen in msgspec.to_builtins(figures.money).items() if not name.startswith("card_")},
        "cash_box": box,
        "config_hash": settings.config_hash,
        "next_event_seq": figures.next_event_seq,
        "today": today(settings, now),
    }


def today(settings: Settings, now: str) -> dict[str, int]:
    moment = datetime.fromisoformat(now)
    catalogue = kept_catalogue(settings.storage, settings.policy.kiosk_id)
    return figures_of(settings.storage, catalogue, moment.date(), moment)


def upload_alone(settings: Settings, limit_s: float = UPLOAD_S) -> str:
    """Everything that the centre has not heard of yet, without a terminal; why not, or empty. No heartbeat: nothing here
    serves anybody. Raises ``StorageError``."""
    if settings.centre.url == AUTO:
        return "[centre] url = auto: that centre is there only while the demo runs"
    clock, kiosk_id = SystemClock(), settings.policy.kiosk_id
    keys, centre = TerminalKeys(settings.secrets), settings.centre
    client = CentralClient(centre.url, kiosk_id, centre.token_file, keys, clock, ca_file=centre.ca_file)
    until, pause = time.monotonic() + limit_s, threading.Event()
    with closing(HealthLane.open(settings.storage)) as lane:
        dispatch = EventDispatch(
            client,
            kiosk_id,
            lane,
            lambda _event: None,
            now=clock.now,
            monotonic=time.monotonic,
            draw=random.random,
            pacing=EAGER,
        )
        while not dispatch.is_done:
            left = until - time.monotonic()
            if left <= 0:
                return f"the centre has not taken all events within {limit_s:g} s"
            pause.wait(min(dispatch.step(), left))
    return ""


def lines(told: dict[str, Any]) -> list[str]:
    """For a person at the machine."""
    found = [f"{'terminal':14} {'runs' if told['running'] else 'does not run'}, service {told['service_state']}"]
    service = told.get("service")
    if service is not None:
        works = ", ".join(name for name in ("cash", "card", "print") if service[name]) or "nothing"
        reason = f" ({service['code']})" if service["code"] else ""
        found.append(f"{'service':14} {service['mode']} since {service['since']}{reason}; works: {works}")
    elif told.get("last_alive_at"):
        found.append(f"{'last alive':14} {told['last_alive_at']}, ended: {told['ended']}")
    found += [f"{device['device']:14} {_device(device)}" for device in told["devices"]]
    queue = told["queue"]
    found.append(f"{'queue':14} {queue['depth']} payment(s), the oldest {queue['oldest_seconds']} s")
    if "money" in told:
        found += [f"{name.removesuffix('_fen'):14} {yuan_text(fen)}" for name, fen in told["money"].items() if fen]
        box = told["cash_box"]
        found.append(f"{'cash box':14} {box['notes']} of {box['capacity']} notes, {yuan_text(box['fen'])}")
    found += [f"{'today':14} {name} {figure}" for name, figure in told["today"].items()]
    return found


def _device(device: dict[str, Any]) -> str:
    since = f" since {device['since']}" if device.get("since") else ""
    code = f" {device['code']}" if device["code"] else ""
    return f"{device['state']}{code}, severity {device['severity']}, supplies {device['supplies']}{since}"
