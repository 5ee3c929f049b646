"""What the search by a slip's code shows. Same rules as ``kiosk.views``; numbers are masked, amounts are whole fen."""

from dataclasses import dataclass

from kiosk.messages import Message
from kiosk.staff_records import JourneySheet
from kiosk.staff_views import WhoView


@dataclass(frozen=True, slots=True)
class TracingView:
    """``sheet`` None: a code is being typed. ``is_blind``: this person counts cash, so no amount is shown."""

    who: WhoView
    typed: str = ""
    can_confirm: bool = False
    busy: bool = False
    problem: Message | None = None
    sheet: JourneySheet | None = None
    is_blind: bool = False
