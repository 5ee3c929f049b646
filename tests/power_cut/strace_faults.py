"""One visit on a disk that fails at one call, and what must be true from that moment on (M10)."""

import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.events import FinishPressed, Touch
from kiosk.views import Body, CashView, OutOfServiceView, ResultView
from offline_queue.database import database_path
from offline_queue.mirror import MIRROR_NAME
from tests.conftest import Tally
from tests.journeys.front import Condition, always, to_cash
from tests.journeys.rig import wait_until
from tests.power_cut.rig import Hall, KioskProcess
from tests.power_cut.strace_rig import FailingDisk, Fault, come_home, tricked
from tests.power_cut.visits import NOTE_YUAN, settle_and_explain

NOTE_FEN = NOTE_YUAN * 100
SHUT_S = 1.0  # M10
NEVER_S = 0.25  # a driver acknowledges within two polls, or never
MIRROR_SYNC_EVERY = 3  # so that a payment has syncs of the mirror too
ENDED = ("returned", "cassette")


class OutError(Exception):
    """The terminal has gone out of service."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """``front.Front`` that notices at once when the terminal goes out of service."""

    kiosk: KioskProcess

    def touch(self, event: Touch) -> None:
        self.kiosk.touch(event)

    def see(self, kind: type[Body], is_so: Condition = always) -> Any:
        seen = self.kiosk.see_any((kind, is_so), (OutOfServiceView, always))
        if hasattr(seen, "held"):
            raise OutError
        return seen


def storage_files(hall: Hall) -> list[Path]:
    """What a payment writes to."""
    path = database_path(hall.opened.settings.storage)
    return [path, path.with_name(f"{path.name}-wal"), path.with_name(MIRROR_NAME)]


def fail_in_a_visit(hall: Hall, fault: Fault, tally: Tally, **tricks: float) -> float | None:
    """A visit in a new process on the same disk as ever, ``settle`` after it; how long the slot stayed open after the
    fault, in seconds. None: the visit has fewer such calls, and ended well."""
    kiosk = KioskProcess(hall.config, start=lambda _arguments, log: tricked(hall.config, log, **tricks))
    try:
        come_home(kiosk)
        disk = FailingDisk(kiosk.pid, storage_files(hall), fault, hall.config.with_name("faults"))
        before, first = _acknowledged(hall), hall.world.newest_note()
        try:
            _pay(hall, Visitor(kiosk))
        except OutError:
            assert disk.failed_at() is not None, "out of service without a fault"
        failed_at = disk.failed_at()
        open_s = None if failed_at is None else _wait_shut(hall) - failed_at
        if open_s is not None:
            _require_stopped(hall, kiosk, disk, before, first)
    finally:
        kiosk.kill()
    disk.leave()
    buckets = settle_and_explain(hall, tally)
    assert set(buckets) <= {"posted"}, buckets
    if open_s is not None:
        tally("storage faults", 1)
        tally("storage faults after which the slot was shut within 1 s", int(open_s <= SHUT_S))
    return open_s


def fail_at_every(hall: Hall, call: str, error: str, tally: Tally) -> None:
    """k = 1, 2, ... until two visits in a row have fewer calls (a visit's statuses vary a little)."""
    k, missed, longest_s = 0, 0, 0.0
    while missed < 2:
        k += 1
        open_s = fail_in_a_visit(hall, Fault(call, error, k), tally, mirror_sync_every=MIRROR_SYNC_EVERY)
        missed = missed + 1 if open_s is None else 0
        longest_s = max(longest_s, open_s or 0.0)
    print(f"{call} {error}: every k from 1 to {k - 2}, the slot was shut after {longest_s * 1000:.0f} ms at most")
    assert k > 4, f"a payment has only {k - 2} calls of {call}"


def _pay(hall: Hall, visitor: Visitor) -> None:
    to_cash(visitor)
    hall.world.insert(NOTE_YUAN)
    visitor.see(CashView, lambda cash: cash.inserted == NOTE_FEN)
    visitor.touch(FinishPressed())
    visitor.see(ResultView, lambda result: result.receipt == "done" and result.sms_state == "delivered")


def _wait_shut(hall: Hall) -> float:
    """When, in Unix time, the acceptor was first seen to take nothing: no note is enabled, or the device waits for an
    acknowledgement that a terminal with a failed storage never gives."""
    shut_at: list[float] = []

    def shut() -> bool:
        state = hall.world.acceptor("state", since=1 << 30)
        if state["enabled_fen"] and not state["unacknowledged"]:
            shut_at.clear()
        else:
            shut_at.append(time.time())
        return bool(shut_at) and (not state["enabled_fen"] or shut_at[-1] - shut_at[0] > NEVER_S)

    wait_until(shut, "the slot is shut")
    return shut_at[0]


def _require_stopped(hall: Hall, kiosk: KioskProcess, disk: FailingDisk, before: int, first: int) -> None:
    """The page, the acceptor's own books, the disk: nothing happens any more, and the customer is told."""
    page = kiosk.see(OutOfServiceView)
    assert page.code == "STO-FAIL"
    for note in hall.world.notes(first):
        hall.world.wait_place(note["id"], *ENDED)
    told = _acknowledged(hall)
    _require_note_is_right(hall, page.held, first, before, told)
    hall.world.acceptor("timings", patience=0.2)
    further = hall.world.acceptor("insert", denomination=1000)["id"]
    hall.world.wait_place(further, "returned")
    assert disk.calls_after_the_fault() == [], "the storage was used again"
    assert _acknowledged(hall) == told, "something was acknowledged after the fault"


def _require_note_is_right(hall: Hall, held: int, first: int, before: int, told: int) -> None:
    """Stacked and recorded, or stacked and never acknowledged to the device, or back in the customer's hand."""
    stacked = [note for note in hall.world.notes(first) if note["place"] == "cassette"]
    noted, inside = _recorded(hall, before + 1, told)
    unacknowledged = bool(hall.world.acceptor("state")["unacknowledged"])
    if stacked and not noted:
        assert unacknowledged, "the terminal acknowledged a note that it had not recorded"
        assert held == NOTE_FEN
    else:
        assert held == inside, "the customer is told what is inside"


def _acknowledged(hall: Hall) -> int:
    """Records of the journal, as the terminal told last."""
    return int(hall.config.with_name("told").read_text("ascii").split()[-1])


def _recorded(hall: Hall, first: int, last: int) -> tuple[bool, int]:
    """By the journal's records from ``first`` to ``last``: is a note stacked, and how many fen are not posted yet?"""
    path = database_path(hall.opened.settings.storage)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT record FROM journal WHERE seq BETWEEN ? AND ?", (first, last)).fetchall()
    facts = [json.loads(row[0])["fact"] for row in rows]
    stacked = [fact["denomination"] for fact in facts if fact["fact"] == "NoteStacked"]
    posted = {fact["payment_id"] for fact in facts if fact["fact"] == "PaymentPosted"}
    paid = [fact["amount"] for fact in facts if fact["fact"] == "PaymentAccepted" and fact["payment_id"] in posted]
    return bool(stacked), sum(stacked) - sum(paid)
