"""One language at a time, switched at once."""

import logging
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk.visit_types import Language

FOLDER: Final = Path(__file__).parent / "translations"
_log = logging.getLogger(__name__)


class Languages:
    """Keeps the translators of all languages of one screen loaded. Exactly one is installed in the whole process: a second
    screen brings its own, and each is told when it no longer speaks what was said last."""

    _installed: ClassVar[QTranslator | None] = None

    def __init__(self) -> None:
        self._translators = {language: _load(language) for language in Language}

    def use(self, language: Language) -> bool:
        """Switch; True if that changed anything."""
        wanted, installed = self._translators[language], Languages._installed
        if wanted is installed:
            return False
        if installed is not None:
            QCoreApplication.removeTranslator(installed)
        QCoreApplication.installTranslator(wanted)
        Languages._installed = wanted
        return True


def _load(language: Language) -> QTranslator:
    translator = QTranslator()
    path = FOLDER / f"kiosk_{language.value}.qm"
    if not translator.load(str(path)):
        raise FileNotFoundError(f'{path} is missing or damaged: run "python -m ui.build_translations"')
    return translator
