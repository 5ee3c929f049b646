"""``safe``: a page without devices, ledger or centre, shown when the terminal itself could not be kept up (trust.md A1).

It says what happened, that paid money is safe, whom to call and the code. It leaves a mark, from which the next terminal
that comes up tells the centre; until then the centre sees that no heartbeat comes.
"""

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import call
from app.alive import SAFE_PAGE, mark
from app.configuration import ConfigurationError, read_configuration
from app.service_manager import ServiceManager
from app.settings import ScreenSettings, Settings
from app.signals import quit_on_signals
from app.watchdog import LOOK_EVERY_S, SCREEN, Beat, Watchdog
from app.words.run import has_display
from kiosk.events import Event, LanguageChosen, LargeTypeToggled
from kiosk.views import Frame, Message, OutOfServiceView, View

if TYPE_CHECKING:
    from ui.application import TouchScreen

CODE: Final = "APP-SAFE"
WHY: Final = "the terminal did not stay up, the page without devices was shown"
BARE: Final = ScreenSettings("fullscreen", 1080, 1920, 3.78, sound=False)


def main(arguments: list[str]) -> int:
    parser = call.parser("safe", "Show a page without devices, because the terminal could not be kept up.")
    parser.add_argument("--minutes", type=float, default=0.0, metavar="N", help="then end, for another try; 0: never")
    options = parser.parse_args(arguments)
    try:
        settings = read_configuration(options.config)
    except ConfigurationError as error:
        call.complain(str(error))
        settings = None  # the page is shown all the same: it may be the configuration that keeps the terminal down
    screen = settings.screen if settings is not None else BARE
    if screen.mode != "offscreen" and not has_display():
        call.complain("no display is attached ($DISPLAY and $WAYLAND_DISPLAY are empty)")
        return call.WRONG
    call.start_log("INFO")
    return show(settings, screen, options.minutes * 60)


def show(settings: Settings | None, given: ScreenSettings, end_after_s: float) -> int:
    """Until a signal comes, or so many seconds are over; 0: no end."""
    from ui.application import TouchScreen
    from ui.screen_settings import ScreenSettings as Glass
    from ui.sound import Silence

    if settings is not None:
        mark(settings.storage, SAFE_PAGE, WHY)
    page = SafePage(settings)
    screen = TouchScreen(
        page.touched,
        Glass(given.mode, given.width_px, given.height_px, given.pixels_per_mm),
        first=page.view,
        sound=Silence(),
    )
    page.screen = screen
    watchdog = Watchdog(ServiceManager(), settings.storage if settings is not None else Path())
    glass = Beat()
    screen.pulse(LOOK_EVERY_S, glass.tick)
    watchdog.watch(SCREEN, glass)
    screen.on_first_frame(watchdog.start)
    end = threading.Timer(end_after_s, screen.quit)
    end.daemon = True
    if end_after_s:
        end.start()
    with quit_on_signals(screen.quit):
        try:
            return screen.exec()
        finally:
            end.cancel()
            watchdog.stop()


class SafePage:
    """The page, in the language and size that somebody before it wants; no other key does anything."""

    def __init__(self, settings: Settings | None) -> None:
        policy = settings.policy if settings is not None else None
        frame = Frame(
            hall=policy.hall if policy else "",
            terminal=policy.terminal if policy else "",
            service_phone=policy.service_phone if policy else "",
            demo=policy.demo if policy else False,
        )
        self.view = View(frame, OutOfServiceView(Message("out_safe"), CODE))
        self.screen: TouchScreen | None = None

    def touched(self, event: Event) -> None:
        """In the GUI's thread."""
        frame = self.view.frame
        if isinstance(event, LanguageChosen):
            frame = replace(frame, language=event.language)
        elif isinstance(event, LargeTypeToggled):
            frame = replace(frame, large_type=not frame.large_type)
        self.view = replace(self.view, frame=frame)
        if self.screen is not None:
            self.screen.show(self.view)
