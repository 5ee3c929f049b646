"""The scripted crowd: one customer after the other, none of them careful. Copes with any page the terminal may show."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kiosk.events import (
    AmountChosen,
    CashChosen,
    ConfirmPressed,
    DigitPressed,
    FinishPressed,
    HomePressed,
    LanguageChosen,
    LargeTypeToggled,
    OtherAmountChosen,
    ServiceChosen,
    Touch,
    Touched,
)
from kiosk.money import Fen
from kiosk.visit_types import Language, Service
from tests.soak.fronts import SoakedFront
from tests.soak.hall import Hall
from tests.soak.troubles import Plan, plan_troubles

NUMBERS = (
    "13800135678", "13900001234", "13700002222", "15012345678", "18800008888", "13312349876", "13412340001", "15811110002",
    "15922220003", "17733330004", "18644440005", "19955550006", "13066660007",
)  # fmt: skip
STRANGERS = ("13600003333", "13500004444", "13611112222", "16600000000")  # closed, ported out, recycled, unknown
NOTES_YUAN = (5, 10, 20, 50, 100)
PATIENCE_S = 4.0
HOME_S = 90.0
MEND_S = 3.0  # not home after so long: somebody comes and looks again
SLOT_S = 0.3  # then the note is offered to a slot that is not open, as people do

IsSo = Callable[[str, Any], bool]


class ElsewhereError(Exception):
    """The page that was expected did not come: this customer gives up, and goes home if the terminal lets them."""


class StuckError(Exception):
    """The terminal does not come home by itself: a failure of the soak."""


@dataclass(frozen=True)
class Wish:
    """What one customer is going to do, if nothing comes between."""

    number: str
    notes_yuan: tuple[int, ...]
    language: Language
    leaves_at: str = ""  # "number", "amount", "method" or "cash": goes home there
    times_out: bool = False
    waits_for_paper: bool = False


def wish(draw: random.Random) -> Wish:
    leaves = draw.choice(("number", "amount", "method", "cash")) if draw.random() < 0.02 else ""
    return Wish(
        number=draw.choice(STRANGERS if draw.random() < 0.01 else NUMBERS),
        notes_yuan=tuple(draw.choices(NOTES_YUAN, k=draw.choice((1, 1, 1, 1, 2, 2, 3, 5)))),
        language=draw.choice(tuple(Language)),
        leaves_at=leaves,
        times_out=draw.random() < 0.004,
        waits_for_paper=draw.random() < 0.25,
    )


class Crowd:
    """``begin`` starts a life of the terminal: in this process, or as a child that is killed in the end."""

    def __init__(self, hall: Hall, draw: random.Random, begin: Callable[[bool], SoakedFront], trouble_share: float) -> None:
        self.hall = hall
        self.draw = draw
        self.counts: Counter[str] = Counter()
        self.troubles: Counter[str] = Counter()
        self._begin = begin
        self._share = trouble_share
        self.plan = Plan(self, ())
        self.killable = False
        self.front = begin(False)

    def new_life(self, *, killable: bool) -> None:
        """A restart; to be killed one day, it must have been a child before."""
        self.front.end()
        self.counts["restarts"] += 1
        self.counts["kills"] += self.killable
        self.killable = killable
        self.front = self._begin(killable)

    # ---- one visit -------------------------------------------------------------------------------------------------

    def visit(self) -> None:
        """From home to home. Raises ``StuckError``."""
        self.plan = plan_troubles(self, self._share)
        try:
            self._walk(wish(self.draw))
        except ElsewhereError as elsewhere:
            self.counts[f"gave up: {elsewhere}"] += 1
        self.plan.end()
        if self.plan.begun:
            self.troubles.update(self.plan.names)
            self.hall.mend()
        self.go_home()

    def _walk(self, wanted: Wish) -> None:
        self._reach("home")
        if wanted.language is not Language.CHINESE:
            self.touch(LanguageChosen(wanted.language), LargeTypeToggled(), Touched())
        self.touch(ServiceChosen(Service.PAY_BILL))
        self._reach("number")
        self._leave_if(wanted, "number")
        self._identify(wanted.number)
        self._leave_if(wanted, "amount")
        self._choose_amount()
        self._reach("method")
        self._leave_if(wanted, "method")
        method = self.wait("a method", lambda kind, _: kind == "MethodView")
        if method.cash is not None:
            raise ElsewhereError("no cash now")
        self.touch(CashChosen())
        self._pay(wanted)
        self._see_result(wanted)

    def _leave_if(self, wanted: Wish, page: str) -> None:
        if wanted.leaves_at == page:
            self.touch(HomePressed())
            raise ElsewhereError("changed their mind")

    def _identify(self, number: str) -> None:
        self._type(number)
        told = self.wait("an amount", lambda kind, body: kind == "AmountView" or (kind == "NumberView" and _answered(body)))
        if not hasattr(told, "repeat"):
            return
        if told.problem is not None:
            raise ElsewhereError("the number was refused")
        self._type(number)
        self.wait("an amount, offline", lambda kind, _: kind == "AmountView")

    def _type(self, digits: str) -> None:
        self.touch(*(DigitPressed(digit) for digit in digits), ConfirmPressed())

    def _choose_amount(self) -> None:
        offered = self.wait("an amount", lambda kind, _: kind == "AmountView")
        if offered.choices and self.draw.random() < 0.4:
            self.touch(AmountChosen(Fen(self.draw.choice(list(offered.choices)).amount)))
        else:
            self.touch(OtherAmountChosen())
            self._type(str(self.draw.randint(10, 300)))
        chosen = ("AmountView", "MethodView")
        told = self.wait("a method", lambda kind, body: kind in chosen and (kind == "MethodView" or bool(body.problem)))
        if hasattr(told, "problem"):
            raise ElsewhereError("the amount was refused")

    def _pay(self, wanted: Wish) -> None:
        self.wait("an open slot", lambda kind, body: kind == "CashView" and body.accepting)
        self._leave_if(wanted, "cash")
        for yuan in wanted.notes_yuan:
            cash = self.wait("an open slot", lambda kind, body: kind in _PAYING and (kind != "CashView" or body.accepting))
            if not hasattr(cash, "accepting"):
                self.touch(ConfirmPressed())
                cash = self.wait("still me", lambda kind, body: kind == "CashView" and body.accepting)
            self._put_in(yuan, cash.inserted)
            self._reach("between")
        self._reach("finish")
        if not wanted.times_out:
            self.touch(FinishPressed())
        else:
            self.counts["time-outs"] += 1

    def _put_in(self, yuan: int, inserted: int) -> None:
        """Offers the note until the slot takes it, then looks on until something is said of it."""
        self._reach("note")
        self._see_slot_open(yuan * 100)
        with suppress(ValueError):  # a machine that is off takes nothing
            self.hall.acceptor.send("insert", denomination=yuan * 100)
            self.counts["notes offered"] += 1
        with suppress(ElsewhereError):
            self.wait("news of the note", lambda kind, body: kind != "CashView" or _news(body, inserted), 1.0)

    def _see_slot_open(self, fen: int) -> None:
        """The lamp at the slot: the device takes this note now."""
        until = time.monotonic() + SLOT_S
        while time.monotonic() < until:
            if fen in self.hall.acceptor.send("state", since=1 << 30)["enabled_fen"]:
                return
            self.pause(0.002)

    def _see_result(self, wanted: Wish) -> None:
        limit_s = 8.0 if wanted.times_out else PATIENCE_S
        self.wait("a result", lambda kind, _: kind in ("ResultView", "HomeView"), limit_s)
        self._reach("result")
        with suppress(ElsewhereError):
            self.wait("an answer", lambda kind, body: kind != "ResultView" or body.posting != "waiting", 2.0)
            if wanted.waits_for_paper:
                self.wait("paper", lambda kind, body: kind != "ResultView" or body.receipt != "waiting", 3.0)
        self.touch(FinishPressed())

    # ---- home ------------------------------------------------------------------------------------------------------

    def go_home(self) -> None:
        """Whatever page there is: go home when there is a way, else wait. Raises ``StuckError`` after a long while."""
        began = mended = time.monotonic()
        while (now := time.monotonic()) < began + HOME_S:
            if now > mended + MEND_S:
                mended = now
                self.counts["mended again"] += 1  # e.g. a wire that was to break after so many bytes broke only now
                self.hall.mend()
            touch = _WAY_HOME.get(self.front.screen.kind)
            if touch is not None:
                self.touch(touch)
            with suppress(ElsewhereError):
                self.wait("home", lambda kind, body: kind == "HomeView" and body.can_pay, 0.2)
                return
        raise StuckError(f"not home within {HOME_S:g} s: {self.front.screen.kind} {self.front.screen.body}")

    # ---- the glass -------------------------------------------------------------------------------------------------

    def touch(self, *touches: Touch) -> None:
        for one in touches:
            self.front.touch(one)

    def wait(self, what: str, is_so: IsSo, limit_s: float = PATIENCE_S) -> Any:
        """The body of the page that is so. Trouble that is due begins and ends meanwhile. Raises ``ElsewhereError``."""
        until = time.monotonic() + limit_s
        while True:
            now = time.monotonic()
            trouble_at = self.plan.tick(now)
            screen = self.front.screen
            with screen.changed:
                if is_so(screen.kind, screen.body):
                    return screen.body
                if now >= until:
                    raise ElsewhereError(f"waited for {what}")
                screen.changed.wait(max(min(until, trouble_at or until) - now, 0.001))

    def pause(self, seconds: float) -> None:
        with suppress(ElsewhereError):
            self.wait("a moment", lambda _kind, _body: False, seconds)

    def _reach(self, moment: str) -> None:
        self.plan.reach(moment, time.monotonic())


_PAYING = ("CashView", "ConfirmPayerView")
_WAY_HOME: dict[str, Touch] = {
    "NumberView": HomePressed(),
    "AmountView": HomePressed(),
    "MethodView": HomePressed(),
    "ConfirmPayerView": FinishPressed(),
    "CashView": FinishPressed(),
    "ResultView": FinishPressed(),
}


def _answered(number: Any) -> bool:
    return not number.busy and (number.repeat or number.problem is not None)


def _news(cash: Any, inserted: int) -> bool:
    return bool(cash.inserted != inserted or cash.message is not None)
