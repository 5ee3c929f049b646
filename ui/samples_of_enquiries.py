"""The samples of the way into asking: the menu, the proof, waiting, and the paper before it is printed."""

from typing import Final

from kiosk.views import Body

ENQUIRY_BODIES: Final[dict[str, Body]] = {}
