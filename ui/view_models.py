"""What QML sees of the core: one object with the page to show and one slot for all touches. No state of a visit.

Facts go to QML as JSON: read once there, they are QML's own values, where a dictionary would be turned over again at each
look into it (P9).
"""

import json
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from ui.messages import say
from ui.presentation import Facts, Page, blank_pages

if TYPE_CHECKING:
    from kiosk.events import Touch  # imported when first needed: the first frame does not wait for it

_log = logging.getLogger(__name__)

SECOND_TAP_S: Final = 0.4
"""A second tap on a key that turns the page, sooner than this, is a trembling finger and not a second wish."""


class ScreenModel(QObject):
    """Lives in the GUI's thread. ``play`` makes a sound by name and never blocks."""

    pageLeft = Signal()
    """Another page follows: told before the frame changes, so that the old page is not laid out for it."""
    siteChanged = Signal()
    frameChanged = Signal()
    countdownChanged = Signal()
    pageChanged = Signal()
    blanksChanged = Signal()

    def __init__(
        self,
        post: "Callable[[Touch], None]",
        play: Callable[[str], None],
        first: Page,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._post = post
        self._play = play
        self._now = now
        self._page = first
        self._blanks = ""
        self._last_turn = -SECOND_TAP_S
        self._acted = False

    def show(self, page: Page) -> None:
        """Replace what is shown; only what differs is announced."""
        self.prepare()
        old, self._page = self._page, page
        if old.name != page.name:
            self.pageLeft.emit()
        if old.site != page.site:
            self.siteChanged.emit()
        if old.frame != page.frame:
            self.frameChanged.emit()
        if old.name != page.name or old.body != page.body:
            self.pageChanged.emit()
        self.countdownChanged.emit()

    def prepare(self) -> None:
        """Make the blank pages; not before the first frame, which shows none of them."""
        if not self._blanks:
            self.retranslate()

    def retranslate(self) -> None:
        """The language changed: blank pages carry words too."""
        self._blanks = _told(blank_pages(say))
        self.blanksChanged.emit()

    def allow_next_tap(self) -> None:
        """A scripted tap is a wish of its own, however fast the script is."""
        self._last_turn = -SECOND_TAP_S

    @Property(str, notify=siteChanged)
    def site(self) -> str:
        """Whose terminal it is, its language and size of type: apart from ``frame``, which changes with each page (P9)."""
        return _told(self._page.site)

    @Property(str, notify=frameChanged)
    def frame(self) -> str:
        return _told(self._page.frame)

    @Property(str, notify=countdownChanged)
    def countdown(self) -> str:
        return _told(self._page.countdown)

    @Property(str, notify=pageChanged)
    def shown(self) -> str:
        """``{"page": name, "body": facts}``, together, so that no page ever sees another's facts."""
        return _told({"page": self._page.name, "body": self._page.body})

    @Property(str, notify=blanksChanged)
    def blanks(self) -> str:
        """``{name: facts}`` of every page; empty before the first frame."""
        return self._blanks

    @Slot(str, str)
    def act(self, name: str, value: str) -> None:
        """A key was pressed and released: post its touch."""
        from ui.touches import TURNING, TYPING

        self._acted = True
        if name in TYPING:
            self._post(TYPING[name](value))
            return
        now = self._now()
        if now - self._last_turn < SECOND_TAP_S:
            _log.info("second tap on %s dropped", name)
            return
        self._last_turn = now
        self._post(TURNING[name](value))

    def press_began(self) -> None:
        self._acted = False

    def press_ended(self) -> None:
        """A finger left the glass; if no key was meant, that alone is told."""
        from kiosk.events import Touched

        if not self._acted:
            self._post(Touched())
        self._acted = False

    @Slot(str, result=str)
    def qr_picture(self, content: str) -> str:
        """A QR code as a data URL."""
        from ui.enquiry_facts import qr_picture

        return qr_picture(content)

    @Slot(str)
    def sound(self, name: str) -> None:
        self._play(name)


def _told(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False)
