"""A2: cables are pulled and devices fall silent, again and again, at any moment of a visit. Each time the loss shows, the
device comes back, and each fen is explained; after hundreds of times the process holds what it held at the beginning."""

import os
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from kiosk.device_status import Device, DeviceState
from tests.conftest import Tally
from tests.hot_plug.kiosk import Kiosk
from tests.hot_plug.plugs import AT_REST, PLUGS, Cycle, Plug, Stage, at_rest, bank, draw_cycle, quick_cycles
from tests.hot_plug.vitals import Held, fewest, grown, held, open_descriptors, rss_mib
from tests.journeys.books import ledger_sums, open_rows
from tests.journeys.rig import World
from tests.soak.vitals import Alarms

SEED = 20261122
CYCLES = 500
WARM_UP = 20  # cycles, until every page was shown and every pool is filled
SHOWN_S, BACK_S = 2.0, 5.0  # A2
GIVEN_UP_S = 30.0
HOME_S = 60.0  # with a sale that has to be asked about
MORE_MIB = 5.0  # A2
VISITS_MIB = 10.0  # more, with payments: the ledger grows, and SQLite keeps up to 2 MB of it for each connection
RESTS_S = 60.0  # Qt ends a thread that has had nothing to do for half a minute


@contextmanager
def stage_of(folder: Path, card: str, seed: str) -> Iterator[Stage]:
    world = World(folder, card)
    try:
        kiosk = Kiosk(world)
        try:
            stage = Stage(world, kiosk, random.Random(seed))
            stage.set_paces()
            kiosk.go_home(HOME_S)
            yield stage
        finally:
            kiosk.stop()
    finally:
        world.close()


class Run:
    """Cycles, one after the other, and what was seen of them. ``early``, ``late``: what was held at the end of each of as
    many cycles after the warm-up as it took, and of the last ones; not more, so that the test itself holds nothing."""

    def __init__(self, stage: Stage, warm_up: int) -> None:
        self._stage = stage
        self._kiosk = stage.kiosk
        self._lasting = held(stage.kiosk.glass).lasting
        self._warm_up = warm_up
        self.early: list[Held] = []
        self.late: deque[Held] = deque(maxlen=warm_up)
        self.rss_mib: list[float] = []
        self.shown_s: dict[str, list[float]] = defaultdict(list)
        self.back_s: dict[str, list[float]] = defaultdict(list)

    def cycle(self, cycle: Cycle) -> None:
        stage, kiosk, device = self._stage, self._kiosk, self._stage.device(cycle.device)
        cycle.moment(stage)
        cycle.plug.pull(stage, device)
        self._wait_for(cycle.device, cycle.plug.shows, self.shown_s[f"{cycle.plug.name} {cycle.device.value}"])
        stage.pause(0.3)
        cycle.plug.back(stage, device)
        self._wait_for(cycle.device, DeviceState.ONLINE, self.back_s[cycle.device.value])
        kiosk.go_home(HOME_S)
        ledger_sums(kiosk.opened.settings.storage)  # fails if a fen is unexplained
        self._look()

    def _look(self) -> None:
        now = held(self._kiosk.glass)
        self.rss_mib.append(rss_mib())
        self.late.append(now)
        if self._warm_up < len(self.rss_mib) <= 2 * self._warm_up:
            self.early.append(now)
        assert now.ports == len(Device)
        assert now.lasting == self._lasting

    def _wait_for(self, device: Device, state: DeviceState, took_s: list[float]) -> None:
        began = time.monotonic()
        status = self._kiosk.status
        self._kiosk.wait(lambda: status(device).state is state, f"{device} {state}", GIVEN_UP_S, lambda: status(device))
        took_s.append(time.monotonic() - began)

    def tell(self) -> str:
        times = {f"{name} shown": took for name, took in self.shown_s.items()}
        times |= {f"{name} back": took for name, took in self.back_s.items()}
        lines = [f"{name}: p95 {p95(took):.2f} s, longest {max(took):.2f} s of {len(took)}" for name, took in times.items()]
        return "\n".join(lines)


def p95(took_s: list[float]) -> float:
    return sorted(took_s)[int(len(took_s) * 0.95)]


Plan = Callable[[random.Random], Iterable[Cycle]]


def hot_plug(
    folder: Path, card: str, plan: Plan, tally: Tally, *, warm_up: int = WARM_UP, more_mib: float = MORE_MIB + VISITS_MIB
) -> Run:
    """``warm_up``: the first cycles, which do not count, and how many are looked at after them and at the end."""
    seed = f"{SEED} {card}"
    print(f"seed {seed}")
    alarms = Alarms()
    try:
        with stage_of(folder, card, seed) as stage:
            run = Run(stage, warm_up)
            for number, cycle in enumerate(plan(stage.draw)):
                print(f"{number} {cycle}")
                run.cycle(cycle)
                tally("hot-plug cycles", 1)
            print(run.tell())
            check_money(stage, tally)
            check_vitals(stage.kiosk, run, more_mib)
    finally:
        alarms.close()
    assert not alarms.said
    return run


def check_vitals(kiosk: Kiosk, run: Run, more_mib: float) -> None:
    start, end = fewest(run.early), fewest(run.late)
    rss = (run.rss_mib[len(run.early)], run.rss_mib[-1])
    print(f"after the warm-up: {start}, {rss[0]:.1f} MiB\nat the end: {end}, {rss[1]:.1f} MiB")
    print("MiB after each twentieth: " + " ".join(f"{mib:.1f}" for mib in run.rss_mib[::20]))
    if grown(start, end):
        kiosk.wait(lambda: not grown(start, held(kiosk.glass)), "as at the start", RESTS_S, lambda: grown(start, end))
    assert rss[1] - rss[0] < more_mib


PROTOCOL_WAITS: Final = "silence card"  # a ZVT terminal that has acknowledged a question may take its time for the answer


def check_times(run: Run, plugs: set[Plug]) -> None:
    """Each of ``plugs`` shows in time for each device, and all devices are back in time."""
    for shown in {f"{plug.name} {device.value}" for plug in plugs for device in Device} - {PROTOCOL_WAITS}:
        assert p95(run.shown_s[shown]) <= SHOWN_S, run.tell()
    for took in run.back_s.values():
        assert p95(took) <= BACK_S, run.tell()


def check_money(stage: Stage, tally: Tally) -> None:
    """Box, bank, ledger and centre agree to the fen; nothing is in doubt, owed or left open."""
    opened = stage.kiosk.opened
    books = opened.books(stage.world)
    print(books, bank(stage))
    charged = bank(stage).get("charged", 0)
    cash, card = books.ledger.get("posted", 0), books.ledger.get("card_posted", 0)
    tally("lost fen", max(books.box - cash, 0) + max(charged - card, 0))
    tally("doubled fen", max(cash - books.box, 0) + max(card - charged, 0))
    assert (books.box, charged) == (cash, card), books
    assert set(books.ledger) <= {"stacked", "posted", "card_charged", "card_posted"}, books
    assert books.billing == books.centre.get("posted", 0) == cash + card, books
    assert open_rows(opened.settings.storage) == (0, 0)


def test_a2_devices_that_come_and_go(tmp_path: Path, tally: Tally) -> None:
    """However long it takes on a machine that does other things: the times are for the long runs."""
    hot_plug(tmp_path, "zvt", quick_cycles, tally, warm_up=5)


@pytest.mark.long
@pytest.mark.timeout(5400)
@pytest.mark.parametrize("card", ["zvt", "pos_integrado"])
def test_a2_five_hundred_hot_plug_cycles_with_descriptors_and_threads_constant(
    tmp_path: Path, card: str, tally: Tally
) -> None:
    """A device that falls silent within a visit may be busy with a slip or a sale, or its protocol waits."""
    run = hot_plug(tmp_path, card, lambda draw: (draw_cycle(draw) for _ in range(CYCLES)), tally)
    check_times(run, {plug for plug in PLUGS if plug.shows is DeviceState.NO_DEVICE})


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a2_five_hundred_cables_pulled_and_silences_at_rest_and_memory_constant(tmp_path: Path, tally: Tally) -> None:
    run = hot_plug(tmp_path, "zvt", lambda draw: (at_rest(draw) for _ in range(CYCLES)), tally, more_mib=MORE_MIB)
    check_times(run, set(AT_REST))


# ---- what the vitals find ---------------------------------------------------------------------------------------------


def calm(**descriptors: int) -> Held:
    kinds = Counter({"/dev/pts/N": 3, "socket:[N]": 8, "anon_inode:[eventfd]": 7, "/data/ledger.db": 5} | descriptors)
    return Held(kinds, Counter({"till": 1, "sender": 1, "Thread-N": 1}), tasks=19, objects=111, timers=0)


@pytest.mark.parametrize(
    ("end", "found"),
    [
        (calm(), []),
        (calm(**{"socket:[N]": 10}), []),  # two requests met: a pool keeps a connection more
        (calm(**{"socket:[N]": 11}), ["socket:[N]: 8 to 11"]),
        (calm(**{"/data/ledger.db": 8}), ["/data/ledger.db: 5 to 8"]),
        (calm(**{"/dev/pts/N": 4}), ["/dev/pts/N: 3 to 4"]),
        (calm(**{"pipe:[N]": 1}), ["pipe:[N]: 0 to 1"]),
        (replace(calm(), threads=Counter({"till": 1, "sender": 2, "look-up_N": 3})), ["thread sender"]),
        (replace(calm(), tasks=20), ["threads: 19 to 20"]),
        (replace(calm(), objects=112, timers=1), ["Qt objects: 111 to 112", "Qt timers: 0 to 1"]),
    ],
)
def test_a_leak_is_named(end: Held, found: list[str]) -> None:
    assert grown(calm(), end) == found


def test_a_port_that_nobody_closes_is_seen() -> None:
    before = open_descriptors()
    left_open = os.openpty()
    try:
        assert (open_descriptors() - before)["/dev/pts/N"] == 1, "its device side; the other is the multiplexer's"
    finally:
        for descriptor in left_open:
            os.close(descriptor)
