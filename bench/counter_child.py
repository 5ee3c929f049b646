"""Child: visits at the terminal without wires, by real touches. ``FOLDER``.

Answers ``turns`` and ``pages`` (P9) and ``visit`` (P0).
"""

import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from bench.counter import Counter
from bench.instant import NUMBER, OWED
from bench.measure import BenchError, emit, serve
from bench.page_contents import parts_of
from kiosk.views import CashView, NumberView, ResultView, StepState, View
from ui import samples
from ui.eyes import finger, run_for, run_until

FINGER_DOWN_S: Final = 0.05  # the pressed key is painted before the finger lifts
UNTOUCHED: Final = {
    "ConfirmPayer": "confirm_payer",
    "OutOfService": "out_storage",
    "Starting": "starting",
    "Menu": "menu",
    "Proof": "proof",
    "Secret": "secret_code",
    "Asking": "asking",
    "Balance": "balance_credit",
    "Bill": "bill_past",
    "Details": "details_past",
    "Points": "points",
    "Payments": "payments",
    "Subscriptions": "subscriptions",
    "EndSubscription": "end_subscription",
    "Restrictions": "restrictions",
    "Preview": "preview",
    "PayByCard": "card_present",
    "CardRefused": "refused_declined",
    "Closed": "closed",
    "ReceiptNumber": "receipt_number",
}
"""Pages that come by themselves, or with the centre's answer: their sample views."""


class Hand:
    """One finger. ``touches`` counts presses and releases."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._device: QPointingDevice = finger()
        self.touches = 0

    def turn(self, key: str, page: str, finger_down_s: float) -> float:
        """Press ``key`` for so long, and give the milliseconds from lifting the finger to the first frame of ``page``."""
        place = self._press(key)
        run_for(finger_down_s)
        return self._counter.painted(page, lambda: self._release(place))

    def tap(self, key: str) -> None:
        self._release(self._press(key))

    def _press(self, key: str) -> QPoint:
        screen = self._counter.screen
        if not run_until(lambda: screen.find(key) is not None, 5.0):
            raise BenchError(f"nothing called {key} can be seen")
        item = screen.find(key)
        assert item is not None
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        screen._model.allow_next_tap()
        QTest.touchEvent(screen.window, self._device).press(0, middle).commit()
        self.touches += 1
        return middle

    def _release(self, place: QPoint) -> None:
        # the events that follow are left to the loop: inside this call Python would be held, and the till with it
        QTest.touchEvent(self._counter.screen.window, self._device).release(0, place).commit(False)
        self.touches += 1


class Rounds:
    """``turns``: every page once, timed. ``visit``: a paid visit, untimed. Both tell None's references and operations.
    ``pages``: what each page shows, for a peer that shows the same."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._hand = Hand(counter)
        self._contents: dict[str, list[dict[str, Any]]] | None = None

    def answer(self, line: str) -> dict[str, Any]:
        if line == "pages":
            self._contents = {}
            self._visit(FINGER_DOWN_S)
            for page, sample in UNTOUCHED.items():
                self._untouched(page, sample)
            return {"pages": self._contents}
        turns = self._visit(FINGER_DOWN_S if line == "turns" else 0.0)
        if line == "turns":
            turns += [(page, self._untouched(page, sample)) for page, sample in UNTOUCHED.items()]
        return {
            "turns": turns,
            "none_references": sys.getrefcount(None),
            "operations": self._hand.touches + self._counter.shown,
        }

    def _visit(self, finger_down_s: float) -> list[tuple[str, float]]:
        turn = partial(self._hand.turn, finger_down_s=finger_down_s)
        times = [("Number", turn("home_pay", "Number"))]
        self._look("Number")
        for digit in NUMBER:
            self._hand.tap(f"key_{digit}")
        self._until(_complete, "the number is not complete")
        for key, page in (("confirm", "Amount"), (f"amount_{OWED}", "Method"), ("pay_cash", "Cash")):
            times.append((page, turn(key, page)))
            self._look(page)
        self._insert()
        times.append(("Result", turn("finish", "Result")))
        self._look("Result")
        self._until(_done, "the payment was not posted")
        times.append(("Home", turn("finish", "Home")))
        self._look("Home")
        return times

    def _look(self, page: str) -> None:
        """What the page shows that was just painted; only for who asked for it."""
        if self._contents is None:
            return
        shown = self._counter.screen.find("page_shown")
        assert shown is not None
        self._contents[page] = [asdict(part) for part in parts_of(shown)]

    def _insert(self) -> None:
        """A note, until the page says so: the finish key works from then on."""
        self._counter.devices.insert()
        self._until(_may_finish, "the note was not taken")

    def _until(self, is_so: Callable[[View], bool], otherwise: str) -> None:
        """Until the till says so and the screen has had the time to show it."""
        if not run_until(lambda: is_so(self._counter.now()), 5.0):
            raise BenchError(otherwise)
        run_for(FINGER_DOWN_S)

    def _untouched(self, page: str, sample: str) -> float:
        """Milliseconds from the till's view to the frame; afterwards the till's own page is back."""
        screen = self._counter.screen
        run_for(FINGER_DOWN_S)  # as between any two pages: what the page before leaves to do is done
        taken = self._counter.painted(page, lambda: screen.show(samples.view(sample)))
        self._look(page)
        self._counter.painted("Home", lambda: screen.show(self._counter.now()))
        return taken


def _complete(view: View) -> bool:
    return isinstance(view.body, NumberView) and view.body.complete


def _done(view: View) -> bool:
    return isinstance(view.body, ResultView) and view.body.sms is view.body.receipt is StepState.DONE


def _may_finish(view: View) -> bool:
    return isinstance(view.body, CashView) and view.body.can_finish and view.body.accepting


def main(folder: Path) -> None:
    counter = Counter(folder)
    emit(ready=True)
    serve(Rounds(counter).answer)
    counter.till.stop()
    counter.screen.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
