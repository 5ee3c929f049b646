"""The paces of a soak: every wait of the terminal as short as an honest wire allows, nothing left out.

A soak is bound by what has to happen (frames, syncs, requests), never by how long a customer or a motor takes.
"""

from typing import Final

from app import centre_threads
from app.settings import Settings
from app.terminal import KioskTerminal
from devices.ccnet import CcnetAcceptor
from devices.ccnet_exchange import ExchangeTiming
from devices.ccnet_notes import NoteTiming
from devices.ccnet_timing import CcnetTiming
from devices.serial_link import LinkSettings
from kiosk.clock import SystemClock
from kiosk.policy import Waits
from kiosk.ports import Screen
from kiosk.till import Till
from offline_queue.backoff import Pacing

ACCEPTOR_BAUD: Final = 115_200
PRINTER_BAUD: Final = 921_600  # a receipt is 3 kB: at 115200 the paper, not the money, would set the pace
NOTES: Final = {  # of the simulated acceptor, seconds
    "accepting": 0.004, "stacking": 0.006, "returning": 0.006, "rejecting": 0.006, "initialise": 0.03, "reply": 0.0002,
}  # fmt: skip
PAPER: Final = {"speed_mm_s": 20_000.0, "cut_s": 0.001, "roll_mm": 5_000_000.0, "boot_s": 0.05}
PACING: Final = Pacing(
    interval_s=0.02, first_probe_s=0.2, longest_s=0.6, present_first_s=0.1, present_longest_s=0.4, refused_first_s=0.3
)
WAITS: Final = Waits(idle=8.0, look_up=3.0, next_note=2.0, confirm_payer=1.0, moving_note=2.0, answer=0.6, result=4.0)
TIMING: Final = CcnetTiming(
    exchange=ExchangeTiming(before_command_s=0.001),
    note=NoteTiming(fate_s=0.3),
    poll_s=0.004,
    idle_poll_s=0.02,
    reset_again_s=0.5,
)
LONG_POLL_S: Final = 0.5  # customers leave after a moment: their long polls must end with them


def terminal_of(settings: Settings, till: Till, screen: Screen) -> KioskTerminal:
    """A terminal as ``app.terminal`` builds it, with the acceptor's driver at the quick paces."""
    centre_threads.POLL_S = LONG_POLL_S
    terminal = KioskTerminal(settings, till, screen, PACING)
    given = settings.acceptor
    link = LinkSettings(given.port, given.baud, first_retry_s=0.02, longest_retry_s=0.2)
    terminal.acceptor = CcnetAcceptor(link, till.post, currency=given.currency, timing=TIMING)
    return terminal


def till_of(settings: Settings) -> Till:
    return Till(settings.policy, SystemClock())
