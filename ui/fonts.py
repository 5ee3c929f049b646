"""The one font of the screens, and what to do when it is missing."""

import importlib.util
import logging
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FAMILY: Final = "Noto Sans CJK SC"
FALLBACK_PACKAGE: Final = "cvttf_NotoSansCJK_Regular"  # what cvttf-notosanscjk-regular installs
_log = logging.getLogger(__name__)


def missing_font_sentence() -> str | None:
    """None when Chinese can be shown; else one sentence that names the missing font and the command that installs it.

    Needs a QGuiApplication.
    """
    if FAMILY in QFontDatabase.families() or _fallback_file() is not None:
        return None
    return f'The font "{FAMILY}" is missing: install it with "sudo apt-get install fonts-noto-cjk" and start again.'


def application_font() -> QFont:
    """The font for everything; the fallback package (Traditional glyph forms) when the distribution's font is missing."""
    if FAMILY in QFontDatabase.families():
        return QFont(FAMILY)
    fallback = _fallback_file()
    if fallback is not None:
        number = QFontDatabase.addApplicationFont(str(fallback))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if families:
            _log.warning("font %r is missing, using %r with Traditional glyph forms from %s", FAMILY, families[0], fallback)
            return QFont(families[0])
    _log.error(missing_font_sentence() or f"the font in package {FALLBACK_PACKAGE} can't be read")
    return QFont()


def _fallback_file() -> Path | None:
    spec = importlib.util.find_spec(FALLBACK_PACKAGE)
    folders = (spec.submodule_search_locations or []) if spec is not None else []
    return next((file for folder in folders for file in sorted(Path(folder).glob("*.otf"))), None)


def has_font() -> bool:
    """Can Chinese be shown on this machine? For set-up, where no application runs yet."""
    application = QGuiApplication.instance() or QGuiApplication([])
    missing = missing_font_sentence()
    del application
    return missing is None
