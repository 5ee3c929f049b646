"""M1, by three witnesses on one clock: the acceptor's own tape, the commits of the ledger, the pages of the screen."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from kiosk import failpoints
from kiosk.events import FinishPressed
from kiosk.failpoints import Failpoint
from kiosk.views import Body, CashView, View
from tests.journeys.front import finish, to_cash
from tests.journeys.rig import Terminal, Watched, World, check_books, put_in

STACK, STACKED, ACK = "35", "81", "00"
NOTES = (20, 50, 10)


@dataclass
class Commits:
    """When each commit was on the disk, monotonic seconds, with the names of its facts."""

    seen: list[tuple[float, str]] = field(default_factory=list)

    def __call__(self, point: Failpoint, detail: str) -> None:
        if point is Failpoint.TILL_COMMITTED:
            self.seen.append((time.monotonic(), detail))

    def of(self, fact: str) -> list[float]:
        return [at for at, names in self.seen if fact in names.split()]


@pytest.fixture
def commits() -> Iterator[Commits]:
    watcher = Commits()
    failpoints.watch(watcher)
    yield watcher
    failpoints.watch(lambda _point, _detail: None)


class Timed(Watched):
    """Remembers when each page was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[tuple[float, Body]] = []

    def show(self, view: View) -> None:
        self.times.append((time.monotonic(), view.body))
        super().show(view)


def test_m1_order_of_tape_ledger_and_screen(own_world: World, commits: Commits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Intent committed → STACK → the report → note committed → acknowledged, and not before that shown or enabled."""
    monkeypatch.setattr("tests.journeys.rig.Watched", Timed)
    terminal = Terminal(own_world)
    began = time.monotonic()
    to_cash(terminal)
    inserted = 0
    for yuan in NOTES:
        inserted += yuan
        put_in(terminal, own_world, yuan, inserted)
    finish(terminal)
    terminal.touch(FinishPressed())
    tape = [(at, who, said) for at, who, said in own_world.acceptor("tape")["tape"] if at >= began]
    stacks = [at for at, who, said in tape if (who, said) == ("from_host", STACK)]
    reports = [at for at, who, said in tape if who == "to_host" and said.startswith(STACKED)]
    acknowledged = [
        next(at for at, who, said in tape if at > report and said == ACK and who == "from_host") for report in reports
    ]
    intents, stacked = commits.of("NoteIntended"), commits.of("NoteStackedFact")
    shown = [shown_at(terminal, sum(NOTES[: count + 1]) * 100) for count in range(len(NOTES))]
    assert len(stacks) == len(reports) == len(intents) == len(stacked) == len(NOTES), tape
    for order in zip(intents, stacks, reports, stacked, acknowledged, strict=True):
        assert list(order) == sorted(order)
    for commit, page in zip(stacked, shown, strict=True):
        assert commit <= page
    check_books(own_world, terminal.opened, posted=sum(NOTES) * 100)
    terminal.stop()


def shown_at(terminal: Terminal, fen: int) -> float:
    """When the page first showed this much."""
    screen = terminal.screen
    assert isinstance(screen, Timed)
    return next(at for at, body in screen.times if isinstance(body, CashView) and body.inserted == fen)
