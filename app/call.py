"""What the command words share: the call, the configuration, the log, and one plain sentence when something is wrong."""

import argparse
import logging
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

from app.configuration import ConfigurationError, read_configuration
from app.error_count import ERRORS
from app.recent_log import FORMAT, RECENT
from app.settings import Settings
from kiosk.masking import MaskingFilter

DONE, NO, WRONG, STORAGE = 0, 1, 2, 3
TWO_S = 40.0  # for the running terminal's answer to a word of two persons: two PINs are looked at


class CallParser(argparse.ArgumentParser):
    """One sentence instead of a usage block."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{self.prog}: {message}; see --help\n")


def parser(word: str, description: str) -> CallParser:
    made = CallParser(prog=f"kiosk_main.py {word}", description=description)
    made.add_argument("--config", type=Path, default=Path("config.ini"), metavar="FILE", help="default: config.ini")
    return made


def configured(path: Path) -> Settings | None:
    """The settings, or None after saying what is wrong with them."""
    try:
        settings = read_configuration(path)
    except ConfigurationError as error:
        complain(str(error))
        return None
    os.environ["TZ"] = settings.time_zone  # for this process, its screen and its children
    time.tzset()
    start_log(settings.log_level)
    return settings


def start_log(level: str) -> None:
    """To stderr, numbers masked, control characters neutralised."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(MaskingFilter())
    logging.basicConfig(level=level, handlers=[handler, RECENT, ERRORS], force=True)
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # its warnings hold bytes of whoever answered


def complain(sentence: str) -> None:
    sys.stderr.write(f"kiosk_main.py: {sentence}\n")


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
