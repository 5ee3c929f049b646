"""What every journey of the tour stands on, and the few things that all of them check."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.demo_world import DemoWorld
from app.tour_visitor import TourError, Visitor
from kiosk.accounts import AccountKind, AccountRef, grouped, mask
from kiosk.views import HomeView


@dataclass(frozen=True, slots=True)
class Stage:
    """What a journey needs."""

    visitor: Visitor
    world: DemoWorld
    out: Path
    say: Callable[[str], None]

    def newest_message(self) -> int:
        """The id of the newest message on any handset; 0: there is none."""
        return max((int(message["id"]) for message in self.world.handset()), default=0)

    def next_message(self, after: int) -> str:
        """The text of the first message after ``after``, as soon as it is there."""
        self.visitor.until(lambda: self.newest_message() > after, "an SMS on the handset")
        return self.world.handset(after)[0]["text"]

    def newest_paper(self) -> dict[str, Any]:
        """The last piece that the printer has put out, by its own books."""
        paper: dict[str, Any] = self.world.printer.send("state")["pieces"][-1]
        return paper

    def gone(self, number: str) -> None:
        """Home again, and nothing of the customer remains."""
        home = self.visitor.see(HomeView)
        for form in (number, mask(number), grouped(number), grouped(mask(number))):
            if form in repr(home):
                raise TourError("the number is still on the screen after the visit")
        self.say("  home again, nothing of the customer remains")


def masked(number: str) -> str:
    """``138 **** 5678``"""
    return grouped(AccountRef(AccountKind.MOBILE, number).masked())
