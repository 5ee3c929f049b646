"""A centre's memory of events as the contract says it, with faults; and events without a ledger."""

import json
import threading
from collections import deque
from itertools import pairwise
from typing import Any

from kiosk.answers import Reply
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from offline_queue.health_lane import KeptEvent

AT = "2026-11-22T09:12:00+08:00"


class EventCentre:
    """``faults``: what the next calls do instead: an exception, a ``Reply``, or "lost": taken, and the answer lost."""

    def __init__(self) -> None:
        self.kept: dict[int, dict[str, Any]] = {}
        self.calls: list[list[dict[str, Any]]] = []
        self.faults: deque[Exception | Reply | str] = deque()
        self.down = False
        self.refuses: set[int] = set()
        self.came = threading.Condition()

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply:
        assert (method, path) == ("POST", "/v1/kiosks/K0001/events")
        items = json.loads(body or b"")["items"]
        with self.came:
            self.calls.append(items)
            fault = self.faults.popleft() if self.faults else None
            if self.down:
                raise CentreUnreachableError("no route")
            if isinstance(fault, Exception):
                raise fault
            if isinstance(fault, Reply):
                return fault
            if any(item["event_seq"] in self.refuses and item["kind"] != "refused" for item in items):
                return problem(422, "invalid-request")
            new = [item for item in items if item["event_seq"] not in self.kept]
            self.kept |= {item["event_seq"]: item for item in new}
            self.came.notify_all()
            if fault == "lost":
                raise CentreUnreachableError("cut off")
            return Reply(200, "application/json", json.dumps({"new": len(new), **self.said()}).encode())

    def said(self) -> dict[str, Any]:
        expected, highest = 1, max(self.kept, default=0)
        while expected in self.kept:
            expected += 1
        numbers = [expected - 1, *sorted(seq for seq in self.kept if seq >= expected)]
        gaps = [(low + 1, high - 1) for low, high in pairwise(numbers) if high > low + 1]
        return {"next_expected_seq": expected, "missing": gaps[:10] if expected <= highest else []}

    def seqs(self) -> list[list[int]]:
        return [[item["event_seq"] for item in items] for items in self.calls]


def problem(status: int, name: str, retry_after_s: float | None = None) -> Reply:
    body = json.dumps({"type": f"https://telecom-hall.example/problems/{name}"}).encode()
    return Reply(status, "application/problem+json", body, retry_after_s)


class Kept:
    """``Lane`` over a dictionary."""

    def __init__(self) -> None:
        self.events: dict[int, KeptEvent] = {}
        self.next = 1

    def add(self, count: int = 1, *, urgent: bool = False) -> int:
        """So many more; the number of the last one."""
        for _ in range(count):
            self.events[self.next] = KeptEvent(self.next, AT, "device", urgent, {"code": f"E{self.next}"})
            self.next += 1
        return self.next - 1

    def next_event_seq(self) -> int:
        return self.next

    def events_from(self, event_seq: int, most: int) -> list[KeptEvent]:
        return [self.events[seq] for seq in sorted(self.events) if seq >= event_seq][:most]

    def urgent_from(self, event_seq: int, most: int) -> list[KeptEvent]:
        return [self.events[seq] for seq in sorted(self.events) if seq >= event_seq and self.events[seq].urgent][:most]

    def close(self) -> None: ...


def as_client(centre: EventCentre) -> CentralClient:
    from typing import cast

    return cast(CentralClient, centre)
