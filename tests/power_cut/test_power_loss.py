"""The power goes at every disk operation of a real terminal: what it acknowledged is there, nothing is corrupt (M8).

strace records the terminal's process from its very first start. After each operation the disk is rebuilt as a power cut may
leave it, four ways and with two notions of when a name is durable, and the terminal's own ledger is opened on it.
"""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.views import CashView
from tests.conftest import Tally
from tests.journeys.front import to_cash
from tests.power_cut.images import Disk, Form, Names, read_directory
from tests.power_cut.images_verdict import Judge, Verdict, journal_macs
from tests.power_cut.rig import Hall, KioskProcess
from tests.power_cut.strace_log import Acknowledged, Operation, Recording
from tests.power_cut.strace_rig import Recorded, come_home, why_no_strace
from tests.power_cut.visits import NOTE_YUAN, pay

pytestmark = [pytest.mark.skipif(bool(why_no_strace()), reason=why_no_strace()), pytest.mark.timeout(600)]

SEED = 20261122
WAYS = [(form, kind) for form in Form for kind in Names]


@pytest.fixture
def work() -> Iterator[Path]:
    """In memory where there is such a place: what is proved does not depend on a real disk here."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


class Lives:
    """All operations of a terminal's lives, and the disk as it stood before them."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.root = hall.opened.settings.storage.parent
        self.disk = Disk(self.root)
        self.recording = Recording(self.root, self.root / "told", self.disk.files)

    def live(self, visits: int, *, cut: bool = False, **tricks: int) -> None:
        """A start, whole visits, and a clean stop; or one more visit, and a kill with its note inside."""
        trace, log = self.root / "trace", self.root / "kiosk.log"
        process = Recorded(self.hall.config, trace, log, **tricks)
        kiosk = KioskProcess(self.hall.config, start=lambda _arguments, _log: process)
        try:
            come_home(kiosk)
            for _ in range(visits):
                pay(self.hall, kiosk)
            if cut:
                to_cash(kiosk)
                self.hall.world.insert(NOTE_YUAN)
                kiosk.see(CashView, lambda cash: cash.inserted == NOTE_YUAN * 100)
            else:
                assert process.stdin is not None
                process.stdin.close()
                assert process.wait() == 0
        finally:
            kiosk.kill()
        self.recording.read(trace)

    def judge(self, work: Path) -> Judge:
        return Judge(work, self.hall.opened.settings.policy.kiosk_id, journal_macs(self.root))


@dataclass
class Found:
    """What the images showed. ``lost`` counts acknowledged records that are not there."""

    prefixes: int = 0
    images: int = 0
    lost: int = 0
    corrupt: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, where: str, verdict: Verdict, acknowledged: int) -> None:
        missing = 0 if verdict.problem else max(0, acknowledged - verdict.count)
        self.images += 1
        self.corrupt += bool(verdict.problem)
        self.lost += missing
        if (verdict.problem or missing) and len(self.examples) < 10:
            self.examples.append(f"{where}: {verdict.problem or f'{missing} records of {acknowledged} are missing'}")


def cut_everywhere(lives: Lives, judge: Judge, share: float = 1.0) -> Found:
    """After each operation, or after a random ``share`` of them. At the end the model's disk must be the real one."""
    draw, found, disk = random.Random(SEED), Found(), lives.disk
    for number, operation in enumerate(lives.recording.operations):
        disk.take(operation)
        if isinstance(operation, Acknowledged) or draw.random() >= share:
            continue
        found.prefixes += 1
        for form, kind in WAYS:
            verdict = judge.verdict(disk.image(form, kind, draw))
            found.add(f"after operation {number}, {_short(operation)}, {form}, {kind}", verdict, disk.acknowledged)
    assert disk.image(Form.ALL, Names.LENIENT, draw) == read_directory(lives.root), "strace missed something"
    assert disk.acknowledged == len(judge.macs), "not all commits were told"
    return found


def _short(operation: Operation) -> str:
    return f"{type(operation).__name__} {Path(getattr(operation, 'path', '')).name}"


def report(found: Found, judge: Judge, tally: Tally) -> None:
    print(f"seed {SEED}: {found.prefixes} prefixes, {found.images} images, {judge.distinct} of them distinct")
    tally("power-loss prefixes", found.prefixes)
    tally("power-loss images", found.images)
    tally("distinct power-loss images", judge.distinct)
    tally("acknowledged records lost", found.lost)
    tally("corrupt images", found.corrupt)
    assert (found.lost, found.corrupt) == (0, 0), found.examples


def test_m8_power_loss_on_the_first_day(hall: Hall, work: Path, tally: Tally) -> None:
    """From the empty directory through one visit to the clean stop, at one in twenty of the operations."""
    lives = Lives(hall)
    lives.live(1)
    judge = lives.judge(work)
    report(cut_everywhere(lives, judge, share=0.05), judge, tally)


def test_m8_the_power_loss_model_finds_lost_commits(hall: Hall, work: Path) -> None:
    """The proof can fail: with ``synchronous=NORMAL`` the same terminal acknowledges what a power cut takes away."""
    lives = Lives(hall)
    lives.live(1, synchronous=1)
    found = cut_everywhere(lives, lives.judge(work), share=0.05)
    assert found.lost > 0, found


@pytest.mark.long
def test_m8_power_loss_at_every_operation(hall: Hall, work: Path, tally: Tally) -> None:
    """Two visits and a clean stop; a kill with money inside; then a life whose WAL is checkpointed and begun again and
    again, and whose mirror is synced often. Every operation of all of them."""
    lives = Lives(hall)
    lives.live(2)
    lives.live(1, cut=True)
    lives.live(2, checkpoint_pages=40, mirror_sync_every=3)
    judge = lives.judge(work)
    found = cut_everywhere(lives, judge)
    report(found, judge, tally)
    assert found.images >= 5000
