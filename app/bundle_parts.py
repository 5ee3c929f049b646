"""What goes into a fault bundle: of a running terminal from its own memory, of one that does not run from the disk."""

import hashlib
import logging
import platform
import sys
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import msgspec

from app.fault_bundle import File, bundle, lines_of
from app.ledger_export import json_lines
from app.processes import ROOT
from app.recent_log import RECENT
from app.settings import DeviceSettings, Settings
from devices.flight import SAID, TOLD, wire
from devices.trace import Direction, Trace, TraceEntry
from kiosk.centre_enrolment import SOFTWARE
from kiosk.flow import State
from kiosk.flow.judging import judged
from kiosk.masking import masked
from kiosk.ports import StorageError
from kiosk.staff_records import BooksSheet
from kiosk.visit_types import Language
from offline_queue.journal import ChainBrokenError
from offline_queue.journal_source import open_journal

log = logging.getLogger("app")

JOURNAL_LINES: Final = 3000
TRACES: Final = "traces"
LOCKS: Final = ("requirements.lock", "requirements-dev.lock")
_PACKAGES: Final = (
    "PySide6-Essentials",
    "msgspec",
    "pyserial",
    "python-escpos",
    "requests",
    "sqlite-utils",
    "cryptography",
)


def made(
    settings: Settings,
    traces: Mapping[str, Trace],
    state: State | None,
    books: BooksSheet | None,
    at: str,
) -> bytes:
    """``traces`` by device. ``state`` None: no terminal runs, the traces of its last clean stop lie on the disk."""
    wires = {name: tuple(_trace_lines(trace.entries(), settings, name)) for name, trace in traces.items()} or _kept_traces(
        settings.storage
    )
    files = [
        *(File(f"{TRACES}/{name}.jsonl", lines) for name, lines in wires.items()),
        File("journal.jsonl", _journal(settings)),
        File("configuration.json", lines_of(plain(settings))),
        File("versions.json", lines_of(versions())),
        File("log.txt", tuple(RECENT.lines())),
        File("states.json", lines_of(_states(state, books, at))),
    ]
    return bundle(files, {"kiosk_id": settings.policy.kiosk_id, "made_at": at, "running": state is not None})


def header(settings: Settings, device: str) -> str:
    """What a replay must know of this wire (``devices.replay``)."""
    given: DeviceSettings = getattr(settings, device)
    told: dict[str, Any] = {"device": device, "protocol": given.protocol, "baud": given.baud}
    told |= {name: plain(getattr(given, name)) for name in _OF_A_REPLAY[device]}
    return wire(**told)


_OF_A_REPLAY: Final = {
    "acceptor": ("currency",),
    "printer": ("paper_width_mm", "marker", "slip_wait_s"),
    "card": ("currency", "sync", "receipts"),
}


def _trace_lines(entries: Sequence[TraceEntry], settings: Settings, device: str) -> Iterable[str]:
    first = entries[0].unix_s if entries else 0.0
    yield TraceEntry(first, Direction.NOTE, text=header(settings, device)).as_json()
    for entry in entries:
        yield (entry if entry.text.startswith((SAID, TOLD)) else entry._replace(text=masked(entry.text))).as_json()


# ---- on the disk ---------------------------------------------------------------------------------------------------


def keep_traces(settings: Settings, traces: Mapping[str, Trace]) -> None:
    """At a clean stop: for whoever asks after it. That they can't be written is no reason not to stop."""
    folder = settings.storage / TRACES
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for name, trace in traces.items():
            path = folder / f"{name}.jsonl"
            draft = path.with_suffix(".part")
            draft.write_text("".join(f"{line}\n" for line in _trace_lines(trace.entries(), settings, name)), "utf-8")
            draft.chmod(0o600)
            draft.replace(path)
    except OSError as error:
        log.warning("APP-TRACES the traces can't be kept in %s: %s", folder, error)


def _kept_traces(storage: Path) -> dict[str, tuple[str, ...]]:
    found = sorted((storage / TRACES).glob("*.jsonl"))
    return {path.stem: tuple(path.read_text("utf-8", "replace").splitlines()) for path in found}


def _journal(settings: Settings) -> tuple[str, ...]:
    """The newest records, masked as for auditors; why not, where they can't be read."""
    try:
        with open_journal(settings.storage, settings.secrets, settings.policy.kiosk_id, from_mirror=False) as records:
            return tuple(line.rstrip("\n") for line in deque(json_lines(records()), maxlen=JOURNAL_LINES))
    except (StorageError, ChainBrokenError, msgspec.DecodeError, OSError) as error:
        return (masked(f"the journal can't be read: {error}"),)


# ---- plain values --------------------------------------------------------------------------------------------------


def versions() -> dict[str, Any]:
    """Of this program and all it stands on."""
    locks = {name: _digest(ROOT / name) for name in LOCKS}
    packages = {name: _version(name) for name in _PACKAGES}
    system = {"python": sys.version.split()[0], "system": platform.platform(), "machine": platform.machine()}
    return {"software": SOFTWARE, "locks_sha256": locks, "packages": packages, **system}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _states(state: State | None, books: BooksSheet | None, at: str) -> dict[str, Any]:
    if state is None:
        return {"running": False}
    terminal = state.terminal
    devices = (terminal.acceptor, terminal.printer, terminal.card)
    return {
        "running": True,
        "page": type(state.visit).__name__,
        "devices": {one.device.value: plain(one) for one in devices},
        "identity": plain(terminal.identity),
        "reachable": terminal.reachable,
        "line_reason": masked(terminal.line_reason),
        "kiosk_refused": terminal.kiosk_refused,
        "stops": [{"code": one.code, "detail": masked(one.detail)} for one in terminal.stops],
        "waiting": len(terminal.unposted),
        "storage_failed": masked(terminal.storage_failed),
        "readiness": plain(judged(state, books, Language.ENGLISH, at)),
    }


def plain(value: Any) -> Any:
    """Settings and states as JSON has them. A text keeps no whole number."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | Path):
        return masked(str(value))
    return value
