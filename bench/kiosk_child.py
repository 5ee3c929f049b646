"""Child: the whole terminal as ``run`` starts it, with a hook on its screen. ``CONFIG [visits | notes]``.

It says when the first frame was on the glass and when devices and queue were usable (monotonic seconds), and then
answers each line of stdin: see ``bench.visits`` and ``bench.notes``.
"""

import logging
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ui.application
from app import call
from app.tour_visitor import Visitor, WatchedScreen
from app.words import run
from bench.measure import emit, serve
from kiosk.flow.health import why_no_cash
from kiosk.till import Till

if TYPE_CHECKING:
    from kiosk.views import View


class HookedScreen(ui.application.TouchScreen):
    """The terminal's own screen; says what was reached, and lets a scenario sit in front of it."""

    scenario = ""

    def __init__(self, post: Any, *arguments: Any, **named: Any) -> None:
        super().__init__(post, *arguments, **named)
        till = post.__self__
        assert isinstance(till, Till)
        self._till = till
        self._usable = False
        self.heard: Callable[[], None] = lambda: None  # called with each view of the till
        self.watched = WatchedScreen(self)
        self.on_first_frame(self._frame_is_there)

    def show(self, view: "View") -> None:
        self.watched.view = view
        self.heard()
        super().show(view)
        terminal = self._till.state.terminal
        if not self._usable and not why_no_cash(terminal) and terminal.printer.usable:
            self._usable = True
            emit(usable_s=time.monotonic())

    def _frame_is_there(self) -> None:
        emit(first_frame_s=time.monotonic())
        from PySide6.QtCore import QSocketNotifier, QTimer

        if self.scenario:
            QTimer.singleShot(0, self._play)
        else:
            self._ended = QSocketNotifier(0, QSocketNotifier.Type.Read)
            self._ended.activated.connect(lambda _descriptor: self.quit())

    def _play(self) -> None:
        """An error of the scenario ends the process: whoever measures is to read it at once."""
        try:
            self._serve()
        except Exception:
            logging.exception("the scenario failed")
            self.quit(1)
        else:
            self.quit()

    def _serve(self) -> None:
        visitor = Visitor(self, self.watched, Path(), lambda _line: None)
        if self.scenario == "notes":
            from bench.notes import Notes

            serve(Notes(self, visitor).answer)
        else:
            from bench.visits import Visits

            serve(Visits(self, visitor).answer)


def main(arguments: list[str]) -> int:
    settings = call.configured(Path(arguments[0]))
    if settings is None:
        return call.WRONG
    if len(arguments) > 1:
        HookedScreen.scenario = arguments[1]
        if HookedScreen.scenario == "notes":
            import_module("bench.notes")  # before the terminal is assembled, which it watches
    vars(ui.application)["TouchScreen"] = HookedScreen
    return run.run(settings, Path(arguments[0]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
