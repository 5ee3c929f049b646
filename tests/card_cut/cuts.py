"""One cut: where it falls, whom it hits, and what may come of it; and how it is made."""

from enum import StrEnum
from typing import Final, NamedTuple

from kiosk.failpoints import Failpoint as At
from tests.card_cut.rig import CardHall, agreed
from tests.card_cut.visits import Begin, dies, is_over, to_card
from tests.conftest import Tally
from tests.journeys.rig import wait_until
from tests.power_cut.moments import Ending, Moment

NONE: Final = frozenset({"none"})  # not even the attempt is on the disk
NOT: Final = frozenset({"not_charged"})
CHARGED: Final = frozenset({"charged"})
EITHER: Final = NOT | CHARGED
RETURNED: Final = frozenset({"returned"})
Outcomes = frozenset[str]


class Victim(StrEnum):
    KIOSK = "kill-kiosk"  # and started again at once
    RESTED = "kill-kiosk-rested"  # the same, once the terminal is at rest
    TERMINAL = "kill-terminal"  # SIGKILL, and started again with its books
    LINE = "cut-line"  # and plugged in again
    BROWN_OUT = "brown-out"  # of the terminal, at a step of its own; its port stays
    STEP = "kill-terminal-at"  # SIGKILL at a step of its own


TALLIES: Final = {
    Victim.KIOSK: "card kills",
    Victim.RESTED: "card kills",
    Victim.LINE: "line cuts",
    Victim.TERMINAL: "terminal deaths",
    Victim.BROWN_OUT: "terminal deaths",
    Victim.STEP: "terminal deaths",
}


class Cut(NamedTuple):
    """``at``, ``detail``, ``nth``: the kiosk's failpoint; or ``step``: the terminal's own, in its request ``of``."""

    row: str
    victim: Victim
    expected: Outcomes
    at: At | None = None
    detail: str = ""
    nth: int = 1
    step: str = ""
    of: str = ""

    def __str__(self) -> str:
        named = (self.at.value if self.at else "", self.detail.lstrip("="), str(self.nth) if self.nth > 1 else "")
        where = self.step or ":".join(word.replace(" ", "-") for word in named if word)
        return f"{self.row}-{self.victim}-{where}"

    def moment(self, ending: Ending = Ending.KILL) -> Moment:
        assert self.at is not None
        return Moment(self.at, self.detail, self.nth, ending)


def suffer(hall: CardHall, cut: Cut, tally: Tally, begin: Begin = to_card, *, cash: int = 0) -> None:
    """The visit with the cut, until all is settled; then the three witnesses."""
    by_kiosk = cut.victim in (Victim.KIOSK, Victim.RESTED)
    (_kiosk_dies if by_kiosk else _terminal_dies if cut.step else _gate)(hall, cut, begin)
    tally(TALLIES[cut.victim], 1)
    found = agreed(hall, tally, cash=cash)
    assert found.outcome in cut.expected, f"{found.outcome}: {hall.story()}"


def _kiosk_dies(hall: CardHall, cut: Cut, begin: Begin) -> None:
    dies(hall, hall.kiosk(cut.moment()), begin)
    if cut.victim is Victim.RESTED:
        wait_until(lambda: hall.box.at_rest, "the card terminal is at rest", instead=hall.box.state)
    again = hall.kiosk()
    hall.mend_centre()
    is_over(hall, again)


def _gate(hall: CardHall, cut: Cut, begin: Begin) -> None:
    """The kiosk's thread is held at the moment, so that the cut falls exactly there."""
    kiosk = hall.kiosk(cut.moment(Ending.GATE))
    begin(hall, kiosk)
    kiosk.wait_gate()
    if cut.victim is Victim.LINE:
        hall.box.do("unplug")
        kiosk.go_on()
        hall.box.do("replug")
    else:
        hall.box.kill()
        kiosk.go_on()
        hall.box.start()
    hall.mend_centre()
    is_over(hall, kiosk)


def _terminal_dies(hall: CardHall, cut: Cut, begin: Begin) -> None:
    box = hall.box
    of = {"of": cut.of} if cut.of else {}
    if cut.victim is Victim.BROWN_OUT:
        box.do("die_at", step=cut.step, restart_after=0.2, **of)
    else:
        box.do("die_at", step=cut.step, kill=True, **of)
    kiosk = hall.kiosk()
    begin(hall, kiosk)
    if cut.victim is Victim.STEP:
        wait_until(box.died, f"the terminal dies at {cut.step}", instead=hall.story)
        box.start()
    is_over(hall, kiosk)
