"""Faults of devices from their events: how many, how long (central-api.md 7, section 3). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from central.times import Milliseconds

_WARNING: Final = 2  # severities below are routine


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    at: Milliseconds
    data: dict[str, Any]  # docs/central-contract.md, kind device


@dataclass(frozen=True, slots=True)
class Fault:
    """One device with one code from ``begin`` to ``end``."""

    device: str
    code: str
    begin: Milliseconds
    end: Milliseconds


def faults(events: Iterable[DeviceEvent], end: Milliseconds) -> list[Fault]:
    """In the order of their begin. A fault lasts until its device says something else, or until ``end``."""
    open_faults: dict[str, tuple[str, Milliseconds]] = {}
    found: list[Fault] = []
    for event in events:
        device, code = str(event.data.get("device", "")), str(event.data.get("code", ""))
        severity = event.data.get("severity")
        bad = isinstance(severity, int) and severity >= _WARNING and bool(code)
        known = open_faults.get(device)
        if known is not None and (not bad or known[0] != code):
            found.append(Fault(device, known[0], known[1], event.at))
            del open_faults[device]
        if bad and device not in open_faults:
            open_faults[device] = (code, event.at)
    found.extend(Fault(device, code, begin, end) for device, (code, begin) in open_faults.items())
    return sorted(found, key=lambda fault: (fault.begin, fault.device))


def by_code(found: Iterable[Fault]) -> list[dict[str, Any]]:
    """Count, mean time to repair and the longest of each code, in seconds; the most frequent first."""
    lengths: dict[tuple[str, str], list[Milliseconds]] = {}
    for fault in found:
        lengths.setdefault((fault.device, fault.code), []).append(fault.end - fault.begin)
    listed = sorted(lengths.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return [
        {
            "device": device,
            "code": code,
            "count": len(took),
            "mttr_seconds": sum(took) // len(took) // 1000,
            "longest_seconds": max(took) // 1000,
        }
        for (device, code), took in listed
    ]
