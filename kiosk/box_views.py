"""What the pages of two persons' acts show. Same rules as ``kiosk.views``. Nothing here says what is in a box: whoever
swaps or counts it must not know (trust.md S4)."""

from dataclasses import dataclass

from kiosk.approval import How
from kiosk.messages import Message
from kiosk.staff_views import WhoView


@dataclass(frozen=True, slots=True)
class SecondPersonView:
    """``typed`` is how many characters of a PIN are in; ``digits`` only of an id or a code."""

    who: WhoView  # the first
    act: Message  # what is to be approved
    way: How
    wants_id: bool  # the second person's id is typed now; else PIN or code
    second: str  # their id, once typed
    digits: str
    typed: int
    challenge: str  # eight digits; empty: no code can be had here
    hall: str  # HallStep
    busy: bool = False
    can_confirm: bool = False
    problem: Message | None = None
    logged_in: bool = True  # the first; False: locked out, with nothing but an id


@dataclass(frozen=True, slots=True)
class BoxLine:
    """One text of the swap; empty: a seal that can't be told."""

    step: str  # BoxStep
    text: str


@dataclass(frozen=True, slots=True)
class CollectionView:
    """``step``: ``start``, a ``BoxStep``, ``close`` or ``closed``."""

    who: WhoView
    step: str
    collection_id: str = ""
    second: str = ""
    typed: str = ""
    done: tuple[str, ...] = ()  # steps that are behind
    lines: tuple[BoxLine, ...] = ()
    can_confirm: bool = False
    can_give_up: bool = False
    can_print: bool = False
    slip: str = ""  # StepState of the slip, once it is closed
    hands_inside: bool = False
    problem: Message | None = None  # also why it can't be opened


BoxBody = SecondPersonView | CollectionView
