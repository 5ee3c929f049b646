"""One language at a time, switched at once."""

import logging
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk.visit_types import Language

FOLDER: Final = Path(__file__).parent / "translations"
_log = logging.getLogger(__name__)


class Languages:
    """Keeps the translators of all languages of one screen loaded. Qt translates by process, so exactly one is installed
    there; a second screen is told when another was spoken since it spoke last."""

    _installed: ClassVar[QTranslator | None] = None
    _spoken: ClassVar[Language | None] = None
    _switches: ClassVar[int] = 0

    def __init__(self) -> None:
        self._translators = {language: _load(language) for language in Language}
        self._seen = -1  # of the switches

    def use(self, language: Language) -> bool:
        """Switch; True if what is on this screen may be in another language."""
        if language is not Languages._spoken:
            if Languages._installed is not None:
                QCoreApplication.removeTranslator(Languages._installed)
            Languages._spoken, Languages._installed = language, self._translators[language]
            Languages._switches += 1
            QCoreApplication.installTranslator(Languages._installed)
        before, self._seen = self._seen, Languages._switches
        return before != self._seen


def _load(language: Language) -> QTranslator:
    translator = QTranslator()
    path = FOLDER / f"kiosk_{language.value}.qm"
    if not translator.load(str(path)):
        raise FileNotFoundError(f'{path} is missing or damaged: run "python -m ui.build_translations"')
    return translator
