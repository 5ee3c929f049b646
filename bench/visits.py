"""Whole visits on the real terminal by real touches: ``look`` goes as far as the open slot, ``pay`` pays ten yuan."""

import itertools
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.simulator_control import SimulatorControl
from app.tour_visitor import Visitor
from bench.measure import resident_kib
from bench.slot import insert
from kiosk.money import Fen
from kiosk.views import AmountView, CashView, HomeView, MethodView, NumberView, ResultView, StepState
from ui.eyes import run_for, run_until

if TYPE_CHECKING:
    from ui.application import TouchScreen

NUMBERS: Final = (  # the demo centre's open accounts
    "13800135678", "13900001234", "13700002222", "15012345678", "18800008888", "13312349876", "13412340001", "15922220003",
)  # fmt: skip
NOTE: Final = Fen(1000)
PACE_S: Final = 0.26  # the centre answers 240 look-ups a minute, so no visit is shorter
SETTLED_S: Final = 0.05
PATIENCE_S: Final = 5.0


class Visits:
    """``answer`` takes ``look``, ``pay CONTROL`` and ``rss``; each answers with the resident memory in KiB."""

    def __init__(self, screen: "TouchScreen", visitor: Visitor) -> None:
        self._screen = screen
        self._visitor = visitor
        self._numbers = itertools.cycle(NUMBERS)

    def answer(self, line: str) -> dict[str, Any]:
        word, _, control = line.partition(" ")
        begun = time.monotonic()
        if word == "look":
            self.to_the_slot()
            self._tap("home")
            self._visitor.see(HomeView)
        elif word == "pay":
            self._pay(SimulatorControl(Path(control)))
        else:
            run_for(1.0)  # at rest
        run_for(max(0.0, PACE_S - (time.monotonic() - begun)))
        return {"rss_kib": resident_kib(os.getpid())}

    def to_the_slot(self) -> None:
        """From home until notes are taken."""
        visitor = self._visitor
        visitor.see(HomeView, lambda home: home.can_pay, "with cash in service")
        self._tap("home_pay")
        visitor.see(NumberView)
        visitor.type_number(next(self._numbers))
        visitor.see(NumberView, lambda shown: shown.complete, "with a whole number")
        self._tap("confirm")
        shown = visitor.see(AmountView, lambda page: not page.offline, "with an answer of the centre")
        self._tap(f"amount_{shown.choices[-1].amount}")
        visitor.see(MethodView, lambda page: page.cash is None, "with cash on offer")
        self._tap("pay_cash")
        visitor.see(CashView, lambda page: page.accepting, "with the slot open")

    def _pay(self, acceptor: SimulatorControl) -> None:
        visitor = self._visitor
        self.to_the_slot()
        insert(acceptor, NOTE)
        visitor.see(CashView, lambda page: page.inserted == NOTE and page.can_finish, "with the note in")
        self.leave()

    def _tap(self, key: str) -> None:
        """A finger that waits, as people do, until the key is painted and works."""
        run_until(lambda: (item := self._screen.find(key)) is not None and item.isEnabled(), PATIENCE_S)
        run_for(SETTLED_S)
        self._visitor.tap(key)

    def leave(self) -> None:
        """From the slot, with money inside, until it is posted and receipted; and home."""
        visitor = self._visitor
        self._tap("finish")
        visitor.see(ResultView, lambda page: page.posting is StepState.DONE, "posted")
        visitor.see(ResultView, lambda page: page.receipt is StepState.DONE, "with its receipt")
        self._tap("finish")
        visitor.see(HomeView)
