"""``python -m ui.preview --out DIR [--language en] [--large] [--landscape]``: every page as PNG, from sample views."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEventLoop

import ui
from kiosk.visit_types import Language
from ui import samples
from ui.application import ScreenSettings, TouchScreen

PORTRAIT: Final = ScreenSettings("offscreen", 1080, 1920, 4.0)
LANDSCAPE: Final = ScreenSettings("offscreen", 1280, 1024, 3.4)


def settle(seconds: float = 0.15) -> None:
    """Run the event loop this long, so that queued views are shown and laid out."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="ui.preview", description="Every page of the screen as PNG.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--language", choices=[str(language) for language in Language], default=str(Language.CHINESE))
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--landscape", action="store_true")
    parser.add_argument("--only", default="", help="names that begin so")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    screen = TouchScreen(lambda _: None, LANDSCAPE if chosen.landscape else PORTRAIT)
    settle(0.3)
    language = Language(chosen.language)
    pages = samples.views(language, large=chosen.large) | samples.help_views(language, large=chosen.large)
    for name, view in pages.items():
        if name.startswith(chosen.only):
            screen.show(view)
            settle(0.5)
            if view.frame.help is not None:
                screen.tap("help")
                settle(0.3)
            screen.grab(chosen.out / f"{name}.png")
    screen.close()
    for warning in ui.warnings:
        print(warning, file=sys.stderr)
    return 1 if ui.warnings else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
