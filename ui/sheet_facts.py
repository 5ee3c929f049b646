"""What the pages that show answers show; part of ``presentation.py``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kiosk.views import Body
    from ui.presentation import Facts, Say

SHEET_FACTS: "Final[dict[type, Callable[[Any, Say], Facts]]]" = {}
"""Kind of body → what its page shows; ``presentation.py`` registers each."""

BLANK_SHEETS: "Final[tuple[Body, ...]]" = ()
"""Each of these pages with nobody's data (F9)."""
