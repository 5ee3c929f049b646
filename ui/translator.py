"""One language at a time, switched at once."""

import logging
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk.visit_types import Language

FOLDER: Final = Path(__file__).parent / "translations"
_log = logging.getLogger(__name__)


class Languages:
    """Keeps the translators of all languages loaded, and exactly one of them installed."""

    def __init__(self) -> None:
        self._translators = {language: _load(language) for language in Language}
        self.current: Language | None = None

    def use(self, language: Language) -> bool:
        """Switch; True if that changed anything."""
        if language is self.current:
            return False
        if self.current is not None:
            QCoreApplication.removeTranslator(self._translators[self.current])
        QCoreApplication.installTranslator(self._translators[language])
        self.current = language
        return True


def _load(language: Language) -> QTranslator:
    translator = QTranslator()
    path = FOLDER / f"kiosk_{language.value}.qm"
    if not translator.load(str(path)):
        raise FileNotFoundError(f'{path} is missing or damaged: run "python -m ui.build_translations"')
    return translator
