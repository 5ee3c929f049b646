"""The samples of the pages that show answers: full, empty, long, huge, busy, with a problem."""

from typing import Final

from kiosk.views import Body

SHEET_BODIES: Final[dict[str, Body]] = {}
