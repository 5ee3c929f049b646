"""The driver against the CCNET simulator, a process with books of its own: whatever happens, the two agree to the fen.

The till here is the smallest that keeps the order of design.md 4.2a: one intent a note, closed by the device's evidence.
"""

import random
import select
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.ccnet import CcnetAcceptor
from devices.ccnet_exchange import ExchangeTiming
from devices.ccnet_timing import CcnetTiming
from devices.serial_link import LinkSettings
from kiosk.device_status import DeviceState
from kiosk.events import (
    DeviceStatusChanged,
    Event,
    NoteEscrowed,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
)
from kiosk.money import Fen
from tests.devices.ccnet_till import ALL_NOTES, Till
from tests.devices.simulators.process import Simulator, until

BRISK = {"initialise": 0.1, "accepting": 0.06, "stacking": 0.1, "returning": 0.03, "rejecting": 0.03}
TIMING = CcnetTiming(exchange=ExchangeTiming(poll_reply_s=0.1), poll_s=0.03, idle_poll_s=0.05)


class CountingTill(Till):
    """Stacks every note and keeps books: what is credited, in doubt, repeated, of nobody (fen)."""

    def __init__(self) -> None:
        super().__init__()
        self.driver: CcnetAcceptor | None = None
        self.intent: Fen | None = None
        self.last: Fen | None = None
        self.credited = self.doubted = self.unassigned = 0
        self.known = 0  # how often the notes' whereabouts were known

    def post(self, event: Event) -> None:
        match event:
            case NoteEscrowed(denomination):
                assert self.intent is None, "a second note while one is on its way"
                self.intent = denomination
                assert self.driver is not None
                self.driver.stack()
            case NoteStacked(denomination, latched):
                self._stacked(denomination, latched=latched)
            case NoteReturned():
                self.intent = None
            case NotesWhereaboutsKnown():
                self.known += 1
                self.doubted += self.intent or 0
                self.intent = None
        super().post(event)

    def _stacked(self, denomination: Fen | None, *, latched: bool) -> None:
        if self.intent is not None:
            assert denomination in (None, self.intent)
            self.credited += self.intent
            self.last, self.intent = self.intent, None
        elif not (latched and self.last is not None and denomination in (None, self.last)):
            assert denomination is not None
            self.unassigned += denomination

    def online(self) -> bool:
        changed = self.all(DeviceStatusChanged)
        return bool(changed) and changed[-1].status.state is DeviceState.ONLINE


class Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.simulator = Simulator(folder, "--state", str(folder / "books"))
        self.till = CountingTill()
        self.driver: CcnetAcceptor | None = None

    def start(self) -> None:
        self.simulator.ok("timings", **BRISK)
        self.start_terminal()

    def start_terminal(self) -> None:
        known = self.till.known
        self.driver = CcnetAcceptor(LinkSettings(str(self.simulator.link)), self.till.post, timing=TIMING)
        self.till.driver = self.driver
        self.driver.start()
        until(lambda: self.till.known > known)
        self.driver.accept(ALL_NOTES)
        until(lambda: self.till.online() and self.reports() == "14")

    def reports(self) -> Any:
        return self.simulator.ok("state")["reports"]

    def sums(self) -> dict[str, int]:
        sums: dict[str, int] = self.simulator.ok("state")["sums_fen"]
        return sums

    def insert(self, denomination: int = 10_000) -> None:
        self.simulator.ok("insert", denomination=denomination)

    def wait_where(self, where: str) -> None:
        until(lambda: any(note["where"] == where for note in self.simulator.ok("state")["notes"]))

    def settle(self) -> None:
        """Until nothing is on its way any more; then the books of both sides agree."""
        until(lambda: self.till.intent is None and self.reports() == "14" and self.till.online())
        stacked, till = self.sums()["stacked"], self.till
        assert till.credited + till.unassigned <= stacked <= till.credited + till.unassigned + till.doubted
        assert till.unassigned == 0

    def close(self) -> None:
        if self.driver is not None:
            self.driver.close()
        self.simulator.end()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    built = Bench(tmp_path)
    try:
        built.start()
        yield built
    finally:
        built.close()


def test_notes_of_each_denomination(bench: Bench) -> None:
    for denomination in (100, 500, 1_000, 2_000, 5_000, 10_000):
        bench.insert(denomination)
        until(lambda: not bench.sums()["entry"] and not bench.sums()["escrow"])
        bench.settle()
    assert (bench.till.credited, bench.till.doubted) == (18_600, 0)


def test_a_rejected_note_and_one_that_nobody_enabled(bench: Bench) -> None:
    bench.simulator.ok("reject_next")
    bench.insert()
    bench.wait_where("returned")
    bench.settle()
    assert bench.driver is not None
    bench.driver.accept(frozenset({Fen(500)}))
    until(lambda: bench.simulator.ok("state")["enabled_fen"] == [500])
    bench.insert()
    until(lambda: bench.sums()["returned"] == 20_000)
    bench.settle()
    assert bench.till.credited == 0


def test_power_cut_with_the_note_at_each_place(bench: Bench) -> None:
    for where in ("entry", "escrow", "stacked"):
        before = bench.sums()
        bench.insert()
        until(lambda where=where, before=before: bench.sums()[where] > before[where])  # type: ignore[misc]
        bench.simulator.ok("power_off")
        until(lambda: not bench.till.online())
        known = bench.till.known
        bench.simulator.ok("power_on")
        until(lambda known=known: bench.till.known > known)  # type: ignore[misc]
        bench.settle()
        if where == "entry":
            assert (bench.till.credited, bench.till.doubted) == (0, 0)


def test_power_cuts_at_any_moment_never_invent_and_never_hide_a_note(bench: Bench) -> None:
    """Five notes, each with a cut at a moment drawn from a fixed seed, some too short to be noticed as silence."""
    moments = random.Random(20_26)
    for _ in range(5):
        bench.insert(moments.choice((100, 2_000, 10_000)))
        pause_s = moments.uniform(0.0, 0.4)
        wait(pause_s)
        bench.simulator.ok("power_off")
        wait(moments.choice((0.0, 0.05, 0.6)))
        bench.simulator.ok("power_on")
        until(lambda: not bench.sums()["entry"] and not bench.sums()["escrow"])
        bench.settle()
    assert bench.till.credited > 0


@pytest.mark.parametrize("at", ["escrow", "stacker"])
def test_a_jam_until_a_person_clears_it(bench: Bench, at: str) -> None:
    bench.simulator.ok("jam", at=at, next_note=True)
    bench.insert()
    until(lambda: bool(bench.simulator.ok("state")["jammed"]) and not bench.till.online())
    status = bench.till.all(DeviceStatusChanged)[-1].status
    until(lambda: bench.till.all(DeviceStatusChanged)[-1].status.may_hold_money)
    assert not status.usable
    bench.simulator.ok("clear")
    bench.settle()
    assert bench.till.credited == bench.sums()["stacked"]


def test_damaged_and_lost_words_in_both_directions(bench: Bench) -> None:
    for direction in ("to_host", "to_device"):
        for fault in ("corrupt_next", "drop_next"):
            bench.insert(1_000)
            bench.wait_where("escrow")
            bench.simulator.ok(fault, direction=direction, count=3)
            until(lambda: not bench.sums()["entry"] and not bench.sums()["escrow"])
            bench.settle()
    assert (bench.till.credited, bench.till.doubted) == (4_000, 0)


STRANGE: tuple[tuple[str, dict[str, object]], ...] = (
    ("repeat_next", {"count": 12}),
    ("delay_next", {"seconds": 0.2, "count": 4}),
    ("garbage_next", {"count": 12}),
    ("garbage_next", {"where": "inside", "count": 4}),
    ("cut_next", {"keep": 4, "count": 3}),
    ("drop_next_ack", {"count": 3}),
    ("split_writes", {"size": 1, "gap_s": 0.005}),
)


def test_strange_answers_change_nothing(bench: Bench) -> None:
    for fault, parameters in STRANGE:
        before = bench.sums()["stacked"] + bench.sums()["returned"]

        def ended(before: int = before) -> bool:
            return bench.sums()["stacked"] + bench.sums()["returned"] > before

        bench.insert()
        until(lambda: bench.till.intent is not None or ended())  # if this thread stood still, the note may be in already
        bench.simulator.ok(fault, **parameters)
        until(ended)
        bench.settle()
        assert bench.till.doubted == 0, fault
        assert bench.till.credited == bench.sums()["stacked"], fault


def test_silence_and_back(bench: Bench) -> None:
    bench.insert()
    bench.wait_where("escrow")
    bench.simulator.ok("silence")
    until(lambda: bench.till.all(DeviceStatusChanged)[-1].status.code == "BV-SILENT")
    bench.simulator.ok("resume")
    bench.settle()


def test_unplugged_and_back(bench: Bench) -> None:
    bench.simulator.ok("unplug")
    until(lambda: bench.till.all(DeviceStatusChanged)[-1].status.state is DeviceState.NO_DEVICE)
    bench.simulator.ok("replug")
    bench.settle()
    bench.insert()
    until(lambda: bench.till.credited == 10_000)
    bench.settle()


def test_the_box_is_taken_and_put_back(bench: Bench) -> None:
    bench.simulator.ok("remove_box")
    until(lambda: bench.till.all(DeviceStatusChanged)[-1].status.code == "BV-BOX-OUT")
    bench.simulator.ok("return_box")
    bench.settle()


def test_the_terminal_dies_with_a_note_on_its_way_and_starts_again(bench: Bench) -> None:
    """Killed without a farewell: the port is closed, the intent stays on the disk, the device keeps its power."""
    for delay_s in (0.0, 0.03, 0.06, 0.09, 0.12, 0.15):
        bench.insert()
        until(lambda: bench.till.intent is not None)
        wait(delay_s)
        assert bench.driver is not None
        bench.driver._link.close()  # what is left of a killed process: no farewell to the device
        bench.start_terminal()
        bench.settle()
        assert bench.till.doubted == 0


def test_the_simulator_is_killed_and_started_anew_with_its_books(bench: Bench) -> None:
    bench.insert()
    bench.wait_where("escrow")
    known = bench.till.known
    bench.simulator.end(signal.SIGKILL)
    bench.simulator = Simulator(bench.folder, "--state", str(bench.folder / "books"))
    until(lambda: bench.till.known > known)
    bench.settle()


def wait(seconds: float) -> None:
    """A pause that belongs to the script of a fault, not to a condition."""
    select.select([], [], [], seconds)
