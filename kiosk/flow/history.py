"""What became of the devices in this run, bounded: since when a state lasts, and what came before it. Pure."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.flow.states import Terminal

KEPT: Final = 12  # changes of each device: one that flaps drives out nobody else's
CENTRE: Final = "centre"


@dataclass(frozen=True, slots=True)
class DeviceNews:
    """``code`` empty: nothing was wrong from then on."""

    device: str  # a Device, or "centre"
    at: str  # RFC 3339
    state: str
    code: str
    raw: str  # the device's own words, as they came first


def remembered(terminal: "Terminal", news: DeviceNews) -> "Terminal":
    """With one change more. The same state and code in other words of the device are no news."""
    own = [one for one in terminal.history if one.device == news.device]
    if own and (own[-1].state, own[-1].code) == (news.state, news.code):
        return terminal
    oldest = own[0] if len(own) >= KEPT else None
    return replace(terminal, history=(*(one for one in terminal.history if one is not oldest), news))


def history_of(terminal: "Terminal", device: str) -> tuple[DeviceNews, ...]:
    """Newest first."""
    return tuple(one for one in reversed(terminal.history) if one.device == device)


def since(terminal: "Terminal", device: str) -> str:
    """When it came to be as it is; empty before it has said anything in this run."""
    return next((one.at for one in history_of(terminal, device)), "")
