"""A visitor who taps real touches and looks at the screen; each look is a screenshot and a line of the transcript."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.views import Body, View

if TYPE_CHECKING:
    from ui.application import TouchScreen

PATIENCE_S = 20.0  # for one expectation
LONGEST = 1000  # characters that a message tells of a page
STILL_S = 0.45  # until animations have ended, for the picture

Shown = TypeVar("Shown", bound=Body)


class TourError(Exception):
    """A step was not as it should be; the message says which and what was there instead."""


class WatchedScreen:
    """Passes views on to the real screen and remembers the newest. Implements ``ports.Screen``."""

    def __init__(self, screen: "TouchScreen") -> None:
        self._screen = screen
        self.view: View | None = None

    def show(self, view: View) -> None:
        self.view = view
        self._screen.show(view)


class Visitor:
    """Sits in front of the screen, in the GUI's thread."""

    def __init__(self, screen: "TouchScreen", watched: WatchedScreen, out: Path, say: Callable[[str], None]) -> None:
        self._screen = screen
        self._watched = watched
        self._out = out
        self._say = say
        self._pictures = 0

    def tap(self, object_name: str) -> None:
        """A finger on this item, as soon as it is there and alive: the page may come a moment after its view."""
        from ui.eyes import run_until

        def alive() -> bool:
            item = self._screen.find(object_name)
            return self._screen.view is self._watched.view and item is not None and item.isEnabled()

        if not run_until(alive, PATIENCE_S):
            raise TourError(f"nothing called {object_name} can be pressed; the page is {self._page()}")
        self._screen.tap(object_name)

    def type_number(self, digits: str) -> None:
        for digit in digits:
            self.tap(f"key_{digit}")

    def see(self, kind: type[Shown], is_so: Callable[[Shown], bool] = lambda _body: True, what: str = "") -> Shown:
        """Wait until the page is of this kind and ``is_so``; ``what`` names the expectation in the error."""
        from ui.eyes import run_until

        def seen() -> bool:
            body = self._watched.view.body if self._watched.view else None
            return isinstance(body, kind) and is_so(body)

        if not run_until(seen, PATIENCE_S):
            raise TourError(f"expected {kind.__name__} {what}".rstrip() + f", but there is {self._body()}")
        view = self._watched.view
        assert view is not None
        assert isinstance(view.body, kind)
        return view.body

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        from ui.eyes import run_until

        if not run_until(is_so, PATIENCE_S):
            raise TourError(f"expected {what}")

    def picture(self, name: str, caption: str) -> None:
        """Let the page come to rest, write it as PNG, and say what it shows."""
        from ui.eyes import run_for

        run_for(STILL_S)
        self._pictures += 1
        file = self._out / f"{self._pictures:02d}-{name}.png"
        self._screen.grab(file)
        self._say(f"  {file.name:34} {caption}")

    def _body(self) -> str:
        text = str(self._watched.view.body) if self._watched.view else "nothing yet"
        return text if len(text) < LONGEST else f"{text[:LONGEST]} …"

    def _page(self) -> str:
        return type(self._watched.view.body).__name__ if self._watched.view else "not there yet"
