"""``run``: the terminal as config.ini says. With no screen attached the demo makes the tour instead."""

import os
from pathlib import Path

from app import call
from app.bring_up import BringUp
from app.demo_controls import WorldControls
from app.machine import missing_sentence
from app.service_manager import ServiceManager
from app.settings import Settings
from app.signals import quit_on_signals
from app.watchdog import LOOK_EVERY_S, SCREEN, Beat, Watchdog
from kiosk.clock import SystemClock
from kiosk.flow import State, Terminal
from kiosk.flow.screens import view
from kiosk.till import Till

TOUR_OUT = Path("out/tour")


def main(arguments: list[str]) -> int:
    parser = call.parser("run", "Run the terminal as the configuration says.")
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    if settings.screen.mode != "offscreen" and not has_display():
        if not settings.demo_mode:
            call.complain("no display is attached ($DISPLAY and $WAYLAND_DISPLAY are empty); a live terminal needs one")
            return call.WRONG
        from app.words import tour

        call.say(f"No screen is attached: a guided tour offscreen instead, into {TOUR_OUT}/")
        return tour.main(["--config", str(options.config), "--out", str(TOUR_OUT)])
    missing = missing_sentence(window=settings.screen.mode != "offscreen")
    if missing:
        call.complain(missing)
        return call.WRONG
    return run(settings, options.config)


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(settings: Settings, config: Path) -> int:
    """The first frame comes before devices and queue are up; a thread of its own brings those up behind it.

    Ends with ``call.STORAGE`` by itself a while after the storage has failed.
    """
    from ui.application import TouchScreen
    from ui.fonts import missing_font_sentence
    from ui.panel import PanelModel
    from ui.screen_settings import ScreenSettings
    from ui.sound import Silence

    till = Till(settings.policy, SystemClock())
    controls = WorldControls()
    panel = PanelModel(controls) if settings.demo.control_panel else None
    given = settings.screen
    screen = TouchScreen(
        till.post,
        ScreenSettings(given.mode, given.width_px, given.height_px, given.pixels_per_mm),
        panel,
        first=view(State(Terminal(settings.policy)), 0.0),
        sound=None if given.sound else Silence(),
    )
    missing = missing_font_sentence()
    if missing:
        call.complain(missing)
        return call.WRONG
    watchdog = Watchdog(ServiceManager(), settings.storage)
    bring_up = BringUp(settings, till, screen, controls, panel, config=config, end=screen.quit, watchdog=watchdog)
    glass = Beat()
    screen.pulse(LOOK_EVERY_S, glass.tick)
    watchdog.watch(SCREEN, glass)
    screen.on_first_frame(bring_up.start)
    with quit_on_signals(screen.quit):
        try:
            return screen.exec()
        finally:
            watchdog.stopping()
            bring_up.stop()
            watchdog.stop()
